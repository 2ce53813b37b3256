"""The command `colonnade`: wiring only. Heavy things are imported where they are used, so that `--help` is quick."""

from __future__ import annotations

import io
import os
import sys

from tui.installation import check_installation


def main() -> None:
    """Run the command line, with every failure as a sentence and an exit status of its own."""
    check_installation()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # documents are UTF-8 whatever the locale
    try:
        from tui.commands.root import cli
    except ImportError as error:
        check_installation(error)
        raise
    try:
        cli.main(prog_name="colonnade", standalone_mode=True)
    except SystemExit:
        raise
    except Exception as error:
        if isinstance(error, ImportError):
            check_installation(error)
        from tui.failures import report

        sys.exit(report(error, debug=bool(os.environ.get("COLONNADE_DEBUG"))))

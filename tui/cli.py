"""The command `colonnade`: wiring only. Heavy things are imported where they are used, so that `--help` is quick."""

from __future__ import annotations

import io
import os
import sys

from tui.installation import check_installation


def main() -> None:
    """Run the command line, with every failure as a sentence and an exit status of its own."""
    check_installation()
    if sys.stdout is None:  # closed by the caller, who wants to hear nothing
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  # no pathlib at each start
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # documents are UTF-8 whatever the locale
    try:
        from tui.commands.root import cli
    except ImportError as error:
        check_installation(error)
        raise
    try:
        try:
            cli.main(prog_name="colonnade", standalone_mode=True)
        finally:
            sys.stdout.flush()  # while a failure to write can still be told
    except Exception as error:
        _discard_output()
        if isinstance(error, BrokenPipeError):
            sys.exit(1)  # the reader has seen enough
        if isinstance(error, ImportError):
            check_installation(error)
        from tui.failures import report

        sys.exit(report(error, debug=bool(os.environ.get("COLONNADE_DEBUG"))))


def _discard_output() -> None:
    """Let what is still to be written go nowhere, so that the interpreter does not stumble over it at its end."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)

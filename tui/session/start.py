"""Start a session in this terminal."""

from __future__ import annotations

import sys

from catalog.errors import BadInput
from tui import console
from tui.session.actions import keys_file, read_keys
from tui.session.app import SessionApp


def in_browser() -> None:
    """One tab's session: the process that `web.serve` starts, whose screen goes to the browser."""
    argument = sys.argv[1]
    app = SessionApp(argument, read_keys(keys_file()))
    app.run()


def run(argument: str) -> None:
    """Opens the session, and says afterwards what there is to say.

    Exits with status 3 where the workload cannot be read or planned.
    """
    keys = read_keys(keys_file())
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInput.one(
            argument, "a session needs a terminal; every screen has a plain command, see docs/session.md"
        )
    app = SessionApp(argument, keys)
    said = app.run()
    if app.return_code:
        for line in (said or "").splitlines():
            console.say_lines([f"colonnade: {line}"])
        sys.exit(app.return_code)
    if said:
        console.say(said)

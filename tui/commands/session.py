"""The command of the planning session."""

from __future__ import annotations

import click

from tui.commands.options import workload_argument


@click.command(epilog="Example: colonnade session workload.yaml")
@workload_argument
def session(workload: str) -> None:
    """Plan together: assess, move stories, see at once what that does.

    `?` shows the keys. Each decision is kept as it is made: a session that was left or killed goes on where it was.
    `ctrl+s` writes what was decided into the file or the workspace.
    """
    from tui.session.start import run

    run(workload)

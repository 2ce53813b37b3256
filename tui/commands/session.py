"""The command of the planning session."""

from __future__ import annotations

import click

from tui.commands.options import workload_argument


@click.command(epilog="Example: colonnade session workload.yaml")
@workload_argument
@click.option("--web", is_flag=True, help="Show it in a browser on this machine, at a link with a token.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port for --web; 0 takes a free one."
)
def session(workload: str, web: bool, port: int) -> None:
    """Plan together: assess, move stories, see at once what that does.

    `?` shows the keys. Each decision is kept as it is made: a session that was left or killed goes on where it was.
    `ctrl+s` writes what was decided into the file or the workspace.
    """
    if port and not web:
        raise click.UsageError("--port is for --web.")
    if web:
        from tui.session.web import serve

        serve(workload, port)
    else:
        from tui.session.start import run

        run(workload)

"""The root of the commands, and the few that belong to no group."""

from __future__ import annotations

import click

from tui.commands.baseline import baseline
from tui.commands.catalog import catalog
from tui.commands.closing import close, trends
from tui.commands.editing import edit, log, redo, undo
from tui.commands.forecasting import forecast
from tui.commands.jira import jira
from tui.commands.options import db_option
from tui.commands.planning import demo, diff, gaps, heat, plan, why
from tui.commands.portfolio import portfolio
from tui.commands.scan import scan
from tui.commands.session import session
from tui.commands.solving import solve
from tui.commands.workspace import db, export, import_, workload

SHELLS = ("bash", "zsh", "fish")
SCHEMAS = ("catalog", "workload", "plan", "problem", "solution")


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: colonnade demo",
)
@click.version_option(package_name="colonnade", message="%(prog)s %(version)s")
@db_option
def cli() -> None:
    """Turn a baseline of ML engineering practices into a sprint plan.

    Colonnade knows what production ML software needs (the catalog), compares it with where a team stands (the
    workload), and plans the gaps into sprints, the most valuable first, with a proof of how good the plan is and
    a reason for each placement.

    \b
    Exit status: 0 done; 1 a check found something; 2 wrong usage; 3 bad input;
    4 no plan satisfies the constraints; 5 not now: a server is away, or somebody else was quicker;
    70 a defect of the program.
    """


COMMANDS = (
    *(demo, catalog, baseline, scan, gaps, plan, why, heat, diff, forecast, portfolio, solve),
    session,
    *(edit, undo, redo, log, close, trends),
    *(import_, export, workload, db),
    jira,
)
for command in COMMANDS:
    cli.add_command(command)


@cli.command(epilog="Example: colonnade schema workload > workload.schema.json")
@click.argument("name", type=click.Choice(SCHEMAS))
def schema(name: str) -> None:
    """Print the JSON Schema of a file format."""
    from planner.schemas import schema_text

    click.echo(schema_text(name), nl=False)


@cli.command(epilog='Example, for ~/.bashrc: eval "$(colonnade completion bash)"')
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script that completes commands in a shell."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(cli, {}, "colonnade", "_COLONNADE_COMPLETE").source())

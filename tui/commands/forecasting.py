"""The command that says when."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from tui.commands.catalog import json_option
from tui.commands.options import EFFORTS, workload_argument
from tui.commands.planning import make

if TYPE_CHECKING:
    from planner.optimiser.solve import Effort


@click.command(epilog="Example: colonnade forecast workload.yaml --by 2027-03-31")
@workload_argument
@click.option(
    "--runs",
    type=click.IntRange(1, 1_000_000),
    default=10_000,
    show_default=True,
    metavar="N",
    help="How often the plan is carried out by chance.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    default=0,
    show_default=True,
    metavar="N",
    help="Where chance begins; the same seed gives the same forecast.",
)
@click.option(
    "--by",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Also say how likely each is done by this date, such as 2027-03-31.",
)
@click.option("--all", "all_", is_flag=True, help="Show every epic, those that the plan does not work on too.")
@click.option(
    "--effort", type=click.Choice(EFFORTS), default="normal", show_default=True, help="How hard to look for a plan."
)
@json_option
def forecast(
    workload: str, runs: int, seed: int, by: datetime.datetime | None, all_: bool, effort: Effort, as_json: bool
) -> None:
    """Say when: the dates by which the plan, the targets and the epics are done, and how likely.

    The plan is carried out many times, each time with velocities drawn from the team's history and sizes from the
    ranges of the stories. P85 is the end of the sprint by which 85 of 100 runs are through. What is not measured is
    assumed, and said.
    """
    from tui import console, forecast_page
    from tui.progress import counting

    made = make(workload, effort=effort)
    date = None if by is None else by.date()
    from planner.forecasting.forecast import make_forecast

    with counting("Running the plan", runs) as progress:
        found = make_forecast(made, runs, seed, date, progress)
    if as_json:
        console.print_json(forecast_page.forecast_data(found, date))
    else:
        console.show(forecast_page.forecast_page(made.catalog, found, date, all_=all_))

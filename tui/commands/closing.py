"""The commands of sprints that end: close, and trends over them."""

from __future__ import annotations

import click

from tui.commands.catalog import json_option
from tui.commands.editing import manner_options
from tui.commands.options import ListsOfIds, workload_argument


@click.command(cls=ListsOfIds, epilog="Example: colonnade close fraud 1 --done data-validation/1 model-registry/1")
@workload_argument
@click.argument("sprint", type=click.IntRange(min=1))
@click.option("--done", "done", multiple=True, metavar="ID…", help="What was done; stories that were not planned too.")
@click.option("--not-done", "not_done", multiple=True, metavar="ID…", help="What was planned and not done.")
@click.option("--all-done", is_flag=True, help="All that was planned was done, but for what --not-done names.")
@click.option("--none-done", is_flag=True, help="Nothing of what was planned was done, but for what --done names.")
@manner_options
def close(
    workload: str,
    sprint: int,
    done: tuple[str, ...],
    not_done: tuple[str, ...],
    all_done: bool,
    none_done: bool,
    by: str,
    seen: int | None,
    retry: bool,
    as_json: bool,
) -> None:
    """End the running sprint: the baseline moves, the velocity is learned, the rest is planned again.

    ID is a story, a level or a practice; several may follow one another. With --done alone the other stories were not
    done, with --not-done alone they were; with both, each planned story must be named. Levels whose stories are all
    done are reached, with the sprint as evidence. What was not done comes first in the next sprint. In the workspace
    `undo` opens the sprint again; a workload file is changed in place.
    """
    from planner.progress import Said
    from tui import closing, closing_page, console, filing
    from tui.deciding import Manner
    from tui.workloads import is_name

    if all_done and none_done:
        raise click.UsageError("--all-done and --none-done exclude each other.")
    if not (done or not_done or all_done or none_done):
        raise click.UsageError("Say what was done: --done ID, --not-done ID, --all-done or --none-done.")
    rest = None if done and not_done else not done
    rest = True if all_done else False if none_done else rest
    place = closing if is_name(workload) else filing
    ended = place.close(workload, sprint, Said(done, not_done, rest), Manner(by, seen, retry))
    if as_json:
        console.print_json(closing_page.ended_data(ended))
    else:
        console.show(closing_page.ended_page(ended))


@click.command(epilog="Example: colonnade trends fraud")
@workload_argument
@json_option
def trends(workload: str, as_json: bool) -> None:
    """Show how the pillars came along, from sprint to sprint.

    A row for the start, for each sprint that was closed and for each baseline that was kept by name: the levels reached
    by pillar, of those wanted today, and the value per sprint that they earn. Below it each pillar's way as a line, and
    that of all as a plot. A sprint whose closing was undone does not count.
    """
    from planner.store.history import past_baselines
    from planner.trends import make_trends
    from tui import console, trends_page, workloads
    from tui.commands.workspace import repository
    from tui.deciding import must_be_kept

    must_be_kept(workload)
    read, catalog = workloads.read(workload)
    points = make_trends(catalog, read, past_baselines(repository(), workload))
    if as_json:
        console.print_json(trends_page.trends_data(catalog, points))
    else:
        console.show(trends_page.trends_page(catalog, points))

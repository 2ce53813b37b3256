"""The commands that decide: edit, undo, redo, log, and what-if branches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tui.commands.catalog import json_option, practice_ids
from tui.commands.options import by_option, workload_argument

if TYPE_CHECKING:
    from planner.decisions import Decision

ID = "ID is a practice, a level (practice/1) or a story (practice/1/1), and covers what lies below it."

reason_option = click.option("--reason", default="", metavar="TEXT", help="Why; it stays with the decision.")
sprint_argument = click.argument("sprint", type=click.IntRange(min=1))
POINTS = click.FloatRange(min=0, max=100_000)


def manner_options(command: Any) -> Any:
    """How to write, and how to tell."""
    for option in (
        json_option,
        click.option("--retry", is_flag=True, help="Decide on top of what others decided on the same meanwhile."),
        click.option("--seen", type=click.IntRange(min=1), metavar="VERSION", help="The version that you decide on."),
        by_option,
    ):
        command = option(command)
    return command


def _settle(workload: str, decision: Decision, by: str, seen: int | None, retry: bool, as_json: bool) -> None:
    from tui import console, deciding, filing
    from tui.workloads import is_name

    place = deciding if is_name(workload) else filing
    outcome = place.settle(workload, decision, deciding.Manner(by, seen, retry))
    if as_json:
        console.print_json(outcome.data())
    else:
        tell(outcome)


def tell(outcome: Any) -> None:
    from tui import console

    console.write_lines([f"{outcome.text}: {outcome.effect} ({outcome.where})."])


def _tenths(points: float, option: str) -> int:
    """Points as tenths, exactly."""
    from catalog.shape import one_decimal, tenths

    try:
        one_decimal(points)
    except ValueError:
        raise click.BadParameter("points are given to a tenth at most", param_hint=option) from None
    return tenths(points)


@click.group(epilog="Example: colonnade edit pin fraud incident-reviews/1/1 4")
def edit() -> None:
    """Decide: pin, exclude, resize, set levels and targets.

    Each decision is checked and planned with. In the workspace it is logged, and `undo` takes back the last one; a
    workload file is changed in place, its comments kept.
    """


@edit.command(epilog="Example: colonnade edit pin fraud incident-reviews/1/1 4")
@workload_argument
@click.argument("id")
@sprint_argument
@reason_option
@manner_options
def pin(workload: str, id: str, sprint: int, reason: str, **how: Any) -> None:
    """Put ID into exactly this sprint. ID is a practice, a level (practice/1) or a story (practice/1/1)."""
    from planner.edits import Pin

    _settle(workload, Pin(id, sprint, reason), **how)


@edit.command(epilog="Example: colonnade edit unpin fraud incident-reviews/1/1")
@workload_argument
@click.argument("id")
@manner_options
def unpin(workload: str, id: str, **how: Any) -> None:
    """Take back the pin of ID."""
    from planner.decisions import Unpin

    _settle(workload, Unpin(id), **how)


@edit.command("not-before", epilog="Example: colonnade edit not-before fraud spot-training 5")
@workload_argument
@click.argument("id")
@sprint_argument
@reason_option
@manner_options
def not_before(workload: str, id: str, sprint: int, reason: str, **how: Any) -> None:
    """Keep ID out of the sprints before this one."""
    from planner.edits import NotBefore

    _settle(workload, NotBefore(id, sprint, reason), **how)


@edit.command(epilog="Example: colonnade edit deadline fraud backups/1 6")
@workload_argument
@click.argument("id")
@sprint_argument
@reason_option
@manner_options
def deadline(workload: str, id: str, sprint: int, reason: str, **how: Any) -> None:
    """Have ID done by the end of this sprint; obligatory."""
    from planner.edits import Deadline

    _settle(workload, Deadline(id, sprint, reason), **how)


@edit.command(epilog='Example: colonnade edit exclude fraud spot-training --reason "no spot capacity"')
@workload_argument
@click.argument("id")
@reason_option
@manner_options
def exclude(workload: str, id: str, reason: str, **how: Any) -> None:
    """Leave ID out of the plan, and what waits for it."""
    from planner.edits import Exclude

    _settle(workload, Exclude(id, reason), **how)


@edit.command(epilog="Example: colonnade edit include fraud chaos-experiments")
@workload_argument
@click.argument("id")
@manner_options
def include(workload: str, id: str, **how: Any) -> None:
    """Take back the exclusion of ID."""
    from planner.decisions import Include

    _settle(workload, Include(id), **how)


@edit.command(epilog="Example: colonnade edit resize fraud incident-reviews/1/1 3")
@workload_argument
@click.argument("story")
@click.argument("points", type=POINTS)
@reason_option
@manner_options
def resize(workload: str, story: str, points: float, reason: str, **how: Any) -> None:
    """Give a story, or a part of one, another size."""
    from planner.edits import Resize

    if not points:
        raise click.BadParameter("a story has more than 0 points", param_hint="POINTS")
    _settle(workload, Resize(story, _tenths(points, "POINTS"), reason), **how)


@edit.command(epilog="Example: colonnade edit split fraud incident-reviews/1/1 --after 1")
@workload_argument
@click.argument("story")
@click.option(
    "--after", type=click.IntRange(min=1), multiple=True, metavar="TASK", help="Cut after this task; several may be."
)
@reason_option
@manner_options
def split(workload: str, story: str, after: tuple[int, ...], reason: str, **how: Any) -> None:
    """Split a story into parts, at all its tasks if no --after says where."""
    from planner.edits import Split

    _settle(workload, Split(story, tuple(sorted(set(after))), reason), **how)


@edit.command(epilog="Example: colonnade edit capacity fraud 3 8")
@workload_argument
@sprint_argument
@click.argument("points", type=POINTS)
@reason_option
@manner_options
def capacity(workload: str, sprint: int, points: float, reason: str, **how: Any) -> None:
    """Say what a sprint can hold in all, days off or not."""
    from planner.edits import SetCapacity

    _settle(workload, SetCapacity(sprint, _tenths(points, "POINTS"), reason), **how)


@edit.command(epilog="Example: colonnade edit weight fraud sec 3")
@workload_argument
@click.argument("pillar")
@click.argument("value", type=click.FloatRange(min=0, max=1_000_000_000))
@reason_option
@manner_options
def weight(workload: str, pillar: str, value: float, reason: str, **how: Any) -> None:
    """Weigh a pillar against the others."""
    from planner.edits import SetWeight

    _settle(workload, SetWeight(pillar, value, reason), **how)


@edit.command(epilog='Example: colonnade edit level fraud model-registry 1 --evidence "all models since May"')
@workload_argument
@click.argument("practice", shell_complete=practice_ids)
@click.argument("level", type=click.IntRange(min=0))
@click.option("--evidence", default="", metavar="TEXT", help="What shows that the level is reached; needed above 0.")
@manner_options
def level(workload: str, practice: str, level: int, evidence: str, **how: Any) -> None:
    """Say where a practice stands."""
    import datetime

    from planner.decisions import set_level

    if level and not evidence.strip():
        raise click.UsageError("A level above 0 needs --evidence: what shows that it is reached.")
    _settle(workload, set_level(practice, level, evidence.strip(), how["by"], datetime.date.today()), **how)


@edit.command("not-applicable", epilog='Example: colonnade edit not-applicable fraud edge-or-cloud "all in one region"')
@workload_argument
@click.argument("practice", shell_complete=practice_ids)
@click.argument("reason")
@manner_options
def not_applicable(workload: str, practice: str, reason: str, **how: Any) -> None:
    """Say that a practice does not concern you, and why."""
    import datetime

    from planner.decisions import not_applicable as decision

    if not reason.strip():
        raise click.UsageError("What is not applicable needs a REASON.")
    _settle(workload, decision(practice, reason.strip(), how["by"], datetime.date.today()), **how)


@edit.command(epilog="Example: colonnade edit target fraud sec 3")
@workload_argument
@click.argument("id")
@click.argument("level", type=click.IntRange(min=0, max=20), required=False)
@manner_options
def target(workload: str, id: str, level: int | None, **how: Any) -> None:
    """Say which level is wanted of a practice, of a pillar, or by `default`; no LEVEL takes the wish back."""
    from planner.decisions import SetTarget

    _settle(workload, SetTarget(id, level), **how)


@edit.command(epilog="Example: colonnade edit branch fraud next-year")
@workload_argument
@click.argument("name")
@by_option
def branch(workload: str, name: str, by: str) -> None:
    """Fork a workload into WORKLOAD@NAME, to try decisions on it.

    `colonnade diff WORKLOAD WORKLOAD@NAME` compares the plans; `edit merge` brings the decisions back, `edit drop`
    forgets them.
    """
    from tui import branching, console

    kept = branching.branch(workload, name, by)
    console.show(f"{kept.name} is forked from {workload}; compare with: colonnade diff {workload} {kept.name}")


@edit.command(epilog="Example: colonnade edit merge fraud what-if")
@workload_argument
@click.argument("name")
@manner_options
def merge(workload: str, name: str, by: str, seen: int | None, retry: bool, as_json: bool) -> None:
    """Bring the decisions of WORKLOAD@NAME back into WORKLOAD, and end the branch.

    What was decided on the same thing in both is listed and nothing is merged; --retry takes the branch's word.
    """
    from tui import branching, console
    from tui.deciding import Manner

    outcome = branching.merge(workload, name, Manner(by, seen, retry))
    if as_json:
        console.print_json(outcome.data())
    else:
        tell(outcome)


@edit.command(epilog="Example: colonnade edit drop fraud what-if")
@workload_argument
@click.argument("name")
@by_option
def drop(workload: str, name: str, by: str) -> None:
    """Forget the branch WORKLOAD@NAME; its log stays in the database."""
    from tui import branching, console

    console.show(f"{branching.drop(workload, name, by)} is dropped.")


def _walk(way: str, workload: str, by: str, as_json: bool) -> None:
    from tui import console
    from tui.deciding import must_be_kept, walk

    must_be_kept(workload)
    outcome = walk(workload, way, by)
    if as_json:
        console.print_json(outcome.data())
    else:
        tell(outcome)


@click.command(epilog="Example: colonnade undo fraud")
@workload_argument
@by_option
@json_option
def undo(workload: str, by: str, as_json: bool) -> None:
    """Take back the last decision that holds, whoever made it; the log keeps both."""
    _walk("undo", workload, by, as_json)


@click.command(epilog="Example: colonnade redo fraud")
@workload_argument
@by_option
@json_option
def redo(workload: str, by: str, as_json: bool) -> None:
    """Make again what was undone last."""
    _walk("redo", workload, by, as_json)


@click.command(epilog="Example: colonnade log fraud")
@workload_argument
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only the last N entries.")
@json_option
def log(workload: str, last: int | None, as_json: bool) -> None:
    """Show what was decided on a workload, when, by whom, and what it did to the plan."""
    from tui import console, workspace_page
    from tui.commands.workspace import repository
    from tui.deciding import must_be_kept

    must_be_kept(workload)
    store = repository()
    entries, standing = store.log(workload), store.standing_entries(workload)
    shown = entries[-last:] if last else entries
    if as_json:
        console.print_json(workspace_page.log_data(shown, standing))
    else:
        console.show(workspace_page.log_page(shown, standing))

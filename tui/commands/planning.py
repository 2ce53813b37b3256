"""The commands of the main job: gaps, plan, why, diff, and the demo."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from tui.commands.catalog import file_names, json_option
from tui.commands.options import db_option, effort_options, workload_argument

if TYPE_CHECKING:
    from planner.document_schema import PlanDocument
    from planner.optimiser.solve import Effort
    from planner.plan import Plan
    from planner.translate import Frozen
    from planner.workload import Workload

FORMATS = ("yaml", "json", "csv", "markdown", "board")


class Search(TypedDict, total=False):
    """How hard to look for a better plan, and when to stop, as `make_plan` takes it."""

    effort: Effort
    gap: float
    time_limit: float


def make(workload: str, previous: str | None = None, frozen: int = 0, **search: Unpack[Search]) -> Plan:
    """The plan of a workload, from an earlier one if so wished, with a progress bar where it takes long."""
    from planner.plan import make_plan
    from tui.progress import bar
    from tui.workloads import find

    found = find(workload)
    start = earlier(found.workload, previous, frozen) if previous is not None else found.start
    with bar() as reporter:
        return make_plan(found.catalog, found.workload, reporter, start, **search)


def earlier(workload: Workload, previous: str, frozen: int) -> Frozen:
    """The placements of an earlier plan document, in the sprints of the workload's calendar."""
    from catalog.errors import BadInput
    from planner.replan import start_from
    from planner.sprints import make_sprints

    try:
        return start_from(read_plan(previous), make_sprints(workload), frozen)
    except ValueError as error:
        raise BadInput.one(previous, f"this plan cannot be planned on from: {error}") from None


def read_plan(path: str) -> PlanDocument:
    """A plan document from a file, YAML or JSON, or the plan of a workload of the workspace."""
    from pathlib import Path

    from tui.workloads import is_name

    if is_name(path):
        from tui.deciding import document

        return document(make(path))

    from catalog.shape import check
    from catalog.yaml_text import parse, read_text
    from planner.document_schema import PlanDocument

    return check(PlanDocument, parse(read_text(Path(path)), path))


@click.command(epilog="Example: colonnade demo --out /tmp/demo")
@click.option(
    "--out",
    shell_complete=file_names,
    default=".",
    metavar="DIR",
    help="The folder for plan.yaml; the present one if left out.",
)
def demo(out: str) -> None:
    """Plan the example that ships: print the board, write plan.yaml."""
    from pathlib import Path

    from catalog.loader import data_folder
    from integrations.plan_formats import render
    from integrations.writing import make_folder, write_file
    from planner.document import to_document
    from tui import board, console

    folder = make_folder(Path(out))
    made = make(str(data_folder() / "examples" / "fraud-scoring.yaml"))
    target = folder / "plan.yaml"
    write_file(target, render(to_document(made), "yaml"))
    console.show(board.board(made))
    console.say(f"Wrote {target}.")


@click.command(epilog="Example: colonnade gaps workload.yaml --top 10")
@workload_argument
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Only the N most valuable, in that order.")
@json_option
def gaps(workload: str, top: int | None, as_json: bool) -> None:
    """Show what is missing, what it is worth and how large it is."""
    from planner.backlog import make_backlog
    from planner.gaps import find_gaps
    from planner.sprints import make_sprints
    from tui import console, gaps_page, workloads

    read, catalog = workloads.read(workload)
    backlog = make_backlog(catalog, read, find_gaps(catalog, read), make_sprints(read))
    if as_json:
        console.print_json(gaps_page.gaps_data(catalog, read, backlog, top))
    else:
        console.show(gaps_page.gaps_page(catalog, read, backlog, top))


@click.command(epilog="Example: colonnade plan workload.yaml -o plan.yaml")
@workload_argument
@click.option(
    "-o",
    "--output",
    shell_complete=file_names,
    metavar="FILE",
    help="Write the document to FILE in place of standard output.",
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="yaml", show_default=True)
@effort_options
@click.option(
    "--previous",
    shell_complete=file_names,
    metavar="PLAN",
    help="An earlier plan document, matched by dates: moving away from it costs policy.stability.",
)
@click.option(
    "--frozen",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Keep the first N sprints of the calendar as they were in --previous.",
)
def plan(
    workload: str, output: str | None, format_: str, previous: str | None, frozen: int, **search: Unpack[Search]
) -> None:
    """Plan a workload in sprints.

    The document goes to standard output or FILE, a summary to standard error.
    """
    from integrations.plan_formats import render
    from planner.document import to_document
    from tui import board, console

    if frozen and previous is None:
        raise click.UsageError("--frozen needs the plan that it keeps: --previous PLAN")
    made = make(workload, previous, frozen, **search)
    if format_ == "board":
        console.deliver(console.as_text(board.board(made)) if output else board.board(made), output, workload)
    else:
        console.deliver(render(to_document(made), format_), output, workload)
    if output or format_ != "board":  # the board says it all by itself
        console.say(board.summary(made, output))


@click.command(epilog="Example: colonnade heat workload.yaml")
@workload_argument
@json_option
def heat(workload: str, as_json: bool) -> None:
    """Show when the pillars fill up: the levels reached of those wanted, now and at the end of each sprint."""
    from tui import console, heat_page

    made = make(workload)
    if as_json:
        console.print_json(heat_page.heat_data(made))
    else:
        console.show(heat_page.heat_page(made))


@click.command(epilog="Example: colonnade why workload.yaml model-registry/1/1")
@workload_argument
@click.argument("story")
@json_option
def why(workload: str, story: str, as_json: bool) -> None:
    """Say why a story is where it is.

    Its value and the parts of it, what it waits for and unlocks, why it is not a sprint earlier, and what would
    change that, computed by planning again.
    """
    from catalog.errors import BadInput, nearest
    from planner.why import why as explain
    from planner.why import why_not_planned
    from tui import console, why_page

    made = make(workload)
    if story not in made.backlog.story:
        reason = why_not_planned(made, story)
        if not reason:
            raise BadInput.one(story, f"the backlog has no such story{nearest(story, made.backlog.story)}")
        if as_json:
            console.print_json({"id": story, "sprint": None, "reason": reason})
        else:
            console.show(reason)
        return
    answer = explain(made, story)
    if as_json:
        console.print_json(why_page.why_data(answer))
    else:
        console.show(why_page.why_page(made, answer))


@click.command(epilog="Example: colonnade diff old.yaml plan.yaml")
@db_option
@click.argument("plan_a", shell_complete=file_names)
@click.argument("plan_b", shell_complete=file_names)
@json_option
@click.option("--exit-code", is_flag=True, help="Exit with 1 where the plans differ.")
def diff(plan_a: str, plan_b: str, as_json: bool, exit_code: bool) -> None:
    """Compare two plans: what moved, came, went, and why.

    A plan is a document that `colonnade plan` wrote, or a workload or what-if branch of the workspace.
    """
    from planner.diff import diff as compare
    from tui import console, diff_page

    found = compare(read_plan(plan_a), read_plan(plan_b))
    if as_json:
        console.print_json(diff_page.diff_data(found))
    else:
        console.show(diff_page.diff_page(found))
    sys.exit(1 if exit_code and found.changes else 0)

"""The command of the bare optimiser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from catalog.collection import without_collection
from tui.commands.catalog import file_names
from tui.commands.options import effort_options

if TYPE_CHECKING:
    from planner.optimiser.solve import Effort


@click.command(epilog="Example: colonnade solve problem.json -o solution.json")
@click.argument("problem", shell_complete=file_names)
@click.option(
    "-o",
    "--output",
    shell_complete=file_names,
    metavar="FILE",
    help="Write the solution to FILE in place of standard output.",
)
@effort_options
@without_collection()
def solve(problem: str, output: str | None, effort: Effort, gap: float, time_limit: float) -> None:
    """Solve a bare planning problem: items with values, efforts and prerequisites, sprints with capacities.

    PROBLEM is a JSON file of the format colonnade/problem@1; the solution is one of colonnade/solution@1: a sprint for
    each item, what that earns, and a proven bound on what any placement could earn.
    """
    from pathlib import Path

    from integrations.problem_file import read_problem
    from planner.solving import solution_text, solve_document
    from tui import console
    from tui.progress import bar

    document = read_problem(Path(problem))
    with bar() as reporter:
        solved = solve_document(document, reporter, effort=effort, gap=gap, time_limit=time_limit)
    console.deliver(solution_text(solved), output, problem)
    placed = sum(sprint is not None for sprint in solved.solution.placement.values())
    console.say(
        f"Placed {placed:,} of {len(document.items):,} items: earns {solved.solution.objective:,.2f} of at most "
        f"{solved.bound:,.2f}, {solved.status}."
    )

"""A problem document solved, and the solution as a document."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext

from planner.errors import NoPlan
from planner.optimiser.clash import smallest_clash
from planner.optimiser.errors import Infeasible
from planner.optimiser.problem import Solution
from planner.optimiser.reporter import Reporter
from planner.optimiser.solve import Effort, solve
from planner.problem_document import to_posed
from planner.problem_schema import ProblemDocument

OPTIMAL = 1e-4
"""What an optimal solution may be below its bound, as a part of the bound."""


@dataclass(frozen=True)
class Solved:
    """`bound` and `status` are those of the problem as stated; the solution is feasible in it."""

    solution: Solution
    bound: float
    status: str


def solve_document(
    document: ProblemDocument,
    reporter: Reporter | None = None,
    *,
    effort: Effort = "normal",
    gap: float = 0.0,
    time_limit: float = math.inf,
) -> Solved:
    """Solve a document without faults; `effort`, `gap` and `time_limit` (in seconds) say how hard to look.

    Raises NoPlan where its obligatory items cannot be placed.
    """
    posed = to_posed(document)
    try:
        solution = solve(
            posed.tight, reporter, posed.previous, posed.move_price, effort=effort, gap=gap, time_limit=time_limit
        )
        if posed.loose is None:
            return Solved(solution, solution.bound, solution.status)
        bound = solve(posed.loose, effort="quick").bound
    except Infeasible:
        error, clash = smallest_clash(posed.tight)
        text = str(error) if error.proven else f"{error}; perhaps there is a solution all the same"
        raise NoPlan([text, *clash]) from None
    optimal = bound - solution.objective <= OPTIMAL * abs(bound)
    return Solved(solution, bound, "optimal" if optimal else "feasible")


def solution_text(solved: Solved) -> str:
    """The solution as JSON: six decimals, the bound rounded up, an item a line, sorted by id."""
    solution = solved.solution
    placed = sorted(solution.placement.items())
    quoted = json.JSONEncoder(ensure_ascii=False).encode  # made once: there may be 100,000 ids
    lines = [f"  {quoted(id)}: {'null' if sprint is None else sprint}" for id, sprint in placed]
    placement = "{\n" + ",\n".join(lines) + "\n }" if lines else "{}"
    return (
        '{"schema": "colonnade/solution@1",\n'
        f' "objective": {solution.objective + 0.0:.6f}, "bound": {_rounded_up(solved.bound)}, '
        f'"status": "{solved.status}",\n "placement": {placement}}}\n'
    )


def _rounded_up(figure: float) -> str:
    with localcontext(prec=400):
        return f"{Decimal(figure).quantize(Decimal('0.000001'), ROUND_CEILING) + 0:f}"

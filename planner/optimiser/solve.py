"""The prioritiser: from a problem to a solution, with its bound and its reasons.

Several priority orders are tried, each by list scheduling, and the best plan is kept; the certificate is the lowest
of the bounds proven on the way. Work is bounded by counts, never by a clock: the same problem gives the same solution.
"""

from __future__ import annotations

from collections.abc import Mapping

from planner.optimiser.blocks import make_blocks, topological
from planner.optimiser.problem import POINTS, Problem, Solution
from planner.optimiser.reasons import reasons
from planner.optimiser.reporter import Reporter
from planner.optimiser.reserve import reserve
from planner.optimiser.search import Search

MIX_WORK = 400_000
"""About how many blocks may be swept in the search for a mix of resources that proves more."""
UNIT = 8
"""The price of a point in a mix of resources."""
PRICES = (4, 8, 16, 32)
"""The prices of a skill that are tried beside it."""


def solve(
    problem: Problem,
    reporter: Reporter | None = None,
    previous: Mapping[str, int] | None = None,
    move_price: float = 0.0,
    *,
    quick: bool = False,
) -> Solution:
    """A good feasible placement of a problem's items, and a proven bound on every other.

    With a `previous` placement, each item with effort that was in it and is moved costs `move_price` in the choice
    between plans; the objective and its bound are the value alone. `quick` leaves out the search for prices of
    skills and for better orders. Raises Infeasible where the obligatory items cannot be placed, ValueError where
    needs go in a circle.
    """
    reporter = reporter or Reporter()
    order = topological(problem)
    blocks = make_blocks(problem, order)
    skills = [] if quick else sorted(r for r in problem.capacity if r != POINTS)
    reporter.started(len(problem.items), 2 + len(skills) * len(PRICES))
    search = Search(problem, blocks, reserve(problem, order), reporter, previous or {}, move_price)
    mix: Mapping[str, int] = {POINTS: UNIT}
    search.try_mix(mix)
    reporter.step("ordering")
    for skill in skills:
        for price in PRICES:
            if search.swept < MIX_WORK:
                search.try_mix({**mix, skill: price})
            reporter.step("ordering")
        mix = search.best_mix
    if not quick:
        search.improve()
    reporter.step("improving")
    search.settle(order)
    reporter.finished()
    status = "optimal" if search.optimal else "feasible"
    why = reasons(problem, order, search.best)
    return Solution(search.best.placement(), search.objective, search.bound, status, why)


def check_feasible(problem: Problem) -> None:
    """Raise Infeasible where the obligatory items of a problem cannot be placed, ValueError on a circle."""
    reserve(problem, topological(problem))

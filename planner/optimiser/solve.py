"""The prioritiser: from a problem to a solution, with its bound.

Order and bound come from a relaxation, a first placement from the order by list scheduling, better ones from solving
a few sprints at a time, and the proof of a small problem from solving it whole. Work is bounded by counts, never by a
clock, unless a time limit is asked for: the same problem gives the same solution.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Literal

from planner.optimiser.indexed import Indexed
from planner.optimiser.model import Limits
from planner.optimiser.problem import Problem, Solution
from planner.optimiser.reporter import Reporter
from planner.optimiser.reserve import reserve
from planner.optimiser.search import OPTIMAL, PRICES, Search

Effort = Literal["quick", "normal", "prove"]

WORK = (6_000, 2_000)
"""The work that improving takes at normal effort in its two passes, as `model.Answer` counts it: a few seconds."""
ROUNDS = 4
SMALL, SMALL_NODES = 700, 400
"""A problem with at most so many items times sprints is solved whole at normal effort, with so many nodes."""
PLACES = 30_000
"""With at most so many items times sprints, all sprints are priced at once."""
SPRINTS_PRICED = 4
"""How many sprints are priced to the end at quick effort."""
PROVABLE = 60_000
"""Beyond so many items times sprints, a whole problem is not even tried."""


def solve(
    problem: Problem,
    reporter: Reporter | None = None,
    previous: Mapping[str, int] | None = None,
    move_price: float = 0.0,
    *,
    effort: Effort = "normal",
    gap: float = 0.0,
    time_limit: float = math.inf,
) -> Solution:
    """A good feasible placement of a problem's items, and a proven bound on every other.

    With a `previous` placement, each item with effort that was in it and is moved costs `move_price` in the choice
    between plans; the objective and its bound are the value alone. `quick` is order and list schedule, `normal` some
    improvement, `prove` goes on until the bound is within `gap` (at least 0.01 %) or `time_limit`, in seconds, is over.
    Raises Infeasible where the obligatory items cannot be placed, ValueError where needs go in a circle.
    """
    reporter = reporter or Reporter()
    until = time.monotonic() + time_limit
    reporter.started(len(problem.items), 3)
    search = Search(Indexed(problem), reporter, previous, move_price)
    find_order(search, effort)
    reporter.step("ordering")
    search.settle()
    if effort == "normal":
        _improve(search)
    elif effort == "prove":
        _prove(search, max(gap, OPTIMAL), until)
    reporter.step("improving")
    if effort != "quick":
        search.settle()
    reporter.step("settling")
    reporter.finished()
    bound = max(search.bound, search.objective)
    status = "optimal" if search.optimal else "feasible"
    return Solution(search.best.placement(), search.objective, bound, status)


def find_order(search: Search, effort: Effort) -> None:
    """Bound, order and a first placement."""
    of = search.of
    if not of.count or (len(of.capacity) == 1 and not _timed(of)):
        search.by_ratio([1] * len(of.capacity))
        return
    from planner.optimiser.pricing import price_placements, price_sprints

    priced = price_sprints(of, SPRINTS_PRICED if effort == "quick" else of.horizon)
    worth = [sum(prices) for prices in priced.prices.tolist()]
    most = max(worth, default=0.0)
    search.by_ratio([round(PRICES * price / most) if most else 1 for price in worth])
    search.by_prices(priced)
    if effort != "quick" and of.count * of.horizon <= PLACES:
        search.by_prices(price_placements(of, priced, 60))


def _timed(of: Indexed) -> bool:
    """Whether lags or dates make the order of one sprint differ from that of another."""
    return any(of.must) or any(lag for needs in of.needs for _, lag in needs) or max(of.first, default=1) > 1


def _improve(search: Search) -> None:
    """Cheap changes, then windows, and both again; a small problem whole, so that its bound is better too."""
    small = search.of.count * search.of.horizon <= SMALL
    for seed, most in enumerate(WORK):
        if not search.optimal:
            search.rebuild(seed)
        work = 0.0
        for step in search.windows(1 if small else ROUNDS) if not search.optimal else ():
            work += step.work
            if work > most or search.optimal:
                break
    if small and not search.optimal:
        search.whole(Limits(SMALL_NODES, OPTIMAL / 2))


def _prove(search: Search, gap: float, until: float) -> None:
    """Cheap changes; windows where the whole is not small; then the whole until it is proven."""
    of = search.of
    if not search.within(gap):
        search.rebuild()
    small = of.count * of.horizon <= SMALL
    for _ in search.windows(1 if small else ROUNDS) if not search.within(gap) else ():
        if search.within(gap) or time.monotonic() > until:
            break
    left = until - time.monotonic()
    if not search.within(gap) and left > 0 and of.count * of.horizon <= PROVABLE:
        search.whole(Limits(2**31 - 1, gap / 2, left))


def check_feasible(problem: Problem) -> None:
    """Raise Infeasible where the obligatory items of a problem cannot be placed, ValueError on a circle."""
    reserve(Indexed(problem))

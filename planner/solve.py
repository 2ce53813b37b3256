"""The prioritiser: from a problem to a solution, with its bound and its reasons.

Several priority orders are tried, each by list scheduling, and the best plan is kept; the certificate is the lowest
of the bounds proven on the way. Work is bounded by counts, never by a clock: the same problem gives the same solution.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence

from planner.blocks import Block, make_blocks, topological
from planner.listing import Schedule, keep_block, list_schedule
from planner.problem import POINTS, Problem, Solution
from planner.reasons import reasons
from planner.reporter import Reporter
from planner.reserve import reserve
from planner.shifting import Shift, order_by

SWEEPS = 60
MIX_WORK = 400_000
"""About how many blocks may be swept in the search for a mix of resources that proves more."""
IMPROVE_TRIES, IMPROVE_WORK = 400, 60_000
"""How many schedules, and about how many blocks in them, the search for a better plan may try."""
NUDGES = (0.3, 0.5, 0.8, 1.25, 2.0, 3.0)
"""What the priority of a block may be multiplied by in that search."""
OPTIMAL = 1e-4
"""A plan within this of its bound is called optimal."""
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
    search = _Search(problem, blocks, reserve(problem, order), reporter, previous or {}, move_price)
    mix: Mapping[str, int] = {POINTS: UNIT}
    search.try_mix(mix, first=True)
    reporter.step("ordering")
    for skill in skills:
        for price in PRICES:
            if search.work < MIX_WORK:
                search.try_mix({**mix, skill: price})
            reporter.step("ordering")
        mix = search.best_mix
    if not quick:
        search.improve()
    reporter.step("improving")
    search.compact(order)
    reporter.finished()
    status = "optimal" if search.optimal else "feasible"
    return Solution(search.best.placement(), search.objective, search.bound, status, reasons(problem, search.best))


def check_feasible(problem: Problem) -> None:
    """Raise Infeasible where the obligatory items of a problem cannot be placed, ValueError on a circle."""
    reserve(problem, topological(problem))


class _Search:
    """The best plan and the lowest bound so far."""

    def __init__(
        self,
        problem: Problem,
        blocks: Sequence[Block],
        reserved: Schedule,
        reporter: Reporter,
        previous: Mapping[str, int],
        move_price: float,
    ) -> None:
        self.problem = problem
        self.blocks = blocks
        self.reserved = reserved
        self.reporter = reporter
        self.previous = {id: sprint for id, sprint in previous.items() if id in problem.item}
        self.move_price = move_price if self.previous else 0.0
        self.best = reserved
        self.objective = problem.objective(reserved.placement())
        self.score = -math.inf
        self.bound = math.inf
        self.best_mix: Mapping[str, int] = {}
        self.best_ratios: Sequence[float] = [0.0] * len(blocks)
        self.work = 0

    @property
    def optimal(self) -> bool:
        return self.bound - self.objective <= OPTIMAL * max(abs(self.bound), 1e-9)

    def moves(self, schedule: Schedule) -> float:
        """What a schedule's moves away from the previous placement cost."""
        if not self.move_price:
            return 0.0
        return self.move_price * sum(schedule.sprint.get(id) != sprint for id, sprint in self.previous.items())

    def try_mix(self, mix: Mapping[str, int], *, first: bool = False) -> None:
        """Shift values for one mix of resources; keep the bound if it is lower and the plan if it is better."""
        shift = Shift(self.problem, self.blocks, mix)
        if first:
            self.try_order(shift.ratios())
        for sweeps in range(1, SWEEPS + 1):
            shift.sweep()
            self.work += len(self.blocks)
            if sweeps in (1, 4):
                self.try_order(shift.ratios())
        self.try_order(shift.ratios())
        bound = shift.bound()
        if bound < self.bound:
            self.bound, self.best_mix = bound, mix
            self.reporter.bound(bound)

    def improve(self) -> None:
        """Nudge the priorities of a few blocks at a time, and keep what makes the plan better.

        A (1+1) evolutionary search with a fixed seed; the number of schedules is bounded, the time is not looked at.
        """
        chance = random.Random(0)
        ratios = list(self.best_ratios)
        for _ in range(min(IMPROVE_TRIES, IMPROVE_WORK // max(1, len(self.blocks)))):
            if not ratios or (self.optimal and not self.move_price):
                return
            nudged = list(ratios)
            factor = chance.choice(NUDGES)
            for n in self._chosen(chance):
                nudged[n] *= factor
            before = self.score
            self.try_order(nudged)
            if self.score > before:
                ratios = nudged

    def _chosen(self, chance: random.Random) -> set[int]:
        """One to three blocks, in half of the cases with all that they wait for."""
        chosen = [chance.randrange(len(self.blocks)) for _ in range(chance.randint(1, 3))]
        if chance.random() < 0.5:
            for n in chosen:  # grows while it is walked
                chosen += [b for b, _ in self.blocks[n].before if b not in chosen]
        return set(chosen)

    def try_order(self, ratios: Sequence[float]) -> None:
        order = [n for n in order_by(self.blocks, ratios) if ratios[n] >= 0]
        starts = [self.reserved]
        if self.move_price and self.previous:
            starts.append(self.kept(order))
        for start in starts:
            self.take(list_schedule(self.problem, self.blocks, order, start, self.reserved.sprint), ratios)

    def kept(self, order: Sequence[int]) -> Schedule:
        """The reserved items, and each previously placed block where it was, as far as that is still possible."""
        schedule = self.reserved.copy()
        for n in order:
            keep_block(self.problem, self.blocks[n], schedule, self.previous)
        return schedule

    def take(self, schedule: Schedule, ratios: Sequence[float]) -> None:
        objective = self.problem.objective(schedule.placement())
        score = objective - self.moves(schedule)
        if score > self.score + 1e-9:
            self.best, self.objective, self.score, self.best_ratios = schedule, objective, score, ratios
            self.reporter.improved(objective)

    def compact(self, order: Sequence[str]) -> None:
        """Move every placed item to the earliest sprint that now has room for it, where that costs nothing."""
        schedule = self.best.copy()
        for id in order:
            if id in schedule.sprint:
                item = self.problem.item[id]
                was = schedule.remove(item)
                stays = self.move_price and self.previous.get(id) == was
                sprint = None if stays else schedule.earliest(item)
                schedule.put(item, was if sprint is None else min(was, sprint))
        self.best = schedule
        self.objective = self.problem.objective(schedule.placement())

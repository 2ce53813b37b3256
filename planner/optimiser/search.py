"""The best placement and the lowest bound found so far, and the steps that look for better ones."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from planner.optimiser.indexed import Indexed
from planner.optimiser.listing import Schedule, keep, list_schedule, settle
from planner.optimiser.model import Limits, Model
from planner.optimiser.rebuild import rebuild
from planner.optimiser.reporter import Reporter
from planner.optimiser.reserve import reserve
from planner.optimiser.sidney import decompose, sidney_bound
from planner.optimiser.terms import Terms
from planner.optimiser.windows import Step, apply, windows

if TYPE_CHECKING:
    from planner.optimiser.pricing import Priced

OPTIMAL = 1e-4
"""A plan within this of its bound is called optimal."""
PRICES = 64
"""A mix of resources is made of whole numbers up to this."""


class Search:
    """Keeps the best schedule by what it earns, less what it costs to move away from a previous placement.

    Raises Infeasible where the obligatory items cannot be placed, ValueError where needs go in a circle.
    """

    def __init__(
        self, of: Indexed, reporter: Reporter, previous: Mapping[str, int] | None = None, move_price: float = 0.0
    ) -> None:
        self.of = of
        self.reporter = reporter
        known = {of.number[id]: sprint for id, sprint in (previous or {}).items() if id in of.number}
        known = {n: sprint for n, sprint in known.items() if of.problem.items[n].effort}
        self.terms = Terms(known, move_price if known else 0.0)
        self.reserved = reserve(of)
        self.must = [n for n in of.order if of.must[n]]
        self.best = self.reserved
        self.objective = self.best.objective()
        self.score = -math.inf
        self.bound = math.inf
        self.order: list[int] = []
        self.prices: list[list[float]] | None = None

    @property
    def optimal(self) -> bool:
        return self.within(OPTIMAL)

    def within(self, gap: float) -> bool:
        return self.bound - self.objective <= gap * max(abs(self.bound), 1e-9)

    def limit(self, bound: float) -> None:
        """Keep a bound that was proven, if it is lower."""
        if bound < self.bound:
            self.bound = bound
            self.reporter.bound(bound)

    def take(self, schedule: Schedule) -> bool:
        """Keep a schedule if it is the best so far."""
        score = self.terms.score(schedule)
        if score <= self.score + 1e-9:
            return False
        self.best, self.score, self.objective = schedule, score, schedule.objective()
        self.reporter.improved(self.objective)
        return True

    def by_ratio(self, mix: list[int]) -> None:
        """Order and bound by the Sidney decomposition, for one unit of effort made of all resources."""
        of = self.of
        if len(mix) == 1:
            mix = [1]
        efforts = [sum(mix[r] * amount for r, amount in effort) for effort in of.effort]
        found = decompose(of, efforts)
        together = [sum(mix[r] * limits[s] for r, limits in enumerate(of.capacity)) for s in range(of.horizon)]
        self.limit(sidney_bound(of, found, together))
        place = found.place.tolist()
        self.list([(place[n], of.rank[n]) for n in range(of.count)])
        self.place = place

    def by_prices(self, priced: Priced) -> None:
        """Order and bound by a relaxation with several resources."""
        self.limit(priced.bound)
        late = [round(sprints, 6) for sprints in priced.lateness().tolist()]
        self.list([(late[n], self.place[n], self.of.rank[n]) for n in range(self.of.count)])
        self.prices = priced.prices.tolist()

    def list(self, key: list[tuple[float, ...]]) -> None:
        """Place the items by falling priority, from the reserved ones and, where moves cost, from the previous plan."""
        of = self.of
        paying = [n for n in range(of.count) if of.value[n] > 0]
        idle = [n for n in range(of.count) if not of.value[n] and not of.waiting[n]]
        order = [*sorted(paying, key=key.__getitem__), *sorted(idle, key=key.__getitem__)]
        better = self.take(list_schedule(self.reserved, order, self.must))
        if self.terms.price:
            better |= self.take(list_schedule(keep(self.reserved, self.terms.previous), order))
        if better or not self.order:
            self.order = order

    def warm(self, previous: Mapping[str, int]) -> None:
        """What is left of an earlier placement, filled up: the incumbent survives an edit."""
        known = {self.of.number[id]: sprint for id, sprint in previous.items() if id in self.of.number}
        self.take(list_schedule(keep(self.reserved, known), self.order))

    def settle(self) -> None:
        """Use up the room that is left; also what earns nothing moves forward."""
        settled = self.best.copy()
        settle(settled, self.order, self.terms)
        if not self.take(settled) and self.terms.score(settled) >= self.score - 1e-9:
            self.best, self.objective = settled, settled.objective()

    def rebuild(self, seed: int = 0) -> None:
        """Improve the best schedule by many cheap changes, others with another seed."""
        self.take(rebuild(self.best, self.order, self.terms, seed))

    def windows(self, rounds: int) -> Iterator[Step]:
        """Improve the best schedule a few sprints at a time; a caller may stop after any step."""
        for step in windows(self.best, self.order, self.terms, rounds):
            self.take(step.schedule)
            yield step

    def whole(self, limits: Limits) -> None:
        """The whole problem as one programme: a better schedule perhaps, and a bound where moves cost nothing."""
        of = self.of
        model = Model(self.best, range(of.count), 1, of.horizon, self.terms)
        answer = model.solve(limits)
        found = apply(self.best, dict(answer.sprints)) if answer.sprints is not None else None
        if found is not None:
            self.take(found)
        if not self.terms.price and math.isfinite(answer.bound):
            self.limit(max(answer.bound, self.objective))

"""Placing items again after a change of the problem, and improving while nothing changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.optimiser.indexed import Indexed
from planner.optimiser.problem import Problem, Solution
from planner.optimiser.reporter import Reporter
from planner.optimiser.search import Search
from planner.optimiser.solve import ROUNDS, find_order


@dataclass(frozen=True, slots=True)
class Improvement:
    """A better placement was found: what it earns, what is proven, and where the items that moved are now."""

    objective: float
    bound: float
    moved: Mapping[str, int | None]


class Planner:
    """A good placement at once, beginning from a `previous` one, and a better one while there is time.

    `move_price` is what each item with effort that is moved from the previous placement costs in the choice between
    placements, so that a change of the problem moves no more than it has to. Raises Infeasible where the obligatory
    items cannot be placed. Not for use from two threads at a time.
    """

    def __init__(
        self, problem: Problem, previous: Mapping[str, int], move_price: float = 0.0, reporter: Reporter | None = None
    ) -> None:
        self.search = Search(Indexed(problem), reporter or Reporter(), previous, move_price)
        find_order(self.search, "quick")
        self.search.warm(previous)
        self.search.settle()

    @property
    def solution(self) -> Solution:
        """The best placement so far."""
        search = self.search
        status = "optimal" if search.optimal else "feasible"
        return Solution(search.best.placement(), search.objective, max(search.bound, search.objective), status)

    def improve(self) -> Iterator[Improvement | None]:
        """Better placements, step by step; a caller may stop after any of them. None says that a step changed nothing.

        It ends when the placement is proven optimal, or when none of the steps finds anything more.
        """
        search = self.search
        before = search.best.placement()
        search.rebuild()
        change, before = self._improvement(before), search.best.placement()
        yield change
        for _ in search.windows(ROUNDS):
            change, before = self._improvement(before), search.best.placement()
            yield change
            if search.optimal:
                break
        search.settle()
        yield self._improvement(before)

    def _improvement(self, before: Mapping[str, int | None]) -> Improvement | None:
        now = self.search.best.placement()
        moved = {id: sprint for id, sprint in now.items() if before[id] != sprint}
        return Improvement(self.search.objective, self.search.bound, moved) if moved else None

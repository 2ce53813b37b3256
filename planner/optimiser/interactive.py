"""Planning again after each edit, and improving while nobody edits."""

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
    """Keeps the last placement between edits: a good plan at once, a better one while there is time.

    `move_price` is what each item with effort that is moved from the placement before an edit costs in the choice
    between placements, so that an edit moves no more than it has to. Not for use from two threads at a time.
    """

    def __init__(self, problem: Problem, reporter: Reporter | None = None, move_price: float = 0.0) -> None:
        self.reporter = reporter or Reporter()
        self.move_price = move_price
        self._start(problem, {})

    def _start(self, problem: Problem, previous: Mapping[str, int]) -> None:
        search = Search(Indexed(problem), self.reporter, previous, self.move_price)
        find_order(search, "quick")
        if previous:
            search.warm(previous)
        search.settle()
        self.problem, self.search = problem, search

    @property
    def solution(self) -> Solution:
        """The best placement so far."""
        search = self.search
        status = "optimal" if search.optimal else "feasible"
        return Solution(search.best.placement(), search.objective, max(search.bound, search.objective), status)

    def edit(self, problem: Problem) -> Solution:
        """A good placement for a changed problem, beginning from the last one.

        Raises Infeasible where there is none; the planner then still holds the problem before.
        """
        last = {id: sprint for id, sprint in self.search.best.placement().items() if sprint is not None}
        self._start(problem, last)
        return self.solution

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

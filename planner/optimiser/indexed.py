"""A problem with numbers in place of names: what the loops of the solver run on.

Items count from 0 in the order of the problem, sprints from 1 as everywhere, resources by name.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from planner.optimiser.problem import Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Indexed:
    """The items of a problem by number. Raises ValueError where needs go in a circle.

    `effort` holds (resource, amount) pairs, `capacity` what efforts can fill of each resource in each sprint, `needs`
    (item, lag) pairs, `waiting` the items that need each one directly. `order` has each item after what it needs,
    `rank` its place there. `first` and `last` are the sprints that lags, limits and sizes allow each item if there were
    room for everything; `must` says whether it is obligatory, or needed by something that is.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.count = len(problem.items)
        self.horizon = problem.horizon
        self.factor = (0.0, *problem.factor, 0.0)
        self.resources = sorted(problem.capacity)
        self.ids = [item.id for item in problem.items]
        self.number = {id: n for n, id in enumerate(self.ids)}
        at = {name: r for r, name in enumerate(self.resources)}
        self.value = [item.value for item in problem.items]
        self.effort: list[tuple[tuple[int, int], ...]] = [
            tuple((at[name], amount) for name, amount in item.effort.items() if amount) for item in problem.items
        ]
        self.capacity = self._capacity()
        number = self.number
        self.needs: list[tuple[tuple[int, int], ...]] = [
            tuple((number[need.id], need.lag) for need in item.needs) for item in problem.items
        ]
        self.waiting: list[list[int]] = [[] for _ in self.ids]
        for n, needs in enumerate(self.needs):
            for before, _ in needs:
                self.waiting[before].append(n)
        self.order = self._topological()
        self.rank = [0] * self.count
        for place, n in enumerate(self.order):
            self.rank[n] = place
        self.group: list[int] = self._groups()
        self.first = self._first()
        self.must, self.last = self._last()

    def _capacity(self) -> list[list[int]]:
        """What can be used of each capacity: no more than a multiple of the measure that all efforts have in common."""
        common = [0] * len(self.resources)
        for effort in self.effort:
            for r, amount in effort:
                common[r] = math.gcd(common[r], amount)
        limits = [self.problem.capacity[name] for name in self.resources]
        return [[limit - limit % (g or 1) for limit in row] for g, row in zip(common, limits, strict=True)]

    def _topological(self) -> list[int]:
        missing = [len(needs) for needs in self.needs]
        order = [n for n, count in enumerate(missing) if not count]
        for n in order:  # grows while it is walked
            for later in self.waiting[n]:
                missing[later] -= 1
                if not missing[later]:
                    order.append(later)
        if len(order) < self.count:
            stuck = next(self.ids[n] for n, count in enumerate(missing) if count)
            raise ValueError(f"the needs of '{stuck}' go in a circle")
        return order

    def _groups(self) -> list[int]:
        """The number of each item's group; −1 where it opens none."""
        if self.problem.open_groups is None:
            return [-1] * self.count
        known: dict[str, int] = {}
        return [
            -1 if item.group is None or not item.effort else known.setdefault(item.group, len(known))
            for item in self.problem.items
        ]

    def _first(self) -> list[int]:
        """The first sprint by whose end each item could be done if it were alone; past the horizon if in none."""
        found = [1] * self.count
        largest = [max(limits, default=0) for limits in self.capacity]
        smallest = [min(limits, default=0) for limits in self.capacity]
        needs, items = self.needs, self.problem.items
        for n in self.order:
            item = items[n]
            sprint = item.not_before
            if item.pin is not None and item.pin > sprint:
                sprint = item.pin
            for before, lag in needs[n]:
                if found[before] + lag > sprint:
                    sprint = found[before] + lag
            for r, amount in self.effort[n]:
                if amount > largest[r]:
                    sprint = max(sprint, self.horizon + 1)
                elif amount > smallest[r]:
                    while sprint <= self.horizon and amount > self.capacity[r][sprint - 1]:
                        sprint += 1
            found[n] = sprint
        return found

    def _last(self) -> tuple[list[bool], list[int]]:
        must = [False] * self.count
        last = [self.horizon] * self.count
        for n in reversed(self.order):
            item = self.problem.items[n]
            if item.pin is not None or (item.deadline is not None and item.deadline <= self.horizon):
                must[n] = True
                last[n] = min(x for x in (last[n], item.pin, item.deadline) if x is not None)
            if must[n]:
                for before, lag in self.needs[n]:
                    must[before] = True
                    last[before] = min(last[before], last[n] - lag)
        return must, last

    @cached_property
    def arcs(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Every need as (the item that waits, the item it waits for)."""
        import numpy as np

        counts = [len(needs) for needs in self.needs]
        tail = np.repeat(np.arange(self.count, dtype=np.int32), counts)
        head = np.fromiter((b for needs in self.needs for b, _ in needs), np.int32, len(tail))
        return tail, head

    def ids_of(self, numbers: Sequence[int]) -> list[str]:
        return [self.ids[n] for n in numbers]

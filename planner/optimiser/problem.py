"""Sprint planning as a bare problem: items with value, effort and prerequisites, sprints with capacity.

Knows nothing of practices or stories, so that the optimiser can be used and measured by itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

POINTS = "points"
"""The resource that every story needs; the others are skills."""


@dataclass(frozen=True, slots=True)
class Need:
    """The item `id` must be placed at least `lag` sprints earlier; 0 allows the same sprint."""

    id: str
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """Something to place in a sprint, or to leave out.

    `value` is earned in the item's sprint and every one after it; `effort` is in whole tenths for each resource, and
    may be nothing (a milestone). `pin` and `deadline` are obligatory. `group` is the epic it belongs to.
    """

    id: str
    value: float = 0.0
    effort: Mapping[str, int] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    pin: int | None = None
    not_before: int = 1
    deadline: int | None = None
    group: str | None = None

    @property
    def obligatory(self) -> bool:
        return self.pin is not None or self.deadline is not None


@dataclass(frozen=True)
class Problem:
    """Maximise Σ value · discount^(sprint−1) over the items placed.

    An item waits for its needs; a sprint holds no more effort than its `capacity` of each resource, and items of no
    more than `open_groups` groups. Sprints are numbered from 1 to `horizon`; `capacity` has a figure for each.
    The needs must be acyclic.
    """

    horizon: int
    discount: float
    capacity: Mapping[str, tuple[int, ...]]
    items: tuple[Item, ...]
    open_groups: int | None = None

    @cached_property
    def item(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def factor(self) -> tuple[float, ...]:
        """What a value counts when earned from each sprint on: 1, d, d², … by repeated product, the same everywhere."""
        factors = [1.0]
        for _ in range(self.horizon - 1):
            factors.append(factors[-1] * self.discount)
        return tuple(factors)

    def objective(self, placement: Mapping[str, int | None]) -> float:
        """What a placement earns."""
        placed = ((item.value, placement[item.id]) for item in self.items)
        return math.fsum(value * self.factor[sprint - 1] for value, sprint in placed if sprint is not None)

    def violations(self, placement: Mapping[str, int | None]) -> list[str]:
        """Everything in a placement that breaks a rule of this problem, one sentence each; empty for a feasible one."""
        wrong: list[str] = []
        used: dict[tuple[str, int], int] = {}
        groups: dict[int, set[str]] = {}
        for item in self.items:
            sprint = placement[item.id]
            wrong += self._misplaced(item, placement)
            if sprint is None or not 1 <= sprint <= self.horizon:
                continue
            for resource, effort in item.effort.items():
                used[resource, sprint] = used.get((resource, sprint), 0) + effort
            if item.group is not None and item.effort:
                groups.setdefault(sprint, set()).add(item.group)
        for (resource, sprint), total in used.items():
            if total > self.capacity[resource][sprint - 1]:
                wrong.append(f"sprint {sprint} holds {total} of {resource}")
        for sprint, open_ in groups.items():
            if self.open_groups is not None and len(open_) > self.open_groups:
                wrong.append(f"sprint {sprint} has {len(open_)} groups open")
        return wrong

    def _misplaced(self, item: Item, placement: Mapping[str, int | None]) -> Iterator[str]:
        sprint = placement[item.id]
        if sprint is None:
            if item.pin is not None or (item.deadline or math.inf) <= self.horizon:
                yield f"{item.id} is obligatory and left out"
            return
        if not 1 <= sprint <= self.horizon or item.pin not in (None, sprint):
            yield f"{item.id} must not be in sprint {sprint}"
        if not item.not_before <= sprint <= (item.deadline or sprint):
            yield f"{item.id} is in sprint {sprint}, before or after its time"
        for need in item.needs:
            before = placement[need.id]
            if before is None or before + need.lag > sprint:
                yield f"{item.id} in sprint {sprint} waits for {need.id}"


@dataclass(frozen=True, slots=True)
class Hold:
    """Why an item is not a sprint earlier, or not placed at all.

    `kind` is one of `first`, `pin`, `not-before`, `prerequisite`, `capacity`, `groups`, `horizon`, `too-large` and
    `value`; `subject` is the item or resource it concerns.
    """

    kind: str
    subject: str = ""


@dataclass(frozen=True)
class Solution:
    """A feasible placement with what it earns, and a proven upper bound on what any could earn."""

    placement: Mapping[str, int | None]
    objective: float
    bound: float
    status: str

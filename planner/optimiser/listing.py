"""Serial schedule generation: one item after the other, each in the earliest sprint that can hold it.

Kolisch, "Serial and parallel resource-constrained project scheduling methods revisited", European Journal of
Operational Research 90 (1996). Here an item is placed together with everything it still waits for, or not at all, since
work that unlocks nothing earns nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from planner.optimiser.closure import ROOM, heaviest_closure, whole

if TYPE_CHECKING:
    from planner.optimiser.indexed import Indexed
    from planner.optimiser.terms import Terms


class Schedule:
    """A placement that grows, and the room that is left. Mutable, and used by the solver only.

    `at` has the sprint of each item, 0 where it has none.
    """

    def __init__(self, of: Indexed) -> None:
        self.of = of
        self.at = [0] * of.count
        self.free = [list(limits) for limits in of.capacity]
        self.open: list[dict[int, int]] = [{} for _ in range(of.horizon)]
        self.limit = of.problem.open_groups

    def copy(self) -> Schedule:
        other = Schedule.__new__(Schedule)
        other.of, other.limit = self.of, self.limit
        other.at = list(self.at)
        other.free = [list(left) for left in self.free]
        other.open = [dict(groups) for groups in self.open]
        return other

    def fits(self, n: int, sprint: int) -> bool:
        """Whether a sprint has room for an item: of each resource, and for its group."""
        free = self.free
        for r, amount in self.of.effort[n]:
            if amount > free[r][sprint - 1]:
                return False
        return self.limit is None or self._opens(n, sprint)

    def _opens(self, n: int, sprint: int) -> bool:
        group, groups = self.of.group[n], self.open[sprint - 1]
        return group < 0 or group in groups or self.limit is None or len(groups) < self.limit

    def put(self, n: int, sprint: int) -> None:
        self.at[n] = sprint
        for r, amount in self.of.effort[n]:
            self.free[r][sprint - 1] -= amount
        group = self.of.group[n]
        if group >= 0:
            groups = self.open[sprint - 1]
            groups[group] = groups.get(group, 0) + 1

    def remove(self, n: int) -> int:
        sprint = self.at[n]
        self.at[n] = 0
        for r, amount in self.of.effort[n]:
            self.free[r][sprint - 1] += amount
        group = self.of.group[n]
        if group >= 0:
            groups = self.open[sprint - 1]
            groups[group] -= 1
            if not groups[group]:
                del groups[group]
        return sprint

    def ready(self, n: int) -> int:
        """The first sprint an item's needs and limits allow; 0 where something it needs is not placed."""
        at, first = self.at, self.of.first[n]
        for before, lag in self.of.needs[n]:
            sprint = at[before]
            if not sprint:
                return 0
            if sprint + lag > first:
                first = sprint + lag
        return first

    def earliest(self, n: int) -> int:
        """The first sprint that an item can be in, or 0."""
        first = self.ready(n)
        if not first:
            return 0
        effort = self.of.effort[n]
        if len(effort) == 1 and self.limit is None:  # by far the most frequent case, so it has a loop of its own
            ((r, amount),) = effort
            free = self.free[r]
            for sprint in range(first, self.of.last[n] + 1):
                if free[sprint - 1] >= amount:
                    return sprint
            return 0
        for sprint in range(first, self.of.last[n] + 1):
            if self.fits(n, sprint):
                return sprint
        return 0

    def latest(self, n: int) -> int:
        """The last sprint that the limits of a placed item, and what is placed that waits for it, allow."""
        last = self.of.last[n]
        for later in self.of.waiting[n]:
            if self.at[later]:
                lag = max(lag for before, lag in self.of.needs[later] if before == n)
                last = min(last, self.at[later] - lag)
        return last

    def objective(self) -> float:
        factor = self.of.factor
        return math.fsum(value * factor[sprint] for value, sprint in zip(self.of.value, self.at, strict=True) if sprint)

    def placement(self) -> dict[str, int | None]:
        return {id: sprint or None for id, sprint in zip(self.of.ids, self.at, strict=True)}


def chain(schedule: Schedule, n: int, loose: set[int]) -> list[int]:
    """An item with all it waits for that is not placed, or is placed only loosely; needs first."""
    at, needs = schedule.at, schedule.of.needs
    if not any(not at[before] or before in loose for before, _ in needs[n]):
        return [n]
    found: list[int] = []
    seen = {n}
    stack = [(n, iter(needs[n]))]
    while stack:
        top, rest = stack[-1]
        for before, _ in rest:
            if before not in seen and (not at[before] or before in loose):
                seen.add(before)
                stack.append((before, iter(needs[before])))
                break
        else:
            stack.pop()
            found.append(top)
    return found


def place(schedule: Schedule, n: int, loose: set[int], *, gain: bool = False) -> bool:
    """Place an item with what it waits for; on failure leave the schedule as it was.

    A `loose` item, one that is merely reserved, moves forward if it can. With `gain`, all together must not
    cost more than they earn.
    """
    done: list[tuple[int, int]] = []
    for k in chain(schedule, n, loose):
        was = schedule.remove(k) if schedule.at[k] else 0
        sprint = schedule.earliest(k)
        if was and (not sprint or sprint > was):
            sprint = was
        done.append((k, was))
        if not sprint:
            break
        schedule.put(k, sprint)
    else:
        value, factor = schedule.of.value, schedule.of.factor
        added = [value[k] * factor[schedule.at[k]] for k, was in done if not was]
        if not gain or min(added, default=0.0) >= 0 or math.fsum(added) > 0:
            loose.difference_update(k for k, _ in done)
            return True
    for k, was in reversed(done):
        if schedule.at[k]:
            schedule.remove(k)
        if was:
            schedule.put(k, was)
    return False


def list_schedule(start: Schedule, order: Iterable[int], loose: Iterable[int] = ()) -> Schedule:
    """Place items in the given order, each with what it waits for, beside what `start` holds already.

    Items that are merely reserved there, the `loose` ones, move to an earlier sprint when their turn comes.
    """
    schedule = start.copy()
    free = set(loose)
    at = schedule.at
    for n in order:
        if not at[n] or n in free:
            place(schedule, n, free)
    return schedule


def keep(start: Schedule, previous: Mapping[int, int]) -> Schedule:
    """What `start` holds and, as far as they still fit, the items of a previous placement where they were.

    An item that is reserved moves forward to its previous sprint. An item without effort is as early as it may be.
    """
    schedule, of = start.copy(), start.of
    for n in of.order:
        was = schedule.remove(n) if schedule.at[n] else 0
        first = schedule.ready(n)
        sprint = previous.get(n, was) if of.effort[n] or n not in previous else first
        if first and first <= sprint <= (was or of.last[n]) and schedule.fits(n, sprint):
            schedule.put(n, sprint)
        elif was:
            schedule.put(n, was)
    return schedule


def settle(schedule: Schedule, order: Sequence[int], terms: Terms) -> None:
    """Leave out what costs more than it unlocks, move items forward and fill in what still fits, until nothing changes.

    Only then is it true of every item that the sprint before its own, or the whole plan, has no room for it. `order` is
    the order in which room is given away; where moving costs, items in their previous sprint stay there.
    """
    costly = any(value < 0 for value in schedule.of.value)
    fixed = terms.previous if terms.price else {}
    before: list[int] = []
    while before != schedule.at:
        before = list(schedule.at)
        if costly:
            prune(schedule, terms)
            _postpone(schedule, fixed)
        _compact(schedule, fixed)
        for n in order:
            if not schedule.at[n]:
                place(schedule, n, set(), gain=costly)


def _compact(schedule: Schedule, fixed: Mapping[int, int]) -> None:
    """Move every placed item to the earliest sprint that now has room for it, where that costs nothing."""
    of = schedule.of
    for n in of.order:
        was = schedule.at[n]
        if was > of.first[n] and of.value[n] >= 0 and fixed.get(n) != was:
            schedule.remove(n)
            schedule.put(n, schedule.earliest(n) or was)


def _postpone(schedule: Schedule, fixed: Mapping[int, int]) -> None:
    """Move every item that costs to the last sprint that has room for it: a loss counts less the later it comes."""
    of = schedule.of
    for n in reversed(of.order):
        was = schedule.at[n]
        if was and of.value[n] < 0 and fixed.get(n) != was:
            schedule.remove(n)
            last = schedule.latest(n)
            schedule.put(n, next((sprint for sprint in range(last, was, -1) if schedule.fits(n, sprint)), was))


def prune(schedule: Schedule, terms: Terms) -> None:
    """Leave out the placed items that cost more, with all that waits for them, than they earn where they are."""
    import numpy as np

    of = schedule.of
    inside = [n for n in of.order if schedule.at[n] and not of.must[n]]
    if not any(of.value[n] < 0 for n in inside):
        return
    local = {n: k for k, n in enumerate(inside)}
    arcs = [(local[n], local[before]) for n in inside for before, _ in of.needs[n] if before in local]
    earned = [terms.gain(of, n, schedule.at[n]) - terms.gain(of, n, 0) for n in inside]
    weight, _ = whole(np.array(earned, dtype=np.float64), ROOM)
    tail = np.array([a for a, _ in arcs], dtype=np.int32)
    head = np.array([b for _, b in arcs], dtype=np.int32)
    kept, _ = heaviest_closure(weight, tail, head)
    out = {n for n, stays in zip(inside, kept.tolist(), strict=True) if not stays and of.value[n] < 0}
    for n in inside:  # each after what it needs
        if n in out or any(before in out for before, _ in of.needs[n]):
            out.add(n)
            schedule.remove(n)

"""Serial schedule generation: blocks one after the other, each story in the earliest sprint that can hold it.

Kolisch, "Serial and parallel resource-constrained project scheduling methods revisited", European Journal of
Operational Research 90 (1996). Here a block is placed whole or not at all, since half a level earns nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from planner.optimiser.blocks import Block
from planner.optimiser.problem import Item, Problem


class Schedule:
    """A placement that grows, and the room that is left. Mutable, and used by the solver only."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.sprint: dict[str, int] = {}
        self.free = {resource: list(limits) for resource, limits in problem.capacity.items()}
        self.groups: list[dict[str, int]] = [{} for _ in range(problem.horizon)]

    def copy(self) -> Schedule:
        other = Schedule.__new__(Schedule)
        other.problem = self.problem
        other.sprint = dict(self.sprint)
        other.free = {resource: list(left) for resource, left in self.free.items()}
        other.groups = [dict(groups) for groups in self.groups]
        return other

    def fits(self, item: Item, sprint: int) -> bool:
        """Whether a sprint has room for an item: of each resource, and for its group."""
        limit = self.problem.open_groups
        if limit is not None and item.group is not None and item.effort:
            groups = self.groups[sprint - 1]
            if item.group not in groups and len(groups) >= limit:
                return False
        return all(amount <= self.free[resource][sprint - 1] for resource, amount in item.effort.items())

    def put(self, item: Item, sprint: int) -> None:
        self.sprint[item.id] = sprint
        self._take(item, sprint, 1)

    def remove(self, item: Item) -> int:
        sprint = self.sprint.pop(item.id)
        self._take(item, sprint, -1)
        return sprint

    def _take(self, item: Item, sprint: int, sign: int) -> None:
        for resource, amount in item.effort.items():
            self.free[resource][sprint - 1] -= sign * amount
        if item.group is not None and item.effort:
            groups = self.groups[sprint - 1]
            groups[item.group] = groups.get(item.group, 0) + sign
            if not groups[item.group]:
                del groups[item.group]

    def ready(self, item: Item) -> int | None:
        """The first sprint an item's needs and limits allow; None where something it needs is not placed."""
        first = max(item.not_before, item.pin or 1)
        for need in item.needs:
            before = self.sprint.get(need.id)
            if before is None:
                return None
            first = max(first, before + need.lag)
        return first

    def last(self, item: Item) -> int:
        """The last sprint that an item's limits and the horizon allow."""
        return min(item.pin or item.deadline or self.problem.horizon, self.problem.horizon)

    def earliest(self, item: Item) -> int | None:
        """The first sprint that an item can be in, or None."""
        first = self.ready(item)
        if first is None:
            return None
        sprints = range(first, self.last(item) + 1)
        return next((sprint for sprint in sprints if self.fits(item, sprint)), None)

    def placement(self) -> dict[str, int | None]:
        return {item.id: self.sprint.get(item.id) for item in self.problem.items}


def list_schedule(
    problem: Problem, blocks: Sequence[Block], order: Iterable[int], start: Schedule, reserved: Mapping[str, int]
) -> Schedule:
    """Place the blocks in the given order, beside what `start` holds already.

    Items that are merely `reserved` there move to an earlier sprint when their block's turn comes and there is room.
    """
    schedule = start.copy()
    for n in order:
        place_block(problem, blocks[n], schedule, reserved)
    return schedule


def place_block(problem: Problem, block: Block, schedule: Schedule, reserved: Mapping[str, int]) -> bool:
    """Place what is missing of a block; on failure leave the schedule as it was."""
    undo: list[tuple[Item, int | None]] = []
    for id in block.members:
        if id in schedule.sprint and id not in reserved:
            continue
        item = problem.item[id]
        was = schedule.remove(item) if id in schedule.sprint else None
        sprint = schedule.earliest(item)
        undo.append((item, was))
        if sprint is None or (was is not None and sprint > was):
            sprint = was
        if sprint is None:
            break
        schedule.put(item, sprint)
    else:
        return True
    for item, was in reversed(undo):
        if item.id in schedule.sprint:
            schedule.remove(item)
        if was is not None:
            schedule.put(item, was)
    return False


def keep_block(problem: Problem, block: Block, schedule: Schedule, previous: Mapping[str, int]) -> None:
    """Place a block's items in their previous sprints if all of them were placed and still fit; else leave it out."""
    placed: list[Item] = []
    for id in block.members:
        item = problem.item[id]
        if id in schedule.sprint:
            continue
        first = schedule.ready(item)
        sprint = previous.get(id) if item.effort else first
        if first is None or sprint is None:
            break
        if not first <= sprint <= schedule.last(item) or not schedule.fits(item, sprint):
            break
        schedule.put(item, sprint)
        placed.append(item)
    else:
        return
    for item in reversed(placed):
        schedule.remove(item)


def keep_reserved(item: Item, schedule: Schedule, previous: Mapping[str, int]) -> None:
    """Move an item, reserved as late as it may be, forward to its previous sprint where it still fits there."""
    was = schedule.remove(item)
    first = schedule.ready(item) or was
    sprint = previous.get(item.id, was) if item.effort else first
    possible = first <= sprint < was and schedule.fits(item, sprint)
    schedule.put(item, sprint if possible else was)

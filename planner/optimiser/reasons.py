"""Why each item is where it is: what keeps it from an earlier sprint, or out of the plan."""

from __future__ import annotations

from collections.abc import Sequence

from planner.optimiser.blocks import first_sprints
from planner.optimiser.listing import Schedule
from planner.optimiser.problem import Hold, Item, Problem


def reasons(problem: Problem, order: Sequence[str], schedule: Schedule) -> dict[str, tuple[Hold, ...]]:
    """For each item with effort, what decided its sprint or its absence, as facts about this schedule.

    `order` has each item after what it needs.
    """
    found = {}
    first = first_sprints(problem, order)
    for item in problem.items:
        if item.effort:
            sprint = schedule.sprint.get(item.id)
            found[item.id] = (
                _absent(problem, item, schedule, first[item.id]) if sprint is None else _placed(item, sprint, schedule)
            )
    return found


def _placed(item: Item, sprint: int, schedule: Schedule) -> tuple[Hold, ...]:
    """What keeps a placed item from the sprint before its own."""
    if item.pin is not None:
        return (Hold("pin"),)
    if sprint == 1:
        return (Hold("first"),)
    holds = []
    if item.not_before >= sprint:
        holds.append(Hold("not-before"))
    for need in item.needs:
        before = schedule.sprint[need.id]
        if before + need.lag >= sprint:
            holds.append(Hold("prerequisite", need.id))
    return tuple(holds) or _no_room(item, sprint - 1, schedule) or (Hold("value"),)


def _no_room(item: Item, sprint: int, schedule: Schedule) -> tuple[Hold, ...]:
    """The resources of a sprint that lack room for an item, or its limit of open groups."""
    short = [r for r, amount in sorted(item.effort.items()) if amount > schedule.free[r][sprint - 1]]
    if short:
        return tuple(Hold("capacity", r) for r in short)
    return () if schedule.fits(item, sprint) else (Hold("groups"),)


def _absent(problem: Problem, item: Item, schedule: Schedule, first: int) -> tuple[Hold, ...]:
    """What keeps an item out of the plan; `first` is the first sprint it could ever be in."""
    if first > problem.horizon:
        return (Hold("horizon"),)
    largest = {r: max(limits, default=0) for r, limits in problem.capacity.items()}
    large = [r for r, amount in sorted(item.effort.items()) if amount > largest[r]]
    if large:
        return tuple(Hold("too-large", r) for r in large)
    missing = [need.id for need in item.needs if need.id not in schedule.sprint]
    late = [n.id for n in item.needs if n.id not in missing and schedule.sprint[n.id] + n.lag > problem.horizon]
    if missing or late:
        return tuple(Hold("prerequisite", id) for id in missing or late)
    return (Hold("capacity"),)

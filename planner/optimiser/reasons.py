"""Why each item is where it is: what keeps it from an earlier sprint, or out of the plan."""

from __future__ import annotations

from collections.abc import Mapping

from planner.optimiser.indexed import Indexed
from planner.optimiser.listing import Schedule
from planner.optimiser.problem import Hold, Problem


def reasons(problem: Problem, placement: Mapping[str, int | None]) -> dict[str, tuple[Hold, ...]]:
    """For each item with effort, what decided its sprint or its absence, as facts about this feasible placement."""
    of = Indexed(problem)
    schedule = Schedule(of)
    for n, id in enumerate(of.ids):
        sprint = placement[id]
        if sprint is not None:
            schedule.put(n, sprint)
    earliest = _by_dates(of)
    return {
        of.ids[n]: _placed(schedule, n) if schedule.at[n] else _absent(schedule, n, earliest[n])
        for n in range(of.count)
        if problem.items[n].effort
    }


def _by_dates(of: Indexed) -> list[int]:
    """The first sprint that lags and dates allow each item, however large it is."""
    found = [1] * of.count
    for n in of.order:
        item = of.problem.items[n]
        found[n] = max([item.not_before, item.pin or 1, *(found[before] + lag for before, lag in of.needs[n])])
    return found


def _placed(schedule: Schedule, n: int) -> tuple[Hold, ...]:
    """What keeps a placed item from the sprint before its own."""
    of, sprint = schedule.of, schedule.at[n]
    item = of.problem.items[n]
    if item.pin is not None:
        return (Hold("pin"),)
    if sprint == 1:
        return (Hold("first"),)
    holds = []
    if item.not_before >= sprint:
        holds.append(Hold("not-before"))
    for before, lag in of.needs[n]:
        if schedule.at[before] + lag >= sprint:
            holds.append(Hold("prerequisite", of.ids[before]))
    return tuple(holds) or _no_room(schedule, n, sprint - 1) or (Hold("value"),)


def _no_room(schedule: Schedule, n: int, sprint: int) -> tuple[Hold, ...]:
    """The resources of a sprint that lack room for an item, or its limit of open groups."""
    of = schedule.of
    short = sorted(of.resources[r] for r, amount in of.effort[n] if amount > schedule.free[r][sprint - 1])
    if short:
        return tuple(Hold("capacity", name) for name in short)
    return () if schedule.fits(n, sprint) else (Hold("groups"),)


def _absent(schedule: Schedule, n: int, first: int) -> tuple[Hold, ...]:
    """What keeps an item out of the plan; `first` is the first sprint it could ever be in."""
    of = schedule.of
    if first > of.horizon:
        return (Hold("horizon"),)
    large = sorted(of.resources[r] for r, amount in of.effort[n] if amount > max(of.capacity[r], default=0))
    if large:
        return tuple(Hold("too-large", name) for name in large)
    missing = [before for before, _ in of.needs[n] if not schedule.at[before]]
    late = [before for before, lag in of.needs[n] if schedule.at[before] + lag > of.horizon]
    if missing or late:
        return tuple(Hold("prerequisite", of.ids[before]) for before in missing or late)
    return (Hold("capacity"),)

"""Places for what is obligatory: pins, deadlines, and everything they wait for.

They are reserved as late as they may be, so that valuable work goes first where there is room for both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.optimiser.errors import Infeasible
from planner.optimiser.indexed import Indexed
from planner.optimiser.listing import Schedule
from planner.optimiser.model import Limits, Model
from planner.optimiser.terms import Terms

NODES = 20_000
"""Nodes after which the exact search for a reservation gives up."""
LARGE = 1_200
"""Columns of a programme beyond which whole numbers take too long to be found: it is relaxed, and then rounded."""


def reserve(of: Indexed) -> Schedule:
    """A schedule that holds the obligatory items and what they need, and nothing else.

    Raises Infeasible where there is no such schedule, or none was found within NODES nodes.
    """
    needed = [n for n in of.order if of.must[n]]
    if not needed:
        return Schedule(of)
    _check(of, needed)
    return _backwards(of, needed) or _forwards(of, needed, dict(enumerate(of.last))) or _exactly(of, needed)


def _check(of: Indexed, needed: Sequence[int]) -> None:
    """Raise Infeasible for the first item that cannot be as early as it must be."""
    for n in needed:
        id, pin = of.ids[n], of.problem.items[n].pin
        if pin is not None and pin > of.horizon:
            raise Infeasible(f"{id} must be in sprint {pin}; there are {of.horizon}", [id])
        first = _wanted(of, n)
        if first > of.last[n]:
            text = f"it cannot be before sprint {first} and must be by sprint {of.last[n]}"
            raise Infeasible(f"{id}: {text}", [id])
        if of.first[n] > of.last[n]:
            if pin is not None and of.first[n] > pin:
                raise Infeasible(f"sprint {pin} has no room for {id}", [id])
            raise Infeasible(f"no sprint until {of.last[n]} is large enough for {id}", [id])


def _wanted(of: Indexed, n: int) -> int:
    """The first sprint that dates and lags allow an item, however large it is."""
    item = of.problem.items[n]
    return max([item.not_before, item.pin or 1, *(of.first[before] + lag for before, lag in of.needs[n])])


def _backwards(of: Indexed, needed: Sequence[int]) -> Schedule | None:
    """Each item as late as it may be, pins first; None where that runs into a wall."""
    schedule = Schedule(of)
    for n in needed:
        pin = of.problem.items[n].pin
        if pin is not None:
            if not schedule.fits(n, pin):
                beside = [id for k, id in enumerate(of.ids) if schedule.at[k] == pin and _share(of, k, n)]
                text = f" beside {' and '.join(beside[:4])}" if beside else ""
                raise Infeasible(f"sprint {pin} has no room for {of.ids[n]}{text}", [of.ids[n], *beside])
            schedule.put(n, pin)
    for n in reversed(needed):
        last = schedule.latest(n)
        if schedule.at[n]:
            if schedule.at[n] > last:
                return None
            continue
        sprint = next((s for s in range(last, of.first[n] - 1, -1) if schedule.fits(n, s)), None)
        if sprint is None:
            return None
        schedule.put(n, sprint)
    return None if any(schedule.at[n] < schedule.ready(n) for n in needed) else schedule


def _forwards(of: Indexed, needed: Sequence[int], due: Mapping[int, int]) -> Schedule | None:
    """What is due first as early as it may be, pins before all; None where that comes too late for something.

    Jackson's rule, the earliest due date first: "Scheduling a production line to minimize maximum tardiness" (1955).
    """
    schedule = Schedule(of)
    pins = [n for n in needed if of.problem.items[n].pin is not None]
    for n in pins:
        schedule.put(n, of.problem.items[n].pin or 0)
    for n in sorted(needed, key=lambda n: (due[n], of.rank[n])):
        if schedule.at[n]:
            continue
        sprint = schedule.earliest(n)
        if not sprint:
            return None
        schedule.put(n, sprint)
    return None if any(schedule.at[n] < schedule.ready(n) for n in pins) else schedule


def _share(of: Indexed, a: int, b: int) -> bool:
    """Whether two items compete: for a resource, or as items of different groups."""
    resources = {r for r, _ in of.effort[a]} & {r for r, _ in of.effort[b]}
    return bool(resources) or -1 not in (of.group[a], of.group[b])


def _exactly(of: Indexed, needed: Sequence[int]) -> Schedule:
    """A reservation by integer programming, or the proof that there is none."""
    empty = Schedule(of)
    model = Model(empty, needed, 1, of.horizon, Terms())
    model.cost = [0.0] * model.columns  # any places will do, and HiGHS finds some sooner where none is better
    relaxed = model.columns > LARGE
    if relaxed:
        model.whole = [False] * model.columns
    answer = model.solve(Limits(NODES))
    ids = of.ids_of(needed)
    if answer.impossible:
        raise Infeasible(f"there is no room for all of {' and '.join(_named(of, needed))} in time", ids)
    if relaxed and answer.sprints is not None:
        schedule = _forwards(of, needed, answer.sprints)
        if schedule is not None:
            return schedule
    if relaxed or answer.sprints is None:
        raise Infeasible(f"no places were found for {' and '.join(_named(of, needed))} in time", ids, proven=False)
    for n in needed:
        empty.put(n, answer.sprints[n])
    if any(limit < 0 for left in empty.free for limit in left):
        raise Infeasible(f"no places were found for {' and '.join(_named(of, needed))}", ids, proven=False)
    return empty


def _named(of: Indexed, needed: Sequence[int]) -> list[str]:
    """The items with a pin or a deadline, and no more of them than a sentence holds."""
    found = [of.ids[n] for n in needed if of.problem.items[n].obligatory]
    return found if len(found) <= 4 else [*found[:3], f"{len(found) - 3} more"]

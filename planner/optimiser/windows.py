"""Better placements by solving a few sprints at a time to the end, while the rest stays.

Large-neighbourhood search: Shaw, "Using constraint programming and local search methods to solve vehicle routing
problems", CP 1998; on windows of periods as in Chicoisne et al., "A new algorithm for the open-pit mine production
scheduling problem", Operations Research 60 (2012).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.optimiser.listing import Schedule
from planner.optimiser.model import Limits, Model
from planner.optimiser.terms import Terms

WIDTH = 2
"""How many sprints the first windows hold; later rounds take one more each, as long as they are small enough."""
COLUMNS = 4_000
"""The most variables that a window may have; wider ones take longer than they gain."""
SHARE, FEWEST, MOST = 0.08, 20, 200
"""How many of the items left out compete for the room of a window: a part of all items, at least and at most so."""
NODES = 10
GAP = 1e-3


@dataclass(frozen=True)
class Step:
    """A window was solved: the schedule after it, whether that is better, and the work it took."""

    schedule: Schedule
    better: bool
    work: float


def windows(schedule: Schedule, order: Sequence[int], terms: Terms, rounds: int) -> Iterator[Step]:
    """Solve window after window, each from the best schedule so far; `order` has the items by priority.

    The last sprints come first, since there it is decided what is left out. A window that has not changed since it was
    solved is not solved again.
    """
    horizon = schedule.of.horizon
    known: set[tuple[object, ...]] = set()
    width = min(WIDTH, horizon)
    for _ in range(rounds):
        better = False
        for first in range(horizon - width + 1, 0, -1):
            last = first + width - 1
            free = free_items(schedule, order, first, last)
            state = (first, last, tuple((n, schedule.at[n]) for n in free))
            if state in known:
                continue
            known.add(state)
            model = Model(schedule, free, first, last, terms)
            if model.columns > COLUMNS and width > 1:
                continue
            step = _solved(schedule, model)
            better = better or step.better
            schedule = step.schedule
            yield step
        if not better:
            width += 1
            if width > horizon:
                return


def free_items(schedule: Schedule, order: Sequence[int], first: int, last: int) -> list[int]:
    """What is placed in these sprints, and the most promising of what is left out with all it waits for."""
    of, at = schedule.of, schedule.at
    found = {n for n in of.order if first <= at[n] <= last}
    most = min(MOST, max(FEWEST, int(SHARE * of.count)))
    out: set[int] = set()
    for n in order:
        if len(out) >= most:
            break
        if not at[n]:
            stack = [n]
            while stack:
                k = stack.pop()
                if k not in out:
                    out.add(k)
                    stack += [before for before, _ in of.needs[k] if not at[before]]
    return sorted(found | out)


def _solved(schedule: Schedule, model: Model) -> Step:
    answer = model.solve(Limits(NODES, GAP))
    moved = apply(schedule, dict(answer.sprints)) if answer.sprints is not None else None
    if moved is not None and model.terms.score(moved) > model.terms.score(schedule) + 1e-9:
        return Step(moved, True, answer.work)
    return Step(schedule, False, answer.work)


def apply(schedule: Schedule, sprints: dict[int, int]) -> Schedule | None:
    """A schedule with some items in other sprints; None where that would break a rule, by the exact figures."""
    found = schedule.copy()
    for n in sprints:
        if found.at[n]:
            found.remove(n)
    for n in sorted(sprints, key=schedule.of.rank.__getitem__):
        sprint, first = sprints[n], found.ready(n)
        if sprint:
            if not first or not first <= sprint <= found.latest(n) or not found.fits(n, sprint):
                return None
            found.put(n, sprint)
        elif found.of.must[n] or any(found.at[later] for later in found.of.waiting[n]):
            return None
    return found

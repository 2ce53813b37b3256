"""Places for what is obligatory: pins, deadlines, and everything they wait for.

They are reserved as late as they may be, so that valuable work goes first where there is room for both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.optimiser.blocks import first_sprints
from planner.optimiser.errors import Infeasible
from planner.optimiser.listing import Schedule
from planner.optimiser.problem import POINTS, Item, Problem

SEARCH_LIMIT = 20_000
"""Placements tried before the search for a feasible reservation gives up."""


def reserve(problem: Problem, order: Sequence[str]) -> Schedule:
    """A schedule that holds the obligatory items and what they need, and nothing else.

    `order` has each item after what it needs. Raises Infeasible where there is no such schedule, or none was found
    within SEARCH_LIMIT tries.
    """
    latest = _latest(problem, order)
    if not latest:
        return Schedule(problem)
    needed = [id for id in order if id in latest]
    first = first_sprints(problem, needed)
    _check(problem, needed, first, latest)
    schedule = _backwards(problem, needed, first, latest)
    return schedule if schedule is not None else _Search(problem, needed, first, latest).run()


def _latest(problem: Problem, order: Sequence[str]) -> dict[str, int]:
    """The last sprint for each obligatory item and for all that such items need."""
    latest: dict[str, int] = {}
    for id in reversed(order):
        item = problem.item[id]
        if item.obligatory:
            own = min(x for x in (item.pin, item.deadline) if x is not None)
            if item.pin is not None or own <= problem.horizon:
                latest[id] = min(latest.get(id, own), own)
        if id in latest:
            for need in item.needs:
                limit = latest[id] - need.lag
                latest[need.id] = min(latest.get(need.id, limit), limit)
    return latest


def _check(problem: Problem, needed: Sequence[str], first: Mapping[str, int], latest: Mapping[str, int]) -> None:
    """Raise Infeasible for the first item that cannot be as early as it must be."""
    for id in needed:
        if first[id] > latest[id]:
            text = f"it cannot be before sprint {first[id]} and must be by sprint {latest[id]}"
            raise Infeasible(f"{id}: {text}", [id])
        if first[id] > problem.horizon:
            raise Infeasible(f"{id} must be in sprint {first[id]}; there are {problem.horizon}", [id])


def _backwards(
    problem: Problem, needed: Sequence[str], first: dict[str, int], latest: dict[str, int]
) -> Schedule | None:
    """Each item as late as it may be, pins first; None where that runs into a wall."""
    schedule = Schedule(problem)
    pinned = [id for id in needed if problem.item[id].pin is not None]
    for id in pinned:
        item = problem.item[id]
        assert item.pin is not None
        if not schedule.fits(item, item.pin):
            raise Infeasible(f"sprint {item.pin} has no room for {id}{_short(item, item.pin, schedule)}", [id])
        schedule.put(item, item.pin)
    limit = dict(latest)
    for id in reversed(needed):
        item = problem.item[id]
        if item.pin is None:
            sprints = range(min(limit[id], problem.horizon), first[id] - 1, -1)
            sprint = next((s for s in sprints if schedule.fits(item, s)), None)
            if sprint is None:
                return None
            schedule.put(item, sprint)
        for need in item.needs:
            limit[need.id] = min(limit[need.id], schedule.sprint[id] - need.lag)
    wrong = any(schedule.sprint[id] > limit[id] or schedule.sprint[id] < first[id] for id in needed)
    return None if wrong else schedule


def _short(item: Item, sprint: int, schedule: Schedule) -> str:
    """What an item lacks in a sprint: `: it needs 5 points of ml, and 3 are left`."""
    for resource, amount in sorted(item.effort.items()):
        left = schedule.free[resource][sprint - 1]
        if amount > left:
            what = resource if resource == POINTS else f"{POINTS} of {resource}"
            return f": it needs {amount / 10:g} {what}, and {left / 10:g} are left"
    return ""


class _Search:
    """Depth first over the sprints of each item, the latest first, pins and tight items before others."""

    def __init__(self, problem: Problem, needed: Sequence[str], first: dict[str, int], latest: dict[str, int]) -> None:
        self.problem = problem
        self.order = list(reversed(needed))
        self.first = first
        self.latest = latest
        self.schedule = Schedule(problem)
        self.later: dict[str, list[tuple[str, int]]] = {id: [] for id in needed}
        for id in needed:
            for need in problem.item[id].needs:
                self.later[need.id].append((id, need.lag))
        self.tries = 0
        self.deepest = 0

    def run(self) -> Schedule:
        options: list[list[int]] = []
        while len(options) < len(self.order):
            options.append(self._sprints(self.problem.item[self.order[len(options)]]))
            while options and not self._advance(options):
                options.pop()
                if not options:
                    stuck = self.order[self.deepest]
                    raise Infeasible(
                        f"no sprint has room for {stuck} in time for what waits for it", self.order[: self.deepest + 1]
                    )
                self.schedule.remove(self.problem.item[self.order[len(options) - 1]])
        return self.schedule

    def _advance(self, options: list[list[int]]) -> bool:
        """Put the item at the end of `options` in its next possible sprint; False where none is left."""
        item = self.problem.item[self.order[len(options) - 1]]
        self.deepest = max(self.deepest, len(options) - 1)
        while options[-1]:
            sprint = options[-1].pop(0)
            self.tries += 1
            if self.tries > SEARCH_LIMIT:
                text = f"no place was found for {item.id} in {SEARCH_LIMIT:,} tries"
                raise Infeasible(text, self.order[: self.deepest + 1], proven=False)
            if self.schedule.fits(item, sprint):
                self.schedule.put(item, sprint)
                return True
        return False

    def _sprints(self, item: Item) -> list[int]:
        limits = [self.schedule.sprint[later] - lag for later, lag in self.later[item.id]]
        last = min([self.latest[item.id], self.problem.horizon, *limits])
        return list(range(last, self.first[item.id] - 1, -1))

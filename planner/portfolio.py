"""Many workloads at once: what became of each, and what that comes to by pillar; how work is handed to an executor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from typing import TypeVar

from planner.document import ratio
from planner.plan import Plan

LISTEN = 1.0
"""Seconds without a result after which it is asked whether anybody is still there."""

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Share:
    """What a plan reaches of what there is to reach: levels, tenths of points, value per sprint, stories deferred."""

    levels: int = 0
    all_levels: int = 0
    size: int = 0
    all_size: int = 0
    value: float = 0.0
    all_value: float = 0.0
    deferred: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(
            self.levels + other.levels,
            self.all_levels + other.all_levels,
            self.size + other.size,
            self.all_size + other.all_size,
            self.value + other.value,
            self.all_value + other.all_value,
            self.deferred + other.deferred,
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """A plan in a few figures: small enough to be sent and kept by the thousand. `pillars` by id, with titles."""

    workload: str
    objective: float
    bound: float
    ratio: float
    status: str
    pillars: tuple[tuple[str, str, Share], ...]

    @property
    def share(self) -> Share:
        return sum((share for _, _, share in self.pillars), Share())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one workload file: a summary, or why there is none.

    `kind` is planned, bad-input, no-plan, lost (the process that planned it died) or defect.
    """

    file: str
    kind: str
    summary: Summary | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where work is done: an executor, how many workers it has, and whether it may still answer."""

    executor: Executor
    workers: int
    alive: Callable[[], bool] = lambda: True


def summarise(plan: Plan) -> Summary:
    pillars = tuple((pillar.id, pillar.title, _share(plan, pillar.id)) for pillar in plan.catalog.pillars)
    return Summary(plan.workload.name, plan.objective, plan.bound, ratio(plan), plan.solution.status, pillars)


def _share(plan: Plan, pillar: str) -> Share:
    """The work of the practices whose home a pillar is."""
    epics = [epic for epic in plan.backlog.epics if epic.pillar == pillar]
    levels = [milestone for epic in epics for milestone in epic.milestones]
    reached = [milestone for milestone in levels if plan.reached(milestone.id) is not None]
    stories = [story for epic in epics for story in epic.stories]
    return Share(
        levels=len(reached),
        all_levels=len(levels),
        size=sum(story.size for story in stories if plan.sprint_of(story.id) is not None),
        all_size=sum(story.size for story in stories),
        value=sum(milestone.score.value for milestone in reached),
        all_value=sum(milestone.score.value for milestone in levels),
        deferred=sum(story.id in plan.deferrals for story in stories),
    )


def by_pillar(summaries: Iterable[Summary]) -> tuple[tuple[str, str, Share], ...]:
    """The sums over many plans, by pillar in the order in which the plans name them."""
    titles: dict[str, str] = {}
    found: dict[str, Share] = {}
    for summary in summaries:
        for id, title, share in summary.pillars:
            titles.setdefault(id, title)
            found[id] = found.get(id, Share()) + share
    return tuple((id, titles[id], share) for id, share in found.items())


def in_parallel(
    place: Place, function: Callable[[T], R], jobs: Iterable[T], lost: Callable[[T, Exception], R]
) -> Iterator[R]:
    """The results of a function of each job, in the order in which they are ready.

    No more than two jobs for each worker are handed over at a time, so that memory does not grow with their number.
    `function` should return its failures; what an executor raises, such as for a worker that died, goes to `lost`.
    When the consumer stops or is interrupted, what was not begun is cancelled.
    """
    waiting = iter(jobs)
    running: dict[Future[R], T] = {}
    try:
        while True:
            for job in waiting:
                try:
                    running[place.executor.submit(function, job)] = job
                except Exception as error:  # an executor whose workers died takes no more
                    yield lost(job, error)
                if len(running) >= 2 * place.workers:
                    break
            if not running:
                return
            done, _ = wait(running, timeout=LISTEN, return_when=FIRST_COMPLETED)
            if not done and not place.alive():
                for job in running.values():
                    yield lost(job, ConnectionError("nobody is there any more"))
                running.clear()
            for future in done:
                job = running.pop(future)
                try:
                    found = future.result()
                except Exception as raised:
                    found = lost(job, raised)
                yield found
    finally:
        for future in running:
            future.cancel()

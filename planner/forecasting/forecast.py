"""From a plan to a forecast: when epics, pillars and the whole will be done, with what probability.

Monte Carlo: the plan's list schedule is carried out many times, with velocities and sizes drawn anew each time.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from planner.forecasting.chance import Stream, Whole
from planner.forecasting.goals import Goal, make_goals
from planner.forecasting.jobs import Job, Step, make_steps
from planner.forecasting.numbering import counted_from_one
from planner.forecasting.pace import Pace, PaceDraws, make_pace, slowest
from planner.forecasting.simulation import Simulation
from planner.optimiser.problem import POINTS
from planner.plan import Plan
from planner.sprints import Room, make_rooms

RUNS = 10_000
MOST_SPRINTS = 1_000
"""How far the calendar is continued at most."""
CHUNK, CELLS = 5_000, 8_000_000
"""How many runs are simulated at once, at most, and about how many figures are kept for them."""


@dataclass(frozen=True)
class Outlook:
    """When a goal will be met: in `counts[s]` of the runs it is by the end of sprint `s`, 0 standing for the start."""

    goal: Goal
    counts: tuple[int, ...]
    runs: int

    def chance(self, sprint: int) -> float:
        """The share of runs in which the goal is met by the end of a sprint."""
        return self.counts[min(sprint, len(self.counts) - 1)] / self.runs

    def quantile(self, percent: int) -> int | None:
        """The first sprint by whose end the goal is met in `percent` of the runs; None beyond the last simulated."""
        found = (sprint for sprint, count in enumerate(self.counts) if 100 * count >= percent * self.runs)
        return next(found, None)


@dataclass(frozen=True)
class Forecast:
    """The outlooks of a plan; `sprints` are those of the calendar, continued as far as was simulated.

    Goals, outlooks and methods count sprints from the calendar's first, which is 1; `number` gives what it is called.
    """

    plan: Plan
    runs: int
    seed: int
    steps: tuple[Step, ...]
    sprints: tuple[Room, ...]
    outlooks: tuple[Outlook, ...]
    pace: Pace

    def of_kind(self, kind: str) -> tuple[Outlook, ...]:
        return tuple(outlook for outlook in self.outlooks if outlook.goal.kind == kind)

    def number(self, sprint: int) -> int:
        """The number by which people know a sprint; of 0, the start, still 0."""
        return sprint + self.plan.workload.calendar.first - 1 if sprint else 0

    def end(self, sprint: int) -> datetime.date:
        """The last day of a sprint; of sprint 0, the day before the calendar starts."""
        return self.sprints[sprint - 1].end if sprint else self.sprints[0].start - datetime.timedelta(days=1)

    def sprints_by(self, date: datetime.date) -> int:
        """How many sprints have ended on a date."""
        return sum(sprint.end <= date for sprint in self.sprints)


def make_forecast(
    plan: Plan,
    runs: int = RUNS,
    seed: int = 0,
    by: datetime.date | None = None,
    progress: Callable[[int], None] | None = None,
) -> Forecast:
    """Carry out a plan `runs` times by chance; the same plan and `seed` give the same forecast on every machine.

    The calendar is continued until even slow runs are through, and to the date `by`, but not beyond MOST_SPRINTS.
    `progress` hears how many runs were done since it last heard.
    """
    given, plan = plan, counted_from_one(plan)
    steps = make_steps(plan)
    goals = make_goals(plan, frozenset(step.id for step in steps))
    rooms, held = _expected(plan, steps, by)
    steps = tuple(replace(s, not_before=held.get(s.id, s.not_before)) if isinstance(s, Job) else s for s in steps)
    runner = _Runner(plan, steps, rooms, seed)
    counts = np.zeros((len(goals), len(rooms) + 2), dtype=np.int64)
    chunk = max(100, min(CHUNK, CELLS // (len(steps) + 2 * len(runner.planned) * len(rooms))))
    for first in range(0, runs, chunk):
        size = min(chunk, runs - first)
        done = runner.run(size)
        for n, goal in enumerate(goals):
            latest = np.zeros(size, dtype=np.int64)
            for id in goal.steps:
                np.maximum(latest, done[id], out=latest)
            counts[n] += np.bincount(latest, minlength=len(rooms) + 2)
        if progress is not None:
            progress(size)
    summed = np.cumsum(counts[:, :-1], axis=1).tolist()
    outlooks = tuple(Outlook(goal, tuple(row), runs) for goal, row in zip(goals, summed, strict=True))
    return Forecast(given, runs, seed, steps, rooms, outlooks, runner.pace)


class _Runner:
    """Draws and simulates chunks of runs."""

    def __init__(self, plan: Plan, steps: Sequence[Step], rooms: Sequence[Room], seed: int) -> None:
        self.steps = steps
        self.open_groups = plan.workload.policy.epics_in_progress
        self.pace = make_pace(plan.workload.team)
        self.planned = capacities(rooms, Fraction(1))
        at_pace = [capacities(rooms, step) for step in self.pace.steps]
        self.table = {r: np.stack([figures[r] for figures in at_pace], axis=1) for r in self.planned}
        self.draws = PaceDraws(self.pace, seed)
        self.sizes = {s.id: Stream(seed, s.id) for s in steps if isinstance(s, Job) and s.low < s.high}

    def run(self, runs: int) -> dict[str, Whole]:
        """The sprint in which each story is done and each level reached, in so many further runs."""
        chosen = self.draws.draw(len(self.planned[POINTS]), runs)
        drawn = {resource: np.take_along_axis(table, chosen, axis=1) for resource, table in self.table.items()}

        def sizes(job: Job) -> Whole:
            if job.id in self.sizes:
                return self.sizes[job.id].peaked(job.low, job.estimate, job.high, runs)
            return np.full(runs, job.estimate, dtype=np.int64)

        return carry_out(self.steps, Simulation(self.planned, drawn, self.open_groups), sizes)


def carry_out(steps: Sequence[Step], simulation: Simulation, sizes: Callable[[Job], Whole]) -> dict[str, Whole]:
    """Do the stories one after the other; gives the sprint in which each is done and each level reached, by run."""
    done: dict[str, Whole] = {}
    for step in steps:
        if isinstance(step, Job) or not step.stories:
            ready = np.full(simulation.runs, step.not_before if isinstance(step, Job) else 1, dtype=np.int64)
            for wait in step.waits:
                np.maximum(ready, done[wait.milestone] + wait.lag, out=ready)
        if isinstance(step, Job):
            for id in step.after:
                np.maximum(ready, done[id], out=ready)
            done[step.id] = simulation.place(step, sizes(step), ready)
        elif step.stories:
            done[step.id] = np.maximum.reduce([done[id] for id in step.stories])
        else:
            done[step.id] = np.minimum(ready, simulation.sprints + 1)
    return done


def capacities(rooms: Sequence[Room], pace: Fraction) -> dict[str, Whole]:
    """What the sprints hold of each resource at a pace, in whole tenths, rounded down as the planner does."""
    exact = {POINTS: [room.points for room in rooms]}
    exact |= {skill: [room.skills[skill] for room in rooms] for skill in rooms[0].skills}
    times, by = pace.numerator, pace.denominator
    return {  # many times as fast as the floor of a product of fractions
        resource: np.array([r.numerator * times // (r.denominator * by) for r in figures], dtype=np.int64)
        for resource, figures in exact.items()
    }


def _expected(
    plan: Plan, steps: Sequence[Step], by: datetime.date | None
) -> tuple[tuple[Room, ...], Mapping[str, int]]:
    """The calendar to simulate, and the stories that must be held back to come out where the plan has them.

    All goes as estimated here. A story may be planned later than there is room for it, for the sake of stability.
    """
    horizon, calendar = len(plan.sprints), plan.workload.calendar
    most = min(MOST_SPRINTS, (datetime.date.max - calendar.start).days // calendar.sprint_days)
    count, held = min(most, 2 * horizon + 26), dict[str, int]()
    while True:
        rooms = _rooms(plan, count)
        planned = capacities(rooms, Fraction(1))
        simulation = Simulation(
            planned, {r: limits[:, None] for r, limits in planned.items()}, plan.workload.policy.epics_in_progress
        )
        jobs = [replace(s, not_before=held.get(s.id, s.not_before)) if isinstance(s, Job) else s for s in steps]
        done = carry_out(jobs, simulation, lambda job: np.array([job.estimate], dtype=np.int64))
        ends = {id: int(sprints[0]) for id, sprints in done.items()}
        early = {s.id: was for s in jobs if isinstance(s, Job) and ends[s.id] < (was := plan.sprint_of(s.id) or 0)}
        unfinished = [end for end in ends.values() if end > count]
        if early:
            held |= early
        elif unfinished and count < most:
            count = min(most, 2 * count)
        else:
            break
    last = max((end for end in ends.values() if end <= count), default=0)
    slow = slowest(make_pace(plan.workload.team)) / _growth(steps)
    wanted = max(horizon, math.ceil(1.1 * last / slow) + 10)
    if by is not None:
        wanted = max(wanted, (by - calendar.start).days // calendar.sprint_days + 1)
    return _rooms(plan, min(wanted, most)), held


def _growth(steps: Sequence[Step]) -> float:
    """What sizes come to on the average, over what they are estimated at."""
    jobs = [step for step in steps if isinstance(step, Job) and step.estimate]
    drawn = sum((job.low + job.estimate + job.high) / 3 for job in jobs)
    return drawn / sum(job.estimate for job in jobs) if jobs else 1.0


def _rooms(plan: Plan, count: int) -> tuple[Room, ...]:
    calendar = replace(plan.workload.calendar, sprints=count)
    return make_rooms(replace(plan.workload, calendar=calendar))

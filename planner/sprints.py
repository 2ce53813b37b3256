"""The calendar and the team as sprints with dates and capacities, in whole tenths of a point."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from planner.edits import SetCapacity
from planner.workload import Workload


@dataclass(frozen=True, slots=True)
class Sprint:
    """A sprint of the plan, numbered from the calendar's first; `end` is its last day; capacities in tenths."""

    number: int
    start: datetime.date
    end: datetime.date
    capacity: int
    skills: Mapping[str, int]


def make_sprints(workload: Workload) -> tuple[Sprint, ...]:
    """The sprints of the workload's calendar.

    Capacity is velocity (the mean of a history) times improvement share times the sprint's working days over those
    of a full sprint (5 a week), rounded down to a tenth; an edit of a sprint's capacity holds as it stands.
    The calendar must end before the year 9999.
    """
    team, calendar = workload.team, workload.calendar
    velocity = sum(Fraction(str(v)) for v in team.velocity) / len(team.velocity)
    share = velocity * Fraction(str(team.improvement_share))
    set_capacity = {e.sprint: e.capacity for e in workload.edits if isinstance(e, SetCapacity)}
    sprints = []
    for index in range(calendar.sprints):
        number = calendar.first + index
        start = calendar.start + datetime.timedelta(days=index * calendar.sprint_days)
        days = [start + datetime.timedelta(days=n) for n in range(calendar.sprint_days)]
        worked = sum(day.weekday() < 5 and day not in calendar.days_off for day in days)
        part = Fraction(worked * 7, calendar.sprint_days * 5)
        capacity = set_capacity.get(number, math.floor(share * part * 10))
        skills = {name: math.floor(size * part) for name, size in sorted(team.skills.items())}
        sprints.append(Sprint(number, start, days[-1], capacity, skills))
    return tuple(sprints)

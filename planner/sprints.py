"""The calendar and the team as sprints with dates and capacities, in whole tenths of a point."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from planner.edits import SetCapacity
from planner.workload import Team, Workload


@dataclass(frozen=True, slots=True)
class Sprint:
    """A sprint of the plan, numbered from the calendar's first; `end` is its last day; capacities in tenths."""

    number: int
    start: datetime.date
    end: datetime.date
    capacity: int
    skills: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Room:
    """What a sprint offers before it is rounded down to whole tenths of a point, at the team's mean velocity."""

    start: datetime.date
    end: datetime.date
    points: Fraction
    skills: Mapping[str, Fraction]


def mean_velocity(team: Team) -> Fraction:
    """The velocity that is planned with, in points per sprint, exactly."""
    return sum((Fraction(str(v)) for v in team.velocity), Fraction()) / len(team.velocity)


def make_rooms(workload: Workload) -> tuple[Room, ...]:
    """What the sprints of the workload's calendar offer, exactly; see `make_sprints`."""
    team, calendar = workload.team, workload.calendar
    share = mean_velocity(team) * Fraction(str(team.improvement_share)) * 10
    set_capacity = {e.sprint: Fraction(e.capacity) for e in workload.edits if isinstance(e, SetCapacity)}
    rooms = []
    for index in range(calendar.sprints):
        start = calendar.start + datetime.timedelta(days=index * calendar.sprint_days)
        days = [start + datetime.timedelta(days=n) for n in range(calendar.sprint_days)]
        worked = sum(day.weekday() < 5 and day not in calendar.days_off for day in days)
        part = Fraction(worked * 7, calendar.sprint_days * 5)
        skills = {name: size * part for name, size in sorted(team.skills.items())}
        rooms.append(Room(start, days[-1], set_capacity.get(calendar.first + index, share * part), skills))
    return tuple(rooms)


def make_sprints(workload: Workload) -> tuple[Sprint, ...]:
    """The sprints of the workload's calendar.

    Capacity is velocity (the mean of a history) times improvement share times the sprint's working days over those
    of a full sprint (5 a week), rounded down to a tenth; an edit of a sprint's capacity holds as it stands.
    The calendar must end before the year 9999.
    """
    return tuple(
        Sprint(
            number,
            room.start,
            room.end,
            math.floor(room.points),
            {name: math.floor(size) for name, size in room.skills.items()},
        )
        for number, room in enumerate(make_rooms(workload), workload.calendar.first)
    )

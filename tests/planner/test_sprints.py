"""The calendar and the team as sprints."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from planner.sprints import Sprint, make_sprints
from tests.planner.small import calendar, workload_of


def sprints(team: Any = None, edits: Any = (), **days: Any) -> tuple[Sprint, ...]:
    """Sprints of a team with ten points, from Monday 7 December 2026 on."""
    made = {"start": "2026-12-07", "sprints": 1, **days}
    return make_sprints(workload_of(team=team or {"velocity": 10}, calendar=made, edits=list(edits)))


def capacity(**more: Any) -> int:
    return sprints(**more)[0].capacity


def test_sprints_are_numbered_from_one() -> None:
    """Three sprints are 1, 2 and 3."""
    assert [s.number for s in sprints(sprints=3)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("days", "starts", "last"),
    [
        (7, ["2026-12-07", "2026-12-14"], "2026-12-20"),
        (10, ["2026-12-07", "2026-12-17"], "2026-12-26"),
        (14, ["2026-12-07", "2026-12-21"], "2027-01-03"),
        (21, ["2026-12-07", "2026-12-28"], "2027-01-17"),
    ],
)
def test_sprints_follow_each_other_without_a_gap(days: int, starts: list[str], last: str) -> None:
    """Each sprint starts on the day after the one before it ends."""
    made = sprints(sprint_days=days, sprints=2)
    assert ([str(s.start) for s in made], str(made[-1].end)) == (starts, last)


def test_the_end_is_the_last_day_of_a_sprint() -> None:
    """A sprint of 14 days from 7 December ends on the 20th."""
    assert sprints()[0].end == datetime.date(2026, 12, 20)


@pytest.mark.parametrize("days", [7, 14, 21, 28])
def test_whole_weeks_hold_the_whole_velocity(days: int) -> None:
    """A sprint of whole weeks without days off holds the velocity."""
    assert capacity(sprint_days=days) == 100


@pytest.mark.parametrize(
    ("start", "expected"),
    [("2026-12-07", 112), ("2026-12-09", 112), ("2026-12-11", 84), ("2026-12-12", 84), ("2026-12-13", 98)],
)
def test_ten_days_hold_what_is_worked_of_seven_and_a_seventh(start: str, expected: int) -> None:
    """A full sprint of ten days has 50/7 working days: eight of them make 11.2, seven 9.8, six 8.4 points."""
    assert capacity(start=start, sprint_days=10) == expected


@pytest.mark.parametrize(
    ("start", "expected"), [("2026-12-07", 140), ("2026-12-11", 140), ("2026-12-12", 0), ("2026-12-13", 0)]
)
def test_nothing_is_done_at_weekends(start: str, expected: int) -> None:
    """A sprint of one day holds nothing on a Saturday or Sunday, and 7/5 of a day's share on Friday."""
    assert capacity(start=start, sprint_days=1) == expected


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        (["2026-12-08"], 90),
        (["2026-12-08", "2026-12-18"], 80),
        (["2026-12-08", "2026-12-08"], 90),
        (["2026-12-12"], 100),
        (["2026-12-21"], 100),
        (["2026-12-06"], 100),
    ],
)
def test_days_off_are_not_worked(off: list[str], expected: int) -> None:
    """A day off takes a tenth of a sprint of ten working days, once; one at a weekend or outside takes nothing."""
    assert capacity(days_off=off) == expected


def test_a_sprint_that_is_all_days_off_holds_nothing() -> None:
    """Five days off in a sprint of a week leave no capacity."""
    assert capacity(sprint_days=7, days_off=[f"2026-12-{day:02d}" for day in range(7, 12)]) == 0


def test_the_last_day_of_a_sprint_counts() -> None:
    """Of a sprint from Saturday to Friday the Friday is worked."""
    assert capacity(start="2026-12-12", sprint_days=7, days_off=["2026-12-18"]) == 80


@pytest.mark.parametrize(("history", "expected"), [([21, 26, 24], 236), ([10], 100), ([0.1, 0.2], 1), ([0.1, 0.3], 2)])
def test_of_a_history_the_mean_counts(history: list[float], expected: int) -> None:
    """The capacity is the mean of the velocities, rounded down to a tenth."""
    assert capacity(team={"velocity": history}) == expected


@pytest.mark.parametrize(("velocity", "share", "expected"), [(24, 0.5, 120), (10, 0.37, 37), (3, 0.1, 3), (1, 0.09, 0)])
def test_the_share_is_taken_of_the_velocity(velocity: float, share: float, expected: int) -> None:
    """The capacity is velocity × improvement share."""
    assert capacity(team={"velocity": velocity, "improvement_share": share}) == expected


@pytest.mark.parametrize(
    ("velocity", "share", "off", "expected"),
    [
        (0.3, 1.0, [], 3),
        (0.7, 1.0, [], 7),
        (4.35, 1.0, [], 43),
        (0.1, 1.0, [], 1),
        (1.1, 0.1, [], 1),
        (29, 0.1, [], 29),
        (3, 0.7, ["2026-12-08", "2026-12-09", "2026-12-10"], 14),
        (0.99, 1.0, [], 9),
    ],
)
def test_tenths_are_exact(velocity: float, share: float, off: list[str], expected: int) -> None:
    """Rounding down to a tenth loses nothing to binary fractions: 29 × 0.1 is 2.9, not 2.8."""
    assert capacity(team={"velocity": velocity, "improvement_share": share}, days_off=off) == expected


def test_skills_shrink_with_the_working_days() -> None:
    """Three days off of ten leave 0.7 of each skill, rounded down to a tenth."""
    off = ["2026-12-08", "2026-12-09", "2026-12-10"]
    made = sprints(team={"velocity": 10, "skills": {"ml": 6, "app": 0.5}}, days_off=off)
    assert dict(made[0].skills) == {"app": 3, "ml": 42}


def test_skills_are_stated_after_the_share() -> None:
    """The improvement share does not touch the capacity of a skill."""
    made = sprints(team={"velocity": 10, "improvement_share": 0.5, "skills": {"ml": 6}})
    assert dict(made[0].skills) == {"ml": 60}


def test_skills_are_sorted() -> None:
    """The skills of a sprint stand in the order of their names."""
    made = sprints(team={"velocity": 10, "skills": {"ml": 6, "app": 2, "data": 1}})
    assert list(made[0].skills) == ["app", "data", "ml"]


def test_an_edit_of_capacity_holds_as_it_stands() -> None:
    """A capacity set by an edit is not scaled by days off or the share."""
    team = {"velocity": 10, "improvement_share": 0.5}
    assert capacity(team=team, days_off=["2026-12-08"], edits=[{"capacity": 7.5, "sprint": 1}]) == 75


def test_an_edit_of_capacity_concerns_its_sprint_alone() -> None:
    """The other sprints keep what the team gives them."""
    made = sprints(sprints=3, edits=[{"capacity": 0, "sprint": 2}])
    assert [s.capacity for s in made] == [100, 0, 100]


def test_of_two_edits_of_a_sprint_the_later_holds() -> None:
    """A second capacity for a sprint replaces the first."""
    assert capacity(edits=[{"capacity": 3, "sprint": 1}, {"capacity": 4, "sprint": 1}]) == 40


def test_an_edit_of_capacity_leaves_skills_alone() -> None:
    """Skills keep what the working days give them."""
    made = sprints(team={"velocity": 10, "skills": {"ml": 6}}, edits=[{"capacity": 3, "sprint": 1}])
    assert dict(made[0].skills) == {"ml": 60}


def test_the_calendar_of_builders_is_a_monday() -> None:
    """These tests count on a start on a Monday."""
    assert datetime.date.fromisoformat(calendar(1)["start"]).weekday() == 0

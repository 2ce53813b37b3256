"""A closed sprint moves the baseline and the calendar, and leaves the rest to be planned again."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from catalog.errors import BadInput
from planner import edits
from planner.plan import Plan
from planner.progress import Closed, Reached, Said, close
from planner.workload import Standing
from tests.builders import level, practice, story
from tests.planner.small import calendar, planned

ALL, NONE = Said(rest=True), Said(rest=False)


def two_sprints(**more: Any) -> Plan:
    """Practice a, worth most, has two stories of 5 points, then comes b with one of 8; a sprint holds 10."""
    return planned(practice("a", level(story(5), story(5)), severity="high"), practice("b", level(story(8))), **more)


def standing(closed: Closed, id: str) -> Standing | None:
    return closed.workload.baseline.get(id)


def test_what_is_done_is_reached() -> None:
    """A level whose stories are all done is reached, with the sprint as evidence, and earns its value."""
    plan = two_sprints()
    closed = close(plan, ALL, "ann")

    evidence = "sprint 1, 2026-12-07 to 2026-12-20: a/1/1, a/1/2"
    assert Standing(1, (), evidence, datetime.date(2026, 12, 20), "ann") == standing(closed, "a")
    assert ((Reached("a", 0, 1),), plan.backlog.milestone["a/1"].score.value) == (closed.reached, closed.value)


def test_half_a_level_is_kept() -> None:
    """Of a level that is not reached, what was finished is kept, and nobody is said to have assessed it."""
    closed = close(two_sprints(), Said(done=("a/1/1",), rest=False))

    assert (Standing(0, ("a/1/1",)), ()) == (standing(closed, "a"), closed.reached)


def test_the_calendar_goes_on() -> None:
    """The next sprint is the first of the calendar, keeps its number and its date, and the horizon stays as long."""
    after = close(two_sprints(), ALL).workload.calendar

    assert (2, datetime.date(2026, 12, 21), 2) == (after.first, after.start, after.sprints)


def test_carry_over_comes_first() -> None:
    """What was planned and not done is pinned to the next sprint."""
    closed = close(planned(practice("a", level(story(3), story(3)))), NONE)

    pins = [edits.Pin(f"a/1/{n}", 2, "carried over from sprint 1") for n in (1, 2)]
    assert (("a/1/1", "a/1/2"), tuple(pins)) == (closed.carried, closed.workload.edits)


def test_carry_over_that_does_not_fit() -> None:
    """What has no room in the next sprint is not pinned, and does not stop the closing."""
    closed = close(two_sprints(edits=[{"capacity": 5, "sprint": 2}]), NONE)

    assert ["a/1/1"] == [edit.id for edit in closed.workload.edits if isinstance(edit, edits.Pin)]


def test_what_was_not_planned_may_be_done() -> None:
    """A story of a later sprint that was done all the same counts."""
    closed = close(two_sprints(), Said(done=("b/1/1",), rest=False))

    assert [Reached("b", 0, 1)] == list(closed.reached)


def test_edits_of_the_past_are_let_go() -> None:
    """Edits for the sprint that is over go, those for later ones stay; a deadline that was not met is told."""
    decided = [{"deadline": "a/1/1", "sprint": 1}, {"capacity": 10, "sprint": 1}, {"not_before": "b", "sprint": 2}]
    closed = close(two_sprints(edits=decided), NONE)

    assert (edits.Deadline("a/1/1", 1),) == closed.missed
    assert (edits.Deadline("a/1/1", 1), edits.SetCapacity(1, 100)) == closed.let_go
    assert edits.NotBefore("b", 2) in closed.workload.edits


def test_edits_about_finished_work_are_let_go() -> None:
    """An edit that concerned only what is done now goes."""
    closed = close(two_sprints(edits=[{"deadline": "a", "sprint": 2}]), ALL)

    assert ((edits.Deadline("a", 2),), ()) == (closed.let_go, closed.missed)


def test_a_part_of_a_split_story() -> None:
    """When a part of a story is done, the story stays split where it was, and the part counts."""
    tasks = [{"title": "x", "hours": 6}, {"title": "y", "hours": 6}]
    plan = planned(practice("a", level(story(16, tasks=tasks))))
    closed = close(plan, ALL)

    assert (("a/1/1.1",), Standing(0, ("a/1/1.1",))) == (closed.done, standing(closed, "a"))
    assert (edits.Split("a/1/1", (1,), "a part of it is done"),) == closed.workload.edits


def test_all_parts_are_the_whole() -> None:
    """When the last part is done, the story is done and its level reached."""
    tasks = [{"title": "x", "hours": 6}, {"title": "y", "hours": 6}]
    split = {"edits": [{"split": "a/1/1"}], "baseline": {"a": {"done": ["a/1/1.1"]}}}
    plan = planned(practice("a", level(story(16, tasks=tasks))), **split)
    closed = close(plan, ALL)

    assert (("a/1/1.2",), (Reached("a", 0, 1),)) == (closed.done, closed.reached)


def test_a_level_above_waits_for_the_one_below() -> None:
    """Both levels are reached at once when the stories of the upper one were done before."""
    ladder = practice("a", level(story(5)), level(story(5)))
    plan = planned(ladder, target={"default": 2}, baseline={"a": {"done": ["a/2/1"]}})

    assert (Reached("a", 0, 2),) == close(plan, ALL).reached


def test_a_level_without_stories() -> None:
    """A level that asks for no work is reached with what it waits for."""
    empty = level(requires=("b/1",))
    empty["stories"] = []
    plan = planned(practice("a", empty), practice("b", level(story(5))))

    assert (Reached("a", 0, 1), Reached("b", 0, 1)) == close(plan, ALL).reached


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (Said(done=("a/1/9",), rest=False), "a/1/9: the backlog has no such story; the nearest known name is 'a/1/2'"),
        (Said(done=("b",), rest=False), "b: nothing of it was planned in sprint 1; name its stories"),
        (Said(("a/1/1",), ("a/1/1",), rest=True), "a/1/1: it cannot be done and not done"),
        (Said(("a/1/1",)), "a/1/2: it was planned: say whether it was done"),
    ],
)
def test_what_does_not_fit(said: Said, text: str) -> None:
    """What is said of a story that is not there, of one twice, or of not all, is refused."""
    with pytest.raises(BadInput) as refused:
        close(two_sprints(), said)

    assert text == str(refused.value)


def test_velocity_is_learned() -> None:
    """What was done of what the sprint could hold teaches the velocity."""
    closed = close(two_sprints(team={"velocity": 20, "improvement_share": 0.5}), Said(done=("a/1/1",), rest=False))

    assert (10.0, (20.0, 15.0)) == (closed.velocity, closed.workload.team.velocity)


def test_an_unfilled_sprint_teaches_nothing() -> None:
    """A team that did all that was planned is not slower because little was planned."""
    closed = close(planned(practice("a", level(story(3)))), ALL)

    assert (None, (10.0,)) == (closed.velocity, closed.workload.team.velocity)


def test_sprints_go_on_from_any_number() -> None:
    """A calendar that begins with a later sprint gives the same plan with later numbers, pins included."""
    first = two_sprints(edits=[{"pin": "b", "sprint": 1}, {"capacity": 12, "sprint": 2}])
    later = two_sprints(edits=[{"pin": "b", "sprint": 7}, {"capacity": 12, "sprint": 8}], calendar=calendar(2, first=7))

    shifted = {id: None if at is None else at + 6 for id, at in first.solution.placement.items()}
    assert (shifted, first.objective) == (later.solution.placement, later.objective)
    assert [7, 8] == [sprint.number for sprint in later.sprints]


def test_a_clash_names_the_sprints_own_number() -> None:
    """What cannot be met in a later calendar is told with the number of its sprint."""
    from planner.errors import NoPlan

    with pytest.raises(NoPlan, match="sprint 7 has no room for b/1/1"):
        two_sprints(edits=[{"pin": "b", "sprint": 7}, {"capacity": 5, "sprint": 7}], calendar=calendar(2, first=7))

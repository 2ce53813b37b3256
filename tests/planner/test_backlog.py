"""Gaps as epics, milestones, stories and tasks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.backlog import Story, Task, Wait, largest_story, split
from planner.sprints import make_sprints
from tests.builders import level, practice, story
from tests.planner.small import backlog_of, workload_of


def tasks(*hours: float) -> list[dict[str, Any]]:
    return [{"title": f"Task {n}", "hours": h} for n, h in enumerate(hours, 1)]


def whole(size: int, *hours: float, low: int = 0, high: int = 0) -> Story:
    made = tuple(Task(f"a/1/1/{n}", f"Task {n}", h) for n, h in enumerate(hours, 1))
    return Story("a/1/1", "Do it", "a", 1, size, low or size, high or size, "", ("Done.",), made)


# Ids, and what is in the backlog


def test_ids_of_stories_and_tasks() -> None:
    """A story is practice/level/n, and a task of it adds its own number."""
    found = backlog_of(practice("a", level(), level(story(), story(tasks=tasks(1, 2)))), target={"default": 2})
    assert list(found.story) == ["a/1/1", "a/2/1", "a/2/2"]
    assert [task.id for task in found.story["a/2/2"].tasks] == ["a/2/2/1", "a/2/2/2"]


def test_the_epic_is_the_practice() -> None:
    """An epic has the id and title of its practice, and the pillar and principle of its home."""
    epic = backlog_of(practice("a", principles=["sec.trace", "ops.code"])).epics[0]
    assert (epic.id, epic.title, epic.pillar, epic.principle) == ("a", "Practice a", "sec", "sec.trace")


def test_the_value_of_an_epic_is_that_of_its_gap() -> None:
    """Milestones below the baseline are not counted."""
    made = practice("a", level(gain=5), level(gain=2), level(gain=1), contributes={"ops": 1, "sec": 1}, severity="low")
    epic = backlog_of(made, target={"default": 3}, baseline={"a": {"level": 1}}).epics[0]
    assert epic.value == pytest.approx(3)


def test_done_stories_are_left_out() -> None:
    """What is finished is not planned, and the others keep their numbers."""
    found = backlog_of(practice("a", level(story(), story(), story())), baseline={"a": {"done": ["a/1/2"]}})
    assert list(found.story) == ["a/1/1", "a/1/3"]


def test_a_level_with_everything_done_is_a_milestone_without_stories() -> None:
    """Such a level still earns its value, and still stands in the backlog."""
    found = backlog_of(practice("a", level(story())), baseline={"a": {"done": ["a/1/1"]}})
    assert {id: m.stories for id, m in found.milestone.items()} == {"a/1": ()}


def test_levels_at_or_below_the_baseline_are_not_there() -> None:
    """A gap from 1 to 2 holds level 2 alone."""
    found = backlog_of(practice("a", level(), level()), target={"default": 2}, baseline={"a": {"level": 1}})
    assert list(found.milestone) == ["a/2"]


def test_a_story_carries_its_practices_skill() -> None:
    """The practice says who does the work."""
    assert backlog_of(practice("a", skill="ml")).story["a/1/1"].skill == "ml"


def test_a_range_is_planned_with_likely_and_kept() -> None:
    """Of a size range the likely one is planned with; the spread stays."""
    made = backlog_of(practice("a", level(story({"low": 3, "likely": 5, "high": 8})))).story["a/1/1"]
    assert (made.low, made.size, made.high) == (30, 50, 80)


# Waits and dependencies


def test_a_level_waits_for_the_one_below() -> None:
    """The ladder is climbed rung by rung, in the same sprint at the earliest."""
    found = backlog_of(practice("a", level(), level()), target={"default": 2})
    assert found.milestone["a/2"].waits == (Wait("a/1", 0),)


def test_a_level_waits_for_its_prerequisites() -> None:
    """A prerequisite carries its lag and its because."""
    needed = [{"practice": "a", "level": 1, "lag": 2, "because": "It builds on it."}]
    found = backlog_of(practice("a"), practice("b", level(requires=()) | {"requires": needed}))
    assert found.milestone["b/1"].waits == (Wait("a/1", 2, "It builds on it."),)


def test_what_is_reached_is_not_waited_for() -> None:
    """A prerequisite that the baseline meets is no wait."""
    made = [practice("a"), practice("b", level(requires=("a/1",)))]
    assert backlog_of(*made, baseline={"a": {"level": 1}}).milestone["b/1"].waits == ()


@pytest.mark.parametrize(("lag", "expected"), [(0, 1), (1, 1), (3, 3)])
def test_strict_asks_for_an_earlier_sprint(lag: int, expected: int) -> None:
    """Under a strict policy a prerequisite lies at least one sprint before; a longer lag stays."""
    later = practice("b", {**level(), "requires": [{"practice": "a", "level": 1, "lag": lag}]})
    found = backlog_of(practice("a"), later, policy={"strict": True})
    assert found.milestone["b/1"].waits == (Wait("a/1", expected),)


def test_strict_leaves_the_ladder_alone() -> None:
    """Two rungs of one practice may be climbed in one sprint, strict or not."""
    found = backlog_of(practice("a", level(), level()), target={"default": 2}, policy={"strict": True})
    assert found.milestone["a/2"].waits == (Wait("a/1", 0),)


def test_after_names_stories_of_the_level() -> None:
    """`after: [1]` is the first story of the same level."""
    found = backlog_of(practice("a", level(story(), story(after=[1]))))
    assert found.story["a/1/2"].after == ("a/1/1",)


def test_after_a_done_story_is_after_nothing() -> None:
    """What is finished is not waited for."""
    found = backlog_of(practice("a", level(story(), story(after=[1]))), baseline={"a": {"done": ["a/1/1"]}})
    assert found.story["a/1/2"].after == ()


def test_after_a_split_story_is_after_its_last_part() -> None:
    """A story waits for the whole of the story before it."""
    found = backlog_of(practice("a", level(story(20, tasks=tasks(1, 1)), story(after=[1]))))
    assert found.story["a/1/2"].after == ("a/1/1.2",)


def test_the_first_part_is_after_what_the_story_is_after() -> None:
    """Only the first part waits for another story; each later one for the part before it."""
    found = backlog_of(practice("a", level(story(), story(20, tasks=tasks(1, 1), after=[1]))))
    assert [found.story[f"a/1/2.{n}"].after for n in (1, 2)] == [("a/1/1",), ("a/1/2.1",)]


def test_depends_on_joins_after_and_prerequisites() -> None:
    """The stories a story directly waits for, sorted."""
    later = practice("b", level(story(), story(), story(after=[2]), requires=("a/1",)))
    found = backlog_of(practice("a", level(story(), story())), later)
    assert found.depends_on(found.story["b/1/3"]) == ("a/1/1", "a/1/2", "b/1/2")


def test_a_level_with_nothing_left_passes_its_own_prerequisites_on() -> None:
    """Where the level between is done, a story depends on the stories before that."""
    made = [
        practice("a"),
        practice("b", level(requires=("a/1",))),
        practice("c", level(requires=("b/1",))),
    ]
    found = backlog_of(*made, baseline={"b": {"done": ["b/1/1"]}})
    assert found.depends_on(found.story["c/1/1"]) == ("a/1/1",)


def test_dependents_are_the_other_way_round() -> None:
    """Each milestone knows those that wait for it directly."""
    made = [practice("a", level(), level()), practice("b", level(requires=("a/1",)))]
    found = backlog_of(*made, target={"default": 2})
    assert dict(found.dependents) == {"a/1": ("a/2", "b/1"), "a/2": (), "b/1": ()}


def test_a_pulled_in_milestone_is_marked() -> None:
    """A level above its target says so."""
    made = [practice("a", level(), level()), practice("b", level(requires=("a/2",)))]
    found = backlog_of(*made)
    assert {id: m.pulled_in for id, m in found.milestone.items()} == {"a/1": False, "a/2": True, "b/1": False}


# Sizes


def test_resizing_replaces_the_size_and_its_spread() -> None:
    """A resized story has the size people gave it, without a range."""
    edits = [{"resize": "a/1/1", "points": 2.5}]
    made = backlog_of(practice("a", level(story({"low": 3, "likely": 5, "high": 8}))), edits=edits).story["a/1/1"]
    assert (made.low, made.size, made.high) == (25, 25, 25)


def test_resizing_concerns_one_story() -> None:
    """The others keep their size."""
    found = backlog_of(practice("a", level(story(), story())), edits=[{"resize": "a/1/1", "points": 5}])
    assert [s.size for s in found.story.values()] == [50, 20]


def test_a_story_resized_to_more_than_a_sprint_is_split() -> None:
    """Splitting looks at the size after the edits."""
    found = backlog_of(practice("a", level(story(tasks=tasks(1, 1)))), edits=[{"resize": "a/1/1", "points": 20}])
    assert list(found.story) == ["a/1/1.1", "a/1/1.2"]


def test_a_story_resized_to_fit_is_whole() -> None:
    """A story that people made small enough is not split."""
    found = backlog_of(practice("a", level(story(20, tasks=tasks(1, 1)))), edits=[{"resize": "a/1/1", "points": 10}])
    assert list(found.story) == ["a/1/1"]


@pytest.mark.parametrize(
    ("skills", "skill", "expected"),
    [({}, "", 100), ({"ml": 6}, "ml", 60), ({"ml": 6}, "app", 100), ({"ml": 60}, "ml", 100)],
)
def test_the_largest_story_is_limited_by_sprint_and_skill(skills: Any, skill: str, expected: int) -> None:
    """The smaller of the sprint's capacity and that of the skill, if the team names it."""
    assert largest_story(make_sprints(workload_of(team={"velocity": 10, "skills": skills})), skill) == expected


def test_the_largest_story_is_that_of_the_best_sprint() -> None:
    """A story may be as large as the largest sprint."""
    assert largest_story(make_sprints(workload_of(edits=[{"capacity": 30, "sprint": 2}])), "") == 300


def test_a_story_that_fits_a_sprint_is_whole() -> None:
    """A story of exactly a sprint's capacity is not split."""
    assert list(backlog_of(practice("a", level(story(10, tasks=tasks(1, 1))))).story) == ["a/1/1"]


def test_where_no_sprint_holds_anything_stories_stay_whole() -> None:
    """Without any capacity there is nothing to split for."""
    edits = [{"capacity": 0, "sprint": 1}, {"capacity": 0, "sprint": 2}]
    assert list(backlog_of(practice("a", level(story(20, tasks=tasks(1, 1)))), edits=edits).story) == ["a/1/1"]


# Splitting


def test_parts_are_sized_by_the_hours_of_their_tasks() -> None:
    """Three quarters of the hours are three quarters of the points."""
    assert [part.size for part in split(whole(200, 6, 2), 150)] == [150, 50]


def test_tasks_share_a_part_while_they_fit() -> None:
    """A part takes tasks until the next one would be too much."""
    assert [[t.hours for t in part.tasks] for part in split(whole(80, 1, 1, 1, 1), 40)] == [[1, 1], [1, 1]]


def test_a_part_is_named_and_numbered() -> None:
    """Parts add .1, .2 to the id, and their number to the title; tasks are numbered anew."""
    found = split(whole(40, 1, 1), 20)
    assert [(part.id, part.title, part.tasks[0].id) for part in found] == [
        ("a/1/1.1", "Do it (part 1 of 2)", "a/1/1.1/1"),
        ("a/1/1.2", "Do it (part 2 of 2)", "a/1/1.2/1"),
    ]


def test_parts_follow_each_other() -> None:
    """Each part comes after the part before it."""
    assert [part.after for part in split(whole(60, 1, 1, 1), 20)] == [(), ("a/1/1.1",), ("a/1/1.2",)]


def test_the_last_part_is_accepted() -> None:
    """The acceptance criteria are those of the whole, met with the last part."""
    assert [part.acceptance for part in split(whole(40, 1, 1), 20)] == [(), ("Done.",)]


@pytest.mark.parametrize("hours", [(), (8.0,)])
def test_a_story_with_fewer_than_two_tasks_stays_whole(hours: tuple[float, ...]) -> None:
    """Without tasks to split at a story is one piece."""
    made = whole(200, *hours)
    assert split(made, 50) == [made]


def test_a_task_larger_than_the_limit_is_a_part_of_its_own() -> None:
    """A single task is never cut."""
    assert [part.size for part in split(whole(100, 1, 8, 1), 20)] == [10, 80, 10]


def test_the_spread_is_shared_too() -> None:
    """The low and the high estimate are divided like the likely one."""
    found = split(whole(40, 1, 1, low=20, high=80), 20)
    assert [(part.low, part.high) for part in found] == [(10, 40), (10, 40)]


@given(
    st.integers(1, 3000),
    st.lists(st.floats(0.1, 99, allow_nan=False), min_size=2, max_size=9),
    st.integers(1, 300),
)
@settings(max_examples=300, derandomize=True, deadline=None)
def test_parts_are_the_whole(size: int, hours: list[float], limit: int) -> None:
    """Sizes and tasks of the parts add up to the story's; a part above the limit has a single task."""
    made = whole(size, *hours, low=max(1, size - 7), high=size + 9)
    parts = split(made, limit)
    assert sum(part.size for part in parts) == size
    assert (sum(part.low for part in parts), sum(part.high for part in parts)) == (made.low, made.high)
    assert [task.hours for part in parts for task in part.tasks] == hours
    assert all(part.size <= limit or len(part.tasks) == 1 for part in parts) or parts == [made]
    assert parts != [made] or size <= limit

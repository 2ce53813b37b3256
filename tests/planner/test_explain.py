"""Sentences from reasons."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from planner import explain
from planner.plan import Plan
from planner.translate import Frozen
from tests.builders import level, practice, story
from tests.planner.small import calendar, planned
from tests.planner.test_plan import needing


def text(plan: Plan, id: str) -> str:
    return explain.story_text(plan, plan.backlog.story[id])


def not_earlier(plan: Plan, id: str) -> str:
    return explain.why_not_earlier(plan, plan.backlog.story[id], plan.sprint_of(id) or 0)


@pytest.mark.parametrize(("tenths", "words"), [(50, "5"), (25, "2.5"), (0, "0"), (1, "0.1"), (1000, "100")])
def test_points_as_people_write_them(tenths: int, words: str) -> None:
    """Whole points without a decimal, others with one."""
    assert explain.points(tenths) == words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c and d"),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 more"),
    ],
)
def test_lists_in_words(words: list[str], expected: str) -> None:
    """Commas and a last 'and'; of more than four the first three, and how many more."""
    assert explain.listed(words) == expected


# What a story earns


def test_a_placed_story_says_what_it_earns() -> None:
    """Its level, the practice, the value, and from when on."""
    plan = planned(practice("a"), values={"a": 40})
    assert text(plan, "a/1/1").startswith("Part of level 1 of 'Practice a', worth 40.00 per sprint from sprint 1 on. ")


def test_a_pulled_in_story_says_what_waits_for_it() -> None:
    """A level above its target names the level that needs it."""
    made = [practice("a"), practice("b", level(requires=("a/1",)))]
    plan = planned(*made, target={"default": 0, "practices": {"b": 1}})
    assert "from sprint 1 on; above its target, but b/1 waits for it." in text(plan, "a/1/1")


def test_a_story_that_people_want_and_earns_nothing_says_so() -> None:
    """A pinned story whose level is not reached earns nothing."""
    plan = planned(practice("a", level(story(), story())), edits=[{"exclude": "a/1/1"}, {"pin": "a/1/2", "sprint": 1}])
    assert text(plan, "a/1/2") == (
        "Earns nothing in this plan: level 1 of 'Practice a' is not reached, but people decided that it is done. "
        "It is pinned to sprint 1."
    )


# Why not earlier


def two(**more: Any) -> list[dict[str, Any]]:
    """Two practices of eight points each, the first the more valuable."""
    return [practice("a", level(story(8)), severity="high"), practice("b", level(story(8)), severity="low", **more)]


def test_hold_first() -> None:
    """In sprint 1 there is nothing earlier."""
    assert not_earlier(planned(practice("a")), "a/1/1") == "There is no earlier sprint."


def test_hold_pin() -> None:
    """A pin is named before anything else."""
    plan = planned(practice("a"), edits=[{"pin": "a", "sprint": 2}])
    assert not_earlier(plan, "a/1/1") == "It is pinned to sprint 2."


def test_hold_not_before() -> None:
    """The first sprint it may be in."""
    plan = planned(practice("a"), edits=[{"not_before": "a", "sprint": 2}])
    assert not_earlier(plan, "a/1/1") == "It may not be before sprint 2."


def test_hold_prerequisite_in_the_same_sprint() -> None:
    """A level that is reached in the same sprint."""
    made = [practice("a", level(story(8), story(8))), practice("b", level(requires=("a/1",)))]
    assert not_earlier(planned(*made), "b/1/1") == "It waits for level a/1, which is done in the same sprint."


def test_hold_prerequisite_in_an_earlier_sprint() -> None:
    """A level that is reached earlier, and the lag between."""
    plan = planned(practice("a"), practice("b", needing(2, "a/1")), calendar=calendar(3))
    assert not_earlier(plan, "b/1/1") == "It waits for level a/1, done in sprint 1, and comes 2 later."


def test_hold_story_before() -> None:
    """A story of the same level that comes before it."""
    plan = planned(
        practice("a", level(story(10), story(2), story(2, after=[2]))), edits=[{"pin": "a/1/2", "sprint": 2}]
    )
    assert not_earlier(plan, "a/1/3") == "It waits for 'a/1/2', which is done in the same sprint."


def test_hold_capacity() -> None:
    """What the sprint before has left, and what the story needs."""
    assert not_earlier(planned(*two()), "b/1/1") == "Sprint 1 has 2 points left, and it needs 8."


def test_hold_capacity_of_a_skill() -> None:
    """What the skill has left there."""
    made = [practice("a", level(story(4)), skill="ml", severity="high"), practice("b", level(story(4)), skill="ml")]
    plan = planned(*made, team={"velocity": 10, "skills": {"ml": 4.5}})
    assert not_earlier(plan, "b/1/1") == "Sprint 1 has 0.5 points of ml left, and it needs 4."


def test_hold_groups() -> None:
    """The limit of epics in progress."""
    made = [practice("a", severity="high"), practice("b", severity="low")]
    plan = planned(*made, policy={"epics_in_progress": 1})
    assert not_earlier(plan, "b/1/1") == "Sprint 1 has 1 epics in progress, which is the limit."


def test_hold_value() -> None:
    """A story that could be earlier, but stays where the plan before had it."""
    plan = planned(practice("a"), policy={"stability": 50}, values={"a": 1}, frozen=Frozen({"a/1/1": 2}))
    assert not_earlier(plan, "a/1/1") == "Sprint 1 has room for it, but the plan before had it in sprint 2."


# Why not at all


def test_deferred_excluded_with_a_reason() -> None:
    """The reason that people gave."""
    plan = planned(practice("a"), edits=[{"exclude": "a", "reason": "after the move"}])
    assert text(plan, "a/1/1") == "Excluded by an edit: after the move."


def test_deferred_excluded_without_a_reason() -> None:
    """Nobody said why."""
    assert text(planned(practice("a"), edits=[{"exclude": "a"}]), "a/1/1") == "Excluded by an edit."


def test_deferred_for_something_excluded() -> None:
    """The excluded story is named."""
    plan = planned(practice("a"), practice("b", level(requires=("a/1",))), edits=[{"exclude": "a"}])
    assert text(plan, "b/1/1") == "Its level cannot be reached without a/1/1, which is excluded."


def test_deferred_for_a_level_that_is_not_reached() -> None:
    """The level is named."""
    plan = planned(practice("a", level(story(11))), practice("b", level(requires=("a/1",))))
    assert text(plan, "b/1/1") == "It waits for level a/1, which this plan does not reach."


def test_deferred_for_a_level_that_comes_too_late() -> None:
    """It is reached, but too late for the lag."""
    made = [practice("a", level(story(10)), severity="low"), practice("b", needing(1, "a/1"), contributes={"ops": 0})]
    plan = planned(*made, edits=[{"pin": "a", "sprint": 2}])
    plan = replace(plan, deferrals={"b/1/1": replace(plan.deferrals["b/1/1"], reason="prerequisite", cause=("a/1",))})
    assert text(plan, "b/1/1") == "It waits for level a/1, which this plan reaches too late for it."


def test_deferred_past_the_horizon() -> None:
    """No other decision about other work would help."""
    plan = planned(practice("a"), edits=[{"not_before": "a", "sprint": 3}])
    assert text(plan, "a/1/1") == "Its level cannot be reached within 2 sprints, whatever else is left out."


def test_deferred_for_capacity() -> None:
    """What the level takes and would earn."""
    made = [practice("a", level(story(10), story(10))), practice("b", level(story(2), story(3)))]
    plan = planned(*made, values={"a": 100, "b": 4})
    assert text(plan, "b/1/1") == (
        "No room was found in 2 sprints beside the work that is placed: its level takes 5 points for 4.00 per sprint."
    )


def test_deferred_as_too_large() -> None:
    """The story itself is larger than any sprint."""
    assert text(planned(practice("a", level(story(11)))), "a/1/1") == (
        "It has 11 points, more than any sprint holds, and no tasks at which to split it further."
    )


def test_deferred_as_too_large_for_its_skill() -> None:
    """The skill is named."""
    plan = planned(practice("a", level(story(4)), skill="ml"), team={"velocity": 10, "skills": {"ml": 3}})
    assert text(plan, "a/1/1") == (
        "It has 4 points of ml, more than any sprint holds, and no tasks at which to split it further."
    )


def test_deferred_beside_something_too_large() -> None:
    """Another story of its level is named."""
    assert text(planned(practice("a", level(story(2), story(11)))), "a/1/1") == (
        "'a/1/2', of the same level, has 11 points, more than any sprint holds, "
        "and no tasks at which to split it further."
    )


# The certificate


def certificate(objective: float, bound: float, status: str) -> str:
    plan = planned(practice("a"))
    return explain.certificate(
        replace(plan, solution=replace(plan.solution, objective=objective, bound=bound, status=status))
    )


def test_a_certificate_of_an_optimal_plan() -> None:
    """What it earns, and what no plan exceeds."""
    assert certificate(12.5, 12.5, "optimal") == (
        "Proven optimal: it earns 12.50, and no plan can earn more than 12.50."
    )


@pytest.mark.parametrize(("objective", "percent"), [(90, "10.0"), (99.96, "0.1"), (99.9, "0.1"), (0, "100.0")])
def test_a_certificate_of_a_feasible_plan(objective: float, percent: str) -> None:
    """The share that may be missing, rounded up: never 'within 0.0 %' of what is not proven optimal."""
    assert certificate(objective, 100, "feasible").startswith(f"Proven within {percent} % of the best possible: ")


def test_a_certificate_of_an_empty_plan() -> None:
    """Nothing to earn is no failure."""
    plan = planned(practice("a"), baseline={"a": {"level": 1}})
    assert explain.certificate(plan) == "There is nothing to earn, so no plan can be better."


# The parts of a value


@pytest.mark.parametrize(
    ("made", "values", "words"),
    [
        (
            practice("a", contributes={"ops": 5, "sec": 2}),
            {},
            "severity 2 × gain 3 × contributions: ops 15.00 and sec 6.00",
        ),
        (practice("a", level(gain=2.5), contributes={}), {}, "severity 2 × gain 2.5 × contributions: none"),
        (practice("a"), {"a": 40}, "as the workload gives it"),
    ],
)
def test_where_a_value_comes_from(made: dict[str, Any], values: dict[str, float], words: str) -> None:
    """Severity, gain and the pillars' shares, or that it was given."""
    assert explain.value_parts(planned(made, values=values).backlog.milestone["a/1"].score) == words


def test_no_sentence_is_left_open() -> None:
    """Every text of a plan with many kinds of reasons ends with a full stop and holds no empty name."""
    made = [*two(), practice("c", level(story(11))), practice("d", level(requires=("c/1",))), practice("e")]
    plan = planned(*made, edits=[{"exclude": "e"}])
    texts = [text(plan, id) for id in plan.backlog.story]
    assert all(re.fullmatch(r"[A-Z'].*\.", said) and "''" not in said for said in texts)

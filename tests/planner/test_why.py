"""The whole answer to why a story is where it is; its counterfactuals are compared with planning again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.plan import Plan
from planner.why import Why, why, why_not_planned
from tests.builders import level, practice, story
from tests.planner.small import calendar, planned
from tests.planner.test_plan import needing


def asked(id: str, *practices: dict[str, Any], **workload: Any) -> Why:
    return why(planned(*practices, **workload), id)


def difference(before: Plan, after: Plan) -> str:
    return f"{abs(after.objective - before.objective):.2f}"


TWO = [practice("a", level(story(8)), severity="high"), practice("b", level(story(8)), severity="low")]


def with_edits(*edits: dict[str, Any], **more: Any) -> Plan:
    """Two practices that need a sprint each, under these edits."""
    return planned(*TWO, edits=list(edits), **more)


def test_the_facts_of_a_placed_story() -> None:
    """Its sprint, the value of its level, and when that is reached."""
    found = asked("b/1/1", *TWO)
    assert (found.story.id, found.sprint, found.value, found.reached) == ("b/1/1", 2, 3.0, 2)


def test_the_facts_of_a_deferred_story() -> None:
    """It has no sprint, and its level is not reached."""
    found = asked("a/1/1", practice("a", level(story(11))))
    assert (found.sprint, found.reached) == (None, None)


def test_an_unknown_story_has_no_answer() -> None:
    """A story that the backlog does not have is a KeyError."""
    with pytest.raises(KeyError):
        asked("z/1/1", *TWO)


def test_the_parts_of_the_value_are_said() -> None:
    """Where the value comes from."""
    assert asked("a/1/1", practice("a"), values={"a": 40}).parts == "as the workload gives it"


def test_what_a_story_waits_for() -> None:
    """Each level before it, when that is reached, and why it must be."""
    later = practice(
        "b", {**level(), "requires": [{"practice": "a", "level": 1, "because": "It builds on it."}]}, level()
    )
    plan = planned(practice("a"), later, target={"default": 2})
    assert why(plan, "b/1/1").waits_for == (("a/1", "reached in sprint 1; It builds on it."),)
    assert why(plan, "b/2/1").waits_for == (("b/1", "reached in sprint 1; the level below"),)


def test_what_a_story_unlocks() -> None:
    """The levels that wait for its level, and whether they are reached."""
    made = [practice("a"), practice("b", level(story(11), requires=("a/1",)))]
    assert asked("a/1/1", *made).unlocks == (("b/1", "not reached in this plan"),)


# What would change it


def test_one_sprint_later_as_planned_again() -> None:
    """What a later sprint costs is the difference to a plan with that pin."""
    cost = difference(with_edits(), with_edits({"pin": "a/1/1", "sprint": 2}))
    assert asked("a/1/1", *TWO).changes == (f"One sprint later (sprint 2), the plan would earn {cost} less.",)


def test_one_sprint_earlier_as_planned_again() -> None:
    """What an earlier sprint costs is the difference to a plan with that pin."""
    cost = difference(with_edits(), with_edits({"pin": "b/1/1", "sprint": 1}))
    assert asked("b/1/1", *TWO).changes == (f"One sprint earlier (sprint 1), the plan would earn {cost} less.",)


def test_both_directions_are_said_where_there_are_two() -> None:
    """A story in the middle of the calendar could be earlier or later."""
    changes = asked("b/1/1", *TWO, calendar=calendar(3)).changes
    assert [said.split(",")[0] for said in changes] == ["One sprint earlier (sprint 1)", "One sprint later (sprint 3)"]


def test_what_is_not_possible_says_why() -> None:
    """An earlier sprint that cannot be is refused with what it runs into."""
    made = [practice("a", level(story(8))), practice("b", level(story(8), requires=("a/1",)))]
    plan = planned(*made)
    assert why(plan, "b/1/1").changes[0].startswith("One sprint earlier (sprint 1) is not possible: ")


def test_what_is_not_possible_says_what_cannot_be() -> None:
    """The sentence ends with the first thing that clashes."""
    found = asked("a/1/1", practice("a"), edits=[{"not_before": "a", "sprint": 2}])
    assert found.changes == (
        "One sprint earlier (sprint 1) is not possible: a/1/1: it cannot be before sprint 2 and must be by sprint 1.",
    )


def test_what_changes_nothing_is_the_same() -> None:
    """A move that costs nothing is said to."""
    made = practice("a", level(story(8), story(8), story(1)))
    assert asked("a/1/3", made).changes == ("One sprint later (sprint 2), the plan would earn the same.",)


def test_what_is_better_than_what_was_found_is_said() -> None:
    """Where the plan with the move earns more, the advice is to make it; where it earns less, there is none."""
    plan = with_edits()
    worse = replace(plan, solution=replace(plan.solution, objective=0.0))
    earned = with_edits({"pin": "a/1/1", "sprint": 2}).objective
    advice = " That is better than what was found without help: pin it."
    assert why(worse, "a/1/1").changes == (
        f"One sprint later (sprint 2), the plan would earn {earned:.2f} more.{advice}",
    )


def test_without_its_pin_as_planned_again() -> None:
    """A pinned story says where it would be by itself, and what the pin costs."""
    pinned = with_edits({"pin": "b/1/1", "sprint": 1})
    cost = difference(pinned, with_edits())
    assert why(pinned, "b/1/1").changes == (
        f"Without the pin it would be in sprint 2, and the plan would earn {cost} more.",
    )


def test_without_its_pin_it_may_be_deferred() -> None:
    """A pin may be all that keeps a story in the plan."""
    plan = planned(practice("a", level(story(10), story(10)), severity="high"), practice("b", level(story(9))),
                   edits=[{"pin": "b", "sprint": 2}])  # fmt: skip
    assert why(plan, "b/1/1").changes[0].startswith("Without the pin it would be deferred, and the plan would earn ")


def test_every_pin_that_covers_a_story_is_lifted() -> None:
    """A pin of the practice counts like one of the story; pins of others stay."""
    plan = with_edits({"pin": "b", "sprint": 1}, {"pin": "a/1/1", "sprint": 2})
    assert why(plan, "b/1/1").changes[0].startswith("Without the pin it would be in sprint 1,")


def test_without_the_exclusion_as_planned_again() -> None:
    """An excluded story says where it would be, and what the exclusion costs."""
    out = with_edits({"exclude": "b"})
    cost = difference(out, with_edits())
    assert why(out, "b/1/1").changes == (
        f"Without the edit that excludes 'b' it would be in sprint 2; the plan would earn {cost} more.",
    )


def test_the_exclusion_at_the_root_is_named() -> None:
    """What waits for something excluded names that edit, not its own practice."""
    made = [practice("a"), practice("b", level(requires=("a/1",)))]
    found = asked("b/1/1", *made, edits=[{"exclude": "a/1/1"}])
    assert found.changes[0].startswith("Without the edit that excludes 'a/1/1' it would be in sprint 1; ")


FULL = [practice("a", level(story(10), story(10)), severity="high"), practice("b", level(story(5)), severity="low")]


def test_a_deadline_would_bring_it_in_as_planned_again() -> None:
    """What it costs to insist is the difference to a plan with that deadline."""
    cost = difference(planned(*FULL), planned(*FULL, edits=[{"deadline": "b/1", "sprint": 2}]))
    assert asked("b/1/1", *FULL).changes[0] == (
        f"An edit 'deadline: b/1, sprint: 2' would bring it in; the plan would earn {cost} less."
    )


def test_what_cannot_be_done_in_time_says_so() -> None:
    """A story larger than any sprint does not come in by insisting."""
    found = asked("a/1/1", practice("a", level(story(11))))
    assert found.changes == (
        "It cannot be done by sprint 2 even if it comes first.",
        "Even with 26 sprints more it would not be done.",
    )


def test_with_a_longer_calendar_as_planned_again() -> None:
    """The first sprint in which it would be done if the calendar went on, and its last day."""
    longer = planned(*FULL, calendar=calendar(28))
    sprint = longer.sprint_of("b/1/1")
    assert sprint is not None
    assert asked("b/1/1", *FULL).changes[1] == (
        f"With a longer calendar it would be done in sprint {sprint} ({longer.sprints[sprint - 1].end})."
    )


def test_a_deadline_past_the_calendar_does_not_begin_to_oblige() -> None:
    """Looking past the end of the plan does not fail on deadlines that lie there."""
    late = [{"deadline": "a", "sprint": 3}, {"not_before": "a", "sprint": 4}]
    assert asked("a/1/1", practice("a"), edits=late).changes[1] == (
        "With a longer calendar it would be done in sprint 4 (2027-01-31)."
    )


def test_a_prerequisite_in_another_sprint_is_asked_for_with_its_lag() -> None:
    """A move that breaks a lag is refused."""
    found = asked("b/1/1", practice("a"), practice("b", needing(1, "a/1")))
    assert found.changes[0].startswith("One sprint earlier (sprint 1) is not possible: ")


# What is not in the backlog


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("never/1/1", "'Practice never' is not applicable: not here."),
        ("part/1/1", "The baseline says that part/1/1 is done."),
        ("done/1/1", "Level 1 of 'Practice done' is reached already (seen)."),
        ("part/2/1", "Level 2 of 'Practice part' is above its target, 1, and nothing planned waits for it."),
        ("part/1", "part/1 is not a story; the stories of the practice are part/1/2."),
        ("zebra/1/1", ""),
        ("part/1/9", ""),
    ],
)
def test_why_something_is_not_planned(id: str, words: str) -> None:
    """Not applicable, done, reached, above its target, not a story; nothing of what the catalog does not have."""
    plan = planned(
        practice("never"),
        practice("part", level(story(), story()), level()),
        practice("done"),
        baseline={
            "never": {"not_applicable": True, "reason": "not here"},
            "part": {"done": ["part/1/1"]},
            "done": {"level": 1, "evidence": "seen"},
        },
    )
    assert why_not_planned(plan, id) == words


def test_a_longer_calendar_ends_with_the_year_9999() -> None:
    """Where dates end, no more sprints are looked at than there are."""
    calendar = {"start": "9999-11-01", "sprints": 2}
    plan = planned(practice("a", level(story(10), story(10), story(10), story(10), story(10))), calendar=calendar)
    assert why(plan, "a/1/1").changes[-1] == "Even with 2 sprints more it would not be done."

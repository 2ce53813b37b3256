"""From catalog and workload to a plan: deferrals with their reasons, notes, clashes, and planning again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import NoPlan
from planner.plan import Deferral, Plan, make_plan
from planner.translate import Frozen
from tests.builders import level, practice, story
from tests.planner.small import calendar, catalog_of, placements, planned, workload_of
from tests.planner.test_properties import examples


def deferred(*practices: dict[str, Any], **workload: Any) -> dict[str, Deferral]:
    return dict(planned(*practices, **workload).deferrals)


def clash(*practices: dict[str, Any], frozen: Frozen | None = None, **workload: Any) -> tuple[str, ...]:
    with pytest.raises(NoPlan) as found:
        planned(*practices, frozen=frozen, **workload)
    return found.value.clash


def needing(lag: int, *at: str, points: float = 2) -> dict[str, Any]:
    """A level that needs others some sprints earlier."""
    needs = [{"practice": id.split("/")[0], "level": int(id.split("/")[1]), "lag": lag} for id in at]
    return {**level(story(points)), "requires": needs}


# Placements


def test_the_most_valuable_level_comes_first() -> None:
    """Of two practices that fill a sprint the more severe one is earlier."""
    made = [practice("a", level(story(10)), severity="low"), practice("b", level(story(10)), severity="high")]
    assert placements(planned(*made)) == {"a/1/1": 2, "b/1/1": 1}


def test_half_a_level_is_never_placed() -> None:
    """A level whose second story does not fit is left out whole."""
    assert placements(planned(practice("a", level(story(10), story(8), story(8))))) == {
        "a/1/1": None,
        "a/1/2": None,
        "a/1/3": None,
    }


def test_a_level_is_reached_with_its_last_story() -> None:
    """Two stories in two sprints reach the level in the second."""
    plan = planned(practice("a", level(story(8), story(8))))
    assert plan.reached("a/1") == 2


def test_value_counts_from_the_sprint_in_which_a_level_is_reached() -> None:
    """A level worth 40 reached in sprint 2 at a discount of ½ earns 20."""
    plan = planned(practice("a", level(story(8), story(8))), values={"a": 40}, policy={"discount": 0.5})
    assert plan.objective == pytest.approx(20)


def test_a_level_with_everything_done_is_reached_at_once() -> None:
    """What is finished earns its value from sprint 1 on."""
    plan = planned(practice("a"), baseline={"a": {"done": ["a/1/1"]}}, values={"a": 40})
    assert (plan.reached("a/1"), plan.objective) == (1, 40)


def test_such_a_level_waits_for_its_prerequisites() -> None:
    """Work done ahead reaches its level only once its prerequisites are."""
    made = [practice("a", level(story(8), story(8))), practice("b", level(requires=("a/1",)))]
    assert planned(*made, baseline={"b": {"done": ["b/1/1"]}}).reached("b/1") == 2


def test_a_plan_lists_its_sprints_by_id() -> None:
    """The stories of a sprint are sorted, and its points are theirs."""
    plan = planned(practice("b"), practice("a"))
    assert (plan.by_sprint, plan.points(1)) == ({1: ("a/1/1", "b/1/1"), 2: ()}, 40)


def test_a_backlog_without_work_is_a_plan_without_stories() -> None:
    """A team that stands at its targets gets an empty plan, optimal."""
    plan = planned(practice("a"), baseline={"a": {"level": 1}})
    assert (plan.by_sprint, plan.objective, plan.bound, plan.solution.status) == ({1: (), 2: ()}, 0, 0, "optimal")


def test_a_pin_of_a_practice_pins_all_its_stories() -> None:
    """Every story of the practice is in that sprint."""
    plan = planned(
        practice("a", level(story(), story()), level()), target={"default": 2}, edits=[{"pin": "a", "sprint": 2}]
    )
    assert placements(plan) == {"a/1/1": 2, "a/1/2": 2, "a/2/1": 2}


def test_an_excluded_story_keeps_its_level_from_being_reached() -> None:
    """The other stories of the level are not worth doing without it."""
    plan = planned(practice("a", level(story(), story())), edits=[{"exclude": "a/1/1"}])
    assert placements(plan) == {"a/1/1": None, "a/1/2": None}


def test_a_story_pinned_beside_an_excluded_one_is_placed() -> None:
    """People may decide to do what earns nothing, with what it comes after."""
    made = practice("a", level(story(), story(after=[1]), story()))
    plan = planned(made, edits=[{"exclude": "a/1/3"}, {"pin": "a/1/2", "sprint": 2}])
    assert placements(plan) == {"a/1/1": 1, "a/1/2": 2, "a/1/3": None}


def test_a_deadline_past_the_calendar_obliges_nobody() -> None:
    """What does not fit is left out all the same."""
    assert placements(planned(practice("a", level(story(30))), edits=[{"deadline": "a", "sprint": 3}])) == {
        "a/1/1": None
    }


# Deferrals


def test_what_is_excluded_says_why() -> None:
    """The reason of the edit is the cause."""
    found = deferred(practice("a"), edits=[{"exclude": "a", "reason": "after the move"}])
    assert found == {"a/1/1": Deferral("excluded", ("after the move",))}


def test_what_shares_a_level_with_the_excluded_is_deferred_for_it() -> None:
    """The excluded story is the cause."""
    found = deferred(practice("a", level(story(), story())), edits=[{"exclude": "a/1/2"}])
    assert found["a/1/1"] == Deferral("prerequisite", ("a/1/2",))


def test_what_waits_for_the_excluded_is_deferred_for_it() -> None:
    """However far the chain, the excluded story is named."""
    made = [practice("a"), practice("b", level(requires=("a/1",))), practice("c", level(requires=("b/1",)))]
    found = deferred(*made, edits=[{"exclude": "a"}])
    assert found["c/1/1"] == Deferral("prerequisite", ("a/1/1",))


def test_what_waits_for_something_left_out_names_its_level() -> None:
    """A prerequisite that this plan does not reach is the cause."""
    made = [practice("a", level(story(30))), practice("b", level(requires=("a/1",)))]
    assert deferred(*made)["b/1/1"] == Deferral("prerequisite", ("a/1",))


def test_what_is_larger_than_any_sprint_is_too_large() -> None:
    """The story itself is the cause."""
    assert deferred(practice("a", level(story(11))))["a/1/1"] == Deferral("capacity", ("too-large", "a/1/1"))


def test_what_shares_a_level_with_something_too_large_names_it() -> None:
    """The large story is the cause for the small one."""
    found = deferred(practice("a", level(story(), story(11))))
    assert found["a/1/1"] == Deferral("capacity", ("too-large", "a/1/2"))


def test_what_is_larger_than_its_skill_is_too_large() -> None:
    """A skill's capacity counts like the sprint's."""
    team = {"velocity": 10, "skills": {"ml": 3}}
    found = deferred(practice("a", level(story(4)), skill="ml"), team=team)
    assert found["a/1/1"] == Deferral("capacity", ("too-large", "a/1/1"))


def test_what_finds_no_room_is_deferred_for_capacity() -> None:
    """Work that is worth less than what fills the sprints has no other cause."""
    made = [practice("a", level(story(10), story(10)), severity="high"), practice("b", severity="low")]
    assert deferred(*made) == {"b/1/1": Deferral("capacity")}


def test_what_may_not_be_before_the_end_is_past_the_horizon() -> None:
    """A story kept out of every sprint is past the horizon."""
    found = deferred(practice("a", level(story(), story())), edits=[{"not_before": "a/1/2", "sprint": 3}])
    assert found == {id: Deferral("horizon", ("a/1/2",)) for id in ("a/1/1", "a/1/2")}


def test_lags_longer_than_the_calendar_are_past_the_horizon() -> None:
    """A lag of two in two sprints leaves no sprint, whatever else is done."""
    found = deferred(practice("a"), practice("b", needing(2, "a/1")))
    assert found == {"b/1/1": Deferral("horizon", ("b/1/1",))}


def test_a_level_larger_than_the_whole_calendar_is_past_the_horizon() -> None:
    """Three stories of eight points do not fit into twenty, whatever else is left out."""
    ids = ("a/1/1", "a/1/2", "a/1/3")
    assert deferred(practice("a", level(story(8), story(8), story(8)))) == dict.fromkeys(ids, Deferral("horizon", ids))


def test_a_prerequisite_that_comes_too_late_is_the_cause() -> None:
    """Where the prerequisite is reached, but too late for the lag, the horizon alone is not to blame."""
    made = [
        practice("a", level(story(10)), severity="low"),
        practice("b", needing(1, "a/1"), severity="low", contributes={"ops": 0}),
        practice("c", level(story(10)), severity="high"),
    ]
    found = deferred(*made, edits=[{"pin": "c", "sprint": 1}])
    assert found == {"b/1/1": Deferral("prerequisite", ("a/1",))}


# Notes


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"pin": "a/1/1", "sprint": 1}, "pin a/1/1 to sprint 1"),
        ({"not_before": "a", "sprint": 2}, "keep a out of the sprints before 2"),
        ({"deadline": "a/1", "sprint": 2}, "finish a/1 by sprint 2"),
        ({"exclude": "a"}, "exclude a"),
        ({"resize": "a/1/1", "points": 3}, "resize a/1/1 to 3 points"),
    ],
)
def test_an_edit_without_effect_is_noted(edit: dict[str, Any], words: str) -> None:
    """An edit of what is not open in the backlog says so."""
    plan = planned(practice("a"), practice("b"), baseline={"a": {"level": 1}}, edits=[edit])
    assert plan.notes == (
        f"the edit to {words} has no effect: what it covers is done, beyond the target or not applicable",
    )


@pytest.mark.parametrize(
    "edit",
    [
        {"pin": "a/1/1", "sprint": 1},
        {"exclude": "a"},
        {"resize": "a/1/1", "points": 3},
        {"capacity": 9, "sprint": 1},
        {"weight": "ops", "value": 2},
    ],
)
def test_an_edit_with_effect_is_not_noted(edit: dict[str, Any]) -> None:
    """Nothing is said of edits that do something."""
    assert planned(practice("a"), edits=[edit]).notes == ()


def test_an_unknown_skill_of_the_team_is_noted() -> None:
    """A skill that no practice asks for is a slip."""
    plan = planned(practice("a"), team={"velocity": 10, "skills": {"mll": 5}})
    assert plan.notes == ("the team's skill 'mll' is not one that the catalog asks for",)


def test_a_skill_without_a_limit_is_noted() -> None:
    """Where the team names skills, those it does not name are limited by the sprint alone."""
    made = [practice("a", skill="ml"), *(practice(skill, skill=skill) for skill in ("web", "data", "app"))]
    plan = planned(*made, team={"velocity": 10, "skills": {"ml": 5}})
    assert plan.notes == ("the team gives no capacity for app, data, web: only the sprint's total limits that work",)


def test_a_team_without_skills_is_not_told_of_them() -> None:
    """Naming no skills at all is a choice."""
    assert planned(practice("a", skill="ml")).notes == ()


# Clashes


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        (
            [{"pin": "a/1/1", "sprint": 1}, {"pin": "a", "sprint": 2}],
            ["a/1/1 cannot be in two sprints: pin a/1/1 to sprint 1, and pin a to sprint 2"],
        ),
        (
            [{"pin": "a/1/1", "sprint": 1}, {"exclude": "a", "reason": "later"}],
            ["a/1/1 must be in the plan, and there is an edit to exclude a (later)"],
        ),
        (
            [{"deadline": "b", "sprint": 2}, {"exclude": "a"}],
            ["b/1/1 must be in the plan and waits for a/1, and there is an edit to exclude a"],
        ),
        (
            [{"pin": "c/1/2", "sprint": 2}, {"exclude": "c/1/1"}],
            ["c/1/2 must be in the plan and waits for c/1/1, and there is an edit to exclude c/1/1"],
        ),
        (
            [{"pin": "a/1/1", "sprint": 3}],
            ["a/1/1 must be in sprint 3; there are 2", "it clashes with the edit to pin a/1/1 to sprint 3"],
        ),
        (
            [{"pin": "a", "sprint": 2}, {"pin": "b", "sprint": 1}, {"pin": "c", "sprint": 2}],
            [
                "a/1/1: it cannot be before sprint 2 and must be by sprint 1",
                "the edit to pin a to sprint 2",
                "the edit to pin b to sprint 1",
            ],
        ),
    ],
)
def test_a_clash_names_what_cannot_hold_together(edits: list[dict[str, Any]], expected: list[str]) -> None:
    """The item, and the edits that cannot all hold, without those that have no part in it."""
    made = [
        practice("a"),
        practice("b", level(requires=("a/1",))),
        practice("c", level(story(), story(after=[1]))),
    ]
    assert list(clash(*made, edits=edits)) == expected


def test_without_a_culprit_the_frozen_sprints_are_named() -> None:
    """Where no edit is to blame, the clash says where to look."""
    found = clash(
        practice("a", level(story(10))), practice("b", level(story(10))), frozen=Frozen({"a/1/1": 1, "b/1/1": 1}, 1)
    )
    assert found[1:] == ("no edit is to blame: see the capacity, and the sprints that are frozen",)


@given(
    st.lists(
        st.tuples(st.sampled_from(("pin", "not_before", "deadline")), st.sampled_from("abcd"), st.integers(1, 3)),
        max_size=7,
        unique_by=lambda edit: edit[:2],
    )
)
@examples(200)
def test_none_of_the_edits_of_a_clash_can_be_spared(drawn: list[tuple[str, str, int]]) -> None:
    """The named edits have no plan together, and have one as soon as any of them is gone."""
    made = [
        practice("a", level(story(6))),
        practice("b", level(story(6), requires=("a/1",))),
        practice("c", level(story(6))),
        practice("d", needing(1, "c/1", points=6)),
    ]
    catalog = catalog_of(*made)
    edits = [{verb: id, "sprint": sprint} for verb, id, sprint in drawn]

    def attempt(some: list[dict[str, Any]]) -> tuple[Plan | None, tuple[str, ...]]:
        try:
            return make_plan(catalog, workload_of(calendar=calendar(3), edits=some), effort="quick"), ()
        except NoPlan as error:
            return None, error.clash

    plan, sentences = attempt(edits)
    if plan is not None:
        return
    said = " ".join(sentences)
    named = [edit for edit, value in zip(edits, workload_of(edits=edits).edits, strict=True) if str(value) in said]
    named = [edit for n, edit in enumerate(named) if edit not in named[:n]]
    assert attempt(named)[0] is None
    assert all(attempt([other for other in named if other is not edit])[0] is not None for edit in named)


# Planning again


def test_frozen_sprints_stay() -> None:
    """A story of a frozen sprint stays in it, though another would be better there."""
    made = [practice("a", level(story(10)), severity="low"), practice("b", level(story(10)), severity="high")]
    assert placements(planned(*made, frozen=Frozen({"a/1/1": 1}, 1))) == {"a/1/1": 1, "b/1/1": 2}


def test_nothing_enters_a_frozen_sprint() -> None:
    """Room that is left in the running sprint is not filled."""
    assert placements(planned(practice("a"), practice("b"), frozen=Frozen({"a/1/1": 1}, 1))) == {"a/1/1": 1, "b/1/1": 2}


@pytest.mark.parametrize("edit", [{"pin": "a", "sprint": 2}, {"not_before": "a", "sprint": 2}])
def test_what_is_under_way_is_a_fact(edit: dict[str, Any]) -> None:
    """Edits do not move what a frozen sprint holds."""
    assert placements(planned(practice("a"), edits=[edit], frozen=Frozen({"a/1/1": 1}, 1))) == {"a/1/1": 1}


def test_only_the_first_sprints_are_frozen() -> None:
    """A story that was in a later sprint may move forward to the first that is open."""
    found = planned(practice("a"), calendar=calendar(4), frozen=Frozen({"a/1/1": 3}, 1))
    assert placements(found) == {"a/1/1": 2}


BEFORE = {"a/1/1": 1, "b/1/1": 2}


@pytest.mark.parametrize(("stability", "expected"), [(0, {"a/1/1": 2, "b/1/1": 1}), (5, BEFORE)])
def test_moving_has_a_price(stability: float, expected: dict[str, int]) -> None:
    """A plan that is better by less than the price of its moves is not taken; without a price it is."""
    made = [practice("a", level(story(10))), practice("b", level(story(10)))]
    plan = planned(*made, values={"a": 40, "b": 41}, policy={"stability": stability}, frozen=Frozen(BEFORE))
    assert placements(plan) == expected


def test_moves_that_earn_their_price_are_made() -> None:
    """A plan better by more than the price of its moves is taken."""
    made = [practice("a", level(story(10))), practice("b", level(story(10)))]
    plan = planned(*made, values={"a": 40, "b": 1000}, policy={"stability": 5}, frozen=Frozen(BEFORE))
    assert placements(plan) == {"a/1/1": 2, "b/1/1": 1}


def test_new_work_is_fitted_around_what_stays() -> None:
    """With a price on moves, a new practice takes the room that is left, and nobody moves for it."""
    made = [
        practice("a", level(story(8))),
        practice("b", level(story(8))),
        practice("c", level(story(2)), severity="high"),
    ]
    plan = planned(*made, policy={"stability": 50}, frozen=Frozen(BEFORE))
    assert placements(plan) == {"a/1/1": 1, "b/1/1": 2, "c/1/1": 1}


def test_quick_gives_a_plan_too() -> None:
    """Looking no further than the first order places the same single story."""
    assert placements(make_plan(catalog_of(practice("a")), workload_of(), effort="quick")) == {"a/1/1": 1}

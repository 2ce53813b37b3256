"""What is missing between baseline and target."""

from __future__ import annotations

from typing import Any

import pytest

from planner.gaps import Gap, find_gaps
from tests.builders import level, practice
from tests.planner.small import catalog_of, workload_of


def gaps(*practices: dict[str, Any], **workload: Any) -> dict[str, Gap]:
    return {gap.practice.id: gap for gap in find_gaps(catalog_of(*practices), workload_of(**workload))}


def reach(*practices: dict[str, Any], **workload: Any) -> dict[str, tuple[int, int]]:
    """From which level to which, for each practice with a gap."""
    return {id: (gap.start, gap.end) for id, gap in gaps(*practices, **workload).items()}


def ladder(id: str, levels: int, **more: Any) -> dict[str, Any]:
    return practice(id, *[level()] * levels, **more)


def test_without_a_baseline_a_practice_starts_at_zero() -> None:
    """A practice that is absent from the baseline stands at level 0."""
    assert reach(ladder("a", 2), target={"default": 2}) == {"a": (0, 2)}


def test_the_baseline_is_where_a_gap_starts() -> None:
    """A practice at level 1 has a gap from 1."""
    assert reach(ladder("a", 2), target={"default": 2}, baseline={"a": {"level": 1}}) == {"a": (1, 2)}


@pytest.mark.parametrize("standing", [2, 3])
def test_no_gap_where_the_target_is_met(standing: int) -> None:
    """A practice at its target or above has no gap."""
    assert reach(ladder("a", 3), target={"default": 2}, baseline={"a": {"level": standing}}) == {}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({"default": 1}, 1),
        ({"default": 1, "pillars": {"ops": 2}}, 2),
        ({"default": 3, "pillars": {"ops": 2}}, 2),
        ({"default": 1, "pillars": {"ops": 2}, "practices": {"a": 3}}, 3),
        ({"default": 3, "pillars": {"ops": 3}, "practices": {"a": 1}}, 1),
        ({"default": 1, "pillars": {"sec": 3}}, 1),
    ],
)
def test_the_nearest_target_holds(target: dict[str, Any], expected: int) -> None:
    """The practice's own target comes before its home pillar's, and that before the default."""
    assert reach(ladder("a", 3), target=target) == {"a": (0, expected)}


def test_the_first_principle_is_the_home() -> None:
    """The pillar whose target holds is that of the first principle."""
    made = ladder("a", 3, principles=["sec.trace", "ops.code"])
    assert reach(made, target={"default": 1, "pillars": {"ops": 3, "sec": 2}}) == {"a": (0, 2)}


def test_a_target_above_the_top_means_the_top() -> None:
    """A ladder of two levels cannot be wanted at three."""
    assert gaps(ladder("a", 2), target={"default": 3})["a"].target == 2


def test_a_target_of_zero_is_no_gap() -> None:
    """A practice with the target 0 is left alone."""
    assert reach(ladder("a", 1), ladder("b", 1), target={"default": 1, "practices": {"a": 0}}) == {"b": (0, 1)}


@pytest.mark.parametrize(("baseline", "expected"), [({}, False), ({"a": {"level": 0}}, True)])
def test_only_the_baseline_makes_a_practice_assessed(baseline: Any, expected: bool) -> None:
    """Level 0 in the baseline is an assessment; absence is not."""
    assert gaps(ladder("a", 1), baseline=baseline)["a"].assessed is expected


def test_what_is_not_applicable_has_no_gap() -> None:
    """A practice that does not apply is not planned."""
    assert reach(ladder("a", 1), baseline={"a": {"not_applicable": True, "reason": "never"}}) == {}


def test_what_is_not_applicable_counts_as_met() -> None:
    """A prerequisite of a practice that does not apply pulls nothing in."""
    never = {"a": {"not_applicable": True, "reason": "never"}}
    made = [ladder("a", 1), practice("b", level(requires=("a/1",)))]
    assert reach(*made, baseline=never) == {"b": (0, 1)}


def test_a_prerequisite_above_its_target_is_pulled_in() -> None:
    """What a wanted level waits for is wanted too, with the levels below it."""
    made = [ladder("a", 3), practice("b", level(requires=("a/2",)))]
    assert reach(*made, target={"default": 1, "practices": {"a": 0}}) == {"a": (0, 2), "b": (0, 1)}


def test_pulling_in_is_transitive() -> None:
    """A prerequisite of a pulled-in level is pulled in too."""
    made = [ladder("a", 1), practice("b", level(requires=("a/1",))), practice("c", level(requires=("b/1",)))]
    assert set(gaps(*made, target={"default": 0, "practices": {"c": 1}})) == {"a", "b", "c"}


def test_a_lower_level_that_is_pulled_in_pulls_too() -> None:
    """Level 1 is pulled in on the way to level 2, and with it what level 1 waits for."""
    made = [ladder("a", 1), practice("b", level(requires=("a/1",)), level()), practice("c", level(requires=("b/2",)))]
    assert set(gaps(*made, target={"default": 0, "practices": {"c": 1}})) == {"a", "b", "c"}


def test_each_level_names_what_pulled_it() -> None:
    """A level above its target names the level that waits for it."""
    made = [ladder("a", 2), practice("b", level(requires=("a/1",)), level(requires=("a/2",)))]
    found = gaps(*made, target={"default": 0, "practices": {"b": 2}})["a"]
    assert found.pulled_by == ((1, ("b", 1)), (2, ("b", 2)))


def test_pulled_in_levels_are_those_above_the_target() -> None:
    """Of the levels of a gap, those above the practice's own target were pulled in."""
    made = [ladder("a", 3), practice("b", level(requires=("a/3",)))]
    found = gaps(*made, target={"default": 1})["a"]
    assert (list(found.levels), found.pulled_in) == ([1, 2, 3], (2, 3))


def test_pulling_in_leaves_the_target_as_it_is() -> None:
    """The target of a gap is what the workload wants, not what was pulled in."""
    made = [ladder("a", 3), practice("b", level(requires=("a/3",)))]
    assert gaps(*made, target={"default": 1})["a"].target == 1


def test_a_prerequisite_within_its_target_is_not_pulled_in() -> None:
    """What is wanted anyway is not marked."""
    made = [ladder("a", 2), practice("b", level(requires=("a/1",)))]
    assert gaps(*made, target={"default": 1})["a"].pulled_by == ()


def test_a_prerequisite_that_is_met_is_not_pulled_in() -> None:
    """What the baseline has reached pulls nothing in, also where it is above the target."""
    made = [ladder("a", 2), practice("b", level(requires=("a/2",)))]
    assert reach(*made, baseline={"a": {"level": 2}}, target={"default": 1}) == {"b": (0, 1)}


def test_a_level_below_the_baseline_pulls_nothing_in() -> None:
    """What a level waits for does not matter once the level is reached."""
    made = [ladder("a", 1), practice("b", level(requires=("a/1",)), level())]
    workload = {"baseline": {"b": {"level": 1}}, "target": {"default": 0, "practices": {"b": 2}}}
    assert reach(*made, **workload) == {"b": (1, 2)}


def test_pulling_in_starts_above_the_baseline() -> None:
    """Of a practice that stands above its target only the levels above the baseline are pulled in."""
    made = [ladder("a", 3), practice("b", level(requires=("a/3",)))]
    found = gaps(*made, baseline={"a": {"level": 2}}, target={"default": 1})["a"]
    assert (found.start, found.end, found.pulled_in) == (2, 3, (3,))


def test_gaps_stand_in_the_order_of_the_catalog() -> None:
    """Neither the baseline nor what pulled them in changes the order of gaps."""
    made = [practice("c", level(requires=("a/1",))), ladder("b", 1), ladder("a", 1)]
    assert list(gaps(*made, target={"default": 1, "practices": {"a": 0}})) == ["c", "b", "a"]

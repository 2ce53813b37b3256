"""What a level is worth."""

from __future__ import annotations

from typing import Any

import pytest

from planner.policy import Score, pillar_weights, score
from tests.builders import level, practice
from tests.planner.small import catalog_of, workload_of


def scored(made: dict[str, Any], number: int = 1, **workload: Any) -> Score:
    catalog, of = catalog_of(made), workload_of(**workload)
    return score(catalog.practices[0], number, pillar_weights(catalog, of), of)


def weights(**workload: Any) -> dict[str, float]:
    return dict(pillar_weights(catalog_of(practice("a")), workload_of(**workload)))


def test_the_formula_by_hand() -> None:
    """Severity high 3 × gain 2 × (¾ · 5 + ¼ · 2) is 25.5."""
    made = practice("a", level(gain=2), contributes={"ops": 5, "sec": 2}, severity="high")
    assert scored(made, policy={"weights": {"ops": 3, "sec": 1}}).value == pytest.approx(25.5)


@pytest.mark.parametrize(("severity", "expected"), [("high", 3), ("medium", 2), ("low", 1)])
def test_severity_counts(severity: str, expected: int) -> None:
    """High counts 3, medium 2, low 1."""
    made = practice("a", level(gain=1), contributes={"ops": 1, "sec": 1}, severity=severity)
    assert scored(made).value == pytest.approx(expected)


@pytest.mark.parametrize(("number", "gain"), [(1, 3), (2, 2), (3, 1), (4, 1)])
def test_gains_fall_from_rung_to_rung(number: int, gain: float) -> None:
    """Where the catalog gives no gains they are 3, 2, 1 and 1 from there on."""
    assert scored(practice("a", *[level()] * 4), number).gain == gain


def test_a_level_is_worth_its_own_gain_alone() -> None:
    """The levels below a level are not counted in its value."""
    made = practice("a", level(gain=5), level(gain=1), contributes={"ops": 1, "sec": 1}, severity="low")
    assert scored(made, 2).value == pytest.approx(1)


def test_the_parts_sum_to_the_value() -> None:
    """The shares of the pillars add up to the value."""
    found = scored(practice("a", contributes={"ops": 5, "sec": 2}), policy={"weights": {"ops": 7, "sec": 2}})
    assert sum(part for _, part in found.pillars) == pytest.approx(found.value)


def test_each_part_is_the_pillars_share() -> None:
    """Medium 2 × gain 3 × weight ½ × contribution 5 is 15 for ops and 6 for sec."""
    assert scored(practice("a", contributes={"ops": 5, "sec": 2})).pillars == (("ops", 15.0), ("sec", 6.0))


def test_what_contributes_nothing_is_no_part() -> None:
    """A pillar with the contribution 0 is not named."""
    assert scored(practice("a", contributes={"ops": 5, "sec": 0})).pillars == (("ops", 15.0),)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"ops": 0.5, "sec": 0.5}),
        ({"ops": 3}, {"ops": 0.75, "sec": 0.25}),
        ({"ops": 2, "sec": 2}, {"ops": 0.5, "sec": 0.5}),
        ({"ops": 0, "sec": 4}, {"ops": 0.0, "sec": 1.0}),
        ({"ops": 0}, {"ops": 0.0, "sec": 1.0}),
    ],
)
def test_weights_are_normalised(given: dict[str, float], expected: dict[str, float]) -> None:
    """Weights sum to 1; a pillar that is left out weighs 1 before that."""
    assert weights(policy={"weights": given}) == expected


def test_the_size_of_weights_does_not_matter() -> None:
    """Weights of 20 and 10 are those of 2 and 1."""
    assert weights(policy={"weights": {"ops": 20, "sec": 10}}) == weights(policy={"weights": {"ops": 2, "sec": 1}})


def test_no_weight_at_all_is_no_value() -> None:
    """Edits that take all weight away leave every weight at 0 rather than dividing by it."""
    edits = [{"weight": "ops", "value": 0}, {"weight": "sec", "value": 0}]
    assert weights(edits=edits) == {"ops": 0.0, "sec": 0.0}


def test_an_edit_of_weight_comes_before_the_policy() -> None:
    """An edit replaces the weight of its pillar."""
    found = weights(policy={"weights": {"ops": 1, "sec": 1}}, edits=[{"weight": "ops", "value": 3}])
    assert found == {"ops": 0.75, "sec": 0.25}


def test_of_two_edits_of_a_weight_the_later_holds() -> None:
    """A second weight for a pillar replaces the first."""
    found = weights(edits=[{"weight": "ops", "value": 9}, {"weight": "ops", "value": 3}])
    assert found == {"ops": 0.75, "sec": 0.25}


@pytest.mark.parametrize("given", [40.0, 0.0])
def test_a_given_value_replaces_the_formula(given: float) -> None:
    """A value that the workload gives holds outright, also where it is 0."""
    found = scored(practice("a"), values={"a": given})
    assert (found.value, found.given, found.parts()) == (given, True, {"given": given})


def test_a_given_value_holds_for_every_level() -> None:
    """The value given is per level."""
    assert scored(practice("a", level(), level()), 2, values={"a": 40}).value == 40


def test_a_given_value_concerns_its_practice_alone() -> None:
    """Another practice's given value changes nothing."""
    catalog = catalog_of(practice("a"), practice("b"))
    of = workload_of(values={"b": 40})
    assert not score(catalog.practices[0], 1, pillar_weights(catalog, of), of).given


def test_parts_as_a_document_shows_them() -> None:
    """Severity, gain and the share of each pillar, rounded to six decimals."""
    found = scored(practice("a", contributes={"ops": 1}), policy={"weights": {"ops": 1, "sec": 2}})
    assert found.parts() == {"severity": 2, "gain": 3.0, "pillars": {"ops": 2.0}}


def test_parts_are_rounded() -> None:
    """A third is shown with six decimals."""
    made = practice("a", level(gain=1), contributes={"ops": 1}, severity="low")
    found = scored(made, policy={"weights": {"ops": 1, "sec": 2}})
    assert found.parts()["pillars"] == {"ops": 0.333333}

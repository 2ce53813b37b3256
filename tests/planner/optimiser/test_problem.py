"""The bare problem: its objective, and what violates it."""

from __future__ import annotations

import pytest

from planner.optimiser.problem import Need, Problem
from tests.planner.small import item, problem


def test_a_feasible_placement_has_no_violation() -> None:
    """What keeps every rule is not complained of."""
    of = problem(item("a", 1, 5, pin=1), item("b", 1, 5, Need("a", 1), deadline=2, not_before=2), open_groups=1)
    assert of.violations({"a": 1, "b": 2}) == []


@pytest.mark.parametrize(
    ("of", "placement", "expected"),
    [
        (problem(item("a", 1, 5, pin=1)), {"a": None}, ["a is obligatory and left out"]),
        (problem(item("a", 1, 5, deadline=2)), {"a": None}, ["a is obligatory and left out"]),
        (problem(item("a", 1, 5, pin=1)), {"a": 2}, ["a must not be in sprint 2"]),
        (problem(item("a", 1, 5)), {"a": 3}, ["a must not be in sprint 3"]),
        (
            problem(item("a", 1, 5)),
            {"a": 0},
            ["a must not be in sprint 0", "a is in sprint 0, before or after its time"],
        ),
        (problem(item("a", 1, 5, not_before=2)), {"a": 1}, ["a is in sprint 1, before or after its time"]),
        (problem(item("a", 1, 5, deadline=1)), {"a": 2}, ["a is in sprint 2, before or after its time"]),
        (problem(item("a"), item("b", 1, 5, "a")), {"a": 2, "b": 1}, ["b in sprint 1 waits for a"]),
        (problem(item("a"), item("b", 1, 5, "a")), {"a": None, "b": 1}, ["b in sprint 1 waits for a"]),
        (problem(item("a"), item("b", 1, 5, Need("a", 1))), {"a": 1, "b": 1}, ["b in sprint 1 waits for a"]),
        (problem(item("a", 1, 6), item("b", 1, 5)), {"a": 2, "b": 2}, ["sprint 2 holds 11 of points"]),
        (
            problem(item("a", 1, 5, effort={"ml": 5}), skills={"ml": (4, 4)}),
            {"a": 1},
            ["sprint 1 holds 5 of ml"],
        ),
        (
            problem(item("a", 1, 1, group="x"), item("b", 1, 1, group="y"), open_groups=1),
            {"a": 2, "b": 2},
            ["sprint 2 has 2 groups open"],
        ),
    ],
)
def test_each_kind_of_violation_is_found(of: Problem, placement: dict[str, int | None], expected: list[str]) -> None:
    """Whatever breaks a rule is named, in one sentence each."""
    assert of.violations(placement) == expected


def test_a_deadline_past_the_horizon_obliges_nobody() -> None:
    """What need only be done after the last sprint may be left out."""
    assert problem(item("a", 1, 5, deadline=3)).violations({"a": None}) == []


@pytest.mark.parametrize(("placement", "expected"), [({"a": 1, "b": 1}, 0), ({"a": 1, "b": 2}, 0)])
def test_items_without_effort_open_no_group(placement: dict[str, int | None], expected: int) -> None:
    """A milestone is nothing to work on."""
    of = problem(item("a", 1, None, group="x"), item("b", 1, 1, group="y"), open_groups=1)
    assert len(of.violations(placement)) == expected


def test_two_items_of_a_group_open_it_once() -> None:
    """Groups are counted, not items."""
    of = problem(item("a", 1, 1, group="x"), item("b", 1, 1, group="x"), open_groups=1)
    assert of.violations({"a": 1, "b": 1}) == []


def test_what_is_left_out_uses_nothing() -> None:
    """An item that is not placed takes no capacity."""
    assert problem(item("a", 1, 11), item("b", 1, 10)).violations({"a": None, "b": 1}) == []


def test_the_objective_discounts_sprint_by_sprint() -> None:
    """8 in sprint 1, 8 · ½ in sprint 2 and 8 · ¼ in sprint 3 are 14."""
    of = problem(item("a", 8), item("b", 8), item("c", 8), item("d", 8), capacity=(1, 1, 1))
    assert of.objective({"a": 1, "b": 2, "c": 3, "d": None}) == 14.0


def test_without_a_discount_every_sprint_counts_alike() -> None:
    """A discount of 1 makes sprint 2 worth as much as sprint 1."""
    assert problem(item("a", 8), item("b", 8), discount=1.0).objective({"a": 1, "b": 2}) == 16.0


def test_the_factors_are_products() -> None:
    """1, d, d² …, one for each sprint."""
    assert problem(capacity=(1, 1, 1)).factor == (1.0, 0.5, 0.25)


@pytest.mark.parametrize(("more", "expected"), [({}, False), ({"pin": 1}, True), ({"deadline": 1}, True)])
def test_pins_and_deadlines_oblige(more: dict[str, int], expected: bool) -> None:
    """An item with either is obligatory."""
    assert item("a", **more).obligatory is expected

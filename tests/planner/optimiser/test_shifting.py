"""Shifted values: a bound that holds whatever is shifted, and a priority."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.optimiser.blocks import dependents, make_blocks, topological
from planner.optimiser.problem import Need, Problem
from planner.optimiser.shifting import Shift, earliest_sprints, order_by
from tests.planner.optimiser.brute import optimum, problems
from tests.planner.small import item, problem

many = settings(max_examples=200, derandomize=True, deadline=None)


def shift(of: Problem, mix: dict[str, int] | None = None, sweeps: int = 0) -> Shift:
    made = Shift(of, make_blocks(of, topological(of)), mix or {"points": 1})
    for _ in range(sweeps):
        made.sweep()
    return made


mixes = st.fixed_dictionaries({"points": st.sampled_from((8, 1, 0))}, optional={
    "skill0": st.sampled_from((4, 8, 32)), "skill1": st.sampled_from((1, 16)),
})  # fmt: skip


@given(problems(), mixes, st.sampled_from((0, 1, 2, 4, 60)))
@many
def test_the_bound_holds_after_any_sweeps_and_for_any_mix(of: Problem, mix: dict[str, int], sweeps: int) -> None:
    """No placement earns more than the bound, however often values were shifted and however resources are mixed."""
    best = optimum(of)
    assert best is None or shift(of, mix, sweeps).bound() >= best - 1e-9


@given(problems(), st.integers(1, 60))
@many
def test_sweeping_neither_loses_nor_makes_value(of: Problem, sweeps: int) -> None:
    """The values of all blocks sum to the same before and after."""
    before, after = shift(of), shift(of, sweeps=sweeps)
    assert math.fsum(after.value) == pytest.approx(math.fsum(before.value), abs=1e-7)


@given(problems(negative=False), st.integers(1, 60))
@many
def test_nothing_is_given_that_is_less_than_nothing(of: Problem, sweeps: int) -> None:
    """What a block gives to a prerequisite is never negative: only then does the bound hold."""
    assert all(amount >= 0 for given in shift(of, sweeps=sweeps).given for amount in given)


@given(problems(skills=0))
@many
def test_ratios_do_not_increase_along_prerequisites(of: Problem) -> None:
    """After many sweeps no block has a higher ratio than one it waits for."""
    made = shift(of, sweeps=3000)
    ratios = made.ratios()
    for n, block in enumerate(made.blocks):
        assert all(ratios[n] <= ratios[b] * (1 + 1e-3) + 1e-3 for b, _ in block.before)


def test_value_goes_to_a_prerequisite_until_ratios_are_equal() -> None:
    """Ten points of value for a chain of two equal efforts are five each."""
    assert shift(problem(item("a", 0, 5), item("b", 10, 5, "a")), sweeps=1).value == pytest.approx([5, 5])


def test_nothing_goes_to_a_prerequisite_that_is_better_already() -> None:
    """A prerequisite with the higher ratio keeps what it has and gets nothing."""
    assert shift(problem(item("a", 10, 5), item("b", 3, 5, "a")), sweeps=1).value == [10, 3]


def test_value_can_be_taken_back() -> None:
    """What a prerequisite no longer needs, since another gives to it, returns in a later sweep."""
    of = problem(item("a", 0, 6), item("c", 60, 1, "a"), item("b", 4, 1, "a"))
    assert [shift(of, sweeps=n).value[2] < 4 for n in (1, 200)] == [True, False]


def test_value_is_shared_among_prerequisites() -> None:
    """Two equal prerequisites and the item itself have a third each."""
    of = problem(item("a", 0, 5), item("b", 0, 5), item("c", 30, 5, "a", "b"))
    assert shift(of, sweeps=1).value == pytest.approx([10, 10, 10])


def test_ratios_are_value_per_effort() -> None:
    """Twelve for three points is four."""
    assert shift(problem(item("a", 12, 3))).ratios() == [4.0]


def test_the_bound_of_one_sprint_is_a_fractional_knapsack() -> None:
    """Six for six, then half of eight for eight more, in a sprint of ten."""
    of = problem(item("a", 12, 6), item("b", 8, 8), capacity=(10,))
    assert shift(of).bound() == pytest.approx(16)


def test_the_bound_looks_at_the_resources_of_its_mix_alone() -> None:
    """A skill that has no price neither helps nor limits; one with a price does both."""
    of = problem(item("a", 12, 6, effort={"ml": 6}), capacity=(5, 5), skills={"ml": (1, 2)})
    made = [shift(of, mix) for mix in ({"points": 1}, {"ml": 1}, {"points": 2, "ml": 1})]
    assert [(s.effort, s.capacity) for s in made] == [([6], [5, 10]), ([6], [1, 3]), ([18], [11, 23])]


def test_the_bound_counts_each_sprint_at_its_discount() -> None:
    """Ten in the first sprint, ten at one half in the second."""
    of = problem(item("a", 10, 10), item("b", 10, 10), capacity=(10, 10))
    assert shift(of).bound() == pytest.approx(15)


def test_the_bound_knows_the_first_possible_sprint() -> None:
    """What may not be before sprint 2 counts at one half."""
    assert shift(problem(item("a", 10, 1, not_before=2))).bound() == pytest.approx(5)


def test_the_bound_leaves_losses_out() -> None:
    """Work that is worth less than nothing does not lower the bound."""
    assert shift(problem(item("a", 10, 1), item("b", -4, 1))).bound() == pytest.approx(10)


def test_nothing_to_earn_is_a_bound_of_zero() -> None:
    """Where no item is worth anything the bound is 0 exactly, so that the empty plan is optimal."""
    assert shift(problem(item("a", 0, 1))).bound() == 0.0


def test_no_room_is_a_bound_of_zero() -> None:
    """Where no sprint holds anything the bound is 0 exactly."""
    assert shift(problem(item("a", 5, 1), capacity=(0, 0))).bound() == 0.0


def test_the_bound_has_a_margin_for_rounding() -> None:
    """The bound of a problem with negative values stays a billionth above what was computed."""
    assert shift(problem(item("a", -5, 1))).bound() > 0.0


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ([item("a", 1, 1)], [1]),
        ([item("a", 1, 1, not_before=2)], [2]),
        ([item("a", 1, 1, pin=2)], [2]),
        ([item("a", 1, 1), item("b", 1, 1, "a")], [1, 1]),
        ([item("a", 1, 1), item("b", 1, 1, Need("a", 2))], [1, 3]),
        ([item("a", 1, 1, not_before=2), item("b", 1, 1, Need("a", 1)), item("c", 1, 1, "b")], [2, 3, 3]),
        ([item("s", 0, 1, not_before=2), item("m", 1, None, "s")], [2]),
        ([item("a", 1, 11)], [3]),
    ],
)
def test_the_first_sprint_of_a_block(made: list[object], expected: list[int]) -> None:
    """By the limits of its members and the lags of what it waits for; past the horizon where no sprint is enough."""
    of = problem(*made)  # type: ignore[arg-type]
    assert earliest_sprints(of, make_blocks(of, topological(of))) == expected


def test_a_sprint_too_small_for_a_member_is_skipped() -> None:
    """An item of five points cannot be in a sprint of four."""
    of = problem(item("a", 1, 5), capacity=(4, 5))
    assert earliest_sprints(of, make_blocks(of, topological(of))) == [2]


def order(of: Problem, ratios: list[float]) -> list[str]:
    blocks = make_blocks(of, topological(of))
    return [blocks[n].head for n in order_by(blocks, ratios, dependents(blocks))]


def test_the_order_is_by_falling_ratio() -> None:
    """The highest priority comes first."""
    assert order(problem(item("a", 1, 1), item("b", 1, 1), item("c", 1, 1)), [1, 3, 2]) == ["b", "c", "a"]


def test_the_order_respects_prerequisites() -> None:
    """A block comes after what it waits for, whatever its ratio."""
    assert order(problem(item("a", 1, 1), item("b", 1, 1, "a")), [1, 9]) == ["a", "b"]


def test_equal_ratios_are_ordered_by_id() -> None:
    """Ties are broken by the id of the head."""
    assert order(problem(item("b", 1, 1), item("a", 1, 1)), [1, 1]) == ["a", "b"]

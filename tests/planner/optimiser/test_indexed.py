"""A problem with numbers in place of names."""

from __future__ import annotations

import pytest

from planner.optimiser.indexed import Indexed
from planner.optimiser.problem import Item, Need
from tests.planner.small import item, problem


def test_the_order_has_each_item_after_what_it_needs() -> None:
    """Whatever the order of the items, needs come first."""
    of = Indexed(problem(item("c", 0, 1, "b"), item("b", 0, 1, "a"), item("a")))
    assert of.ids_of(of.order) == ["a", "b", "c"]


def test_needs_in_a_circle_are_an_error() -> None:
    """A circle has no order."""
    with pytest.raises(ValueError, match="the needs of 'a' go in a circle"):
        Indexed(problem(item("a", 0, 1, "b"), item("b", 0, 1, "a"), item("c")))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ([item("a", 1, 1)], [1]),
        ([item("a", 1, 1, not_before=2)], [2]),
        ([item("a", 1, 1, pin=2)], [2]),
        ([item("a", 1, 1), item("b", 1, 1, "a")], [1, 1]),
        ([item("a", 1, 1), item("b", 1, 1, Need("a", 2))], [1, 3]),
        ([item("a", 1, 1, not_before=2), item("b", 1, 1, Need("a", 1)), item("c", 1, 1, "b")], [2, 3, 3]),
        ([item("a", 1, 11)], [3]),
    ],
)
def test_the_first_sprint_of_an_item(made: list[Item], expected: list[int]) -> None:
    """By its own dates and the lags of what it waits for; past the horizon where no sprint is large enough."""
    assert Indexed(problem(*made)).first == expected


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [((4, 6), [10, 8]), ((3, 6), [9, 9]), ((4, 7), [11, 9]), ((0, 5), [10, 5]), ((), [11, 9])],
)
def test_capacity_that_no_sizes_add_up_to_is_not_counted(sizes: tuple[int, ...], expected: list[int]) -> None:
    """What can be filled of eleven and of nine points is a multiple of what all sizes are multiples of."""
    made = [item(f"i{n}", 1, size) for n, size in enumerate(sizes)]
    assert Indexed(problem(*made, capacity=(11, 9))).capacity == [expected]


def test_a_sprint_too_small_for_an_item_is_skipped() -> None:
    """An item of five points cannot be in a sprint of four."""
    assert Indexed(problem(item("a", 1, 5), capacity=(4, 5))).first == [2]


def test_what_something_obligatory_needs_is_obligatory() -> None:
    """A deadline holds for the whole chain before it, less the lags; what comes after it is free."""
    made = [item("a", 1, 1), item("b", 1, 1, Need("a", 1)), item("c", 1, 1, "b", deadline=3), item("d", 1, 1, "c")]
    of = Indexed(problem(*made, capacity=(9, 9, 9, 9)))
    assert (of.must, of.last) == ([True, True, True, False], [2, 3, 3, 4])


def test_a_deadline_past_the_horizon_obliges_nobody() -> None:
    """The calendar ends before it."""
    assert Indexed(problem(item("a", 1, 1, deadline=3))).must == [False]

"""Places for what is obligatory."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings

from planner.optimiser.errors import Infeasible
from planner.optimiser.indexed import Indexed
from planner.optimiser.problem import Item, Need, Problem
from planner.optimiser.reserve import reserve
from tests.planner.optimiser.brute import optimum, problems
from tests.planner.small import item, problem


def reserved(of: Problem) -> dict[str, int]:
    return {id: sprint for id, sprint in reserve(Indexed(of)).placement().items() if sprint is not None}


def refused(of: Problem) -> Infeasible:
    with pytest.raises(Infeasible) as found:
        reserve(Indexed(of))
    return found.value


def test_what_is_not_obligatory_is_not_reserved() -> None:
    """Without a pin or a deadline there is nothing to reserve."""
    assert reserved(problem(item("a", 1, 1), item("b", 1, 1, not_before=2))) == {}


def test_a_pin_is_reserved_in_its_sprint() -> None:
    """Exactly that sprint."""
    assert reserved(problem(item("a", 1, 1, pin=1))) == {"a": 1}


def test_a_deadline_is_reserved_as_late_as_it_may_be() -> None:
    """The last sprint that keeps the deadline."""
    assert reserved(problem(item("a", 1, 1, deadline=2), capacity=(9, 9, 9))) == {"a": 2}


def test_a_deadline_past_the_horizon_is_not_reserved() -> None:
    """It obliges nobody within this calendar."""
    assert reserved(problem(item("a", 1, 1, deadline=3))) == {}


def test_what_it_needs_is_reserved_too() -> None:
    """The whole chain before an obligatory item, in order."""
    of = problem(item("a", 1, 6), item("b", 1, 6, "a"), item("c", 1, 6, "b", deadline=3), capacity=(9, 9, 9))
    assert reserved(of) == {"a": 1, "b": 2, "c": 3}


def test_lags_are_kept_in_a_chain() -> None:
    """A prerequisite with a lag of two is reserved two sprints before."""
    of = problem(item("a", 1, 1), item("b", 1, 1, Need("a", 2), pin=3), capacity=(9, 9, 9))
    assert reserved(of) == {"a": 1, "b": 3}


def test_pins_come_before_deadlines() -> None:
    """A deadline makes room for a pin in the same sprint."""
    assert reserved(problem(item("a", 1, 6, deadline=2), item("b", 1, 6, pin=2))) == {"a": 1, "b": 2}


def test_a_pin_within_its_deadline_holds() -> None:
    """Both limits of one item are kept."""
    assert reserved(problem(item("a", 1, 1, pin=1, deadline=2))) == {"a": 1}


def test_the_search_finds_what_the_backwards_pass_does_not() -> None:
    """As late as possible, six and four would take sprint 2 from the five and five that only fit there together."""
    of = problem(
        item("a", 1, 4, deadline=2),
        item("b", 1, 4, deadline=2),
        item("c", 1, 6, deadline=2),
        item("d", 1, 6, deadline=2, not_before=2),
    )
    assert sorted(reserved(of).values()) == [1, 1, 2, 2]


def test_the_search_goes_back_more_than_one_step() -> None:
    """Three sizes into two sprints of ten: 6 + 4 and 7 + 3 is the only way."""
    of = problem(*(item(f"i{n}", 1, size, deadline=2) for n, size in enumerate((6, 7, 3, 4))))
    placed = reserved(of)
    assert [sum(of.item[id].effort["points"] for id, at in placed.items() if at == s) for s in (1, 2)] == [10, 10]


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([item("a", 1, 1, pin=3)], "a must be in sprint 3; there are 2"),
        ([item("a", 1, 1, pin=1, not_before=2)], "a: it cannot be before sprint 2 and must be by sprint 1"),
        ([item("a", 1, 1, pin=2, deadline=1)], "a: it cannot be before sprint 2 and must be by sprint 1"),
        (
            [item("a", 1, 1), item("b", 1, 1, Need("a", 1), pin=1)],
            "a: it cannot be before sprint 1 and must be by sprint 0",
        ),
        (
            [item("a", 1, 1, pin=2), item("b", 1, 1, "a", deadline=1)],
            "a: it cannot be before sprint 2 and must be by sprint 1",
        ),
        (
            [item("a", 1, 6, pin=1), item("b", 1, 6, pin=1)],
            "sprint 1 has no room for b beside a",
        ),
        ([item("a", 1, 11, pin=1)], "sprint 1 has no room for a"),
        ([item("a", 1, 1, pin=1, group="x"), item("b", 1, 1, pin=1, group="y")], "sprint 1 has no room for b beside a"),
        ([item("a", 1, 11, deadline=2)], "no sprint until 2 is large enough for a"),
    ],
)
def test_what_cannot_be_is_named(items: list[Item], text: str) -> None:
    """The sentence says which item cannot be where, and why; and it is proven."""
    error = refused(problem(*items, open_groups=1))
    assert (str(error), error.proven) == (text, True)


def test_what_does_not_fit_together_is_named() -> None:
    """Three items of six do not fit into two sprints of ten, and that is proven."""
    error = refused(problem(*(item(f"i{n}", 1, 6, deadline=2) for n in range(3))))
    assert (str(error), error.items) == ("there is no room for all of i0 and i1 and i2 in time", ("i0", "i1", "i2"))
    assert error.proven


def test_many_that_do_not_fit_are_told_short() -> None:
    """A sentence names three of them, and how many more there are."""
    error = refused(problem(*(item(f"i{n}", 1, 6, deadline=2) for n in range(5))))
    assert str(error) == "there is no room for all of i0 and i1 and i2 and 2 more in time"


@given(problems())
@settings(max_examples=300, derandomize=True, deadline=None)
def test_infeasible_exactly_where_no_placement_is(of: Problem) -> None:
    """There is a reservation if and only if some placement keeps every rule, and it keeps them itself."""
    try:
        schedule = reserve(Indexed(of))
    except Infeasible as error:
        schedule, proven = None, error.proven
    assert (schedule is None) == (optimum(of) is None)
    assert proven if schedule is None else of.violations(schedule.placement()) == []


@given(problems())
@settings(max_examples=200, derandomize=True, deadline=None)
def test_a_large_programme_is_rounded_and_never_proves_too_much(of: Problem) -> None:
    """Beyond LARGE columns what is found keeps every rule, and only what is impossible is called so."""
    with patch("planner.optimiser.reserve.LARGE", 0):
        try:
            schedule, proven = reserve(Indexed(of)), False
        except Infeasible as error:
            schedule, proven = None, error.proven
    assert of.violations(schedule.placement()) == [] if schedule else not proven or optimum(of) is None

"""Placing items one after the other, each with what it waits for."""

from __future__ import annotations

import pytest

from planner.optimiser.indexed import Indexed
from planner.optimiser.listing import Schedule, keep, list_schedule, place, settle
from planner.optimiser.problem import Need, Problem
from planner.optimiser.terms import Terms
from tests.planner.small import item, problem


def holding(of: Problem, **sprints: int) -> Schedule:
    """A schedule in which some items are placed already."""
    schedule = Schedule(Indexed(of))
    for id, sprint in sprints.items():
        schedule.put(schedule.of.number[id], sprint)
    return schedule


def listed(of: Problem, *ids: str, loose: tuple[str, ...] = (), **sprints: int) -> dict[str, int | None]:
    """The placement after listing these items, or all, beside what is held already."""
    start = holding(of, **sprints)
    number = start.of.number
    order = [number[id] for id in ids or number]
    return list_schedule(start, order, [number[id] for id in loose]).placement()


def test_each_item_goes_to_the_earliest_sprint_with_room() -> None:
    """Six and six do not fit into ten; four fit beside the first."""
    of = problem(item("a", 1, 6), item("b", 1, 6), item("c", 1, 4))
    assert listed(of) == {"a": 1, "b": 2, "c": 1}


def test_the_order_decides_who_comes_first() -> None:
    """What is listed first takes the first sprint."""
    assert listed(problem(item("a", 1, 6), item("b", 1, 6)), "b", "a") == {"a": 2, "b": 1}


def test_what_fits_nowhere_is_left_out() -> None:
    """An item larger than every sprint is not placed."""
    assert listed(problem(item("a", 1, 11), item("b", 1, 1))) == {"a": None, "b": 1}


def test_what_waits_for_something_left_out_is_left_out() -> None:
    """Without its prerequisite an item has no sprint."""
    assert listed(problem(item("a", 1, 11), item("b", 1, 1, "a"))) == {"a": None, "b": None}


def test_an_item_is_placed_with_all_it_needs_or_not_at_all() -> None:
    """One story that does not fit keeps the others of its level out too, and gives their room back."""
    of = problem(item("s", 0, 6), item("t", 0, 11), item("m", 9, None, "s", "t"), item("z", 1, 10))
    assert listed(of, "m", "z") == {"s": None, "t": None, "m": None, "z": 1}


def test_a_lag_counts() -> None:
    """An item with a lag of two comes two sprints later."""
    of = problem(item("a", 1, 1), item("b", 1, 1, Need("a", 2)), capacity=(9, 9, 9))
    assert listed(of) == {"a": 1, "b": 3}


def test_a_prerequisite_in_the_same_sprint_will_do() -> None:
    """Without a lag both may be in one sprint."""
    assert listed(problem(item("a", 1, 1), item("b", 1, 1, "a"))) == {"a": 1, "b": 1}


@pytest.mark.parametrize(
    ("more", "expected"), [({"not_before": 2}, 2), ({"pin": 2}, 2), ({"deadline": 1}, 1), ({"not_before": 3}, None)]
)
def test_limits_hold(more: dict[str, int], expected: int | None) -> None:
    """Pins, first and last sprints are kept."""
    assert listed(problem(item("a", 1, 1, **more)))["a"] == expected


def test_a_deadline_keeps_an_item_out_of_later_sprints() -> None:
    """Where the sprints up to the deadline are full the item is left out."""
    assert listed(problem(item("a", 1, 10), item("b", 1, 1, deadline=1)))["b"] is None


def test_every_resource_counts() -> None:
    """Two stories of six for a skill with six are in two sprints, though the points would do."""
    skill = {"ml": (6, 6)}
    of = problem(item("a", 1, 4, effort={"ml": 4}), item("b", 1, 4, effort={"ml": 4}), skills=skill)
    assert listed(of) == {"a": 1, "b": 2}


def test_open_groups_are_limited() -> None:
    """With one epic at a time the second epic waits, and the first may go on."""
    of = problem(
        item("a", 1, 1, group="x"), item("b", 1, 1, group="y"), item("c", 1, 1, group="x"), open_groups=1
    )  # fmt: skip
    assert listed(of) == {"a": 1, "b": 2, "c": 1}


def test_an_item_without_effort_needs_no_open_group() -> None:
    """A milestone is reached whatever is in progress."""
    of = problem(item("a", 1, 1, group="x"), item("m", 1, None, group="y"), open_groups=1)
    assert listed(of) == {"a": 1, "m": 1}


def test_what_is_reserved_moves_forward_when_its_turn_comes() -> None:
    """An item reserved late takes an earlier sprint where there is room."""
    assert listed(problem(item("a", 1, 1, deadline=2)), loose=("a",), a=2) == {"a": 1}


def test_what_is_reserved_stays_where_there_is_no_better() -> None:
    """A reserved item keeps its sprint when the ones before are full."""
    of = problem(item("a", 1, 6, deadline=2), item("b", 1, 6))
    assert listed(of, "b", "a", loose=("a",), a=2) == {"a": 2, "b": 1}


def test_what_is_held_and_not_reserved_stays() -> None:
    """An item that the start holds for good is not moved."""
    assert listed(problem(item("a", 1, 1)), a=2) == {"a": 2}


def test_the_start_is_left_as_it_was() -> None:
    """Listing works on a copy."""
    of = problem(item("a", 1, 1))
    start = holding(of)
    list_schedule(start, [0])
    assert start.at == [0]


def test_what_fails_puts_what_was_reserved_back() -> None:
    """A reserved story that moved for the sake of its level goes back when another does not fit."""
    of = problem(item("s", 0, 6), item("t", 0, 11), item("m", 9, None, "s", "t"))
    schedule = holding(of, s=2)
    assert not place(schedule, 2, {0})
    assert (schedule.at, schedule.free) == ([2, 0, 0], [[10, 4]])


def test_removing_gives_everything_back() -> None:
    """Room and group are free again, as if the item had never been there."""
    of = problem(item("a", 1, 2, group="x"), open_groups=1)
    schedule = holding(of, a=1)
    schedule.remove(0)
    assert (schedule.at, schedule.free, schedule.open) == ([0], [[10, 10]], [{}, {}])


def test_a_group_stays_open_while_one_item_is_left() -> None:
    """Of two items of a group one may go without closing it."""
    of = problem(item("a", 1, 1, group="x"), item("b", 1, 1, group="x"), open_groups=1)
    schedule = holding(of, a=1, b=1)
    schedule.remove(0)
    assert schedule.open == [{0: 1}, {}]


def test_a_copy_is_independent() -> None:
    """What is placed in a copy is not placed in the original."""
    of = problem(item("a", 1, 2, group="x"))
    schedule = holding(of)
    schedule.copy().put(0, 1)
    assert (schedule.at, schedule.free, schedule.open) == ([0], [[10, 10]], [{}, {}])


# Keeping what was planned before


def kept(of: Problem, previous: dict[str, int], **sprints: int) -> dict[str, int | None]:
    """The placement after keeping what was planned before beside what is reserved."""
    start = holding(of, **sprints)
    return keep(start, {start.of.number[id]: sprint for id, sprint in previous.items()}).placement()


def test_items_are_kept_where_they_were() -> None:
    """Each in its previous sprint; what was in none is not placed."""
    of = problem(item("s", 0, 6), item("t", 0, 6), item("u", 9, 4))
    assert kept(of, {"s": 2, "t": 1}) == {"s": 2, "t": 1, "u": None}


def test_what_no_longer_fits_is_not_kept() -> None:
    """Of two that were in one sprint and have grown, the first stays."""
    assert kept(problem(item("a", 1, 6), item("b", 1, 6)), {"a": 1, "b": 1}) == {"a": 1, "b": None}


@pytest.mark.parametrize(
    ("more", "sprint"), [({"pin": 2}, 1), ({"not_before": 2}, 1), ({"deadline": 1}, 2), ({"pin": 1}, 2), ({}, 3)]
)
def test_an_item_is_not_kept_against_a_limit(more: dict[str, int], sprint: int) -> None:
    """What people decided since comes before where it was."""
    assert kept(problem(item("a", 1, 1, **more)), {"a": sprint}) == {"a": None}


def test_an_item_is_not_kept_before_what_it_waits_for() -> None:
    """A prerequisite that moved later moves it too."""
    of = problem(item("a", 1, 1, not_before=2), item("b", 1, 1, "a"))
    assert kept(of, {"a": 2, "b": 1}) == {"a": 2, "b": None}


@pytest.mark.parametrize(
    ("previous", "expected"), [({"a": 1}, 1), ({"a": 2}, 2), ({}, 3), ({"a": 3}, 3), ({"a": 4}, 3)]
)
def test_what_is_reserved_goes_back_to_where_it_was(previous: dict[str, int], expected: int) -> None:
    """An item reserved in sprint 3 goes forward to its previous sprint; it never goes later."""
    of = problem(item("a", 1, 1, deadline=3), capacity=(9, 9, 9))
    assert kept(of, previous, a=3) == {"a": expected}


def test_what_is_reserved_stays_where_its_sprint_is_full() -> None:
    """The previous sprint must still have room."""
    of = problem(item("b", 1, 6), item("a", 1, 6))
    assert kept(of, {"a": 1, "b": 1}, a=2, b=1) == {"b": 1, "a": 2}


# Settling


def settled(of: Problem, previous: dict[str, int] | None = None, **sprints: int) -> dict[str, int | None]:
    schedule = holding(of, **sprints)
    number = schedule.of.number
    settle(schedule, range(len(number)), Terms({number[id]: s for id, s in (previous or {}).items()}, 1.0))
    return schedule.placement()


def test_items_move_forward_into_room_that_is_left() -> None:
    """What lies later than it has to moves, and what was left out is placed."""
    assert settled(problem(item("a", 1, 6), item("b", 1, 4), item("c", 1, 4)), a=2, b=2) == {"a": 1, "b": 1, "c": 2}


def test_what_would_cost_a_move_stays() -> None:
    """An item in its previous sprint is not moved forward."""
    assert settled(problem(item("a", 1, 6)), {"a": 2}, a=2) == {"a": 2}


def test_a_loss_moves_back() -> None:
    """What costs is as late as what waits for it allows."""
    of = problem(item("a", -1, 1), item("b", 9, 6, "a", not_before=2), capacity=(9, 9, 9))
    assert settled(of, a=1, b=2) == {"a": 2, "b": 2}


def test_a_loss_that_does_not_pay_goes_with_all_that_waits_for_it() -> None:
    """Where the prerequisite costs more than the rest earns, neither stays."""
    assert settled(problem(item("a", -9, 1), item("b", 5, 1, "a")), a=1, b=1) == {"a": None, "b": None}


def test_two_gains_may_pay_for_a_loss_together() -> None:
    """Neither would pay for it alone, both do."""
    of = problem(item("a", -5, 1), item("b", 3, 1, "a"), item("c", 3, 1, "a"))
    assert settled(of, a=1, b=1, c=1) == {"a": 1, "b": 1, "c": 1}


def test_an_obligatory_loss_stays() -> None:
    """What must be done is not left out for what it costs."""
    assert settled(problem(item("a", -9, 1, deadline=1)), a=1) == {"a": 1}

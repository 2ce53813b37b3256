"""Placing blocks one after the other."""

from __future__ import annotations

import pytest

from planner.optimiser.blocks import Block, make_blocks, topological
from planner.optimiser.listing import Schedule, keep_block, keep_reserved, list_schedule, place_block
from planner.optimiser.problem import Need, Problem
from tests.planner.small import item, problem


def blocks_of(of: Problem) -> dict[str, Block]:
    return {block.head: block for block in make_blocks(of, topological(of))}


def holding(of: Problem, **sprints: int) -> Schedule:
    """A schedule in which some items are placed already."""
    schedule = Schedule(of)
    for id, sprint in sprints.items():
        schedule.put(of.item[id], sprint)
    return schedule


def listed(of: Problem, *heads: str, reserved: dict[str, int] | None = None, **sprints: int) -> dict[str, int | None]:
    """The placement after listing the blocks of these heads beside what is held already."""
    blocks = make_blocks(of, topological(of))
    number = {block.head: n for n, block in enumerate(blocks)}
    order = [number[head] for head in heads or number]
    return list_schedule(of, blocks, order, holding(of, **sprints), reserved or {}).placement()


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


def test_a_block_is_placed_whole_or_not_at_all() -> None:
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
    assert listed(problem(item("a", 1, 1, deadline=2)), reserved={"a": 2}, a=2) == {"a": 1}


def test_what_is_reserved_stays_where_there_is_no_better() -> None:
    """A reserved item keeps its sprint when the ones before are full."""
    of = problem(item("a", 1, 6, deadline=2), item("b", 1, 6))
    assert listed(of, "b", "a", reserved={"a": 2}, a=2) == {"a": 2, "b": 1}


def test_what_is_held_and_not_reserved_stays() -> None:
    """An item that the start holds for good is not moved."""
    assert listed(problem(item("a", 1, 1)), a=2) == {"a": 2}


def test_the_start_is_left_as_it_was() -> None:
    """Listing works on a copy."""
    of = problem(item("a", 1, 1))
    start = Schedule(of)
    list_schedule(of, make_blocks(of, ["a"]), [0], start, {})
    assert start.sprint == {}


def test_a_failed_block_puts_what_was_reserved_back() -> None:
    """A reserved story that moved for the sake of its block goes back when the block fails."""
    of = problem(item("s", 0, 6), item("t", 0, 11), item("m", 9, None, "s", "t"))
    schedule = holding(of, s=2)
    assert not place_block(of, blocks_of(of)["m"], schedule, {"s": 2})
    assert (schedule.sprint, schedule.free["points"]) == ({"s": 2}, [10, 4])


def test_removing_gives_everything_back() -> None:
    """Room and group are free again, as if the item had never been there."""
    of = problem(item("a", 1, 3, group="x"), open_groups=1)
    schedule = holding(of, a=1)
    schedule.remove(of.item["a"])
    assert (schedule.sprint, schedule.free["points"], schedule.groups) == ({}, [10, 10], [{}, {}])


def test_a_group_stays_open_while_one_item_is_left() -> None:
    """Of two items of a group one may go without closing it."""
    of = problem(item("a", 1, 1, group="x"), item("b", 1, 1, group="x"))
    schedule = holding(of, a=1, b=1)
    schedule.remove(of.item["a"])
    assert schedule.groups == [{"x": 1}, {}]


def test_a_copy_is_independent() -> None:
    """What is placed in a copy is not placed in the original."""
    of = problem(item("a", 1, 3, group="x"))
    schedule = Schedule(of)
    schedule.copy().put(of.item["a"], 1)
    assert (schedule.sprint, schedule.free["points"], schedule.groups) == ({}, [10, 10], [{}, {}])


# Keeping what was planned before


def kept(of: Problem, head: str, previous: dict[str, int], **sprints: int) -> dict[str, int | None]:
    schedule = holding(of, **sprints)
    keep_block(of, blocks_of(of)[head], schedule, previous)
    return schedule.placement()


LEVEL = problem(item("s", 0, 6), item("t", 0, 6), item("m", 9, None, "s", "t"))


def test_a_block_is_kept_where_it_was() -> None:
    """Its stories go to their previous sprints, and its milestone follows."""
    assert kept(LEVEL, "m", {"s": 2, "t": 1}) == {"s": 2, "t": 1, "m": 2}


@pytest.mark.parametrize("previous", [{"s": 2}, {"s": 1, "t": 1}, {"s": 1, "t": 3}, {}])
def test_a_block_that_cannot_be_kept_whole_is_left_out(previous: dict[str, int]) -> None:
    """Where one of its stories was not placed, or no longer fits, none of them is kept."""
    assert kept(LEVEL, "m", previous) == {"s": None, "t": None, "m": None}


@pytest.mark.parametrize(
    ("more", "sprint"), [({"pin": 2}, 1), ({"not_before": 2}, 1), ({"deadline": 1}, 2), ({"pin": 1}, 2)]
)
def test_a_block_is_not_kept_against_a_limit(more: dict[str, int], sprint: int) -> None:
    """What people decided since comes before where it was."""
    assert kept(problem(item("a", 1, 1, **more)), "a", {"a": sprint}) == {"a": None}


def test_a_block_is_not_kept_before_what_it_waits_for() -> None:
    """A prerequisite that moved later moves it too."""
    of = problem(item("a", 1, 1), item("b", 1, 1, "a"))
    assert kept(of, "b", {"b": 1}, a=2)["b"] is None


def moved(of: Problem, id: str, previous: dict[str, int], **sprints: int) -> int:
    schedule = holding(of, **sprints)
    keep_reserved(of.item[id], schedule, previous)
    return schedule.sprint[id]


@pytest.mark.parametrize(
    ("previous", "expected"), [({"a": 1}, 1), ({"a": 2}, 2), ({}, 3), ({"a": 3}, 3), ({"a": 4}, 3)]
)
def test_what_is_reserved_goes_back_to_where_it_was(previous: dict[str, int], expected: int) -> None:
    """An item reserved in sprint 3 goes forward to its previous sprint; it never goes later."""
    assert moved(problem(item("a", 1, 1, deadline=3), capacity=(9, 9, 9)), "a", previous, a=3) == expected


def test_what_is_reserved_stays_where_its_sprint_is_full() -> None:
    """The previous sprint must still have room."""
    assert moved(problem(item("a", 1, 6), item("b", 1, 6)), "a", {"a": 1}, a=2, b=1) == 2


def test_what_is_reserved_stays_behind_what_it_needs() -> None:
    """The previous sprint must not lie before a prerequisite."""
    assert moved(problem(item("b", 1, 1), item("a", 1, 1, "b"), capacity=(9, 9, 9)), "a", {"a": 1}, b=2, a=3) == 3


def test_a_reserved_milestone_follows_its_stories() -> None:
    """What has no effort goes as far forward as what it needs allows."""
    assert moved(problem(item("s", 0, 1), item("m", 9, None, "s")), "m", {"s": 1}, s=1, m=2) == 1

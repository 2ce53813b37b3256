"""Items that are only done together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from planner.optimiser.blocks import make_blocks, topological
from planner.optimiser.problem import Item, Need, Problem
from tests.planner.optimiser.brute import problems
from tests.planner.small import item, problem


def members(*items: Item) -> list[tuple[str, ...]]:
    of = problem(*items)
    return [block.members for block in make_blocks(of, topological(of))]


def test_the_order_has_each_item_after_what_it_needs() -> None:
    """Whatever the order of the items, needs come first."""
    assert topological(problem(item("c", 0, 1, "b"), item("b", 0, 1, "a"), item("a"))) == ["a", "b", "c"]


def test_needs_in_a_circle_are_an_error() -> None:
    """A circle has no order."""
    with pytest.raises(ValueError, match="the needs of 'a' go in a circle"):
        topological(problem(item("a", 0, 1, "b"), item("b", 0, 1, "a"), item("c")))


def test_a_need_named_twice_is_one_need() -> None:
    """The same need with two lags does not confuse the order."""
    assert topological(problem(item("b", 0, 1, Need("a", 0), Need("a", 1)), item("a"))) == ["a", "b"]


def test_a_milestone_and_its_stories_are_one_block() -> None:
    """Stories that only a milestone waits for are done with it, and it is the head."""
    of = problem(item("s1", 0, 2), item("s2", 0, 3), item("m", 9, None, "s1", "s2"))
    (block,) = make_blocks(of, topological(of))
    assert (block.head, block.members, block.value, dict(block.effort)) == ("m", ("s1", "s2", "m"), 9, {"points": 5})


def test_a_chain_of_stories_is_one_block() -> None:
    """A story that comes after another of the same level belongs to the block as well."""
    assert members(item("s1", 0, 2), item("s2", 0, 3, "s1"), item("m", 9, None, "s1", "s2")) == [("s1", "s2", "m")]


def test_a_story_that_two_wait_for_is_a_block_of_its_own() -> None:
    """What serves two milestones belongs to neither."""
    made = [item("s", 0, 2), item("m1", 9, None, "s"), item("m2", 9, None, "s")]
    assert members(*made) == [("s",), ("m1",), ("m2",)]


def test_a_story_with_a_value_is_a_block_of_its_own() -> None:
    """What earns by itself is not tied to what waits for it."""
    assert members(item("s", 1, 2), item("m", 9, None, "s")) == [("s",), ("m",)]


def test_a_story_before_work_is_a_block_of_its_own() -> None:
    """Only a head without effort gathers others."""
    assert members(item("s", 0, 2), item("t", 9, 3, "s")) == [("s",), ("t",)]


def test_a_lag_keeps_blocks_apart() -> None:
    """What must lie sprints before is not done together."""
    assert members(item("s", 0, 2), item("m", 9, None, Need("s", 1))) == [("s",), ("m",)]


def test_a_second_need_with_a_lag_keeps_blocks_apart() -> None:
    """Of two needs of the same item the longer lag counts."""
    assert members(item("s", 0, 2), item("m", 9, None, Need("s", 0), Need("s", 1))) == [("s",), ("m",)]


def test_a_block_knows_the_blocks_before_it() -> None:
    """By their numbers, with the longest lag between any of their members."""
    of = problem(
        item("a", 5, 1),
        item("s1", 0, 1, "a"),
        item("s2", 0, 1, Need("a", 2)),
        item("m", 9, None, "s1", "s2"),
    )
    assert [block.before for block in make_blocks(of, topological(of))] == [(), ((0, 2),)]


@given(problems())
@settings(max_examples=200, derandomize=True, deadline=None)
def test_blocks_hold_every_item_once_and_in_order(of: Problem) -> None:
    """Each item is in one block; values and efforts are kept; a block comes after those it waits for."""
    blocks = make_blocks(of, topological(of))
    assert sorted(id for block in blocks for id in block.members) == sorted(i.id for i in of.items)
    assert sum(b.value for b in blocks) == pytest.approx(sum(i.value for i in of.items))
    totals = [sum(b.effort.get("points", 0) for b in blocks), sum(i.effort.get("points", 0) for i in of.items)]
    assert totals[0] == totals[1]
    assert all(b < n for n, block in enumerate(blocks) for b, _ in block.before)

"""Why each item is where it is, or nowhere, as facts about a schedule."""

from __future__ import annotations

from planner.optimiser.problem import Hold, Need, Problem
from planner.optimiser.reasons import reasons
from tests.planner.small import item, problem


def holds(of: Problem, id: str, **sprints: int) -> tuple[Hold, ...]:
    """The reasons for an item in a schedule that holds some items."""
    return reasons(of, dict.fromkeys(of.item) | sprints)[id]


def test_only_work_has_reasons() -> None:
    """A milestone follows its stories; it needs no reason of its own."""
    of = problem(item("a", 1, 1), item("m", 1, None, "a"))
    assert set(reasons(of, {"a": None, "m": None})) == {"a"}


def test_first() -> None:
    """There is nothing before sprint 1."""
    assert holds(problem(item("a", 1, 1)), "a", a=1) == (Hold("first"),)


def test_pin_comes_before_everything() -> None:
    """A pinned item is where it is for its pin alone, in sprint 1 too."""
    assert holds(problem(item("a", 1, 1, pin=1, not_before=1)), "a", a=1) == (Hold("pin"),)


def test_not_before_and_prerequisites_together() -> None:
    """Everything that holds is named, the item's own limit first."""
    of = problem(item("a", 1, 1), item("b", 1, 1), item("c", 1, 1, "a", "b", not_before=2))
    assert holds(of, "c", a=2, b=1, c=2) == (Hold("not-before"), Hold("prerequisite", "a"))


def test_a_limit_that_is_past_does_not_hold() -> None:
    """A first sprint that lies earlier is no reason."""
    of = problem(item("a", 1, 6), item("b", 1, 6, not_before=1))
    assert holds(of, "b", a=1, b=2) == (Hold("capacity", "points"),)


def test_a_lag_holds() -> None:
    """A prerequisite in sprint 1 with a lag of one holds in sprint 2, and not in sprint 3."""
    of = problem(item("a", 1, 1), item("b", 1, 1, Need("a", 1)), capacity=(9, 0, 9))
    assert holds(of, "b", a=1, b=2) == (Hold("prerequisite", "a"),)
    assert holds(of, "b", a=1, b=3) == (Hold("capacity", "points"),)


def test_every_resource_that_is_short() -> None:
    """Points and skill alike, by name."""
    of = problem(item("a", 1, 6, effort={"ml": 6}), item("b", 1, 6, effort={"ml": 6}), skills={"ml": (6, 6)})
    assert holds(of, "b", a=1, b=2) == (Hold("capacity", "ml"), Hold("capacity", "points"))


def test_room_that_is_just_enough_is_no_reason() -> None:
    """An item that would fit exactly is not held by capacity."""
    assert holds(problem(item("a", 1, 6), item("b", 1, 4)), "b", a=1, b=2) == (Hold("value"),)


def test_groups() -> None:
    """Where there is room but too much is open."""
    of = problem(item("a", 1, 1, group="x"), item("b", 1, 1, group="y"), open_groups=1)
    assert holds(of, "b", a=1, b=2) == (Hold("groups"),)


# Absent


def test_no_room() -> None:
    """What would fit into some sprint but found none."""
    assert holds(problem(item("a", 1, 1)), "a") == (Hold("capacity"),)


def test_too_large_by_each_resource() -> None:
    """The resources of which no sprint holds enough."""
    of = problem(item("a", 1, 8, effort={"ml": 8}), skills={"ml": (7, 7)})
    assert holds(of, "a") == (Hold("too-large", "ml"),)


def test_as_large_as_the_largest_sprint_is_not_too_large() -> None:
    """Ten fits into ten."""
    assert holds(problem(item("a", 1, 10), capacity=(9, 10)), "a") == (Hold("capacity"),)


def test_past_the_horizon_by_its_own_limit() -> None:
    """A first sprint after the last one."""
    assert holds(problem(item("a", 1, 1, not_before=3)), "a") == (Hold("horizon"),)


def test_past_the_horizon_by_lags() -> None:
    """A chain of lags longer than the calendar leaves no sprint, wherever the chain begins."""
    of = problem(item("a", 1, 1), item("b", 1, 1, Need("a", 1)), item("c", 1, 1, Need("b", 1)))
    assert holds(of, "c", a=1, b=2) == (Hold("horizon"),)


def test_missing_prerequisites() -> None:
    """Those that are absent, and no others."""
    of = problem(item("a", 1, 1), item("b", 1, 1), item("c", 1, 1, "a", "b"))
    assert holds(of, "c", a=1) == (Hold("prerequisite", "b"),)


def test_late_prerequisites() -> None:
    """Those that are placed too late for the lag, and no others."""
    of = problem(item("a", 1, 1), item("b", 1, 1), item("c", 1, 1, Need("a", 1), Need("b", 1)))
    assert holds(of, "c", a=1, b=2) == (Hold("prerequisite", "b"),)


def test_missing_prerequisites_come_before_late_ones() -> None:
    """What is not there at all is the nearer reason."""
    of = problem(item("a", 1, 1), item("b", 1, 1), item("c", 1, 1, "a", Need("b", 1)))
    assert holds(of, "c", b=2) == (Hold("prerequisite", "a"),)


def test_a_prerequisite_in_the_last_sprint_is_not_late() -> None:
    """Without a lag the same sprint would do."""
    of = problem(item("a", 1, 1), item("b", 1, 1, "a"))
    assert holds(of, "b", a=2) == (Hold("capacity"),)

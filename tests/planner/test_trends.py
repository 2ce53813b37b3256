"""How far the pillars are, baseline by baseline."""

from __future__ import annotations

import datetime

from planner.trends import Point, Progress, Snapshot, make_trends
from planner.workload import Standing
from tests.builders import level, practice
from tests.planner.small import catalog_of, workload_of

CATALOG = catalog_of(
    practice("a", level(), level(), severity="low"),
    practice("b", level(), level(), severity="low", principles=["sec.trace"]),
)
FIRST, LATER = datetime.date(2026, 12, 6), datetime.date(2026, 12, 20)


def trends(*snapshots: Snapshot, **workload: object) -> tuple[Point, ...]:
    return make_trends(CATALOG, workload_of(**{"target": {"default": 2}, **workload}), snapshots)


def snapshot(date: datetime.date = FIRST, label: str = "", **levels: int) -> Snapshot:
    return Snapshot(date, label, {id: Standing(number) for id, number in levels.items()})


def test_levels_and_value_by_pillar() -> None:
    """A level counts for its practice's home, with what it earns: gains 3 and 2, weight 1/2, contribution 2."""
    [point] = trends(snapshot(a=1, b=2))
    assert {"ops": Progress(1, 2, 3.0, 5.0), "sec": Progress(2, 2, 5.0, 5.0)} == point.pillars
    assert (Progress(3, 4, 8.0, 10.0), 0.8) == (point.total, point.total.share)


def test_what_was_not_assessed_is_at_the_start() -> None:
    """A practice that a baseline does not hold stands at level 0."""
    [point] = trends(snapshot(b=1))
    assert Progress(0, 2, 0.0, 5.0) == point.pillars["ops"]


def test_levels_above_the_target_do_not_count() -> None:
    """What was done beyond the target makes up for nothing."""
    [point] = trends(snapshot(a=2), target={"default": 1})
    assert Progress(1, 1, 3.0, 3.0) == point.pillars["ops"]


def test_what_is_not_applicable_is_left_out() -> None:
    """A practice that was not applicable is neither reached nor wanted; a pillar without any is complete."""
    [point] = trends(Snapshot(FIRST, "", {"a": Standing(not_applicable=True, reason="none")}))
    assert (Progress(), 1.0) == (point.pillars["ops"], point.pillars["ops"].share)


def test_points_are_in_the_order_given() -> None:
    """The order of the snapshots stays, whatever their dates."""
    found = trends(snapshot(LATER, "c"), snapshot(FIRST, "b"), snapshot(FIRST, "a"))
    assert ["c", "b", "a"] == [point.label for point in found]

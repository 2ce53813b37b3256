"""A year of closings leads to the baseline that the finished stories and the log give."""

from __future__ import annotations

from planner.store.check import check
from planner.store.repository import Repository
from planner.workload import Standing
from tests.planner.store.year import SPRINTS, expected_baseline, live


def test_a_year(store: Repository) -> None:
    """After 26 sprints with chance outcomes, the baseline is that of the stories done, and the log replays to it."""
    year = live(store, 0.5)
    workload = store.load("w").state.workload

    assert expected_baseline(year) == {id: Standing(s.level, s.done) for id, s in workload.baseline.items()}
    assert (SPRINTS + 1, SPRINTS + 1) == (store.load("w").version, workload.calendar.first)
    assert [] == check(store)

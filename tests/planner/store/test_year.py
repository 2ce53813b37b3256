"""A year of closings leads to the baseline that the finished stories and the log give."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planner.store.check import check
from planner.store.repository import Repository
from planner.workload import Standing
from tests.planner.store.year import expected_baseline, live
from tests.stress import size


@pytest.mark.stress
@pytest.mark.parametrize("stability", [0.0, 0.5])
def test_a_year(store: Repository, stability: float, figure: Callable[[str], None]) -> None:
    """After sprints with chance outcomes, the baseline is that of the stories done, and the log replays to it."""
    sprints = size(6, 26)
    year = live(store, stability, sprints=sprints)
    workload = store.load("w").state.workload

    assert expected_baseline(year) == {id: Standing(s.level, s.done) for id, s in workload.baseline.items()}
    assert (sprints + 1, sprints + 1) == (store.load("w").version, workload.calendar.first)
    assert [] == check(store)
    figure(f"stability {stability:g}: {year.told()}")

"""The baselines of the trends are those that held, in the order of the log."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from planner.state import State
from planner.store.history import past_baselines
from planner.store.records import Note
from planner.store.repository import Repository
from planner.workload import Standing
from tests.planner.small import workload_of
from tests.planner.store.test_repository import ANN, BOB

FIGURES = {"capacity": 1.0, "planned": 1.0, "done": 1.0, "value": 1.0, "detail": "{}"}


def standing(**levels: int) -> State:
    return State(replace(workload_of(), baseline={id: Standing(level) for id, level in levels.items()}))


def closed(sprint: int, end: str) -> Note:
    return Note("close", f"close sprint {sprint}", result={"sprint": sprint, "start": end, "end": end} | FIGURES)


def seen(store: Repository) -> list[tuple[str, str, Mapping[str, int]]]:
    return [
        (str(past.date), past.label, {id: standing.level for id, standing in past.baseline.items()})
        for past in past_baselines(store, "w")
    ]


def test_start_sprints_and_now(store: Repository) -> None:
    """There is a point for the first import, for each closing at its end, and for what changed since."""
    store.create("w", standing(), ANN, "import")
    store.change("w", 1, standing(a=1), closed(1, "2026-12-20"), ANN)
    store.change("w", 2, standing(a=1), closed(2, "2027-01-03"), ANN)
    assert [("start", {}), ("sprint 1", {"a": 1}), ("sprint 2", {"a": 1})] == [point[1:] for point in seen(store)]

    store.change("w", 3, standing(a=1, b=2), Note("baseline", "b"), BOB)
    assert ("2026-12-08", "now", {"a": 1, "b": 2}) == seen(store)[-1]


def test_a_closing_that_was_undone(store: Repository) -> None:
    """A closing that was undone is no point; done again, it is one, with what it led to."""
    store.create("w", standing(), ANN, "import")
    store.change("w", 1, standing(a=1), closed(1, "2026-12-20"), ANN)
    store.undo("w", ANN)
    assert ["start"] == [label for _, label, _ in seen(store)]

    store.redo("w", ANN)
    assert ("2026-12-20", "sprint 1", {"a": 1}) == seen(store)[-1]


def test_a_closing_after_something_undone(store: Repository) -> None:
    """What was undone before a closing is not in its baseline, though a snapshot of it was the last one kept."""
    store.create("w", standing(), ANN, "import")
    store.change("w", 1, standing(b=2), Note("baseline", "b"), ANN)
    store.undo("w", ANN)
    store.change("w", 3, standing(), closed(1, "2026-12-20"), ANN)

    assert ("2026-12-20", "sprint 1", {}) == seen(store)[-1]


def test_a_baseline_kept_by_name(store: Repository) -> None:
    """A baseline that was kept by name has its point, among those of its time."""
    store.create("w", standing(), ANN, "import")
    store.snapshot("w", "before-audit", BOB)
    store.change("w", 1, standing(a=1), closed(1, "2026-12-20"), ANN)

    assert ["start", "before-audit", "sprint 1"] == [label for _, label, _ in seen(store)]


def test_an_import_after_the_first_sprint(store: Repository) -> None:
    """What is imported later than it began starts with its first sprint, so that sprints come after it."""
    calendar: Any = replace(workload_of().calendar, start=datetime.date(2026, 11, 2))
    store.create("w", State(replace(workload_of(), calendar=calendar)), ANN, "import")

    assert ["2026-11-02"] == [day for day, _, _ in seen(store)]

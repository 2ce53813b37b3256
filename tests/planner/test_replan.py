"""Planning again from an earlier plan document."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.document import to_document
from planner.document_schema import PlanDocument
from planner.plan import make_plan
from planner.replan import start_from
from planner.sprints import Sprint, make_sprints
from planner.translate import Frozen
from tests.builders import level, load, practice, story

PRACTICES = [practice(id, level(story(8))) for id in "abc"]


def earlier(folder: Path) -> PlanDocument:
    """Three stories of 8 points, one to each of three sprints of 10, from 7 December on."""
    workload, catalog = load(folder, *PRACTICES, calendar={"start": "2026-12-07", "sprints": 3})
    return PlanDocument.model_validate(to_document(make_plan(catalog, workload)))


def calendar(folder: Path, start: str, sprints: int = 3) -> tuple[Sprint, ...]:
    workload, _ = load(folder, *PRACTICES, calendar={"start": start, "sprints": sprints})
    return make_sprints(workload)


def test_the_same_calendar_keeps_the_numbers(tmp_path: Path) -> None:
    """A placement is in the sprint that begins on the same day."""
    found = start_from(earlier(tmp_path), calendar(tmp_path, "2026-12-07"), 1)

    assert found == Frozen({"a/1/1": 1, "b/1/1": 2, "c/1/1": 3}, 1)


def test_a_calendar_that_moved_on_renumbers(tmp_path: Path) -> None:
    """What was in a sprint that is over is free; the next sprint's work is in the first one now."""
    found = start_from(earlier(tmp_path), calendar(tmp_path, "2026-12-21"), 0)

    assert found == Frozen({"b/1/1": 1, "c/1/1": 2}, 0)


def test_sprints_past_the_calendar_are_forgotten(tmp_path: Path) -> None:
    """A placement after the end of today's calendar means nothing."""
    found = start_from(earlier(tmp_path), calendar(tmp_path, "2026-12-07", sprints=1), 0)

    assert found == Frozen({"a/1/1": 1}, 0)


def test_another_calendar_is_refused(tmp_path: Path) -> None:
    """A plan none of whose sprints begins with one of today's cannot be planned on from."""
    with pytest.raises(ValueError, match="none of its sprints begins on the day"):
        start_from(earlier(tmp_path), calendar(tmp_path, "2026-12-08"), 0)


def test_a_frozen_sprint_stays_as_the_earlier_plan_had_it(tmp_path: Path) -> None:
    """A story that has become worth more does not enter the frozen sprint."""
    before = earlier(tmp_path)
    workload, catalog = load(tmp_path, *PRACTICES, calendar={"start": "2026-12-07", "sprints": 3}, values={"c": 100})
    start = start_from(before, make_sprints(workload), 1)

    plan = make_plan(catalog, workload, frozen=start)

    assert plan.by_sprint == {1: ("a/1/1",), 2: ("c/1/1",), 3: ("b/1/1",)}

"""Finished stories and the baseline."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from planner.finished import advance, progress, whole_stories
from planner.workload import Standing
from tests.builders import level, load, practice, story

TODAY = datetime.date(2026, 12, 21)
LADDER = practice("a", level(story(), story()), level(story()))
DONE = {"a/1/1": "K-1", "a/1/2": "K-2", "a/2/1": "K-3"}


@pytest.mark.parametrize(
    ("stories", "reached", "left"),
    [
        (["a/1/1"], 0, ("a/1/1",)),
        (["a/1/1", "a/1/2"], 1, ()),
        (["a/1/1", "a/1/2", "a/2/1"], 2, ()),
        (["a/2/1"], 0, ("a/2/1",)),
    ],
)
def test_levels(tmp_path: Path, stories: list[str], reached: int, left: tuple[str, ...]) -> None:
    """A level is reached when all its stories are done and the levels below it are; the rest stays finished."""
    workload, catalog = load(tmp_path, LADDER)
    [step] = progress(catalog, workload, {id: DONE[id] for id in stories}, TODAY)
    keys = ", ".join(DONE[id] for id in stories)

    assert Standing(reached, left, f"done in Jira: {keys}", TODAY, "Jira") == step.after


def test_what_is_known_changes_nothing(tmp_path: Path) -> None:
    """Stories below the level reached, finished before, or unknown to the catalog are no progress."""
    standing = {"a": {"level": 1, "done": ["a/2/1"], "evidence": "seen"}}
    workload, catalog = load(tmp_path, LADDER, baseline=standing)

    assert [] == list(progress(catalog, workload, {**DONE, "a/9/1": "K-8", "b/1/1": "K-9"}, TODAY))


def test_evidence_is_added(tmp_path: Path) -> None:
    """What was known before stays in the evidence."""
    workload, catalog = load(tmp_path, LADDER, baseline={"a": {"level": 1, "evidence": "seen"}})
    moved = advance(workload, list(progress(catalog, workload, DONE, TODAY)))

    assert (2, "seen; done in Jira: K-3") == (moved.baseline["a"].level, moved.baseline["a"].evidence)


def test_not_applicable_stays(tmp_path: Path) -> None:
    """What is not applicable is not moved by a finished story."""
    workload, catalog = load(tmp_path, LADDER, baseline={"a": {"not_applicable": True, "reason": "None here."}})

    assert [] == list(progress(catalog, workload, DONE, TODAY))


def test_parts() -> None:
    """A story that was split is finished when all its parts are."""
    parts = ["a/1/1.1", "a/1/1.2", "a/1/2"]

    assert {"a/1/2": "K-2"} == whole_stories({"a/1/1.1": "K-1", "a/1/2": "K-2"}, parts)
    assert {"a/1/1": "K-1, K-3"} == whole_stories({"a/1/1.1": "K-1", "a/1/1.2": "K-3"}, parts[:2])

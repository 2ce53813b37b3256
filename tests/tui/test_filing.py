"""Decisions and closings on a workload file: written in place, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tui.bad_files import WORKLOAD
from tests.tui.running import run

pytestmark = pytest.mark.usefixtures("folder")

FILE = "workload.yaml"


def done(*words: str) -> str:
    status, out, err = run(*words)
    assert (status, err) == (0, "")
    return out


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (["pin", "tests/1/1", "2", "--reason", "late"], "edits:\n  - {pin: tests/1/1, sprint: 2, reason: late}\n"),
        (["not-before", "tests", "2"], "edits:\n  - {not_before: tests, sprint: 2}\n"),
        (["deadline", "tests/1", "2"], "edits:\n  - {deadline: tests/1, sprint: 2}\n"),
        (["exclude", "release"], "edits:\n  - {exclude: release}\n"),
        (["resize", "tests/1/1", "2.5"], "edits:\n  - {resize: tests/1/1, points: 2.5}\n"),
        (["capacity", "1", "9"], "edits:\n  - {capacity: 9, sprint: 1}\n"),
        (["weight", "sec", "2"], "edits:\n  - {weight: sec, value: 2}\n"),
        (["level", "release", "0"], "baseline:\n  release: {level: 0, assessed: 2026-12-01}\n"),
        (
            ["not-applicable", "release", "never here"],
            "baseline:\n  release: {not_applicable: true, reason: never here}\n",
        ),
    ],
)
def test_each_verb_writes_its_line(words: list[str], lines: str) -> None:
    """A decision is a line at the end of the file; the rest of it stays to the character."""
    done("edit", words[0], FILE, *words[1:])

    text = Path(FILE).read_text()
    assert text.startswith(WORKLOAD)
    added = [line.split(", assessed")[0].rstrip("}") for line in text[len(WORKLOAD) :].splitlines()]
    assert added == [line.split(", assessed")[0].rstrip("}") for line in lines.splitlines()]


def test_a_target_is_changed_where_it_is() -> None:
    """A target of a practice goes into the mapping that is there."""
    done("edit", "target", FILE, "tests", "2")

    assert Path(FILE).read_text() == WORKLOAD.replace("{default: 1}", "{default: 1, practices: {tests: 2}}")


def test_a_decision_taken_back_leaves_no_trace_but_the_key() -> None:
    """Unpin removes the edit again; a second decision on the same takes the place of the first."""
    done("edit", "pin", FILE, "tests/1/1", "2")
    done("edit", "exclude", FILE, "release")
    done("edit", "pin", FILE, "tests/1/1", "1")
    assert Path(FILE).read_text() == WORKLOAD + "edits:\n  - {pin: tests/1/1, sprint: 1}\n  - {exclude: release}\n"

    done("edit", "unpin", FILE, "tests/1/1")
    assert Path(FILE).read_text() == WORKLOAD + "edits:\n  - {exclude: release}\n"


def test_what_it_did_is_told() -> None:
    """In a sentence, and as data."""
    out = done("edit", "pin", FILE, "release/1/1", "2")
    assert out == "pin release/1/1 to sprint 2: 1 moved; the plan earns 1.5 % less (wrote workload.yaml).\n"

    found: dict[str, Any] = json.loads(done("edit", "unpin", FILE, "release/1/1", "--json"))
    assert (found["file"], found["effect"][:8]) == (FILE, "1 moved;")


@pytest.mark.parametrize(
    ("words", "status", "text"),
    [
        (["pin", FILE, "tests/1/9", "1"], 3, "the nearest known name is 'tests/1/1'"),
        (["pin", FILE, "tests/1/1", "99"], 4, "it clashes with the edit to pin tests/1/1 to sprint 99"),
        (["unpin", FILE, "tests/1/1"], 3, "nothing is pinned"),
        (["exclude", FILE, "tests", "--seen", "1"], 2, "--seen and --retry are for workloads of the workspace"),
    ],
)
def test_a_refused_decision_writes_nothing(words: list[str], status: int, text: str) -> None:
    """The file is as it was."""
    found, out, err = run("edit", *words)

    assert (found, out, text in err) == (status, "", True)
    assert Path(FILE).read_text() == WORKLOAD


def test_a_sprint_is_closed_in_a_file() -> None:
    """The baseline moves, what is done is evidence, the calendar goes on, and the next plan starts there."""
    done("close", FILE, "1", "--all-done", "--by", "us")

    lines = Path(FILE).read_text().splitlines()
    assert lines[2:4] == ["team: {velocity: 10}", "calendar: {start: 2026-12-21, sprints: 2, first: 2}"]
    assert [line.split(",")[0] for line in lines[5:]] == ["baseline:", "  release: {level: 1", "  tests: {level: 1"]


def test_another_sprint_is_not_closed() -> None:
    """Only the running one can be."""
    assert run("close", FILE, "2", "--all-done") == (
        3,
        "",
        "colonnade: workload.yaml: sprint 2 has not begun; the running one is sprint 1, close that first\n",
    )
    assert Path(FILE).read_text() == WORKLOAD

"""What changed in a baseline is written into the workload file, and nothing else in it changes."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest

from catalog.errors import BadInput
from catalog.yaml_text import parse, read_text
from integrations.workload_edit import change_file, save_workload
from integrations.yaml_edit import Put
from planner import baseline
from planner.baseline import Proposal
from planner.workload import Standing, Workload
from planner.workload_file import read_workload
from tests.builders import catalog_data, level, practice, write

DAY = datetime.date(2026, 12, 1)
HEAD = """\
# ours
workload: small
catalog: [catalog.yaml]  # beside it
team: {velocity: 10}
calendar: {start: 2026-12-07}
"""
BASELINE = """\
baseline:
  # code
  a: {level: 1, evidence: seen, by: us}   # since May
  b:
    level: 1  # by hand
    done: [b/2/1]
  c: {level: 1, evidence: "scan: x:1", assessed: 2026-11-01, proposed: true}
edits: []  # none
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write(tmp_path / "catalog.yaml", catalog_data(*(practice(id, level(), level(), level()) for id in "abcd")))
    file = tmp_path / "workload.yaml"
    file.write_text(HEAD + BASELINE)
    return file


def loaded(path: Path) -> Workload:
    return read_workload(path)[0]


def proposed(path: Path, id: str, level: int, day: datetime.date = DAY) -> Workload:
    return baseline.propose(loaded(path), [Proposal(id, level, "scan: y:2")], day)[0]


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (
            lambda path: proposed(path, "d", 2),
            "proposed: true}\n",
            "proposed: true}\n  d: {level: 2, evidence: 'scan: y:2', assessed: 2026-12-01, proposed: true}\n",
        ),
        (
            lambda path: proposed(path, "a", 2),
            "by: us}",
            "by: us, proposed: {level: 2, evidence: 'scan: y:2', assessed: 2026-12-01}}",
        ),
        (
            lambda path: proposed(path, "b", 2),
            "done: [b/2/1]\n",
            "done: [b/2/1]\n    proposed: {level: 2, evidence: 'scan: y:2', assessed: 2026-12-01}\n",
        ),
        (lambda path: proposed(path, "a", 1), "", ""),
        (lambda path: proposed(path, "c", 1), "", ""),
        (
            lambda path: proposed(path, "c", 2),
            'level: 1, evidence: "scan: x:1", assessed: 2026-11-01, p',
            "level: 2, evidence: 'scan: y:2', assessed: 2026-12-01, p",
        ),
        (
            lambda path: baseline.accept(loaded(path), ["c"], DAY, "me"),
            "2026-11-01, proposed: true}",
            "2026-12-01, by: me}",
        ),
        (
            lambda path: baseline.reject(loaded(path), ["c"]),
            '  c: {level: 1, evidence: "scan: x:1", assessed: 2026-11-01, proposed: true}\n',
            "",
        ),
        (
            lambda path: baseline.set_standing(loaded(path), "b", Standing(2, evidence="ok")),
            "level: 1  # by hand\n    done: [b/2/1]\n",
            "level: 2  # by hand\n    evidence: ok\n",
        ),
    ],
)
def test_only_what_changed(path: Path, change: object, old: str, new: str) -> None:
    """Each change of a baseline touches the entry of its practice, and saving it again changes nothing."""
    after = change(path)  # type: ignore[operator]
    before = path.read_text()
    assert before.count(old) == 1 or not old
    assert save_workload(path, after) is bool(old)
    assert path.read_text() == (before.replace(old, new) if old else before)
    assert (loaded(path), save_workload(path, after)) == (after, False)


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", "baseline:\n  d: {level: 1, evidence: 'scan: y:2', assessed: 2026-12-01, proposed: true}\n"),
        ("baseline: {}\nedits: []\n", None),
        ("edits: []\nbaseline: {  }   # none yet", None),
    ],
)
def test_a_first_entry(path: Path, rest: str, expected: str | None) -> None:
    """A file without a baseline, or with an empty one, gets a line for each practice."""
    path.write_text(HEAD + rest)
    after = proposed(path, "d", 1)
    save_workload(path, after)
    text = path.read_text()
    assert expected is None or text == HEAD + expected
    assert (loaded(path), "\n  d: {level: 1," in text, "# none yet" in text) == (after, True, "# none yet" in rest)


def test_raise_then_accept(path: Path) -> None:
    """A level above a person's is taken with both evidences, and what was finished below it is no longer listed."""
    save_workload(path, proposed(path, "a", 2))
    save_workload(path, baseline.accept(loaded(path), ["a"], DAY))
    assert (
        "  a: {level: 2, evidence: 'seen; scan: y:2', by: us, assessed: 2026-12-01}   # since May\n" in path.read_text()
    )
    assert loaded(path).standing("a") == Standing(2, evidence="seen; scan: y:2", by="us", assessed=DAY)


def test_a_file_that_changed_meanwhile(path: Path) -> None:
    """What somebody else wrote between reading and writing is not overwritten."""
    document = parse(read_text(path), str(path))
    text = path.read_text().replace("velocity: 10", "velocity: 11")
    path.write_text(text)
    with pytest.raises(BadInput, match="changed by somebody else"):
        change_file(path, document, [Put(("workload",), "x")], dataclasses.replace(loaded(path), name="x"))
    assert path.read_text() == text


def test_windows_lines(path: Path) -> None:
    """A file with Windows line ends and a byte order mark keeps them."""
    raw = b"\xef\xbb\xbf" + (HEAD + BASELINE).replace("\n", "\r\n").encode()
    path.write_bytes(raw)
    save_workload(path, baseline.reject(loaded(path), ["c"]))
    line = b'  c: {level: 1, evidence: "scan: x:1", assessed: 2026-11-01, proposed: true}\r\n'
    assert path.read_bytes() == raw.replace(line, b"")

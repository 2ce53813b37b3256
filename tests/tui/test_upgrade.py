"""`catalog diff` and `baseline upgrade`: what changed between versions, and the workload file carried over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders import catalog_data, level, practice, write
from tests.tui.running import run

OLD = [practice(id, level(), level(), level()) for id in ("tests", "lint", "review", "notes", "kept")]
NEW = [
    practice("automated-tests", level(), level(), level(), was=["tests"]),
    practice("review", level(), level(), was=["lint"]),
    practice("kept", level(), level(), level()),
]
WORKLOAD = """\
# ours
workload: small
catalog: [catalog.yaml]
team: {velocity: 10}
calendar: {start: 2026-12-07}
target:
  default: 1
  practices: {tests: 2, notes: 1}   # wanted
baseline:
  # code
  tests: {level: 1, evidence: all, done: [tests/2/1]}   # since May
  lint: {level: 1, evidence: ruff}
  review:
    level: 3  # strict
    evidence: agreed
  notes: {level: 2, evidence: "wiki # 1"}
  kept: {level: 1}
edits:
  - {pin: tests/3/1, sprint: 1}   # soon
  - {exclude: notes, reason: later}
  - pin: kept/2
    sprint: 2
"""
CARRIED = """\
# ours
workload: small
catalog: [catalog.yaml]
team: {velocity: 10}
calendar: {start: 2026-12-07}
target:
  default: 1
  practices: {automated-tests: 2}   # wanted
baseline:
  # code
  automated-tests: {level: 1, evidence: all, done: [automated-tests/2/1]}   # since May
  review:
    level: 1  # strict
    evidence: ruff; agreed
  kept: {level: 1}
edits:
  - {pin: automated-tests/3/1, sprint: 1}   # soon
  - pin: kept/2
    sprint: 2
# Not carried over to small 1.0.0:
#   baseline.notes: {level: 2, evidence: 'wiki # 1'}  (the catalog has no such practice any more, and none that was it)
#   edits[1]: {exclude: notes, reason: later}  (the catalog has no such practice any more, and none that was it)
#   target.practices.notes: 1  (the catalog has no such practice any more, and none that was it)
"""


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "old.yaml", catalog_data(*OLD))
    write(tmp_path / "catalog.yaml", catalog_data(*NEW))
    (tmp_path / "workload.yaml").write_text(WORKLOAD)
    return tmp_path


def result(*args: str) -> Any:
    return json.loads(run(*args, "--json")[1])


def test_write() -> None:
    """With --write the file names what is there today, its comments stay, what is lost is a comment, and it plans."""
    status, _, err = run("baseline", "upgrade", "workload.yaml", "--write")
    said = "Wrote workload.yaml. What was not carried over stands at its end, as comments.\n"
    assert (status, err, Path("workload.yaml").read_text()) == (0, said, CARRIED)
    assert run("gaps", "workload.yaml")[0] == 0


def test_write_again() -> None:
    """A workload that was carried over is carried over no more."""
    run("baseline", "upgrade", "workload.yaml", "--write")
    status, out, err = run("baseline", "upgrade", "workload.yaml", "--write")
    assert (status, out, err) == (0, "The workload fits its catalog; there is nothing to carry over.\n", "")
    assert Path("workload.yaml").read_text() == CARRIED


def test_nothing_is_written() -> None:
    """Without --write everything is listed, and the file stays as it is."""
    found = result("baseline", "upgrade", "workload.yaml", "--from", "old.yaml")
    listed = {kind: [note["key"] for note in found[kind]] for kind in ("carried", "look_at", "not_carried")}
    assert listed == {
        "carried": ["baseline.lint", "baseline.tests", "edits[0]", "target.practices.tests"],
        "look_at": ["baseline.lint", "baseline.review.level"],
        "not_carried": ["baseline.notes", "edits[1]", "target.practices.notes"],
    }
    assert (found["written"], Path("workload.yaml").read_text()) == (False, WORKLOAD)


def test_page() -> None:
    """The page has a head for what is carried over, what is worth a look, and what is not carried over."""
    out = run("baseline", "upgrade", "workload.yaml")[1]
    assert [line for line in out.splitlines() if line and line[0] != " "] == [
        "Carried over under another name (4)",
        "Carried over, and worth a look (2)",
        "Not carried over (3)",
    ]


def test_plan_says_what_to_do() -> None:
    """A plan for a workload that names former ids says what they are today, and which command carries it over."""
    status, _, err = run("plan", "workload.yaml")
    today = "it is 'automated-tests' in this version; 'colonnade baseline upgrade' carries the workload over"
    lines = [line for line in err.splitlines() if "'tests'" in line]
    assert (status, lines) == (
        3,
        [
            f"workload.yaml:{line}: {key}: the catalog has no practice 'tests': {today}"
            for line, key in ((8, "target.practices.tests"), (11, "baseline.tests"), (19, "edits[0].pin"))
        ],
    )


def test_diff() -> None:
    """The differences as JSON have their kind, id and former id, and counts."""
    found = result("catalog", "diff", "old.yaml", "catalog.yaml")
    assert [(c["kind"], c["id"], c["was"]) for c in found["changes"] if c["kind"] != "retitled"] == [
        ("removed", "notes", None),
        ("renamed", "automated-tests", "tests"),
        ("merged", "review", "lint"),
        ("re-levelled", "review/3", None),
    ]
    assert (found["counts"]["removed"], found["counts"]["added"]) == (1, 0)


@pytest.mark.parametrize(
    ("new", "options", "status"),
    [("catalog.yaml", ["--exit-code"], 1), ("catalog.yaml", [], 0), ("old.yaml", ["--exit-code"], 0)],
)
def test_diff_status(new: str, options: list[str], status: int) -> None:
    """Only --exit-code turns a difference into status 1."""
    assert run("catalog", "diff", "old.yaml", new, *options)[0] == status


def test_diff_page() -> None:
    """The page has a head for each kind of difference, and the counts at the end."""
    out = run("catalog", "diff", "old.yaml", "catalog.yaml")[1]
    heads = [line for line in out.splitlines() if line and line[0] != " "]
    assert heads == [
        "Removed (1)",
        "Renamed (1)",
        "Merged (1)",
        "Re-levelled (1)",
        "Retitled (1)",
        "small 1.0.0 → small 1.0.0: 1 removed, 1 renamed, 1 merged, 1 re-levelled, 1 retitled",
    ]


def test_what_the_catalog_never_had() -> None:
    """A name that was never one of a practice is lost in an upgrade, and a plain error of a plan."""
    Path("workload.yaml").write_text(WORKLOAD.replace("tests", "kepp").replace("lint", "nil").replace("notes", "kep"))
    assert "no practice 'kep'; the nearest known name is 'kept'" in run("plan", "workload.yaml")[2]
    assert len(result("baseline", "upgrade", "workload.yaml")["not_carried"]) == 7


def test_other_errors_come_first() -> None:
    """A workload file of the wrong shape is refused, as everywhere."""
    Path("workload.yaml").write_text(WORKLOAD + "nonsense: 1\n")
    assert run("baseline", "upgrade", "workload.yaml", "--write")[0] == 3


def test_a_workload_of_the_workspace_is_carried_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workload whose catalog moved on is carried over as its file is, and undo goes back."""
    monkeypatch.delenv("COLONNADE_DB", raising=False)
    new = Path("catalog.yaml").read_text()
    Path("catalog.yaml").write_text(Path("old.yaml").read_text())
    assert 0 == run("import", "w", "workload.yaml")[0]
    Path("catalog.yaml").write_text(new)

    of_file, of_name = (result("baseline", "upgrade", name, "--write", "--json") for name in ("workload.yaml", "w"))
    assert of_file == of_name
    assert run("baseline", "show", "workload.yaml", "--all")[1] == run("baseline", "show", "w", "--all")[1]
    assert "lost: baseline.notes: the catalog has no such practice" in " ".join(run("log", "w")[1].split())
    assert 0 == run("undo", "w")[0]
    assert "w: " in run("plan", "w")[2]

"""The commands on a baseline: what they show, what they write, what they refuse."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders import catalog_data, level, practice, workload_data, write
from tests.tui.running import refused, run

WAITING = {"level": 2, "evidence": "scan: x:1", "assessed": "2026-11-01", "proposed": True}


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Practice `a` stands at 1, for `b` something is proposed, `c` nobody assessed."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "catalog.yaml", catalog_data(*(practice(id, level(), level()) for id in "abc")))
    write(tmp_path / "workload.yaml", workload_data(baseline={"a": {"level": 1, "evidence": "seen"}, "b": WAITING}))
    return tmp_path


def entries() -> Any:
    return yaml.safe_load(Path("workload.yaml").read_text())["baseline"]


def shown() -> list[tuple[str, int, bool, int | None]]:
    data = json.loads(run("baseline", "show", "workload.yaml", "--json")[1])["baseline"]
    return [(r["practice"], r["level"], r["assessed"], r["proposed"] and r["proposed"]["level"]) for r in data]


def test_show_as_json() -> None:
    """Each practice has the level that counts, whether it was assessed, and what is proposed."""
    assert shown() == [("a", 1, True, None), ("b", 0, False, 2), ("c", 0, False, None)]


@pytest.mark.parametrize(
    ("options", "ids"), [([], ["a", "b"]), (["--all"], ["a", "b", "c"]), (["--pillar", "sec"], [])]
)
def test_show(options: list[str], ids: list[str]) -> None:
    """The page has what is assessed or proposed, all with --all, and of one pillar with --pillar."""
    out = run("baseline", "show", "workload.yaml", *options)[1]
    assert [words[1] for line in out.splitlines() if (words := line.split()) and words[0] == "O"] == ids


def test_set() -> None:
    """A level is set with its evidence, who says so, and today."""
    status, out, err = run("baseline", "set", "workload.yaml", "c", "2", "--evidence", "all of it", "--by", "us")
    today = datetime.date.today()
    assert (status, out, err) == (0, "", "c: not assessed → 2. Wrote workload.yaml.\n")
    assert entries()["c"] == {"level": 2, "evidence": "all of it", "assessed": today, "by": "us"}


def test_set_on_a_day() -> None:
    """The day of the assessment may be given."""
    run("baseline", "set", "workload.yaml", "a", "0", "--assessed", "2026-11-30")
    assert entries()["a"] == {"level": 0, "assessed": datetime.date(2026, 11, 30)}


def test_set_not_applicable() -> None:
    """Not applicable takes the place of a level, and of what was proposed."""
    run("baseline", "set", "workload.yaml", "b", "--not-applicable", "never here", "--assessed", "2026-11-30")
    found = {"not_applicable": True, "reason": "never here", "assessed": datetime.date(2026, 11, 30)}
    assert entries()["b"] == found


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["a"], "Give a LEVEL, or --not-applicable REASON."),
        (["a", "1", "--not-applicable", "x"], "Give a LEVEL, or --not-applicable REASON."),
        (["a", "--not-applicable", " "], "--not-applicable needs a reason."),
        (["a", "1"], "A level above 0 needs --evidence"),
        (["a", "-1", "--evidence", "x"], "No such option"),
    ],
)
def test_wrong_usage(args: list[str], said: str) -> None:
    """A level without evidence, or none at all, is wrong usage."""
    status, _, err = run("baseline", "set", "workload.yaml", *args)
    assert (status, said in err) == (2, True)


def test_unknown_practice() -> None:
    """A practice that is not there, or a level above its top, is refused."""
    write(Path("catalog.yaml"), catalog_data(practice("model-cards")))
    write(Path("workload.yaml"), workload_data())
    assert run("baseline", "set", "workload.yaml", "model-card", "0") == refused(
        "model-card: the catalog has no such practice; the nearest known name is 'model-cards'"
    )
    assert run("baseline", "set", "workload.yaml", "model-cards", "2", "--evidence", "x") == refused(
        "model-cards: it has 1 levels, so 2 is out of range"
    )


def test_accept() -> None:
    """What is accepted counts from now on, as of today."""
    assert run("baseline", "accept", "workload.yaml", "b", "--by", "us")[2] == "Accepted 1: b. Wrote workload.yaml.\n"
    today = datetime.date.today()
    assert entries()["b"] == {"level": 2, "evidence": "scan: x:1", "assessed": today, "by": "us"}


def test_reject() -> None:
    """What is rejected is gone; with nothing left to settle, nothing is written."""
    assert run("baseline", "reject", "workload.yaml", "--all")[2] == "Rejected 1: b. Wrote workload.yaml.\n"
    assert (list(entries()), run("baseline", "reject", "workload.yaml", "--all")) == (
        ["a"],
        (0, "", "Nothing is proposed in workload.yaml.\n"),
    )


def test_nothing_proposed() -> None:
    """A name for which nothing is proposed is refused, and nothing is written."""
    assert run("baseline", "accept", "workload.yaml", "b", "a") == refused(
        "workload.yaml: baseline: nothing is proposed for 'a'"
    )
    assert shown()[1] == ("b", 0, False, 2)


@pytest.mark.parametrize("args", [[], ["b", "--all"]])
def test_accept_needs_names(args: list[str]) -> None:
    """Names or --all, not both and not neither."""
    assert run("baseline", "accept", "workload.yaml", *args)[0] == 2


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"level": 3, "proposed": True}, "baseline.a.level: 'a' has 2 levels, so 3 is out of range"),
        ({"level": 1, "proposed": {"level": 3}}, "baseline.a.proposed.level: 'a' has 2 levels, so 3 is out of range"),
        (
            {"level": 1, "proposed": {"levl": 2}},
            "baseline.a.proposed.levl: unknown key 'levl'; the nearest known name is 'level'",
        ),
        ({"level": 1, "proposed": 2}, "baseline.a.proposed: true or false was expected, not '2'"),
        ({"level": 1, "done": ["a/2/1"], "proposed": True}, "what is only proposed has nothing done"),
    ],
)
def test_bad_entries(entry: dict[str, Any], said: str) -> None:
    """What is wrong with a proposal is said with its key."""
    write(Path("workload.yaml"), workload_data(baseline={"a": entry}))
    status, _, err = run("baseline", "show", "workload.yaml")
    assert (status, said in err) == (3, True)

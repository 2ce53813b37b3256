"""What `colonnade forecast` says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders import catalog_data, level, practice, story, workload_data, write
from tests.tui.running import run

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two stories of 5 in sprints of 5 or, a third of them, 10 points, and a practice that is excluded."""
    monkeypatch.chdir(tmp_path)
    sec = practice("c", principles=["sec.trace"])
    write(tmp_path / "catalog.yaml", catalog_data(practice("a", level(story(5))), practice("b", level(story(5))), sec))
    change()


def change(**more: Any) -> None:
    team = {"velocity": [5, 5, 5, 5, 10, 10]}
    write(Path("workload.yaml"), workload_data(**{"team": team, "edits": [{"exclude": "c"}], **more}))


def rows(*args: str) -> list[list[str]]:
    """The words of each line of the page."""
    return [line.split() for line in run("forecast", "workload.yaml", *args)[1].splitlines()]


def test_the_page_has_dates_and_bars() -> None:
    """The plan has a row with its own date, those of P50, P85 and P95, and a column a sprint."""
    day = ["3", "Jan", "2027"]
    assert [["Everything", "that", "is", "planned", *day, *day, *day, *day, "░█"]] == [
        row for row in rows("--runs", "200") if row[3:4] == ["planned"] and row[:1] == ["Everything"]
    ]


def test_the_probability_of_a_date() -> None:
    """With --by each row says how likely it is done by then; the first sprint ends on the date itself."""
    found = json.loads(run("forecast", "workload.yaml", "--by", "2026-12-20", "--json")[1])
    assert abs(1 / 3 - found["plan"]["probability"]) < 0.02
    before = json.loads(run("forecast", "workload.yaml", "--by", "2026-12-19", "--json")[1])
    assert (0.0, "2026-12-19") == (before["plan"]["probability"], before["by"])


def test_json_has_everything() -> None:
    """JSON gives every pillar and epic, with sprint and last day of each percentile."""
    found = json.loads(run("forecast", "workload.yaml", "--json", "--seed", "7")[1])
    assert (["ops", "sec"], ["a", "b", "c"], 7) == (
        [pillar["id"] for pillar in found["pillars"]],
        [epic["id"] for epic in found["epics"]],
        found["seed"],
    )
    assert {"sprint": 2, "end": "2027-01-03"} == found["plan"]["p95"]
    assert (1, None, None) == tuple(found["pillars"][1][key] for key in ("levels_left_out", "planned", "p50"))


def test_the_same_seed_gives_the_same_bytes() -> None:
    """Two runs are byte for byte the same; another seed is not."""
    first, again, other = (run("forecast", "workload.yaml", "--by", "2026-12-20", "--seed", s)[1] for s in "112")
    assert first == again
    assert first != other


def test_what_is_left_out_is_said() -> None:
    """A pillar with nothing but excluded work says so; without any work it says that there is nothing to do."""
    assert ["S", "Security", "left", "out"] in rows("--runs", "10")
    change(edits=[], target={"default": 1, "pillars": {"sec": 0}})
    assert ["S", "Security", "nothing", "to", "do"] in rows("--runs", "10")


def test_a_deadline_is_reported() -> None:
    """The page says in how many runs a deadline is met."""
    change(edits=[{"deadline": "b", "sprint": 2}])
    out = run("forecast", "workload.yaml", "--runs", "50")[1]
    assert "Deadline of b, sprint 2 (3 Jan 2027): met in 100 % of the runs." in out


def test_a_wrong_date_is_wrong_usage() -> None:
    """A date that is none is told with the form that is expected."""
    status, _, err = run("forecast", "workload.yaml", "--by", "31.3.2027")
    assert (2, True) == (status, "does not match the format '%Y-%m-%d'" in err)


def test_nothing_to_do() -> None:
    """A workload without gaps has a forecast without dates."""
    change(target={"default": 0}, edits=[])
    assert ["Everything", "up", "to", "the", "target", "nothing", "to", "do"] in rows("--runs", "10")

"""What the commands give when all is well."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import yaml

from tests.builders import catalog_data, level, practice, story, workload_data, write
from tests.tui.running import run, with_little_effort

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workload with two practices, the second waiting for the first, and an earlier plan of it."""
    monkeypatch.chdir(tmp_path)
    second = level(story(8, title="Do more"), requires=("a/1",))
    practices = [practice("a", level(story(8)), skill="ml"), practice("b", second)]
    write(tmp_path / "catalog.yaml", catalog_data(*practices))
    change(calendar={"start": "2026-12-07", "sprints": 2})
    run("plan", "workload.yaml", "-o", "old.yaml")
    return tmp_path


def change(**more: Any) -> None:
    """Write the workload anew, with these keys."""
    write(Path("workload.yaml"), workload_data(**more))


def placed(path: str) -> dict[str, int | None]:
    """The sprint of each story of a plan document."""
    document = yaml.safe_load(Path(path).read_text())
    return {story["id"]: story["sprint"] for epic in document["epics"] for story in epic["stories"]}


def result(*args: str) -> Any:
    """What a command prints as JSON."""
    return json.loads(run(*args, "--json")[1])


def test_plan_writes_the_document_and_says_so() -> None:
    """With -o the document is in the file, standard output is empty, and the summary is on standard error."""
    status, out, err = run("plan", "workload.yaml", "-o", "plan.yaml")
    assert (status, out, err.splitlines()[0]) == (
        0,
        "",
        "small: 2 stories (16 points) in 2 sprints, 0 deferred. Wrote plan.yaml.",
    )
    assert placed("plan.yaml") == {"a/1/1": 1, "b/1/1": 2}


def test_plan_prints_the_document() -> None:
    """Without -o the same document goes to standard output."""
    assert run("plan", "workload.yaml")[1] == Path("old.yaml").read_text()


def test_the_board_has_each_story() -> None:
    """The board names each story in its sprint, with its pillar's letter, points, skill and id."""
    board = run("plan", "workload.yaml", "--format", "board")[1]
    rows = [" ".join(line.split()) for line in board.splitlines() if "/1/1" in line]
    assert rows == ["O 8 ▲ Do it ml a/1/1", "O 8 ▲ Do more b/1/1"]


def test_a_running_sprint_stays(desk: Path) -> None:
    """With --frozen the first sprint is as the earlier plan had it, though another story is worth more now."""
    write(desk / "catalog.yaml", catalog_data(practice("a", level(story(8))), practice("b", level(story(8)))))
    change(values={"b": 90})
    run("plan", "workload.yaml", "-o", "free.yaml")
    run("plan", "workload.yaml", "--previous", "old.yaml", "--frozen", "1", "-o", "kept.yaml")
    assert (placed("free.yaml"), placed("kept.yaml")) == ({"a/1/1": 2, "b/1/1": 1}, {"a/1/1": 1, "b/1/1": 2})


def test_a_search_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--effort`, `--gap` and `--time-limit` say how hard the plan is looked for."""
    from planner import plan

    asked: list[dict[str, Any]] = []
    make_plan = plan.make_plan

    def noted(*args: Any, **search: Any) -> plan.Plan:
        asked.append(search)
        return make_plan(*args, **search)

    monkeypatch.setattr(plan, "make_plan", noted)
    run("plan", "workload.yaml")
    run("plan", "workload.yaml", "--effort", "prove", "--gap", "0.01", "--time-limit", "5")

    usual = {"effort": "normal", "gap": 0.0, "time_limit": math.inf}
    assert [usual, {"effort": "prove", "gap": 0.01, "time_limit": 5.0}] == asked


def test_frozen_needs_a_plan() -> None:
    """--frozen without --previous is wrong usage."""
    assert run("plan", "workload.yaml", "--frozen", "1")[0] == 2


def test_the_workload_is_never_overwritten() -> None:
    """The workload as output is refused, and stays as it was."""
    before = Path("workload.yaml").read_text()
    assert run("plan", "workload.yaml", "-o", "workload.yaml")[0] == 3
    assert Path("workload.yaml").read_text() == before


def test_gaps_as_json() -> None:
    """Each gap has its levels, value, size and whether it was assessed."""
    found = result("gaps", "workload.yaml")["gaps"]
    assert [(g["practice"], g["from"], g["to"], g["value"], g["points"], g["assessed"]) for g in found] == [
        ("a", 0, 1, 6.0, 8.0, False),
        ("b", 0, 1, 6.0, 8.0, False),
    ]


def test_the_most_valuable_gaps() -> None:
    """--top gives so many gaps, by value."""
    change(values={"b": 90})
    assert [gap["practice"] for gap in result("gaps", "workload.yaml", "--top", "1")["gaps"]] == ["b"]


def test_why_as_json() -> None:
    """The answer for a placed story holds its sprint, value, what it waits for and unlocks."""
    found = result("why", "workload.yaml", "b/1/1")
    assert (found["sprint"], found["value"], [w["id"] for w in found["waits_for"]], found["unlocks"]) == (
        2,
        6.0,
        ["a/1"],
        [],
    )


def test_why_of_what_is_done() -> None:
    """A story that is not planned since its level is reached is answered, not refused."""
    change(baseline={"a": {"level": 1, "evidence": "seen"}})
    assert run("why", "workload.yaml", "a/1/1") == (0, "Level 1 of 'Practice a' is reached already (seen).\n", "")


@pytest.mark.parametrize(
    ("other", "options", "status"), [("new", ["--exit-code"], 1), ("new", [], 0), ("old", ["--exit-code"], 0)]
)
def test_diff_status(other: str, options: list[str], status: int) -> None:
    """Only --exit-code turns a difference into status 1."""
    change(edits=[{"exclude": "b"}])
    run("plan", "workload.yaml", "-o", "new.yaml")
    assert run("diff", "old.yaml", f"{other}.yaml", *options)[0] == status


def test_diff_says_what_changed() -> None:
    """A story that is left out now is deferred, with the newer plan's reason."""
    change(edits=[{"exclude": "b"}])
    run("plan", "workload.yaml", "-o", "new.yaml")
    changes = result("diff", "old.yaml", "new.yaml")["changes"]
    assert [(c["kind"], c["id"], c["before"], c["after"], c["reason"]) for c in changes] == [
        ("deferred", "b/1/1", 2, None, "Excluded by an edit.")
    ]


def test_catalog_list() -> None:
    """The list as JSON has every practice of the catalog."""
    found = result("catalog", "list", "--catalog", "catalog.yaml")["practices"]
    assert [(p["id"], p["pillar"], p["levels"], p["points"]) for p in found] == [
        ("a", "ops", 1, 8.0),
        ("b", "ops", 1, 8.0),
    ]


def test_catalog_list_of_a_pillar() -> None:
    """--pillar leaves out the practices of the others."""
    assert result("catalog", "list", "--catalog", "catalog.yaml", "--pillar", "sec")["practices"] == []


def test_catalog_show() -> None:
    """A practice as JSON names what it needs and, level by level, what it unlocks."""
    found = result("catalog", "show", "a", "--catalog", "catalog.yaml")
    assert [(rung["level"], rung["unlocks"]) for rung in found["levels"]] == [(1, ["b/1"])]


def test_lint_takes_catalogs_together(desk: Path) -> None:
    """A catalog that builds on another is sound beside it, and not by itself."""
    last = practice("c", level(story(title="Do most"), requires=("a/1",)))
    own = {"catalog": "own", "version": "1", "title": "Own", "practices": [last]}
    write(desk / "own.yaml", own)
    rules = [f["rule"] for f in result("catalog", "lint", "catalog.yaml", "own.yaml")["findings"]]
    alone = {f["rule"] for f in result("catalog", "lint", "own.yaml")["findings"]}
    assert (rules, alone) == (["principle-without-practices"], {"dangling-id", "unreachable-level"})


def test_catalog_graph() -> None:
    """The graph in a file is what networkx reads back."""
    run("catalog", "graph", "--catalog", "catalog.yaml", "--format", "graphml", "-o", "catalog.graphml")
    assert list(nx.read_graphml("catalog.graphml").edges) == [("a/1", "b/1")]


def test_catalog_import() -> None:
    """A lens becomes a catalog file that can be planned with, and the summary counts what came."""
    choice = {"id": "q1_a", "title": "Alert on it"}
    question = {"id": "q1", "title": "Who hears of it?", "choices": [choice], "riskRules": []}
    lens = {
        "schemaVersion": "2021-11-01",
        "name": "Small",
        "pillars": [{"id": "ops", "name": "O", "questions": [question]}],
    }
    Path("lens.json").write_text(json.dumps(lens))
    found = result("catalog", "import", "aws-lens", "lens.json", "-o", "lens.yaml")
    assert (found["practices"], run("catalog", "lint", "lens.yaml")[0]) == (1, 0)


def test_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo writes the plan of the example that ships, and prints its board."""
    with_little_effort(monkeypatch)
    status, out, _ = run("demo", "--out", "shown")
    document = yaml.safe_load(Path("shown/plan.yaml").read_text())
    assert (status, document["workload"], out.split()[0]) == (0, "fraud-scoring", "fraud-scoring")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    """The script for a shell asks the command for its completions."""
    status, out, _ = run("completion", shell)
    assert (status, f"_COLONNADE_COMPLETE={shell}_complete" in out) == (0, True)


@pytest.mark.parametrize("name", ["catalog", "workload", "plan"])
def test_schema(name: str) -> None:
    """A schema is JSON, and refuses keys that it does not know."""
    assert json.loads(run("schema", name)[1])["additionalProperties"] is False

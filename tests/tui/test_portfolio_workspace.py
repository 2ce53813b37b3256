"""`colonnade portfolio plan` over the workloads of a workspace."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.builders import catalog_data, level, practice, story, workload_data, write
from tests.tui.running import refused, run

URL = "sqlite:///colonnade.db"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two teams with a catalog each in one workspace, a what-if branch, and a workload that was deleted."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLONNADE_DB", raising=False)
    monkeypatch.setenv("LOGNAME", "ann")
    for team in ("red", "blue"):
        Path(team).mkdir()
        practices = [practice(f"{team}-{n}", level(story(8))) for n in range(2)]
        write(Path(f"{team}/catalog.yaml"), catalog_data(*practices, catalog=team))
        write(Path(f"{team}/workload.yaml"), workload_data(workload="app", policy={"stability": 0.5}))
        done("import", team, f"{team}/workload.yaml")
    done("import", "gone", "red/workload.yaml")
    done("workload", "delete", "gone")
    done("edit", "branch", "red", "what-if")


def done(*args: str) -> str:
    status, out, err = run(*args)
    assert 0 == status, err
    return out


def summary(*args: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done("portfolio", "plan", "--workers", "1", "--json", *args))
    return found


def plans(folder: str) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(Path(folder).iterdir())}


def test_all_of_the_workspace() -> None:
    """Without a folder the workloads of the workspace are planned, each under its name, branches left out."""
    assert ["blue", "red"] == [row["workload"] for row in summary()["workloads"]]
    assert summary() == summary("--db", URL) == summary(URL) == summary("colonnade.db")


def test_the_same_plans() -> None:
    """Each plan is the one that `plan` makes of the name, in one process and in two: decisions and closings count."""
    done("edit", "exclude", "red", "red-1")
    done("close", "blue", "1", "--all-done")
    done("portfolio", "plan", "-o", "one", "--workers", "1")
    done("portfolio", "plan", "-o", "two", "--workers", "2")

    alone = {f"{name}.plan.yaml": done("plan", name) for name in ("blue", "red")}
    assert alone == plans("one") == plans("two")


def test_one_failure_does_not_stop_the_others() -> None:
    """A workload whose catalog is gone, and one that is damaged, are told by name; the status is 3."""
    done("import", "third", "red/workload.yaml")
    Path("blue/catalog.yaml").unlink()
    with sqlite3.connect("colonnade.db") as database:
        database.execute("UPDATE workload SET state = '{}' WHERE name = 'third'")
    database.close()
    status, out, err = run("portfolio", "plan", "--workers", "1")

    assert (3, True) == (status, "red" in out)
    assert "blue: catalog[0]: 'catalog.yaml': there is no catalog of this name" in err
    assert f"{URL}: the workload 'third' is damaged" in err
    assert err.endswith("2 of 3 workloads could not be planned.\n")


def test_a_folder_or_a_workspace() -> None:
    """A folder and --db together are wrong usage; a workspace without workloads, or none, is bad input."""
    assert 2 == run("portfolio", "plan", "red", "--db", URL)[0]
    for name in ("red", "blue"):
        done("workload", "delete", name)
    assert refused(f"{URL}: there is no workload in this workspace") == run("portfolio", "plan")
    assert refused("DB: 'red/catalog.yaml' is neither a folder nor the database of a workspace") == run(
        "portfolio", "plan", "red/catalog.yaml"
    )
    assert refused(
        "sqlite:///none.db: there is no workspace here; the first 'colonnade import NAME FILE' makes it"
    ) == run("portfolio", "plan", "sqlite:///none.db")

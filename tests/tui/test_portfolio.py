"""What `colonnade portfolio plan` does with many workloads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from integrations.portfolio import Job, plan_job
from planner.portfolio import Outcome
from tests.builders import catalog_data, level, practice, story, workload_data, write
from tests.tui.running import MAIN, ROOT, Ran, files, refused, run

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three workloads over one catalog, one of them in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    practices = [practice("a", level(story(8))), practice("b", level(story(8)), principles=["sec.trace"])]
    Path("all/more").mkdir(parents=True)
    write(Path("all/catalog.yaml"), catalog_data(*practices))
    add("one")
    add("two", calendar={"start": "2026-12-07", "sprints": 1})
    add("more/three", catalog=["../catalog.yaml"])


def add(name: str, **more: Any) -> None:
    write(Path(f"all/{name}.yaml"), workload_data(**{"workload": name.split("/")[-1], **more}))


def summary(*args: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("portfolio", "plan", "all", "--workers", "1", "--json", *args)[1])
    return found


def plans(folder: str) -> dict[str, str]:
    """The plans below a folder, by path."""
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(Path(folder).rglob("*.yaml"))}


def test_each_workload_is_planned() -> None:
    """The same as `plan` gives for each file, in the same place below the output folder."""
    assert 0 == run("portfolio", "plan", "all", "-o", "plans", "--workers", "1")[0]
    alone = {f"{name}.plan.yaml": run("plan", f"all/{name}.yaml")[1] for name in ("more/three", "one", "two")}
    assert alone == plans("plans")


def test_workers_make_no_difference() -> None:
    """Two processes write the same plans and the same summary as one."""
    one = run("portfolio", "plan", "all", "-o", "one", "--workers", "1")
    two = run("portfolio", "plan", "all", "-o", "two", "--workers", "2")
    assert (one[:2], plans("one")) == (two[:2], plans("two"))


def test_the_summary_adds_up() -> None:
    """Each workload has its levels, points and deferred stories; pillars are summed over workloads."""
    found = summary()
    assert [("three", 16.0, 0), ("one", 16.0, 0), ("two", 8.0, 1)] == [
        (workload["workload"], workload["points"], workload["deferred"]) for workload in found["workloads"]
    ]
    assert [("ops", 3), ("sec", 3)] == [(pillar["id"], pillar["all_levels"]) for pillar in found["pillars"]]
    assert 5 == sum(pillar["levels"] for pillar in found["pillars"])
    for workload in found["workloads"]:
        assert workload["points"] == sum(pillar["points"] for pillar in workload["pillars"])


def test_one_failure_does_not_stop_the_others() -> None:
    """A workload with a mistake is told with its line, the others are planned, and the status is 3."""
    add("bad", team={"velocity": "fast"})
    status, out, err = run("portfolio", "plan", "all", "--workers", "1")
    assert (3, ["three", "one", "two"]) == (status, [line.split()[0] for line in out.splitlines()[3:6]])
    assert "all/bad.yaml:5: team.velocity: a number was expected, not 'fast'\n" in err
    assert err.endswith("1 of 4 workloads could not be planned.\n")


def test_a_clash_has_its_own_status() -> None:
    """Where the only failures are workloads without a plan the status is 4, and the clash is named."""
    add("clash", edits=[{"pin": "a", "sprint": 1}, {"not_before": "a", "sprint": 2}])
    status, _, err = run("portfolio", "plan", "all", "--workers", "1")
    assert (4, True) == (status, "all/clash.yaml: no plan satisfies the constraints:\n" in err)
    assert ["no-plan"] == [failed["kind"] for failed in summary()["failed"]]


def test_what_is_no_workload_is_passed_over() -> None:
    """Catalogs and plans in the folder are not workloads; how many there are is said."""
    run("portfolio", "plan", "all", "-o", "all/plans", "--workers", "1")
    assert (
        "4 YAML files that are no workloads were passed over.\n" in run("portfolio", "plan", "all", "--workers", "1")[2]
    )
    assert 3 == len(summary()["workloads"])


def test_an_empty_folder_is_told() -> None:
    """A folder without workloads, and one that is not there, are bad input."""
    Path("none").mkdir()
    assert refused("none: there is no workload file in or below this folder") == run("portfolio", "plan", "none")
    assert refused("nowhere: there is no such folder") == run("portfolio", "plan", "nowhere")


def test_two_plans_for_one_file_are_refused() -> None:
    """Files that differ in their suffix alone would be written to one plan: nothing is planned."""
    write(Path("all/one.yml"), workload_data())
    problem = "all/one.yml: its plan would be written to one.plan.yaml, as that of all/one.yaml"
    assert refused(problem) == run("portfolio", "plan", "all", "-o", "plans")
    assert ["all"] == files()


def test_an_output_that_cannot_be_written_is_told() -> None:
    """A file in the place of the output folder is told for each workload."""
    Path("plans").write_text("")
    status, _, err = run("portfolio", "plan", "all", "-o", "plans", "--workers", "1")
    assert (3, True) == (status, err.endswith("3 of 3 workloads could not be planned. Wrote 0 plans below plans.\n"))


def test_an_interrupt_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends it with a sentence that says how far it came, and status 130."""

    def interrupted(job: Job) -> Outcome:
        if job.shown == "all/two.yaml":
            raise KeyboardInterrupt
        return plan_job(job)

    monkeypatch.setattr("integrations.portfolio.plan_job", interrupted)
    status, out, err = run("portfolio", "plan", "all", "-o", "plans", "--workers", "1")
    assert (130, "") == (status, out)
    assert err.endswith("Interrupted: 2 of 3 workloads were planned; no plan is half written.\n")


def test_workers_are_not_for_a_cluster() -> None:
    """Workers and a cluster at once are wrong usage."""
    assert 2 == run("portfolio", "plan", "all", "--workers", "2", "--cluster", "tcp://127.0.0.1:1")[0]


def test_a_wrong_address_is_told() -> None:
    """An address that is none is bad input, in one line."""
    status, out, err = run("portfolio", "plan", "all", "--cluster", "carrier-pigeon://roof")
    assert (3, "", 1) == (status, out, len(err.splitlines()) - 1)
    assert "'carrier-pigeon://roof' is no address of a scheduler" in err


@pytest.fixture
def scheduler() -> Iterator[str]:
    """The address of a scheduler on this machine with two workers in processes of their own."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        yield cluster.scheduler_address


def in_process(*args: str) -> Ran:
    """The command in a process of its own, in the present folder."""
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *args],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_a_cluster_gives_the_same_plans(scheduler: str) -> None:
    """Two workers of a real Dask cluster write the same plans, failures included."""
    add("bad", team={"velocity": "fast"})
    here = run("portfolio", "plan", "all", "-o", "here", "--workers", "1")
    there = in_process("portfolio", "plan", "all", "-o", "there", "--cluster", scheduler)
    assert (here[0], here[1], here[2].replace("here", "there")) == there
    assert plans("here") == plans("there")


def test_a_silent_cluster_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no scheduler answers that is said in one sentence, with status 5."""
    monkeypatch.setattr("integrations.executors.CONNECT", 1)
    status, out, err = run("portfolio", "plan", "all", "--cluster", "tcp://127.0.0.1:9")
    assert (5, "") == (status, out)
    assert err.endswith("colonnade: no Dask scheduler answered at tcp://127.0.0.1:9 within 1 s\n")

"""The session in a real terminal, as a person has it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from planner.workload_file import read_workload
from tests.tui.session.driving import write_workload
from tests.tui.session.terminal import terminal

STATE = "XDG_STATE_HOME"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_workload(tmp_path)
    return tmp_path


def test_from_assessment_to_export(folder: Path) -> None:
    """A level is set, a story moved, the plan written and the file saved; afterwards both say so."""
    with terminal(["session", "workload.yaml"], folder, **{STATE: str(folder)}) as screen:
        screen.wait_for("Ready.", "Sprint 1", "Shelf")
        screen.send("A")
        screen.wait_for("Practice a", "Look at it.", "0/1")
        screen.send("1")
        screen.wait_for("what shows it?")
        screen.send("\r")
        screen.wait_for("a stands at level 1 (stated in the planning session): 2 moved, 1 dropped")
        screen.send("B")
        screen.wait_for("Build on it")
        screen.send("m3")
        screen.wait_for("pin b/1/1 to sprint 3: 1 moved; value −")
        screen.send("y")
        screen.wait_for("What would change it", "Without the pin it would be in sprint 1")
        screen.send("\x1b")
        screen.wait_for("Sprint 1")
        screen.send("X")
        screen.wait_for("Write the plan to which file?")
        screen.send("\r")
        screen.wait_for("Wrote plan.yaml.")
        screen.send("\x13")
        screen.wait_for("Wrote workload.yaml.")
        screen.send("q")
        assert screen.ended() == 0
    workload = read_workload(folder / "workload.yaml")[0]
    plan = yaml.safe_load((folder / "plan.yaml").read_text())
    placed = {story["id"]: story["sprint"] for epic in plan["epics"] for story in epic["stories"]}
    assert (workload.standing("a").level, [str(edit) for edit in workload.edits]) == (1, ["pin b/1/1 to sprint 3"])
    assert (placed["b/1/1"], "a/1/1" in placed) == (3, False)
    assert not list((folder / "colonnade" / "sessions").glob("*.jsonl"))


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (200, 60)])
@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "screen-16color", "COLORTERM": ""}])
def test_any_terminal(folder: Path, columns: int, rows: int, env: dict[str, str]) -> None:
    """It opens, acts and closes at each size, without colours and with few."""
    with terminal(["session", "workload.yaml"], folder, columns, rows, **{STATE: str(folder), **env}) as screen:
        screen.wait_for("Sprint 1", "Ready.", "Shelf" if columns > 100 else "▶ Sprint 3")
        screen.send("x")
        screen.wait_for("exclude b/1/1: 2 moved, 1 deferred")
        screen.send("q")
        assert screen.ended() == 0


def test_killed_and_gone_on(folder: Path) -> None:
    """A session that was killed goes on with all that was shown, and undo goes back to its beginning."""
    for round in range(3):
        with terminal(["session", "workload.yaml"], folder, **{STATE: str(folder)}) as screen:
            screen.wait_for("Sprint 1", f"Gone on from an earlier session: {round} decision" if round else "Ready.")
            screen.send("-")
            screen.wait_for(f"resize b/1/1 to {4 - round} points")
            screen.kill()
    with terminal(["session", "workload.yaml"], folder, **{STATE: str(folder)}) as screen:
        screen.wait_for("Sprint 1", "3 decisions not saved yet")
        for size in (2, 3, 4):
            screen.send("u")
            screen.wait_for(f"undo: resize b/1/1 to {size} points")
        screen.send("u")
        screen.wait_for("There is nothing to undo.")


def test_what_cannot_be_read(folder: Path) -> None:
    """A bad workload is told in the terminal that is left, with exit status 3."""
    (folder / "workload.yaml").write_text("workload: small\nteem: 1\n")
    with terminal(["session", "workload.yaml"], folder, **{STATE: str(folder)}) as screen:
        assert screen.ended() == 3
        assert "workload.yaml:2: teem" in screen.text

"""Random keys and mouse: whatever is pressed, nothing breaks, and the journal holds what was done."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual.pilot import Pilot

from planner.workload_file import read_workload
from tests.stress import size
from tests.tui.session.driving import drive, path, settled
from tests.tui.session.terminal import terminal
from tui.session.actions import of
from tui.session.app import SessionApp
from tui.session.journal import replay

pytestmark = pytest.mark.stress

__all__ = ["path"]

NOT_THESE = {"leave", "save", "export"}
"""A monkey that leaves or saves has nothing more to break."""
TYPED = ["1", "2", "9", "0", ".", "x", "enter", "escape", "backspace", "tab"]
STARTS = {
    "board": [],
    "assess": ["A"],
    "why": ["y"],
    "heat": ["g"],
    "what if": ["w", "x", "w"],
    "keys": ["question_mark"],
}


@pytest.mark.parametrize("screen", STARTS)
def test_a_monkey(path: Path, screen: str) -> None:
    """Keys and clicks by chance, with the screen to begin with now and again: no exception, and all can be undone."""
    keys = [
        key for where in ("board", "assess") for a in of(where) if a.id not in NOT_THESE for key in a.keys.split(",")
    ]
    chance = random.Random(f"20261127 {screen}")
    workload = read_workload(path)[0]

    async def act(app: SessionApp, pilot: Pilot[str]) -> None:
        for step in range(size(60, 20_000)):
            if step % 20 == 0:
                app.action_board()
                await pilot.press(*STARTS[screen])
            kind = chance.random()
            if kind < 0.1:
                await pilot.click(offset=(chance.randrange(120), chance.randrange(2, 38)))
            elif kind < 0.15:
                await pilot.mouse_down(offset=(chance.randrange(120), chance.randrange(2, 38)))
                await pilot.mouse_up(offset=(chance.randrange(120), chance.randrange(2, 38)))
            else:
                await pilot.press(chance.choice(keys if kind < 0.85 else TYPED))
        await settled(app, pilot)
        assert app.session is not None
        assert app.journal is not None
        (steps, undone), _ = replay(workload, app.journal.read()[1:])
        assert [step.workload for step in steps] == [step.workload for step in app.session.steps]
        assert [step.workload for step in undone] == [step.workload for step in app.session.undone]
        app.action_board()
        if app.session.origin is not None:
            app.end_fork(keep=False)
        for _ in range(len(app.session.steps)):
            app.action_undo()
            await settled(app, pilot)
        assert (len(app.session.steps), app.session.workload) == (1, workload)

    drive(path, act)


@pytest.mark.parametrize("number", range(size(2, 50)))
def test_killed_at_any_moment(path: Path, number: int) -> None:
    """After a kill in the middle of work, what was shown before the last key is there."""
    chance = random.Random(number)
    folder = path.parent
    state = {"XDG_STATE_HOME": str(folder)}
    shown = 0
    with terminal(["session", "workload.yaml"], folder, **state) as screen:
        screen.wait_for("Ready.")
        for shown in range(1, chance.randrange(2, 5)):
            screen.send("-")
            screen.wait_for(f"resize b/1/1 to {5 - shown} points")
        screen.send("-")
        screen.read(chance.random() * 0.2)
        screen.kill()
    with terminal(["session", "workload.yaml"], folder, **state) as screen:
        text = screen.wait_for("decision", "Sprint 1")
    found = int(text.partition("earlier session: ")[2].split()[0])
    assert found in (shown, shown + 1)

"""Drive a session by keys, without a terminal, over a small workload of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TypeVar

import pytest
from textual.pilot import Pilot

from tests.builders import catalog_data, level, practice, story, workload_data, write
from tui.session.app import SessionApp

Found = TypeVar("Found")
Drive = Callable[[SessionApp, Pilot[str]], Awaitable[Found]]

TASKS = [{"title": "One", "hours": 4}, {"title": "Two", "hours": 4}]
PRACTICES = [
    practice("a", level(story(4, "Begin", tasks=TASKS), verify="Look at it."), level(story(2, "Go on"))),
    practice("b", level(story(5, "Build on it"), requires=("a/1",)), severity="high"),
    practice("c", level(story(5, "Stand alone")), contributes={"ops": 1, "sec": 1}),
    practice("d", level(story(9, "Grow large")), severity="low", contributes={"ops": 1}),
]


def write_workload(folder: Path, **more: object) -> Path:
    """Four practices, three sprints of ten points: a 1, b 2 or 1, c 1 or 2, d last."""
    write(folder / "catalog.yaml", catalog_data(*PRACTICES))
    calendar = {"start": "2026-12-07", "sprints": 3}
    return write(folder / "workload.yaml", workload_data(calendar=calendar, **more))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workload, with the user's folders in a place of the test's own."""
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.chdir(tmp_path)
    return write_workload(tmp_path)


async def settled(app: SessionApp, pilot: Pilot[str]) -> None:
    """Waits until all that was asked for is done."""
    while True:
        await app.workers.wait_for_complete()
        await pilot.pause()
        if app.session is not None and not app.busy and not app.waiting and not len(app.workers):
            return
        if app.return_code is not None and app.session is None:
            return


def drive(path: Path, act: Drive[Found], size: tuple[int, int] = (120, 40)) -> Found:
    """Opens a session, lets `act` press keys, and gives what it gives."""

    async def run() -> Found:
        app = SessionApp(str(path))
        async with app.run_test(size=size) as pilot:
            await settled(app, pilot)
            return await act(app, pilot)

    return asyncio.run(run())


def pressed(path: Path, keys: Iterable[str], look: Callable[[SessionApp], Found]) -> Found:
    """What is seen after these keys, each settled before the next one. `"to:x"` types x."""

    async def act(app: SessionApp, pilot: Pilot[str]) -> Found:
        for key in keys:
            await pilot.press(*(key[3:] if key.startswith("to:") else [key]))
            await settled(app, pilot)
        return look(app)

    return drive(path, act)

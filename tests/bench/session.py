"""The session in figures: first paint, a key press, an edit, memory, each beside an empty Textual app in the same run.

Headless, 160 × 48. The time of a key press is that of the pilot, which waits for the screen to settle.
"""

from __future__ import annotations

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from unittest import mock

from textual.app import App

from planner import edits
from planner.decisions import with_edit
from planner.plan import Plan, make_plan
from planner.replanning import replan
from tests.bench import generate
from tests.bench.start import out
from tests.builders import workload_data, write
from tests.tui.session.driving import settled
from tui.session.app import SessionApp

SIZE = (160, 48)
FIRST_PAINT = """
import asyncio, time
began = time.perf_counter()
{make}
async def run():
    async with app.run_test(size=(160, 48)) as pilot:
        print(time.perf_counter() - began)
asyncio.run(run())
"""


def folder_of(practices: int, folder: Path) -> Path:
    """A workload file of so many generated practices; half of the stories fit its 26 sprints."""
    write(folder / "catalog.yaml", generate.catalog_data(practices))
    workload = generate.workload(generate.catalog(practices), 26)
    calendar = {"start": "2026-12-07", "sprints": 26}
    team = {"velocity": workload.team.velocity[0]}
    return write(folder / "workload.yaml", workload_data(calendar=calendar, team=team, target={"default": 2}))


def first_paint(make: str, env: dict[str, str]) -> float:
    """Seconds until the first screen is drawn, in processes of their own; the median of five."""
    command = [sys.executable, "-c", FIRST_PAINT.format(make=make)]
    times = [float(subprocess.run(command, env=env, capture_output=True, check=True).stdout) for _ in range(5)]
    return statistics.median(times)


async def presses(app: App[str], keys: str, times: int) -> float:
    """The median time of a key press, in seconds."""
    found = []
    async with app.run_test(size=SIZE) as pilot:
        if isinstance(app, SessionApp):
            await settled(app, pilot)
        for n in range(times):
            start = time.perf_counter()
            await pilot.press(keys[n % len(keys)])
            found.append(time.perf_counter() - start)
    return statistics.median(found)


def replans(plan: Plan, count: int) -> tuple[float, float]:
    """Median and worst time of a decision's plan, over pins and sizes of chance stories, in seconds."""
    import random

    chance, found = random.Random(1), []
    ids = sorted(plan.backlog.story)
    for _ in range(count):
        id = chance.choice(ids)
        edit = edits.Resize(id, 10 * chance.randint(1, 8))
        start = time.perf_counter()
        plan = replan(plan, with_edit(plan.workload, edit))
        found.append(time.perf_counter() - start)
    return statistics.median(found), max(found)


def main() -> None:
    out("## The session\n\n| | |\n|---|---|")
    with tempfile.TemporaryDirectory() as home:
        path = folder_of(120, Path(home))
        env = {**os.environ, "XDG_STATE_HOME": home, "TEXTUAL_ANIMATIONS": "none"}
        empty = first_paint("from textual.app import App; app = App()", env)
        ours = first_paint(f"from tui.session.app import SessionApp; app = SessionApp({str(path)!r})", env)
        out(f"| first paint, to that of an empty app | {ours:.2f} s, {ours / empty:.2f} × |")
        with mock.patch.dict(os.environ, env), mock.patch("tui.session.work.better", return_value=None):
            base = asyncio.run(presses(App(), "jk", 60))
            key = asyncio.run(presses(SessionApp(str(path)), "jjkl", 60))
        out(f"| a key press on a board of 480 stories, beyond an empty app's | {1000 * (key - base):.0f} ms |")
    for stories in (100, 300, 1_000):
        catalog = generate.catalog(stories // 4)
        workload = generate.workload(catalog, 26)
        plan = make_plan(catalog, replace(workload, edits=()), effort="quick")
        median, worst = replans(plan, 60)
        said = f"median {1000 * median:.0f} ms, at most {1000 * worst:.0f} ms"
        out(f"| a decision at {len(plan.backlog.story):,} stories to its plan, 60 by chance | {said} |")
    out(f"| memory at the end of all this | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB |\n")


if __name__ == "__main__":
    main()

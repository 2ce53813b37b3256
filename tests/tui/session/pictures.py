"""The screens of a session, as text for snapshots and as pictures for docs/."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from unittest import mock

from textual.pilot import Pilot

from tests.tui.session.driving import settled, write_workload
from tui.session.app import SessionApp

SNAPSHOTS = Path(__file__).parent / "snapshots"
SIZES = ((80, 24), (120, 40), (200, 60))
SCREENS: Mapping[str, Sequence[str]] = {
    "board": ["j", "p"],
    "question": ["m"],
    "why": ["escape", "y"],
    "prerequisites": ["escape", "t"],
    "heat": ["escape", "g"],
    "forecast": ["escape", "f"],
    "changes": ["escape", "c"],
    "what-if": ["escape", "w", "L", "w"],
    "keys": ["escape", "question_mark"],
    "assess": ["escape", "A"],
    "assess-keys": ["question_mark"],
}
"""The keys that lead from each screen to the next one."""


def text_of(app: SessionApp) -> str:
    """What is on the screen, without its colours."""
    rows = app.screen._compositor.render_strips()  # Textual has no public way
    return "\n".join(strip.text.rstrip() for strip in rows) + "\n"


def visit(
    path: Path, size: tuple[int, int], theme: str, keys: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, str]]:
    """Each screen as text and as a picture, one after the other."""
    found: dict[str, tuple[str, str]] = {}

    async def run() -> None:
        app = SessionApp(str(path))
        app.theme = theme
        async with app.run_test(size=size) as pilot:
            await _through(app, pilot)

    async def _through(app: SessionApp, pilot: Pilot[str]) -> None:
        await settled(app, pilot)
        for name, way in keys.items():
            for key in way:
                await pilot.press(key)
                await settled(app, pilot)
            found[name] = (text_of(app), svg_of(app))

    with tempfile.TemporaryDirectory() as home:
        env = {"XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, "TEXTUAL_ANIMATIONS": "none"}
        with mock.patch.dict(os.environ, env), mock.patch("tui.session.work.better", return_value=None):
            asyncio.run(run())
    return {name: (text.replace(home, "HOME"), svg) for name, (text, svg) in found.items()}


def svg_of(app: SessionApp) -> str:
    """The screen as a picture that asks no other host for a font and is the same each time."""
    text = app.export_screenshot()
    text = re.sub(r"@font-face \{.*?\}\n", "", text, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "screen", text)


def snapshots(size: tuple[int, int], theme: str = "textual-dark") -> dict[str, str]:
    """The text of each screen over the small workload."""
    with tempfile.TemporaryDirectory() as folder:
        before = Path.cwd()
        write_workload(Path(folder))
        os.chdir(folder)
        try:
            found = visit(Path("workload.yaml"), size, theme, SCREENS)
        finally:
            os.chdir(before)
    return {name: text.replace(folder, "") for name, (text, _) in found.items()}


def write_all() -> None:
    """Writes the snapshots of every screen and size."""
    SNAPSHOTS.mkdir(exist_ok=True)
    for size in SIZES:
        for name, text in snapshots(size).items():
            (SNAPSHOTS / f"{name}-{size[0]}x{size[1]}.txt").write_text(text, encoding="utf-8")


def write_pictures(folder: Path, example: Path) -> None:
    """Writes what docs/session.md shows: the example on the board, assessed, and a what-if."""
    keys = {"board": ["l", "j"], "why": ["y"], "what-if": ["escape", "w", "L", "w"], "assess": ["escape", "A", "tab"]}
    for name, (_, svg) in visit(example, (120, 40), "textual-dark", keys).items():
        (folder / f"session-{name}.svg").write_text(svg, encoding="utf-8")

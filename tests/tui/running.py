"""Run the command as the process does: through `tui.cli.main`, which turns every failure into an exit status."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TextIO
from unittest import mock

import pytest

from planner.optimiser.solve import solve
from tui import cli

ROOT = Path(__file__).parent.parent.parent
MAIN = "from tui.cli import main; main()"

Ran = tuple[int, str, str]
"""Exit status, standard output, standard error."""

FILES = ["catalog.yaml", "workload.yaml"]
"""What the fixture `folder` holds."""


def run(*args: str) -> Ran:
    """The command in this process, in the present folder."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), mock.patch("sys.argv", ["colonnade", *args]):
        try:
            cli.main()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
    return status, out.getvalue(), err.getvalue()


def start(
    *args: str, cwd: Path, code: str = MAIN, path: str = str(ROOT), stdout: TextIO | None = None, **env: str
) -> Ran:
    """The command in a process of its own; `path` is its PYTHONPATH, `env` further variables."""
    found = subprocess.run(
        [sys.executable, "-c", code, *args],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, "NO_COLOR": "1", **env},
        stdout=stdout or subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return found.returncode, found.stdout or "", found.stderr


def with_little_effort(patch: pytest.MonkeyPatch) -> None:
    """Commands in this process plan quickly, where it does not matter how good the plan is."""
    patch.setattr("planner.plan.solve", lambda *args, **how: solve(*args, **{**how, "effort": "quick"}))


def files() -> list[str]:
    """Everything in the present folder, hidden files too."""
    return sorted(path.name for path in Path().iterdir())


def refused(*problems: str) -> Ran:
    """What the command says and gives for these problems: exit status 3, nothing on standard output."""
    if len(problems) == 1:
        return 3, "", f"colonnade: {problems[0]}\n"
    return (
        3,
        "",
        "".join(f"{line}\n" for line in problems) + f"colonnade: {len(problems)} errors; nothing was written\n",
    )


def impossible(*clash: str) -> Ran:
    """What the command says and gives where no plan satisfies the constraints."""
    return 4, "", "no plan satisfies the constraints:\n" + "".join(f"  {line}\n" for line in clash)

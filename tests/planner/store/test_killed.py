"""A program that is killed in the middle of a change has made the change or has not, and the workspace is sound."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import groupby
from pathlib import Path

from tests.generated import ROOT

BEFORE, AFTER = '[["w", 2]]', '[["w", 3]]'


def test_killed_at_every_statement(tmp_path: Path) -> None:
    """Killed before any of its statements, a change leaves the workspace as it was; only its end makes it happen.

    What the workspace holds is told once where it is the same from one statement to the next.
    """
    command = [sys.executable, "-m", "tests.planner.store.killing", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)

    found = {action: [holds for holds, _ in groupby(tries)] for action, tries in json.loads(done.stdout).items()}
    assert {
        "import": [BEFORE, '[["other", 1], ["w", 2]]'],
        "edit": [BEFORE, AFTER],
        "close": [BEFORE, AFTER],
        "undo": [BEFORE, AFTER],
        "upgrade": ["nothing", "[]"],
    } == found

"""A program that is killed in the middle of a change has made the change or has not, and the workspace is sound."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import groupby
from typing import Any

import pytest

from tests.generated import ROOT
from tests.planner.store.killing import ACTIONS
from tests.stress import size


def killed(*args: str) -> Any:
    """What the module `killing` finds, in a process without threads, which may fork."""
    command = [sys.executable, "-m", "tests.planner.store.killing", *args]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    return json.loads(done.stdout)


def test_killed_at_every_statement(url: str) -> None:
    """Killed before any of its statements, a change leaves the workspace as it was; only its end makes it happen.

    What is found is told once where it is the same from one statement to the next.
    """
    found = {action: [outcome for outcome, _ in groupby(tries)] for action, tries in killed(url).items()}

    assert {action: ["before", "after"] for action in ACTIONS} == found


@pytest.mark.stress
def test_killed_at_chance_moments(url: str, figure: Callable[[str], None]) -> None:
    """Killed at any moment, imports, edits, closings, undoings and upgrades have happened or have not."""
    count = size(6, 200)
    found = killed(url, str(count))

    assert (count, set()) == (sum(found.values()), found.keys() - {"before", "after"})
    figure(f"killed {count} times: {found.get('before', 0)} had not happened, {found.get('after', 0)} had")

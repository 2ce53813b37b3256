"""Real processes that are killed, interrupted, or run at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.jira_double.server import Double, Trouble, running
from tests.jira_double.world import World
from tests.tui.bad_files import CATALOG, WORKLOAD
from tests.tui.running import MAIN, ROOT

BULK = "/rest/api/3/issue/bulk"
ITEMS = ["release", "release/1/1", "tests", "tests/1/1"]


@pytest.fixture
def jira(tmp_path: Path) -> Iterator[Double]:
    """A Jira that a workload in the folder names."""
    with running(World(lag=120)) as double:
        text = WORKLOAD + f"jira: {{server: '{double.url}', project: FRAUD}}\n"
        (tmp_path / "workload.yaml").write_text(text)
        (tmp_path / "catalog.yaml").write_text(CATALOG)
        yield double


def begin(folder: Path, double: Double, *args: str) -> subprocess.Popen[str]:
    """`colonnade jira apply` in a process of its own."""
    login = {"JIRA_USER": "me@example.com", "JIRA_TOKEN": double.token}
    return subprocess.Popen(
        [sys.executable, "-c", MAIN, "jira", "apply", "workload.yaml", "--yes", "--json", *args],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **login},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(process: subprocess.Popen[str]) -> tuple[int, Any, str]:
    """Exit status, JSON and what was said on stderr."""
    out, err = process.communicate(timeout=60)
    return process.returncode, json.loads(out) if out else None, err


def items(double: Double) -> list[str]:
    return sorted(issue.properties["colonnade"]["id"] for issue in double.world.issues.values())


def test_killed(jira: Double, tmp_path: Path) -> None:
    """A process that is killed before the answer to a create comes is resumed by the next, without doubles."""
    holder: list[subprocess.Popen[str]] = []
    jira.troubles.append(Trouble("POST", BULK, None, effect=True, skip=1, after=lambda: holder[0].kill()))
    holder.append(begin(tmp_path, jira))

    assert -signal.SIGKILL == end(holder[0])[0]
    status, data, _ = end(begin(tmp_path, jira))
    assert (0, 0, ITEMS) == (status, data["created"], items(jira))


def test_interrupted(jira: Double, tmp_path: Path) -> None:
    """Ctrl-C says that running again goes on, with exit status 5; and so it does."""
    holder: list[subprocess.Popen[str]] = []

    def interrupt() -> None:
        holder[0].send_signal(signal.SIGINT)
        holder[0].wait(timeout=60)

    jira.troubles.append(Trouble("POST", BULK, None, effect=True, skip=1, after=interrupt))
    holder.append(begin(tmp_path, jira))

    text = "colonnade: interrupted; what was done is recorded: run the same again to go on\n"
    assert (5, None, text) == end(holder[0])
    status, data, _ = end(begin(tmp_path, jira))
    assert (0, 0, ITEMS) == (status, data["created"], items(jira))


def test_two_at_once(jira: Double, tmp_path: Path) -> None:
    """While one process applies, another stops with exit status 5; afterwards everything is there once."""
    others: list[tuple[int, Any, str]] = []
    jira.troubles.append(
        Trouble("POST", BULK, 200, effect=True, skip=1, after=lambda: others.append(end(begin(tmp_path, jira))))
    )

    first = end(begin(tmp_path, jira))

    assert (0, 4, ITEMS) == (first[0], first[1]["created"], items(jira))
    assert (5, True) == (others[0][0], "another apply of this workload is running" in others[0][2])


def test_token_is_no_argument(jira: Double, tmp_path: Path) -> None:
    """While it runs, the list of processes does not hold the token."""
    shown: list[bytes] = []
    holder: list[subprocess.Popen[str]] = []

    def look() -> None:
        shown.extend(path.read_bytes() for path in Path(f"/proc/{holder[0].pid}").glob("cmdline"))

    jira.troubles.append(Trouble("POST", BULK, 200, effect=True, after=look))
    holder.append(begin(tmp_path, jira))
    end(holder[0])

    assert (1, False) == (len(shown), any(jira.token.encode() in text for text in shown))

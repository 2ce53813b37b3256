"""The way to Jira from a session: a dry run, conflicts one by one, and the key typed to write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Static

from tests.jira_double.server import Double, running
from tests.jira_double.world import World
from tests.tui.running import run
from tests.tui.session.driving import path, pressed, write_workload
from tui.session.app import SessionApp
from tui.session.sync_screen import SyncScreen

__all__ = ["path"]


@pytest.fixture
def jira(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Double]:
    """A Jira that the workload names."""
    with running(World()) as double:
        write_workload(path.parent, jira={"server": double.url, "project": "FRAUD"})
        monkeypatch.setenv("JIRA_USER", "me@example.com")
        monkeypatch.setenv("JIRA_TOKEN", double.token)
        yield double


def told(app: SessionApp) -> str:
    return str(app.screen.query_one("#told", Static).content)


def test_looking_writes_nothing(jira: Double, path: Path) -> None:
    """The changes are shown; neither Jira nor the ledger is touched."""
    assert pressed(path, ["S"], told) == "A dry run: nothing is written. Enter, then the key FRAUD, writes it."
    assert jira.writes == []
    assert not list(path.parent.glob(".colonnade/*"))


def test_only_the_key_writes(jira: Double, path: Path) -> None:
    """Another word is refused; the key writes everything, after which there is nothing to write."""
    assert pressed(path, ["S", "enter", "to:fraud", "enter", "escape"], told).startswith("A dry run")
    assert jira.writes == []

    assert pressed(path, ["S", "enter", "to:FRAUD", "enter"], told) == "Written."
    assert pressed(path, ["escape", "S"], told) == "There is nothing to write."
    assert run("jira", "diff", str(path), "--exit-code")[0] == 0


def test_a_conflict_is_decided(jira: Double, path: Path) -> None:
    """What both sides changed waits until a person takes a side."""
    assert run("jira", "apply", str(path), "--yes")[0] == 0
    issue = next(i for i in jira.world.issues.values() if i.fields["summary"] == "Stand alone")
    issue.fields["customfield_10016"] = 8.0

    def look(app: SessionApp) -> tuple[dict[str, str], int]:
        screen = app.screen
        assert isinstance(screen, SyncScreen)
        assert screen.look is not None
        return screen.chosen, len(screen.look.plan.conflicts)

    change = ["slash", "to:alone", "enter", "l", "minus"]
    assert pressed(path, [*change, "S"], look) == ({}, 1)
    assert pressed(path, ["S", "j", "o"], look) == ({"c/1/1": "ours"}, 0)
    assert pressed(path, ["S", "t"], look) == ({"c/1/1": "theirs"}, 0)

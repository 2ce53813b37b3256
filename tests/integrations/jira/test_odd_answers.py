"""Servers that answer in JSON of another shape than Jira's: a sentence and exit status 5, never a defect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from integrations.jira.client import Client
from tests.jira_double.server import running
from tests.jira_double.world import World
from tests.tui.bad_files import CATALOG, WORKLOAD
from tests.tui.running import run

PATHS = ["/rest/api/2/serverInfo", "/project", "/field", "/search", "/sprint", "/board"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("odd", [[], ["x"], {"x": 1}, "text", 7], ids=repr)
def test_another_shape(path: str, odd: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a read gives, diff ends with what it shows, or with a sentence; nothing is written."""
    monkeypatch.chdir(tmp_path)
    Path("catalog.yaml").write_text(CATALOG)
    send = Client._read

    def spoiled(self: Client, method: str, at: str, *more: Any) -> Any:
        answer = send(self, method, at, *more)
        return odd if path in at else answer

    monkeypatch.setattr(Client, "_read", spoiled)
    with running(World()) as double:
        Path("workload.yaml").write_text(f"{WORKLOAD}jira: {{server: '{double.url}', project: FRAUD}}\n")
        monkeypatch.setenv("JIRA_USER", "me@example.com")
        monkeypatch.setenv("JIRA_TOKEN", double.token)
        status, _, err = run("jira", "diff", "workload.yaml")
        assert (status in (0, 3, 5), "defect" in err, double.writes) == (True, False, [])

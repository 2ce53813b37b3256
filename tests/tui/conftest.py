"""What the tests of the commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.bad_files import CATALOG, WORKLOAD


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for a test, with a sound workload and its catalog, as the present one."""
    monkeypatch.chdir(tmp_path)
    Path("workload.yaml").write_text(WORKLOAD)
    Path("catalog.yaml").write_text(CATALOG)
    return tmp_path

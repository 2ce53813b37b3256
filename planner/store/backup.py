"""Copies of a workspace. A backup is a SQLite file of the schema that the workspace has: a workspace itself."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, func, insert, select, text

from catalog.errors import BadInput
from planner.store import migrate, schema
from planner.store.address import Address
from planner.store.engine import changing_schema, make_engine
from planner.store.failures import DAMAGED, told


def back_up(address: Address, engine: Engine, target: Path) -> None:
    """Writes a copy of the workspace to a file that is not there yet, whole or not at all.

    SQLite copies its pages while others go on; of PostgreSQL the tables are read in one transaction.
    """
    if target.exists():
        raise BadInput.one(str(target), "there is a file of this name already; a backup replaces nothing")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:50]}.", dir=target.parent)
    except OSError as error:
        raise BadInput.one(str(target), f"the backup cannot be written: {error.strerror}") from None
    os.close(handle)
    part = Path(name)
    try:
        copy = Address(part, "", str(target))
        with told(copy):
            if address.path is not None:
                _copy_pages(address, part)
            else:
                _copy_tables(address, engine, copy)
            with sqlite3.connect(part, isolation_level=None) as found:
                found.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
                sound = found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            found.close()
        if not sound:
            raise BadInput.one(address.shown, f"{DAMAGED}; no backup was made of it")
        os.link(part, target)
    except FileExistsError:
        raise BadInput.one(str(target), "there is a file of this name already; a backup replaces nothing") from None
    finally:
        for leftover in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm", "-journal"))):
            with contextlib.suppress(OSError):
                leftover.unlink()


def restore(source: Address, address: Address, engine: Engine) -> None:
    """Copies a backup into an empty database. Raises BadInput where the database is not empty."""
    with changing_schema(address, engine) as into:
        if migrate.revision_of(address, into) is not None:
            raise BadInput.one(
                address.shown, "there is a workspace already; a backup is restored into an empty database"
            )
        origin = make_engine(source)
        with told(source), origin.begin() as connection:
            revision = migrate.revision_of(source, connection)
            if revision is None:
                raise BadInput.one(source.shown, "there is no workspace in this file")
            schema.must_be_known(source, revision)
            migrate.migrate(into, revision)
            _copy(connection, into)


def _copy_pages(address: Address, part: Path) -> None:
    assert address.path is not None
    with told(address):
        source = sqlite3.connect(f"{address.path.absolute().as_uri()}?mode=ro", uri=True, timeout=60)
    target = sqlite3.connect(part)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()


def _copy_tables(address: Address, engine: Engine, copy: Address) -> None:
    with told(address), engine.connect().execution_options(isolation_level="REPEATABLE READ") as source:
        revision = migrate.revision_of(address, source)
        assert revision is not None
        with changing_schema(copy, make_engine(copy)) as target:
            migrate.migrate(target, revision)
            _copy(source, target)


def _copy(source: Connection, target: Connection) -> None:
    """All rows of all tables, parents first; the tables are taken as they are, of whatever revision."""
    there = MetaData()
    there.reflect(target)
    for table in there.sorted_tables:
        if table.name == schema.TABLE:
            continue
        order = [table.c.id] if "id" in table.c else []
        columns = list(table.c)
        rows = [dict(row._mapping) for row in source.execute(select(*columns).order_by(*order))]
        if rows:
            target.execute(insert(table), rows)
        if rows and order and target.dialect.name == "postgresql":  # the next id comes after those that were copied
            last = target.execute(select(func.max(table.c.id))).scalar()
            target.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {int(last or 1)})"))

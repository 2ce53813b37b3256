"""The engine for an address, and transactions that write: one at a time, whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from planner.store.address import Address
from planner.store.failures import told
from planner.store.reading import SECONDS, driver

PATIENCE = 60
"""Seconds to wait while others write to a SQLite file."""

LOCK = 6_210_845_115_316_042_027
"""The advisory lock of PostgreSQL under which a schema is made or changed; any number that nobody else uses."""


def make_engine(address: Address) -> Engine:
    """An engine whose transactions take SQLite's write lock when they begin, so that none of two must give way."""
    if address.path is None:
        psycopg = driver()
        return create_engine(
            "postgresql+psycopg://",
            creator=lambda: psycopg.connect(address.url, connect_timeout=SECONDS),
            poolclass=NullPool,
        )
    path = str(address.path)
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: sqlite3.connect(path, timeout=PATIENCE, isolation_level=None),
        poolclass=NullPool,
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _on_connect(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


@contextmanager
def writing(address: Address, engine: Engine) -> Iterator[Session]:
    """A transaction that ends well or leaves nothing behind; what goes wrong is told as BadInput or NotNow."""
    with told(address), Session(engine) as session, session.begin():
        yield session


@contextmanager
def changing_schema(address: Address, engine: Engine) -> Iterator[Connection]:
    """A transaction in which nobody else makes or changes the schema."""
    with told(address):
        if address.path is not None:
            with engine.connect() as connection:  # readers and a writer side by side; stays with the file
                raw = connection.connection.dbapi_connection
                assert raw is not None
                raw.execute("PRAGMA journal_mode = WAL")
        with engine.begin() as connection:
            if address.path is None:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection

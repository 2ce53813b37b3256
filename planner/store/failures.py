"""What databases and their drivers say when something goes wrong, as sentences for a person."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from catalog.errors import BadInput
from planner.errors import NotNow
from planner.store.address import Address

SQLITE = (
    ("file is not a database", "this is not a SQLite database"),
    ("malformed", "the database is damaged; restore a backup (colonnade db backup makes them)"),
    ("corrupt", "the database is damaged; restore a backup (colonnade db backup makes them)"),
    ("unable to open", "the database cannot be opened: is the folder there, and may you write in it?"),
    ("readonly", "the database is read-only, so nothing was changed"),
    ("full", "the disk is full, so nothing was changed"),
    ("too big", "the database may not grow any further, so nothing was changed"),
    ("disk i/o", "the database cannot be read or written: the disk fails or is full; nothing was changed"),
    ("no such table", "the workspace lacks a table: it is damaged or was changed by hand; restore a backup"),
    ("no such column", "the workspace lacks a column: it is damaged or was changed by hand; restore a backup"),
)
DAMAGED = dict(SQLITE)["malformed"]
BUSY = "others have been writing to the workspace all the time; nothing was changed, try again"
QUICKER = "somebody else was quicker; nothing was changed, run the command again"
LOST = re.compile(r"connection is closed|connection is lost|terminat|consuming input|server closed", re.IGNORECASE)
GONE = "the connection to the database was lost; 'colonnade log' shows whether the change was made"


class Damaged(Exception):
    """What is stored is not what this program wrote."""


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Turns what a driver raises inside into BadInput or NotNow, with nothing secret in it."""
    try:
        yield
    except Exception as error:
        raw = driver_error(error)
        if isinstance(raw, sqlite3.Error):
            raise _sqlite(address, raw) from None
        if raw is not None:
            raise _postgres(address, raw) from None
        if isinstance(error, Damaged | UnicodeDecodeError):
            raise BadInput.one(address.shown, DAMAGED) from None
        if isinstance(error, OSError):
            raise BadInput.one(address.shown, f"the database cannot be used: {error.strerror or error}") from None
        raise


def driver_error(error: BaseException) -> BaseException | None:
    """The error of the driver, below SQLAlchemy's where it is wrapped; None for any other."""
    inner = getattr(error, "orig", None) or error
    psycopg = sys.modules.get("psycopg")
    if isinstance(inner, sqlite3.Error) or (psycopg is not None and isinstance(inner, psycopg.Error)):
        return inner if isinstance(inner, BaseException) else None
    return None


def is_busy(error: BaseException | None) -> bool:
    """Whether SQLite says that another connection holds what is needed."""
    text = str(error).lower()
    return isinstance(error, sqlite3.OperationalError) and ("locked" in text or "busy" in text)


def _sqlite(address: Address, error: sqlite3.Error) -> Exception:
    text = str(error).lower()
    if is_busy(error):
        return NotNow(f"{address.shown}: {BUSY}")
    for part, sentence in SQLITE:
        if part in text:
            return BadInput.one(address.shown, sentence)
    return BadInput.one(address.shown, f"the database cannot be used: {error}")


def _postgres(address: Address, error: BaseException) -> Exception:
    state = getattr(error, "sqlstate", None) or ""
    text = address.clean(_first_line(error))
    if state == "42P01" or state == "42703":
        return BadInput.one(address.shown, dict(SQLITE)["no such table"])
    if state in ("23505", "40001", "40P01"):  # taken meanwhile; could not be put in a row with another transaction
        return NotNow(f"{address.shown}: {QUICKER}")
    if state.startswith("53"):
        return NotNow(f"{address.shown}: the server is short of disk, memory or connections; nothing was changed")
    if state in ("25006", "42501"):
        return NotNow(f"{address.shown}: you may not write to this database; nothing was changed")
    if state in ("57P01", "57P02", "57P03") or LOST.search(str(error)):
        return NotNow(f"{address.shown}: {GONE}")
    return NotNow(f"{address.shown}: the database cannot be reached, or refuses: {text}")


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    text = lines[-1] if lines else type(error).__name__
    return re.sub(r"^(FATAL|ERROR):\s*", "", re.sub(r".*?(FATAL|ERROR):\s*", "", text))

"""What the repository takes and gives beside states: entries of the log, snapshots, and who makes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.changes import Change, apply
from planner.state import State
from planner.store.failures import Damaged

if TYPE_CHECKING:
    from planner.store.tables import EntryRow, SnapshotRow

WALKS = ("undo", "redo")
NAMING = ("rename", "delete", "restore")
"""Kinds of entries that change nothing of a workload but what it is called, and whether it is in use."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who does something, and when: UTC, as ISO text."""

    who: str
    time: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A workload as the workspace has it."""

    name: str
    version: int
    state: State


@dataclass(frozen=True, slots=True)
class Listed:
    """A workload in a list; `plain` is its state as plain data."""

    name: str
    version: int
    created: str
    changed: str
    plain: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be written of a change: its kind, a sentence, and what it did to the plan.

    `plan` holds the columns of the plan as it is after it, `result` those of the sprint that it closed.
    """

    kind: str
    text: str
    effect: str = ""
    plan: Mapping[str, Any] | None = None
    result: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a log; `target` is what an undoing or redoing concerns."""

    number: int
    kind: str
    text: str
    effect: str
    changes: tuple[Change, ...]
    target: int | None
    who: str
    at: str

    @classmethod
    def of(cls, row: EntryRow) -> Entry:
        return cls(row.number, row.kind, row.text, row.effect, read_changes(row.changes), row.target, row.who, row.at)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A baseline that was kept: `standings` as in a workload file, after the log entry `entry`."""

    name: str
    named: bool
    entry: int
    standings: Mapping[str, Any]
    who: str
    at: str

    @classmethod
    def of(cls, row: SnapshotRow) -> Snapshot:
        return cls(row.name, row.named, row.entry, loads(row.standings), row.who, row.at)


def dumps(data: Any) -> str:
    """JSON, the same text for the same data; keys keep their order."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Any:
    """What a text that `dumps` wrote holds. Raises Damaged where it is none."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise Damaged(str(error)) from None


def read_changes(text: str) -> tuple[Change, ...]:
    """The changes of an entry. Raises Damaged where they are none."""
    try:
        return tuple(Change.from_plain(data) for data in loads(text))
    except (TypeError, ValueError) as error:
        raise Damaged(str(error)) from None


def changed(plain: Mapping[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    """Plain data with the changes made. Raises Damaged where they do not fit it."""
    try:
        return apply(plain, changes)
    except (AttributeError, KeyError, TypeError, IndexError) as error:
        raise Damaged(str(error)) from None


def digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

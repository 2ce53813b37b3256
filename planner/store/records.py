"""What the repository takes and gives beside states: entries of the log, snapshots, and who makes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.changes import Change
from planner.state import State

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
        changes = tuple(Change.from_plain(data) for data in json.loads(row.changes))
        return cls(row.number, row.kind, row.text, row.effect, changes, row.target, row.who, row.at)


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
        return cls(row.name, row.named, row.entry, json.loads(row.standings), row.who, row.at)


def dumps(data: Any) -> str:
    """JSON, the same text for the same data; keys keep their order."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

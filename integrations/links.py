"""What is known of a tracker from earlier runs: which issue is which item, and what was last synced.

The ledger is a value; every step of an apply is a record that leads from one ledger to the next, so that a journal
of records brings back exactly what was known when a run was stopped, at whatever point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

Record = Mapping[str, Any]
"""One step, as plain data: its kind in `op`, and what it needs. See `after`."""


@dataclass(frozen=True, slots=True)
class Link:
    """`number` is the tracker's own id of the issue, `key` its key when last seen, `base` the fields last synced."""

    number: str
    key: str
    base: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Intent:
    """A create that was about to be sent at `at` (seconds since the epoch), of which nothing more is known.

    `top` is the highest key number that was known then: what came of it has a higher one.
    """

    base: Mapping[str, Any]
    top: int
    at: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """`project` is the tracker's server and project number, so that no other project is written to by mistake.

    `blocks` are the pairs (blocker, blocked) of items that were linked; `sprints` the fields last synced of each sprint
    we made or took over, by number; `applying` the digest of the sync plan whose apply has not come to its end.
    """

    project: str = ""
    items: Mapping[str, Link] = field(default_factory=dict)
    sprints: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    blocks: frozenset[tuple[str, str]] = frozenset()
    intents: Mapping[str, Intent] = field(default_factory=dict)
    applying: str = ""


class Store(Protocol):
    """Where a ledger lives between runs. The file store is one; a database may be another."""

    def load(self) -> Ledger: ...

    def append(self, records: Sequence[Record]) -> None:
        """Keep records, on the disk before this returns."""
        ...

    def fold(self, ledger: Ledger) -> None:
        """Keep the ledger whole, in place of the records that led to it."""
        ...


def after(ledger: Ledger, record: Record) -> Ledger:
    """The ledger after one more step. Raises KeyError or TypeError for a record that is none."""
    match record["op"]:
        case "project":
            return replace(ledger, project=record["project"])
        case "begin":
            return replace(ledger, applying=record["digest"])
        case "end":
            return replace(ledger, applying="")
        case "intend":
            new = {id: Intent(base, record["top"], record["at"]) for id, base in record["bases"].items()}
            return replace(ledger, intents={**ledger.intents, **new})
        case "settled":  # nothing came of these intents
            gone = set(record["ids"])
            return replace(ledger, intents={id: i for id, i in ledger.intents.items() if id not in gone})
        case "linked":
            id = record["id"]
            link = Link(record["number"], record["key"], record["base"])
            intents = {other: i for other, i in ledger.intents.items() if other != id}
            return replace(ledger, items={**ledger.items, id: link}, intents=intents)
        case "synced":
            id = record["id"]
            link = ledger.items[id]
            link = replace(link, base={**link.base, **record["base"]})
            return replace(ledger, items={**ledger.items, id: link})
        case "sprint":
            base = {**ledger.sprints.get(record["number"], {}), **record["base"]}
            return replace(ledger, sprints={**ledger.sprints, record["number"]: base})
        case "sprint-gone":
            return replace(ledger, sprints={n: b for n, b in ledger.sprints.items() if n != record["number"]})
        case "blocks":
            return replace(ledger, blocks=ledger.blocks | {(a, b) for a, b in record["pairs"]})
    raise KeyError(record["op"])


def replay(ledger: Ledger, records: Iterable[Record]) -> Ledger:
    for record in records:
        ledger = after(ledger, record)
    return ledger


class Journal:
    """A ledger that is being written: each step is kept in the store before the next one is taken."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.ledger = store.load()

    def record(self, *records: Record) -> None:
        """Take steps. Raises BadInput where they cannot be kept; nothing may be sent then."""
        if records:
            self.store.append(records)
            self.ledger = replay(self.ledger, records)

    def close(self) -> None:
        """Write the ledger as one whole."""
        self.store.fold(self.ledger)

"""The baselines that a workload of the workspace went through, for its trends."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from planner.store.address import Address
from planner.store.failures import told
from planner.store.reading import decode
from planner.store.records import Entry, changed, dumps
from planner.store.repository import Repository
from planner.trends import Snapshot
from planner.workload import Workload

START, NOW = "start", "now"


def past_baselines(repository: Repository, name: str) -> list[Snapshot]:
    """Where a workload stood at first, after each sprint that was closed, when its baseline was kept by name, and now.

    In the order of the log, from whose entries they are replayed. A closing that was undone is left out; `now` is
    there where the baseline has changed since the last of the others. Raises BadInput where there is no such workload.
    """
    entries, results = repository.log(name), repository.results(name)
    kept = [snapshot for snapshot in repository.snapshots(name) if snapshot.named]
    marks = [(1, START, "")]
    marks += [(result["entry"], f"sprint {result['sprint']}", result["end"]) for result in results]
    marks += [(snapshot.entry, snapshot.name, snapshot.at[:10]) for snapshot in kept]
    found, state = [], _Replay(repository.address, name, entries)
    for entry, label, day in sorted(marks, key=lambda mark: mark[0]):
        workload = state.after(entry)
        date = datetime.date.fromisoformat(day) if day else _began(entries[0], workload)
        found.append(Snapshot(date, label, workload.baseline))
    present = state.after(len(entries))
    if present.baseline != found[-1].baseline:
        found.append(Snapshot(datetime.date.fromisoformat(entries[-1].at[:10]), NOW, present.baseline))
    return found


class _Replay:
    """The workload after one entry of its log after another."""

    def __init__(self, address: Address, name: str, entries: Sequence[Entry]) -> None:
        self._address, self._name, self._entries = address, name, entries
        self._plain: dict[str, Any] = {}
        self._at = 0

    def after(self, number: int) -> Workload:
        """After the entry of this number, which is no earlier than the one asked for before."""
        changes = [change for entry in self._entries[self._at : number] for change in entry.changes]
        with told(self._address):
            self._plain, self._at = changed(self._plain, changes), number
        return decode(self._address, self._name, dumps(self._plain)).workload


def _began(first: Entry, workload: Workload) -> datetime.date:
    """The day of the first entry, or that of the first sprint where it was taken into the workspace later."""
    return min(datetime.date.fromisoformat(first.at[:10]), workload.calendar.start)

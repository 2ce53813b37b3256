"""The workspace in the words of the domain: states in, states out, each change with an entry in the log.

A workload has a version, the number of its last log entry. Who changes it names the version that he read: where
somebody else was quicker, Stale says what happened since, and nothing is written.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalog.errors import BadInput
from planner.changes import Change, compare
from planner.state import State, to_plain
from planner.store import migrate
from planner.store.address import Address
from planner.store.engine import make_engine, writing
from planner.store.reading import decode, unknown
from planner.store.records import (
    Author,
    Entry,
    Kept,
    Listed,
    Note,
    Snapshot,
    changed,
    digest,
    dumps,
    loads,
    read_changes,
)
from planner.store.tables import EntryRow, ResultRow, RevisionRow, SnapshotRow, WorkloadRow


class Stale(Exception):
    """A workload has another version than the writer read; `entries` is what happened since."""

    def __init__(self, name: str, entries: Sequence[Entry]) -> None:
        self.name, self.entries = name, tuple(entries)
        super().__init__(name)


@dataclass
class Repository:
    """One workspace. Every method is one transaction."""

    address: Address
    engine: Engine

    @classmethod
    def open(cls, address: Address, *, create: bool = False) -> Repository:
        """The workspace at an address, made where there is none if `create` says so.

        Raises BadInput where there is none, or one that this program may not use.
        """
        from planner.store.reading import check_schema, connection

        engine = make_engine(address)
        if create and not (address.path is not None and address.path.is_dir()):
            migrate.make_or_check(address, engine)
        else:
            with connection(address) as found:
                check_schema(address, found)
        return cls(address, engine)

    def names(self) -> list[Listed]:
        """The workloads and branches that there are, by name."""
        with writing(self.address, self.engine) as session:
            rows = session.exec(select(WorkloadRow).where(WorkloadRow.gone == 0).order_by(WorkloadRow.name))
            return [self._listed(row) for row in rows]

    def load(self, name: str) -> Kept:
        """A workload as it is now. Raises BadInput where there is none of this name."""
        with writing(self.address, self.engine) as session:
            return self._kept(self._row(session, name))

    def create(self, name: str, state: State, author: Author, text: str, parent: str = "") -> Kept:
        """A workload that was not there, with the first entry of its log. Raises BadInput where the name is taken."""
        plain = to_plain(state)
        with writing(self.address, self.engine) as session:
            self._must_be_free(session, name)
            row = WorkloadRow(name=name, state=dumps(plain), created=author.time, changed=author.time)
            row.parent = self._row(session, parent).id if parent else None
            session.add(row)
            session.flush()
            entry = Note("branch" if parent else "import", text)
            self._log(session, row, entry, author, list(compare({}, plain)))
            self._snapshot(session, row, f"@{row.version}", author, plain, named=False)
            return self._kept(row)

    def change(
        self, name: str, version: int, state: State, note: Note, author: Author, retire: str | None = None
    ) -> Kept:
        """The workload in another state, with the entry that says so, and all that `note` brings with it.

        A branch to `retire` goes out of use in the same transaction. Raises Stale where the workload no longer has
        this version, and then writes nothing.
        """
        with writing(self.address, self.engine) as session:
            row = self._row(session, name)
            if row.version != version:
                raise Stale(name, self._entries(session, row, version))
            return self._write(session, row, state, note, author, retire)

    def change_in_turn(
        self,
        name: str,
        seen: int,
        step: Callable[[State, Sequence[Entry]], tuple[State, Note]],
        author: Author,
        retire: str | None = None,
    ) -> Kept:
        """`change` by a step that is made while all others wait; it is given what was logged after version `seen`.

        The step must not use the workspace.
        """
        with writing(self.address, self.engine) as session:
            row = self._row(session, name)
            state, note = step(self._kept(row).state, self._entries(session, row, seen))
            return self._write(session, row, state, note, author, retire)

    def undo(self, name: str, author: Author) -> tuple[Entry, Kept]:
        """Takes back the last decision that holds; gives its entry. Raises BadInput where there is none."""
        with writing(self.address, self.engine) as session:
            row = self._row(session, name)
            if row.done is None:
                raise BadInput.one(name, "there is nothing to undo")
            entry = self._entry(session, row, row.done)
            changes = [change.reversed() for change in reversed(read_changes(entry.changes))]
            row.state = dumps(changed(loads(row.state), changes))
            made = self._log(session, row, Note("undo", f"undo: {entry.text}"), author, changes)
            made.target, made.below = entry.number, row.undone
            row.done, row.undone = entry.below, made.number
            self._holds(session, row, entry.number, holds=False)
            return Entry.of(entry), self._kept(row)

    def redo(self, name: str, author: Author) -> tuple[Entry, Kept]:
        """Does again what was undone last; gives its entry. Raises BadInput where nothing was undone since."""
        with writing(self.address, self.engine) as session:
            row = self._row(session, name)
            if row.undone is None:
                raise BadInput.one(name, "there is nothing to redo")
            undone = self._entry(session, row, row.undone)
            assert undone.target is not None
            entry = self._entry(session, row, undone.target)
            changes = read_changes(entry.changes)
            row.state = dumps(changed(loads(row.state), changes))
            made = self._log(session, row, Note("redo", f"redo: {entry.text}"), author, changes)
            made.target = entry.number
            row.done, row.undone = entry.number, undone.below
            self._holds(session, row, entry.number, holds=True)
            return Entry.of(entry), self._kept(row)

    def log(self, name: str, after: int = 0) -> list[Entry]:
        """The log of a workload, the oldest entry first, from after an entry on."""
        with writing(self.address, self.engine) as session:
            return self._entries(session, self._row(session, name), after)

    def standing_entries(self, name: str) -> list[int]:
        """The numbers of the decisions that hold, those that undo would take back, the next one last."""
        with writing(self.address, self.engine) as session:
            row = self._row(session, name)
            found, number = [], row.done
            while number is not None:
                found.append(number)
                number = self._entry(session, row, number).below
            return found[::-1]

    def snapshot(self, name: str, snapshot: str, author: Author) -> None:
        """Keeps the present baseline under a name. Raises BadInput where the name is taken."""
        with writing(self.address, self.engine) as session:
            row = self._row(session, name)
            taken = select(SnapshotRow).where(SnapshotRow.workload_id == row.id, SnapshotRow.name == snapshot)
            if session.exec(taken).first() is not None:
                raise BadInput.one(snapshot, f"'{name}' has a snapshot of this name already; they are never replaced")
            self._snapshot(session, row, snapshot, author, loads(row.state), named=True)

    def snapshots(self, name: str) -> list[Snapshot]:
        """The baselines that were kept, the oldest first."""
        with writing(self.address, self.engine) as session:
            row = self._row(session, name)
            found = session.exec(
                select(SnapshotRow).where(SnapshotRow.workload_id == row.id).order_by(col(SnapshotRow.id))
            )
            return [Snapshot.of(one) for one in found]

    def results(self, name: str) -> list[dict[str, Any]]:
        """How the sprints ended whose closing holds, the oldest first."""
        with writing(self.address, self.engine) as session:
            row = self._row(session, name)
            rows = session.exec(
                select(ResultRow)
                .where(ResultRow.workload_id == row.id, col(ResultRow.holds).is_(True))
                .order_by(col(ResultRow.sprint))
            )
            return [{**one.model_dump(exclude={"id", "workload_id", "holds"}), **loads(one.detail)} for one in rows]

    def base(self, name: str) -> dict[str, Any]:
        """The plain state that a workload or branch began with."""
        with writing(self.address, self.engine) as session:
            first = self._entry(session, self._row(session, name), 1)
            return changed({}, read_changes(first.changes))

    def delete(self, name: str, author: Author) -> list[str]:
        """Takes a workload and its branches, or one branch, out of use; gives their names, which are free again.

        Their logs stay, and `restore` brings them back.
        """
        with writing(self.address, self.engine) as session:
            rows = [self._row(session, name), *self._branches(session, name)]
            for row in rows:
                self._retire(session, row, Note("delete", f"delete {row.name}"), author)
            return [row.name for row in rows]

    def restore(self, name: str, author: Author) -> Kept:
        """Brings the workload or branch back that was deleted last of this name, and nothing of its branches.

        Raises BadInput where there is none, or the name is in use.
        """
        with writing(self.address, self.engine) as session:
            self._must_be_free(session, name)
            query = select(WorkloadRow).where(WorkloadRow.name == name, WorkloadRow.gone != 0)
            row = session.exec(query.order_by(col(WorkloadRow.changed).desc(), col(WorkloadRow.id).desc())).first()
            if row is None:
                raise BadInput.one(name, f"the workspace {self.address.shown} never had a workload of this name")
            row.gone = 0
            self._log(session, row, Note("restore", f"restore {name}"), author, ())
            return self._kept(row)

    def rename(self, name: str, new: str, author: Author) -> list[tuple[str, str]]:
        """Gives a workload another name, and its branches too; gives the old and new name of each.

        Raises BadInput where a new name is taken.
        """
        with writing(self.address, self.engine) as session:
            rows = [self._row(session, name), *self._branches(session, name)]
            names = [(row.name, new + row.name[len(name) :]) for row in rows]
            for row, (old, wanted) in zip(rows, names, strict=True):
                self._must_be_free(session, wanted)
                row.name = wanted
                self._log(session, row, Note("rename", f"rename {old} to {wanted}"), author, ())
            return names

    # -- inside a transaction ----------------------------------------------------------------------------------------

    def _find(self, session: Session, name: str) -> WorkloadRow | None:
        query = select(WorkloadRow).where(WorkloadRow.name == name, WorkloadRow.gone == 0).with_for_update()
        return session.exec(query).first()

    def _row(self, session: Session, name: str) -> WorkloadRow:
        row = self._find(session, name)
        if row is None:
            names = session.exec(select(WorkloadRow.name).where(WorkloadRow.gone == 0).order_by(WorkloadRow.name))
            raise unknown(self.address, name, list(names))
        return row

    def _branches(self, session: Session, name: str) -> list[WorkloadRow]:
        query = select(WorkloadRow).where(col(WorkloadRow.name).startswith(f"{name}@", autoescape=True))
        return list(session.exec(query.where(WorkloadRow.gone == 0).order_by(WorkloadRow.name).with_for_update()))

    def _must_be_free(self, session: Session, name: str) -> None:
        if self._find(session, name) is not None:
            raise BadInput.one(name, "the workspace has a workload of this name already")

    def _listed(self, row: WorkloadRow) -> Listed:
        decode(self.address, row.name, row.state)  # what is damaged is told by its name
        return Listed(row.name, row.version, row.created, row.changed, loads(row.state))

    def _kept(self, row: WorkloadRow) -> Kept:
        return Kept(row.name, row.version, decode(self.address, row.name, row.state))

    def _entry(self, session: Session, row: WorkloadRow, number: int) -> EntryRow:
        return session.exec(select(EntryRow).where(EntryRow.workload_id == row.id, EntryRow.number == number)).one()

    def _entries(self, session: Session, row: WorkloadRow, after: int) -> list[Entry]:
        query = select(EntryRow).where(EntryRow.workload_id == row.id, EntryRow.number > after)
        return [Entry.of(found) for found in session.exec(query.order_by(col(EntryRow.number)))]

    def _write(
        self, session: Session, row: WorkloadRow, state: State, note: Note, author: Author, retire: str | None
    ) -> Kept:
        plain, before = to_plain(state), loads(row.state)
        row.state = dumps(plain)
        entry = self._log(session, row, note, author, list(compare(before, plain)))
        entry.below, row.done, row.undone = row.done, entry.number, None
        if before["workload"]["baseline"] != plain["workload"]["baseline"]:
            self._snapshot(session, row, f"@{row.version}", author, plain, named=False)
        self._beside(session, row, note, author)
        if retire is not None:
            self._retire(session, self._row(session, retire), Note("delete", f"merged into {row.name}"), author)
        return self._kept(row)

    def _log(
        self, session: Session, row: WorkloadRow, note: Note, author: Author, changes: Iterable[Change]
    ) -> EntryRow:
        row.version += 1
        row.changed = author.time
        assert row.id is not None
        entry = EntryRow(
            workload_id=row.id,
            number=row.version,
            kind=note.kind,
            text=note.text,
            effect=note.effect,
            changes=dumps([change.to_plain() for change in changes]),
            who=author.who,
            at=author.time,
        )
        session.add(entry)
        return entry

    def _snapshot(
        self, session: Session, row: WorkloadRow, name: str, author: Author, plain: dict[str, Any], *, named: bool
    ) -> None:
        standings = dumps(plain["workload"]["baseline"])
        assert row.id is not None
        session.add(
            SnapshotRow(
                workload_id=row.id,
                name=name,
                named=named,
                entry=row.version,
                standings=standings,
                digest=digest(standings),
                who=author.who,
                at=author.time,
            )
        )

    def _beside(self, session: Session, row: WorkloadRow, note: Note, author: Author) -> None:
        """The plan and the sprint result that belong to an entry."""
        assert row.id is not None
        if note.plan is not None:
            session.add(RevisionRow(workload_id=row.id, entry=row.version, at=author.time, **note.plan))
        if note.result is not None:
            session.add(ResultRow(workload_id=row.id, entry=row.version, at=author.time, **note.result))

    def _retire(self, session: Session, row: WorkloadRow, note: Note, author: Author) -> None:
        self._log(session, row, note, author, ())
        assert row.id is not None
        row.gone = row.id

    def _holds(self, session: Session, row: WorkloadRow, entry: int, *, holds: bool) -> None:
        query = select(ResultRow).where(ResultRow.workload_id == row.id, ResultRow.entry == entry)
        for result in session.exec(query):
            result.holds = holds


def now() -> str:
    """The present time as the workspace writes it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")

"""Whether a workspace is sound: the file, and every workload against its own log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from catalog.errors import BadInput
from planner.store.engine import writing
from planner.store.failures import Damaged
from planner.store.reading import decode
from planner.store.records import NAMING, changed, digest, loads, read_changes
from planner.store.repository import Repository
from planner.store.tables import EntryRow, ResultRow, SnapshotRow, WorkloadRow


def check(repository: Repository) -> list[str]:
    """What is wrong, a sentence each: a damaged file, or a workload that is not what its log makes of it."""
    with writing(repository.address, repository.engine) as session:
        found = list(_file(repository, session))
        for row in session.exec(select(WorkloadRow).order_by(col(WorkloadRow.id))):
            found += [f"{row.name}: {sentence}" for sentence in _sentences(repository, session, row)]
    return found


def _file(repository: Repository, session: Session) -> Iterator[str]:
    if repository.address.path is None:
        return
    for (said,) in session.connection().execute(text("PRAGMA integrity_check")):
        if said != "ok":
            yield f"the file is damaged: {said}"
    for row in session.connection().execute(text("PRAGMA foreign_key_check")):
        yield f"a row of '{row[0]}' belongs to nothing"


def _sentences(repository: Repository, session: Session, row: WorkloadRow) -> list[str]:
    try:
        return list(_workload(repository, session, row))
    except Damaged as error:
        return [f"what is stored of it cannot be read ({error})"]


def _workload(repository: Repository, session: Session, row: WorkloadRow) -> Iterator[str]:
    entries = list(session.exec(select(EntryRow).where(EntryRow.workload_id == row.id).order_by(col(EntryRow.number))))
    if [entry.number for entry in entries] != list(range(1, row.version + 1)):
        yield "the log has gaps, or ends before the workload's version"
        return
    state: dict[str, Any] = {}
    for entry in entries:
        state = changed(state, read_changes(entry.changes))
    if state != loads(row.state):
        yield "the log does not lead to the workload as it is"
    try:
        decode(repository.address, row.name, row.state)
    except BadInput as error:
        yield error.problems[0].text
    try:
        done, undone = walk(entries)
    except IndexError:
        yield "the log undoes or redoes what it did not do"
        return
    if (row.done, row.undone) != (done[-1] if done else None, undone[-1] if undone else None):
        yield "what undo and redo would take is not what the log says"
    for result in session.exec(select(ResultRow).where(ResultRow.workload_id == row.id)):
        if result.holds != (result.entry in done):
            yield f"the result of sprint {result.sprint} (entry {result.entry}) counts though it is undone, or not"
    for snapshot in session.exec(select(SnapshotRow).where(SnapshotRow.workload_id == row.id)):
        if digest(snapshot.standings) != snapshot.digest:
            yield f"the snapshot '{snapshot.name}' was changed"


def walk(entries: Sequence[EntryRow]) -> tuple[list[int], list[int]]:
    """The decisions that hold and the undoings that could be redone, from the log alone; the last is on top."""
    done: list[int] = []
    undone: list[int] = []
    for entry in entries[1:]:
        if entry.kind == "undo":
            done.pop()
            undone.append(entry.number)
        elif entry.kind == "redo":
            undone.pop()
            done.append(entry.target or 0)
        elif entry.kind not in NAMING:
            done.append(entry.number)
            undone.clear()
    return done, undone

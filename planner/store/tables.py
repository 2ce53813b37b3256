"""The tables of the workspace. Times are UTC, as ISO text; what has a shape of its own is JSON, as text."""

from __future__ import annotations

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class WorkloadRow(SQLModel, table=True):
    """A workload, or a what-if branch of one, as it is now.

    `version` is the number of its last log entry. `done` and `undone` are the tops of two stacks in the log: the
    entry that undo would take back next, and the undoing that redo would take back. `gone` is 0 while the name is in
    use, else the row's own id.
    """

    __tablename__ = "workload"
    __table_args__ = (UniqueConstraint("name", "gone"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str
    gone: int = 0
    version: int = 0
    state: str = Field(sa_type=Text)
    done: int | None = None
    undone: int | None = None
    parent: int | None = Field(default=None, foreign_key="workload.id")
    created: str
    changed: str


class EntryRow(SQLModel, table=True):
    """One entry of the log of a workload; never changed, never deleted.

    `changes` makes the state after it of the state before it. An undoing and a redoing name their `target`. `below`
    is what lay under it on its stack when it came there.
    """

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("workload_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    workload_id: int = Field(foreign_key="workload.id")
    number: int
    kind: str
    text: str = Field(sa_type=Text)
    effect: str = Field(default="", sa_type=Text)
    changes: str = Field(sa_type=Text)
    target: int | None = None
    below: int | None = None
    who: str = ""
    at: str


class SnapshotRow(SQLModel, table=True):
    """A baseline as it was after a log entry; never changed. `standings` is the `baseline` of a workload file."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("workload_id", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    workload_id: int = Field(foreign_key="workload.id")
    name: str
    named: bool
    entry: int
    standings: str = Field(sa_type=Text)
    digest: str
    who: str = ""
    at: str


class RevisionRow(SQLModel, table=True):
    """A plan as it was after a log entry: the digest of its inputs, what it earns, and where each story was."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("workload_id", "entry"),)
    id: int | None = Field(default=None, primary_key=True)
    workload_id: int = Field(foreign_key="workload.id")
    entry: int
    inputs: str
    objective: float
    bound: float
    placement: str = Field(sa_type=Text)
    at: str


class ResultRow(SQLModel, table=True):
    """How a sprint ended, by the log entry that closed it. `holds` is false while that entry is undone.

    Points are points, not tenths; `velocity` is what the team was seen to do, before outliers are cut.
    """

    __tablename__ = "result"
    __table_args__ = (UniqueConstraint("workload_id", "entry"),)
    id: int | None = Field(default=None, primary_key=True)
    workload_id: int = Field(foreign_key="workload.id")
    entry: int
    sprint: int
    start: str
    end: str
    capacity: float
    planned: float
    done: float
    velocity: float | None = None
    value: float
    detail: str = Field(sa_type=Text)
    holds: bool = True
    at: str

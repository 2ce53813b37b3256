"""What Colonnade asks of an issue tracker: its abilities, its issues and sprints as values, and how it may fail.

Everything compared is in a normal form that survives what a tracker does to text: titles and descriptions with their
white space folded, points as numbers, sprints by date. Issues are known by the tracker's own number, never by key.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

KINDS = ("epic", "story", "task")

BULK = 50
"""Issues that one request may create or move."""

Fields = Mapping[str, Any]
"""Normal forms by name: `title`, `description`, `points`, `parent` (an issue's number), `labels` (sorted), `sprint`."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the project at hand can hold. What it cannot is left out, and said in the warnings.

    `descriptions` and `labels` are the kinds of items that have them; without `own_sprints`, sprints that are there are
    used, and none is made or changed.
    """

    points: bool = True
    sprints: bool = True
    own_sprints: bool = True
    tasks: bool = True
    links: bool = True
    descriptions: frozenset[str] = frozenset(KINDS)
    labels: frozenset[str] = frozenset(KINDS)


@dataclass(frozen=True, slots=True)
class RemoteIssue:
    """An issue as it is: `number` is the tracker's own id; `mark` the item that its property names, empty
    for none, None where the tracker has not said.

    `stage` is new, active or done; `blocks` the numbers of the issues it blocks; `past` the closed sprints it was in;
    `elsewhere` the project that it has been moved to, empty where it is at home.
    """

    number: str
    key: str
    mark: str | None
    fields: Fields
    stage: str = "new"
    status: str = ""
    assignee: str = ""
    blocks: frozenset[str] = frozenset()
    past: tuple[int, ...] = ()
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class RemoteSprint:
    """`state` is future, active or closed; `fields`: `name`, `start`, `end` (ISO dates) and `goal`."""

    number: int
    state: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Remote:
    """What was read: issues by number, sprints by number."""

    issues: Mapping[str, RemoteIssue] = field(default_factory=dict)
    sprints: Mapping[int, RemoteSprint] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewIssue:
    """An issue to create: `kind` is epic, story or task."""

    id: str
    kind: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Created:
    number: str
    key: str


class TrackerStopped(Exception):
    """The tracker cannot be reached, refuses everything, or asks for a wait of over a minute. Run again to resume."""


class Refused(Exception):
    """One request was refused, and had no effect; `reasons` are the tracker's own words."""

    def __init__(self, reasons: Sequence[str], status: int = 400) -> None:
        self.reasons, self.status = tuple(reasons), status
        super().__init__("; ".join(reasons) or f"refused with status {status}")


ABSENT = frozenset({404, 405})
"""Statuses of an address that a server does not have, or not for this method."""


class Unknown(Exception):
    """A write was sent and no answer came that says what became of it."""


class Tracker(Protocol):
    """A project of a tracker. Every method may raise TrackerStopped; the writing ones also Refused and Unknown."""

    @property
    def abilities(self) -> Abilities: ...

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        ...

    def read(self, numbers: Collection[str], sprints: Collection[int], ids: Collection[str] = ()) -> Remote:
        """All issues that carry our mark and those of `numbers`; all open sprints and those of `sprints`.

        `ids` are items of which no issue is known here: they are looked for with care, past a search index too.
        """
        ...

    def children(self, numbers: Sequence[str]) -> Mapping[str, RemoteIssue]:
        """The issues right under those of `numbers`, whoever made them, by number."""
        ...

    def top(self) -> int:
        """A key number that none of the project's issues to come is below; 0 where nothing is known."""
        ...

    def sprints(self, numbers: Collection[int]) -> Mapping[int, RemoteSprint]:
        """All open sprints of the board and those of `numbers`, by number; those that are gone are left out."""
        ...

    def fetch(self, numbers: Sequence[str]) -> Mapping[str, RemoteIssue]:
        """Issues as they are at this moment, past any search index; those that are gone are left out."""
        ...

    def find(self, ids: Collection[str], after: int) -> Mapping[str, tuple[RemoteIssue, ...]]:
        """Issues that carry the marks of `ids`, by id, looked for in the index and among the keys above `after`."""
        ...

    def create(self, issues: Sequence[NewIssue]) -> Sequence[Created | Refused]:
        """Create at most BULK issues; an answer for each, in their order, of at least the first.

        TrackerStopped: none of them was made. Of those without an answer none was made either.
        """
        ...

    def update(self, number: str, kind: str, before: Fields, after: Fields) -> None:
        """Write the fields of `after`; labels are added and removed by their difference from `before`."""
        ...

    def mark(self, number: str, id: str) -> None:
        """Set the property that names the item."""
        ...

    def create_sprint(self, fields: Fields) -> int: ...

    def update_sprint(self, number: int, fields: Fields) -> None:
        """Write these fields and leave the others."""
        ...

    def move(self, sprint: int | None, numbers: Sequence[str]) -> None:
        """Put at most BULK issues into a sprint, or into the backlog."""
        ...

    def link(self, blocker: str, blocked: str) -> None: ...


def folded(text: str) -> str:
    """Text in its normal form: lines without outer blanks, inner blanks folded, no empty lines."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)

"""A tracker in memory: for tests of what is above trackers, and for a look at a sync without a server."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from integrations.items import label
from integrations.tracker import (
    Abilities,
    Created,
    Fields,
    NewIssue,
    Refused,
    Remote,
    RemoteIssue,
    RemoteSprint,
)


class MemoryTracker:
    """Holds what it is given, in normal form, and refuses nothing. `issues` and `board` may be edited, as by people."""

    def __init__(self, abilities: Abilities | None = None) -> None:
        self.abilities = abilities or Abilities()
        self.requests = 0
        self.issues: dict[str, RemoteIssue] = {}
        self.board: dict[int, RemoteSprint] = {}

    def read(self, numbers: Collection[str], sprints: Collection[int], ids: Collection[str] = ()) -> Remote:  # noqa: ARG002  # it reads all
        self.requests += 1
        return Remote(dict(self.issues), self.sprints(sprints))

    def children(self, numbers: Sequence[str]) -> Mapping[str, RemoteIssue]:
        self.requests += 1
        return {n: issue for n, issue in self.issues.items() if issue.fields.get("parent") in numbers}

    def fetch(self, numbers: Sequence[str]) -> Mapping[str, RemoteIssue]:
        self.requests += 1
        return {number: self.issues[number] for number in numbers if number in self.issues}

    def find(self, ids: Collection[str], after: int) -> Mapping[str, tuple[RemoteIssue, ...]]:
        self.requests += 1
        found: dict[str, tuple[RemoteIssue, ...]] = {}
        for id in ids:
            hits = [i for i in self.issues.values() if i.mark == id or label(id) in i.fields["labels"]]
            new = tuple(issue for issue in hits if int(issue.number) > after)
            if new:
                found[id] = new
        return found

    def top(self) -> int:
        return max(map(int, self.issues), default=0)

    def create(self, issues: Sequence[NewIssue]) -> Sequence[Created | Refused]:
        self.requests += 1
        made = []
        for new in issues:
            number = str(self.top() + 1)
            empty: dict[str, object] = {"description": "", "points": None, "parent": None, "labels": [], "sprint": None}
            fields = {**empty, **new.fields}
            self.issues[number] = RemoteIssue(number, f"MEM-{number}", new.id, fields, status="To Do")
            made.append(Created(number, f"MEM-{number}"))
        return made

    def update(self, number: str, kind: str, before: Fields, after: Fields) -> None:  # noqa: ARG002  # sets them whole
        self.requests += 1
        issue = self.issues[number]
        self.issues[number] = replace(issue, fields={**issue.fields, **after})

    def mark(self, number: str, id: str) -> None:
        self.requests += 1
        self.issues[number] = replace(self.issues[number], mark=id)

    def sprints(self, numbers: Collection[int]) -> Mapping[int, RemoteSprint]:
        self.requests += 1
        return {n: sprint for n, sprint in self.board.items() if sprint.state != "closed" or n in numbers}

    def create_sprint(self, fields: Fields) -> int:
        self.requests += 1
        number = max(self.board, default=0) + 1
        self.board[number] = RemoteSprint(number, "future", dict(fields))
        return number

    def update_sprint(self, number: int, fields: Fields) -> None:
        self.requests += 1
        sprint = self.board[number]
        self.board[number] = replace(sprint, fields={**sprint.fields, **fields})

    def move(self, sprint: int | None, numbers: Sequence[str]) -> None:
        self.requests += 1
        for number in numbers:
            issue = self.issues[number]
            self.issues[number] = replace(issue, fields={**issue.fields, "sprint": sprint})

    def link(self, blocker: str, blocked: str) -> None:
        self.requests += 1
        issue = self.issues[blocker]
        self.issues[blocker] = replace(issue, blocks=issue.blocks | {blocked})

"""What a tracker knows of our items that the plan does not: what is done, and what people changed. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from integrations.links import Ledger
from integrations.tracker import Remote, RemoteIssue


@dataclass(frozen=True, slots=True)
class Edited:
    """A field of an item that people have changed since it was last synced."""

    id: str
    key: str
    field: str
    last: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Pulled:
    """`done`: keys of the issues of finished stories, by item; `reopened`: of stories that the baseline has as done.

    `finished`: points of our stories that are done, by the name of the last closed sprint that they were in.
    """

    done: dict[str, str]
    statuses: dict[str, tuple[str, str, str]]
    edited: tuple[Edited, ...]
    reopened: dict[str, str]
    missing: dict[str, str]
    finished: dict[str, float]


def is_story(id: str) -> bool:
    return id.count("/") == 2


def pull(ledger: Ledger, remote: Remote, known_done: frozenset[str]) -> Pulled:
    """Compare the issues of a ledger with what was last synced. `known_done`: stories that the baseline has as done."""
    done: dict[str, str] = {}
    statuses: dict[str, tuple[str, str, str]] = {}
    edited: list[Edited] = []
    reopened: dict[str, str] = {}
    missing: dict[str, str] = {}
    finished: dict[str, float] = {}
    for id, link in sorted(ledger.items.items()):
        issue = remote.issues.get(link.number)
        if issue is None:
            missing[id] = link.key
            continue
        edited += _edited(id, issue, link.base)
        if not is_story(id):
            continue
        statuses[id] = (issue.key, issue.status, issue.assignee)
        if issue.stage == "done":
            done[id] = issue.key
            for sprint in issue.past[-1:]:
                name = remote.sprints[sprint].fields["name"] if sprint in remote.sprints else f"#{sprint}"
                finished[name] = finished.get(name, 0.0) + (issue.fields.get("points") or 0.0)
        elif id in known_done:
            reopened[id] = issue.key
    return Pulled(done, statuses, tuple(edited), reopened, missing, finished)


def _edited(id: str, issue: RemoteIssue, base: Any) -> list[Edited]:
    return [
        Edited(id, issue.key, name, base[name], issue.fields.get(name))
        for name in ("title", "points", "sprint")
        if name in base and issue.fields.get(name) != base[name]
    ]

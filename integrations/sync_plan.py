"""The changes that would bring a tracker to a plan, as values: to be shown, reviewed, and then walked one by one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from integrations.tracker import Remote, RemoteIssue, RemoteSprint

SCHEMA = "colonnade/sync-plan@1"
ACTIONS = ("create", "update", "move", "link")
KINDS = ("sprint", "epic", "story", "task")


@dataclass(frozen=True, slots=True)
class Change:
    """One write. `action` is one of ACTIONS, `kind` of KINDS; `id` an item's, or the number of a sprint in the plan.

    `key` is the issue's key, or the tracker's number of the sprint, None before it is created. `fields` maps each
    field to its value before (None where there was none) and after, in normal form.
    """

    action: str
    kind: str
    id: str
    key: str | None
    fields: Mapping[str, tuple[Any, Any]]
    reason: str

    @property
    def order(self) -> tuple[int, int, bool, int, str, str]:
        """Sprints first, then what is created from epics to tasks, updates, moves, links; by id among equals."""
        number = int(self.id) if self.kind == "sprint" else 0
        after = json.dumps([after for _, after in self.fields.values()], sort_keys=True, default=list)
        return ACTIONS.index(self.action), KINDS.index(self.kind), self.kind != "sprint", number, self.id, after

    def to_data(self) -> dict[str, Any]:
        fields = {name: {"before": before, "after": after} for name, (before, after) in sorted(self.fields.items())}
        return {
            "action": self.action,
            "kind": self.kind,
            "id": self.id,
            "key": self.key,
            "fields": fields,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Conflict:
    """What only a person can decide; nothing is written there until then.

    `why` is `both-changed`, `missing` (the issue cannot be seen any more), `moved-away` (it is in another project)
    or `doubled` (several issues carry the item's mark). For `both-changed`, the values last synced, ours and theirs.
    """

    id: str
    key: str | None
    why: str
    field: str
    text: str
    last: Any = None
    ours: Any = None
    theirs: Any = None

    def to_data(self) -> dict[str, Any]:
        said = {"id": self.id, "key": self.key, "why": self.why, "field": self.field, "text": self.text}
        values = {"last": self.last, "ours": self.ours, "theirs": self.theirs}
        return {**said, **(values if self.why == "both-changed" else {})}


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """`changes` in the order in which they are applied; `digest` of everything in the tracker that they rest on.

    `found` are the issues that carry an item's mark though nothing is known of them here (by id); `agreed` the fields
    that both sides changed alike; `matched` the tracker's sprint for each sprint of the plan that has one;
    `gone` the sprints of ours that were deleted.
    """

    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    warnings: tuple[str, ...]
    digest: str
    found: Mapping[str, RemoteIssue] = field(default_factory=dict)
    agreed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    matched: Mapping[int, int] = field(default_factory=dict)
    gone: tuple[int, ...] = ()

    def to_data(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "digest": self.digest,
            "changes": [change.to_data() for change in self.changes],
            "conflicts": [conflict.to_data() for conflict in self.conflicts],
            "warnings": list(self.warnings),
        }

    def count(self, action: str) -> int:
        """How many changes of issues there are of an action."""
        return sum(change.action == action and change.kind != "sprint" for change in self.changes)


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The order in which changes are shown and applied: sprints, issues from the top down, updates, moves, links."""
    return tuple(sorted(changes, key=lambda change: (change.kind != "sprint", *change.order)))


def digest(remote: Remote) -> str:
    """A digest of what was read: the same state of the tracker, however it came about, gives the same digest."""
    plain = [
        [_issue(remote.issues[number]) for number in sorted(remote.issues)],
        [_sprint(remote.sprints[number]) for number in sorted(remote.sprints)],
    ]
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _issue(issue: RemoteIssue) -> list[Any]:
    where = [issue.number, issue.key, issue.mark, issue.elsewhere, issue.stage, list(issue.past)]
    return [*where, dict(issue.fields), sorted(issue.blocks)]


def _sprint(sprint: RemoteSprint) -> list[Any]:
    return [sprint.number, sprint.state, dict(sprint.fields)]


def as_seen(changes: Iterable[Change]) -> list[str]:
    """Changes as text to compare: what a person who saw the one has seen of the other."""
    return [json.dumps(change.to_data(), sort_keys=True, default=list) for change in changes]


def from_data(data: Mapping[str, Any]) -> SyncPlan:
    """A sync plan as `to_data` gave it, to compare with. Raises KeyError, TypeError or ValueError for anything else."""
    if data["schema"] != SCHEMA:
        raise ValueError(data["schema"])
    changes = [
        Change(
            c["action"],
            c["kind"],
            c["id"],
            c["key"],
            {name: (values["before"], values["after"]) for name, values in c["fields"].items()},
            c["reason"],
        )
        for c in data["changes"]
    ]
    return SyncPlan(tuple(changes), (), tuple(data["warnings"]), data["digest"])

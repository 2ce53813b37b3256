"""From a plan and what a tracker holds to the changes that would bring the one to the other. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from integrations import sync_sprints
from integrations.identify import identify
from integrations.items import GROUP, Item, Wanted
from integrations.links import Ledger
from integrations.merge import Both, Keep, Write, merge, merge_labels
from integrations.sync_plan import Change, Conflict, SyncPlan, digest, in_order
from integrations.tracker import Abilities, Remote, RemoteIssue

MERGED = ("title", "description", "points", "parent")
"""Fields of one value; labels and the sprint have rules of their own."""


@dataclass
class _Draft:
    """A sync plan in the making."""

    wanted: Wanted
    remote: Remote
    ledger: Ledger
    abilities: Abilities
    decisions: Mapping[str, str]
    issues: dict[str, RemoteIssue] = field(default_factory=dict)
    matched: dict[int, int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    agreed: dict[str, dict[str, Any]] = field(default_factory=dict)

    def decided(self, id: str) -> str:
        return self.decisions.get(id, "")


def plan_sync(
    wanted: Wanted,
    remote: Remote,
    ledger: Ledger,
    abilities: Abilities,
    decisions: Mapping[str, str] | None = None,
) -> SyncPlan:
    """The changes in their order, what only a person can decide, and what is left out or left alone.

    `decisions` maps an item's id to `ours` or `theirs`, where a person has chosen a side of a conflict.
    """
    draft = _Draft(wanted, remote, ledger, abilities, decisions or {})
    draft.issues, conflicts = identify(wanted, remote, ledger)
    draft.conflicts += conflicts
    if abilities.sprints:
        _sprints(draft)
    lost = {conflict.id for conflict in conflicts if conflict.why != "doubled"}
    for item in wanted.items.values():
        if item.kind == "task" and not abilities.tasks:
            continue
        issue = draft.issues.get(item.id)
        if issue is not None:
            _update(draft, item, issue)
        elif item.id not in lost:
            _create(draft, item, lost)
        if item.id not in lost:
            _move(draft, item, issue)
    if abilities.links:
        _link(draft)
    _dropped(draft)
    found = {id: issue for id, issue in sorted(draft.issues.items()) if id not in ledger.items}
    return SyncPlan(
        in_order(draft.changes),
        tuple(sorted(draft.conflicts, key=lambda c: (c.id, c.field))),
        tuple(draft.warnings),
        digest(remote),
        found,
        draft.agreed,
        draft.matched,
        tuple(sorted(set(ledger.sprints) - set(remote.sprints))) if abilities.sprints else (),
    )


def _sprints(draft: _Draft) -> None:
    draft.matched = sync_sprints.match(draft.wanted.sprints, draft.remote, draft.ledger)
    if not draft.abilities.own_sprints:
        return
    found = sync_sprints.changes(draft.wanted.sprints, draft.matched, draft.remote, draft.ledger, draft.decided)
    for change in found:
        if isinstance(change, Change):
            draft.changes.append(change)
        else:
            draft.conflicts.append(change)


def fields_of(item: Item, abilities: Abilities) -> dict[str, Any]:
    """The fields we would write of an item, in normal form; the parent as an item's id."""
    fields: dict[str, Any] = {"title": item.title}
    if item.kind in abilities.labels:
        fields["labels"] = list(item.labels)
    if item.kind in abilities.descriptions:
        fields["description"] = item.description
    if item.points is not None and abilities.points:
        fields["points"] = item.points
    if item.parent is not None:
        fields["parent"] = item.parent
    return fields


def _create(draft: _Draft, item: Item, lost: set[str]) -> None:
    if item.parent in lost:
        text = f"its parent {item.parent} cannot be seen in the tracker, so it is not created"
        draft.conflicts.append(Conflict(item.id, None, "missing", "parent", text))
        lost.add(item.id)
        return
    fields = {name: (None, value) for name, value in fields_of(item, draft.abilities).items()}
    draft.changes.append(Change("create", item.kind, item.id, None, fields, _why_new(item)))


def _why_new(item: Item) -> str:
    if item.kind != "story":
        return f"The plan has this {item.kind} and the tracker has not."
    return f"The plan has this story in sprint {item.sprint} and the tracker has not."


def _update(draft: _Draft, item: Item, issue: RemoteIssue) -> None:
    """Fields that only we changed; nothing of an issue that is done."""
    if issue.stage == "done":
        return
    link = draft.ledger.items.get(item.id)
    ours = fields_of(item, draft.abilities)
    base: Mapping[str, Any] = link.base if link else ours  # taken over: what differs is how people have it
    fields: dict[str, tuple[Any, Any]] = {}
    for name in (*MERGED, "labels"):
        if name not in ours:
            continue
        last, theirs = base.get(name), _theirs(draft, issue, name)
        if name == "labels":
            outcome = merge_labels(last or (), ours[name], theirs)
        else:
            outcome = merge(last, ours[name], theirs, draft.decided(item.id))
        match outcome:
            case Write(value=value):
                fields[name] = (theirs, value)
            case Keep(agreed=True):
                draft.agreed.setdefault(item.id, {})[name] = ours[name]
            case Keep() if draft.decided(item.id) == "theirs" and ours[name] != theirs and ours[name] != last:
                draft.agreed.setdefault(item.id, {})[name] = ours[name]
            case Both():
                text = f"the {name} was changed here and in the tracker"
                draft.conflicts.append(
                    Conflict(item.id, issue.key, "both-changed", name, text, last, ours[name], theirs)
                )
    if issue.mark == "" and (link is None or "mark" not in link.base):
        fields["mark"] = ("", item.id)
    if fields:
        said = (
            "It lacks the property by which it is found again." if list(fields) == ["mark"] else "The plan has changed."
        )
        draft.changes.append(Change("update", item.kind, item.id, issue.key, fields, said))


def _theirs(draft: _Draft, issue: RemoteIssue, name: str) -> Any:
    value = issue.fields.get(name)
    if name != "parent" or value is None:
        return value
    return next((id for id, other in draft.issues.items() if other.number == value), f"#{value}")


def _move(draft: _Draft, item: Item, issue: RemoteIssue | None) -> None:
    if item.sprint is None or not draft.abilities.sprints:
        return
    ours = draft.matched.get(item.sprint)
    if ours is None and not draft.abilities.own_sprints:
        return
    if ours is not None and draft.remote.sprints[ours].state == "closed":
        draft.warnings.append(f"{item.id}: sprint {item.sprint} of the plan is closed, so it is not moved there")
        return
    if issue is None:
        draft.changes.append(_moved(draft, item, None, None))
        return
    theirs = issue.fields.get("sprint")
    if issue.stage == "done" or (theirs is not None and theirs == ours):
        return
    link = draft.ledger.items.get(item.id)
    if link is None and theirs is not None:  # taken over: where people have it
        return
    last = link.base.get("sprint") if link else None
    was = draft.remote.sprints.get(last or 0)
    if last is not None and (was is None or was.state == "closed"):
        last = theirs  # the sprint it was in is over, so the plan places it anew
    match merge(last, "new" if ours is None else ours, theirs, draft.decided(item.id)):
        case Write():
            draft.changes.append(_moved(draft, item, issue.key, theirs))
        case Keep() if draft.decided(item.id) == "theirs" and ours is not None:
            draft.agreed.setdefault(item.id, {})["sprint"] = ours
        case Both():
            text = "the sprint was changed here and in the tracker"
            names = [_name(draft, last), _target(draft, item), _name(draft, theirs)]
            draft.conflicts.append(Conflict(item.id, issue.key, "both-changed", "sprint", text, *names))


def _moved(draft: _Draft, item: Item, key: str | None, before: int | None) -> Change:
    target = _target(draft, item)
    reason = f"The plan has it in sprint {item.sprint}."
    return Change("move", item.kind, item.id, key, {"sprint": (_name(draft, before), target)}, reason)


def _target(draft: _Draft, item: Item) -> str | None:
    return draft.wanted.sprints[item.sprint].fields["name"] if item.sprint is not None else None


def _name(draft: _Draft, number: int | None) -> str | None:
    if number is None:
        return None
    sprint = draft.remote.sprints.get(number)
    return sprint.fields["name"] if sprint else f"#{number}"


def _link(draft: _Draft) -> None:
    """Links from each prerequisite to what waits for it; one that people removed is not made again."""
    creating = {change.id for change in draft.changes if change.action == "create"}
    for item in draft.wanted.items.values():
        issue = draft.issues.get(item.id)
        for other in item.waits_for:
            blocker = draft.issues.get(other)
            if (blocker is None and other not in creating) or (issue is None and item.id not in creating):
                continue
            there = blocker is not None and issue is not None and issue.number in blocker.blocks
            if there or (other, item.id) in draft.ledger.blocks:
                continue
            reason = f"It waits for {other}."
            key = issue.key if issue else None
            draft.changes.append(Change("link", item.kind, item.id, key, {"blocked_by": (None, other)}, reason))


def _dropped(draft: _Draft) -> None:
    """What the plan no longer has is never deleted; it leaves our sprints only while nobody has touched it."""
    for id, link in sorted(draft.ledger.items.items()):
        issue = draft.remote.issues.get(link.number)
        if id in draft.wanted.items or issue is None or issue.stage == "done" or issue.elsewhere:
            continue
        sprint = draft.remote.sprints.get(issue.fields.get("sprint") or 0)
        ours = sprint is not None and sprint.number in draft.ledger.sprints and sprint.state == "future"
        if ours and _untouched(draft, issue, link.base):
            fields = {"sprint": (_name(draft, issue.fields["sprint"]), None)}
            kind = "story"
            reason = "The plan no longer places it; it goes back to the backlog and is not deleted."
            draft.changes.append(Change("move", kind, id, issue.key, fields, reason))
        elif id.count("/") < 3:  # a task goes with its story
            draft.warnings.append(f"{id} ({issue.key}): the plan no longer places it; it is left as it is")


def _untouched(draft: _Draft, issue: RemoteIssue, base: Mapping[str, Any]) -> bool:
    same = all(_theirs(draft, issue, name) == base[name] for name in ("title", "description", "points") if name in base)
    own = {label for label in issue.fields["labels"] if label not in base.get("labels", ())}
    return (
        same
        and not own
        and issue.stage == "new"
        and not issue.assignee
        and issue.fields.get("sprint") == base.get("sprint")
        and GROUP in issue.fields["labels"]
    )

"""Walk a sync plan: write its changes in their order, each recorded, so that a stop at any point can be resumed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from integrations.apply_sprints import apply_sprints
from integrations.items import Wanted
from integrations.links import Journal
from integrations.settle import Clock, settle
from integrations.sync import fields_of
from integrations.sync_plan import Change, Conflict, SyncPlan
from integrations.tracker import BULK, Created, Fields, NewIssue, Refused, RemoteIssue, Tracker, TrackerStopped, Unknown
from integrations.walk import ATTEMPTS, Outcome, Walk

T = TypeVar("T")


def apply(
    plan: SyncPlan,
    wanted: Wanted,
    tracker: Tracker,
    journal: Journal,
    clock: Clock,
    step: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Write a sync plan. `step` hears of changes that are through.

    Raises TrackerStopped where the tracker stops it: what was done is recorded, and another apply goes on from there.
    """
    walk = Walk(plan, wanted, tracker, journal, clock, step, sprints=dict(plan.matched))
    walk.outcome.conflicts += plan.conflicts
    if plan.changes and journal.ledger.applying != plan.digest:
        journal.record({"op": "begin", "digest": plan.digest})
    _take_over(walk)
    apply_sprints(walk)
    if plan.count("create"):
        known = [key_number(link.key) for link in journal.ledger.items.values()]
        walk.top = max([tracker.top(), *known])
    for kind in ("epic", "story", "task"):
        changes = [c for c in plan.changes if c.action == "create" and c.kind == kind]
        for chunk in batches(changes, BULK):
            _create(walk, chunk)
    for change in plan.changes:
        if change.action == "update" and change.kind != "sprint":
            _update(walk, change)
    _move_all(walk)
    for change in plan.changes:
        if change.action == "link":
            _link(walk, change)
    if journal.ledger.applying:
        journal.record({"op": "end"})
    journal.close()
    return walk.outcome


def batches(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _take_over(walk: Walk) -> None:
    """Record what was found by its marks, and what both sides agree on."""
    records: list[dict[str, Any]] = []
    for id, issue in walk.plan.found.items():
        item = walk.wanted.items[id]
        base = fields_of(item, walk.tracker.abilities)
        if issue.fields.get("sprint") is not None:  # one that is in none was perhaps never put there
            base["sprint"] = walk.plan.matched.get(item.sprint or 0)
        if issue.mark != "":
            base["mark"] = id
        records.append({"op": "linked", "id": id, "number": issue.number, "key": issue.key, "base": base})
    for id, fields in walk.plan.agreed.items():
        records.append({"op": "synced", "id": id, "base": fields})
    for number in sorted(walk.plan.matched):
        sprint = walk.plan.matched[number]
        if sprint not in walk.journal.ledger.sprints:
            base = dict(walk.wanted.sprints[number].fields)
            records.append({"op": "sprint", "number": sprint, "base": base})
    walk.journal.record(*records)


def _create(walk: Walk, changes: Sequence[Change]) -> None:
    """Create at most BULK issues, each exactly once, whatever happens to the answer."""
    left = list(changes)
    for _ in range(ATTEMPTS):
        new, left = _ready(walk, left)
        if not new:
            return
        bases = {c.id: {**{name: after for name, (_, after) in c.fields.items()}, "mark": c.id} for c in left}
        walk.journal.record({"op": "intend", "bases": bases, "top": walk.top, "at": walk.clock.time()})
        try:
            answers = walk.tracker.create(new)
        except Unknown:
            settle(walk.journal, walk.tracker, walk.clock)
            made = [change for change in left if walk.number(change.id)]
            _count(walk, made)
            left = [change for change in left if change not in made]
            if not left:
                return
        except TrackerStopped:  # by what a tracker says before it does anything
            walk.journal.record({"op": "settled", "ids": [change.id for change in left]})
            raise
        except Refused as error:  # as a whole, so nothing was made
            walk.journal.record({"op": "settled", "ids": [change.id for change in left]})
            if len(left) == 1:
                walk.failed(left[0], error.reasons or (str(error),))
                return
            for change in left:
                _create(walk, [change])
            return
        else:
            _record_answers(walk, left[: len(answers)], answers)
            if len(answers) < len(left):
                _create(walk, left[len(answers) :])
            return
    raise TrackerStopped(f"the tracker gave no answer to {ATTEMPTS} attempts to create {left[0].id} and others")


def _ready(walk: Walk, changes: Sequence[Change]) -> tuple[list[NewIssue], list[Change]]:
    """The issues to create, and the changes that they come from: those whose parent is there."""
    new, left = [], []
    for change in changes:
        fields = _resolved(walk, change)
        if fields is None:
            walk.failed(change, [f"its parent {change.fields['parent'][1]} could not be created"])
        else:
            new.append(NewIssue(change.id, change.kind, fields))
            left.append(change)
    return new, left


def _resolved(walk: Walk, change: Change) -> Fields | None:
    """The fields to write, with the number of the parent for its id; None where the parent has no issue."""
    fields = {name: after for name, (_, after) in change.fields.items()}
    if fields.get("parent") is not None:
        parent = walk.number(fields["parent"])
        if parent is None:
            return None
        fields["parent"] = parent
    return fields


def _record_answers(walk: Walk, changes: Sequence[Change], answers: Sequence[Created | Refused]) -> None:
    records: list[dict[str, Any]] = []
    refused = []
    for change, answer in zip(changes, answers, strict=True):
        if isinstance(answer, Refused):
            refused.append(change.id)
            walk.failed(change, answer.reasons or (str(answer),))
        else:
            base = walk.journal.ledger.intents[change.id].base
            link = {"op": "linked", "id": change.id, "number": answer.number, "key": answer.key, "base": dict(base)}
            records.append(link)
            walk.top = max(walk.top, key_number(answer.key))
    walk.journal.record(*records, *([{"op": "settled", "ids": refused}] if refused else []))
    _count(walk, [change for change in changes if change.id not in refused])


def _count(walk: Walk, made: Sequence[Change]) -> None:
    walk.outcome.created += len(made)
    walk.step(len(made))


def key_number(key: str) -> int:
    """The number of a key: 12 of `FRAUD-12`; 0 where it has none."""
    tail = key.rpartition("-")[2]
    return int(tail) if tail.isdigit() else 0


def _update(walk: Walk, change: Change) -> None:
    """Write what differs, unless somebody has changed it since it was read."""
    number = walk.number(change.id)
    assert number is not None
    fields = {name: values for name, values in change.fields.items() if name != "mark"}
    for attempt in range(ATTEMPTS):
        now = walk.tracker.fetch([number]).get(number)
        if now is None:
            text = f"{change.key} was deleted, or you may no longer see it; it is not created again"
            walk.outcome.conflicts.append(Conflict(change.id, change.key, "missing", "", text))
            return
        differs = {name: values for name, values in fields.items() if _value(walk, now, name) != values[1]}
        changed = [name for name, values in differs.items() if _value(walk, now, name) != values[0]]
        if changed and attempt == 0:
            for name in changed:
                text = f"the {name} was changed in the tracker while this ran"
                now_value, ours = _value(walk, now, name), differs[name][1]
                walk.outcome.conflicts.append(
                    Conflict(change.id, change.key, "both-changed", name, text, differs[name][0], ours, now_value)
                )
            fields = {name: values for name, values in fields.items() if name not in changed}
            differs = {name: values for name, values in differs.items() if name not in changed}
        try:
            if differs:
                _write_fields(walk, change, number, differs, now)
            if "mark" in change.fields:
                walk.tracker.mark(number, change.id)
        except Unknown:
            walk.clock.sleep(2**attempt)
            continue
        except Refused as error:
            walk.failed(change, error.reasons or (str(error),))
            return
        base = {name: after for name, (_, after) in fields.items()}
        if "mark" in change.fields:
            base["mark"] = change.id
        if base:
            walk.journal.record({"op": "synced", "id": change.id, "base": _base(walk, change.id, base)})
            walk.outcome.updated += 1
        walk.step(1)
        return
    raise TrackerStopped(f"the tracker gave no answer to {ATTEMPTS} attempts to update {change.key}")


def _base(walk: Walk, id: str, fields: dict[str, Any]) -> dict[str, Any]:
    """What was synced: of labels only ours, since people's stay theirs."""
    if "labels" in fields:
        item = walk.wanted.items.get(id)
        fields["labels"] = list(item.labels) if item else fields["labels"]
    return fields


def _value(walk: Walk, issue: RemoteIssue, name: str) -> Any:
    value = issue.fields.get(name)
    if name != "parent" or value is None:
        return value
    items = walk.journal.ledger.items
    return next((id for id, link in items.items() if link.number == value), f"#{value}")


def _write_fields(walk: Walk, change: Change, number: str, differs: dict[str, Any], now: RemoteIssue) -> None:
    after = {name: values[1] for name, values in differs.items()}
    if after.get("parent") is not None:
        parent = walk.number(after["parent"])
        if parent is None:
            raise Refused([f"its parent {after['parent']} has no issue"])
        after["parent"] = parent
    walk.tracker.update(number, change.kind, {name: now.fields.get(name) for name in after}, after)


def _move_all(walk: Walk) -> None:
    """Moves, by the sprint they lead to, in as few requests as may be."""
    targets: dict[int | None, list[Change]] = {}
    for change in walk.plan.changes:
        if change.action == "move":
            item = walk.wanted.items.get(change.id)
            target = walk.sprints.get(item.sprint) if item and item.sprint is not None else None
            if walk.number(change.id) is None:
                walk.step(1)  # its creation has failed, and that is said
            elif item and item.sprint is not None and target is None:
                walk.failed(change, [f"sprint {item.sprint} could not be created"])
            else:
                targets.setdefault(target, []).append(change)
    for target in sorted(targets, key=lambda number: (number is None, number or 0)):
        for chunk in batches(targets[target], BULK):
            _move(walk, target, _unmoved(walk, chunk))


def _unmoved(walk: Walk, chunk: Sequence[Change]) -> list[Change]:
    """Without those that somebody has moved since they were read."""
    old = [change for change in chunk if change.key is not None]
    now = walk.tracker.fetch([walk.number(change.id) or "" for change in old]) if old else {}
    names = {n: s.fields["name"] for n, s in walk.tracker.sprints(()).items()} if old else {}
    kept = []
    for change in chunk:
        issue = now.get(walk.number(change.id) or "")
        before, after = change.fields["sprint"]
        there = names.get(issue.fields.get("sprint") or 0) if issue else None
        if change.key is None or (issue and there == before):
            kept.append(change)
        elif issue is None:
            text = f"{change.key} was deleted, or you may no longer see it; it is not created again"
            walk.outcome.conflicts.append(Conflict(change.id, change.key, "missing", "", text))
        elif there != after:
            text = "the sprint was changed in the tracker while this ran"
            conflict = Conflict(change.id, change.key, "both-changed", "sprint", text, before, after, there)
            walk.outcome.conflicts.append(conflict)
    return kept


def _move(walk: Walk, target: int | None, changes: list[Change]) -> None:
    """Move a batch; where it is refused as a whole, one by one, so that one issue does not hold up the rest."""
    if not changes:
        return
    numbers = {change.id: walk.number(change.id) or "" for change in changes}
    for attempt in range(ATTEMPTS):
        left = changes
        if attempt:
            walk.clock.sleep(2**attempt)
            now = walk.tracker.fetch([numbers[change.id] for change in changes])
            left = [c for c in changes if numbers[c.id] in now and now[numbers[c.id]].fields.get("sprint") != target]
        try:
            if left:
                walk.tracker.move(target, [numbers[change.id] for change in left])
        except Unknown:
            continue
        except Refused as error:
            if len(changes) == 1:
                walk.failed(changes[0], error.reasons or (str(error),))
                return
            for change in changes:
                _move(walk, target, [change])
            return
        walk.journal.record(*({"op": "synced", "id": c.id, "base": {"sprint": target}} for c in changes))
        walk.outcome.moved += len(changes)
        walk.step(len(changes))
        return
    raise TrackerStopped(f"the tracker gave no answer to {ATTEMPTS} attempts to move {changes[0].id} and others")


def _link(walk: Walk, change: Change) -> None:
    other = change.fields["blocked_by"][1]
    blocker, blocked = walk.number(other), walk.number(change.id)
    if blocker is None or blocked is None:
        walk.step(1)  # one of them could not be created, and that is said
        return
    for attempt in range(ATTEMPTS):
        if attempt:
            walk.clock.sleep(2**attempt)
            now = walk.tracker.fetch([blocker]).get(blocker)
            if now and blocked in now.blocks:
                break
        try:
            walk.tracker.link(blocker, blocked)
            break
        except Unknown:
            continue
        except Refused as error:
            walk.failed(change, error.reasons or (str(error),))
            return
    else:
        raise TrackerStopped(f"the tracker gave no answer to {ATTEMPTS} attempts to link {change.id}")
    walk.journal.record({"op": "blocks", "pairs": [[other, change.id]]})
    walk.outcome.linked += 1
    walk.step(1)

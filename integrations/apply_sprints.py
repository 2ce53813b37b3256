"""The part of an apply that makes and changes sprints."""

from __future__ import annotations

from integrations.settle import SETTLE
from integrations.sync_plan import Change, Conflict
from integrations.tracker import Refused, TrackerStopped, Unknown
from integrations.walk import ATTEMPTS, Walk


def apply_sprints(walk: Walk) -> None:
    """Make the sprints that are missing, change those of ours that moved; forget those that were deleted."""
    walk.journal.record(*({"op": "sprint-gone", "number": number} for number in walk.plan.gone))
    for change in walk.plan.changes:
        if change.kind == "sprint" and change.action == "create":
            _create(walk, change)
    for change in walk.plan.changes:
        if change.kind == "sprint" and change.action == "update":
            _update(walk, change)


def _create(walk: Walk, change: Change) -> None:
    fields = walk.wanted.sprints[int(change.id)].fields
    try:
        number = walk.tracker.create_sprint(fields)
    except Refused as error:
        walk.failed(change, error.reasons or (str(error),))
        return
    except Unknown:
        number = _look(walk, change)
    walk.journal.record({"op": "sprint", "number": number, "base": dict(fields)})
    walk.sprints[int(change.id)] = number
    walk.outcome.sprints += 1
    walk.step(1)


def _look(walk: Walk, change: Change) -> int:
    """The sprint that was to be made, found by name and dates; made again when there is none for SETTLE seconds."""
    fields = walk.wanted.sprints[int(change.id)].fields
    waited, wait = 0.0, 1.0
    while True:
        for number, sprint in sorted(walk.tracker.sprints(()).items()):
            same = all(sprint.fields[name] == fields[name] for name in ("name", "start", "end"))
            if same and number not in walk.sprints.values():
                return number
        if waited >= SETTLE:
            break
        walk.clock.sleep(min(wait, SETTLE - waited))
        waited, wait = waited + wait, wait * 2
    try:
        return walk.tracker.create_sprint(fields)
    except Unknown:
        raise TrackerStopped(f"the tracker gave no answer when sprint {change.id} was created") from None


def _update(walk: Walk, change: Change) -> None:
    """Write the fields that differ, and only those, unless somebody has changed them since they were read."""
    number = int(change.key or 0)
    for attempt in range(ATTEMPTS):
        now = walk.tracker.sprints([number]).get(number)
        if now is None or now.state == "closed":
            walk.failed(change, ["the sprint was closed or deleted while this ran"])
            return
        fields = {n: after for n, (_, after) in change.fields.items() if now.fields[n] != after}
        if attempt == 0:
            for name in [n for n in fields if now.fields[n] != change.fields[n][0]]:
                text = f"the {name} was changed in the tracker while this ran"
                before, ours = change.fields[name]
                conflict = Conflict(
                    f"sprint/{change.id}", change.key, "both-changed", name, text, before, ours, now.fields[name]
                )
                walk.outcome.conflicts.append(conflict)
                del fields[name]
        try:
            if fields:
                walk.tracker.update_sprint(number, fields)
        except Refused as error:
            walk.failed(change, error.reasons or (str(error),))
            return
        except Unknown:
            walk.clock.sleep(2**attempt)
            continue
        base = {name: after for name, (_, after) in change.fields.items()}
        walk.journal.record({"op": "sprint", "number": number, "base": base})
        walk.outcome.sprints += 1
        walk.step(1)
        return
    raise TrackerStopped(f"the tracker gave no answer when sprint {change.id} was changed")

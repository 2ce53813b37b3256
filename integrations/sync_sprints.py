"""Which sprint of the tracker is which sprint of the plan, and what of them has to be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from integrations.items import WantedSprint
from integrations.links import Ledger
from integrations.merge import Both, Write, merge
from integrations.sync_plan import Change, Conflict
from integrations.tracker import Remote, RemoteSprint

FIELDS = ("name", "start", "end", "goal")


def match(wanted: Mapping[int, WantedSprint], remote: Remote, ledger: Ledger) -> dict[int, int]:
    """The tracker's sprint for each sprint of the plan that has one, closed ones included.

    A sprint of ours is known by the start it was last given; where nothing is known, one with the same dates is taken
    over. What is left of ours and not started yet moves in place, in order, when the calendar has moved.
    """
    found: dict[int, int] = {}
    known = {n: base for n, base in sorted(ledger.sprints.items()) if n in remote.sprints}
    for sprint in wanted.values():
        same = [n for n, base in known.items() if base["start"] == sprint.fields["start"] and n not in found.values()]
        if same:
            found[sprint.number] = same[-1]
    exact = bool(found)
    for sprint in wanted.values():
        dates = (sprint.fields["start"], sprint.fields["end"])
        same = [
            s.number
            for s in remote.sprints.values()
            if (s.fields["start"], s.fields["end"]) == dates and s.number not in known
        ]
        if sprint.number not in found and same:  # an open one before a closed one, then the oldest
            found[sprint.number] = min(same, key=lambda n: (remote.sprints[n].state == "closed", n))
    first = min((s.fields["start"] for s in wanted.values()), default="")
    left = [
        n
        for n, base in known.items()
        if n not in found.values() and remote.sprints[n].state == "future" and (not exact or base["start"] > first)
    ]
    left.sort(key=lambda n: (known[n]["start"], n))
    new = [number for number in sorted(wanted) if number not in found]
    return {**found, **dict(zip(new, left, strict=False))}


def changes(
    wanted: Mapping[int, WantedSprint], matched: Mapping[int, int], remote: Remote, ledger: Ledger, decided: Any
) -> Iterator[Change | Conflict]:
    """What has to be written: sprints that are missing, and fields that only we changed; closed ones never."""
    for number, sprint in sorted(wanted.items()):
        if number not in matched:
            fields = {name: (None, sprint.fields[name]) for name in FIELDS}
            yield Change(
                "create", "sprint", str(number), None, fields, "The plan has this sprint and the board has not."
            )
            continue
        theirs = remote.sprints[matched[number]]
        if theirs.state != "closed":
            # taken over by its dates: what else differs is how people have it
            base = ledger.sprints.get(theirs.number, sprint.fields)
            yield from _update(sprint, theirs, base, decided(f"sprint/{number}"))


def _update(
    sprint: WantedSprint, theirs: RemoteSprint, base: Mapping[str, Any], decided: str
) -> Iterator[Change | Conflict]:
    fields = {}
    for name in FIELDS:
        last, ours, now = base.get(name, ""), sprint.fields[name], theirs.fields[name]
        match merge(last, ours, now, decided):
            case Write(value=value):
                fields[name] = (now, value)
            case Both():
                text = f"the {name} of sprint {sprint.number} was changed here and in the tracker"
                yield Conflict(
                    f"sprint/{sprint.number}", str(theirs.number), "both-changed", name, text, last, ours, now
                )
    if fields:
        yield Change(
            "update", "sprint", str(sprint.number), str(theirs.number), fields, "The plan has changed the sprint."
        )

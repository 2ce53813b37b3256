"""What a sync with a tracker would do, has done, and what the project is."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from integrations.sync_plan import Change, SyncPlan

if TYPE_CHECKING:
    from integrations.jira.project import JiraSite
    from integrations.jira.tracker import JiraTracker
    from integrations.walk import Outcome


def site_data(site: JiraSite) -> dict[str, Any]:
    """Everything found out, with what is degraded and what blocks."""
    types = {
        kind: {"id": type.id, "name": type.name, "fields": sorted(type.fields), "required": dict(type.required)}
        for kind, type in site.types.items()
    }
    plain = {f.name: getattr(site, f.name) for f in dataclasses.fields(site)}
    return {**plain, "types": types, "lacks": sorted(site.lacks), "ready": not site.blocked}


def site_page(site: JiraSite) -> RenderableType:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    names = {"cloud": "Jira Cloud", "datacenter": "Jira Data Center"}
    rows = {
        "server": f"{site.server} ({names[site.deployment]} {site.version})",
        "project": f"{site.key}, {site.name} ({site.style})",
        "board": f"{site.board_name} ({site.board})" if site.board else "none",
        "issue types": ", ".join(f"{kind}: {type.name}" for kind, type in site.types.items()) or "none",
        "points": site.points or "none",
        "epics by": f"Epic Link ({site.epic_link})" if site.epic_link else "parent",
        "prerequisites": f"link '{site.link_type}'" if site.link_type else "none",
        "done": ", ".join(site.done) or "statuses of the category Done",
    }
    for name, value in rows.items():
        table.add_row(name, value)
    return Group(
        table,
        *_remarks("Remark", site.remarks),
        *_remarks("Left out", site.degraded),
        *_remarks("To be mended first", site.blocked),
    )


def _remarks(head: str, texts: tuple[str, ...]) -> list[Text]:
    return [Text(f"{head}: {text}", style="yellow") for text in texts]


def diff_data(plan: SyncPlan) -> dict[str, Any]:
    data = plan.to_data()
    return {name: data[name] for name in ("changes", "conflicts", "warnings")}


def diff_page(plan: SyncPlan, site: JiraSite) -> RenderableType:
    """The changes in the order in which they would be made, what is to be decided, and remarks."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="dim")
    table.add_column()
    for change in plan.changes:
        table.add_row(change.action, change.kind, change.id, change.key or "", _what(change))
    parts: list[RenderableType] = [table] if plan.changes else []
    parts += [Text(f"Left out: {text}", style="yellow") for text in site.degraded]
    parts += [Text(f"Remark: {text}", style="dim") for text in plan.warnings]
    parts += [Text(f"To decide: {c.id}: {c.text}{_sides(c)}", style="yellow") for c in plan.conflicts]
    return Group(*parts, Text(summary(plan), style="bold"))


def _sides(conflict: Any) -> str:
    if conflict.why != "both-changed":
        return ""
    return f"; ours {_short(conflict.ours)}, theirs {_short(conflict.theirs)} (--ours or --theirs {conflict.id})"


def _what(change: Change) -> str:
    fields = change.fields
    if change.action == "create" and change.kind == "sprint":
        return f"{fields['start'][1]} to {fields['end'][1]}"
    if change.action == "create":
        return str(fields["title"][1])
    if change.action == "link":
        return f"blocked by {fields['blocked_by'][1]}"
    if change.action == "move":
        before, after = fields["sprint"]
        return f"{before or 'backlog'} → {after or 'backlog'}"
    return "; ".join(f"{name}: {_short(before)} → {_short(after)}" for name, (before, after) in sorted(fields.items()))


def _short(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else "–" if value is None else str(value)
    line = " / ".join(text.splitlines())
    return line if len(line) <= 40 else line[:39] + "…"


def summary(plan: SyncPlan) -> str:
    """`7 to create, 2 to move; 1 to decide`, or that there is nothing to write."""
    words = {"create": "to create", "update": "to update", "move": "to move", "link": "to link"}
    counts = [f"{plan.count(action)} {words[action]}" for action in words if plan.count(action)]
    sprints = sum(change.kind == "sprint" for change in plan.changes)
    counts += [f"{sprints} sprints to create or change"] if sprints else []
    said = ", ".join(counts) or "Nothing to write"
    return said + (f"; {len(plan.conflicts)} to decide" if plan.conflicts else "")


def outcome_data(outcome: Outcome, requests: int) -> dict[str, Any]:
    return {
        "created": outcome.created,
        "updated": outcome.updated,
        "moved": outcome.moved,
        "linked": outcome.linked,
        "conflicts": [conflict.to_data() for conflict in outcome.conflicts],
        "failed": [failed.to_data() for failed in outcome.failed],
        "requests": requests,
    }


def outcome_page(outcome: Outcome, tracker: JiraTracker) -> RenderableType:
    lines: list[RenderableType] = [
        Text(f"Refused: {f.action} {f.id}: {'; '.join(f.reasons)}", style="red") for f in outcome.failed
    ]
    lines += [Text(f"To decide: {c.id}: {c.text}{_sides(c)}", style="yellow") for c in outcome.conflicts]
    said = (
        f"{outcome.created} created, {outcome.updated} updated, {outcome.moved} moved, {outcome.linked} linked, "
        f"{outcome.sprints} sprints made or changed, in {tracker.requests} requests."
    )
    where = f"{tracker.site.server}/browse/{tracker.site.key}"
    return Group(*lines, Text(said, style="bold"), Text(where))

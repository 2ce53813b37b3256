"""Jira's JSON as the values of `integrations.tracker`. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from integrations.items import GROUP
from integrations.jira.adf import from_adf, from_wiki
from integrations.jira.project import JiraSite
from integrations.tracker import RemoteIssue, RemoteSprint, folded

Json = Mapping[str, Any]

STAGES = {"new": "new", "done": "done"}


def fields_read(site: JiraSite) -> list[str]:
    """The fields to ask for."""
    own = [site.points, site.sprint, site.epic_link]
    plain = ["summary", "description", "labels", "parent", "status", "assignee", "issuelinks", "project", "issuetype"]
    return [*plain, *(id for id in own if id)]


def to_issue(site: JiraSite, raw: Json, numbers: Mapping[str, str]) -> RemoteIssue:
    """An issue; `numbers` maps keys to numbers, for parents that are given by key alone."""
    fields = raw["fields"]
    project = fields.get("project") or {}
    home = str(project.get("id", site.id)) == site.id or project.get("key") == site.key
    elsewhere = "" if home else str(project.get("key", ""))
    status = fields.get("status") or {}
    stage = STAGES.get((status.get("statusCategory") or {}).get("key", ""), "active")
    if site.done:
        stage = "done" if status.get("name") in site.done else "active" if stage == "done" else stage
    text = fields.get("description")
    sprints = [sprint for sprint in map(_sprint_of, fields.get(site.sprint or "") or []) if sprint]
    open_ = [number for number, state in sprints if state != "closed"]
    assignee = fields.get("assignee") or {}
    return RemoteIssue(
        number=str(raw["id"]),
        key=str(raw["key"]),
        mark=_mark(raw.get("properties")),
        fields={
            "title": folded(str(fields.get("summary") or "")),
            "description": from_adf(text) if site.cloud else from_wiki(text),
            "points": _points(site, fields),
            "parent": _parent(site, fields, numbers),
            "labels": sorted(map(str, fields.get("labels") or [])),
            "sprint": open_[-1] if open_ else None,
        },
        stage=stage,
        status=str(status.get("name", "")),
        assignee=str(assignee.get("displayName") or assignee.get("name") or ""),
        blocks=frozenset(_blocks(site, fields.get("issuelinks") or [])),
        past=tuple(number for number, state in sprints if state == "closed"),
        elsewhere=elsewhere,
    )


def _mark(properties: Any) -> str | None:
    """The item that our property names; None where the answer holds no properties at all."""
    if not isinstance(properties, Mapping):
        return None
    value = properties.get(GROUP)
    return str(value.get("id", "")) if isinstance(value, Mapping) else ""


def _points(site: JiraSite, fields: Json) -> float | None:
    value = fields.get(site.points or "")
    return float(value) if isinstance(value, int | float) else None


def _parent(site: JiraSite, fields: Json, numbers: Mapping[str, str]) -> str | None:
    parent = fields.get("parent")
    if parent:
        return str(parent["id"])
    key = fields.get(site.epic_link or "")
    return numbers.get(str(key), str(key)) if key else None


def _blocks(site: JiraSite, links: Iterable[Json]) -> Iterable[str]:
    """The issues that this one blocks: those that stand at the outward end of its links."""
    for link in links:
        if (link.get("type") or {}).get("name") == site.link_type and link.get("outwardIssue"):
            yield str(link["outwardIssue"]["id"])


def _sprint_of(value: Any) -> tuple[int, str] | None:
    """Number and state, from an object or from the text that older servers give."""
    if isinstance(value, Mapping):
        return int(value["id"]), str(value.get("state", "")).lower()
    found = dict(re.findall(r"[\[,](id|state)=([^,\]]*)", str(value)))
    return (int(found["id"]), found.get("state", "").lower()) if found.get("id", "").isdigit() else None


def to_sprint(raw: Json) -> RemoteSprint:
    """A sprint, its dates as days in UTC."""
    fields = {
        "name": folded(str(raw.get("name") or "")),
        "start": day(raw.get("startDate")),
        "end": day(raw.get("endDate")),
        "goal": folded(str(raw.get("goal") or "")),
    }
    return RemoteSprint(int(raw["id"]), str(raw.get("state", "future")).lower(), fields)


def day(moment: Any) -> str:
    """The day of a moment as Jira writes it, in UTC; empty for none."""
    text = str(moment or "")
    if not text:
        return ""
    text = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text).replace("Z", "+00:00")
    try:
        parsed = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text[:10]
    return (parsed.astimezone(datetime.UTC) if parsed.tzinfo else parsed).date().isoformat()

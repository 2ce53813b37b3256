"""The values of `integrations.tracker` as Jira's JSON. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integrations.items import GROUP
from integrations.jira.adf import to_adf, to_wiki
from integrations.jira.project import JiraSite
from integrations.tracker import Fields, NewIssue

START, END = "T09:00:00.000Z", "T17:00:00.000Z"
"""Hours of a sprint's first and last day: the same day in UTC as in most places where people look at them."""


def to_create(site: JiraSite, new: NewIssue, keys: Mapping[str, str]) -> dict[str, Any]:
    """The body that creates an issue, its property included; `keys` maps numbers to keys."""
    type = site.types[new.kind]
    fields: dict[str, Any] = {"project": {"id": site.id}, "issuetype": {"id": type.id}}
    fields |= to_fields(site, new.kind, new.fields, keys)
    if new.kind == "epic" and site.epic_name in type.fields:
        fields[site.epic_name or ""] = new.fields["title"]
    return {"fields": fields, "properties": [{"key": GROUP, "value": {"id": new.id}}]}


def to_fields(site: JiraSite, kind: str, fields: Fields, keys: Mapping[str, str]) -> dict[str, Any]:
    """Fields by Jira's names, those left out that the create screen of the type does not have."""
    screen = site.types[kind].fields
    out: dict[str, Any] = {}
    if "title" in fields:
        out["summary"] = fields["title"]
    if "description" in fields and "description" in screen:
        out["description"] = to_adf(fields["description"]) if site.cloud else to_wiki(fields["description"])
    if "labels" in fields and "labels" in screen:
        out["labels"] = list(fields["labels"])
    if "points" in fields and site.points in screen:
        out[site.points or ""] = fields["points"]
    if fields.get("parent") is not None:
        if kind == "story" and site.epic_link:
            out[site.epic_link] = keys.get(fields["parent"], fields["parent"])
        else:
            parent = fields["parent"]
            out["parent"] = {"key": keys[parent]} if parent in keys else {"id": parent}
    return out


def to_update(site: JiraSite, kind: str, before: Fields, after: Fields, keys: Mapping[str, str]) -> dict[str, Any]:
    """The body that changes an issue; labels by what is added and removed, so that nobody else's are touched."""
    fields = to_fields(site, kind, after, keys)
    body: dict[str, Any] = {}
    if fields.pop("labels", None) is not None:
        was, now = set(before["labels"] or ()), set(after["labels"])
        steps = [{"add": name} for name in sorted(now - was)] + [{"remove": name} for name in sorted(was - now)]
        body["update"] = {"labels": steps}
    return {**body, **({"fields": fields} if fields else {})}


def to_sprint_fields(fields: Fields) -> dict[str, Any]:
    names = {"name": "name", "goal": "goal", "start": "startDate", "end": "endDate"}
    hours = {"start": START, "end": END}
    return {names[name]: value + hours.get(name, "") for name, value in fields.items()}

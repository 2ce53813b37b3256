"""A workload as plain data, in the shape of its file: what an export holds, and what the workspace keeps."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from planner import edits
from planner.document import points
from planner.workload import Calendar, JiraProject, Policy, Standing, Target, Team, Workload


def to_data(workload: Workload) -> dict[str, Any]:
    """A workload as dicts, lists, numbers, dates and text, in the order of the file; what is as by default is left out.

    `to_workload` of it gives the same workload again.
    """
    found = {
        "workload": workload.name,
        "catalog": list(workload.catalogs),
        "team": _team(workload.team),
        "calendar": _calendar(workload.calendar),
        "policy": _policy(workload.policy),
        "target": _target(workload.target),
        "baseline": _baseline(workload),
        "values": {id: number(value) for id, value in workload.values.items()},
        "edits": [edit_data(edit) for edit in workload.edits],
        "jira": _jira(workload.jira) if workload.jira else None,
    }
    return {key: value for key, value in found.items() if value or key in ("team", "calendar")}


def number(value: float) -> int | float:
    """A number, whole where it is whole."""
    return int(value) if value == int(value) else value


def edit_data(edit: edits.Edit) -> dict[str, Any]:
    """A decision as a file holds it."""
    reason = {"reason": edit.reason} if edit.reason else {}
    match edit:
        case edits.Pin(id=id, sprint=sprint):
            return {"pin": id, "sprint": sprint} | reason
        case edits.NotBefore(id=id, sprint=sprint):
            return {"not_before": id, "sprint": sprint} | reason
        case edits.Deadline(id=id, sprint=sprint):
            return {"deadline": id, "sprint": sprint} | reason
        case edits.Exclude(id=id):
            return {"exclude": id} | reason
        case edits.Resize(id=id, size=size):
            return {"resize": id, "points": points(size)} | reason
        case edits.Split(id=id, after=after):
            return {"split": id} | ({"after": list(after)} if after else {}) | reason
        case edits.SetCapacity(sprint=sprint, capacity=capacity):
            return {"capacity": points(capacity), "sprint": sprint} | reason
        case edits.SetWeight(pillar=pillar, weight=weight):
            return {"weight": pillar, "value": number(weight)} | reason


def entry(standing: Standing | None, proposed: Standing | None) -> dict[str, Any] | None:
    """What a workload file says of a practice: where it stands, what is proposed, or nothing at all."""
    if standing is not None:
        beside = {"proposed": _said(proposed)} if proposed is not None else {}
        return _said(standing) | beside
    return _said(proposed) | {"proposed": True} if proposed is not None else None


def _said(standing: Standing) -> dict[str, Any]:
    if standing.not_applicable:
        said: dict[str, Any] = {"not_applicable": True, "reason": standing.reason}
    else:
        said = {"level": standing.level}
    more = {
        "done": list(standing.done),
        "evidence": standing.evidence,
        "assessed": standing.assessed,
        "by": standing.by,
        "reason": "" if standing.not_applicable else standing.reason,
    }
    return said | {key: value for key, value in more.items() if value}


def _baseline(workload: Workload) -> dict[str, Any]:
    ids = dict.fromkeys((*workload.baseline, *workload.proposed))
    return {id: entry(workload.baseline.get(id), workload.proposed.get(id)) for id in ids}


def _team(team: Team) -> dict[str, Any]:
    history = [number(figure) for figure in team.velocity]
    found: dict[str, Any] = {"velocity": history if len(history) > 1 else history[0]}
    if team.improvement_share != 1:
        found["improvement_share"] = number(team.improvement_share)
    if team.skills:
        found["skills"] = {skill: points(size) for skill, size in team.skills.items()}
    return found


def _calendar(calendar: Calendar) -> dict[str, Any]:
    found: dict[str, Any] = {"start": calendar.start, "sprint_days": calendar.sprint_days, "sprints": calendar.sprints}
    if calendar.first != 1:
        found["first"] = calendar.first
    if calendar.days_off:
        found["days_off"] = sorted(calendar.days_off)
    return found


def _policy(policy: Policy) -> dict[str, Any]:
    found = {
        "weights": {pillar: number(weight) for pillar, weight in policy.weights.items()},
        "discount": number(policy.discount) if policy.discount != Policy().discount else None,
        "epics_in_progress": policy.epics_in_progress,
        "stability": number(policy.stability),
        "strict": policy.strict,
    }
    return {key: value for key, value in found.items() if value}


def _target(target: Target) -> dict[str, Any]:
    found: dict[str, Any] = {} if target.default == Target().default else {"default": target.default}
    parts: tuple[tuple[str, Mapping[str, int]], ...] = (("pillars", target.pillars), ("practices", target.practices))
    return found | {key: dict(levels) for key, levels in parts if levels}


def _jira(jira: JiraProject) -> dict[str, Any]:
    found: dict[str, Any] = {
        "server": jira.server,
        "project": jira.project,
        "board": jira.board,
        "deployment": jira.deployment,
        "issue_types": dict(jira.issue_types),
        "points_field": jira.points_field,
        "done": list(jira.done),
    }
    return {key: value for key, value in found.items() if value}


def plain(value: Any) -> Any:
    """The same with dates as text, for JSON."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value

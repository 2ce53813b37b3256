"""The plan document: a plan as plain data, in a fixed order, the same bytes for the same input."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import math
from typing import Any

from planner import explain
from planner.backlog import Epic, Milestone, Story
from planner.plan import Plan
from planner.sprints import Sprint

SCHEMA = "colonnade/plan@1"


def to_document(plan: Plan) -> dict[str, Any]:
    """A plan as dicts, lists, numbers and text, in the shape of `planner.document_schema`."""
    backlog = plan.backlog
    return {
        "schema": SCHEMA,
        "workload": plan.workload.name,
        "catalogs": [{"id": p.id, "version": p.version, "digest": p.digest} for p in plan.catalog.parts],
        "inputs": inputs_digest(plan),
        "certificate": {
            "objective": round(plan.objective, 6),
            "bound": math.ceil(plan.bound * 1e6) / 1e6,
            "ratio": ratio(plan),
            "status": plan.solution.status,
        },
        "sprints": [_sprint(plan, sprint) for sprint in plan.sprints],
        "epics": [_epic(plan, epic) for epic in backlog.epics],
        "deferred": [
            {"id": id, "reason": plan.deferrals[id].reason, "text": explain.deferral_text(plan, backlog.story[id])}
            for id in sorted(plan.deferrals)
        ],
    }


def ratio(plan: Plan) -> float:
    """Objective over bound, rounded down to four decimals; 1 where there is nothing to earn.

    The bound's own safety margin, a billionth, is not held against the plan.
    """
    return math.floor((plan.objective / plan.bound + 1e-8) * 1e4) / 1e4 if plan.bound > 0 else 1.0


def points(tenths: int) -> int | float:
    """Tenths of a point as a number of points, whole where it is whole."""
    return tenths // 10 if tenths % 10 == 0 else tenths / 10


def _sprint(plan: Plan, sprint: Sprint) -> dict[str, Any]:
    return {
        "number": sprint.number,
        "start": sprint.start,
        "end": sprint.end,
        "capacity": points(sprint.capacity),
        "points": points(plan.points(sprint.number)),
        "goal": goal(plan, sprint.number),
        "stories": list(plan.by_sprint[sprint.number]),
    }


def goal(plan: Plan, sprint: int) -> str:
    """What a sprint is for: the levels it reaches, the most valuable first, else the epics it works on."""
    reached = [m for m in plan.backlog.milestone.values() if plan.reached(m.id) == sprint and m.stories]
    reached.sort(key=lambda m: (-m.score.value, m.id))
    if reached:
        return "Reach " + explain.listed((f"{plan.epic[m.practice].title} (level {m.level})" for m in reached), most=3)
    titles = sorted({plan.epic[plan.backlog.story[id].practice].title for id in plan.by_sprint[sprint]})
    return "Work on " + explain.listed(titles, most=3) if titles else ""


def _epic(plan: Plan, epic: Epic) -> dict[str, Any]:
    return {
        "id": epic.id,
        "title": epic.title,
        "pillar": epic.pillar,
        "principle": epic.principle,
        "gap": {"from": epic.gap.start, "to": epic.gap.end, "pulled_in": list(epic.gap.pulled_in)},
        "value": round(epic.value, 6),
        "stories": [_story(plan, story) for story in epic.stories],
    }


def _story(plan: Plan, story: Story) -> dict[str, Any]:
    milestone = plan.backlog.milestone[story.milestone]
    return {
        "id": story.id,
        "title": story.title,
        "level": story.level,
        "points": points(story.size),
        "skill": story.skill or None,
        "sprint": plan.sprint_of(story.id),
        "depends_on": list(plan.backlog.depends_on(story)),
        "why": {
            "value": round(milestone.score.value, 6),
            "parts": milestone.score.parts(),
            "waits_for": waits_for(milestone, story),
            "unlocks": sorted(plan.backlog.dependents[milestone.id]),
            "text": explain.story_text(plan, story),
        },
        "acceptance": list(story.acceptance),
        "tasks": [{"id": t.id, "title": t.title, "hours": t.hours} for t in story.tasks],
    }


def waits_for(milestone: Milestone, story: Story) -> list[str]:
    """The levels, and the stories of its own level, that a story directly waits for."""
    return sorted({*(wait.milestone for wait in milestone.waits), *story.after})


def inputs_digest(plan: Plan) -> str:
    """A digest of everything a plan depends on: the same inputs, however written down, give the same digest."""
    workload = dataclasses.replace(plan.workload, catalogs=(), jira=None)
    plain = [
        [part.digest for part in plan.catalog.parts],
        {key: value for key, value in dataclasses.asdict(workload).items() if key != "proposed"},
        [type(edit).__name__ for edit in plan.workload.edits],
        dataclasses.asdict(plan.frozen),
        plan.quick,
    ]
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    match value:
        case datetime.date():
            return value.isoformat()
        case frozenset():
            return sorted(map(str, value))
        case _:
            return dict(value)  # type: ignore[call-overload]  # a read-only mapping

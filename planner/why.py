"""The whole answer to why a story is where it is, with what would change it, computed by planning again."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from planner import edits, explain
from planner.backlog import Story
from planner.errors import NoPlan
from planner.plan import Plan, make_plan
from planner.workload_file import missing

MORE_SPRINTS = 26
"""How far the horizon is stretched in search of a sprint for a deferred story."""


@dataclass(frozen=True, slots=True)
class Why:
    """`changes` says what another decision would do, each a sentence on a plan that was computed."""

    story: Story
    sprint: int | None
    value: float
    reached: int | None
    parts: str
    waits_for: tuple[tuple[str, str], ...]
    unlocks: tuple[tuple[str, str], ...]
    reason: str
    changes: tuple[str, ...]


def why(plan: Plan, id: str) -> Why:
    """Everything about one story of a plan's backlog. Raises KeyError where it has no such story."""
    story = plan.backlog.story[id]
    milestone = plan.backlog.milestone[story.milestone]
    sprint = plan.sprint_of(id)
    if sprint is None:
        reason, changes = explain.deferral_text(plan, story), _for_deferred(plan, story)
    else:
        reason, changes = explain.story_text(plan, story), _for_placed(plan, story, sprint)
    waits = {wait.milestone: wait.because or "the level below" for wait in milestone.waits}
    return Why(
        story=story,
        sprint=sprint,
        value=milestone.score.value,
        reached=plan.reached(milestone.id),
        parts=explain.value_parts(milestone.score),
        waits_for=tuple((id, f"{_when(plan, id)}; {because}") for id, because in waits.items()),
        unlocks=tuple((id, _when(plan, id)) for id in plan.backlog.dependents[milestone.id]),
        reason=reason,
        changes=changes,
    )


def why_not_planned(plan: Plan, id: str) -> str:
    """Why a story, level or practice of the catalog is not in a plan's backlog; empty where there is no such thing."""
    practice_id, _, rest = id.partition("/")
    practice = plan.catalog.practice.get(practice_id)
    if practice is None or missing(id, plan.catalog):
        return ""
    standing = plan.workload.standing(practice_id)
    if standing.not_applicable:
        return f"'{practice.title}' is not applicable: {standing.reason}."
    if id in standing.done:
        return f"The baseline says that {id} is done."
    level = int(rest.split("/")[0]) if rest else practice.top
    if level <= standing.level:
        evidence = f" ({standing.evidence})" if standing.evidence else ""
        return f"Level {level} of '{practice.title}' is reached already{evidence}."
    target = plan.workload.target_of(plan.catalog, practice)
    if level > target:
        return f"Level {level} of '{practice.title}' is above its target, {target}, and nothing planned waits for it."
    return f"{id} is not a story; the stories of the practice are {explain.listed(_stories_of(plan, practice_id))}."


def _stories_of(plan: Plan, practice: str) -> list[str]:
    return sorted(id for id, story in plan.backlog.story.items() if story.practice == practice)


def _when(plan: Plan, milestone: str) -> str:
    reached = plan.reached(milestone)
    return "not reached in this plan" if reached is None else f"reached in sprint {reached}"


def _for_placed(plan: Plan, story: Story, sprint: int) -> tuple[str, ...]:
    if any(hold.kind == "pin" for hold in plan.holds(story.id)):
        without = tuple(
            e for e in plan.workload.edits if not (isinstance(e, edits.Pin) and edits.covers(e.id, story.id))
        )
        free = make_plan(plan.catalog, replace(plan.workload, edits=without), frozen=plan.frozen)
        where = _where(free.sprint_of(story.id))
        return (f"Without the pin it would be {where}, and the plan would earn {_gain(plan, free)}.",)
    calendar, said = plan.workload.calendar, []
    for other, word in ((sprint - 1, "earlier"), (sprint + 1, "later")):
        if calendar.first <= other <= calendar.last:
            try:
                moved = _with(plan, edits.Pin(story.id, other))
                better = " That is better than what was found without help: pin it." if _better(plan, moved) else ""
                said.append(f"One sprint {word} (sprint {other}), the plan would earn {_gain(plan, moved)}.{better}")
            except NoPlan as error:
                said.append(f"One sprint {word} (sprint {other}) is not possible: {error.clash[0]}.")
    return tuple(said)


def _for_deferred(plan: Plan, story: Story) -> tuple[str, ...]:
    workload = plan.workload
    roots = [story.id, *plan.deferrals[story.id].cause]
    excluded = [e for e in workload.edits if isinstance(e, edits.Exclude) and any(edits.covers(e.id, r) for r in roots)]
    if excluded:
        without = tuple(e for e in workload.edits if e not in excluded)
        included = make_plan(plan.catalog, replace(workload, edits=without), frozen=plan.frozen)
        where = _where(included.sprint_of(story.id))
        names = explain.listed(f"'{edit.id}'" for edit in excluded)
        return (
            f"Without the edit that excludes {names} it would be {where}; the plan would earn {_gain(plan, included)}.",
        )
    return (_by_pinning(plan, story), _by_waiting(plan, story))


def _by_pinning(plan: Plan, story: Story) -> str:
    """What it costs to have the story's level done by the end of the plan."""
    last = plan.workload.calendar.last
    try:
        forced = _with(plan, edits.Deadline(story.milestone, last))
    except NoPlan:
        return f"It cannot be done by sprint {last} even if it comes first."
    edit = f"deadline: {story.milestone}, sprint: {last}"
    return f"An edit '{edit}' would bring it in; the plan would earn {_gain(plan, forced)}."


def _by_waiting(plan: Plan, story: Story) -> str:
    """In which sprint the story would be done if the calendar went on.

    A deadline past the end of the plan obliges nobody, and must not begin to when the calendar is longer.
    """
    calendar = plan.workload.calendar
    room = (datetime.date.max - calendar.start).days // calendar.sprint_days - calendar.sprints
    more = min(MORE_SPRINTS, room)  # dates end with the year 9999
    longer = replace(calendar, sprints=calendar.sprints + more)
    kept = tuple(e for e in plan.workload.edits if not (isinstance(e, edits.Deadline) and e.sprint > calendar.last))
    later = make_plan(plan.catalog, replace(plan.workload, calendar=longer, edits=kept), frozen=plan.frozen)
    sprint = later.sprint_of(story.id)
    if sprint is None:
        return f"Even with {more} sprints more it would not be done."
    return f"With a longer calendar it would be done in sprint {sprint} ({later.sprint(sprint).end})."


def _with(plan: Plan, edit: edits.Edit) -> Plan:
    return make_plan(plan.catalog, replace(plan.workload, edits=(*plan.workload.edits, edit)), frozen=plan.frozen)


def _better(plan: Plan, other: Plan) -> bool:
    return other.objective > plan.objective + 0.005


def _gain(plan: Plan, other: Plan) -> str:
    change = other.objective - plan.objective
    if abs(change) < 0.005:
        return "the same"
    return f"{abs(change):.2f} {'more' if change > 0 else 'less'}"


def _where(sprint: int | None) -> str:
    return "deferred" if sprint is None else f"in sprint {sprint}"

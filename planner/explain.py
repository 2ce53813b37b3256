"""Sentences from reasons. Whatever is said here is a fact that the plan holds; nothing is decided here."""

from __future__ import annotations

import math
from collections.abc import Iterable

from planner.backlog import Milestone, Story
from planner.optimiser.problem import POINTS, Hold
from planner.plan import Plan
from planner.policy import Score


def points(tenths: int) -> str:
    """Tenths of a point as people write points: `5`, `2.5`."""
    return f"{tenths / 10:g}"


def in_points(tenths: int) -> str:
    """A size in words: `1 point`, `2.5 points`."""
    return f"{points(tenths)} point" if tenths == 10 else f"{points(tenths)} points"


def listed(words: Iterable[str], most: int = 4) -> str:
    """`a, b and c`; of more than `most` the first, and how many more."""
    words = list(words)
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def certificate(plan: Plan) -> str:
    """What is proven of a plan, in words."""
    if plan.bound <= 0:
        return "There is nothing to earn, so no plan can be better."
    if plan.solution.status == "optimal":
        return f"Proven optimal: it earns {plan.objective:.2f}, and no plan can earn more than {plan.bound:.2f}."
    short = math.ceil(1000 * (1 - plan.objective / plan.bound)) / 10
    return (
        f"Proven within {short:.1f} % of the best possible: it earns {plan.objective:.2f}, "
        f"and no plan can earn more than {plan.bound:.2f}."
    )


def value_parts(score: Score) -> str:
    """Where a level's value comes from."""
    if score.given:
        return "as the workload gives it"
    shares = listed(f"{pillar} {part:.2f}" for pillar, part in score.pillars)
    return f"severity {score.severity} × gain {score.gain:g} × contributions: {shares or 'none'}"


def story_text(plan: Plan, story: Story) -> str:
    """Why a story is where it is, in two or three sentences."""
    sprint = plan.sprint_of(story.id)
    if sprint is None:
        return deferral_text(plan, story)
    milestone = plan.backlog.milestone[story.milestone]
    return f"{_earning(plan, milestone)} {why_not_earlier(plan, story, sprint)}"


def _earning(plan: Plan, milestone: Milestone) -> str:
    reached = plan.reached(milestone.id)
    level = f"level {milestone.level} of '{plan.epic[milestone.practice].title}'"
    if reached is None:
        return f"Earns nothing in this plan: {level} is not reached, but people decided that it is done."
    value = f"worth {milestone.score.value:.2f} per sprint from sprint {reached} on"
    if milestone.pulled_in:
        pulled = dict(plan.epic[milestone.practice].gap.pulled_by)
        needed = "/".join(map(str, pulled[milestone.level]))
        return f"Part of {level}, {value}; above its target, but {needed} waits for it."
    return f"Part of {level}, {value}."


def why_not_earlier(plan: Plan, story: Story, sprint: int) -> str:
    """What keeps a placed story from the sprint before."""
    sentences = [_hold_text(plan, story, sprint, hold) for hold in plan.holds(story.id)]
    return " ".join(sentences)


def _hold_text(plan: Plan, story: Story, sprint: int, hold: Hold) -> str:
    match hold.kind:
        case "pin":
            return f"It is pinned to sprint {sprint}."
        case "first":
            return "There is no earlier sprint."
        case "not-before":
            return f"It may not be before sprint {sprint}."
        case "prerequisite":
            return _prerequisite_text(plan, sprint, hold.subject)
        case "capacity":
            left = room(plan, sprint - 1, hold.subject)
            return f"Sprint {sprint - 1} has {left} left, and it needs {points(story.size)}."
        case "groups":
            most = plan.workload.policy.epics_in_progress
            return f"Sprint {sprint - 1} has {most} epics in progress, which is the limit."
        case _:
            return f"Sprint {sprint - 1} has room for it, but the plan before had it in sprint {sprint}."


def _prerequisite_text(plan: Plan, sprint: int, before: str) -> str:
    reached = plan.solution.placement[before]
    what = f"'{before}'" if before in plan.backlog.story else f"level {before}"
    if reached == sprint:
        return f"It waits for {what}, which is done in the same sprint."
    return f"It waits for {what}, done in sprint {reached}, and comes {sprint - (reached or 0)} later."


def room(plan: Plan, sprint: int, resource: str) -> str:
    """What is left of a sprint's capacity, with its unit: `2.5 points`, `0 points of platform`."""
    stories = [plan.backlog.story[id] for id in plan.by_sprint[sprint]]
    if resource == POINTS:
        return f"{points(plan.sprint(sprint).capacity - sum(s.size for s in stories))} points"
    used = sum(s.size for s in stories if s.skill == resource)
    return f"{points(plan.sprint(sprint).skills[resource] - used)} points of {resource}"


def deferral_text(plan: Plan, story: Story) -> str:
    """Why a story is left out, in a sentence that says what it is about."""
    deferral = plan.deferrals[story.id]
    match deferral.reason:
        case "excluded":
            reason = deferral.cause[0]
            return "Excluded by an edit" + (f": {reason}." if reason else ".")
        case "prerequisite":
            if all(id in plan.deferrals and plan.deferrals[id].reason == "excluded" for id in deferral.cause):
                return f"Its level cannot be reached without {listed(deferral.cause)}, which is excluded."
            if all(plan.reached(id) is not None for id in deferral.cause):
                return f"It waits for level {listed(deferral.cause)}, which this plan reaches too late for it."
            return f"It waits for level {listed(deferral.cause)}, which this plan does not reach."
        case "horizon":
            return f"Its level cannot be reached within {len(plan.sprints)} sprints, whatever else is left out."
        case _:
            return _capacity_text(plan, story)


def _capacity_text(plan: Plan, story: Story) -> str:
    cause = plan.deferrals[story.id].cause
    if cause:
        large = plan.backlog.story[cause[1]]
        who = "It" if large.id == story.id else f"'{large.id}', of the same level,"
        skill = f" of {large.skill}" if large.skill in plan.workload.team.skills else ""
        return (
            f"{who} has {in_points(large.size)}{skill}, more than any sprint holds, and no tasks at which to "
            "split it further."
        )
    milestone = plan.backlog.milestone[story.milestone]
    size = sum(plan.backlog.story[id].size for id in milestone.stories)
    return (
        f"No room was found in {len(plan.sprints)} sprints beside the work that is placed: its level takes "
        f"{in_points(size)} for {milestone.score.value:.2f} per sprint."
    )

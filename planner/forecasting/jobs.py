"""The work of a plan in the order in which the team does it: what is planned by sprint, then what was deferred."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.backlog import Backlog, Milestone, Story, Wait
from planner.edits import Deadline, NotBefore, Pin
from planner.optimiser.problem import POINTS, Item, Need, Problem
from planner.optimiser.solve import solve
from planner.plan import Plan
from planner.translate import find_blocked, story_limits

BUCKETS = 40
"""Into how many parts of equal size the deferred work is put in order."""


@dataclass(frozen=True, slots=True)
class Job:
    """A story as the simulation sees it; sizes in tenths of a point, `skill` empty where nothing limits it."""

    id: str
    estimate: int
    low: int
    high: int
    skill: str
    group: str
    not_before: int
    waits: tuple[Wait, ...]
    after: tuple[str, ...]


Step = Job | Milestone
"""A story to do, or a level that is reached once the stories before it are done."""


def make_steps(plan: Plan) -> tuple[Step, ...]:
    """Everything that can be reached, each after what it waits for: in the plan's order, what is deferred by value.

    Within a sprint the stories of the level that is worth most for its size come first. What is excluded, and what
    waits for that, is left out, save stories that people decided on all the same.
    """
    blocked = find_blocked(plan.backlog, plan.workload.edits).milestones
    milestones = {id: m for id, m in plan.backlog.milestone.items() if id not in blocked}
    placed = {id for id in plan.backlog.story if plan.sprint_of(id) is not None}
    stories = {id: s for id, s in plan.backlog.story.items() if s.milestone in milestones or id in placed}
    rank = _ranks(plan, stories, milestones)
    before = {id: [*story.after, *_waits(plan.backlog, story, milestones)] for id, story in stories.items()}
    before |= {id: [*(m.stories or (w.milestone for w in m.waits))] for id, m in milestones.items()}
    return tuple(
        milestones[id] if id in milestones else _job(plan, stories[id], milestones) for id in _in_order(before, rank)
    )


def _waits(backlog: Backlog, story: Story, milestones: Mapping[str, Milestone]) -> Iterable[str]:
    return (w.milestone for w in backlog.milestone[story.milestone].waits if w.milestone in milestones)


def _job(plan: Plan, story: Story, milestones: Mapping[str, Milestone]) -> Job:
    decisions = [edit for edit in plan.workload.edits if isinstance(edit, Pin | NotBefore | Deadline)]
    limits = story_limits(story, decisions, plan.frozen)
    waits = plan.backlog.milestone[story.milestone].waits
    return Job(
        id=story.id,
        estimate=story.size,
        low=min(story.low, story.size),
        high=max(story.high, story.size),
        skill=story.skill if story.skill in plan.workload.team.skills else "",
        group=story.practice,
        not_before=max(limits.not_before, limits.pin or 1),
        waits=tuple(wait for wait in waits if wait.milestone in milestones),
        after=story.after,
    )


Rank = tuple[float, float, str]


def _ranks(plan: Plan, stories: Mapping[str, Story], milestones: Mapping[str, Milestone]) -> dict[str, Rank]:
    """By which story and level come one before the other: the sprint, the level's value for its size, the id."""
    later = [id for id in (*stories, *milestones) if plan.solution.placement.get(id) is None]
    bucket = _deferred_order(plan, later)
    found = {}
    for id in (*stories, *milestones):
        milestone = plan.backlog.milestone[stories[id].milestone if id in stories else id]
        size = sum(plan.backlog.story[mate].size for mate in milestone.stories)
        density = milestone.score.value / size if size else 0.0
        sprint = plan.solution.placement.get(id)
        found[id] = (len(plan.sprints) + bucket[id] if sprint is None else sprint, -density, id)
    return found


def _deferred_order(plan: Plan, ids: list[str]) -> dict[str, float]:
    """In which of many sprints after the last the deferred work would be done, by the prioritiser."""
    backlog, inside = plan.backlog, set(ids)
    items = []
    for id in ids:
        if id in backlog.story:
            story = backlog.story[id]
            waits = backlog.milestone[story.milestone].waits
            needs = (*story.after, *(wait.milestone for wait in waits))
            value, effort = 0.0, {POINTS: story.size}
        else:
            milestone = backlog.milestone[id]
            needs = milestone.stories or tuple(wait.milestone for wait in milestone.waits)
            value, effort = milestone.score.value, {}
        items.append(Item(id, value, effort, tuple(Need(need) for need in needs if need in inside)))
    sizes = [backlog.story[id].size for id in ids if id in backlog.story]
    capacity = max([1, math.ceil(sum(sizes) / BUCKETS), *sizes])
    horizon = 2 * BUCKETS + 2
    problem = Problem(horizon, plan.workload.policy.discount, {POINTS: (capacity,) * horizon}, tuple(items))
    placement = solve(problem, effort="quick").placement if items else {}
    return {id: float(sprint or horizon + 1) for id, sprint in placement.items()}


def _in_order(before: Mapping[str, Iterable[str]], rank: Mapping[str, Rank]) -> list[str]:
    """All ids by rank, save that each comes after those before it."""
    missing: dict[str, int] = {}
    later: dict[str, list[str]] = {id: [] for id in before}
    for id, others in before.items():
        needed = [other for other in set(others) if other in before]
        missing[id] = len(needed)
        for other in needed:
            later[other].append(id)
    ready = [rank[id] for id, count in missing.items() if not count]
    heapq.heapify(ready)
    order = []
    while ready:
        id = heapq.heappop(ready)[-1]
        order.append(id)
        for other in later[id]:
            missing[other] -= 1
            if not missing[other]:
                heapq.heappush(ready, rank[other])
    return order

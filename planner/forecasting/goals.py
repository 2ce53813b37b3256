"""What a forecast gives dates for: the plan, the target, pillars, epics, deadlines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.backlog import Milestone
from planner.edits import Deadline, covers
from planner.plan import Plan


@dataclass(frozen=True, slots=True)
class Goal:
    """A set of stories and levels that is met when all are done; nothing to do is met at the start.

    `kind` is plan, target, pillar, epic, part or deadline; a part is what the plan reaches of an epic that it does not
    finish. `planned` is the sprint in which the plan meets it, None where it
    does not; `due` the sprint of a deadline. `left_out` counts levels that would belong here but are excluded.
    """

    kind: str
    id: str
    title: str
    steps: tuple[str, ...]
    planned: int | None
    due: int | None = None
    left_out: int = 0


def make_goals(plan: Plan, possible: frozenset[str]) -> tuple[Goal, ...]:
    """The goals of a plan; `possible` are the stories and levels that are not excluded.

    The target of a pillar is made of the levels up to target of the practices whose home it is. The levels above it
    that other work asks for belong to the epics, and to the whole where they are needed.
    """
    placed = [id for id in plan.backlog.story if plan.sprint_of(id) is not None]
    goals = [Goal("plan", "plan", "Everything that is planned", tuple(placed), _latest(plan, placed))]
    wanted = [m for epic in plan.backlog.epics for m in epic.milestones if not m.pulled_in]
    goals.append(_levels(plan, "target", "target", "Everything up to the target", wanted, possible))
    for pillar in plan.catalog.pillars:
        epics = [epic for epic in plan.backlog.epics if epic.pillar == pillar.id]
        own = [m for epic in epics for m in epic.milestones if not m.pulled_in]
        goals.append(_levels(plan, "pillar", pillar.id, pillar.title, own, possible))
    for epic in plan.backlog.epics:
        goals.append(_levels(plan, "epic", epic.id, epic.title, epic.milestones, possible))
        reached = [m for m in epic.milestones if plan.reached(m.id) is not None]
        if 0 < len(reached) < len(epic.milestones):
            title = f"To level {reached[-1].level}: {epic.title}"
            goals.append(_levels(plan, "part", epic.id, title, reached, possible))
    for edit in plan.workload.edits:
        if isinstance(edit, Deadline) and edit.sprint <= len(plan.sprints):
            steps = tuple(id for id in plan.backlog.story if covers(edit.id, id) and id in possible)
            if steps:
                title = plan.epic[edit.id.split("/")[0]].title
                goals.append(Goal("deadline", edit.id, title, steps, _latest(plan, steps), edit.sprint))
    return tuple(goals)


def _levels(
    plan: Plan, kind: str, id: str, title: str, milestones: Iterable[Milestone], possible: frozenset[str]
) -> Goal:
    all_ = [milestone.id for milestone in milestones]
    steps = tuple(id for id in all_ if id in possible)
    return Goal(kind, id, title, steps, _latest(plan, steps), left_out=len(all_) - len(steps))


def _latest(plan: Plan, ids: Iterable[str]) -> int | None:
    """The sprint in which the plan has done all of these, 0 for nothing, None where one of them is deferred."""
    sprints = [plan.solution.placement.get(id) for id in ids]
    return None if None in sprints else max((s for s in sprints if s is not None), default=0)

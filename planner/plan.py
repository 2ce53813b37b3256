"""From catalog and workload to a plan: the one entry."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from catalog.model import Catalog
from planner import edits
from planner.backlog import Backlog, Epic, Wait
from planner.clashes import find_clash
from planner.errors import NoPlan
from planner.optimiser.errors import Infeasible
from planner.optimiser.problem import Hold, Problem, Solution
from planner.optimiser.reasons import reasons
from planner.optimiser.reporter import Reporter
from planner.optimiser.solve import Effort, solve
from planner.posing import Posed, pose
from planner.sprints import Sprint
from planner.translate import Blocked, Frozen
from planner.workload import Workload


@dataclass(frozen=True, slots=True)
class Deferral:
    """Why a story is left out: `reason` is capacity, excluded, prerequisite or horizon; `cause` what it concerns."""

    reason: str
    cause: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Placements and deferrals with their reasons, what they earn, and the proven bound on any plan.

    `notes` are sentences on what in the workload had no effect. A pure function of catalog, workload and edits.
    """

    posed: Posed
    solution: Solution
    reasons: Mapping[str, tuple[Hold, ...]]
    deferrals: Mapping[str, Deferral]
    effort: Effort
    notes: tuple[str, ...]

    @property
    def catalog(self) -> Catalog:
        return self.posed.catalog

    @property
    def workload(self) -> Workload:
        return self.posed.workload

    @property
    def sprints(self) -> tuple[Sprint, ...]:
        return self.posed.sprints

    @property
    def backlog(self) -> Backlog:
        return self.posed.backlog

    @property
    def frozen(self) -> Frozen:
        """The earlier plan that this one was started from."""
        return self.posed.frozen

    @property
    def objective(self) -> float:
        return self.solution.objective

    @property
    def bound(self) -> float:
        return self.solution.bound

    def sprint_of(self, story: str) -> int | None:
        return self.solution.placement.get(story)

    def reached(self, milestone: str) -> int | None:
        """The sprint at whose end a milestone is reached, or None."""
        return self.solution.placement.get(milestone)

    def holds(self, story: str) -> tuple[Hold, ...]:
        return self.reasons.get(story, ())

    @cached_property
    def by_sprint(self) -> Mapping[int, tuple[str, ...]]:
        """The stories of each sprint, sorted by id."""
        found: dict[int, list[str]] = {sprint.number: [] for sprint in self.sprints}
        for id in sorted(self.backlog.story):
            sprint = self.sprint_of(id)
            if sprint is not None:
                found[sprint].append(id)
        return {number: tuple(ids) for number, ids in found.items()}

    def sprint(self, number: int) -> Sprint:
        """A sprint of the plan by its number."""
        return self.sprints[number - self.sprints[0].number]

    def points(self, sprint: int) -> int:
        """The points placed in a sprint, in tenths."""
        return sum(self.backlog.story[id].size for id in self.by_sprint[sprint])

    @cached_property
    def epic(self) -> Mapping[str, Epic]:
        return {epic.id: epic for epic in self.backlog.epics}


def make_plan(
    catalog: Catalog,
    workload: Workload,
    reporter: Reporter | None = None,
    frozen: Frozen | None = None,
    *,
    effort: Effort = "normal",
    gap: float = 0.0,
    time_limit: float = math.inf,
) -> Plan:
    """Plan the gaps of a workload. Raises NoPlan, naming what clashes, where the edits cannot all hold.

    `frozen` is an earlier plan to start from: its first sprints stay as they were, and moves away from the rest of
    it cost what the policy's `stability` says. `effort`, `gap` and `time_limit` say how hard to look, as in `solve`.
    """
    posed = pose(catalog, workload, frozen or Frozen())
    try:
        price = workload.policy.stability
        solution = solve(posed.problem, reporter, posed.previous, price, effort=effort, gap=gap, time_limit=time_limit)
    except Infeasible as error:
        raise NoPlan(find_clash(posed, error)) from None
    return to_plan(posed, solution, effort)


def to_plan(posed: Posed, solution: Solution, effort: Effort) -> Plan:
    """The plan that a solution of the posed problem is, with its reasons and deferrals."""
    holds = reasons(posed.problem, solution.placement)
    deferrals = _deferrals(posed.problem, posed.backlog, posed.blocked, solution, holds)
    placement = {id: sprint and sprint + posed.over for id, sprint in solution.placement.items()}
    notes = _notes(posed.workload, posed.backlog, posed.catalog)
    return Plan(posed, replace(solution, placement=placement), holds, deferrals, effort, notes)


def _deferrals(
    problem: Problem, backlog: Backlog, blocked: Blocked, solution: Solution, holds: Mapping[str, tuple[Hold, ...]]
) -> dict[str, Deferral]:
    """A reason for each story that is not placed."""
    found = {}
    total = {resource: sum(limits) for resource, limits in problem.capacity.items()}
    for id, story in backlog.story.items():
        if solution.placement.get(id) is not None:
            continue
        if id in blocked.excluded:
            found[id] = Deferral("excluded", (blocked.excluded[id].reason,))
        elif story.milestone in blocked.milestones:
            found[id] = Deferral("prerequisite", blocked.milestones[story.milestone])
        else:
            found[id] = _left_out(problem, backlog, solution, holds, id, total)
    return found


def _left_out(
    problem: Problem,
    backlog: Backlog,
    solution: Solution,
    holds: Mapping[str, tuple[Hold, ...]],
    id: str,
    total: Mapping[str, int],
) -> Deferral:
    """Why the solver left a story out; of a level's stories, the one that does not fit speaks for all."""
    milestone = backlog.milestone[backlog.story[id].milestone]
    waits = tuple(w.milestone for w in milestone.waits if solution.placement.get(w.milestone) is None)
    if waits:
        return Deferral("prerequisite", waits)
    for mate in (id, *milestone.stories):
        kinds = {hold.kind for hold in holds.get(mate, ())}
        if "too-large" in kinds:
            return Deferral("capacity", ("too-large", mate))
        if "horizon" in kinds:
            return Deferral("horizon", (mate,))
    late = tuple(w.milestone for w in milestone.waits if _too_late(problem, solution, w))
    if late:
        return Deferral("prerequisite", late)
    need: dict[str, int] = {}
    for mate in milestone.stories:
        for resource, amount in problem.item[mate].effort.items():
            need[resource] = need.get(resource, 0) + amount
    if any(amount > total[resource] for resource, amount in need.items()):
        return Deferral("horizon", milestone.stories)
    return Deferral("capacity")


def _too_late(problem: Problem, solution: Solution, wait: Wait) -> bool:
    reached = solution.placement.get(wait.milestone)
    return reached is not None and reached + wait.lag > problem.horizon


def _notes(workload: Workload, backlog: Backlog, catalog: Catalog) -> tuple[str, ...]:
    """What in the workload has no effect on this plan, said so that nobody wonders."""
    notes = []
    stories = {epic.id: epic.stories for epic in backlog.epics}
    for edit in workload.edits:
        match edit:
            case edits.SetCapacity() | edits.SetWeight():
                continue
            case _ if not any(edits.covers(edit.id, s.id) for s in stories.get(edit.id.partition("/")[0], ())):
                notes.append(
                    f"the edit to {edit} has no effect: what it covers is done, beyond the target or not applicable"
                )
            case _:
                pass
    used = {story.skill for story in backlog.story.values() if story.skill}
    for skill in workload.team.skills:
        if not any(practice.skill == skill for practice in catalog.practices):
            notes.append(f"the team's skill '{skill}' is not one that the catalog asks for")
    if workload.team.skills and (unlimited := sorted(used - set(workload.team.skills))):
        notes.append(f"the team gives no capacity for {', '.join(unlimited)}: only the sprint's total limits that work")
    return tuple(notes)

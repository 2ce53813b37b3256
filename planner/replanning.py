"""Planning again after one decision, from the plan before it: at once, and with as few moves as it takes.

Pure functions from plan to plan: the same plan and the same decision give the same plan again, so that undoing is
going back to the plan before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.clashes import find_clash
from planner.errors import NoPlan
from planner.optimiser.errors import Infeasible
from planner.optimiser.interactive import Planner
from planner.optimiser.problem import Solution
from planner.optimiser.reporter import Reporter
from planner.plan import Plan, make_plan, to_plan
from planner.posing import Posed, pose
from planner.workload import Workload

QUIET = 1e-4
"""What moving a story must bring at least, as a part of what the plan earns, where the policy says less."""


def replan(before: Plan, workload: Workload, reporter: Reporter | None = None) -> Plan:
    """A good plan for a workload that differs from that of the plan `before` by a decision or a few.

    The stories stay where they were unless the decision moves them or moving them pays. The bound is proven for the new
    workload. Raises NoPlan, naming what clashes, where the edits cannot all hold.
    """
    posed = pose(before.catalog, workload, before.frozen, before.posed)
    return to_plan(posed, _planner(posed, before, reporter).solution, "quick")


def improvements(plan: Plan, reporter: Reporter | None = None) -> Iterator[Plan | None]:
    """Better plans of the same workload, step by step; a caller may stop after any of them.

    None says that a step found nothing. Each plan earns more than the last; the last may be the one that is made
    without regard to where the stories were. Work is bounded by counts: it ends by itself, in seconds.
    """
    planner = _planner(plan.posed, plan, reporter)
    best = plan.objective
    for change in planner.improve():
        solution = planner.solution
        if change is not None and solution.objective > best + 1e-9:
            best = solution.objective
            yield to_plan(plan.posed, solution, "normal")
        else:
            yield None
    fresh = make_plan(plan.catalog, plan.workload, reporter, plan.frozen)
    yield fresh if fresh.objective > best + 1e-9 else None


def _planner(posed: Posed, before: Plan, reporter: Reporter | None) -> Planner:
    price = max(posed.workload.policy.stability, QUIET * abs(before.objective))
    try:
        return Planner(posed.problem, _placed(before.solution, posed.over), price, reporter)
    except Infeasible as error:
        raise NoPlan(find_clash(posed, error)) from None


def _placed(solution: Solution, over: int) -> Mapping[str, int]:
    """Where everything is, in the problem's own count of sprints."""
    placed = solution.placement.items()
    return {id: sprint - over for id, sprint in placed if sprint is not None and sprint > over}

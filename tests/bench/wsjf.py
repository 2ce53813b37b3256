"""What tools do today, to measure against: stories by value over size, placed one sprint after the other."""

from __future__ import annotations

from planner.optimiser.problem import POINTS, Problem


def wsjf(problem: Problem) -> dict[str, int | None]:
    """Plain weighted-shortest-job-first list scheduling.

    A story's value is that of the milestone that waits for it; each sprint takes the ready story with the most
    value for its size that still fits, until none does.
    """
    value = {need.id: item.value for item in problem.items if not item.effort for need in item.needs}
    stories = [item for item in problem.items if item.effort]
    stories.sort(key=lambda item: (-value.get(item.id, 0.0) / item.effort[POINTS], item.id))
    milestones = [item for item in problem.items if not item.effort]
    placement: dict[str, int | None] = dict.fromkeys((item.id for item in problem.items), None)
    for sprint in range(1, problem.horizon + 1):
        left = {resource: limits[sprint - 1] for resource, limits in problem.capacity.items()}
        moved = True
        while moved:
            moved = False
            for item in [*milestones, *stories]:
                ready = all((placement[n.id] or sprint + 1) + n.lag <= sprint for n in item.needs)
                if placement[item.id] is None and ready and all(left[r] >= a for r, a in item.effort.items()):
                    placement[item.id] = sprint
                    for resource, amount in item.effort.items():
                        left[resource] -= amount
                    moved = True
        stories = [item for item in stories if placement[item.id] is None]
        milestones = [item for item in milestones if placement[item.id] is None]
    return placement

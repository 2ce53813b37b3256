"""The forecast's list schedule once more, one run at a time in plain Python: slow, and easy to check by eye."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.forecasting.jobs import Job, Step
from planner.optimiser.problem import POINTS

Capacity = Mapping[str, Sequence[int]]


def carry_out_once(
    steps: Sequence[Step], planned: Capacity, drawn: Capacity, sizes: Mapping[str, int], open_groups: int | None
) -> dict[str, int]:
    """The sprint in which each story is done and each level reached in one run; one more than there are is never."""
    sprints = len(planned[POINTS])
    free = {resource: list(limits) for resource, limits in drawn.items()}
    groups: list[set[str]] = [set() for _ in range(sprints)]
    done: dict[str, int] = {}
    for step in steps:
        if not isinstance(step, Job) and step.stories:
            done[step.id] = max(done[id] for id in step.stories)
            continue
        ready = max([1, *(done[wait.milestone] + wait.lag for wait in step.waits)])
        if not isinstance(step, Job):
            done[step.id] = min(ready, sprints + 1)
            continue
        ready = max([ready, step.not_before, *(done[id] for id in step.after)])
        resources = [POINTS, *([step.skill] if step.skill else [])]
        largest = max(min(planned[r][s] for r in resources) for s in range(sprints))
        estimate = min(step.estimate, largest)
        never = step.estimate > 0 and largest == 0
        rest, begun = sizes[step.id], False
        done[step.id] = sprints + 1
        for s in range(sprints if never else ready - 1, sprints):
            if not begun:
                held = all(planned[r][s] >= estimate for r in resources)
                share = all(
                    free[r][s] >= estimate or free[r][s] * planned[r][s] >= estimate * drawn[r][s] for r in resources
                )
                allowed = open_groups is None or step.group in groups[s] or len(groups[s]) < open_groups
                begun = held and share and allowed
            if begun:
                groups[s].add(step.group)
                taken = min(rest, *(free[r][s] for r in resources))
                for r in resources:
                    free[r][s] -= taken
                rest -= taken
                if not rest:
                    done[step.id] = s + 1
                    break
    return done

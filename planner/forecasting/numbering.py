"""A plan with other numbers: a simulation counts from 1, whatever the calendar's first sprint is called."""

from __future__ import annotations

from dataclasses import replace

from planner.edits import Deadline, Edit, NotBefore, Pin, SetCapacity
from planner.plan import Plan
from planner.translate import Frozen


def counted_from_one(plan: Plan) -> Plan:
    """The same plan with its sprints, placements and edits counted from the calendar's first sprint."""
    calendar = plan.workload.calendar
    over = calendar.first - 1
    if not over:
        return plan
    placement = {id: None if at is None else at - over for id, at in plan.solution.placement.items()}
    edits = tuple(_moved(edit, over) for edit in plan.workload.edits)
    posed = replace(
        plan.posed,
        workload=replace(plan.workload, calendar=replace(calendar, first=1), edits=edits),
        sprints=tuple(replace(sprint, number=sprint.number - over) for sprint in plan.sprints),
        frozen=Frozen({id: at - over for id, at in plan.frozen.placement.items()}, plan.frozen.sprints),
    )
    return replace(plan, posed=posed, solution=replace(plan.solution, placement=placement))


def _moved(edit: Edit, over: int) -> Edit:
    match edit:
        case Pin() | NotBefore() | Deadline() | SetCapacity():
            return replace(edit, sprint=edit.sprint - over)
        case _:
            return edit

"""The closing of a sprint, from its command to the workspace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from catalog.errors import BadInput
from planner.diff import PlanDiff, diff
from planner.document import points
from planner.progress import Closed, Said
from planner.progress import close as end
from planner.workload_document import edit_data
from planner.workload_file import catalog_of, must_fit
from tui.deciding import Manner, columns, document, placements, plan_of
from tui.workloads import folders

if TYPE_CHECKING:
    from planner.plan import Plan
    from planner.state import State
    from planner.store.records import Kept, Note
    from planner.workload import Workload


@dataclass(frozen=True)
class Ended:
    """A closed sprint; `difference` is what became of the plan of the sprints that are left.

    `kept` is the workload of the workspace, None where it is in a file.
    """

    closed: Closed
    kept: Kept | None
    plan: Plan
    difference: PlanDiff


def close(name: str, sprint: int, said: Said, manner: Manner) -> Ended:
    """Closes the running sprint of a workload of the workspace and plans the rest again, in one transaction.

    Raises BadInput where it is another sprint, or what is said does not fit; NoPlan, and writes nothing, where the
    edits leave no plan for the rest.
    """
    from planner.store.deciding import decide
    from planner.store.records import Note
    from tui.commands.workspace import author, repository

    if "@" in name:
        raise BadInput.one(name, "a sprint is closed on the workload itself, not on a what-if branch")
    who = author(manner.by)
    made: list[tuple[Closed, Plan, PlanDiff]] = []

    def step(state: State) -> tuple[State, Note]:
        catalog = catalog_of(state.workload, folders(state.folder), name)
        must_be_running(name, sprint, state.workload)
        old = plan_of(state, catalog)
        closed = end(old, said, who.who)
        must_fit(closed.workload, catalog, name)
        after = replace(state, workload=closed.workload, placed=closed.placed)
        new = plan_of(after, catalog)
        after = replace(after, placed=placements(new))
        made.append((closed, new, of_the_rest(closed, diff(document(old), document(new)))))
        text, plan = f"close sprint {sprint}", columns(new)
        return after, Note("close", text, summary(closed), plan=plan, result=_result(closed))

    kept = decide(repository(), name, step, who, seen=manner.seen, insist=manner.retry)
    closed, plan, difference = made[-1]
    return Ended(closed, kept, plan, difference)


def of_the_rest(closed: Closed, difference: PlanDiff) -> PlanDiff:
    """What changed for stories that the sprint did not hold."""
    own = {*closed.planned, *closed.done}
    return replace(difference, changes=tuple(change for change in difference.changes if change.id not in own))


def must_be_running(name: str, sprint: int, workload: Workload) -> None:
    """Raises BadInput where a sprint is not the one that can be closed."""
    first = workload.calendar.first
    if sprint < first:
        raise BadInput.one(name, f"sprint {sprint} is over; the running one is sprint {first}")
    if sprint > first:
        raise BadInput.one(name, f"sprint {sprint} has not begun; the running one is sprint {first}, close that first")


def summary(closed: Closed) -> str:
    """`9 of 12 points done, 2 levels reached, 1 story carried over`."""
    done, planned = points(closed.done_size), points(closed.planned_size)
    levels = sum(reached.after - reached.before for reached in closed.reached)
    found = f"{done} of {planned} points done, {levels} level{'' if levels == 1 else 's'} reached"
    count = len(closed.carried)
    return found + (f", {count} stor{'y' if count == 1 else 'ies'} carried over" if count else "")


def closed_data(closed: Closed) -> dict[str, Any]:
    """How a sprint ended, as plain data."""
    return {
        "sprint": closed.sprint.number,
        "start": closed.sprint.start,
        "end": closed.sprint.end,
        "capacity": points(closed.sprint.capacity),
        "planned": points(closed.planned_size),
        "done": points(closed.done_size),
        "velocity": closed.velocity,
        "value": round(closed.value, 6),
        **_detail(closed),
    }


def _detail(closed: Closed) -> dict[str, Any]:
    return {
        "stories": {"planned": list(closed.planned), "done": list(closed.done), "carried_over": list(closed.carried)},
        "reached": [{"practice": r.practice, "from": r.before, "to": r.after} for r in closed.reached],
        "pillars": {p.pillar: {"before": p.before, "after": p.after, "wanted": p.wanted} for p in closed.pillars},
        "let_go": [edit_data(edit) for edit in closed.let_go],
        "missed": [edit_data(edit) for edit in closed.missed],
        "history": list(closed.workload.team.velocity),
    }


def _result(closed: Closed) -> dict[str, Any]:
    from planner.store.records import dumps

    data = closed_data(closed)
    own = ("sprint", "capacity", "planned", "done", "velocity", "value")
    dates = {key: data[key].isoformat() for key in ("start", "end")}
    return {key: data[key] for key in own} | dates | {"detail": dumps(_detail(closed))}

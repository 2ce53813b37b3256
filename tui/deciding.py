"""A decision on a workload of the workspace, from its command to what it did to the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from catalog.errors import BadInput
from planner.decisions import Decision, decide
from planner.diff import PlanDiff, diff
from planner.document import inputs_digest, to_document
from planner.document_schema import PlanDocument
from planner.errors import NoPlan
from planner.plan import Plan, make_plan
from planner.translate import Frozen
from planner.workload_file import catalog_of, must_fit
from tui.workloads import folders, is_name

if TYPE_CHECKING:
    from catalog.model import Catalog
    from planner.state import State
    from planner.store.records import Kept
    from planner.workload import Workload


@dataclass(frozen=True)
class Manner:
    """How to write: who decides, on which version (the present one if None), and whether on top of what others did."""

    by: str = ""
    seen: int | None = None
    retry: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a decision: where it is kept, and the plan before and after it; None where there was no plan.

    `kept` is the workload of the workspace; None where `file` was written.
    """

    text: str
    kept: Kept | None
    difference: PlanDiff | None
    file: str = ""

    @property
    def where(self) -> str:
        return f"version {self.kept.version}" if self.kept else f"wrote {self.file}"

    @property
    def effect(self) -> str:
        return effect_of(self.difference)

    def data(self) -> dict[str, Any]:
        from tui.diff_page import diff_data

        place = {"version": self.kept.version} if self.kept else {"file": self.file}
        found = {"text": self.text, **place, "effect": self.effect}
        return found | (diff_data(self.difference) if self.difference else {})


def effect_of(difference: PlanDiff | None) -> str:
    return "there was no plan before, or there is none now" if difference is None else difference.summary()


def must_be_kept(argument: str) -> None:
    """Raises BadInput where a command that needs a history is given a file."""
    if not is_name(argument):
        raise BadInput.one(
            argument,
            "this is a file, which has no history: take it into the workspace with "
            f"'colonnade import NAME {argument}' and name it there",
        )


def plan_of(state: State, catalog: Catalog) -> Plan:
    """The plan that a workload of the workspace has: what it was at the last closing is where it starts from."""
    return make_plan(catalog, state.workload, frozen=Frozen(state.placed) if state.placed else None)


def document(plan: Plan) -> PlanDocument:
    return PlanDocument.model_validate(to_document(plan))


def columns(plan: Plan) -> dict[str, Any]:
    """A plan as the workspace keeps it."""
    from planner.store.records import dumps

    placement = {id: plan.sprint_of(id) for id in sorted(plan.backlog.story)}
    figures = {"objective": round(plan.objective, 6), "bound": round(plan.bound, 6)}
    return {"inputs": inputs_digest(plan), **figures, "placement": dumps(placement)}


def settle(name: str, decision: Decision, manner: Manner) -> Outcome:
    """Makes a decision on a workload of the workspace. Raises NoPlan, and writes nothing, where it leaves no plan."""
    return change(name, "edit", str(decision), lambda workload, catalog: decide(workload, decision, catalog), manner)


def change(
    name: str, kind: str, text: str, step: Callable[[Workload, Catalog], Workload], manner: Manner, **more: Any
) -> Outcome:
    """Makes a step on a workload of the workspace, checks it, plans, and writes the log entry with what it did."""
    from planner.store.deciding import decide as write
    from planner.store.records import Note
    from tui.commands.workspace import author, repository

    seen: list[PlanDiff | None] = []

    def stepped(state: State) -> tuple[State, Note]:
        catalog = catalog_of(state.workload, folders(state.folder), name)
        old = plan_or_none(state, catalog)
        workload = step(state.workload, catalog)
        must_fit(workload, catalog, name)
        after = replace(state, workload=workload, placed=state.placed or placements(old))
        plan = plan_of(after, catalog)
        seen.append(_difference(old, plan))
        return after, Note(kind, text, effect_of(seen[-1]), plan=columns(plan))

    kept = write(
        repository(), name, stepped, author(manner.by), seen=manner.seen, insist=manner.retry, retire=more.get("retire")
    )
    return Outcome(text, kept, seen[-1])


def plan_or_none(state: State, catalog: Catalog) -> Plan | None:
    """The plan of a workload; None where its edits leave none."""
    try:
        return plan_of(state, catalog)
    except NoPlan:
        return None


def placements(plan: Plan | None) -> dict[str, int]:
    """Where the stories of a plan are, those that are placed."""
    found = {id: plan.sprint_of(id) for id in sorted(plan.backlog.story)} if plan else {}
    return {id: sprint for id, sprint in found.items() if sprint is not None}


def _difference(old: Plan | None, new: Plan | None) -> PlanDiff | None:
    return diff(document(old), document(new)) if old is not None and new is not None else None


def keep(argument: str, text: str, step: Callable[[Workload, Catalog], Workload], by: str = "") -> str:
    """Makes a step on the baseline of a workload, in its file or the workspace; gives a sentence on what it wrote."""
    if is_name(argument):
        outcome = change(argument, "baseline", text, step, Manner(by))
        return f"{argument} has {outcome.where}: {outcome.effect}."
    from pathlib import Path

    from integrations.workload_edit import save_workload
    from planner.workload_file import read_workload

    read, catalog = read_workload(Path(argument))
    save_workload(Path(argument), step(read, catalog))
    return f"Wrote {argument}."


def walk(name: str, way: str, by: str) -> Outcome:
    """Undo or redo, whichever `way` says, and what that did to the plan."""
    from planner.store.records import Entry
    from tui.commands.workspace import author, repository

    store = repository()
    before = store.load(name).state
    entry: Entry
    entry, kept = getattr(store, way)(name, author(by))
    plans = [_plan_where_it_fits(state, name) for state in (before, kept.state)]
    return Outcome(f"{way}: {entry.text}", kept, _difference(*plans))


def _plan_where_it_fits(state: State, name: str) -> Plan | None:
    """The plan; None too where the workload names what its catalog does not have, as before an upgrade."""
    try:
        return plan_or_none(state, catalog_of(state.workload, folders(state.folder), name))
    except BadInput:
        return None

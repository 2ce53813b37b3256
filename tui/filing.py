"""A decision, or the closing of a sprint, on a workload file: checked, planned with, and written in place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from integrations.workload_edit import save_workload
from planner.decisions import Decision, decide
from planner.diff import diff
from planner.errors import NoPlan
from planner.plan import Plan, make_plan
from planner.progress import Said
from planner.progress import close as end
from planner.translate import Frozen
from planner.workload_file import must_fit, read_workload
from tui.closing import Ended, must_be_running, of_the_rest
from tui.deciding import Manner, Outcome, document

if TYPE_CHECKING:
    from catalog.model import Catalog
    from planner.workload import Workload


def settle(file: str, decision: Decision, manner: Manner) -> Outcome:
    """Writes a decision into a workload file. Raises NoPlan, and writes nothing, where it leaves no plan."""
    _must_suit_a_file(manner)
    read, catalog = read_workload(Path(file))
    workload = decide(read, decision, catalog)
    must_fit(workload, catalog, file)
    old, new = _plan_or_none(read, catalog), make_plan(catalog, workload)
    save_workload(Path(file), workload)
    return Outcome(str(decision), None, diff(document(old), document(new)) if old else None, file)


def close(file: str, sprint: int, said: Said, manner: Manner) -> Ended:
    """Closes the running sprint of a workload file: its baseline, velocity, calendar and edits are written.

    The same checks as in the workspace, but nothing to go back to afterwards: that is for version control.
    """
    from tui.commands.workspace import author

    _must_suit_a_file(manner)
    read, catalog = read_workload(Path(file))
    must_be_running(file, sprint, read)
    old = make_plan(catalog, read)
    closed = end(old, said, author(manner.by).who)
    must_fit(closed.workload, catalog, file)
    new = make_plan(catalog, closed.workload, frozen=Frozen(closed.placed) if closed.placed else None)
    save_workload(Path(file), closed.workload)
    return Ended(closed, None, new, of_the_rest(closed, diff(document(old), document(new))))


def _must_suit_a_file(manner: Manner) -> None:
    if manner.seen is not None or manner.retry:
        raise click.UsageError("--seen and --retry are for workloads of the workspace: a file has no versions.")


def _plan_or_none(workload: Workload, catalog: Catalog) -> Plan | None:
    try:
        return make_plan(catalog, workload)
    except NoPlan:
        return None

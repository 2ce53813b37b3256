"""Edits that cannot all hold: a smallest set of them, in words.

A deletion filter, as in `optimiser.clash`, over the decisions that people made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from catalog.model import Catalog
from planner.edits import Edit
from planner.errors import NoPlan
from planner.optimiser.errors import Infeasible
from planner.optimiser.solve import check_feasible
from planner.posing import Posed, pose
from planner.translate import Frozen
from planner.workload import Workload


def find_clash(posed: Posed, error: Infeasible) -> list[str]:
    """Edits that cannot all hold, none of which can be spared for the clash, as sentences with what they run into."""
    kept: Sequence[Edit] = posed.workload.edits
    step = max(1, len(kept) // 2)
    while True:  # large parts first, so that a clash of a few among hundreds takes few attempts
        end = len(kept)
        while end > 0:  # of two edits that would do, the earlier one is named
            fewer = (*kept[: max(0, end - step)], *kept[end:])
            found = _infeasible(posed.catalog, replace(posed.workload, edits=fewer), posed.frozen, posed)
            if found is not None:
                kept, error = fewer, found
            end -= step
        if step == 1:
            break
        step //= 2
    said = _said(error, posed.workload)
    if not kept:
        return [said, "no edit is to blame: see the capacity, and the sprints that are frozen"]
    head = said if error.proven else f"{said}; perhaps there is a plan all the same"
    return [
        head,
        *(f"it clashes with the edit to {edit}" if len(kept) == 1 else f"the edit to {edit}" for edit in kept),
    ]


def has_plan(catalog: Catalog, workload: Workload, frozen: Frozen) -> bool:
    """Whether the edits of a workload can all hold; it costs less than planning."""
    return _infeasible(catalog, workload, frozen) is None


def _said(error: Infeasible, workload: Workload) -> str:
    """What the optimiser says of a problem, with the sprints' own numbers."""
    over = workload.calendar.first - 1
    return re.sub(r"\bsprint (\d+)", lambda found: f"sprint {int(found[1]) + over}", str(error)) if over else str(error)


def _infeasible(catalog: Catalog, workload: Workload, frozen: Frozen, before: Posed | None = None) -> Infeasible | None:
    """Why a workload has no plan, or None where it has one."""
    try:
        check_feasible(pose(catalog, workload, frozen, before).problem)
    except Infeasible as error:
        return error
    except NoPlan as clash:
        return Infeasible(clash.clash[0], ())
    return None

"""A workload as a problem to be solved, with everything it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from catalog.model import Catalog
from planner.backlog import Backlog, make_backlog
from planner.gaps import Gap, find_gaps
from planner.optimiser.problem import Problem
from planner.sprints import Sprint, make_sprints
from planner.translate import Blocked, Frozen, find_blocked, to_problem
from planner.workload import Workload


@dataclass(frozen=True)
class Posed:
    """The `problem` counts sprints from 1; `over` of them lie before the calendar's first."""

    catalog: Catalog
    workload: Workload
    frozen: Frozen
    gaps: tuple[Gap, ...]
    sprints: tuple[Sprint, ...]
    backlog: Backlog
    blocked: Blocked
    problem: Problem

    @property
    def over(self) -> int:
        return self.workload.calendar.first - 1

    @cached_property
    def previous(self) -> Mapping[str, int]:
        """Where the earlier plan that is started from had its stories, in the problem's own count."""
        return {id: sprint - self.over for id, sprint in self.frozen.placement.items() if sprint > self.over}


def pose(catalog: Catalog, workload: Workload, frozen: Frozen, before: Posed | None = None) -> Posed:
    """The problem of a workload. Raises NoPlan where its edits contradict each other.

    What would come out as it did `before`, of the same catalog, is taken from there: after one edit, nearly everything.
    """
    if before is not None and before.catalog is not catalog:
        before = None
    sprints = make_sprints(workload)
    same = before and (before.workload.baseline, before.workload.target) == (workload.baseline, workload.target)
    gaps = before.gaps if before and same else find_gaps(catalog, workload)
    backlog = make_backlog(catalog, workload, gaps, sprints, before.backlog if before else None)
    blocked = find_blocked(backlog, workload.edits)
    problem = to_problem(workload, sprints, backlog, blocked, frozen)
    return Posed(catalog, workload, frozen, gaps, sprints, backlog, blocked, problem)

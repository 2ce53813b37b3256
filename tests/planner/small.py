"""The smallest plans and problems, straight from values, for tests of the planner."""

from __future__ import annotations

from typing import Any

from catalog.model import Catalog, CatalogPart
from catalog.schema import PillarShape, PracticeShape, PrincipleShape, to_pillar, to_practice, to_principle
from planner.backlog import Backlog, make_backlog
from planner.document import to_document
from planner.gaps import find_gaps
from planner.optimiser.problem import POINTS, Item, Need, Problem
from planner.plan import Plan, make_plan
from planner.sprints import make_sprints
from planner.translate import Frozen
from planner.workload import Workload
from planner.workload_schema import WorkloadShape, to_workload
from tests.builders import catalog_data, workload_data

DIGEST = "sha256:" + "0" * 64


def catalog_of(*practices: dict[str, Any], **more: Any) -> Catalog:
    """A catalog of these practices, without files."""
    data = catalog_data(*practices, **more)
    return Catalog(
        (CatalogPart(data["catalog"], data["version"], DIGEST, data["title"]),),
        tuple(to_pillar(PillarShape(**pillar)) for pillar in data["pillars"]),
        tuple(to_principle(PrincipleShape(**principle)) for principle in data["principles"]),
        tuple(to_practice(PracticeShape.model_validate(practice)) for practice in data["practices"]),
    )


def workload_of(**more: Any) -> Workload:
    """A workload as its file would give it: ten points a sprint, two sprints, target 1."""
    return to_workload(WorkloadShape.model_validate(workload_data(**more)))


def backlog_of(*practices: dict[str, Any], **workload: Any) -> Backlog:
    catalog, made = catalog_of(*practices), workload_of(**workload)
    return make_backlog(catalog, made, find_gaps(catalog, made), make_sprints(made))


def planned(*practices: dict[str, Any], frozen: Frozen | None = None, **workload: Any) -> Plan:
    return make_plan(catalog_of(*practices), workload_of(**workload), frozen=frozen)


def document_of(*practices: dict[str, Any], **workload: Any) -> dict[str, Any]:
    return to_document(planned(*practices, **workload))


def calendar(sprints: int, **more: Any) -> dict[str, Any]:
    return {"start": "2026-12-07", "sprints": sprints, **more}


def placements(plan: Plan) -> dict[str, int | None]:
    """The sprint of each story."""
    return {id: plan.sprint_of(id) for id in sorted(plan.backlog.story)}


def item(id: str, value: float = 0.0, points: int | None = None, *needs: str | Need, **more: Any) -> Item:
    """An item; a need given by its id alone has no lag."""
    effort = {} if points is None else {POINTS: points}
    found = tuple(need if isinstance(need, Need) else Need(need) for need in needs)
    return Item(id, value, {**effort, **more.pop("effort", {})}, found, **more)


def problem(*items: Item, capacity: tuple[int, ...] = (10, 10), **more: Any) -> Problem:
    """A problem over these items, with a capacity of points for each sprint; further ones as `skills`."""
    skills = more.pop("skills", {})
    return Problem(len(capacity), more.pop("discount", 0.5), {POINTS: capacity, **skills}, items, **more)

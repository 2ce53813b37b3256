"""The JSON Schemas of the file formats, generated from the models that read them."""

from __future__ import annotations

import json

from catalog.schema import CatalogShape
from catalog.shape import Shape
from planner.document_schema import PlanDocument
from planner.problem_schema import ProblemDocument, SolutionDocument
from planner.workload_schema import WorkloadShape

MODELS: dict[str, tuple[type[Shape], str]] = {
    "catalog": (CatalogShape, "Colonnade catalog"),
    "workload": (WorkloadShape, "Colonnade workload"),
    "plan": (PlanDocument, "Colonnade plan document, colonnade/plan@1"),
    "problem": (ProblemDocument, "Colonnade problem, colonnade/problem@1"),
    "solution": (SolutionDocument, "Colonnade solution, colonnade/solution@1"),
}


def schema_text(name: str) -> str:
    """The schema of one of MODELS as JSON text. Raises KeyError for another name."""
    model, title = MODELS[name]
    schema = model.model_json_schema(by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps({**head, **{k: v for k, v in schema.items() if k != "title"}}, indent=2) + "\n"

"""The shape of a plan document: its published schema, and how one is read back."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from catalog.shape import Date, Shape

Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
ItemId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*(/[0-9]+){0,2}(\.[0-9]+)?(/[0-9]+)?$")]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class CatalogRef(Shape):
    id: str
    version: str
    digest: Digest


class Certificate(Shape):
    """`objective`: what the plan earns; `bound`: what no plan can exceed; `ratio`: the one over the other."""

    objective: Annotated[float, Field(allow_inf_nan=False)]
    bound: Annotated[float, Field(allow_inf_nan=False)]
    ratio: Annotated[float, Field(ge=0, le=1)]
    status: Literal["optimal", "feasible"]


class SprintDocument(Shape):
    """`capacity` and `points` in points; `stories` placed in the sprint, sorted by id."""

    number: Annotated[int, Field(ge=1)]
    start: Date
    end: Date
    capacity: Amount
    points: Amount
    goal: str
    stories: list[ItemId]


class GapDocument(Shape):
    """`pulled_in`: the levels above the practice's target, there because other work waits for them."""

    from_: Annotated[int, Field(ge=0, alias="from")]
    to: Annotated[int, Field(ge=1)]
    pulled_in: list[Annotated[int, Field(ge=1)]]


class TaskDocument(Shape):
    id: ItemId
    title: str
    hours: Amount


class PartsDocument(Shape):
    """What a value is made of: severity × gain × weighted contributions, its sum in `pillars`; or `given`."""

    severity: Annotated[int, Field(ge=1, le=3)] | None = None
    gain: Amount | None = None
    pillars: dict[str, Amount] | None = None
    given: Amount | None = None


class WhyDocument(Shape):
    """`value` per sprint of the level the story belongs to; `waits_for` and `unlocks` name levels of this backlog."""

    value: Amount
    parts: PartsDocument
    waits_for: list[ItemId]
    unlocks: list[ItemId]
    text: str


class StoryDocument(Shape):
    """`sprint` is null for a story that is deferred."""

    id: ItemId
    title: str
    level: Annotated[int, Field(ge=1)]
    points: Amount
    skill: str | None
    sprint: Annotated[int, Field(ge=1)] | None
    depends_on: list[ItemId]
    why: WhyDocument
    acceptance: list[str]
    tasks: list[TaskDocument]


class EpicDocument(Shape):
    id: ItemId
    title: str
    pillar: str
    principle: str
    gap: GapDocument
    value: Amount
    stories: list[StoryDocument]


class DeferralDocument(Shape):
    id: ItemId
    reason: Literal["capacity", "excluded", "prerequisite", "deadline", "horizon"]
    text: str


class PlanDocument(Shape):
    """A plan, as exported, compared and reviewed."""

    schema_: Annotated[Literal["colonnade/plan@1"], Field(alias="schema")]
    workload: str
    catalogs: list[CatalogRef]
    inputs: Digest
    certificate: Certificate
    sprints: list[SprintDocument]
    epics: list[EpicDocument]
    deferred: list[DeferralDocument]

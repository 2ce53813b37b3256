"""The shape of a catalog file, and its conversion to the model.

One file may hold a part of a catalog: the header must be in one of them, the lists may be in any.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from catalog import model
from catalog.shape import Hours, Id, Number, Points, Shape, Text, tenths

DEFAULT_GAINS = (3.0, 2.0, 1.0)


class PillarShape(Shape):
    id: Id
    title: Text
    summary: str = ""


class PrincipleShape(Shape):
    id: Id
    pillar: Id
    title: Text
    summary: str = ""


class SizeShape(Shape):
    """A size in points with its spread; `likely` is planned with."""

    low: Points
    likely: Points
    high: Points

    @model_validator(mode="after")
    def _ordered(self) -> SizeShape:
        if not self.low <= self.likely <= self.high:
            raise PydanticCustomError("size", "low, likely and high must not fall")
        return self


def _size_kind(value: object) -> str:
    return "spread" if isinstance(value, dict | SizeShape) else "number"


Size = Annotated[
    Annotated[Points, Tag("number")] | Annotated[SizeShape, Tag("spread")],
    Discriminator(_size_kind),
]


class TaskShape(Shape):
    title: Text
    hours: Hours


class StoryShape(Shape):
    title: Text
    points: Size
    acceptance: list[Text] = []
    tasks: list[TaskShape] = []
    after: list[Annotated[int, Field(ge=1)]] = []


class PrerequisiteShape(Shape):
    practice: Id
    level: Annotated[int, Field(ge=1, le=20)]
    lag: Annotated[int, Field(ge=0, le=1000)] = 0
    because: str = ""


class LevelShape(Shape):
    statement: Text
    verify: str = ""
    gain: Number | None = None
    requires: list[PrerequisiteShape] = []
    stories: list[StoryShape] = []


class SignalShape(Shape):
    file: Text
    level: Annotated[int, Field(ge=1, le=20)]
    contains: str = ""


class CounterpartShape(Shape):
    """What another framework calls the same thing."""

    framework: Id
    id: Text
    title: str = ""
    level: Annotated[int, Field(ge=1, le=20)]
    sure: Literal["high", "medium", "low"]


class ReferenceShape(Shape):
    title: Text
    url: Text


class SourceShape(Shape):
    """Where an imported practice comes from."""

    framework: Id
    id: Text
    level: int | None = None


class PracticeShape(Shape):
    id: Id
    title: Text
    summary: str = ""
    principles: Annotated[list[Id], Field(min_length=1)]
    contributes: dict[Id, Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)]]
    severity: Literal["high", "medium", "low"]
    skill: Id | None = None
    levels: Annotated[list[LevelShape], Field(min_length=1, max_length=20)]
    signals: list[SignalShape] = []
    references: list[ReferenceShape] = []
    source: SourceShape | None = None
    assumed: list[Text] = []
    see_also: list[Id] = []
    maps_to: list[CounterpartShape] = []
    was: list[Id] = []


class CatalogShape(Shape):
    """A catalog file, or one of several that merge."""

    catalog: Id | None = None
    version: Text | None = None
    title: Text | None = None
    pillars: list[PillarShape] = []
    principles: list[PrincipleShape] = []
    practices: list[PracticeShape] = []


def to_pillar(shape: PillarShape) -> model.Pillar:
    return model.Pillar(shape.id, shape.title, shape.summary)


def to_principle(shape: PrincipleShape) -> model.Principle:
    return model.Principle(shape.id, shape.pillar, shape.title, shape.summary)


def to_practice(shape: PracticeShape) -> model.Practice:
    source = shape.source
    return model.Practice(
        id=shape.id,
        title=shape.title,
        summary=shape.summary,
        principles=tuple(shape.principles),
        contributes=tuple(shape.contributes.items()),
        severity=shape.severity,
        skill=shape.skill or "",
        levels=tuple(_level(level, number) for number, level in enumerate(shape.levels)),
        signals=tuple(model.Signal(s.file, s.level, s.contains) for s in shape.signals),
        references=tuple(model.Reference(r.title, r.url) for r in shape.references),
        source=model.Source(source.framework, source.id, source.level) if source else None,
        assumed=tuple(shape.assumed),
        see_also=tuple(shape.see_also),
        maps_to=tuple(model.Counterpart(c.framework, c.id, c.level, c.sure, c.title) for c in shape.maps_to),
        was=tuple(shape.was),
    )


def _level(shape: LevelShape, number: int) -> model.Level:
    default = DEFAULT_GAINS[min(number, len(DEFAULT_GAINS) - 1)]
    return model.Level(
        statement=shape.statement,
        gain=default if shape.gain is None else shape.gain,
        verify=shape.verify,
        requires=tuple(model.Prerequisite(p.practice, p.level, p.lag, p.because) for p in shape.requires),
        stories=tuple(_story(story) for story in shape.stories),
    )


def _story(shape: StoryShape) -> model.StoryTemplate:
    size = shape.points
    low, likely, high = (size.low, size.likely, size.high) if isinstance(size, SizeShape) else (size, size, size)
    return model.StoryTemplate(
        title=shape.title,
        size=model.Size(tenths(low), tenths(likely), tenths(high)),
        acceptance=tuple(shape.acceptance),
        tasks=tuple(model.TaskTemplate(task.title, task.hours) for task in shape.tasks),
        after=tuple(shape.after),
    )

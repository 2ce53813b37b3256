"""Every key of a catalog file arrives in the model."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from catalog import model
from catalog.errors import BadInput
from catalog.schema import CatalogShape, to_pillar, to_practice, to_principle
from catalog.shape import check
from catalog.yaml_text import parse
from tests.builders import catalog, catalog_data, level, practice, story, yaml_text

FULL = """\
catalog: full
version: 1.2.3
title: A full catalog
pillars:
  - {id: ops, title: Operations, summary: To run it}
principles:
  - {id: ops.code, pillar: ops, title: By code, summary: Not by hand}
practices:
  - id: tests
    title: Tests
    summary: To know that it works
    principles: [ops.code, ops.other]
    contributes: {ops: 5, sec: 0.5}
    severity: high
    skill: platform
    levels:
      - statement: It is so.
        verify: Look.
        gain: 4.5
        requires: [{practice: build, level: 2, lag: 1, because: it builds on it}]
        stories:
          - title: Do it
            points: {low: 1.5, likely: 2.3, high: 8}
            acceptance: [It is done., It stays done.]
            tasks: [{title: Begin, hours: 1.5}, {title: End, hours: 2}]
            after: [2]
          - title: Prepare it
            points: 3
      - statement: It is more so.
    signals: [{file: "**/*.py", level: 1, contains: import pytest}, {file: tox.ini, level: 2}]
    references: [{title: A book, url: "https://example.com/book"}]
    source: {framework: dsomm, id: T-1, level: 3}
    assumed: [severity, points]
    see_also: [reviews]
    maps_to: [{framework: samm, id: V-1, title: Testing, level: 2, sure: medium}]
    was: [checks, trials]
"""


def shape() -> CatalogShape:
    return check(CatalogShape, parse(FULL, "f"))


def test_header() -> None:
    """Id, version and title of the catalog are read."""
    assert ("full", "1.2.3", "A full catalog") == (shape().catalog, shape().version, shape().title)


def test_pillar() -> None:
    """All keys of a pillar arrive."""
    assert [model.Pillar("ops", "Operations", "To run it")] == [to_pillar(p) for p in shape().pillars]


def test_principle() -> None:
    """All keys of a principle arrive."""
    expected = model.Principle(id="ops.code", pillar="ops", title="By code", summary="Not by hand")

    assert [expected] == [to_principle(p) for p in shape().principles]


def test_practice() -> None:
    """All keys of a practice arrive, sizes as tenths of a point."""
    first = model.StoryTemplate(
        title="Do it",
        size=model.Size(low=15, likely=23, high=80),
        acceptance=("It is done.", "It stays done."),
        tasks=(model.TaskTemplate(title="Begin", hours=1.5), model.TaskTemplate(title="End", hours=2.0)),
        after=(2,),
    )
    expected = model.Practice(
        id="tests",
        title="Tests",
        summary="To know that it works",
        principles=("ops.code", "ops.other"),
        contributes=(("ops", 5.0), ("sec", 0.5)),
        severity="high",
        skill="platform",
        levels=(
            model.Level(
                statement="It is so.",
                verify="Look.",
                gain=4.5,
                requires=(model.Prerequisite(practice="build", level=2, lag=1, because="it builds on it"),),
                stories=(first, model.StoryTemplate("Prepare it", model.Size(30, 30, 30))),
            ),
            model.Level(statement="It is more so.", gain=2.0),
        ),
        signals=(
            model.Signal(file="**/*.py", level=1, contains="import pytest"),
            model.Signal(file="tox.ini", level=2),
        ),
        references=(model.Reference(title="A book", url="https://example.com/book"),),
        source=model.Source(framework="dsomm", id="T-1", level=3),
        assumed=("severity", "points"),
        see_also=("reviews",),
        maps_to=(model.Counterpart(framework="samm", id="V-1", level=2, sure="medium", title="Testing"),),
        was=("checks", "trials"),
    )

    assert [expected] == [to_practice(p) for p in shape().practices]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """All shapes that an annotation leads to, itself included."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from _models(field.annotation)
    for inner in typing.get_args(annotation):
        yield from _models(inner)


def _given(value: Any) -> Iterator[tuple[type[BaseModel], str]]:
    """The keys that a value gives, with the shape that each belongs to."""
    if isinstance(value, BaseModel):
        for name in value.model_fields_set:
            yield type(value), name
            yield from _given(getattr(value, name))
    for inner in value if isinstance(value, list) else []:
        yield from _given(inner)


def test_no_key_is_left_untested() -> None:
    """The file above gives every key that the shape of a catalog knows."""
    known = {(shape, name) for shape in _models(CatalogShape) for name in shape.model_fields}

    assert known == set(_given(shape()))


@pytest.mark.parametrize(("number", "gain"), [(1, 3), (2, 2), (3, 1), (4, 1), (7, 1)])
def test_default_gain(number: int, gain: float) -> None:
    """A level that gives no gain earns 3 as the first, 2 as the second, 1 from the third on."""
    assert gain == catalog(practice("a", *[level()] * 7)).level(("a", number)).gain


def test_gain_of_nothing() -> None:
    """A gain of 0 is a gain that was given, not one left out."""
    assert 0 == catalog(practice("a", level(gain=0))).level(("a", 1)).gain


def test_smallest_practice() -> None:
    """What may be left out is empty in the model."""
    given = practice("a", {"statement": "It is so."})
    expected = model.Practice(
        id="a",
        title="Practice a",
        principles=("ops.code",),
        contributes=(("ops", 2.0),),
        severity="medium",
        levels=(model.Level(statement="It is so.", gain=3.0),),
    )

    assert (expected,) == catalog(given).practices


def said(**more: Any) -> str:
    """What is said of a catalog whose only practice has these keys."""
    document = parse(yaml_text(catalog_data(practice("a", **more))), "f")
    with pytest.raises(BadInput) as caught:
        check(CatalogShape, document)
    return str(caught.value).partition(" ")[2]


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        (
            {"levels": [level(story(points={"low": 3, "likely": 2, "high": 8}))]},
            "practices[0].levels[0].stories[0].points: low, likely and high must not fall",
        ),
        (
            {"levels": [level(story(points={"low": 1, "likely": 9, "high": 8}))]},
            "practices[0].levels[0].stories[0].points: low, likely and high must not fall",
        ),
        ({"levels": []}, "practices[0].levels: must not be empty"),
        ({"principles": []}, "practices[0].principles: must not be empty"),
        ({"contributes": {"ops": 5.1}}, "practices[0].contributes.ops: must be at most 5, not '5.1'"),
        (
            {"levels": [level(requires=("b/21",))]},
            "practices[0].levels[0].requires[0].level: must be at most 20, not '21'",
        ),
        (
            {"levels": [level(requires=("b/0",))]},
            "practices[0].levels[0].requires[0].level: must be at least 1, not '0'",
        ),
        (
            {"levels": [level(story(after=[0]))]},
            "practices[0].levels[0].stories[0].after[0]: must be at least 1, not '0'",
        ),
        ({"signals": [{"file": "x", "level": 0}]}, "practices[0].signals[0].level: must be at least 1, not '0'"),
        ({"levels": [level(gain=-1)]}, "practices[0].levels[0].gain: must be at least 0, not '-1'"),
    ],
)
def test_refused(keys: dict[str, Any], problem: str) -> None:
    """What cannot be meant is refused where it stands."""
    assert problem == said(**keys)


def test_twenty_levels() -> None:
    """A ladder has at most twenty levels."""
    assert "practices[0].levels: must hold at most 20, not 21" == said(levels=[level()] * 21)

"""A catalog in figures."""

from __future__ import annotations

from typing import Any

from catalog.stats import Part, stats
from tests.builders import catalog, level, practice, story


def needs(at: str, because: str = "") -> dict[str, Any]:
    name, number = at.split("/")
    return {"practice": name, "level": int(number), "because": because}


COUNTERPART = {"framework": "other", "id": "X1", "level": 1, "sure": "low"}

SMALL = catalog(
    practice("build", level(story(3, tasks=[{"title": "t", "hours": 1}] * 2), story(2)), level(), severity="high"),
    practice(
        "tests",
        {**level({**story(), "points": {"low": 1, "likely": 2.5, "high": 4}}), "requires": [needs("build/2", "So.")]},
        skill="platform",
        signals=[{"file": "x", "level": 1}],
        references=[{"title": "A", "url": "https://example.com/"}],
        see_also=["audit"],
        maps_to=[COUNTERPART, {**COUNTERPART, "id": "X2"}],
    ),
    practice(
        "audit",
        {**level(), "requires": [needs("tests/1")]},
        principles=["sec.trace", "ops.code"],
        contributes={"sec": 4, "ops": 0},
        maps_to=[COUNTERPART],
    ),
)


def test_totals() -> None:
    """Totals count practices, levels, stories, tasks, tenths of points, spreads, prerequisites and reasons."""
    found = stats(SMALL)

    assert (3, 4, 5, 2, 115, 1) == (
        found.practices, found.levels, found.stories, found.tasks, found.points, found.spreads,
    )  # fmt: skip
    assert (2, 1, 1, 1, 1) == (
        found.prerequisites, found.reasons, found.see_also, found.with_signals, found.with_references,
    )  # fmt: skip


def test_kinds() -> None:
    """Ladders, severities and skills are counted; of a framework each entry once, however many name it."""
    found = stats(SMALL)

    assert {1: 2, 2: 1} == found.ladders
    assert {"high": 1, "medium": 2} == found.severities
    assert {"none": 2, "platform": 1} == found.skills
    assert {"other": 2} == found.mapped


def test_order() -> None:
    """The longest chain runs over levels, and what most practices wait for comes first."""
    found = stats(SMALL)

    assert (("build", 1), ("build", 2), ("tests", 1), ("audit", 1)) == found.chain
    assert (("build", 2), ("tests", 1), ("audit", 0)) == found.unlocking


def test_parts() -> None:
    """A pillar counts what has its home there and what serves it; worth is severity times gain times contribution."""
    found = stats(SMALL)

    assert (
        Part("ops", practices=2, serving=2, levels=3, stories=4, points=95, worth=3 * 5 * 2 + 2 * 3 * 2),
        Part("sec", practices=1, serving=1, levels=1, stories=1, points=20, worth=2 * 3 * 4),
    ) == found.pillars
    assert (
        Part("ops.code", practices=2, serving=3, levels=3, stories=4, points=95),
        Part("sec.trace", practices=1, serving=1, levels=1, stories=1, points=20),
    ) == found.principles

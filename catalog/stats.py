"""A catalog in figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from catalog.balance import pillar_worth
from catalog.graph import CatalogGraph
from catalog.model import Catalog, LevelId, Practice

MOST_UNLOCKING = 10


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of a pillar or principle: what has its home there, `serving` what serves it at all.

    `points` are tenths; `worth` is a pillar's Σ severity · gain · contribution, 0 for a principle.
    """

    id: str
    practices: int
    serving: int
    levels: int
    stories: int
    points: int
    worth: float = 0.0


@dataclass(frozen=True, slots=True)
class Stats:
    """The figures of a whole catalog. `chain` is its longest, `unlocking` the levels most others wait for."""

    practices: int
    levels: int
    ladders: dict[int, int]
    stories: int
    tasks: int
    points: int
    spreads: int
    prerequisites: int
    reasons: int
    see_also: int
    with_signals: int
    with_references: int
    mapped: dict[str, int]
    severities: dict[str, int]
    skills: dict[str, int]
    chain: tuple[LevelId, ...]
    unlocking: tuple[tuple[str, int], ...]
    pillars: tuple[Part, ...]
    principles: tuple[Part, ...]


def stats(catalog: Catalog) -> Stats:
    """The figures of a sound catalog. `mapped` counts the different entries of each framework that practices name."""
    practices = catalog.practices
    levels = [level for practice in practices for level in practice.levels]
    stories = [story for level in levels for story in level.stories]
    needs = [needed for level in levels for needed in level.requires]
    named = {(other.framework, other.id) for practice in practices for other in practice.maps_to}
    graph = CatalogGraph(catalog)
    return Stats(
        practices=len(practices),
        levels=len(levels),
        ladders=dict(sorted(Counter(practice.top for practice in practices).items())),
        stories=len(stories),
        tasks=sum(len(story.tasks) for story in stories),
        points=sum(story.size.likely for story in stories),
        spreads=sum(story.size.low < story.size.high for story in stories),
        prerequisites=len(needs),
        reasons=sum(bool(needed.because) for needed in needs),
        see_also=sum(len(practice.see_also) for practice in practices),
        with_signals=sum(bool(practice.signals) for practice in practices),
        with_references=sum(bool(practice.references) for practice in practices),
        mapped=dict(sorted(Counter(framework for framework, _ in named).items())),
        severities=dict(Counter(practice.severity for practice in practices)),
        skills=dict(sorted(Counter(practice.skill or "none" for practice in practices).items())),
        chain=tuple(graph.longest_chain()),
        unlocking=_unlocking(catalog, graph),
        pillars=_pillars(catalog),
        principles=_principles(catalog),
    )


def _unlocking(catalog: Catalog, graph: CatalogGraph) -> tuple[tuple[str, int], ...]:
    """The practices that most others wait for, directly or not, with their number, most first."""
    found = [
        (len({name for name, _ in graph.dependents((practice.id, 1))} - {practice.id}), practice.id)
        for practice in catalog.practices
    ]
    return tuple((id, count) for count, id in sorted(found, key=lambda f: (-f[0], f[1]))[:MOST_UNLOCKING])


def _pillars(catalog: Catalog) -> tuple[Part, ...]:
    worth = pillar_worth(catalog)
    parts = []
    for pillar in catalog.pillars:
        home = [p for p in catalog.practices if catalog.home(p).pillar == pillar.id]
        serving = sum(any(k == pillar.id and share > 0 for k, share in p.contributes) for p in catalog.practices)
        parts.append(_part(pillar.id, home, serving, worth[pillar.id]))
    return tuple(parts)


def _principles(catalog: Catalog) -> tuple[Part, ...]:
    parts = []
    for principle in catalog.principles:
        home = [p for p in catalog.practices if p.principles[0] == principle.id]
        parts.append(_part(principle.id, home, sum(principle.id in p.principles for p in catalog.practices)))
    return tuple(parts)


def _part(id: str, home: list[Practice], serving: int, worth: float = 0.0) -> Part:
    levels = [level for practice in home for level in practice.levels]
    stories = [story for level in levels for story in level.stories]
    points = sum(story.size.likely for story in stories)
    return Part(id, len(home), serving, len(levels), len(stories), points, worth)

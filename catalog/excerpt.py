"""A part of a catalog's graph that is small enough to read."""

from __future__ import annotations

from catalog.graph import CatalogGraph
from catalog.model import Catalog, LevelId


def around(catalog: Catalog, focus: str, depth: int) -> frozenset[LevelId]:
    """The levels of `focus`, a practice or a level of one, with what lies up to `depth` edges before and after them.

    Raises KeyError where the catalog has no such practice or level.
    """
    id, _, number = focus.partition("/")
    practice = catalog.practice[id]
    centre = {(id, n) for n in range(1, practice.top + 1)}
    if number:
        if not (number.isdecimal() and (id, int(number)) in centre):
            raise KeyError(focus)
        centre = {(id, int(number))}
    graph = CatalogGraph(catalog).graph
    found = set(centre)
    for steps in (graph.predecessors, graph.successors):
        edge = set(centre)
        for _ in range(depth):
            edge = {other for at in edge for other in steps(at)} - edge
            found |= edge
    return frozenset(found)


def of_pillar(catalog: Catalog, pillar: str) -> frozenset[LevelId]:
    """The levels whose home is the pillar, and those of others that they wait for directly."""
    home = [p for p in catalog.practices if catalog.home(p).pillar == pillar]
    levels = {(practice.id, n) for practice in home for n in range(1, practice.top + 1)}
    before = {(needed.practice, needed.level) for at in levels for needed in catalog.needs(at)}
    return frozenset(levels | before)

"""What makes a catalog unusable: names that lead nowhere, ids given twice, prerequisites that go in circles.

Each check takes a Reading and gives findings of severity `error`; a catalog with one of them is not planned with.
"""

from __future__ import annotations

import graphlib
from collections.abc import Iterable, Iterator

from catalog.errors import nearest
from catalog.model import Catalog, Finding, LevelId, Place, Reading

MAX_CYCLES = 50


def findings(reading: Reading) -> list[Finding]:
    """Every finding that makes the catalog unusable, duplicates found while reading included."""
    catalog = reading.catalog
    found = list(reading.findings)
    found += _dangling_names(reading)
    found += _dangling_prerequisites(reading)
    found += _arguments_out_of_range(reading)
    found += _former_names(reading)
    found += _story_order(reading)
    for cycle in cycles(catalog):
        path = " → ".join(level_name(at) for at in cycle)
        place = reading.place("level", level_name(cycle[0]))
        found.append(Finding("cycle", "error", level_name(cycle[0]), place, f"prerequisites go in a circle: {path}"))
    return found


def level_name(at: LevelId) -> str:
    return f"{at[0]}/{at[1]}"


def _dangling_names(reading: Reading) -> Iterator[Finding]:
    catalog = reading.catalog

    def missing(id: str, place: Place, what: str, name: str, known: Iterable[str]) -> Finding:
        text = f"the {what} '{name}' is not in the catalog{nearest(name, known)}"
        return Finding("dangling-id", "error", id, place, text)

    for principle in catalog.principles:
        if principle.pillar not in catalog.pillar:
            place = reading.place("home", principle.id)
            yield missing(principle.id, place, "pillar", principle.pillar, catalog.pillar)
    for practice in catalog.practices:
        for number, name in enumerate(practice.principles, 1):
            if name not in catalog.principle:
                place = reading.place("serves", f"{practice.id}/{number}")
                yield missing(practice.id, place, "principle", name, catalog.principle)
        for name, _ in practice.contributes:
            if name not in catalog.pillar:
                place = reading.place("contributes", f"{practice.id}/{name}")
                yield missing(practice.id, place, "pillar", name, catalog.pillar)
        for number, name in enumerate(practice.see_also, 1):
            if name not in catalog.practice:
                place = reading.place("see-also", f"{practice.id}/{number}")
                yield missing(practice.id, place, "practice", name, catalog.practice)


def _arguments_out_of_range(reading: Reading) -> Iterator[Finding]:
    """Signals and counterparts that argue for a level the practice does not have."""
    for practice in reading.catalog.practices:
        signals = [("signal", "signal", n, signal.level) for n, signal in enumerate(practice.signals, 1)]
        counterparts = [("maps-to", "counterpart", n, other.level) for n, other in enumerate(practice.maps_to, 1)]
        for kind, what, number, level in signals + counterparts:
            if level > practice.top:
                text = f"a {what} argues for level {level}, but there are only {practice.top}"
                place = reading.place(kind, f"{practice.id}/{number}")
                yield Finding("level-out-of-range", "error", practice.id, place, text)


def _former_names(reading: Reading) -> Iterator[Finding]:
    """Former ids that lead to more than one practice, so that a baseline could not be carried over."""
    catalog = reading.catalog
    claimed: dict[str, str] = {}
    for practice in catalog.practices:
        for number, name in enumerate(practice.was, 1):
            if name in catalog.practice:
                text = f"the former id '{name}' is that of a practice today"
            elif (holder := claimed.setdefault(name, practice.id)) != practice.id:
                text = f"the former id '{name}' is given by '{holder}' already"
            else:
                continue
            yield Finding("duplicate-id", "error", practice.id, reading.place("was", f"{practice.id}/{number}"), text)


def _dangling_prerequisites(reading: Reading) -> Iterator[Finding]:
    catalog = reading.catalog
    for practice in catalog.practices:
        for number, level in enumerate(practice.levels, 1):
            for index, needed in enumerate(level.requires, 1):
                at = level_name((practice.id, number))
                place = reading.place("requires", f"{at}/{index}")
                if needed.practice not in catalog.practice:
                    text = f"the prerequisite '{needed.practice}' is not in the catalog"
                    text += nearest(needed.practice, catalog.practice)
                    yield Finding("dangling-id", "error", at, place, text)
                elif not catalog.has((needed.practice, needed.level)):
                    top = catalog.practice[needed.practice].top
                    text = f"'{needed.practice}' has {top} levels, so the prerequisite {needed.level} is out of range"
                    yield Finding("level-out-of-range", "error", at, place, text)


def _story_order(reading: Reading) -> Iterator[Finding]:
    for practice in reading.catalog.practices:
        for number, level in enumerate(practice.levels, 1):
            order: dict[int, tuple[int, ...]] = {}
            for index, story in enumerate(level.stories, 1):
                id = f"{practice.id}/{number}/{index}"
                for before in story.after:
                    if before > len(level.stories):
                        text = f"'after' names story {before}, but the level has {len(level.stories)}"
                        yield Finding("dangling-id", "error", id, reading.place("story", id), text)
                order[index] = tuple(n for n in story.after if n <= len(level.stories))
            try:
                graphlib.TopologicalSorter(order).prepare()
            except graphlib.CycleError as error:
                circle = list(reversed(error.args[1]))
                id = f"{practice.id}/{number}/{circle[0]}"
                text = f"'after' goes in a circle: {' → '.join(map(str, circle))}"
                yield Finding("cycle", "error", id, reading.place("story", id), text)


def cycles(catalog: Catalog) -> list[list[LevelId]]:
    """Circles among the levels, each as a path that ends where it begins, at most MAX_CYCLES of them.

    Found one at a time; the last edge of each is left out before looking for the next.
    """
    edges: dict[LevelId, dict[LevelId, None]] = {}
    for practice in catalog.practice.values():
        for number in range(1, practice.top + 1):
            needs = catalog.needs((practice.id, number))
            edges[practice.id, number] = {(n.practice, n.level): None for n in needs}
    found: list[list[LevelId]] = []
    while len(found) < MAX_CYCLES:
        try:
            graphlib.TopologicalSorter(edges).prepare()
        except graphlib.CycleError as error:
            circle: list[LevelId] = list(reversed(error.args[1]))
            first = circle.index(min(circle))
            circle = circle[first:-1] + circle[: first + 1]
            found.append(circle)
            del edges[circle[-2]][circle[-1]]
        else:
            break
    return found

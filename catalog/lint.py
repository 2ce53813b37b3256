"""What an author should mend in a catalog: all that makes it unusable, and what makes it poor.

Rules are functions from a Reading to findings; `RULES` lists them with what each looks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from catalog import balance, integrity, signals, wording
from catalog.integrity import level_name
from catalog.model import Finding, LevelId, Reading

MAX_STORY = 80
"""Tenths of a point: a story of more than 8 points is not one story."""


def lint(reading: Reading) -> list[Finding]:
    """Every finding, in the order of file and line."""
    found = [*integrity.findings(reading), *signals.findings(reading)]
    for rule in RULES:
        found += rule(reading)
    if not any(f.severity == "error" and f.rule in ("cycle", "dangling-id", "level-out-of-range") for f in found):
        found += redundant_prerequisites(reading)
        found += balance.skipped_levels(reading)
        found += see_also_prerequisites(reading)
    return sorted(found, key=lambda f: (f.place.file, f.place.line, f.rule, f.id, f.text))


def unreachable_levels(reading: Reading) -> Iterator[Finding]:
    """Levels that can never be reached, since something they wait for lies on a circle or is not in the catalog."""
    catalog = reading.catalog
    blocked: dict[LevelId, str] = {at: "it lies on a circle" for circle in integrity.cycles(catalog) for at in circle}
    levels = [(p.id, n) for p in catalog.practice.values() for n in range(1, p.top + 1)]
    waiting: dict[LevelId, list[LevelId]] = {}
    for at in levels:
        for needed in catalog.needs(at):
            before = (needed.practice, needed.level)
            if not catalog.has(before):
                blocked.setdefault(at, f"{level_name(before)} is not in the catalog")
            waiting.setdefault(before, []).append(at)
    queue = list(blocked)
    for at in queue:
        for later in waiting.get(at, []):
            if later not in blocked:
                blocked[later] = f"{level_name(at)} cannot be reached either"
                queue.append(later)
    for at in levels:
        if at in blocked:
            text = f"this level can never be reached: {blocked[at]}"
            place = reading.place("level", level_name(at))
            yield Finding("unreachable-level", "error", level_name(at), place, text)


def level_inversions(reading: Reading) -> Iterator[Finding]:
    """Levels that ask for a higher level of another practice, so that a target of `l` everywhere does not suffice."""
    for practice in reading.catalog.practices:
        for number, level in enumerate(practice.levels, 1):
            for index, needed in enumerate(level.requires, 1):
                if needed.level > number:
                    at = level_name((practice.id, number))
                    text = f"level {number} asks for level {needed.level} of '{needed.practice}', a higher one"
                    place = reading.place("requires", f"{at}/{index}")
                    yield Finding("level-inversion", "warning", at, place, text)


def stories(reading: Reading) -> Iterator[Finding]:
    """Levels without stories or `verify`, and stories larger than 8 points."""
    for practice in reading.catalog.practices:
        for number, level in enumerate(practice.levels, 1):
            at = level_name((practice.id, number))
            place = reading.place("level", at)
            if not level.stories:
                yield Finding("level-without-stories", "warning", at, place, "no story leads to this level")
            if not level.verify.strip():
                yield Finding("level-without-verify", "warning", at, place, "nothing says how to verify this level")
            for index, story in enumerate(level.stories, 1):
                if story.size.likely > MAX_STORY:
                    id = f"{at}/{index}"
                    text = f"the story has {story.size.likely / 10:g} points, more than 8; split it"
                    yield Finding("oversized-story", "warning", id, reading.place("story", id), text)


def principles_without_practices(reading: Reading) -> Iterator[Finding]:
    catalog = reading.catalog
    served = {name for practice in catalog.practices for name in practice.principles}
    for principle in catalog.principles:
        if principle.id not in served:
            place = reading.place("principle", principle.id)
            text = "no practice serves this principle"
            yield Finding("principle-without-practices", "warning", principle.id, place, text)


def label_clashes(reading: Reading) -> Iterator[Finding]:
    """Practices whose ids would give the same label in Jira."""
    first: dict[str, str] = {}
    for practice in reading.catalog.practices:
        label = re.sub(r"[^a-z0-9]+", "-", practice.id.lower())
        if label in first and first[label] != practice.id:
            text = f"its label in Jira would be that of '{first[label]}': colonnade-{label}"
            yield Finding("label-clash", "warning", practice.id, reading.place("practice", practice.id), text)
        first.setdefault(label, practice.id)


def redundant_prerequisites(reading: Reading) -> Iterator[Finding]:
    """Prerequisites that follow from the level below or from another prerequisite. The catalog must be sound."""
    from catalog.graph import CatalogGraph

    for at, index, via in CatalogGraph(reading.catalog).redundant():
        id = level_name(at)
        needed = reading.catalog.level(at).requires[index]
        text = f"'{needed.practice}' level {needed.level} follows from {level_name(via)} already"
        place = reading.place("requires", f"{id}/{index + 1}")
        yield Finding("redundant-prerequisite", "warning", id, place, text)


def see_also_prerequisites(reading: Reading) -> Iterator[Finding]:
    """Practices to see beside one that come before it anyway. The catalog must be sound."""
    from catalog.graph import CatalogGraph

    graph = CatalogGraph(reading.catalog)
    for practice in reading.catalog.practices:
        if not practice.see_also:
            continue
        before = {practice.id} | {name for name, _ in graph.closure((practice.id, practice.top))}
        for number, name in enumerate(practice.see_also, 1):
            if name in before:
                what = "is the practice itself" if name == practice.id else "is a prerequisite already"
                place = reading.place("see-also", f"{practice.id}/{number}")
                yield Finding("needless-see-also", "warning", practice.id, place, f"'{name}' under see_also {what}")


RULES: tuple[Callable[[Reading], Iterator[Finding]], ...] = (
    unreachable_levels,
    level_inversions,
    stories,
    principles_without_practices,
    label_clashes,
    wording.repeated_titles,
    wording.acceptance_without_verb,
    wording.stories_off_statement,
    wording.near_duplicates,
    balance.hours_contradicting_points,
    balance.pillars_far_off,
)

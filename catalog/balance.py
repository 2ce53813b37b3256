"""Findings on figures and order that contradict each other: hours and points, ladders and prerequisites, pillars."""

from __future__ import annotations

import math
from collections.abc import Iterator

from catalog.integrity import level_name
from catalog.model import SEVERITIES, Catalog, Finding, LevelId, Reading

LEAST_HOURS, MOST_HOURS = 2, 12
"""Hours of work that a point may stand for."""
FAR_OFF = 2.0
"""How many times the middle pillar's weight, or the part of it, is far off."""
ENOUGH_PRACTICES = 10
"""Practices a pillar, on average, from which pillars are compared."""


def hours_contradicting_points(reading: Reading) -> Iterator[Finding]:
    """Stories whose tasks take far more or far fewer hours than their points stand for."""
    for practice in reading.catalog.practices:
        for number, level in enumerate(practice.levels, 1):
            for n, story in enumerate(level.stories, 1):
                hours = math.fsum(task.hours for task in story.tasks)
                points = story.size.likely / 10
                if story.tasks and not LEAST_HOURS * points <= hours <= MOST_HOURS * points:
                    id = f"{practice.id}/{number}/{n}"
                    agree = f"{LEAST_HOURS} to {MOST_HOURS} a point agree"
                    text = f"its tasks take {hours:g} hours for {points:g} points; {agree}"
                    yield Finding("hours-contradict-points", "warning", id, reading.place("story", id), text)


def skipped_levels(reading: Reading) -> Iterator[Finding]:
    """Prerequisites that climb another ladder by two rungs or more at once. The catalog must be sound.

    A level that asks for level 3 of a practice of which the level below asks for nothing, directly or not, leaves out
    what the rungs between are needed for.
    """
    catalog = reading.catalog
    known: dict[LevelId, dict[str, int]] = {}
    for practice in catalog.practices:
        for number, level in enumerate(practice.levels, 1):
            below = _highest_needed(catalog, (practice.id, number - 1), known) if number > 1 else {}
            for index, needed in enumerate(level.requires, 1):
                had = below.get(needed.practice, 0)
                if needed.level - max(had, 1) > 1:
                    id = level_name((practice.id, number))
                    asks = f"level {had}" if had else "none"
                    text = (
                        f"asks for level {needed.level} of '{needed.practice}', of which the level below needs {asks}"
                    )
                    yield Finding("skipped-level", "warning", id, reading.place("requires", f"{id}/{index}"), text)


def _highest_needed(catalog: Catalog, at: LevelId, known: dict[LevelId, dict[str, int]]) -> dict[str, int]:
    """For each practice the highest level of it that `at` waits for, directly or not, and `at` itself."""
    stack = [at]
    while stack:
        top = stack[-1]
        before = [(n.practice, n.level) for n in catalog.needs(top)]
        missing = [other for other in before if other not in known]
        if top in known or not missing:
            stack.pop()
            if top not in known:
                found = {top[0]: top[1]}
                for other in before:
                    for practice, level in known[other].items():
                        found[practice] = max(level, found.get(practice, 0))
                known[top] = found
        stack += missing
    return known[at]


def pillars_far_off(reading: Reading) -> Iterator[Finding]:
    """Pillars whose practices are worth far more or far less, all together, than those of the pillar in the middle."""
    catalog = reading.catalog
    worth = pillar_worth(catalog)
    if len(worth) < 3 or len(catalog.practices) < ENOUGH_PRACTICES * len(worth):
        return
    middle = sorted(worth.values())[len(worth) // 2]
    for pillar, value in worth.items():
        if not middle / FAR_OFF <= value <= middle * FAR_OFF:
            text = f"its practices are worth {value:.0f} in all, the middle pillar's {middle:.0f}"
            yield Finding("pillar-far-off", "warning", pillar, reading.place("pillar", pillar), text)


def pillar_worth(catalog: Catalog) -> dict[str, float]:
    """For each pillar Σ severity · gain · contribution over all levels of all practices."""
    worth = dict.fromkeys(catalog.pillar, 0.0)
    for practice in catalog.practices:
        gain = SEVERITIES[practice.severity] * math.fsum(level.gain for level in practice.levels)
        for pillar, share in practice.contributes:
            if pillar in worth:
                worth[pillar] += gain * share
    return worth

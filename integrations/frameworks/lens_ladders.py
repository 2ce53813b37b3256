"""Levels of one practice in a lens, as `lens_export` writes them: a choice each, brought together again.

A choice is titled `Backups, level 2 of 3`; its helpful resource begins with the statement, its improvement plan holds
the stories and how to verify.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from integrations.frameworks.catalog_file import Counterpart, Level, Practice, Source, Story

_TITLE = re.compile(r"(?P<title>.+), level (?P<number>[1-9]) of (?P<count>[2-9])", re.DOTALL)
POINTS = 3


def fold(practices: Sequence[Practice], texts: Sequence[tuple[str, str]]) -> list[Practice]:
    """The practices of a question with each complete ladder as one; `texts` are the help and the plan of each.

    The ids of its choices stand in `maps_to`, so that answers to the lens find their levels.
    What only looks like a ladder, with a level missing or out of order, stays as it is.
    """
    found: list[Practice] = []
    at = 0
    while at < len(practices):
        ladder = _ladder(practices[at:])
        if ladder:
            found.append(_folded(practices[at : at + ladder], texts[at : at + ladder]))
        else:
            found.append(practices[at])
        at += max(ladder, 1)
    return found


def _ladder(practices: Sequence[Practice]) -> int:
    """How many of the first practices are the levels of one, 0 where they are not."""
    first = _TITLE.fullmatch(practices[0]["title"])
    count = int(first["count"]) if first else 0
    own = practices[:count]
    if first is None or len(own) < count:
        return 0
    for number, practice in enumerate(own, 1):
        same = practice["title"] == f"{first['title']}, level {number} of {count}"
        if not same or not practice["source"]["id"].endswith(f"_{number}"):
            return 0
    return count


def _folded(practices: Sequence[Practice], texts: Sequence[tuple[str, str]]) -> Practice:
    first = practices[0]
    match = _TITLE.fullmatch(first["title"])
    assert match is not None
    title, id = match["title"], first["id"].removesuffix("-1").removesuffix("_1")
    statement, _, summary = texts[0][0].partition("\n\n")
    levels = [_level(practice, *text) for practice, text in zip(practices, texts, strict=True)]
    levels[0]["statement"] = statement or levels[0]["statement"]
    source = Source(framework=first["source"]["framework"], id=first["source"]["id"].removesuffix("_1"))
    assumed = [name for name in first["assumed"] if name != "levels"]
    folded = Practice(**{**first, "id": id, "title": title, "summary": summary, "levels": levels})
    own = [(n, practice["source"]["id"], practice["title"]) for n, practice in enumerate(practices, 1)]
    framework = source["framework"]
    maps_to = [Counterpart(framework=framework, id=id, title=title, level=n, sure="high") for n, id, title in own]
    return Practice(**{**folded, "source": source, "assumed": assumed, "maps_to": maps_to})


def _level(practice: Practice, help: str, plan: str) -> Level:
    """A level from its choice: statement, stories and how to verify, as far as the texts hold them."""
    before, found, verify = plan.partition("Verify: ")
    titles = [line[2:] for line in before.splitlines() if line.startswith("- ")]
    level = practice["levels"][0]
    stories = [Story(title=title, points=POINTS, acceptance=[title]) for title in titles] or level["stories"]
    return Level(
        statement=help or level["statement"],
        verify=verify if found else level["verify"],
        gain=level["gain"],
        requires=[],
        stories=stories,
    )

"""Findings on the wording of a catalog. Imported practices keep the words of their source, and are left out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from catalog.integrity import level_name
from catalog.model import Finding, Level, Practice, Reading
from catalog.words import content_words, has_verb

ENOUGH_WORDS = 4
"""Content words from which a statement is compared with its stories."""
NAMED_SHARE = 0.25
"""The part of a statement's content words that its stories must name."""
ALIKE = 0.7
"""Cosine similarity from which two practices count as one told twice; the closest of the built-in catalog have 0.4."""
ENOUGH_FOR_LIKENESS = 12
"""Different content words from which practices are compared."""
RARE = 20
"""Practices that a word may occur in for it to bring two of them together."""


def _own(reading: Reading) -> list[Practice]:
    return [practice for practice in reading.catalog.practices if practice.source is None]


def repeated_titles(reading: Reading) -> Iterator[Finding]:
    """Practices, and stories, whose title is that of an earlier one: on a board they cannot be told apart."""
    practices: dict[str, str] = {}
    stories: dict[str, str] = {}
    for practice in _own(reading):
        yield from _repeated(reading, "practice", practices, practice.title, practice.id)
        for number, level in enumerate(practice.levels, 1):
            for n, story in enumerate(level.stories, 1):
                yield from _repeated(reading, "story", stories, story.title, f"{practice.id}/{number}/{n}")


def _repeated(reading: Reading, kind: str, seen: dict[str, str], title: str, id: str) -> Iterator[Finding]:
    first = seen.setdefault(" ".join(title.lower().split()), id)
    if first != id:
        text = f"its title is that of {first}: '{title}'"
        yield Finding("repeated-title", "warning", id, reading.place(kind, id), text)


def acceptance_without_verb(reading: Reading) -> Iterator[Finding]:
    """Acceptance criteria that say nothing of anything: `all tests green` where `all tests pass` would do."""
    for practice in _own(reading):
        for number, level in enumerate(practice.levels, 1):
            for n, story in enumerate(level.stories, 1):
                for criterion in story.acceptance:
                    if not has_verb(criterion):
                        id = f"{practice.id}/{number}/{n}"
                        text = f"this acceptance criterion has no verb: '{criterion}'"
                        yield Finding("acceptance-without-verb", "warning", id, reading.place("story", id), text)


def stories_off_statement(reading: Reading) -> Iterator[Finding]:
    """Levels whose stories hardly name what their statement says, so that they may not make it true."""
    for practice in _own(reading):
        for number, level in enumerate(practice.levels, 1):
            stated = set(content_words(level.statement))
            if len(stated) < ENOUGH_WORDS or not level.stories:
                continue
            named = stated & _told(level)
            if len(named) < NAMED_SHARE * len(stated):
                id = level_name((practice.id, number))
                text = f"its stories name {len(named)} of the {len(stated)} words that carry its statement"
                yield Finding("stories-off-statement", "warning", id, reading.place("level", id), text)


def _told(level: Level) -> set[str]:
    texts = [text for s in level.stories for text in (s.title, *s.acceptance, *(task.title for task in s.tasks))]
    return {word for text in texts for word in content_words(text)}


def near_duplicates(reading: Reading) -> Iterator[Finding]:
    """Practices that say nearly the same in title, summary and statements.

    Cosine similarity of word counts weighed by rarity (tf-idf; Salton, Wong, Yang 1975, "A vector space model for
    automatic indexing"); only practices that share a rare word are compared.
    """
    practices = _own(reading)
    texts = [" ".join((p.title, p.summary, *(level.statement for level in p.levels))) for p in practices]
    counts = [Counter(content_words(text)) for text in texts]
    holders: dict[str, list[int]] = {}
    for n, words in enumerate(counts):
        for word in words:
            holders.setdefault(word, []).append(n)
    weights = [_weights(words, holders, len(practices)) for words in counts]
    pairs = {(a, b) for found in holders.values() if 1 < len(found) <= RARE for a in found for b in found if a < b}
    for a, b in sorted(pairs, key=lambda pair: (pair[1], pair[0])):
        if min(len(weights[a]), len(weights[b])) < ENOUGH_FOR_LIKENESS:
            continue
        likeness = math.fsum(weight * weights[b].get(word, 0.0) for word, weight in weights[a].items())
        if likeness >= ALIKE:
            id, text = practices[b].id, f"it says nearly the same as '{practices[a].id}' (similarity {likeness:.2f})"
            yield Finding("near-duplicate", "warning", id, reading.place("practice", id), text)


def _weights(words: Counter[str], holders: dict[str, list[int]], total: int) -> dict[str, float]:
    """Each word's part in a vector of length 1."""
    raw = {word: count * math.log(1 + total / len(holders[word])) for word, count in words.items()}
    length = math.sqrt(math.fsum(weight * weight for weight in raw.values())) or 1.0
    return {word: weight / length for word, weight in raw.items()}

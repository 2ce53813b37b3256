"""What changed from one version of a catalog to another, practice by practice; a practice is followed by `was`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.counted import counted
from catalog.integrity import level_name
from catalog.model import Catalog, Practice

KINDS = (
    "added",
    "removed",
    "renamed",
    "merged",
    "moved",
    "re-levelled",
    "reworked",
    "re-rated",
    "retitled",
    "prerequisite-added",
    "prerequisite-removed",
    "prerequisite-changed",
)
"""In the order of the page. `re-levelled`: levels or their statements; `reworked`: the stories of a level."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed: `id` is its id in the new version, or in the old one where it is gone."""

    kind: str
    id: str
    text: str
    was: str = ""


def differences(old: Catalog, new: Catalog) -> tuple[Difference, ...]:
    """Every difference, by kind in the order of KINDS, then by id. Neither catalog needs to be sound."""
    found = [*_whole(old, new)]
    for practice in new.practices:
        for before in _were(old, new, practice):
            found += _inside(old.practice[before], practice)
    found += _prerequisites(old, new)
    return tuple(sorted(set(found), key=lambda d: (KINDS.index(d.kind), d.id, d.was, d.text)))


def _were(old: Catalog, new: Catalog, practice: Practice) -> list[str]:
    """What a practice of the new version was in the old one: itself or, where that was not there, a former id."""
    if practice.id in old.practice:
        return [practice.id]
    return [name for name in practice.was if name in old.practice and name not in new.practice][:1]


def _whole(old: Catalog, new: Catalog) -> Iterator[Difference]:
    """Practices that came, went, or have another id."""
    for practice in new.practices:
        were = [name for name in practice.was if name in old.practice and name not in new.practice]
        if practice.id in old.practice or len(were) > 1:
            merged = [*([practice.id] if practice.id in old.practice else []), *were]
            yield from (
                Difference("merged", practice.id, f"{' and '.join(sorted(merged))} are one practice now", name)
                for name in were
            )
        elif were:
            yield Difference("renamed", practice.id, f"was '{were[0]}'", were[0])
        else:
            yield Difference("added", practice.id, practice.title)
    for practice in old.practices:
        if new.successor(practice.id) is None:
            yield Difference("removed", practice.id, f"{practice.title}; nothing takes its place")


def _inside(before: Practice, after: Practice) -> Iterator[Difference]:
    id = after.id
    if before.principles[0] != after.principles[0]:
        yield Difference("moved", id, f"from {before.principles[0]} to {after.principles[0]}")
    if before.title != after.title:
        yield Difference("retitled", id, f"'{before.title}' is '{after.title}' now")
    for number in range(1, max(before.top, after.top) + 1):
        at = level_name((id, number))
        if number > before.top:
            yield Difference("re-levelled", at, f"a new level: {after.levels[number - 1].statement}")
        elif number > after.top:
            yield Difference("re-levelled", at, f"no longer there: {before.levels[number - 1].statement}")
        else:
            was, now = before.levels[number - 1], after.levels[number - 1]
            if was.statement != now.statement:
                yield Difference("re-levelled", at, f"'{was.statement}' reads '{now.statement}' now")
            if was.stories != now.stories:
                yield Difference("reworked", at, _stories(was.stories, now.stories))
            if was.gain != now.gain:
                yield Difference("re-rated", at, f"gain {was.gain:g} → {now.gain:g}")
    rated = [
        f"{what} {was} → {now}"
        for what, was, now in (
            ("severity", before.severity, after.severity),
            ("skill", before.skill or "none", after.skill or "none"),
            ("contributes", _shares(before), _shares(after)),
            ("principles", ", ".join(before.principles[1:]) or "none", ", ".join(after.principles[1:]) or "none"),
        )
        if was != now
    ]
    if rated:
        yield Difference("re-rated", id, "; ".join(rated))


def _stories(before: tuple[object, ...], after: tuple[object, ...]) -> str:
    if len(before) != len(after):
        return f"{counted(len(before), 'story', 'stories')} → {len(after)}"
    changed = sum(was != now for was, now in zip(before, after, strict=True))
    return f"{changed} of {len(after)} stories changed"


def _shares(practice: Practice) -> str:
    return ", ".join(f"{pillar} {share:g}" for pillar, share in sorted(practice.contributes))


def _prerequisites(old: Catalog, new: Catalog) -> Iterator[Difference]:
    """Prerequisites compared under the new ids; those of practices that came or went with them are left out."""
    before, after = _edges(old, new), _edges(new, new)
    both = {new.successor(practice.id) for practice in old.practices} & set(new.practice)
    for at, needed in sorted(before.keys() | after.keys()):
        if at.rpartition("/")[0] not in both:
            continue
        was, now = before.get((at, needed)), after.get((at, needed))
        if was is None:
            yield Difference("prerequisite-added", at, f"waits for {needed} now")
        elif now is None:
            yield Difference("prerequisite-removed", at, f"no longer waits for {needed}")
        elif was != now:
            yield Difference("prerequisite-changed", at, f"waits for {needed}: lag {was} → {now}")


def _edges(catalog: Catalog, new: Catalog) -> dict[tuple[str, str], int]:
    return {
        (
            level_name((new.successor(practice.id) or practice.id, number)),
            level_name((new.successor(needed.practice) or needed.practice, needed.level)),
        ): needed.lag
        for practice in catalog.practices
        for number, level in enumerate(practice.levels, 1)
        for needed in level.requires
    }

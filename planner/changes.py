"""What changed between two states of plain data, as values: they can be undone, done again and laid over one another.

A change names a place by its path of keys. What people decide in one go is one place: where a practice stands, one
edit, one target. Deeper differences are not told apart, so that two decisions on one thing always meet.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WHOLE = (("workload", "baseline"), ("workload", "edits"))
"""Mappings whose values are never looked into."""


@dataclass(frozen=True, slots=True)
class Change:
    """At `path` there was `before`, and there is `after`; None stands for nothing.

    `index` is the place among the keys of its mapping of what came or went, so that undoing brings back the order.
    """

    path: tuple[str, ...]
    before: Any
    after: Any
    index: int

    def reversed(self) -> Change:
        return Change(self.path, self.after, self.before, self.index)

    def to_plain(self) -> list[Any]:
        return [list(self.path), self.before, self.after, self.index]

    @classmethod
    def from_plain(cls, data: Sequence[Any]) -> Change:
        path, before, after, index = data
        return cls(tuple(path), before, after, index)


def compare(before: Mapping[str, Any], after: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[Change]:
    """The changes that make `after` of `before`: what went, from the last to the first, then what came or differs."""
    for index, key in reversed(list(enumerate(before))):
        if key not in after:
            yield Change((*path, key), before[key], None, index)
    for index, (key, value) in enumerate(after.items()):
        if key not in before:
            yield Change((*path, key), None, value, index)
        elif before[key] != value:
            if isinstance(value, dict) and isinstance(before[key], dict) and path not in WHOLE:
                yield from compare(before[key], value, (*path, key))
            else:
                yield Change((*path, key), before[key], value, index)


def apply(data: Mapping[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    """The data with the changes made, in their order."""
    found = copy.deepcopy(dict(data))
    for change in changes:
        place = found
        for key in change.path[:-1]:
            place = place.setdefault(key, {})
        _put(place, change.path[-1], change.after, change.index)
    return found


def undo(data: Mapping[str, Any], changes: Sequence[Change]) -> dict[str, Any]:
    """The data with the changes taken back, the last one first."""
    return apply(data, [change.reversed() for change in reversed(changes)])


def _put(place: dict[str, Any], key: str, value: Any, index: int) -> None:
    if value is None:
        place.pop(key, None)
    elif key in place or index >= len(place):
        place[key] = copy.deepcopy(value)
    else:
        items = list(place.items())
        items.insert(index, (key, copy.deepcopy(value)))
        place.clear()
        place.update(items)


def clashes(ours: Iterable[Change], theirs: Iterable[Change]) -> list[tuple[Change, Change]]:
    """The pairs of changes that concern the same place and do not make the same of it."""
    others = list(theirs)
    return [
        (mine, other) for mine in ours for other in others if _meet(mine.path, other.path) and not _same(mine, other)
    ]


def _meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _same(one: Change, other: Change) -> bool:
    return one.path == other.path and one.after == other.after

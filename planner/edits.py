"""Decisions made by people, as values.

`id` is a practice, a level (`practice/level`), a story (`practice/level/n`) or a part of a split story
(`practice/level/n.k`), and covers what lies below it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pin:
    """Exactly this sprint."""

    id: str
    sprint: int

    def __str__(self) -> str:
        return f"pin {self.id} to sprint {self.sprint}"


@dataclass(frozen=True, slots=True)
class NotBefore:
    id: str
    sprint: int

    def __str__(self) -> str:
        return f"keep {self.id} out of the sprints before {self.sprint}"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Done no later than this sprint; obligatory."""

    id: str
    sprint: int

    def __str__(self) -> str:
        return f"finish {self.id} by sprint {self.sprint}"


@dataclass(frozen=True, slots=True)
class Exclude:
    id: str
    reason: str = ""

    def __str__(self) -> str:
        return f"exclude {self.id}" + (f" ({self.reason})" if self.reason else "")


@dataclass(frozen=True, slots=True)
class Resize:
    """A story's size, in tenths of a point."""

    id: str
    size: int

    def __str__(self) -> str:
        return f"resize {self.id} to {self.size / 10:g} points"


@dataclass(frozen=True, slots=True)
class SetCapacity:
    """What a sprint can hold in all, in tenths of a point, days off or not."""

    sprint: int
    capacity: int

    def __str__(self) -> str:
        return f"set the capacity of sprint {self.sprint} to {self.capacity / 10:g} points"


@dataclass(frozen=True, slots=True)
class SetWeight:
    pillar: str
    weight: float

    def __str__(self) -> str:
        return f"weigh the pillar {self.pillar} {self.weight:g}"


Edit = Pin | NotBefore | Deadline | Exclude | Resize | SetCapacity | SetWeight


def covers(id: str, story: str) -> bool:
    """Whether an edit's id covers a story: its own id, its practice, its level, or the story it was split from."""
    return story == id or story.startswith((id + "/", id + ".") if id.count("/") == 2 else id + "/")

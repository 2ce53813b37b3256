"""Decisions made by people, as values.

`id` is a practice, a level (`practice/level`), a story (`practice/level/n`) or a part of a split story
(`practice/level/n.k`), and covers what lies below it.
"""

from __future__ import annotations

from dataclasses import dataclass


def because(reason: str) -> str:
    """A reason in brackets, to end a sentence with; nothing where none was given."""
    return f" ({reason})" if reason else ""


@dataclass(frozen=True, slots=True)
class Pin:
    """Exactly this sprint."""

    id: str
    sprint: int
    reason: str = ""

    def __str__(self) -> str:
        return f"pin {self.id} to sprint {self.sprint}" + because(self.reason)


@dataclass(frozen=True, slots=True)
class NotBefore:
    id: str
    sprint: int
    reason: str = ""

    def __str__(self) -> str:
        return f"keep {self.id} out of the sprints before {self.sprint}" + because(self.reason)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Done no later than this sprint; obligatory."""

    id: str
    sprint: int
    reason: str = ""

    def __str__(self) -> str:
        return f"finish {self.id} by sprint {self.sprint}" + because(self.reason)


@dataclass(frozen=True, slots=True)
class Exclude:
    id: str
    reason: str = ""

    def __str__(self) -> str:
        return f"exclude {self.id}" + because(self.reason)


@dataclass(frozen=True, slots=True)
class Resize:
    """A story's size, in tenths of a point."""

    id: str
    size: int
    reason: str = ""

    def __str__(self) -> str:
        return f"resize {self.id} to {self.size / 10:g} points" + because(self.reason)


@dataclass(frozen=True, slots=True)
class SetCapacity:
    """What a sprint can hold in all, in tenths of a point, days off or not."""

    sprint: int
    capacity: int
    reason: str = ""

    def __str__(self) -> str:
        return f"set the capacity of sprint {self.sprint} to {self.capacity / 10:g} points" + because(self.reason)


@dataclass(frozen=True, slots=True)
class SetWeight:
    pillar: str
    weight: float
    reason: str = ""

    def __str__(self) -> str:
        return f"weigh the pillar {self.pillar} {self.weight:g}" + because(self.reason)


@dataclass(frozen=True, slots=True)
class Split:
    """A story in parts, cut after these of its tasks (counted from 1); after each task where none are named.

    Holds whatever the sprints can take; a story that no sprint can hold is split by itself where there is no such edit.
    """

    id: str
    after: tuple[int, ...] = ()
    reason: str = ""

    def __str__(self) -> str:
        where = f"after task {', '.join(map(str, self.after))}" if self.after else "at every task"
        return f"split {self.id} {where}" + because(self.reason)


Edit = Pin | NotBefore | Deadline | Exclude | Resize | Split | SetCapacity | SetWeight


def covers(id: str, story: str) -> bool:
    """Whether an edit's id covers a story: its own id, its practice, its level, or the story it was split from."""
    return story == id or story.startswith((id + "/", id + ".") if id.count("/") == 2 else id + "/")

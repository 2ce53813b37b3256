"""The nouns of a catalog, as frozen values: no reading, no writing, ids as strings.

Sizes are whole tenths of a point throughout, so that sums are exact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

LevelId = tuple[str, int]
"""A practice's id and the number of one of its levels, counted from 1."""

SEVERITIES = {"high": 3, "medium": 2, "low": 1}


@dataclass(frozen=True, slots=True)
class Pillar:
    id: str
    title: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Principle:
    id: str
    pillar: str
    title: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """A story's size in tenths of a point; planned with `likely`. `low <= likely <= high`."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class TaskTemplate:
    """A technical step of a story. `hours` of work, as the author estimates them."""

    title: str
    hours: float


@dataclass(frozen=True, slots=True)
class StoryTemplate:
    """Work that fits inside one sprint. `after` numbers the stories of the same level that come before it, from 1."""

    title: str
    size: Size
    acceptance: tuple[str, ...] = ()
    tasks: tuple[TaskTemplate, ...] = ()
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """The level of another practice that must be reached first, `lag` sprints earlier (0: the same sprint will do)."""

    practice: str
    level: int
    lag: int = 0
    because: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A rung of a practice: `statement` is true once it is reached, `verify` says how to see that."""

    statement: str
    gain: float
    verify: str = ""
    requires: tuple[Prerequisite, ...] = ()
    stories: tuple[StoryTemplate, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """A file pattern, and a pattern of text in such a file, that a scan may take as evidence for `level`."""

    file: str
    level: int
    contains: str = ""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What another framework calls the same thing: met there, it argues for `level` here, `sure` saying how surely.

    `id` is the framework's own id of it, `title` a help for the reader.
    """

    framework: str
    id: str
    level: int
    sure: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where an imported practice comes from: the framework, its id and, if it has one, its maturity level there."""

    framework: str
    id: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """Something a team does. Its first principle is its home; `assumed` names what its source did not say.

    `see_also` names practices worth reading beside it, and is never planned by; `was` names the ids it had in
    earlier versions of its catalog.
    """

    id: str
    title: str
    principles: tuple[str, ...]
    contributes: tuple[tuple[str, float], ...]
    severity: str
    levels: tuple[Level, ...]
    skill: str = ""
    summary: str = ""
    signals: tuple[Signal, ...] = ()
    references: tuple[Reference, ...] = ()
    source: Source | None = None
    assumed: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    maps_to: tuple[Counterpart, ...] = ()
    was: tuple[str, ...] = ()

    @property
    def top(self) -> int:
        return len(self.levels)


@dataclass(frozen=True, slots=True)
class CatalogPart:
    """One of the catalogs that were merged; `digest` is `sha256:` and the hash of its content, free of formatting."""

    id: str
    version: str
    digest: str
    title: str = ""


@dataclass(frozen=True)
class Catalog:
    """Pillars, principles and practices, each in the order of the files, merged from `parts`."""

    parts: tuple[CatalogPart, ...]
    pillars: tuple[Pillar, ...]
    principles: tuple[Principle, ...]
    practices: tuple[Practice, ...]

    @cached_property
    def pillar(self) -> dict[str, Pillar]:
        return {pillar.id: pillar for pillar in self.pillars}

    @cached_property
    def principle(self) -> dict[str, Principle]:
        return {principle.id: principle for principle in self.principles}

    @cached_property
    def practice(self) -> dict[str, Practice]:
        return {practice.id: practice for practice in self.practices}

    @cached_property
    def former(self) -> dict[str, str]:
        """The practice that each former id is today."""
        return {name: practice.id for practice in self.practices for name in practice.was}

    def successor(self, id: str) -> str | None:
        """What a practice of an earlier version is today: the id itself where it is still there; None where gone."""
        return id if id in self.practice else self.former.get(id)

    def level(self, at: LevelId) -> Level:
        """The level `at`. Raises KeyError or IndexError where the catalog has no such level."""
        practice, number = at
        return self.practice[practice].levels[number - 1]

    def has(self, at: LevelId) -> bool:
        practice, number = at
        return practice in self.practice and 1 <= number <= self.practice[practice].top

    def home(self, practice: Practice) -> Principle:
        """The practice's home principle: its first."""
        return self.principle[practice.principles[0]]

    def needs(self, at: LevelId) -> tuple[Prerequisite, ...]:
        """What a level waits for directly: the level below it, then its prerequisites."""
        practice, number = at
        below = (Prerequisite(practice, number - 1),) if number > 1 else ()
        return below + self.level(at).requires


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file as the user named it and a line counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something lint has to say of a catalog. `severity` is `error` or `warning`; `id` is what it is about."""

    rule: str
    severity: str
    id: str
    place: Place
    text: str


@dataclass(frozen=True)
class Reading:
    """A catalog as it was read, sound or not, with the place of each thing in it.

    `places` is keyed by kind and id: `pillar`, `principle`, `home` (a principle's pillar), `practice`, `level`
    (`practice/level`), `story` and `requires` (`practice/level/n` in the order of the file), `serves`, `signal`,
    `see-also`, `maps-to` and `was` (`practice/n`), `contributes` (`practice/pillar`).
    """

    catalog: Catalog
    places: dict[tuple[str, str], Place]
    findings: tuple[Finding, ...] = field(default=())

    def place(self, kind: str, id: str) -> Place:
        return self.places[kind, id]

"""The content of a catalog file as plain data, for importers to fill: its shape, its figures and its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NotRequired, TypedDict

from catalog.errors import BadInput
from catalog.yaml_text import MAX_BYTES
from integrations.writing import to_yaml

MAX_PRACTICES = 20_000


class Pillar(TypedDict):
    id: str
    title: str
    summary: str


class Principle(TypedDict):
    id: str
    pillar: str
    title: str
    summary: str


class Story(TypedDict):
    title: str
    points: int
    acceptance: list[str]


class Prerequisite(TypedDict):
    practice: str
    level: int


class Level(TypedDict):
    statement: str
    verify: str
    gain: int
    requires: list[Prerequisite]
    stories: list[Story]


class Reference(TypedDict):
    title: str
    url: str


class Source(TypedDict):
    framework: str
    id: str
    level: NotRequired[int]


class Counterpart(TypedDict):
    framework: str
    id: str
    title: str
    level: int
    sure: str


class Practice(TypedDict):
    id: str
    title: str
    summary: str
    principles: list[str]
    contributes: dict[str, int]
    severity: str
    levels: list[Level]
    references: list[Reference]
    source: Source
    see_also: NotRequired[list[str]]
    maps_to: NotRequired[list[Counterpart]]
    assumed: list[str]


class CatalogFile(TypedDict):
    catalog: str
    version: str
    title: str
    pillars: list[Pillar]
    principles: list[Principle]
    practices: list[Practice]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a catalog holds; `longest_chain` counts the practices on the longest path of prerequisites."""

    pillars: int
    principles: int
    practices: int
    levels: int
    edges: int
    longest_chain: int


def count(content: CatalogFile) -> Counts:
    """The figures of a catalog whose prerequisites do not go in circles."""
    needs = {p["id"]: [r["practice"] for level in p["levels"] for r in level["requires"]] for p in content["practices"]}
    return Counts(
        pillars=len(content["pillars"]),
        principles=len(content["principles"]),
        practices=len(content["practices"]),
        levels=sum(len(practice["levels"]) for practice in content["practices"]),
        edges=sum(map(len, needs.values())),
        longest_chain=longest_chain(needs),
    )


def longest_chain(needs: dict[str, list[str]]) -> int:
    """The nodes on the longest path of a graph without circles, each node given with what it needs."""
    waiting: dict[str, list[str]] = {}
    missing = {name: len(before) for name, before in needs.items()}
    for name, before in needs.items():
        for other in before:
            waiting.setdefault(other, []).append(name)
    length = dict.fromkeys(needs, 1)
    ready = [name for name, number in missing.items() if not number]
    for name in ready:
        for later in waiting.get(name, []):
            length[later] = max(length[later], length[name] + 1)
            missing[later] -= 1
            if not missing[later]:
                ready.append(later)
    return max(length.values(), default=0)


def to_text(content: CatalogFile, file: str) -> str:
    """The content as YAML, without the keys that are empty.

    Raises BadInput, naming the source `file`, where it is more than can be read again.
    """
    text = to_yaml(_without_empty(content))
    if len(text.encode()) > MAX_BYTES:
        size = f"the catalog would have more than {MAX_BYTES // 1_000_000} MB"
        raise BadInput.one(file, f"{size}; import the source in parts")
    return text


def _without_empty(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_empty(inner) for key, inner in value.items() if inner not in ("", [])}
    return [_without_empty(item) for item in value] if isinstance(value, list) else value

"""Which entries of a framework a catalog names as counterparts, and by which practices."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.errors import BadInput
from catalog.model import Catalog, Counterpart
from planner.answers import entries, family


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a framework, and the practices that name it, each with its level and how sure it is."""

    id: str
    title: str
    pillar: str
    by: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The entries of a framework by pillar, in its order; `unknown` are counterparts that it does not have.

    Of `unknown`, only frameworks are looked at that the catalog calls by a name of which an entry was found.
    """

    framework: str
    entries: tuple[Entry, ...]
    unknown: tuple[tuple[str, Counterpart], ...]

    @property
    def covered(self) -> int:
        return sum(bool(entry.by) for entry in self.entries)


def cover(catalog: Catalog, framework: Catalog, path: str) -> Coverage:
    """Compare what `catalog` maps to with the entries of an imported framework, read from `path`.

    Raises BadInput where that was not imported from one framework.
    """
    sources = {practice.source.framework for practice in framework.practices if practice.source}
    if len(sources) != 1:
        said = f"it holds practices of {', '.join(sorted(sources))}" if sources else "no practice says its source"
        raise BadInput.one(path, f"a catalog imported from one framework was expected; {said}")
    [name] = sources
    wanted = family(name)
    named: dict[str, list[tuple[str, Counterpart]]] = {}
    for practice in catalog.practices:
        for other in practice.maps_to:
            if family(other.framework) == wanted:
                named.setdefault(other.id, []).append((practice.id, other))
    found = [
        Entry(
            own.id,
            own.title or practice.title,
            framework.home(practice).pillar,
            tuple((id, other.level, other.sure) for id, other in named.get(own.id, [])),
        )
        for practice in framework.practices
        for own in entries(practice, wanted)
    ]
    known = {entry.id for entry in found}
    ours = {other.framework for id in known & named.keys() for _, other in named[id]}
    unknown = [
        (id, other)
        for name, pairs in sorted(named.items())
        if name not in known
        for id, other in pairs
        if other.framework in ours
    ]
    return Coverage(name, tuple(found), tuple(unknown))

"""Write a workload that was carried over to another version of its catalog; what was lost stays as a remark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from catalog.model import Catalog
from catalog.shape import dotted
from catalog.yaml_text import Document
from integrations.workload_edit import change_file, entry_changes
from integrations.writing import to_flow
from integrations.yaml_edit import Change, Put, Remove, Rename
from planner.state import KEYED
from planner.upgrade import Note, Upgrade
from planner.workload import Workload
from planner.workload_document import entry


def save_upgrade(path: Path, document: Document, before: Workload, upgrade: Upgrade, catalog: Catalog) -> bool:
    """Bring a workload file, read as `document`, to the upgraded workload; gives whether it had to be written.

    What is lost goes to the end of the file as comments. Raises BadInput where the file has changed since, cannot be
    edited in place, or cannot be written.
    """
    changes = list(_changes(document, before, upgrade, catalog))
    remark = _remark(document, upgrade, catalog)
    if changes:
        change_file(path, document, changes, upgrade.workload, remark)
    return bool(changes)


def _changes(document: Document, before: Workload, upgrade: Upgrade, catalog: Catalog) -> Iterator[Change]:
    data, after = document.data, upgrade.workload
    yield from _baseline(data.get("baseline") or {}, before, after, catalog)
    yield from _figures(("target", "practices"), before.target.practices, after.target.practices, catalog)
    yield from _figures(("values",), before.values, after.values, catalog)
    for key, pillars, kept in (
        (("target", "pillars"), before.target.pillars, after.target.pillars),
        (("policy", "weights"), before.policy.weights, after.policy.weights),
    ):
        yield from (Remove((*key, id)) for id in pillars if id not in kept)
    for index, (old, new) in enumerate(zip(before.edits, upgrade.edits, strict=True)):
        if new is None:
            yield Remove(("edits", index))
        elif new != old:
            verb = next(key for key in KEYED if key in data["edits"][index])
            yield Put(("edits", index, verb), getattr(new, "id", ""))


def _baseline(raw: Mapping[str, Any], before: Workload, after: Workload, catalog: Catalog) -> Iterator[Change]:
    for id in raw:
        today = catalog.successor(id)
        if today is None:
            yield Remove(("baseline", id))
        elif id != _first(raw, today, catalog):
            yield Remove(("baseline", id))  # its evidence is in the entry that it is merged into
        else:
            if today != id:
                yield Rename(("baseline", id), today)
            said = entry(after.baseline.get(today), after.proposed.get(today)) or {}
            if said != entry(before.baseline.get(id), before.proposed.get(id)):
                yield from entry_changes(id, raw[id], said)


def _figures(
    path: tuple[str, ...], before: Mapping[str, float], after: Mapping[str, float], catalog: Catalog
) -> Iterator[Change]:
    for id, figure in before.items():
        today = catalog.successor(id)
        if today is None or id != _first(before, today, catalog):
            yield Remove((*path, id))
            continue
        if after[today] != figure:
            yield Put((*path, id), after[today])
        if today != id:
            yield Rename((*path, id), today)


def _first(named: Mapping[str, Any], today: str, catalog: Catalog) -> str:
    """Of the names for one practice the one whose entry is kept: today's own where it is there, else the first."""
    return today if today in named else next(id for id in named if catalog.successor(id) == today)


def _remark(document: Document, upgrade: Upgrade, catalog: Catalog) -> str:
    """What is lost, as comments."""
    lost = upgrade.of("lost")
    if not lost:
        return ""
    versions = ", ".join(f"{part.id} {part.version}" for part in catalog.parts)
    return "\n".join([f"# Not carried over to {versions}:", *(_lost(document, note) for note in lost)])


def _lost(document: Document, note: Note) -> str:
    value = document.data
    for step in note.path:
        value = value[step]
    return f"#   {dotted(note.path)}: {to_flow(value)}  ({note.text})"

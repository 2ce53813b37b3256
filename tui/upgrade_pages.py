"""What changed between two versions of a catalog, and what that makes of a workload."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from catalog.differences import KINDS, Difference
from catalog.model import Catalog
from catalog.shape import dotted
from planner.upgrade import Note, Upgrade

HEADS = {
    "carried": "Carried over under another name",
    "look-at": "Carried over, and worth a look",
    "lost": "Not carried over",
}


def differences_data(old: Catalog, new: Catalog, found: Sequence[Difference]) -> dict[str, Any]:
    counts = Counter(each.kind for each in found)
    return {
        "old": [{"id": part.id, "version": part.version} for part in old.parts],
        "new": [{"id": part.id, "version": part.version} for part in new.parts],
        "changes": [{**dataclasses.asdict(each), "was": each.was or None} for each in found],
        "counts": {kind: counts[kind] for kind in KINDS},
    }


def differences_page(old: Catalog, new: Catalog, found: Sequence[Difference]) -> RenderableType:
    """The differences under a head for each kind, and a line of counts."""
    rows: list[RenderableType] = []
    counts = Counter(each.kind for each in found)
    for kind in KINDS:
        if counts[kind]:
            rows.append(Text(f"{kind.capitalize()} ({counts[kind]})", style="bold"))
            rows.append(_rows([(each.id, each.text) for each in found if each.kind == kind]))
    versions = " → ".join(", ".join(f"{p.id} {p.version}" for p in catalog.parts) for catalog in (old, new))
    told = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind]) or "no difference"
    return Group(*rows, Text(f"{versions}: {told}", style="bold"))


def _rows(pairs: Sequence[tuple[str, str]]) -> RenderableType:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for left, right in pairs:
        table.add_row(left, right)
    return Padding(table, (0, 0, 1, 2))


def upgrade_data(upgrade: Upgrade, *, written: bool) -> dict[str, Any]:
    def said(note: Note) -> dict[str, Any]:
        return {"key": dotted(note.path), "today": note.today or None, "text": note.text}

    return {
        "carried": [said(note) for note in upgrade.of("carried")],
        "look_at": [said(note) for note in upgrade.of("look-at")],
        "not_carried": [said(note) for note in upgrade.of("lost")],
        "written": written,
    }


def upgrade_page(upgrade: Upgrade) -> RenderableType:
    """What is carried over, what is worth a look, what is lost."""
    rows: list[RenderableType] = []
    for kind, head in HEADS.items():
        notes = upgrade.of(kind)
        if notes:
            rows.append(Text(f"{head} ({len(notes)})", style="bold"))
            rows.append(_rows([(dotted(note.path), note.text) for note in notes]))
    return (
        Group(*rows) if rows else Text("The workload fits its catalog; there is nothing to carry over.", style="bold")
    )

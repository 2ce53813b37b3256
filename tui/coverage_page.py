"""How much of a framework a catalog covers: by pillar, what is missing, and what the framework does not have."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from planner.coverage import Coverage, Entry


def coverage_data(coverage: Coverage) -> dict[str, Any]:
    return {
        "framework": coverage.framework,
        "entries": len(coverage.entries),
        "covered": coverage.covered,
        "pillars": [
            {"pillar": pillar, "entries": len(entries), "covered": sum(bool(e.by) for e in entries)}
            for pillar, entries in _by_pillar(coverage).items()
        ],
        "mapped": [
            {
                "id": entry.id,
                "title": entry.title,
                "pillar": entry.pillar,
                "by": [{"practice": id, "level": level, "sure": sure} for id, level, sure in entry.by],
            }
            for entry in coverage.entries
        ],
        "unknown": [
            {"practice": practice, "framework": other.framework, "id": other.id} for practice, other in coverage.unknown
        ],
    }


def coverage_page(coverage: Coverage) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Pillar")
    table.add_column("covered", justify="right")
    table.add_column("of", justify="right")
    for pillar, entries in _by_pillar(coverage).items():
        table.add_row(pillar, str(sum(bool(e.by) for e in entries)), str(len(entries)))
    total = f"{coverage.covered} of {len(coverage.entries)} entries of {coverage.framework} are named as counterparts."
    rows: list[RenderableType] = [table, Text(total, style="bold")]
    missing = [Text(f"  {e.id}: {e.title}") for e in coverage.entries if not e.by]
    if missing:
        rows += ["Not named:", *missing]
    unknown = [Text(f"  {other.framework} {other.id}, named by {id}") for id, other in coverage.unknown]
    if unknown:
        rows += ["Named, but not there:", *unknown]
    return Group(*rows)


def _by_pillar(coverage: Coverage) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in coverage.entries:
        found.setdefault(entry.pillar, []).append(entry)
    return found

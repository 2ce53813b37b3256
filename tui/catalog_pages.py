"""Pages on a catalog: the list of practices, one practice, what lint found."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from catalog.counted import counted
from catalog.model import Catalog, Finding, Practice, Reading
from planner.explain import in_points
from tui.style import pillar_style


def _size(practice: Practice) -> int:
    return sum(story.size.likely for level in practice.levels for story in level.stories)


def list_data(catalog: Catalog, pillar: str | None) -> dict[str, Any]:
    return {
        "catalogs": [{"id": p.id, "version": p.version, "title": p.title} for p in catalog.parts],
        "practices": [
            {
                "id": practice.id,
                "title": practice.title,
                "pillar": catalog.home(practice).pillar,
                "principle": practice.principles[0],
                "levels": practice.top,
                "points": _size(practice) / 10,
                "severity": practice.severity,
                "skill": practice.skill or None,
            }
            for practice in catalog.practices
            if pillar in (None, catalog.home(practice).pillar)
        ],
    }


def list_page(catalog: Catalog, pillar: str | None) -> RenderableType:
    """Practices under their principles under their pillars, with levels and points."""
    shown = [p for p in catalog.pillars if pillar in (None, p.id)]
    rows: list[RenderableType] = []
    for each in shown:
        rows.append(Text(each.title, style=pillar_style(catalog, each.id)))
        for principle in catalog.principles:
            if principle.pillar != each.id:
                continue
            rows.append(Padding(Text(principle.title, style="italic"), (0, 0, 0, 2)))
            table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
            for practice in catalog.practices:
                if practice.principles[0] == principle.id:
                    size = f"{practice.top} levels, {in_points(_size(practice))}"
                    size += f", {practice.skill}" if practice.skill else ""
                    table.add_row(practice.id, practice.title, Text(size, style="dim"))
            rows.append(Padding(table, (0, 0, 0, 4)))
    parts = ", ".join(f"{part.title} ({part.id} {part.version})" for part in catalog.parts)
    count = len(list_data(catalog, pillar)["practices"])
    rows.append(Text(f"{counted(count, 'practice')} of {parts}", style="bold"))
    return Group(*rows)


def findings_data(findings: list[Finding]) -> dict[str, Any]:
    return {
        "findings": [
            {
                "rule": f.rule,
                "severity": f.severity,
                "id": f.id,
                "file": f.place.file,
                "line": f.place.line,
                "text": f.text,
            }
            for f in findings
        ]
    }


def findings_lines(reading: Reading, findings: list[Finding]) -> list[str]:
    """A line for each finding, as compilers write them, then the counts."""
    catalog = reading.catalog
    lines = [f"{f.place.file}:{f.place.line}: {f.severity}: {f.id}: {f.text} [{f.rule}]" for f in findings]
    levels = sum(practice.top for practice in catalog.practices)
    edges = sum(len(level.requires) for practice in catalog.practices for level in practice.levels)
    errors = sum(f.severity == "error" for f in findings)
    told = f"{counted(errors, 'error')}, {counted(len(findings) - errors, 'warning')}" if findings else "no findings"
    sizes = (
        f"{counted(len(catalog.practices), 'practice')}, {counted(levels, 'level')}, {counted(edges, 'prerequisite')}"
    )
    return [*lines, f"{told} in {sizes}"]

"""What is missing, by pillar, principle and practice, with values and sizes."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from catalog.counted import counted
from catalog.model import Catalog
from planner.backlog import Backlog, Epic
from planner.explain import points
from planner.workload import Workload
from tui.style import badge


def _size(epic: Epic) -> int:
    return sum(story.size for story in epic.stories)


def gaps_data(catalog: Catalog, workload: Workload, backlog: Backlog, top: int | None = None) -> dict[str, Any]:
    """`proposed`: a level that a scan or an import proposes and nobody has accepted, so that the gap is still there."""
    return {
        "gaps": [
            {
                "practice": epic.id,
                "title": epic.title,
                "pillar": epic.pillar,
                "principle": epic.principle,
                "from": epic.gap.start,
                "to": epic.gap.end,
                "target": epic.gap.target,
                "assessed": epic.gap.assessed,
                "proposed": workload.proposed[epic.id].level if epic.id in workload.proposed else None,
                "pulled_in": list(epic.gap.pulled_in),
                "value": round(epic.value, 6),
                "points": _size(epic) / 10,
                "stories": len(epic.stories),
            }
            for epic in _in_order(catalog, backlog, top)
        ]
    }


def _in_order(catalog: Catalog, backlog: Backlog, top: int | None) -> list[Epic]:
    """The `top` epics by value, or all by pillar and principle as the catalog has them, the most valuable first."""
    if top is not None:
        return sorted(backlog.epics, key=lambda e: (-e.value, e.id))[:top]
    principles = list(catalog.principle)
    pillars = list(catalog.pillar)
    return sorted(backlog.epics, key=lambda e: (pillars.index(e.pillar), principles.index(e.principle), -e.value, e.id))


def gaps_page(catalog: Catalog, workload: Workload, backlog: Backlog, top: int | None = None) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    table.add_column("Principle", style="italic", max_width=36)
    table.add_column("Practice", max_width=60)
    for name in ("level", "value", "points", "stories"):
        table.add_column(name, justify="right")
    last = ""
    for epic in _in_order(catalog, backlog, top):
        table.add_row(
            badge(catalog, epic.pillar),
            catalog.principle[epic.principle].title if epic.principle != last else "",
            Text.assemble(epic.title, (f"  {epic.id}", "dim")),
            _levels(epic, workload),
            f"{epic.value:.2f}",
            points(_size(epic)),
            str(len(epic.stories)),
        )
        last = epic.principle
    unseen = sum(not epic.gap.assessed for epic in backlog.epics)
    size = sum(_size(epic) for epic in backlog.epics)
    value = sum(epic.value for epic in backlog.epics)
    total = (
        f"{counted(len(backlog.epics), 'gap')} of {workload.name}: {points(size)} points, worth {value:.1f} per sprint."
    )
    rows: list[RenderableType] = [table, Text(total, style="bold")]
    if unseen:
        rows.append(f"Not assessed (*) and counted as level 0: {counted(unseen, 'practice')}.")
    if any(epic.gap.pulled_in for epic in backlog.epics):
        rows.append("Levels above a practice's target (+) are there because other work waits for them.")
    if proposed := sum(epic.id in workload.proposed for epic in backlog.epics):
        rows.append(f"For {proposed} of these practices a level is proposed (?) and counts once it is accepted.")
    return Group(*rows)


def _levels(epic: Epic, workload: Workload) -> str:
    signs = ("*" if not epic.gap.assessed else "") + ("+" if epic.gap.pulled_in else "")
    signs += "?" if epic.id in workload.proposed else ""
    return f"{epic.gap.start} → {epic.gap.end}{signs}"

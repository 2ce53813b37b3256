"""Pages on a catalog: the list of practices, one practice, what lint found."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from catalog.graph import CatalogGraph
from catalog.integrity import level_name
from catalog.model import Catalog, Finding, LevelId, Practice, Reading
from planner.explain import points
from tui.style import badge, pillar_style


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
                    size = f"{practice.top} levels, {points(_size(practice))} points"
                    size += f", {practice.skill}" if practice.skill else ""
                    table.add_row(practice.id, practice.title, Text(size, style="dim"))
            rows.append(Padding(table, (0, 0, 0, 4)))
    parts = ", ".join(f"{part.title} ({part.id} {part.version})" for part in catalog.parts)
    count = len(list_data(catalog, pillar)["practices"])
    rows.append(Text(f"{count} practices of {parts}", style="bold"))
    return Group(*rows)


def practice_data(catalog: Catalog, id: str) -> dict[str, Any]:
    practice = catalog.practice[id]
    graph = CatalogGraph(catalog)
    return {
        "id": id,
        "title": practice.title,
        "summary": practice.summary,
        "principles": list(practice.principles),
        "contributes": dict(practice.contributes),
        "severity": practice.severity,
        "skill": practice.skill or None,
        "levels": [
            {
                "level": number,
                "statement": level.statement,
                "verify": level.verify,
                "gain": level.gain,
                "requires": [
                    {"practice": n.practice, "level": n.level, "lag": n.lag, "because": n.because}
                    for n in level.requires
                ],
                "unlocks": sorted(level_name(at) for at in graph.graph.successors((id, number)) if at[0] != id),
                "stories": [
                    {"title": s.title, "points": s.size.likely / 10, "acceptance": list(s.acceptance)}
                    for s in level.stories
                ],
            }
            for number, level in enumerate(practice.levels, 1)
        ],
        "references": [{"title": r.title, "url": r.url} for r in practice.references],
        "assumed": list(practice.assumed),
    }


def practice_page(catalog: Catalog, id: str) -> RenderableType:
    """One practice: what it is, its ladder with stories, what it waits for and unlocks, its sources."""
    practice = catalog.practice[id]
    graph = CatalogGraph(catalog)
    home = catalog.home(practice)
    shares = ", ".join(f"{catalog.pillar[k].title} {v:g}" for k, v in practice.contributes)
    rows: list[RenderableType] = [
        Text.assemble(badge(catalog, home.pillar), " ", (practice.title, "bold"), f"  {id}"),
        Text(f"{catalog.pillar[home.pillar].title} › {home.title}", style="italic"),
    ]
    if practice.summary:
        rows += ["", practice.summary]
    skill = f", done by {practice.skill}" if practice.skill else ""
    rows += ["", f"Serves {shares} (of 5). Severity {practice.severity}{skill}."]
    if practice.assumed:
        rows.append(f"Assumed, since its source does not say: {', '.join(practice.assumed)}.")
    for number in range(1, practice.top + 1):
        rows += ["", _level(catalog, graph, (id, number))]
    if practice.references:
        rows += ["", Text("Sources", style="bold")]
        rows += [Padding(Text(f"{r.title}\n{r.url}"), (0, 0, 0, 2)) for r in practice.references]
    return Group(*rows)


def _level(catalog: Catalog, graph: CatalogGraph, at: LevelId) -> RenderableType:
    level = catalog.level(at)
    tree = Tree(Text.assemble((f"Level {at[1]}  ", "bold"), level.statement), guide_style="dim")
    if level.verify:
        tree.add(Text.assemble(("verify  ", "dim"), level.verify))
    for needed in level.requires:
        title = catalog.practice[needed.practice].title
        because = f": {needed.because}" if needed.because else ""
        name = level_name((needed.practice, needed.level))
        tree.add(Text.assemble(("needs  ", "dim"), f"{name}  {title}", (because, "dim")))
    for number, story in enumerate(level.stories, 1):
        branch = tree.add(Text(f"{level_name(at)}/{number}  {story.title}  ({points(story.size.likely)} points)"))
        for sentence in story.acceptance:
            branch.add(Text(sentence, style="dim"))
    unlocks = sorted(level_name(other) for other in graph.graph.successors(at) if other[0] != at[0])
    if unlocks:
        total = len(graph.dependents(at))
        tree.add(Text.assemble(("unlocks  ", "dim"), ", ".join(unlocks), (f"  ({total} levels in all)", "dim")))
    return tree


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
    told = f"{errors} errors, {len(findings) - errors} warnings" if findings else "no findings"
    return [*lines, f"{told} in {len(catalog.practices)} practices, {levels} levels, {edges} prerequisites"]

"""The page of one practice: its ladder, what it waits for and what waits for it, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from catalog.graph import CatalogGraph
from catalog.integrity import level_name
from catalog.model import Catalog, LevelId, Practice
from planner.explain import in_points
from tui.style import badge, pillar_style

DEPTH = 3
"""Steps up and down that the trees of prerequisites go."""


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
        "signals": [{"file": s.file, "contains": s.contains, "level": s.level} for s in practice.signals],
        "see_also": list(practice.see_also),
        "maps_to": [asdict(other) for other in practice.maps_to],
        "references": [{"title": r.title, "url": r.url} for r in practice.references],
        "was": list(practice.was),
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
    rows += around(catalog, graph, practice)
    rows += _origins(catalog, practice)
    return Group(*rows)


def around(catalog: Catalog, graph: CatalogGraph, practice: Practice) -> list[RenderableType]:
    """The trees of prerequisites, up and down."""
    levels = [(practice.id, n) for n in range(1, practice.top + 1)]
    before = {at for own in levels for at in graph.closure(own) if at[0] != practice.id}
    after = {at for own in levels for at in graph.dependents(own) if at[0] != practice.id}
    rows: list[RenderableType] = []
    if before:
        heading = f"Waits for {_counted(before)}"
        rows += ["", _tree(catalog, heading, levels, lambda at: graph.graph.predecessors(at))]
    if after:
        heading = f"{_counted(after).capitalize()} wait for it" if len(after) > 1 else "One level waits for it"
        rows += ["", _tree(catalog, heading, levels, lambda at: graph.graph.successors(at))]
    return rows


def _counted(levels: set[LevelId]) -> str:
    practices = len({id for id, _ in levels})
    if len(levels) == 1:
        return "one level"
    return (
        f"{len(levels)} levels of {practices} practices" if practices > 1 else f"{len(levels)} levels of one practice"
    )


def _tree(catalog: Catalog, heading: str, levels: list[LevelId], steps: Callable[[LevelId], Iterable[LevelId]]) -> Tree:
    """What lies up to DEPTH steps from the levels of one practice; what was shown already is not unfolded again."""
    tree = Tree(Text(heading, style="bold"), guide_style="dim")
    own = levels[0][0]
    shown: set[LevelId] = set()

    def grow(branch: Tree, at: LevelId, depth: int) -> None:
        for other in sorted(o for o in steps(at) if o[0] != own and o[0] != at[0]):
            more = [o for o in steps(other) if o[0] not in (own, other[0])]
            again = other in shown and bool(more)
            folded = " …" if more and (again or depth == DEPTH) else ""
            label = Text.assemble(
                (level_name(other), pillar_style(catalog, catalog.home(catalog.practice[other[0]]).pillar)),
                f"  {catalog.practice[other[0]].title}",
                (folded, "dim"),
            )
            leaf = branch.add(label)
            if not again and depth < DEPTH:
                shown.add(other)
                grow(leaf, other, depth + 1)

    for at in levels:
        if any(o[0] != own for o in steps(at)):
            grow(tree.add(Text(f"level {at[1]}", style="dim")), at, 1)
    return tree


def _origins(catalog: Catalog, practice: Practice) -> list[RenderableType]:
    """What to read beside it, what others call it, what a scan looks for, and the sources."""
    rows: list[RenderableType] = []
    if practice.see_also:
        rows += ["", Text("See also", style="bold")]
        rows += [_indented(f"{id}  {catalog.practice[id].title}") for id in practice.see_also]
    if practice.maps_to:
        rows += ["", Text("In other frameworks", style="bold")]
        for other in practice.maps_to:
            title = f"  {other.title}" if other.title else ""
            rows.append(_indented(f"{other.framework} {other.id}{title}  → level {other.level}, sure: {other.sure}"))
    if practice.signals:
        rows += ["", Text("Signals that a scan looks for", style="bold")]
        for signal in practice.signals:
            holds = f" with /{signal.contains}/" if signal.contains else ""
            rows.append(_indented(f"{signal.file}{holds}  → level {signal.level}"))
    if practice.references:
        rows += ["", Text("Sources", style="bold")]
        rows += [_indented(f"{r.title}\n{r.url}") for r in practice.references]
    return rows


def _indented(text: str) -> RenderableType:
    return Padding(Text(text), (0, 0, 0, 2))


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
        branch = tree.add(Text(f"{level_name(at)}/{number}  {story.title}  ({in_points(story.size.likely)})"))
        for sentence in story.acceptance:
            branch.add(Text(sentence, style="dim"))
    unlocks = sorted(level_name(other) for other in graph.graph.successors(at) if other[0] != at[0])
    if unlocks:
        total = len(graph.dependents(at))
        tree.add(Text.assemble(("unlocks  ", "dim"), ", ".join(unlocks), (f"  ({total} levels in all)", "dim")))
    return tree

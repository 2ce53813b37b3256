"""The practices of a catalog and their prerequisites as a picture, SVG without scripts, fonts or links of others.

A layered drawing: each practice stands right of all it waits for, and the order within a column is found by
barycentres in sweeps (Sugiyama, Tagawa, Toda 1981, "Methods for visual understanding of hierarchical system
structures").
"""

from __future__ import annotations

import html
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from catalog.exports import COLOURS
from catalog.graph import CatalogGraph
from catalog.model import Catalog, LevelId

SWEEPS = 24
BOX_WIDTH, BOX_HEIGHT, GAP, COLUMN = 200, 46, 8, 272
MARGIN, HEAD = 16, 40
LINE, LINES, LEADING = 31, 3, 13
"""Characters of a title that fit one line of a box, lines that fit it, and their distance."""


@dataclass(frozen=True, slots=True)
class _Graph:
    """Practices and who waits for whom; `columns` holds the ids from left to right."""

    edges: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, ...], ...]


def picture(catalog: Catalog, keep: AbstractSet[LevelId] | None = None) -> str:
    """The practices that have a level in `keep`, or all, each in the colour of its home pillar."""
    graph = _arrange(catalog, keep)
    place = _places(graph)
    width = MARGIN * 2 + COLUMN * max(len(graph.columns) - 1, 0) + BOX_WIDTH
    height = HEAD + max((y for _, y in place.values()), default=0) + BOX_HEIGHT + MARGIN
    colour = {pillar.id: COLOURS[n % len(COLOURS)] for n, pillar in enumerate(catalog.pillars)}
    shown = {catalog.home(catalog.practice[id]).pillar for id in place}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="11">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_legend(catalog, [pillar.id for pillar in catalog.pillars if pillar.id in shown], colour),
        *(_curve(place[a], place[b]) for a, b in graph.edges),
        *(_box(catalog, id, colour[catalog.home(catalog.practice[id]).pillar], *place[id]) for id in place),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _arrange(catalog: Catalog, keep: AbstractSet[LevelId] | None) -> _Graph:
    view = CatalogGraph(catalog)
    kept = [at for at in view.order if keep is None or at in keep]
    ids = list(dict.fromkeys(id for id, _ in kept))
    wanted = set(kept)
    pairs = {(a[0], b[0]) for a, b in view.graph.edges if a in wanted and b in wanted and a[0] != b[0]}
    before: dict[str, list[str]] = {id: [] for id in ids}
    for a, b in sorted(pairs):
        before[b].append(a)
    column = _columns(view, kept, before)
    edges = tuple(sorted((a, b) for a, b in pairs if column[a] < column[b]))
    rows: list[list[str]] = [[] for _ in range(max(column.values(), default=-1) + 1)]
    for id in ids:
        rows[column[id]].append(id)
    return _Graph(edges, tuple(map(tuple, _untangled(rows, edges))))


def _columns(view: CatalogGraph, kept: list[LevelId], before: dict[str, list[str]]) -> dict[str, int]:
    """The column of each practice: right of whatever its first kept level waits for.

    Practices can wait for each other, a higher level of the one for the other; their first levels cannot.
    """
    column: dict[str, int] = {}
    for at in kept:
        if at[0] not in column:
            first = {other for other, _ in view.graph.predecessors(at)}
            column[at[0]] = max(
                (column[other] + 1 for other in before[at[0]] if other in first & set(column)), default=0
            )
    return column


def _untangled(rows: list[list[str]], edges: tuple[tuple[str, str], ...]) -> list[list[str]]:
    """The columns with each practice near the middle of those it is joined to, in sweeps to and fro."""
    near: dict[str, list[str]] = {id: [] for row in rows for id in row}
    for a, b in edges:
        near[a].append(b)
        near[b].append(a)
    height = {id: n - len(row) / 2 for row in rows for n, id in enumerate(row)}
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 else reversed(rows):
            middle = {id: sum(height[o] for o in near[id]) / len(near[id]) if near[id] else height[id] for id in row}
            row.sort(key=lambda name: (middle[name], name))
            height |= {id: n - len(row) / 2 for n, id in enumerate(row)}
    return rows


def _places(graph: _Graph) -> dict[str, tuple[int, int]]:
    """The left upper corner of each box; every column stands in the middle of the picture's height."""
    tallest = max(map(len, graph.columns), default=0)
    step = BOX_HEIGHT + GAP
    place: dict[str, tuple[int, int]] = {}
    for n, row in enumerate(graph.columns):
        top = HEAD + (tallest - len(row)) * step // 2
        place |= {id: (MARGIN + n * COLUMN, top + m * step) for m, id in enumerate(row)}
    return place


def _legend(catalog: Catalog, pillars: list[str], colour: dict[str, str]) -> list[str]:
    parts, x = [], MARGIN
    for id in pillars:
        title = catalog.pillar[id].title
        parts.append(f'<rect x="{x}" y="12" width="10" height="10" fill="{colour[id]}"/>')
        parts.append(f'<text x="{x + 15}" y="21" fill="#333333">{html.escape(title)}</text>')
        x += 34 + 7 * len(title)
    return parts


def _curve(start: tuple[int, int], end: tuple[int, int]) -> str:
    x1, y1 = start[0] + BOX_WIDTH, start[1] + BOX_HEIGHT // 2
    x2, y2 = end[0], end[1] + BOX_HEIGHT // 2
    bend = (COLUMN - BOX_WIDTH) // 2 + 10
    return (
        f'<path d="M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}" fill="none" stroke="#888888" '
        'stroke-opacity="0.55"/>'
    )


def _box(catalog: Catalog, id: str, colour: str, x: int, y: int) -> str:
    practice = catalog.practice[id]
    lines = _folded(practice.title)
    top = y + BOX_HEIGHT // 2 + 4 - LEADING * (len(lines) - 1) // 2
    texts = "".join(
        f'<text x="{x + 9}" y="{top + LEADING * n}" fill="#111111">{html.escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    return (
        f"<g><title>{html.escape(f'{id}: {practice.title}')}</title>"
        f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="4" fill="#ffffff"/>'
        f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="4" fill="{colour}" fill-opacity="0.14" '
        f'stroke="{colour}"/><rect x="{x}" y="{y}" width="4" height="{BOX_HEIGHT}" fill="{colour}"/>{texts}</g>'
    )


def _folded(title: str) -> list[str]:
    """The title on at most three lines, cut with an ellipsis where it is longer."""
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], lines[LINES - 1][: LINE - 1].rstrip() + "…"]
    return [line if len(line) <= LINE + 1 else line[:LINE] + "…" for line in lines]

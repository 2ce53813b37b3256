"""How the pillars came along, as a table and as a plot of blocks.

The plot is drawn here: a bar a snapshot on a scale from 0 to 100 % needs no plotting library.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from catalog.model import Catalog
from planner.trends import Point, Progress
from tui.style import badge

EIGHTHS = " ▁▂▃▄▅▆▇█"
HEIGHT = 5
"""Rows of the plot of the whole; a row is a fifth of the scale."""
WIDTH = 52
"""Columns of a plot; of more snapshots the last of each group of equal size is drawn."""


def trends_data(catalog: Catalog, points: Sequence[Point]) -> dict[str, Any]:
    return {
        "points": [
            {
                "date": point.date.isoformat(),
                "label": point.label,
                **_data(point.total),
                "pillars": [{"id": p.id, "title": p.title, **_data(point.pillars[p.id])} for p in catalog.pillars],
            }
            for point in points
        ]
    }


def _data(progress: Progress) -> dict[str, Any]:
    return {
        "levels": progress.levels,
        "all_levels": progress.all_levels,
        "value": round(progress.value, 6),
        "all_value": round(progress.all_value, 6),
        "share": round(progress.share, 6),
    }


def trends_page(catalog: Catalog, points: Sequence[Point]) -> RenderableType:
    if not points:
        return Text("There is nothing to show yet: no sprint was closed, and no baseline kept.")
    return Group(_table(catalog, points), "", _lines(catalog, points), "", _plot(points))


def _table(catalog: Catalog, points: Sequence[Point]) -> Table:
    """A row a snapshot: the levels reached by pillar, and the share of the target's value."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Date", no_wrap=True)
    table.add_column("Baseline")
    for pillar in catalog.pillars:
        table.add_column(badge(catalog, pillar.id), justify="right")
    for name in ("levels", "value per sprint", "of the target"):
        table.add_column(name, justify="right")
    for point in points:
        own = [point.pillars[pillar.id] for pillar in catalog.pillars]
        table.add_row(
            point.date.isoformat(),
            point.label,
            *[f"{progress.levels}/{progress.all_levels}" for progress in own],
            f"{point.total.levels}/{point.total.all_levels}",
            f"{point.total.value:.1f}",
            f"{point.total.share:.0%}".replace("%", " %"),
        )
    return table


def _lines(catalog: Catalog, points: Sequence[Point]) -> Table:
    """A line a pillar: the share of its target's value, an eighth of the scale to a step."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for pillar in catalog.pillars:
        shares = [point.pillars[pillar.id].share for point in points]
        drawn = "".join(EIGHTHS[int(share * 8 + 1e-9)] for share in _thinned(shares))
        change = f"{shares[0]:.0%} → {shares[-1]:.0%}".replace("%", " %")
        table.add_row(badge(catalog, pillar.id), pillar.title, Text(drawn, style="green"), change)
    return table


def _plot(points: Sequence[Point]) -> RenderableType:
    """The share of the whole target's value as bars above an axis, with the first and the last day below it."""
    shares = _thinned([point.total.share for point in points])
    rows: list[RenderableType] = ["Value earned of the target's, all pillars"]
    for row in range(HEIGHT, 0, -1):
        cells = "".join(EIGHTHS[min(8, max(0, int((share * HEIGHT - row + 1) * 8 + 1e-9)))] for share in shares)
        label = f"{row * 100 // HEIGHT} %"
        rows.append(Text.assemble(f"{label:>6} ┤", (cells, "green")))
    rows.append(f"{'0 %':>6} └{'─' * len(shares)}")
    first, last = points[0].date.isoformat(), points[-1].date.isoformat()
    gap = " " * max(3, len(shares) - len(first) - len(last))
    rows.append(f"{'':8}{first}{gap}{last}" if len(points) > 1 else f"{'':8}{first}")
    return Group(*rows)


def _thinned(shares: Sequence[float]) -> Sequence[float]:
    """At most WIDTH shares: the last of each group of equal size, counted from the end."""
    step = -(-len(shares) // WIDTH)
    return shares[::-1][::step][::-1]

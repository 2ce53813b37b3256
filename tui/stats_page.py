"""The page of a catalog's figures."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from catalog.counted import counted
from catalog.integrity import level_name
from catalog.model import Catalog
from catalog.stats import Part, Stats
from planner.explain import points


def stats_data(stats: Stats) -> dict[str, Any]:
    """The figures as plain data; sizes in points."""
    data = asdict(stats)
    data["points"] = stats.points / 10
    data["chain"] = [level_name(at) for at in stats.chain]
    data["unlocking"] = [{"id": id, "practices": count} for id, count in stats.unlocking]
    for part in (*data["pillars"], *data["principles"]):
        part["points"] /= 10
    return data


def stats_page(catalog: Catalog, stats: Stats) -> RenderableType:
    """Totals, the longest chain, what most others wait for, and a table by pillar and principle."""
    ladders = ", ".join(f"{count} of {top}" for top, count in stats.ladders.items())
    rows: list[tuple[str, str]] = [
        ("practices", f"{stats.practices}, {stats.with_references} with sources, {stats.with_signals} with signals"),
        ("levels", f"{stats.levels}; ladders: {ladders}"),
        (
            "stories",
            f"{stats.stories} with {stats.tasks} tasks, {points(stats.points)} points, {stats.spreads} with a spread",
        ),
        (
            "prerequisites",
            f"{stats.prerequisites}, {stats.reasons} with a reason; {stats.see_also} see-also links beside them",
        ),
        ("severity", _counts(stats.severities)),
        ("skill", _counts(stats.skills)),
        ("mapped", _counts(stats.mapped) or "nothing"),
        (
            "longest chain",
            f"{counted(len({name for name, _ in stats.chain}), 'practice')}: "
            + " → ".join(map(level_name, stats.chain)),
        ),
        ("most unlocking", ", ".join(f"{id} ({count})" for id, count in stats.unlocking)),
    ]
    totals = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    totals.add_column(style="dim", no_wrap=True)
    totals.add_column()
    for row in rows:
        totals.add_row(*row)
    return Group(totals, "", _parts(catalog, stats))


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _parts(catalog: Catalog, stats: Stats) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("pillar, principle")
    for name in ("practices", "serving", "levels", "stories", "points", "worth"):
        table.add_column(name, justify="right")
    for pillar in stats.pillars:
        table.add_row(Text(catalog.pillar[pillar.id].title, style="bold"), *_figures(pillar), f"{pillar.worth:.0f}")
        for principle in stats.principles:
            if catalog.principle[principle.id].pillar == pillar.id:
                table.add_row(f"  {catalog.principle[principle.id].title}", *_figures(principle), "")
    return table


def _figures(part: Part) -> list[str]:
    return [str(part.practices), str(part.serving), str(part.levels), str(part.stories), points(part.points)]

"""What changed between two plans."""

from __future__ import annotations

import dataclasses
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from planner.diff import PlanDiff


def diff_data(diff: PlanDiff) -> dict[str, Any]:
    return {
        "changes": [dataclasses.asdict(change) for change in diff.changes],
        "objective": {"before": diff.objective_before, "after": diff.objective_after},
        "summary": diff.summary(),
    }


def diff_page(diff: PlanDiff) -> RenderableType:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(max_width=50)
    table.add_column(style="dim")
    for change in diff.changes:
        way = "" if change.kind == "resized" else f"{_sprint(change.before)} → {_sprint(change.after)}"
        table.add_row(change.kind, way, change.id, change.title, change.reason)
    return Group(table, Text(diff.summary(), style="bold")) if diff.changes else Text(diff.summary(), style="bold")


def _sprint(number: int | None) -> str:
    return "–" if number is None else str(number)

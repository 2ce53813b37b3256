"""What the workspace holds: its workloads, and the log of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import RenderableType
from rich.table import Table

from planner.store.records import Listed


def list_data(found: Sequence[Listed]) -> dict[str, Any]:
    return {"workloads": [_row(one) for one in found]}


def _row(one: Listed) -> dict[str, Any]:
    workload = one.plain["workload"]
    return {
        "name": one.name,
        "workload": workload["workload"],
        "catalog": workload["catalog"],
        "version": one.version,
        "sprint": workload["calendar"].get("first", 1),
        "starts": workload["calendar"]["start"],
        "edits": len(workload["edits"]),
        "changed": one.changed,
    }


def list_page(found: Sequence[Listed]) -> RenderableType:
    if not found:
        return "The workspace is empty."
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Name", style="bold")
    table.add_column("Workload")
    table.add_column("Catalog")
    for name in ("version", "sprint", "starts", "edits", "changed"):
        table.add_column(name, justify="right")
    for row in map(_row, found):
        table.add_row(*(", ".join(cell) if isinstance(cell, list) else str(cell) for cell in row.values()))
    return table

"""What the workspace holds: its workloads, and the log of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from planner.store.records import NAMING, WALKS, Entry, Listed


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


def log_data(entries: Sequence[Entry], standing: Sequence[int]) -> dict[str, Any]:
    """Entries with what they changed; `holds` is false for what was undone, null for what is no decision."""
    return {
        "entries": [
            {
                "number": entry.number,
                "at": entry.at,
                "who": entry.who,
                "kind": entry.kind,
                "text": entry.text,
                "effect": entry.effect,
                "holds": None if _no_decision(entry) else entry.number in standing,
                "changes": [
                    {"path": list(change.path), "before": change.before, "after": change.after}
                    for change in entry.changes
                    if entry.number > 1
                ],
            }
            for entry in entries
        ]
    }


def _no_decision(entry: Entry) -> bool:
    return entry.number == 1 or entry.kind in (*WALKS, *NAMING)


def log_page(entries: Sequence[Entry], standing: Sequence[int]) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", justify="right")
    for name in ("when (UTC)", "who"):
        table.add_column(name, no_wrap=True)
    table.add_column("what")
    table.add_column("plan", style="dim")
    for entry in entries:
        undone = not _no_decision(entry) and entry.number not in standing
        text = Text(entry.text, style="strike" if undone else "")
        if undone:
            text.append(" (undone)", style="not strike")
        table.add_row(str(entry.number), entry.at[:16].replace("T", " "), entry.who, text, entry.effect)
    return table

"""What the answers to another framework say of a baseline: set, proposed, left open, and what matched nothing."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

SHOWN = 60
"""Ids that are listed in one line; JSON has them all."""


def answers_page(data: dict[str, Any], workload: str) -> RenderableType:
    """`data` is the import in figures and lists."""
    rows: list[RenderableType] = []
    taken = [entry for entry in data["levels"] if not entry["kept"]]
    zero = [entry["practice"] for entry in taken if not entry["level"] and not entry["not_applicable"]]
    if len(zero) < len(taken):
        rows.append(_table([entry for entry in taken if entry["practice"] not in zero]))
    if zero:
        rows.append(Text(f"Answered as not met, so level 0: {len(zero)}: {_ids(zero)}"))
    rows.append(Text(_figures(data, taken), style="bold"))
    rows += [f"{f['file']}:{f['line'] or 1}: {f['key']}: {f['text']} [{f['rule']}]" for f in data["findings"]]
    rows += _kept(data)
    rows += _open(data)
    rows += _unmatched(data)
    if data["written"]:
        rows.append(f"Wrote {workload}." if taken else f"{workload} says all of it already, and stays as it is.")
    elif taken:
        rows.append("Nothing was written; --write puts it into the workload.")
    return Group(*rows)


def _table(taken: list[dict[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Practice", overflow="fold", max_width=50)
    table.add_column("now", justify="right")
    table.add_column("then", justify="right")
    table.add_column("", no_wrap=True)
    table.add_column("Evidence", overflow="fold")
    for entry in taken:
        present = entry["present"]
        now = "–" if present is None else _level(present)
        how = "proposed" if entry["proposed"] else "set"
        table.add_row(entry["practice"], now, _level(entry), how, Text(entry["reason"] or _short(entry["evidence"])))
    return table


def _level(entry: dict[str, Any]) -> str:
    return "n/a" if entry["not_applicable"] else str(entry["level"])


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:159] + "…"


def _figures(data: dict[str, Any], taken: list[dict[str, Any]]) -> str:
    answers = ", ".join(f"{count} {state}" for state, count in data["answers"].items()) or "none"
    proposed = sum(entry["proposed"] for entry in taken)
    return f"Answers: {answers}. Levels set: {len(taken) - proposed}; proposed: {proposed}."


def _kept(data: dict[str, Any]) -> list[RenderableType]:
    kept = [entry for entry in data["levels"] if entry["kept"]]
    if not kept:
        return []
    lines = [Text(f"  {entry['practice']}: {entry['kept']}") for entry in kept[:SHOWN]]
    return [f"Stays as it is: {len(kept)}.", *lines, *_more(len(kept))]


def _open(data: dict[str, Any]) -> list[RenderableType]:
    hints = [entry for entry in data["open"] if entry["hint"]]
    silent = len(data["open"]) - len(hints)
    rows: list[RenderableType] = []
    if hints:
        rows.append(f"Not enough for a proposal, but worth a look: {len(hints)}.")
        rows += [Text(f"  {entry['practice']}: {_short(entry['why'])}") for entry in hints[:SHOWN]]
        rows += _more(len(hints))
    if silent:
        rows.append(f"Answered, but nothing that argues for the practice is met: {silent}.")
    return rows


def _unmatched(data: dict[str, Any]) -> list[RenderableType]:
    found = data["unmatched"]
    if not found:
        return []
    words = [entry["id"] + (f" (near: {entry['near']})" if entry["near"] else "") for entry in found]
    return [Text(f"Matched no practice of the catalog: {len(found)}: {_ids(words)}")]


def _ids(ids: list[str]) -> str:
    rest = "" if len(ids) <= SHOWN else f" … and {len(ids) - SHOWN} more"
    return ", ".join(ids[:SHOWN]) + rest


def _more(count: int) -> list[RenderableType]:
    return [f"  … and {count - SHOWN} more; --json lists them all"] if count > SHOWN else []

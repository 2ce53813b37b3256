"""Two baselines of a workload of the workspace, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.console import RenderableType
from rich.table import Table

from catalog.errors import BadInput, nearest
from planner.state import to_plain

NOW = "now"


@dataclass(frozen=True, slots=True)
class Difference:
    """A practice that stands otherwise; None where a baseline says nothing of it."""

    practice: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def compare(workload: str, a: str, b: str) -> list[Difference]:
    """What differs between two snapshots, by practice. Raises BadInput where there is no snapshot of a name."""
    from tui.commands.workspace import repository

    store = repository()
    kept = {snapshot.name: snapshot.standings for snapshot in store.snapshots(workload)}
    kept[NOW] = to_plain(store.load(workload).state)["workload"]["baseline"]
    for name in (a, b):
        if name not in kept:
            last = f"; there are {', '.join(list(kept)[-8:])}"
            raise BadInput.one(name, f"'{workload}' has no snapshot of this name{nearest(name, kept) or last}")
    before, after = kept[a], kept[b]
    return [
        Difference(id, before.get(id), after.get(id))
        for id in sorted(before.keys() | after.keys())
        if before.get(id) != after.get(id)
    ]


def diff_data(found: Sequence[Difference]) -> dict[str, Any]:
    return {"changes": [{"practice": one.practice, "before": one.before, "after": one.after} for one in found]}


def diff_page(found: Sequence[Difference]) -> RenderableType:
    if not found:
        return "The baselines are the same."
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Practice", style="bold")
    for name in ("before", "after"):
        table.add_column(name, no_wrap=True)
    table.add_column("evidence", max_width=60)
    for one in found:
        evidence = (one.after or {}).get("evidence", "")
        table.add_row(one.practice, _words(one.before), _words(one.after), evidence)
    return table


def _words(standing: Mapping[str, Any] | None) -> str:
    if standing is None:
        return "not assessed"
    if standing.get("not_applicable"):
        return "not applicable"
    if standing.get("proposed") is True:
        return f"level {standing.get('level', 0)} proposed"
    done = len(standing.get("done", ()))
    beside = " and a proposal" if standing.get("proposed") else ""
    return f"level {standing.get('level', 0)}" + (f", {done} done above" if done else "") + beside

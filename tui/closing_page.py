"""How a sprint ended, for a person."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from planner.document import points
from planner.progress import Closed
from tui.closing import Ended, closed_data, summary
from tui.style import badge, meter


def ended_data(ended: Ended) -> dict[str, Any]:
    version = {"version": ended.kept.version} if ended.kept else {}
    return closed_data(ended.closed) | version | {"plan": ended.difference.counts()}


def ended_page(ended: Ended) -> RenderableType:
    closed = ended.closed
    sprint = closed.sprint
    rows: list[RenderableType] = [
        Text(f"Sprint {sprint.number}, {sprint.start} to {sprint.end}: {summary(closed)}.", style="bold"),
        _stories(ended),
    ]
    if closed.reached:
        levels = ", ".join(f"{r.practice} {r.before} → {r.after}" for r in closed.reached)
        rows.append(f"Reached: {levels}; that earns {closed.value:.2f} per sprint from now on.")
    rows += [_pillars(ended), _velocity(closed)]
    rows += [f"The deadline was missed: {edit}." for edit in closed.missed]
    others = [edit for edit in closed.let_go if edit not in closed.missed]
    rows += [f"No longer needed: the edit to {edit}." for edit in others]
    rows.append(f"Planned again from sprint {sprint.number + 1} on: {ended.difference.counts()}.")
    return Group(*rows)


def _stories(ended: Ended) -> RenderableType:
    closed = ended.closed
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 2))
    for id in sorted({*closed.planned, *closed.done}):
        done = id in closed.done
        note = "" if done else _where(ended, id)
        if done and id not in closed.planned:
            note = "not planned in this sprint"
        table.add_row("✓" if done else "–", id, note)
    return table


def _where(ended: Ended, id: str) -> str:
    now = ended.plan.sprint_of(id)
    return "carried over, but deferred" if now is None else f"carried over to sprint {now}"


def _pillars(ended: Ended) -> RenderableType:
    catalog = ended.plan.catalog
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    table.add_column("Pillar")
    table.add_column("levels reached of those wanted")
    for name in ("before", "after", "wanted"):
        table.add_column(name, justify="right")
    for p in ended.closed.pillars:
        title = catalog.pillar[p.pillar].title
        bar = Text(meter(p.after, p.wanted))
        table.add_row(badge(catalog, p.pillar), title, bar, str(p.before), str(p.after), str(p.wanted))
    return table


def _velocity(closed: Closed) -> str:
    history = closed.workload.team.velocity
    shown = ", ".join(f"{figure:g}" for figure in history)
    if closed.velocity is None:
        return f"Velocity: nothing to learn, all that was planned was done; still {shown}."
    taken = history[-1]
    cut = "" if taken == closed.velocity else f", taken as {taken:g} since it is far from the others"
    done = f"{points(closed.done_size)} of {points(closed.sprint.capacity)} points of capacity"
    return f"Velocity: this sprint showed {closed.velocity:g} ({done}){cut}; now {shown}."

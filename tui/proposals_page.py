"""What is proposed for a baseline, on what evidence, and what stays as it is and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from catalog.counted import counted
from catalog.model import Catalog
from planner.baseline import Decision
from tui.baseline_page import level_words
from tui.style import badge


def proposals_data(catalog: Catalog, decisions: Iterable[Decision]) -> dict[str, Any]:
    """`proposals`: what waits for a person, `new` where it was not proposed before; `kept`: what stays, and why."""
    rows = [(decision.waits, _row_data(catalog, decision)) for decision in decisions]
    return {
        "proposals": [row for waits, row in rows if waits],
        "kept": [row for waits, row in rows if not waits],
    }


def _row_data(catalog: Catalog, decision: Decision) -> dict[str, Any]:
    proposal, present = decision.proposal, decision.present
    practice = catalog.practice[proposal.practice]
    return {
        "practice": practice.id,
        "title": practice.title,
        "pillar": catalog.home(practice).pillar,
        "present": present.level if present else 0,
        "assessed": present is not None,
        "proposed": proposal.level,
        "not_applicable": proposal.not_applicable,
        "evidence": proposal.evidence,
        "new": decision.new,
        "reason": decision.kept or None,
    }


def proposals_page(catalog: Catalog, decisions: Sequence[Decision]) -> RenderableType:
    """A row for each proposal that waits, then what a person ruled out though there is evidence, then counts."""
    waiting = [decision for decision in decisions if decision.waits]
    rows: list[RenderableType] = [_table(catalog, waiting)] if waiting else []
    ruled_out = [d for d in decisions if not d.waits and d.present is not None and d.present.not_applicable]
    if ruled_out:
        rows.append(Text("Set as not applicable, though there is evidence:", style="bold"))
        rows += [f"  {d.proposal.practice}: {d.kept}; {d.proposal.evidence}" for d in ruled_out]
    new = sum(decision.new for decision in waiting)
    told = f"{counted(len(waiting), 'proposal')}, {new} of them new" if waiting else "Nothing to propose"
    settled = len(decisions) - len(waiting) - len(ruled_out)
    told += f"; {counted(settled, 'practice stands', 'practices stand')} as high or higher already." if settled else "."
    return Group(*rows, Text(told, style="bold"))


def _table(catalog: Catalog, decisions: Sequence[Decision]) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    table.add_column("Practice", no_wrap=True)
    table.add_column("level", no_wrap=True)
    table.add_column("")
    table.add_column("Evidence", max_width=70, overflow="fold")
    for decision in decisions:
        proposal, present = decision.proposal, decision.present
        practice = catalog.practice[proposal.practice]
        proposed = "n/a" if proposal.not_applicable else str(proposal.level)
        table.add_row(
            badge(catalog, catalog.home(practice).pillar),
            practice.id,
            f"{level_words(present) if present else '–'} → {proposed}",
            Text("new" if decision.new else "", style="green"),
            proposal.evidence,
        )
    return table

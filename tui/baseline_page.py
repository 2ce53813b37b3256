"""Where the team stands, practice by practice, and what is proposed."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from catalog.model import Catalog, Practice
from planner.workload import Standing, Workload
from tui.style import badge


def baseline_data(catalog: Catalog, workload: Workload, pillar: str | None = None) -> dict[str, Any]:
    """Every practice, by pillar and principle; `level` is what plans count with, `proposed` what they do not."""
    return {
        "baseline": [
            {
                "practice": practice.id,
                "title": practice.title,
                "pillar": catalog.home(practice).pillar,
                "principle": practice.principles[0],
                "levels": practice.top,
                "target": workload.target_of(catalog, practice),
                "assessed": practice.id in workload.baseline,
                **standing_data(workload.standing(practice.id)),
                "proposed": standing_data(workload.proposed[practice.id]) if practice.id in workload.proposed else None,
            }
            for practice in _in_order(catalog, pillar)
        ]
    }


def standing_data(standing: Standing) -> dict[str, Any]:
    return {
        "level": standing.level,
        "not_applicable": standing.not_applicable,
        "reason": standing.reason or None,
        "evidence": standing.evidence or None,
        "assessed_on": standing.assessed,
        "by": standing.by or None,
        "done": list(standing.done),
    }


def _in_order(catalog: Catalog, pillar: str | None) -> list[Practice]:
    principles, pillars = list(catalog.principle), list(catalog.pillar)
    found = [p for p in catalog.practices if pillar in (None, catalog.home(p).pillar)]
    return sorted(found, key=lambda p: (pillars.index(catalog.home(p).pillar), principles.index(p.principles[0]), p.id))


def baseline_page(
    catalog: Catalog, workload: Workload, pillar: str | None = None, *, everything: bool = False
) -> RenderableType:
    """The practices that were assessed or have a proposal; all of them with `everything`."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    table.add_column("Practice", no_wrap=True)
    for name in ("level", "target", "proposed"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Evidence", max_width=50)
    table.add_column("Assessed", style="dim", no_wrap=True)
    practices = _in_order(catalog, pillar)
    unseen = [p for p in practices if p.id not in workload.baseline]
    for practice in practices:
        known = practice.id in workload.baseline or practice.id in workload.proposed
        if known or everything:
            table.add_row(*_row(catalog, workload, practice))
    waiting = sum(p.id in workload.proposed for p in practices)
    seen = len(practices) - len(unseen)
    rows: list[RenderableType] = [table] if table.row_count else []
    rows.append(Text(f"{seen} of {len(practices)} practices of {workload.name} are assessed.", style="bold"))
    if waiting:
        rows.append(
            f"{waiting} proposed levels wait to be looked at; plans do not count with them. "
            "Take them with 'colonnade baseline accept', drop them with 'colonnade baseline reject'."
        )
    if unseen and not everything:
        rows.append("What nobody assessed counts as level 0; --all lists it too.")
    return Group(*rows)


def _row(catalog: Catalog, workload: Workload, practice: Practice) -> list[RenderableType]:
    standing = workload.baseline.get(practice.id)
    proposed = workload.proposed.get(practice.id)
    said = [other for other in (standing, proposed) if other is not None]
    evidence = "; ".join(filter(None, (part for s in said for part in (s.reason, s.evidence))))
    who = [" ".join(filter(None, (str(standing.assessed or ""), standing.by)))] if standing else []
    return [
        badge(catalog, catalog.home(practice).pillar),
        practice.id,
        level_words(standing) if standing else "–",
        str(workload.target_of(catalog, practice)),
        Text(level_words(proposed) if proposed else "", style="bold yellow"),
        evidence,
        *(who or [""]),
    ]


def level_words(standing: Standing) -> str:
    """`2`, or `n/a` where it is not applicable."""
    return "n/a" if standing.not_applicable else str(standing.level)

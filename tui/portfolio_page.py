"""Many workloads: a row each, sums by pillar, and what could not be planned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from catalog.counted import counted
from planner.explain import points
from planner.portfolio import Outcome, Share, Summary, by_pillar


def portfolio_data(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    return {
        "workloads": [_workload(outcome.file, outcome.summary) for outcome in outcomes if outcome.summary],
        "pillars": _pillars(by_pillar(outcome.summary for outcome in outcomes if outcome.summary)),
        "failed": [
            {"file": outcome.file, "kind": outcome.kind, "problems": list(outcome.problems)}
            for outcome in outcomes
            if outcome.summary is None
        ],
    }


def _workload(file: str, summary: Summary) -> dict[str, Any]:
    return {
        "file": file,
        "workload": summary.workload,
        "objective": round(summary.objective, 6),
        "bound": round(summary.bound, 6),
        "ratio": summary.ratio,
        "status": summary.status,
        **_share(summary.share),
        "pillars": _pillars(summary.pillars),
    }


def _pillars(shares: Sequence[tuple[str, str, Share]]) -> list[dict[str, Any]]:
    return [{"id": id, "title": title, **_share(share)} for id, title, share in shares]


def _share(share: Share) -> dict[str, Any]:
    return {
        "levels": share.levels,
        "all_levels": share.all_levels,
        "points": share.size / 10,
        "all_points": share.all_size / 10,
        "value": round(share.value, 6),
        "all_value": round(share.all_value, 6),
        "deferred": share.deferred,
    }


def portfolio_page(outcomes: Sequence[Outcome]) -> RenderableType:
    summaries = [outcome.summary for outcome in outcomes if outcome.summary]
    workloads = _table("Workload", "proven")
    for summary in summaries:
        workloads.add_row(summary.workload, *_figures(summary.share), f"{100 * summary.ratio:.1f} %")
    pillars = _table("Pillar")
    for _, title, share in by_pillar(summaries):
        pillars.add_row(title, *_figures(share))
    total = sum((summary.share for summary in summaries), Share())
    pillars.add_section()
    pillars.add_row(counted(len(summaries), "workload"), *_figures(total), style="bold")
    return Group(workloads, pillars) if summaries else Text("No workload was planned.")


def _table(first: str, *more: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(first)
    for name in ("levels reached", "points", "value per sprint", "stories deferred", *more):
        table.add_column(name, justify="right")
    return table


def _figures(share: Share) -> list[str]:
    return [
        f"{share.levels:,} of {share.all_levels:,}",
        f"{points(share.size)} of {points(share.all_size)}",
        f"{share.value:,.1f} of {share.all_value:,.1f}",
        f"{share.deferred:,}",
    ]


def failure_lines(outcomes: Sequence[Outcome]) -> list[str]:
    """What went wrong, workload by workload: its file, and the sentences."""
    lines = []
    for outcome in outcomes:
        if outcome.kind == "no-plan":
            lines.append(f"{outcome.file}: no plan satisfies the constraints:")
            lines += [f"  {problem}" for problem in outcome.problems]
        else:
            lines += [p if p.startswith(outcome.file) else f"{outcome.file}: {p}" for p in outcome.problems]
    return lines

"""Pillars by sprints: how many of the levels wanted are reached, now and at the end of each sprint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from planner.plan import Plan
from tui.style import badge

SHADES = " ░▒▓█"


def heat(plan: Plan) -> Mapping[str, tuple[int, tuple[int, ...]]]:
    """For each pillar the levels wanted, and those reached: today, then at the end of each sprint."""
    reached: dict[str, list[int]] = {pillar.id: [0] * (len(plan.sprints) + 1) for pillar in plan.catalog.pillars}
    wanted = dict.fromkeys(reached, 0)
    for practice in plan.catalog.practices:
        standing = plan.workload.standing(practice.id)
        if not standing.not_applicable:
            pillar = plan.catalog.home(practice).pillar
            target = min(plan.workload.target_of(plan.catalog, practice), practice.top)
            wanted[pillar] += target
            for at in range(len(plan.sprints) + 1):
                reached[pillar][at] += min(standing.level, target)
    first = plan.sprints[0].number
    for milestone in plan.backlog.milestone.values():
        sprint, epic = plan.reached(milestone.id), plan.epic[milestone.practice]
        if sprint is not None and milestone.level <= epic.gap.target:
            for at in range(sprint - first + 1, len(plan.sprints) + 1):
                reached[epic.pillar][at] += 1
    return {pillar: (wanted[pillar], tuple(counts)) for pillar, counts in reached.items()}


def heat_data(plan: Plan) -> dict[str, Any]:
    return {
        "sprints": [sprint.number for sprint in plan.sprints],
        "pillars": [
            {"pillar": pillar, "wanted": wanted, "now": counts[0], "after": list(counts[1:])}
            for pillar, (wanted, counts) in heat(plan).items()
        ],
    }


def heat_page(plan: Plan) -> RenderableType:
    """A row for each pillar; per cent in digits, and a shade that says the same."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("")
    table.add_column("Pillar", no_wrap=True)
    table.add_column("wanted", justify="right")
    table.add_column("now", justify="right", no_wrap=True)
    for sprint in plan.sprints:
        table.add_column(str(sprint.number), justify="right", no_wrap=True)
    for pillar, (wanted, counts) in heat(plan).items():
        cells = [_cell(count, wanted) for count in counts]
        table.add_row(badge(plan.catalog, pillar), plan.catalog.pillar[pillar].title, str(wanted), *cells)
    return Group(table, Text("Levels reached of those wanted, in per cent: now, and at the end of each sprint.", "dim"))


def _cell(count: int, wanted: int) -> Text:
    if not wanted:
        return Text("–", "dim")
    share = min(100, 100 * count // wanted)
    return Text(f"{SHADES[min(4, share * 5 // 100)]}{share}")

"""The answer to why a story is where it is."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from planner.critical import critical_path, work_of
from planner.explain import in_points
from planner.plan import Plan
from planner.why import Why
from tui.style import badge


def why_data(why: Why) -> dict[str, Any]:
    return {
        "id": why.story.id,
        "title": why.story.title,
        "points": why.story.size / 10,
        "sprint": why.sprint,
        "value": round(why.value, 6),
        "reached": why.reached,
        "parts": why.parts,
        "waits_for": [{"id": id, "text": text} for id, text in why.waits_for],
        "unlocks": [{"id": id, "text": text} for id, text in why.unlocks],
        "reason": why.reason,
        "changes": list(why.changes),
    }


def why_page(plan: Plan, why: Why) -> RenderableType:
    story = why.story
    mark = badge(plan.catalog, plan.epic[story.practice].pillar)
    where = "deferred" if why.sprint is None else f"sprint {why.sprint}"
    skill = f", {story.skill}" if story.skill else ""
    rows: list[RenderableType] = [
        Text.assemble(mark, " ", (story.title, "bold"), f"  {story.id}"),
        f"{in_points(story.size)}{skill}; {where}",
        "",
        Text(why.reason),
        "",
        Text.assemble(("Value  ", "bold"), f"{why.value:.2f} per sprint: {why.parts}"),
    ]
    for name, entries in (("Waits for", why.waits_for), ("Unlocks", why.unlocks)):
        rows += ["", Text(name, style="bold")]
        rows.append(Padding(_entries(entries), (0, 0, 0, 2)))
    path = path_lines(plan, story.milestone)
    if len(path) > 1:
        rows += ["", Text("Critical path", style="bold"), *(Padding(Text(line), (0, 0, 0, 2)) for line in path)]
    if why.changes:
        rows += ["", Text("What would change it", style="bold")]
        rows += [Padding(Text(change), (0, 0, 0, 2)) for change in why.changes]
    return Group(*rows)


def path_lines(plan: Plan, milestone: str) -> list[str]:
    """The critical path to a level, a line for each level on it."""
    lines = []
    for id in critical_path(plan, milestone):
        reached = plan.reached(id)
        when = "not reached in this plan" if reached is None else f"reached in sprint {reached}"
        lines.append(f"{id}  {in_points(work_of(plan, id))}, {when}")
    return lines


def _entries(entries: tuple[tuple[str, str], ...]) -> RenderableType:
    if not entries:
        return Text("nothing in this backlog", style="dim")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(style="dim")
    for id, text in entries:
        table.add_row(id, text)
    return table

"""What was pulled from a tracker, and what it does to the baseline."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from integrations.pull import Pulled
from planner.finished import Step


def pull_data(found: Pulled, steps: Sequence[Step], *, written: bool) -> dict[str, Any]:
    return {
        "baseline": [
            {
                "practice": step.practice,
                "before": step.before.level,
                "after": step.after.level,
                "done": list(step.after.done),
                "evidence": list(step.evidence),
            }
            for step in steps
        ],
        "stories": [
            {"id": id, "key": key, "status": status, "assignee": assignee, "done": id in found.done}
            for id, (key, status, assignee) in found.statuses.items()
        ],
        "edited": [dataclasses.asdict(edited) for edited in found.edited],
        "reopened": found.reopened,
        "missing": found.missing,
        "finished": found.finished,
        "written": written,
    }


def pull_page(found: Pulled, steps: Sequence[Step]) -> RenderableType:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for step in steps:
        before, after = step.before.level, step.after.level
        level = (
            f"level {before} → {after}" if before != after else f"level {before}, {len(step.after.done)} stories done"
        )
        table.add_row(step.practice, level, ", ".join(step.evidence))
    lines = [Text(f"Changed in Jira: {e.id} ({e.key}): {e.field}: {e.last} → {e.theirs}") for e in found.edited]
    lines += [
        Text(f"Done in the baseline and open in Jira: {id} ({key})", style="yellow")
        for id, key in found.reopened.items()
    ]
    lines += [Text(f"Cannot be seen any more: {id} ({key})", style="yellow") for id, key in found.missing.items()]
    lines += [Text(f"Finished in {name}: {points:g} points") for name, points in found.finished.items()]
    said = f"{len(found.done)} of {len(found.statuses)} stories are done; {len(steps)} practices move on."
    return Group(*([table] if steps else []), *lines, Text(said, style="bold"))

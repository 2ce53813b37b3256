"""Pages over the board: what plain commands print too, made from the session's present plan."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from planner.diff import PlanDiff, diff
from planner.plan import Plan
from tui.session.deciding import effect
from tui.session.state import Session

RUNS = 2_000
"""Runs of a forecast: enough to read by, in a second or two."""


def why_at_once(session: Session, story: str) -> RenderableType:
    """What a plan knows by itself; what would change it takes longer."""
    from planner.explain import story_text

    own = session.plan.backlog.story[story]
    return Group(
        Text(own.title, "bold"), "", story_text(session.plan, own), "", Text("Trying what would change it ...", "dim")
    )


def why(session: Session, story: str) -> RenderableType:
    from planner.why import why as answer
    from tui.why_page import why_page

    return why_page(session.plan, answer(session.plan, story))


def tree(session: Session, story: str) -> RenderableType:
    """The critical path to the story's level, then what its practice waits for and what waits for it."""
    from catalog.graph import CatalogGraph
    from tui.practice_page import around
    from tui.why_page import path_lines

    plan = session.plan
    own = plan.backlog.story[story]
    practice = plan.catalog.practice[own.practice]
    rows: list[RenderableType] = [
        Text("Critical path", "bold"),
        *(Padding(Text(line), (0, 0, 0, 2)) for line in path_lines(plan, own.milestone)),
    ]
    return Group(*rows, *around(plan.catalog, CatalogGraph(plan.catalog), practice))


def heat(session: Session) -> RenderableType:
    from tui.heat_page import heat_page

    return heat_page(session.plan)


def forecast(session: Session) -> RenderableType:
    from planner.forecasting.forecast import make_forecast
    from tui.forecast_page import forecast_page

    return forecast_page(session.plan.catalog, make_forecast(session.plan, RUNS))


def changes(session: Session) -> RenderableType:
    """What was decided since the session began, and what became of the plan."""
    from tui.diff_page import diff_page

    rows: list[RenderableType] = [Text(f"{n}. {step.text}") for n, step in enumerate(session.steps[1:], 1)]
    first = session.steps[0].plan
    if first is None or not rows:
        return Text("Nothing was decided in this session.")
    return Group(*rows, "", diff_page(_difference(first, session.plan)))


def what_if(session: Session) -> RenderableType:
    """The what-if beside what it was forked from."""
    from tui.diff_page import diff_page
    from tui.heat_page import heat

    assert session.origin is not None
    before, after = session.origin.plan, session.plan
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for name in ("", "before", "what if"):
        table.add_column(name, justify="left" if not name else "right")
    table.add_row("earns", f"{before.objective:.1f}", f"{after.objective:.1f}")
    table.add_row("at most possible", f"{before.bound:.1f}", f"{after.bound:.1f}")
    table.add_row("stories placed", *(str(sum(map(len, plan.by_sprint.values()))) for plan in (before, after)))
    old, new = heat(before), heat(after)
    for pillar in after.catalog.pillars:
        cells = [f"{found[pillar.id][1][-1]} of {found[pillar.id][0]}" for found in (old, new)]
        table.add_row(f"{pillar.title}, levels at the end", *cells)
    said = [Text(f"{n}. {step.text}") for n, step in enumerate(session.steps[len(session.origin.steps) :], 1)]
    head = Text(effect(before, after), "bold")
    return Group(head, "", table, "", *said, "", diff_page(_difference(before, after)))


def _difference(before: Plan, after: Plan) -> PlanDiff:
    from tui.deciding import document

    return diff(document(before), document(after))

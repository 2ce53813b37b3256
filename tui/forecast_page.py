"""When: dates by probability for the whole, pillars, epics and deadlines, with a bar of what is likely when."""

from __future__ import annotations

import datetime
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from catalog.model import Catalog
from planner.forecasting.assumptions import assumptions
from planner.forecasting.forecast import Forecast, Outlook
from tui.style import badge

PERCENTS = (50, 85, 95)
SHADES = "·░▒▓█"
"""From less than 5 % to 95 % and more."""
BAR = 32
"""Columns of a bar at most; a column stands for as many sprints as it must."""


def forecast_data(forecast: Forecast, by: datetime.date | None = None) -> dict[str, Any]:
    plan, target = forecast.of_kind("plan")[0], forecast.of_kind("target")[0]
    return {
        "workload": forecast.plan.workload.name,
        "runs": forecast.runs,
        "seed": forecast.seed,
        "by": None if by is None else by.isoformat(),
        "assumptions": list(assumptions(forecast)),
        "plan": _data(forecast, plan, by),
        "target": _data(forecast, target, by),
        "pillars": [_data(forecast, outlook, by) for outlook in forecast.of_kind("pillar")],
        "epics": [_epic(forecast, outlook, by) for outlook in forecast.of_kind("epic")],
        "deadlines": [_data(forecast, outlook, by) for outlook in forecast.of_kind("deadline")],
    }


def _epic(forecast: Forecast, outlook: Outlook, by: datetime.date | None) -> dict[str, Any]:
    """An epic, and beside it the part of it that the plan reaches where it does not finish it."""
    found = _data(forecast, outlook, by)
    parts = [_data(forecast, o, by) for o in forecast.of_kind("part") if o.goal.id == outlook.goal.id]
    return {**found, "planned_part": parts[0] if parts else None}


def _data(forecast: Forecast, outlook: Outlook, by: datetime.date | None) -> dict[str, Any]:
    goal = outlook.goal
    found: dict[str, Any] = {"id": goal.id, "title": goal.title, "levels_left_out": goal.left_out}
    known = bool(goal.steps) or not goal.left_out  # of what is left out altogether nothing can be said
    found["planned"] = _when(forecast, goal.planned) if known and goal.planned is not None else None
    for percent in PERCENTS:
        found[f"p{percent}"] = _when(forecast, outlook.quantile(percent)) if known else None
    if goal.due is not None:
        found["due"] = {**_when(forecast, goal.due), "probability": outlook.chance(goal.due)}
    if by is not None:
        found["probability"] = outlook.chance(forecast.sprints_by(by)) if known else None
    return found


def _when(forecast: Forecast, sprint: int | None) -> dict[str, Any]:
    """A sprint with its last day; where the calendar that was simulated ends before, the day after which it is."""
    if sprint is None:
        return {"sprint": None, "end": None, "after": forecast.sprints[-1].end.isoformat()}
    return {"sprint": forecast.number(sprint), "end": forecast.end(sprint).isoformat() if sprint else None}


def forecast_page(
    catalog: Catalog, forecast: Forecast, by: datetime.date | None = None, *, all_: bool = False
) -> RenderableType:
    """The page; of the epics only what the plan reaches, unless `all_` are wanted."""
    plan = forecast.plan
    shown = [o for o in forecast.outlooks if o.goal.kind not in ("pillar", "deadline") and (all_ or _in_plan(o))]
    end = max([len(plan.sprints), *(_last(forecast, o) for o in shown if all_ or o.goal.kind != "target")])
    head = Text.assemble((plan.workload.name, "bold"), f"  {forecast.runs:,} runs, seed {forecast.seed}")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("", width=1)
    table.add_column("", ratio=1, no_wrap=True, overflow="ellipsis")
    for name in ("planned", *(f"P{percent}" for percent in PERCENTS)):
        table.add_column(name, justify="right", min_width=11)
    if by is not None:
        table.add_column(f"by {_day(by)}", justify="right", width=6)
    table.add_column(
        f"sprints {forecast.number(1)}–{forecast.number(end)}",
        no_wrap=True,
        min_width=max(13, -(-end // -(-end // BAR))),
    )
    heads = {"plan": "", "target": "", "pillar": "Pillars, up to their targets", "epic": "Epics"}
    for kind, title in heads.items():
        if title:
            table.add_row("", Text(title, style="bold"))
        for outlook in forecast.outlooks:
            own = outlook.goal.kind.replace("part", "epic") == kind
            if own and (kind == "pillar" or outlook in shown):
                _row(table, catalog, forecast, outlook, by, end)
    rows: list[RenderableType] = [head, table]
    hidden = sum(outlook not in shown for outlook in forecast.of_kind("epic"))
    if hidden:
        rows.append(f"{hidden} epics are not finished in this plan; --all shows when they would be.")
    rows += [_deadline(forecast, outlook) for outlook in forecast.of_kind("deadline")]
    rows += ["", Text(f"The fuller a column, the likelier it is done by then: {_legend()}", style="dim")]
    rows += [Text("Assumed", style="bold"), *(f"- {sentence}" for sentence in assumptions(forecast))]
    return Group(*rows)


def _legend() -> str:
    return (
        f"{SHADES[0]} below 5 %, {SHADES[1]} from 5, {SHADES[2]} from 50, {SHADES[3]} from 85, {SHADES[4]} from 95 %."
    )


def _in_plan(outlook: Outlook) -> bool:
    goal = outlook.goal
    return goal.kind in ("plan", "target", "part") or (goal.planned is not None and bool(goal.steps))


def _last(forecast: Forecast, outlook: Outlook) -> int:
    """The last sprint that a bar should reach for an outlook: its P95."""
    last = outlook.quantile(95)
    return len(forecast.sprints) if last is None else last


def _row(
    table: Table, catalog: Catalog, forecast: Forecast, outlook: Outlook, by: datetime.date | None, end: int
) -> None:
    goal = outlook.goal
    pillar = goal.id if goal.kind == "pillar" else None
    if goal.kind in ("epic", "part"):
        pillar = forecast.plan.epic[goal.id].pillar
    mark = Text("") if pillar is None else badge(catalog, pillar)
    title = Text(goal.title, style="bold" if goal.kind in ("plan", "target") else "")
    if not goal.steps:
        said = "left out" if goal.left_out else "nothing to do"
        table.add_row(mark, title, *[Text(said if n == 0 else "", style="dim") for n in range(4)])
        return
    planned = "deferred" if goal.planned is None else _day(forecast.end(goal.planned))
    dates = [_date(forecast, outlook.quantile(percent)) for percent in PERCENTS]
    chance = [] if by is None else [percent_text(outlook.chance(forecast.sprints_by(by)))]
    table.add_row(mark, title, planned, *dates, *chance, Text(_bar(outlook, end), style="green"))


def percent_text(chance: float) -> str:
    """A probability as whole per cents, with nothing called certain or impossible that is not so in all runs."""
    if 0 < chance < 0.01:
        return "< 1 %"
    if 0.99 < chance < 1:
        return "> 99 %"
    return f"{chance:.0%}".replace("%", " %")


def _deadline(forecast: Forecast, outlook: Outlook) -> RenderableType:
    goal = outlook.goal
    assert goal.due is not None
    chance = percent_text(outlook.chance(goal.due))
    due = f"sprint {forecast.number(goal.due)} ({_day(forecast.end(goal.due))})"
    return f"Deadline of {goal.id}, {due}: met in {chance} of the runs."


def _day(date: datetime.date) -> str:
    return f"{date:%-d %b %Y}"


def _date(forecast: Forecast, sprint: int | None) -> str:
    if sprint is None:
        return f"after {_day(forecast.sprints[-1].end)}"
    return _day(forecast.end(sprint))


def _bar(outlook: Outlook, end: int) -> str:
    """How likely it is done by the end of each sprint, or of each group of sprints."""
    width = -(-end // BAR)
    shades = []
    for sprint in range(width, end + width, width):
        chance = outlook.chance(min(sprint, end))
        shades.append(SHADES[sum(chance >= limit for limit in (0.05, 0.5, 0.85, 0.95))])
    return "".join(shades)

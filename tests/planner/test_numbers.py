"""What sprints are called changes nothing but their names: what is said of a plan moves with the first one's number.

Each case is planned with the calendar's first sprint as 1 and as 5, the edits and the earlier plan moved along.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from integrations.plan_formats import render
from planner.diff import Change, diff
from planner.document import to_document
from planner.document_schema import PlanDocument
from planner.errors import NoPlan
from planner.forecasting.assumptions import assumptions
from planner.forecasting.forecast import make_forecast
from planner.plan import Plan, make_plan
from planner.translate import Frozen
from planner.why import why
from tests.builders import level, practice, story
from tests.planner.small import calendar, catalog_of, workload_of
from tui.board import board
from tui.console import as_text
from tui.forecast_page import forecast_data, forecast_page
from tui.why_page import why_page

OVER = 4
NUMBERS = re.compile(r"\b([Ss]prints?:? )(\d+)")

PRACTICES = [
    practice("a", level(story(6), story(4)), level(story(8)), severity="high"),
    practice("b", level(story(9), requires=("a/1",)), skill="ml"),
    practice("c", level(story(5)), level(story(3)), severity="low"),
    practice("d", level(story(5)), severity="low"),
    practice("e", level(story(25)), severity="low"),
    practice("f", level(story(2))),
]
CATALOG = catalog_of(*PRACTICES)


def made(over: int, sprints: int = 4, edits: Callable[[int], list[dict[str, Any]]] | None = None) -> Plan:
    """The case with `over` sprints before the first, from an earlier plan that holds some of it back."""
    decided = [
        {"pin": "d/1/1", "sprint": 2 + over},
        {"not_before": "f", "sprint": 2 + over},
        {"deadline": "c/1", "sprint": 3 + over},
        {"capacity": 12, "sprint": 3 + over},
        {"exclude": "c/2", "reason": "later"},
    ]
    workload = workload_of(
        edits=edits(over) if edits else decided,
        calendar=calendar(sprints, first=1 + over),
        target={"default": 2},
        policy={"stability": 0.5, "epics_in_progress": 2},
        team={"velocity": [8, 10, 12, 9, 11], "skills": {"ml": 9}},
    )
    return make_plan(CATALOG, workload, frozen=Frozen({"a/1/1": 1 + over, "a/1/2": 2 + over}))


def moved(text: str, over: int = OVER) -> str:
    return NUMBERS.sub(lambda found: f"{found[1]}{int(found[2]) + over}", text)


def test_placements_and_reasons() -> None:
    """Placements move along; holds and deferrals are the same."""
    one, five = made(0), made(OVER)
    assert {id: at and at + OVER for id, at in one.solution.placement.items()} == five.solution.placement
    assert (one.reasons, one.deferrals, one.objective, one.bound) == (
        five.reasons,
        five.deferrals,
        five.objective,
        five.bound,
    )


@pytest.mark.parametrize("id", sorted(made(0).backlog.story))
def test_why(id: str) -> None:
    """Every sentence of why names the sprints by their numbers, and weighs the same."""
    one, five = made(0), made(OVER)
    assert moved(as_text(why_page(one, why(one, id)))) == as_text(why_page(five, why(five, id)))


def test_documents() -> None:
    """The document has the sprints' own numbers, and its texts too."""
    one, five = to_document(made(0)), to_document(made(OVER))
    assert [n + OVER for n in range(1, 5)] == [sprint["number"] for sprint in five["sprints"]]
    texts = [[story["why"]["text"] for epic in of["epics"] for story in epic["stories"]] for of in (one, five)]
    texts[0] += [left["text"] for left in one["deferred"]]
    texts[1] += [left["text"] for left in five["deferred"]]
    assert [moved(text) for text in texts[0]] == texts[1]


def test_markdown_and_board() -> None:
    """So have Markdown and the board, which differ in nothing else."""
    one, five = made(0), made(OVER)
    digest = re.compile(r"sha256:\w+")
    assert digest.sub("", moved(str(render(to_document(one), "markdown")))) == digest.sub(
        "", str(render(to_document(five), "markdown"))
    )
    assert moved(as_text(board(one))) == as_text(board(five))


def test_differences() -> None:
    """What moved is told with the sprints' own numbers."""

    def compared(over: int) -> list[Change]:
        before, after = (PlanDocument.model_validate(to_document(made(over, sprints))) for sprints in (3, 4))
        return list(diff(before, after).changes)

    def later(sprint: object) -> object:
        return sprint + OVER if isinstance(sprint, int) else sprint

    assert [
        replace(change, before=later(change.before), after=later(change.after), reason=moved(change.reason))
        for change in compared(0)
    ] == compared(OVER)


def test_clashes() -> None:
    """What cannot be met is told with the sprints' own numbers."""

    def clash(over: int) -> list[str]:
        with pytest.raises(NoPlan) as refused:
            made(over, edits=lambda over: [{"deadline": "b", "sprint": 1 + over}, {"pin": "a/1/1", "sprint": 2 + over}])
        return list(refused.value.clash)

    assert [moved(text) for text in clash(0)] == clash(OVER)


def test_a_forecast() -> None:
    """The dates and probabilities of a forecast are the same, and its sprints have their own numbers."""
    one, five = make_forecast(made(0), 300), make_forecast(made(OVER), 300)
    assert one.outlooks == five.outlooks
    assert [moved(text) for text in assumptions(one)] == list(assumptions(five))
    was, now = forecast_data(one)["plan"], forecast_data(five)["plan"]
    assert (was["p85"]["sprint"] + OVER, was["p85"]["end"]) == (now["p85"]["sprint"], now["p85"]["end"])
    before, after = (as_text(forecast_page(CATALOG, forecast)) for forecast in (one, five))
    assert moved(re.sub(r"sprints 1–(\d+)", lambda n: f"sprints 1–{int(n[1]) + OVER}", before)).split() == after.split()

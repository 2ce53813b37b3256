"""Problem documents as problems, and solutions as documents."""

from __future__ import annotations

import json
from typing import Any

import pytest

from planner.errors import NoPlan
from planner.optimiser.problem import Item, Need, Problem, Solution
from planner.problem_document import MAX_HINTS, faults, to_posed
from planner.problem_schema import ProblemDocument
from planner.solving import Solved, solution_text, solve_document


def document(*items: dict[str, Any], **more: Any) -> ProblemDocument:
    data = {"schema": "colonnade/problem@1", "horizon": 2, "capacity": {"points": [3.0, 4.0]}, "items": list(items)}
    return ProblemDocument.model_validate({**data, **more})


def item(id: str, *requires: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "requires": [{"id": other} for other in requires], **more}


def test_everything_arrives() -> None:
    """All keys of a problem arrive, figures of each resource as whole numbers."""
    more = {
        "effort": {"points": 0.25, "ml": 2.0},
        "value": -1.5,
        "pin": 2,
        "not_before": 2,
        "deadline": 2,
        "group": "g",
    }
    requires = [{"id": "a", "lag": 1}]
    posed = to_posed(
        document(
            item("a"),
            {**item("b", **more), "requires": requires},
            capacity={"points": [3.0, 4.5], "ml": [2.0, 10.0]},
            discount=0.9,
            open_groups=3,
            previous={"a": 1},
            move_price=0.5,
        )
    )
    b = Item("b", -1.5, {"points": 25, "ml": 2}, (Need("a", 1),), pin=2, not_before=2, deadline=2, group="g")

    assert Problem(2, 0.9, {"points": (300, 450), "ml": (2, 10)}, (Item("a"), b), 3) == posed.tight
    assert (None, {"a": 1}, 0.5) == (posed.loose, posed.previous, posed.move_price)


def test_figures_as_they_are_written() -> None:
    """0.1 is one tenth: ten of them fill a capacity of 1 exactly."""
    posed = to_posed(document(item("a", effort={"points": 0.1}), capacity={"points": [1.0, 1e3]}))

    assert ({"points": 1}, {"points": (10, 10_000)}) == (posed.tight.items[0].effort, posed.tight.capacity)


def test_of_two_lags_the_longer_holds() -> None:
    """An item that requires another twice waits for the longer lag."""
    twice = {"id": "b", "requires": [{"id": "a", "lag": 1}, {"id": "a"}]}

    assert (Need("a", 1),) == to_posed(document(item("a"), twice)).tight.items[1].needs


def test_figures_too_long_to_be_summed() -> None:
    """Figures with more digits than can be summed exactly pose a tight problem, and a loose one around it."""
    posed = to_posed(
        document(
            item("a", effort={"points": 1e12}), item("b", effort={"points": 1e-12}), capacity={"points": [1e12, 0.5]}
        )
    )
    assert posed.loose is not None
    tight, loose = posed.tight, posed.loose

    assert [1, None] == [tight.items[1].effort["points"], loose.items[1].effort.get("points")]
    assert tight.items[0].effort == loose.items[0].effort
    assert all(a <= b for a, b in zip(tight.capacity["points"], loose.capacity["points"], strict=True))


def test_bound_of_figures_too_long() -> None:
    """Where figures cannot be kept exactly the bound still covers what is feasible in the problem as stated."""
    small = [item(f"s{n}", value=1.0, effort={"points": 1e-12}) for n in range(3)]
    solved = solve_document(document(item("a", effort={"points": 1e12}), *small, capacity={"points": [3e-12, 0.0]}))

    assert solved.bound >= 3.0


@pytest.mark.parametrize(
    ("items", "more", "path", "text"),
    [
        (
            [item("a")],
            {"capacity": {"points": [1.0]}},
            ("capacity", "points"),
            "2 figures were expected, one a sprint, not 1",
        ),
        ([item("a"), item("a")], {}, ("items", 1, "id"), "the id 'a' is that of items[0] already"),
        (
            [item("a", effort={"poins": 1.0})],
            {},
            ("items", 0, "effort", "poins"),
            "the resource 'poins' has no capacity; the nearest known name is 'points'",
        ),
        (
            [item("tests"), item("b", "test")],
            {},
            ("items", 1, "requires", 0, "id"),
            "there is no item 'test'; the nearest known name is 'tests'",
        ),
        ([item("a")], {"previous": {"z": 1}}, ("previous", "z"), "there is no item 'z'"),
        (
            [item("c", "b"), item("x", "c"), item("b", "a"), item("a", "c")],
            {},
            ("items", 3, "requires"),
            "the items require each other in a circle: a → c → b → a",
        ),
        ([item("a", "a")], {}, ("items", 0, "requires"), "the items require each other in a circle: a → a"),
    ],
    ids=["length", "id twice", "resource", "requirement", "previous", "circle", "itself"],
)
def test_faults(items: list[dict[str, Any]], more: dict[str, Any], path: tuple[Any, ...], text: str) -> None:
    """What is wrong between the parts is told with the place where it stands."""
    assert [(path, text)] == list(faults(document(*items, **more)))


def test_long_circle_is_shortened() -> None:
    """Of a circle of many items the first eleven and the last are named."""
    ids = [f"i{n:02d}" for n in range(30)]
    [(_, text)] = faults(document(*(item(a, b) for a, b in zip(ids, ids[1:] + ids[:1], strict=True))))

    assert text.endswith(": " + " → ".join([*ids[:11], "…", "i00"]))


def test_hints_end() -> None:
    """Names that lead nowhere are all told; after the first few without the nearest known name."""
    texts = [
        text for _, text in faults(document(item("known"), *(item(f"x{n}", "knowm") for n in range(MAX_HINTS + 2))))
    ]

    assert [True] * MAX_HINTS + [False] * 2 == ["nearest" in text for text in texts]


def test_solution_text() -> None:
    """A solution is written with six decimals, its bound rounded up, its placement sorted by id."""
    solution = Solution({"b": None, "a": 2}, 1.23456749, 2.0000001, "feasible")
    text = solution_text(Solved(solution, 2.0000001, "feasible"))

    assert {
        "schema": "colonnade/solution@1",
        "objective": 1.234567,
        "bound": 2.000001,
        "status": "feasible",
        "placement": {"a": 2, "b": None},
    } == json.loads(text)
    assert text.index('"a"') < text.index('"b"')


def test_nothing_earned_is_not_minus_nothing() -> None:
    """An objective of nothing is written without a sign."""
    assert '"objective": 0.000000' in solution_text(Solved(Solution({}, -0.0, 0.0, "optimal"), -0.0, "optimal"))


def test_obligatory_item_that_fits_nowhere() -> None:
    """An item that must be done and is larger than any sprint is a clash."""
    with pytest.raises(NoPlan):
        solve_document(document(item("a", effort={"points": 5.0}, deadline=2)))

"""What changed from one plan to another."""

from __future__ import annotations

from typing import Any

import pytest

from planner.diff import KINDS, Change, PlanDiff, diff
from planner.document_schema import PlanDocument
from tests.builders import level, practice, story
from tests.planner.small import document_of


def document(*practices: dict[str, Any], **workload: Any) -> PlanDocument:
    return PlanDocument.model_validate(document_of(*practices, **workload))


def changes(old: PlanDocument, new: PlanDocument) -> list[tuple[str, str, int | None, int | None]]:
    return [(c.kind, c.id, c.before, c.after) for c in diff(old, new).changes]


ONE = practice("a")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([], [{"pin": "a", "sprint": 2}], [("moved", "a/1/1", 1, 2)]),
        ([{"exclude": "a"}], [], [("placed", "a/1/1", None, 1)]),
        ([], [{"exclude": "a"}], [("deferred", "a/1/1", 1, None)]),
        ([], [{"resize": "a/1/1", "points": 3}], [("resized", "a/1/1", 1, 1)]),
        ([], [], []),
    ],
)
def test_kinds_that_edits_make(old: list[Any], new: list[Any], expected: list[Any]) -> None:
    """A story moved, placed, deferred, resized, or left as it was."""
    assert changes(document(ONE, edits=old), document(ONE, edits=new)) == expected


def test_a_new_story_is_added() -> None:
    """A story that the older plan does not have."""
    assert changes(document(ONE), document(ONE, practice("b"))) == [("added", "b/1/1", None, 1)]


def test_a_story_that_is_gone_is_dropped() -> None:
    """A story that the newer plan does not have."""
    assert changes(document(ONE, practice("b")), document(ONE)) == [("dropped", "b/1/1", 1, None)]


def test_a_story_may_move_and_change_its_size() -> None:
    """Both are said."""
    new = document(ONE, edits=[{"pin": "a", "sprint": 2}, {"resize": "a/1/1", "points": 3}])
    assert changes(document(ONE), new) == [("moved", "a/1/1", 1, 2), ("resized", "a/1/1", 1, 2)]


def test_changes_are_in_the_order_of_kinds_and_ids() -> None:
    """Moves first, resizes last, and ids sorted within a kind."""
    old = document(practice("d"), practice("c"), practice("b"), practice("z"))
    edits = [{"pin": "d", "sprint": 2}, {"pin": "c", "sprint": 2}, {"exclude": "b"}, {"resize": "c/1/1", "points": 1}]
    new = document(practice("d"), practice("c"), practice("b"), practice("a"), edits=edits)
    assert [(kind, id) for kind, id, *_ in changes(old, new)] == [
        ("moved", "c/1/1"),
        ("moved", "d/1/1"),
        ("deferred", "b/1/1"),
        ("added", "a/1/1"),
        ("dropped", "z/1/1"),
        ("resized", "c/1/1"),
    ]


def test_the_newer_plan_gives_the_reason() -> None:
    """A move is explained by the text of the plan that moved it."""
    new = document(ONE, edits=[{"pin": "a", "sprint": 2}])
    (change,) = diff(document(ONE), new).changes
    assert change.reason == new.epics[0].stories[0].why.text


def test_a_dropped_story_is_explained() -> None:
    """The newer plan cannot speak of what it does not have."""
    (change,) = diff(document(ONE, practice("b")), document(ONE)).changes
    assert change.reason == "It is done, no longer wanted, or no longer in the catalog."


def test_a_resize_says_both_sizes() -> None:
    """What the story has, and had."""
    old = document(practice("a", level(story(2.5))))
    (change,) = diff(old, document(practice("a", level(story(3))))).changes
    assert change.reason == "It has 3 points, and had 2.5."


def made(before: float, after: float, *kinds: str) -> str:
    found = tuple(Change(kind, "a/1/1", "Do it", 1, 2, "") for kind in kinds)
    return PlanDiff(found, before, after).summary()


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        (made(10, 10), "no story changed; the plan earns the same"),
        (made(10, 10, "moved", "dropped", "moved"), "2 moved, 1 dropped; the plan earns the same"),
        (made(100, 101.2, "moved"), "1 moved; the plan earns 1.2 % more"),
        (made(100, 97, "deferred"), "1 deferred; the plan earns 3.0 % less"),
        (made(0, 12.5, "placed"), "1 placed; the plan earns 12.50 more"),
        (made(10, 10.0000001), "no story changed; the plan earns the same"),
        (
            made(10, 9, *reversed(KINDS)),
            "1 moved, 1 placed, 1 deferred, 1 added, 1 dropped, 1 resized; the plan earns 10.0 % less",
        ),
    ],
)
def test_a_summary_counts_and_compares(summary: str, words: str) -> None:
    """How many of each kind, in the order of kinds, and what the plan earns more or less."""
    assert summary == words

"""What changed between two versions of a catalog, thing by thing."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.differences import differences
from tests.builders import catalog, level, practice, story

TWO = (level(), level())


def found(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(each.kind, each.id, each.was) for each in differences(catalog(*old), catalog(*new))]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([practice("a")], [practice("a")], []),
        ([practice("a")], [practice("b")], [("added", "b", ""), ("removed", "a", "")]),
        ([practice("a")], [practice("b", title="Practice a", was=["a"])], [("renamed", "b", "a")]),
        ([practice("a")], [practice("c", title="Practice a", was=["a", "b"])], [("renamed", "c", "a")]),
        (
            [practice("a"), practice("b")],
            [practice("c", title="Practice a", was=["a", "b"])],
            [("merged", "c", "a"), ("merged", "c", "b")],
        ),
        ([practice("a"), practice("b")], [practice("b", was=["a"])], [("merged", "b", "a")]),
        ([practice("a")], [practice("a", principles=["sec.trace"])], [("moved", "a", "")]),
        ([practice("a")], [practice("a", *TWO)], [("re-levelled", "a/2", "")]),
        ([practice("a", *TWO)], [practice("a")], [("re-levelled", "a/2", "")]),
        ([practice("a")], [practice("a", level(statement="It is not."))], [("re-levelled", "a/1", "")]),
        ([practice("a")], [practice("a", level(story(3)))], [("reworked", "a/1", "")]),
        ([practice("a")], [practice("a", level(gain=9))], [("re-rated", "a/1", "")]),
        ([practice("a")], [practice("a", severity="high")], [("re-rated", "a", "")]),
        ([practice("a")], [practice("a", contributes={"ops": 3})], [("re-rated", "a", "")]),
        ([practice("a")], [practice("a", skill="ml")], [("re-rated", "a", "")]),
        ([practice("a")], [practice("a", title="A")], [("retitled", "a", "")]),
        (
            [practice("a"), practice("b")],
            [practice("a"), practice("b", level(requires=("a/1",)))],
            [("prerequisite-added", "b/1", "")],
        ),
        (
            [practice("a"), practice("b", level(requires=("a/1",)))],
            [practice("a"), practice("b")],
            [("prerequisite-removed", "b/1", "")],
        ),
        (
            [practice("a"), practice("b", level(requires=("a/1",)))],
            [
                practice("a"),
                practice("b", level(requires=[]) | {"requires": [{"practice": "a", "level": 1, "lag": 1}]}),
            ],
            [("prerequisite-changed", "b/1", "")],
        ),
        (
            [practice("a"), practice("b", level(requires=("a/1",)))],
            [practice("z", title="Practice a", was=["a"]), practice("b", level(requires=("z/1",)))],
            [("renamed", "z", "a")],
        ),
    ],
)
def test_differences(
    old: list[dict[str, Any]], new: list[dict[str, Any]], expected: list[tuple[str, str, str]]
) -> None:
    """These differences, and no other."""
    assert found(old, new) == expected


def test_texts() -> None:
    """A difference says what was and what is."""
    old = catalog(practice("a", level(statement="Old."), severity="low"))
    new = catalog(practice("a", level(statement="New."), severity="high", skill="ml"))
    assert [each.text for each in differences(old, new)] == [
        "'Old.' reads 'New.' now",
        "severity low → high; skill none → ml",
    ]

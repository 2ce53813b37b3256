"""Parts of a catalog's graph."""

from __future__ import annotations

import pytest

from catalog.excerpt import around, of_pillar
from catalog.exports import FORMATS, dot, export
from catalog.integrity import level_name
from tests.builders import catalog, level, practice

CHAIN = catalog(
    practice("a"),
    practice("b", level(requires=("a/1",))),
    practice("c", level(requires=("b/1",)), level(), principles=["sec.trace"], contributes={"sec": 2}),
    practice("d", level(requires=("c/1",))),
    practice("e", level(requires=("d/1", "a/1"))),
)


def names(levels: frozenset[tuple[str, int]]) -> str:
    return " ".join(sorted(map(level_name, levels)))


@pytest.mark.parametrize(
    ("focus", "depth", "expected"),
    [
        ("c", 0, "c/1 c/2"),
        ("c/1", 0, "c/1"),
        ("c/1", 1, "b/1 c/1 c/2 d/1"),
        ("c", 2, "a/1 b/1 c/1 c/2 d/1 e/1"),
        ("a", 1, "a/1 b/1 e/1"),
        ("e", 1, "a/1 d/1 e/1"),
        ("e", 9, "a/1 b/1 c/1 d/1 e/1"),
    ],
)
def test_around(focus: str, depth: int, expected: str) -> None:
    """Around a level lies what is so many steps before it or after it, and nothing that is only beside it."""
    assert expected == names(around(CHAIN, focus, depth))


@pytest.mark.parametrize("focus", ["z", "c/3", "c/0", "c/x", "c/"][:4])
def test_around_nothing(focus: str) -> None:
    """What the catalog does not have has nothing around it."""
    with pytest.raises(KeyError):
        around(CHAIN, focus, 1)


def test_of_pillar() -> None:
    """A pillar's part holds its own levels and what they wait for directly."""
    assert "b/1 c/1 c/2" == names(of_pillar(CHAIN, "sec"))


def test_exported_part() -> None:
    """Of a part the levels in it are exported, with the edges between them, in the pillars that have some."""
    text = dot(CHAIN, of_pillar(CHAIN, "ops"))

    assert ['"a/1" -> "b/1"', '"a/1" -> "e/1"', '"b/1" -> "c/1"', '"c/1" -> "d/1"', '"d/1" -> "e/1"'] == sorted(
        line.strip(" ;") for line in text.splitlines() if "->" in line
    )
    assert "Security" not in dot(CHAIN, around(CHAIN, "a", 1))


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_leaves_out_the_rest(format: str) -> None:
    """Every format shows a part only."""
    titles = [f"Practice {id}" for id in "abcde"]
    text = export(CHAIN, format, around(CHAIN, "a", 1))

    assert [True, True, False, False, True] == [title in text for title in titles]

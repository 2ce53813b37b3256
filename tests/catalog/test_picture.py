"""The picture of a catalog."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from catalog.graph import CatalogGraph
from catalog.loader import load, locate
from catalog.model import Catalog
from catalog.picture import BOX_HEIGHT, BOX_WIDTH, picture
from tests.builders import catalog, level, practice

SVG = "{http://www.w3.org/2000/svg}"
SMALL = catalog(
    practice("a", title='Say "no" to <b> & more'),
    practice("b", level(requires=("a/1",)), level(requires=("c/1",))),
    practice(
        "c",
        level(requires=("b/1",)),
        title="A title that is far too long to stand on the three lines of a small box for a practice of a team",
    ),
)


@pytest.fixture(scope="module", params=["small", "shipped"])
def given(request: pytest.FixtureRequest) -> Catalog:
    return SMALL if request.param == "small" else load([locate("five-pillars")])


def boxes(svg: str) -> dict[str, tuple[float, float]]:
    """The left upper corner of each practice's box."""
    found = {}
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        title, box = group.find(f"{SVG}title"), group.find(f"{SVG}rect")
        assert title is not None and box is not None  # noqa: PT018  # for the type checker
        assert title.text is not None
        found[title.text.split(":")[0]] = (float(box.get("x", "")), float(box.get("y", "")))
    return found


def test_every_practice_has_a_box(given: Catalog) -> None:
    """Each practice is drawn once."""
    assert set(given.practice) == set(boxes(picture(given)))


def test_boxes_apart(given: Catalog) -> None:
    """No two boxes overlap."""
    corners = boxes(picture(given)).values()

    assert [] == [
        (one, other)
        for one, other in combinations(corners, 2)
        if abs(one[0] - other[0]) < BOX_WIDTH and abs(one[1] - other[1]) < BOX_HEIGHT
    ]


def test_right_of_what_it_waits_for(given: Catalog) -> None:
    """Each practice stands right of all that its first level waits for."""
    corner = boxes(picture(given))
    edges = [(a[0], b[0]) for a, b in CatalogGraph(given).graph.edges if b[1] == 1 and a[0] != b[0]]

    assert [] == [(a, b) for a, b in edges if corner[a][0] >= corner[b][0]]


def test_inside_the_picture(given: Catalog) -> None:
    """Every box lies inside the picture."""
    svg = picture(given)
    _, _, width, height = map(float, ET.fromstring(svg).get("viewBox", "").split())

    assert [] == [
        (x, y) for x, y in boxes(svg).values() if not (0 <= x <= width - BOX_WIDTH and 0 <= y <= height - BOX_HEIGHT)
    ]


def test_lines() -> None:
    """A line runs for each prerequisite that points to the right; a way back to the left is not drawn."""
    assert 2 == len(re.findall("<path", picture(SMALL)))


def test_long_title() -> None:
    """A title that does not fit three lines ends in an ellipsis."""
    texts = [text.text for text in ET.fromstring(picture(SMALL)).iter(f"{SVG}text")]

    assert texts[-3:] == [
        "A title that is far too long to",
        "stand on the three lines of a",
        "small box for a practice of a…",
    ]


def test_titles_are_whole() -> None:
    """No title of the built-in catalog is cut, and every line of it lies in its box."""
    svg = ET.fromstring(picture(load([locate("five-pillars")])))
    cut, outside = [], []
    for group in svg.iter(f"{SVG}g"):
        top = float(group.find(f"{SVG}rect").get("y", ""))  # type: ignore[union-attr]
        for text in group.iter(f"{SVG}text"):
            cut += [text.text] if (text.text or "").endswith("…") else []
            outside += [] if top + 9 <= float(text.get("y", "")) <= top + BOX_HEIGHT - 3 else [text.text]

    assert ([], []) == (cut, outside)


def test_nothing_from_elsewhere(given: Catalog) -> None:
    """The picture loads nothing and runs nothing."""
    assert not re.search(r"href|<script|<style|url\(|@import", picture(given))


def test_same_picture() -> None:
    """The same catalog gives the same bytes."""
    assert picture(SMALL) == picture(SMALL)


def test_empty() -> None:
    """A catalog without practices gives an empty picture."""
    assert {} == boxes(picture(catalog()))

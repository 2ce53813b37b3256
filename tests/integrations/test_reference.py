"""A catalog as pages to read."""

from __future__ import annotations

import re

from catalog.loader import load, locate
from integrations.reference import pages
from tests.builders import catalog, level, practice

SMALL = catalog(
    practice("a", title="One *star* | [two]", summary="First\nsecond."),
    practice(
        "b",
        level(requires=("a/1",)),
        principles=["sec.trace"],
        see_also=["a"],
        maps_to=[{"framework": "other", "id": "X1", "title": "Theirs", "level": 1, "sure": "low"}],
        references=[{"title": "A source", "url": "https://example.com/"}],
    ),
)


def test_a_page_and_a_picture_for_each_pillar() -> None:
    """There is an index, and a page and a picture for each pillar."""
    assert ["README.md", "ops.md", "ops.svg", "sec.md", "sec.svg"] == sorted(pages(SMALL))


def test_text_is_shown_as_it_is() -> None:
    """Signs that mean something to Markdown are escaped, and text stands on one line."""
    page = pages(SMALL)["ops.md"]

    assert "One \\*star\\* | \\[two\\]" in page
    assert "First second." in page


def test_what_is_said_of_a_practice() -> None:
    """A practice tells its needs, what it unlocks, what to see beside it, its counterparts and its sources."""
    own, other = pages(SMALL)["sec.md"], pages(SMALL)["ops.md"]

    assert "- needs [a/1](ops.md#a)\n" in own
    assert "- unlocks [b/1](sec.md#b)\n" in other
    assert "See also [a](ops.md#a)." in own
    assert "In other frameworks: other Theirs." in own
    assert "Sources: [A source](https://example.com/)." in own


def test_every_link_leads_somewhere() -> None:
    """Each link between the pages of the catalog that ships leads to a practice that stands there."""
    made = pages(load([locate("five-pillars")]))
    anchors = {f"{name}#{id}" for name, text in made.items() for id in re.findall(r'<a id="([^"]+)">', text)}
    links = {
        f"{target}#{id}" for text in made.values() for target, id in re.findall(r"\]\(([a-z]+\.md)#([^)]+)\)", text)
    }

    assert set() == links - anchors

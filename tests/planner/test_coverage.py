"""Which entries of a framework a catalog names."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.errors import BadInput
from catalog.model import Counterpart
from planner.coverage import Entry, cover
from tests import builders


def entry(id: str, framework: str = "aws-lens") -> dict[str, Any]:
    return builders.practice(id, source={"framework": framework, "id": id})


def naming(id: str, *others: str, framework: str = "aws-ml-lens") -> dict[str, Any]:
    found = [{"framework": framework, "id": other, "level": 1, "sure": "high"} for other in others]
    return builders.practice(id, maps_to=found)


def test_covered_entries() -> None:
    """An entry is covered by the practices that name it, whatever the publisher's framework is called there."""
    coverage = cover(
        builders.catalog(naming("p", "a"), naming("q", "a")), builders.catalog(entry("a"), entry("b")), "f"
    )
    assert coverage.framework == "aws-lens"
    assert coverage.entries == (
        Entry("a", "Practice a", "ops", (("p", 1, "high"), ("q", 1, "high"))),
        Entry("b", "Practice b", "ops", ()),
    )
    assert (coverage.covered, coverage.unknown) == (1, ())


def test_entries_that_are_levels() -> None:
    """Of a ladder that names its own entries, these count, and not the ladder."""
    own = [{"framework": "samm", "id": f"s{n}", "level": n, "sure": "high", "title": f"S {n}"} for n in (1, 2)]
    source = {"framework": "samm", "id": "s"}
    ladder = builders.practice("s", builders.level(), builders.level(), source=source, maps_to=own)
    coverage = cover(builders.catalog(naming("p", "s2", framework="samm")), builders.catalog(ladder), "f")
    assert [(e.id, e.title, bool(e.by)) for e in coverage.entries] == [("s1", "S 1", False), ("s2", "S 2", True)]


def test_names_that_lead_nowhere() -> None:
    """Counterparts that the framework lacks are listed, those of other frameworks of the publisher apart."""
    practices = (naming("p", "a", "x"), naming("q", "OPS05-BP01", framework="aws-well-architected"))
    coverage = cover(builders.catalog(*practices), builders.catalog(entry("a")), "f")
    assert coverage.unknown == (("p", Counterpart("aws-ml-lens", "x", 1, "high")),)


@pytest.mark.parametrize(
    ("practices", "expected"),
    [
        (
            [builders.practice("a")],
            "f: a catalog imported from one framework was expected; no practice says its source",
        ),
        ([entry("a"), entry("b", "dsomm")], "it holds practices of aws-lens, dsomm"),
    ],
)
def test_what_is_no_framework(practices: list[dict[str, Any]], expected: str) -> None:
    """A catalog that comes from none or from several frameworks is refused."""
    with pytest.raises(BadInput, match=expected):
        cover(builders.catalog(naming("p", "a")), builders.catalog(*practices), "f")

"""What makes a catalog unusable."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.integrity import MAX_CYCLES, cycles, findings, level_name
from catalog.model import Catalog, Finding, Place, Reading
from tests.builders import catalog, level, practice, story


def found(*practices: dict[str, Any], **more: Any) -> list[str]:
    """The findings of a catalog as `id: text`, with a place for everything that may be asked for."""
    return [f"{finding.id}: {finding.text}" for finding in findings(read(catalog(*practices, **more)))]


class Anywhere(dict[tuple[str, str], Place]):
    """A place for everything, that tells which was asked for."""

    def __missing__(self, key: tuple[str, str]) -> Place:
        return Place(" ".join(key), 1)


def read(sound_or_not: Catalog) -> Reading:
    return Reading(sound_or_not, Anywhere())


def circle(*names: str) -> list[dict[str, Any]]:
    """Practices of one level, each of which requires the next and the last the first."""
    return [practice(a, level(requires=(f"{b}/1",))) for a, b in zip(names, names[1:] + names[:1], strict=True)]


def counterpart(level: int = 1) -> dict[str, Any]:
    return {"framework": "other", "id": "X1", "level": level, "sure": "low"}


@pytest.mark.parametrize(
    ("practices", "text"),
    [
        (
            [practice("tests"), practice("a", see_also=["test"])],
            "a: the practice 'test' is not in the catalog; the nearest known name is 'tests'",
        ),
        (
            [practice("a", maps_to=[counterpart(1), counterpart(2)])],
            "a: a counterpart argues for level 2, but there are only 1",
        ),
        ([practice("a", was=["b"]), practice("b")], "a: the former id 'b' is that of a practice today"),
        (
            [practice("a", was=["x", "x"]), practice("b", was=["y", "x"])],
            "b: the former id 'x' is given by 'a' already",
        ),
    ],
    ids=["see also", "counterpart", "former id in use", "former id twice"],
)
def test_further_links(practices: list[dict[str, Any]], text: str) -> None:
    """Links beside the prerequisites lead somewhere, and a former id to one practice."""
    assert [text] == found(*practices)


def test_links_apart_from_prerequisites() -> None:
    """Practices that name each other under see_also make no circle."""
    assert [] == found(practice("a", see_also=["b"]), practice("b", see_also=["a"]))


def test_sound_catalog() -> None:
    """A catalog whose names all lead somewhere, without circles, has no finding."""
    first = practice("a", level(story(), story(after=[1])), level(), signals=[{"file": "x", "level": 2}])

    assert [] == found(first, practice("b", level(requires=("a/2",))))


@pytest.mark.parametrize(
    ("practices", "text"),
    [
        (
            [practice("a", principles=["ops.code", "ops.cod"])],
            "a: the principle 'ops.cod' is not in the catalog; the nearest known name is 'ops.code'",
        ),
        (
            [practice("a", contributes={"ops": 1, "sek": 2})],
            "a: the pillar 'sek' is not in the catalog; the nearest known name is 'sec'",
        ),
        ([practice("a", contributes={"zzz": 1})], "a: the pillar 'zzz' is not in the catalog"),
        (
            [practice("tests"), practice("a", level(requires=("test/1",)))],
            "a/1: the prerequisite 'test' is not in the catalog; the nearest known name is 'tests'",
        ),
        (
            [practice("a", level(), level()), practice("b", level(), level(requires=("a/3",)))],
            "b/2: 'a' has 2 levels, so the prerequisite 3 is out of range",
        ),
        (
            [practice("a", level(), signals=[{"file": "x", "level": 1}, {"file": "y", "level": 2}])],
            "a: a signal argues for level 2, but there are only 1",
        ),
        ([practice("a", level(story(after=[2])))], "a/1/1: 'after' names story 2, but the level has 1"),
        ([practice("a", level(story(after=[1])))], "a/1/1: 'after' goes in a circle: 1 → 1"),
        (
            [practice("a", level(story(), story(after=[4]), story(after=[2]), story(after=[3])))],
            "a/1/2: 'after' goes in a circle: 2 → 4 → 3 → 2",
        ),
        (
            [practice("a", level(requires=("a/1",)))],
            "a/1: prerequisites go in a circle: a/1 → a/1",
        ),
        (
            [practice("a", level(requires=("a/2",)), level())],
            "a/1: prerequisites go in a circle: a/1 → a/2 → a/1",
        ),
        (circle("b", "c", "a"), "a/1: prerequisites go in a circle: a/1 → b/1 → c/1 → a/1"),
        (
            [practice("a", level(requires=("b/2",))), practice("b", level(requires=("a/1",)), level())],
            "a/1: prerequisites go in a circle: a/1 → b/2 → b/1 → a/1",
        ),
    ],
)
def test_finding(practices: list[dict[str, Any]], text: str) -> None:
    """Each kind of defect is one finding; a circle is a path from each level to what it waits for."""
    assert [text] == found(*practices)


def test_principle_of_no_pillar() -> None:
    """A principle whose pillar is not there is a finding."""
    principles = [{"id": "ops.code", "pillar": "opps", "title": "By code"}]

    assert ["ops.code: the pillar 'opps' is not in the catalog; the nearest known name is 'ops'"] == found(
        principles=principles
    )


@pytest.mark.parametrize(
    ("practices", "place"),
    [
        ([practice("a", principles=["ops.code", "x"])], "serves a/2"),
        ([practice("a", contributes={"ops": 1, "x": 2})], "contributes a/x"),
        ([practice("a", level(), level(requires=("a/1", "x/1")))], "requires a/2/2"),
        ([practice("a", level(), level(requires=("a/9",)))], "requires a/2/1"),
        ([practice("a", signals=[{"file": "x", "level": 1}, {"file": "x", "level": 2}])], "signal a/2"),
        ([practice("a"), practice("b", see_also=["a", "c"])], "see-also b/2"),
        ([practice("a", maps_to=[counterpart(), counterpart(2)])], "maps-to a/2"),
        ([practice("a", was=["c", "b"]), practice("b")], "was a/2"),
        ([practice("a", level(), level(story(), story(after=[3])))], "story a/2/2"),
        ([practice("a", level(), level(story(), story(after=[2])))], "story a/2/2"),
        (circle("b", "a"), "level a/1"),
    ],
)
def test_place(practices: list[dict[str, Any]], place: str) -> None:
    """A finding stands where the wrong name stands, or at the first level of a circle."""
    assert [place] == [finding.place.file for finding in findings(read(catalog(*practices)))]


@pytest.mark.parametrize(
    ("practices", "rule"),
    [
        ([practice("a", contributes={"x": 2})], "dangling-id"),
        ([practice("a", level(requires=("x/1",)))], "dangling-id"),
        ([practice("a", level(requires=("a/9",)))], "level-out-of-range"),
        ([practice("a", signals=[{"file": "x", "level": 2}])], "level-out-of-range"),
        ([practice("a", level(story(after=[3])))], "dangling-id"),
        ([practice("a", level(story(after=[1])))], "cycle"),
        (circle("a"), "cycle"),
    ],
)
def test_rule(practices: list[dict[str, Any]], rule: str) -> None:
    """Each finding names its rule and is an error."""
    assert [(rule, "error")] == [(f.rule, f.severity) for f in findings(read(catalog(*practices)))]


def test_findings_of_reading_are_kept() -> None:
    """What was found while reading, such as duplicates, comes with the rest."""
    duplicate = Finding("duplicate-id", "error", "a", Place("f", 1), "again")

    assert [duplicate] == findings(Reading(catalog(), Anywhere(), (duplicate,)))


def test_everything_at_once() -> None:
    """All defects of a catalog are found at once."""
    practices = [
        practice("x", contributes={"y": 1}),
        practice("z", level(requires=("w/1",))),
        *circle("a", "b"),
        *circle("c"),
    ]

    assert ["x", "z/1", "a/1", "c/1"] == [text.partition(":")[0] for text in found(*practices)]


def test_circles_that_share_a_level() -> None:
    """Of circles through one level each is found."""
    practices = [
        practice("a", level(requires=("b/1", "c/1"))),
        practice("b", level(requires=("a/1",))),
        practice("c", level(requires=("a/1",))),
    ]

    assert [[("a", 1), ("b", 1), ("a", 1)], [("a", 1), ("c", 1), ("a", 1)]] == sorted(cycles(catalog(*practices)))


def test_number_of_circles_is_bounded() -> None:
    """A catalog in which everything waits for everything ends the search at a number of circles."""
    names = [f"p{n}" for n in range(20)]
    practices = [practice(name, level(requires=tuple(f"{other}/1" for other in names))) for name in names]

    assert MAX_CYCLES == len(cycles(catalog(*practices)))


@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4))))
def test_every_circle_is_one(edges: set[tuple[int, int]]) -> None:
    """Every circle found is made of prerequisites of the catalog, and without them none is left."""
    names = "abcde"
    needs = {a: [names[j] for i, j in sorted(edges) if names[i] == a] for a in names}
    practices = [practice(a, level(requires=tuple(f"{b}/1" for b in needs[a]))) for a in names]
    circles = cycles(catalog(*practices))
    steps = {(names[i], names[j]) for i, j in edges}
    used = {(later[0], before[0]) for path in circles for later, before in itertools.pairwise(path)}
    rest = [practice(a, level(requires=tuple(f"{b}/1" for b in needs[a] if (a, b) not in used))) for a in names]

    assert (set(), []) == (used - steps, cycles(catalog(*rest)))


def test_level_name() -> None:
    """A level is named by its practice and its number."""
    assert "a/1" == level_name(("a", 1))

"""What is said of a document that has not the shape it should."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from catalog.errors import BadInput, Problem, nearest
from catalog.shape import Date, Hours, Id, Number, Points, Shape, Text, check, dotted, tenths
from catalog.yaml_text import parse


class Inner(Shape):
    title: Text
    points: Points = 1.0
    hours: Hours = 1.0


class Spread(Shape):
    low: float

    @model_validator(mode="after")
    def _low(self) -> Spread:
        if self.low > 1:
            raise PydanticCustomError("low", "low is high")
        return self


class Outer(Shape):
    """One of each kind of field."""

    name: Id = "x"
    schema_: Annotated[Literal["one@1"], Field(alias="schema")] = "one@1"
    day: Date | None = None
    count: Annotated[int, Field(ge=1, le=20)] = 1
    share: Annotated[float, Field(gt=0, lt=1)] = 0.5
    amount: Number = 0.0
    flag: bool = False
    colour: Literal["red", "green", "dark blue"] = "red"
    server: Annotated[Text, Field(pattern="^https?://")] = "https://x"
    inner: Inner | None = None
    many: list[Inner] = []
    named: dict[Id, Inner] = {}
    filled: Annotated[list[Id], Field(min_length=1)] = ["x"]
    size: Annotated[
        Annotated[float, Tag("number")] | Annotated[Spread, Tag("spread")],
        Discriminator(lambda value: "spread" if isinstance(value, dict | Spread) else "number"),
    ] = 1.0


def said(text: str) -> list[str]:
    """All that is said of a text as an `Outer`."""
    with pytest.raises(BadInput) as caught:
        check(Outer, parse(text, "f"))
    return [str(problem) for problem in caught.value.problems]


KEYS = "name, schema, day, count, share, amount, flag, colour, server, inner, many, named, filled, size"
NO_ID = "an id holds letters, digits, '.', '-' and '_' only, at most 100 of them"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("nmae: x", "f:1: nmae: unknown key 'nmae'; the nearest known name is 'name'"),
        ("zzz: x", f"f:1: zzz: unknown key 'zzz'; known keys: {KEYS}"),
        ("schema_: one@1", "f:1: schema_: unknown key 'schema_'; the nearest known name is 'schema'"),
        (
            "inner:\n  title: x\n  tittle: y",
            "f:3: inner.tittle: unknown key 'tittle'; the nearest known name is 'title'",
        ),
        ("inner:\n  title: x\n  day: y", "f:3: inner.day: unknown key 'day'; known keys: title, points, hours"),
        (
            "many:\n- title: x\n- title: y\n  point: 1",
            "f:4: many[1].point: unknown key 'point'; the nearest known name is 'points'",
        ),
        (
            "named:\n  a: {title: x}\n  b:\n    title: y\n    hour: 1",
            "f:5: named.b.hour: unknown key 'hour'; the nearest known name is 'hours'",
        ),
        ("size:\n  low: 1\n  lo: 1", "f:3: size.lo: unknown key 'lo'; the nearest known name is 'low'"),
        ("name: x\ninner:\n  points: 1", "f:2: inner.title: the key 'title' is missing"),
        ("name: x\nmany:\n- points: 1", "f:3: many[0].title: the key 'title' is missing"),
        ("size: {}", "f:1: size.low: the key 'low' is missing"),
        ("name: 7", "f:1: name: text was expected, not '7'; put it in quotes"),
        ("name: 1.0", "f:1: name: text was expected, not '1.0'; put it in quotes"),
        ("name: true", "f:1: name: text was expected, not 'true'; put it in quotes"),
        ("name: 2026-01-01", "f:1: name: text was expected, not '2026-01-01'; put it in quotes"),
        ("name:", "f:1: name: text was expected, not nothing"),
        ("name: [a]", "f:1: name: text was expected, not a list"),
        ("name: {a: b}", "f:1: name: text was expected, not a mapping"),
        ("name: a b", f"f:1: name: {NO_ID}, not 'a b'"),
        ("name: ../a", f"f:1: name: {NO_ID}, not '../a'"),
        ("name: -a", f"f:1: name: {NO_ID}, not '-a'"),
        ("name: ''", f"f:1: name: {NO_ID}, not ''"),
        ('name: "a\\n"', f"f:1: name: {NO_ID}, not 'a\\n'"),
        ("name: smäll", f"f:1: name: {NO_ID}, not 'smäll'"),
        (f"name: {'a' * 101}", f"f:1: name: {NO_ID}, not '{'a' * 57}...'"),
        ("named: {a b: {title: x}}", f"f:1: named.a b: {NO_ID}, not 'a b'"),
        ("schema: two@1", "f:1: schema: 'two@1' is not one of 'one@1'; the nearest known name is 'one@1'"),
        ("day: 2026-02-30", "f:1: day: a date like 2026-12-07 was expected, not '2026-02-30'"),
        ("day: 2026-2-3", "f:1: day: a date like 2026-12-07 was expected, not '2026-2-3'"),
        ("day: 12", "f:1: day: a date like 2026-12-07 was expected, not '12'"),
        ("day: 2026-12-07 10:00", "f:1: day: a date like 2026-12-07 was expected, not '2026-12-07 10:00'"),
        ("count: 1.5", "f:1: count: a whole number was expected, not '1.5'"),
        ("count: 2.0", "f:1: count: a whole number was expected, not '2.0'"),
        ("count: '1'", "f:1: count: a whole number was expected, not '1'"),
        ("count: true", "f:1: count: a whole number was expected, not 'true'"),
        ("count: 0", "f:1: count: must be at least 1, not '0'"),
        ("count: 21", "f:1: count: must be at most 20, not '21'"),
        (f"count: 1{'0' * 200}", f"f:1: count: must be at most 20, not '1{'0' * 56}...'"),
        ("share: 0", "f:1: share: must be more than 0, not '0'"),
        ("share: 1", "f:1: share: must be less than 1, not '1'"),
        ("share: one", "f:1: share: a number was expected, not 'one'"),
        ("amount: .nan", "f:1: amount: a finite number was expected, not 'nan'"),
        ("amount: -.inf", "f:1: amount: a finite number was expected, not '-inf'"),
        (f"amount: 1{'0' * 400}", "f:1: amount: a finite number was expected, not 'inf'"),
        ("amount: -1", "f:1: amount: must be at least 0, not '-1'"),
        ("amount: 1000000001", "f:1: amount: must be at most 1e+09, not '1000000001'"),
        ("flag: yes", "f:1: flag: true or false was expected, not 'yes'"),
        ("flag: 1", "f:1: flag: true or false was expected, not '1'"),
        (
            "colour: grene",
            "f:1: colour: 'grene' is not one of 'red', 'green' or 'dark blue'; the nearest known name is 'green'",
        ),
        (
            "colour: rde",
            "f:1: colour: 'rde' is not one of 'red', 'green' or 'dark blue'; the nearest known name is 'red'",
        ),
        ("colour: x", "f:1: colour: 'x' is not one of 'red', 'green' or 'dark blue'"),
        ("server: ftp://x", "f:1: server: 'ftp://x' does not match ^https?://"),
        ("inner: x", "f:1: inner: a mapping (key: value) was expected, not 'x'"),
        ("inner: {title: ''}", "f:1: inner.title: must not be empty"),
        ("inner: {title: ' '}", "f:1: inner.title: must not be empty"),
        (f"inner: {{title: {'x' * 20_001}}}", "f:1: inner.title: is longer than 20000 characters"),
        ("inner: {title: x, points: 0}", "f:1: inner.points: must be more than 0, not '0'"),
        ("inner: {title: x, points: 2.25}", "f:1: inner.points: points are given to a tenth at most, not '2.25'"),
        ("inner: {title: x, points: 100001}", "f:1: inner.points: must be at most 100000, not '100001'"),
        ("inner: {title: x, hours: -1}", "f:1: inner.hours: must be more than 0, not '-1'"),
        ("many: {a: b}", "f:1: many: a list was expected, not a mapping"),
        ("many: [x]", "f:1: many[0]: a mapping (key: value) was expected, not 'x'"),
        ("named: [x]", "f:1: named: a mapping (key: value) was expected, not a list"),
        ("filled: []", "f:1: filled: must not be empty"),
        ("size: big", "f:1: size: a number was expected, not 'big'"),
        ("size: [1]", "f:1: size: a number was expected, not a list"),
        ("size: {low: 2}", "f:1: size: low is high"),
        ("- x", "f:1: a mapping (key: value) was expected, not a list"),
        ("x", "f:1: a mapping (key: value) was expected, not 'x'"),
    ],
)
def test_sentence(text: str, problem: str) -> None:
    """Whatever is wrong is one sentence, with the line, the key, and the nearest known name where one is near."""
    assert [problem] == said(text)


def test_all_problems_are_told() -> None:
    """Every problem of a document is told, in the order of lines and then of keys."""
    text = "many:\n- points: -1\nflag: x\nnmae: 7\ncount: 0\n"

    assert ["f:2: many[0].points", "f:2: many[0].title", "f:3: flag", "f:4: nmae", "f:5: count"] == [
        line.rpartition(": ")[0].partition(": unknown")[0] for line in said(text)
    ]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("name: A.b_c-1", "name", "A.b_c-1"),
        (f"name: {'a' * 100}", "name", "a" * 100),
        ("day: '2026-12-07'", "day", "2026-12-07"),
        ("day: 2026-12-07", "day", "2026-12-07"),
        ("schema: one@1", "schema_", "one@1"),
        ("amount: 3", "amount", 3.0),
        ("amount: 1e9", "amount", 1e9),
        ("count: 20", "count", 20),
        ("server: ' https://x '", "server", "https://x"),
        ("size: {low: 1}", "size", {"low": 1.0}),
        ("inner: {title: ' x ', points: 0.1}", "inner", {"title": "x", "points": 0.1, "hours": 1.0}),
    ],
)
def test_accepted(text: str, field: str, value: object) -> None:
    """What has its shape is accepted up to the limits, whole numbers as figures, dates in quotes as dates."""
    assert value == check(Outer, parse(text, "f")).model_dump(mode="json")[field]


def test_control_characters_are_not_sent_to_the_terminal() -> None:
    """A problem is one line of printable characters, whatever the file holds."""
    assert r"a\nb:1: \x1b[31m: no\rway" == str(Problem("a\nb", 1, "\x1b[31m", "no\rway"))


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("f", 3, "a.b", "no"), "f:3: a.b: no"),
        (Problem("f", 3, "", "no"), "f:3: no"),
        (Problem("f", None, "a.b", "no"), "f: a.b: no"),
        (Problem("f", None, "", "→ no"), "f: → no"),
    ],
)
def test_problem_as_text(problem: Problem, text: str) -> None:
    """A problem reads as compilers write them; what is not known is left out."""
    assert text == str(problem)


def test_problems_are_sorted() -> None:
    """Problems come in the order of file, line (a whole file first), key and text."""
    given = [
        Problem("b", 1, "", "x"),
        Problem("a", 10, "", "x"),
        Problem("a", 9, "k", "x"),
        Problem("a", 9, "j", "z"),
        Problem("a", 9, "j", "y"),
        Problem("a", None, "", "x"),
    ]

    assert given[::-1] == list(BadInput(given).problems)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("velocty", "; the nearest known name is 'velocity'"),
        ("velocity", "; the nearest known name is 'velocity'"),
        ("zzz", ""),
        ("", ""),
    ],
)
def test_nearest(word: str, hint: str) -> None:
    """The nearest known name is hinted at where one is near, and none is made up."""
    assert hint == nearest(word, ["sprint", "velocity"])


@pytest.mark.parametrize(("points", "expected"), [(0.1, 1), (2.3, 23), (4.35, 43), (0.7, 7), (5, 50), (1e5, 1_000_000)])
def test_tenths(points: float, expected: int) -> None:
    """Points become whole tenths by decimal arithmetic, so that no binary fraction is lost."""
    assert expected == tenths(points)


@pytest.mark.parametrize("points", [0.1, 0.3, 0.7, 1.1, 2.3, 4.1, 99_999.9])
def test_a_tenth_is_exact(points: float) -> None:
    """Every figure with one decimal is accepted as points, though none is exact in binary."""
    assert points == Inner(title="x", points=points).points


def test_dotted() -> None:
    """A path is written as people write it."""
    assert "practices[3].levels[0].title" == dotted(["practices", 3, "levels", 0, "title"])

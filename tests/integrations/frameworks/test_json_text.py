"""JSON is read with the line of everything in it, and what is wrong is said with its line."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import BadInput
from integrations.frameworks import json_text


def parse(text: str) -> Any:
    return json_text.parse(text, "file.json")[0].data


def error(text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        json_text.parse(text, "file.json")
    return [str(problem) for problem in caught.value.problems]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(VALUES, st.sampled_from([None, 0, 1]))
def test_reads_what_the_standard_library_writes(value: Any, indent: int | None) -> None:
    """Whatever `json` writes is read as the same value, however it is laid out."""
    assert parse(json.dumps(value, indent=indent)) == value


@given(st.text(alphabet='{}[]",:0123456789.eE+-truefalsnN \\u\n', max_size=40))
def test_accepts_what_the_standard_library_accepts(text: str) -> None:
    """A text is refused where `json` refuses it, and nowhere else."""
    try:
        expected = json.dumps(json.loads(text))
    except ValueError:
        expected = "refused"
    try:
        actual = json.dumps(parse(text))
    except BadInput:
        actual = "refused"
    assert expected == actual


def test_lines() -> None:
    """A key has the line it stands on, an item the line it begins on, whatever stands between them."""
    document, _ = json_text.parse('{\n "a": [1,\n\n  {"b"\n: 2}],\n "c": 3}', "file.json")
    paths: list[list[str | int]] = [[], ["a"], ["a", 0], ["a", 1], ["a", 1, "b"], ["c"]]
    assert [document.lines.find(path) for path in paths] == [1, 2, 2, 4, 4, 6]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1,\n}', 'file.json:2: this is not JSON: a key in double quotes was expected, not "}" (column 1)'),
        ('{"a" 1}', "file.json:1: this is not JSON: ':' was expected, not \"1\" (column 6)"),
        ("[1\n 2]", "file.json:2: this is not JSON: ',' or ']' was expected, not \"2\" (column 2)"),
        ('{"a": ', "file.json:1: this is not JSON: a value was expected, but the file ends (column 7)"),
        ("{} x", 'file.json:1: this is not JSON: the end of the file was expected, not "x" (column 4)'),
        ('["\nx"]', "file.json:1: this is not JSON: invalid control character (column 3)"),
        ('["x', "file.json:1: this is not JSON: unterminated string starting (column 2)"),
        ("[nul]", 'file.json:1: this is not JSON: a value was expected, not "n" (column 2)'),
    ],
)
def test_syntax_errors(text: str, expected: str) -> None:
    """A syntax error is refused with its line, its column and what was expected there."""
    assert error(text) == [expected]


@pytest.mark.parametrize("bracket", ["[", '{"a":'])
def test_depth(bracket: str) -> None:
    """Nesting without end is refused in words, and no RecursionError escapes; fifty levels are read."""
    assert error(bracket * 100_000) == ["file.json:1: nested deeper than 50 levels"]
    assert parse("[" * 50 + "]" * 50) is not None


def test_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with more values than fit in memory is refused."""
    monkeypatch.setattr(json_text, "MAX_NODES", 5)
    assert parse("[1,2,3,4]") == [1, 2, 3, 4]
    assert error("[1,2,3,4,5]") == ["file.json:1: the file holds more than 5 values"]


def test_repeated_keys() -> None:
    """A key given twice is reported with both lines, and the last value holds."""
    document, problems = json_text.parse('{"a": 1,\n "a":\n [2]}', "file.json")
    assert document.data == {"a": [2]}
    assert document.lines.find(["a", 0]) == 3
    assert list(map(str, problems)) == ['file.json:2: the key "a" stands here again; it was given on line 1']


def test_numbers_that_are_not_finite() -> None:
    """NaN, infinities and numbers too large are read as what they are, and reported."""
    document, problems = json_text.parse(f"[NaN,\n -Infinity, Infinity, 1e999, {'9' * 5000}, 7]", "file.json")
    assert [math.isfinite(number) for number in document.data] == [False] * 5 + [True]
    assert [problem.line for problem in problems] == [1, 2, 2, 2, 2]
    assert problems[0].text == "NaN is not a finite number, and not JSON"


def test_an_error_brings_what_was_odd_before_it() -> None:
    """A syntax error does not hide a repeated key above it."""
    assert len(error('{"a": 1, "a": 2')) == 2

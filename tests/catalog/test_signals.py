"""Signals that cannot be searched for are findings with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog import lint, loader, signals
from catalog.errors import BadInput
from catalog.signals import compiled, line_regex
from tests.builders import catalog_data, line_of, practice, reading, write

TEXT = b"one\ntwo words\n\n  three\nfour"


@pytest.mark.parametrize(
    ("contains", "start"),
    [
        ("two", 4),
        ("^two words$", 4),
        (r"\Atwo", 4),
        (r"words\z", 8),
        ("(?i)FOUR", 23),
        (r"^\s+three", 15),
        ("one[^x]+two", None),
        (r"one\s+two", None),
        ("one.*two", None),
        (r"\\A", None),
        (r"[[:space:]]w", 7),
    ],
)
def test_line_by_line(contains: str, start: int | None) -> None:
    """An expression is found within one line, whose ends it may name, and never across two."""
    found = compiled(line_regex(contains)).search(TEXT)
    assert (found.start() if found else None) == start


@pytest.mark.parametrize(
    ("contains", "said"),
    [
        ("a)(b", "RE2"),
        ("a)|(b", "RE2"),
        ("(?=a)", "RE2"),
        (r"(a)\1", "RE2"),
        ("(a{1000}){1000}", "RE2"),
        (r".{1000}" * 100, "RE2"),
        ("[", "RE2"),
        ("a\nb", "line break"),
        (r"a\nb", "line break"),
        ("a" * 1001, "longer than 1000"),
        ("\ud800", "no text has"),
    ],
)
def test_refused(contains: str, said: str) -> None:
    """An expression that RE2 does not take, that is huge, or that no line can hold is refused with the reason."""
    with pytest.raises(ValueError, match=said):
        compiled(line_regex(contains))


@pytest.mark.parametrize("contains", ["(a+)+", "(a|a)*b", "(a*)*b", "(.*a){20}"])
def test_exploding(contains: str) -> None:
    """What takes other engines ages is searched in time linear in the text."""
    text = b"a" * 100_000 + b"!\n"
    assert compiled(line_regex(contains + "z")).search(text) is None


def test_finding(tmp_path: Path) -> None:
    """Each bad pattern is an error of lint on the line of its signal; a sound signal is none."""
    good = {"file": "*.tf", "level": 1}
    bad = [{"file": "a**", "level": 1}, {"file": "x", "contains": "(", "level": 1}]
    read = reading(tmp_path, practice("a", signals=[good, *bad]))
    found = [
        (f.rule, f.severity, f.id, f.place.line, f.text.partition("'")[2][:3])
        for f in lint.lint(read)
        if "sig" in f.rule
    ]
    lines = [line_of(tmp_path / "catalog.yaml", "a**"), line_of(tmp_path / "catalog.yaml", "file: x")]
    assert found == [("bad-signal", "error", "a", lines[0], "a**"), ("bad-signal", "error", "a", lines[1], "(' ")]


def test_planning_does_not_ask(tmp_path: Path) -> None:
    """A bad signal stops a scan, and no plan: it is checked where signals are searched for."""
    path = write(tmp_path / "catalog.yaml", catalog_data(practice("a", signals=[{"file": "[", "level": 1}])))
    assert loader.load([path]).practices[0].id == "a"
    with pytest.raises(BadInput, match=r"catalog.yaml:\d+: a: the file pattern '\['"):
        loader.load([path], to_scan=True)
    assert next(iter(signals.findings(loader.read([path])))).rule == "bad-signal"

"""Single values of a YAML text are changed in place, the rest stays to the character."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import BadInput
from catalog.yaml_text import parse
from integrations.yaml_edit import Change, Put, Remove, Rename, edit
from integrations.yaml_spans import Part, spans

BLOCK = """\
# head
a: 1  # one
b:
  # inner
  x: {p: 1, q: 2}  # flow
  y:
    p: 3   # three
    q: |
      text

c: [1, 2, 3]
d:
# tail
"""


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (Put(("a",), 2), "a: 1  # one", "a: 2  # one"),
        (Put(("a",), "yes: no"), "a: 1  # one", "a: 'yes: no'  # one"),
        (Put(("a",), datetime.date(2026, 12, 7)), "a: 1  # one", "a: 2026-12-07  # one"),
        (Put(("a",), "08"), "a: 1  # one", "a: '08'  # one"),
        (Put(("b", "x", "q"), [1]), "q: 2}", "q: [1]}"),
        (Put(("b", "x", "r"), 5), "q: 2}", "q: 2, r: 5}"),
        (Put(("b", "x"), {"r": 5}), "{p: 1, q: 2}", "{r: 5}"),
        (Put(("b", "y", "p"), None), "p: 3   #", "p: null   #"),
        (Put(("b", "y", "r"), 5), "      text\n\n", "      text\n\n    r: 5\n"),
        (Put(("b", "z"), {"p": 1}), "      text\n\n", "      text\n\n  z: {p: 1}\n"),
        (Put(("c", 1), 7), "[1, 2, 3]", "[1, 7, 3]"),
        (Put(("d",), 7), "d:\n", "d: 7\n"),
        (Put(("d",), {"k": {"v": 1}}), "d:\n", "d:\n  k: {v: 1}\n"),
        (Put(("e",), 7), "d:\n", "d:\ne: 7\n"),
        (Put(("e",), {"k": {"v": 1}, "l": {}}), "d:\n", "d:\ne:\n  k: {v: 1}\n  l: {}\n"),
        (Remove(("a",)), "a: 1  # one\n", ""),
        (Remove(("b", "x")), "  x: {p: 1, q: 2}  # flow\n", ""),
        (Remove(("b", "x", "p")), "{p: 1, q: 2}", "{q: 2}"),
        (Remove(("b", "x", "q")), "{p: 1, q: 2}", "{p: 1}"),
        (Remove(("b", "y", "q")), "    q: |\n      text\n\n", ""),
        (Remove(("c", 0)), "[1, 2, 3]", "[2, 3]"),
        (Remove(("d",)), "d:\n", ""),
        (Rename(("b",), "bb"), "\nb:\n", "\nbb:\n"),
        (Rename(("b", "x", "p"), "yes"), "{p: 1", "{'yes': 1"),
    ],
)
def test_one_change(change: Change, old: str, new: str) -> None:
    """One change touches its own place only."""
    assert BLOCK.count(old) == 1
    assert edit(BLOCK, "t.yaml", [change]) == BLOCK.replace(old, new)


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        ("a: {}  # none\n", [Put(("a",), {"k": {"v": 1}})], "a:  # none\n  k: {v: 1}\n"),
        ("a: {}\n", [Put(("a", "k"), {"v": 1})], "a: {k: {v: 1}}\n"),
        ("{a: {x: 1}}", [Put(("a", "k"), 2), Put(("b",), 3)], "{a: {x: 1, k: 2}, b: 3}"),
        ("a: {x: 1, y: 2, z: 3}\n", [Remove(("a", "y")), Remove(("a", "z"))], "a: {x: 1}\n"),
        ("a: {x: 1, y: 2, z: 3}\n", [Remove(("a", "x")), Remove(("a", "z")), Put(("a", "n"), 4)], "a: {y: 2, n: 4}\n"),
        ("a: {x: 1}\n", [Remove(("a", "x")), Put(("a", "n"), 4)], "a: {n: 4}\n"),
        ("a:  # all\n  x: 1\n  y: 2\nb: 1\n", [Remove(("a", "x")), Remove(("a", "y"))], "a: {}  # all\nb: 1\n"),
        ("a:\n  x: 1\n", [Remove(("a", "x")), Put(("a", "n"), 4)], "a: {n: 4}\n"),
        ("a:\n- x: 1\n- y: 2\n", [Remove(("a", 0)), Remove(("a", 1))], "a: []\n"),
        ("a:\n  x: 1\n  y: 2\n", [Remove(("a", "y")), Put(("a", "z"), 3)], "a:\n  x: 1\n  z: 3\n"),
        ("a:\n- {x: 1}\n-   y: 2\n    z: 3\n", [Put(("a", 1, "w"), 4)], "a:\n- {x: 1}\n-   y: 2\n    z: 3\n    w: 4\n"),
        ("a:\n  - 1\n  - 2\nb: 1\n", [Put(("a",), [3])], "a: [3]\nb: 1\n"),
        ("a:\n  - {x: 1}  # one\nb: 1\n", [Put(("a", 1), {"x": 2})], "a:\n  - {x: 1}  # one\n  - {x: 2}\nb: 1\n"),
        ("a:\n- x: 1\n  y: 2\n", [Put(("a", 1), {"x": 2})], "a:\n- x: 1\n  y: 2\n- {x: 2}\n"),
        ("a: [1, 2]\n", [Put(("a", 2), 3), Put(("a", 3), 4)], "a: [1, 2, 3, 4]\n"),
        ("a:\n  - {x: 1}\n", [Remove(("a", 0))], "a: []\n"),
        ("a: 1\n", [Put(("b",), [{"x": 1}, {"x": 2}])], "a: 1\nb:\n  - {x: 1}\n  - {x: 2}\n"),
        ("b: []  # none\n", [Put(("b",), [{"x": 1}])], "b:  # none\n  - {x: 1}\n"),
        ("a: 1\r\nb: 2\r\n", [Put(("c",), {"k": {"v": 1}})], "a: 1\r\nb: 2\r\nc:\r\n  k: {v: 1}\r\n"),
        ("\ufeffa: 1\n", [Put(("a",), 2)], "\ufeffa: 2\n"),
        ("a: 1", [Put(("b",), 2)], "a: 1\nb: 2"),
        ("a: 'é😀'\nb: 1\n", [Put(("b",), 2)], "a: 'é😀'\nb: 2\n"),
        ("x: {k: 1}\ny: {k: 2}\n", [Rename(("x",), "z"), Put(("x", "k"), 3)], "z: {k: 3}\ny: {k: 2}\n"),
    ],
)
def test_changes(text: str, changes: list[Change], expected: str) -> None:
    """Changes beside each other, and texts at the edges of what YAML is."""
    assert edit(text, "t.yaml", changes) == expected


def test_what_cannot_be_changed_in_place() -> None:
    """A change that would break the rest of the text is refused with its place, and nothing is given."""
    with pytest.raises(BadInput) as caught:
        edit("a:\n- x: 1\n  y: 2\n", "t.yaml", [Remove(("a", 0, "x"))])
    [problem] = caught.value.problems
    assert (problem.file, problem.line, problem.key, "in place" in problem.text) == ("t.yaml", 2, "a[0].x", True)


WORDS = st.text(alphabet=st.sampled_from("ab:#{}[],'\"- é\n😀0"), max_size=6)
SCALARS = st.one_of(WORDS, st.integers(-5, 5), st.booleans(), st.none())
KEYS = st.sampled_from(["a", "b", "c d", "x-1"])
VALUES = st.recursive(SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(KEYS, v, max_size=3), max_leaves=12)
MAPPINGS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)


def paths(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of everything in plain data, its root left out."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [found for step, value in inner for found in ((*path, step), *paths(value, (*path, step)))]


@given(MAPPINGS, st.data(), st.sampled_from([None, True, False]))
def test_any_change_of_any_text(data: dict[str, Any], draw: st.DataObject, flow: bool | None) -> None:
    """Whatever is changed in whatever is written, the result says what it should, or the change is refused."""
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    path = draw.draw(st.sampled_from(paths(data)))
    steps: list[Change] = [Put(path, draw.draw(VALUES)), Remove(path)]
    if isinstance(path[-1], str):
        steps += [Put((*path[:-1], "new"), draw.draw(VALUES)), Rename(path, "new name")]
    change = draw.draw(st.sampled_from(steps))
    try:
        made = edit(text, "t.yaml", [change])
    except BadInput:
        return
    holder = parse(made, "t.yaml").data
    for step in path[:-1]:
        holder = holder[step]
    match change:
        case Put(path=at, value=value):
            assert holder[at[-1]] == value
        case Rename():
            assert (path[-1] in holder, "new name" in holder) == (False, True)


def shown(part: Part, text: str) -> Any:
    """A part as data: a mapping and a list by their children, a scalar as it is written."""
    if part.keys is not None:
        return {key.name: shown(child, text) for key, child in zip(part.keys, part.children or (), strict=True)}
    if part.children is not None:
        return [shown(child, text) for child in part.children]
    return text[part.start : part.end]


def test_spans() -> None:
    """Each scalar of a text is where its span says, also behind characters of several bytes and in Windows lines."""
    text = "é: '😀'\r\nb: [x, {y: 1}]\r\nc:\r\n  d: 2 # e\r\n"
    assert shown(spans(text), text) == {"é": "'😀'", "b": ["x", {"y": "1"}], "c": {"d": "2"}}

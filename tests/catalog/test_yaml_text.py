"""Reading YAML: what a scalar means, where everything stands, and what is refused."""

from __future__ import annotations

import datetime
import math
from pathlib import Path

import pytest

from catalog.errors import BadInput
from catalog.yaml_text import Document, parse, parse_foreign, read_text, resolve


def refusal(text: str) -> str:
    """What `parse` says of a text that it refuses."""
    with pytest.raises(BadInput) as caught:
        parse(text, "f")
    return str(caught.value)


def unreadable(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_text(path)
    return str(caught.value)


def foreign(text: str) -> Document:
    """The only document of a text of others that has nothing odd about it."""
    [document], problems = parse_foreign(text, "f")
    assert [] == problems
    return document


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("False", False),
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("012", 12),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("1.5e-1", 0.15),
        ("1.2.3", "1.2.3"),
        ("-", "-"),
        ("+x", "+x"),
        (".inf", math.inf),
        ("-.inf", -math.inf),
        ("inf", "inf"),
        ("9" * 300, int("9" * 300)),
        ("1" + "0" * 400, math.inf),
        ("9" * 5000, math.inf),
        ("2026-12-07", datetime.date(2026, 12, 7)),
        ("2026-02-30", "2026-02-30"),
        ("2026-1-1", "2026-1-1"),
        ("1\n", "1\n"),
    ],
)
def test_plain_scalar(word: str, value: object) -> None:
    """A plain scalar follows the core schema of YAML 1.2, with dates; the type is the value's own."""
    assert (type(value), value) == (type(resolve(word)), resolve(word))


def test_nan_is_a_number() -> None:
    """`.nan` is read as not-a-number, for the shape to refuse."""
    found = resolve(".nan")

    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize("text", ["'12'", '"12"', "|-\n  12"])
def test_quoted_scalar_is_text(text: str) -> None:
    """A scalar in quotes or in a block is text whatever it looks like."""
    assert {"a": "12"} == parse(f"a: {text}\n", "f").data


def test_keys_are_text() -> None:
    """A key is text whatever it looks like."""
    assert {"1": "x", "true": "y", "2026-12-07": "z"} == parse("1: x\ntrue: y\n2026-12-07: z\n", "f").data


def test_data_is_plain() -> None:
    """Mappings and sequences of both styles become dicts and lists."""
    text = "a:\n  - {b: [1, 2], c: {}}\n  - []\n  - x\nd:\n"

    assert {"a": [{"b": [1, 2], "c": {}}, [], "x"], "d": None} == parse(text, "f").data


LINES = """\
# a comment
top: 1
list:
  - one
  - key: a
    deep:
      - x
      - {flow: 1,
         later: 2}
text: |
  several
  lines
last: end
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ([], 2),
        (["top"], 2),
        (["list"], 3),
        (["list", 0], 4),
        (["list", 1], 5),
        (["list", 1, "key"], 5),
        (["list", 1, "deep"], 6),
        (["list", 1, "deep", 0], 7),
        (["list", 1, "deep", 1, "flow"], 8),
        (["list", 1, "deep", 1, "later"], 9),
        (["text"], 10),
        (["last"], 13),
    ],
)
def test_line_of_a_path(path: list[object], line: int) -> None:
    """The line of a path is that of its key or item, in both styles."""
    assert line == parse(LINES, "f").lines.find(path)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (["absent"], 2),
        (["list", 1, "absent"], 5),
        (["list", 9], 3),
        (["list", -1], 3),
        (["list", "text"], 3),
        (["absent", "last"], 2),
        (["list", 1, "absent", "key"], 5),
        (["top", "last"], 2),
    ],
)
def test_line_of_what_is_not_there(path: list[object], line: int) -> None:
    """The line of something absent is that of the nearest thing above it, whatever the names below it."""
    assert line == parse(LINES, "f").lines.find(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x 1\n", "f:1: the anchor '&x' is not accepted; write the value out where needed"),
        ("a: &x [1]\n", "f:1: the anchor '&x' is not accepted; write the value out where needed"),
        ("b: 1\na: *x\n", "f:2: the alias '*x' is not accepted; write the value out"),
        ("- *x\n", "f:1: the alias '*x' is not accepted; write the value out"),
        ("a:\n  <<: {b: 1}\n", "f:2: the merge key '<<' is not accepted; write the keys out"),
        ("a: !x 1\n", "f:1: the tag '!x' is not accepted; leave it out"),
        ("a: !!str 1\n", "f:1: the tag 'tag:yaml.org,2002:str' is not accepted; leave it out"),
        (
            "a: !!python/object/apply:os.system [id]\n",
            "f:1: the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not accepted; leave it out",
        ),
        ("!x a: 1\n", "f:1: the tag '!x' is not accepted; leave it out"),
        ("a: 1\nb:\n  c: 1\n  c: 2\n", "f:4: the key 'c' stands here again; it was given on line 3"),
        ("a: 1\n'a': 2\n", "f:2: the key 'a' stands here again; it was given on line 1"),
        ("? [a, b]\n: 1\n", "f:1: a key must be one word, not a list or a mapping"),
        ("b: 1\n{a: b}: 1\n", "f:2: a key must be one word, not a list or a mapping"),
        ("a: 1\n---\nb: 2\n", "f:3: a second document starts here; one document a file is read"),
        ("a: 1\n---\nb: 2\n---\nc: 3\n", "f:3: a second document starts here; one document a file is read"),
        ("# nothing\n", "f:1: the file holds nothing but comments"),
        ("---\n", "f:1: the file holds nothing but comments"),
        ("b: 1\na:\n\tb: 1\n", "f:3: this is not YAML: a tab cannot indent YAML; use spaces (column 1)"),
        ("b: 1\na: b: c\n", "f:2: this is not YAML: mapping values are not allowed in this context (column 5)"),
        ("é: 1\nb: \x07\n", "f:2: this is not YAML: control characters are not allowed"),
        ('a: 1\nb: "\\e[31m"\n', "f:2: the control character U+001B is not accepted; leave it out"),
        ('"\\x9b": 1\n', "f:1: the control character U+009B is not accepted; leave it out"),
        ("[" * 51 + "]" * 51, "f:1: nested deeper than 50 levels"),
        ("a:\n " + "{a: " * 100_000, "f:2: nested deeper than 50 levels"),
    ],
)
def test_refused(text: str, said: str) -> None:
    """What our files may not hold is refused with its line and a way out."""
    assert said == refusal(text)


@pytest.mark.parametrize("text", ["a: '<<'\n", "'<<': 1\n", "a: '*x'\n", 'a: "tab\\there"\n', "a: 'two\n\n  lines'\n"])
def test_quoted_is_not_refused(text: str) -> None:
    """What would be refused as syntax is accepted as quoted text, line breaks and tabs too."""
    assert 1 == len(parse(text, "f").data)


def test_depth_of_fifty() -> None:
    """Fifty levels are read."""
    assert 50 == str(parse("[" * 50 + "]" * 50, "f").data).count("[")


def test_findings_come_together() -> None:
    """Several findings are told at once, in the order of their lines, what stops the reading last."""
    text = "a: &x 1\nb: *x\na: 2\n[c]: 3\n"

    assert ["f:1:", "f:2:", "f:3:", "f:4:"] == [line.split(" ")[0] for line in refusal(text).splitlines()]


def test_findings_before_a_syntax_error_are_kept() -> None:
    """A syntax error does not hide what was found above it."""
    assert ["f:1:", "f:3:"] == [line.split(" ")[0] for line in refusal("a: &x 1\nb: 1\n- c\n").splitlines()]


def test_too_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with more lists and mappings than the limit is refused, without a word of aliases it does not have."""
    monkeypatch.setattr("catalog.yaml_text.MAX_NODES", 3)

    assert "f:1: this holds more than 3 lists and mappings, aliases written out" == refusal("[[], [], []]\n")


def test_foreign_aliases_are_followed() -> None:
    """In files of others an alias stands for its anchor's value, scalar or not."""
    assert {"a": [1], "b": [1], "c": 2, "d": 2} == foreign("a: &x [1]\nb: *x\nc: &y 2\nd: *y\n").data


@pytest.mark.parametrize(
    ("text", "merged"),
    [
        ("<<: *x", {"k": 1, "l": 2}),
        ("<<: *x\n  k: 9", {"k": 9, "l": 2}),
        ("k: 9\n  <<: *x", {"k": 9, "l": 2}),
        ("<<: [*x, *y]", {"k": 1, "l": 2, "m": 4}),
        ("<<: {k: 5}", {"k": 5}),
        ("<<: text", {"<<": "text"}),
    ],
)
def test_foreign_merge_keys(text: str, merged: dict[str, int]) -> None:
    """In files of others a merge key brings keys in; those written out hold, and of several mappings the first."""
    assert merged == foreign(f"x: &x {{k: 1, l: 2}}\ny: &y {{k: 3, m: 4}}\nz:\n  {text}\n").data["z"]


def test_foreign_tags_are_ignored() -> None:
    """In files of others a tag builds nothing: its value is read as what it is."""
    assert {"a": ["id"]} == foreign("a: !!python/object/apply:os.system [id]\n").data


def test_foreign_documents() -> None:
    """All documents of a file of others are read, each with its line."""
    documents, _ = parse_foreign("a: 1\n---\nb: 2\n", "f")

    assert [({"a": 1}, 1), ({"b": 2}, 3)] == [(d.data, d.lines.line) for d in documents]


def test_foreign_repeated_key() -> None:
    """In files of others the last of a repeated key holds, and the repetition is told."""
    [document], problems = parse_foreign("a: 1\na: 2\n", "f")

    assert ({"a": 2}, ["f:2: the key 'a' stands here again; it was given on line 1"]) == (
        document.data,
        list(map(str, problems)),
    )


BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "f:8: this holds more than 2,000,000 lists and mappings, aliases written out"),
        ("b: 1\na: &x [*x]\n", "f:2: the alias '*x' has no anchor that ends before it"),
        ("b: 1\na: *nowhere\n", "f:2: the alias '*nowhere' has no anchor that ends before it"),
        ("[" * 51 + "]" * 51, "f:1: nested deeper than 50 levels"),
        ("a: [1\n", "f:2: this is not YAML: did not find expected ',' or ']' (column 1)"),
    ],
)
def test_foreign_refused(text: str, said: str) -> None:
    """In files of others too, what has no end or no meaning is refused."""
    with pytest.raises(BadInput) as caught:
        parse_foreign(text, "f")

    assert said == str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"a: 1\nb\0c\n", "2: this is a binary file; text was expected"),
        ("a: 1\n".encode("utf-16"), "1: this is a binary file; text was expected"),
        (b"a: 1\nb: caf\xe9\n", "2: byte 0xe9 is not UTF-8; save the file as UTF-8"),
    ],
)
def test_unreadable_content(tmp_path: Path, content: bytes, said: str) -> None:
    """What is not UTF-8 text is refused, with the line where that shows."""
    path = tmp_path / "f"
    path.write_bytes(content)

    assert f"{path}:{' ' if said.startswith('the') else ''}{said}" == unreadable(path)


def test_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    """A byte order mark is no part of the text."""
    path = tmp_path / "f"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")

    assert "a: 1\n" == read_text(path)


def test_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    """A missing file is told with the nearest name in its folder."""
    (tmp_path / "workload.yaml").touch()
    path = tmp_path / "worklod.yaml"

    assert f"{path}: there is no such file; the nearest known name is 'workload.yaml'" == unreadable(path)


def test_missing_folder(tmp_path: Path) -> None:
    """A file in a missing folder is told without a hint."""
    path = tmp_path / "nowhere" / "f"

    assert f"{path}: there is no such file" == unreadable(path)


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    """A folder is told as such."""
    assert f"{tmp_path}: this is a folder; a file was expected" == unreadable(tmp_path)


def test_device_in_place_of_a_file() -> None:
    """A device is not read: it may have no end."""
    assert "/dev/zero: this is not a regular file" == unreadable(Path("/dev/zero"))


def test_file_in_place_of_a_folder(tmp_path: Path) -> None:
    """A path through a file is told with the system's reason."""
    (tmp_path / "f").touch()

    assert f"{tmp_path}/f/g: the file cannot be read: Not a directory" == unreadable(tmp_path / "f" / "g")


def test_impossible_path() -> None:
    """A path that the system cannot hold is told, in one line."""
    assert r"'a\x00b': no path can hold these characters" == unreadable(Path("a\0b"))


def test_large_file(tmp_path: Path) -> None:
    """A file of 50 MB is refused by its size, before it is read."""
    path = tmp_path / "f"
    with path.open("wb") as file:
        file.truncate(50_000_000)

    assert f"{path}: the file has 50 MB; at most 20 MB are read; split it into several files" == unreadable(path)

"""Read YAML at C speed, knowing the line of every key and item, and refuse what could do harm.

libyaml's events are built into plain dicts and lists without recursion, so depth, size and aliases are under
control. Scalars follow the YAML 1.2 core schema (`no` and `on` are words, `012` is twelve), plus dates.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from catalog.errors import BadInput, Problem, nearest

MAX_BYTES = 20_000_000
MAX_DEPTH = 50
MAX_NODES = 2_000_000

_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INT = re.compile(r"[-+]?[0-9]{1,300}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_SPECIAL = re.compile(r"([-+]?)\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(slots=True)
class Lines:
    """The line of a value, and below it the lines of its keys or items."""

    line: int
    keys: dict[Any, Lines] | None = None
    items: list[Lines] | None = None

    def find(self, path: Sequence[object]) -> int:
        """The line of the value at `path`, or of the nearest thing above it that is there."""
        node = self
        for step in path:
            if node.keys is not None and step in node.keys:
                node = node.keys[step]
            elif node.items is not None and isinstance(step, int) and 0 <= step < len(node.items):
                node = node.items[step]
            else:
                break
        return node.line


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document: plain dicts, lists and scalars, and the lines they came from."""

    file: str
    data: Any
    lines: Lines


def read_text(path: Path, limit: int = MAX_BYTES) -> str:
    """The text of a file of at most `limit` bytes.

    Raises BadInput where it is missing, a folder, unreadable, too large, binary or not UTF-8.
    """
    file = str(path)
    try:
        if path.is_dir():
            raise BadInput.one(file, "this is a folder; a file was expected")
        size = path.stat().st_size
        if size > limit:
            most = f"at most {limit // 1_000_000} MB are read; split it into several files"
            raise BadInput.one(file, f"the file has {size / 1e6:.0f} MB; {most}")
        if not path.is_file():
            raise BadInput.one(file, "this is not a regular file")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise BadInput.one(file, "there is no such file" + nearest(path.name, names_beside(path))) from None
    except OSError as error:
        raise BadInput.one(file, f"the file cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise BadInput.one(repr(file), "no path can hold these characters") from None
    if b"\0" in raw:
        raise BadInput.one(file, "this is a binary file; text was expected", raw[: raw.index(b"\0")].count(b"\n") + 1)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInput.one(file, f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8", line) from None
    if not text.strip():
        raise BadInput.one(file, "the file is empty")
    return text


def names_beside(path: Path) -> list[str]:
    """What else is in the folder of `path`, sorted; nothing where that cannot be read."""
    try:
        return sorted(p.name for p in path.parent.iterdir())
    except (OSError, ValueError):
        return []


def parse(text: str, file: str) -> Document:
    """The one document in `text`, ours: no anchor, alias, merge key, tag, repeated key or control character in it.

    Raises BadInput with every such finding, or with the first syntax error.
    """
    problems: list[Problem] = []
    documents = list(_documents(text, file, problems, foreign=False))
    if len(documents) > 1:
        line = documents[1].lines.line
        problems.append(Problem(file, line, "", "a second document starts here; one document a file is read"))
    if problems:
        raise BadInput(problems)
    if not documents or documents[0].data is None:
        raise BadInput.one(file, "the file holds nothing but comments", 1)
    return documents[0]


def parse_foreign(text: str, file: str) -> tuple[list[Document], list[Problem]]:
    """All documents of a file that others wrote, and what is odd about them: repeated keys (the last one holds).

    Aliases are followed and tags ignored. Raises BadInput on a syntax error, or where aliases multiply without end.
    """
    problems: list[Problem] = []
    return list(_documents(text, file, problems, foreign=True)), problems


def _documents(text: str, file: str, problems: list[Problem], *, foreign: bool) -> Iterator[Document]:
    parser: Any = yaml.CSafeLoader(text)  # its events are used, not its constructor
    try:
        while (event := parser.get_event()) is not None and type(event) is not StreamEndEvent:
            if type(event) is DocumentStartEvent:
                builder = _Builder(file, problems, foreign)
                builder.build(parser)
                yield Document(file, builder.data, builder.lines)
    except yaml.YAMLError as error:
        raise BadInput([*problems, _syntax(text, file, error)]) from None
    finally:
        parser.dispose()


def _syntax(text: str, file: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    if mark is None:  # a character that YAML does not know, at a byte
        before = text.encode()[: getattr(error, "position", 0)]
        return Problem(file, before.count(b"\n") + 1, "", f"this is not YAML: {said}")
    rows = text.split("\n")
    row = rows[mark.line] if mark.line < len(rows) else ""
    if "\t" in row[: len(row) - len(row.lstrip())]:
        said = "a tab cannot indent YAML; use spaces"
    return Problem(file, mark.line + 1, "", f"this is not YAML: {said} (column {mark.column + 1})")


@dataclass(slots=True)
class _Frame:
    """A container that is still open; `key` is the mapping key whose value comes next."""

    value: Any
    lines: Lines
    anchor: str | None
    key: str | None = None
    nodes: int = 1


class _Builder:
    """Turns the events of one document into data and lines, with a stack in place of recursion."""

    def __init__(self, file: str, problems: list[Problem], foreign: bool) -> None:
        self.file = file
        self.problems = problems
        self.foreign = foreign
        self.data: Any = None
        self.lines = Lines(1)
        self.stack: list[_Frame] = []
        self.anchors: dict[str, tuple[Any, Lines, int]] = {}
        self.nodes = 0

    def complain(self, line: int, text: str) -> None:
        self.problems.append(Problem(self.file, line, "", text))

    def stop(self, line: int, text: str) -> BadInput:
        return BadInput([*self.problems, Problem(self.file, line, "", text)])

    def build(self, parser: Any) -> None:
        """Read events up to the end of the document."""
        while True:
            event = parser.get_event()
            kind = type(event)
            if kind is ScalarEvent:
                value: Any = event.value
                key = self.key_expected()
                if event.implicit[0] and not key:
                    value = resolve(value)
                self.add(value, Lines(event.start_mark.line + 1), event, plain=event.implicit[0])
            elif kind is MappingStartEvent:
                self.open({}, Lines(event.start_mark.line + 1, keys={}), event)
            elif kind is SequenceStartEvent:
                self.open([], Lines(event.start_mark.line + 1, items=[]), event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.close()
            elif kind is AliasEvent:
                self.alias(event.anchor, event.start_mark.line + 1)
            else:  # the document's end
                return

    def key_expected(self) -> bool:
        return bool(self.stack) and self.stack[-1].lines.keys is not None and self.stack[-1].key is None

    def open(self, value: Any, lines: Lines, event: Any) -> None:
        if self.key_expected():
            raise self.stop(lines.line, "a key must be one word, not a list or a mapping")
        if len(self.stack) >= MAX_DEPTH:
            raise self.stop(lines.line, f"nested deeper than {MAX_DEPTH} levels")
        self.add(value, lines, event, plain=False)
        self.stack.append(_Frame(value, lines, event.anchor))

    def close(self) -> None:
        frame = self.stack.pop()
        merged = merge(frame.value) if self.foreign and isinstance(frame.value, dict) else 0
        self.count(frame.nodes + merged, frame.lines.line)
        if frame.anchor is not None and self.foreign:
            self.anchors[frame.anchor] = (frame.value, frame.lines, frame.nodes)

    def count(self, nodes: int, line: int) -> None:
        if self.stack:
            nodes += self.stack[-1].nodes
            self.stack[-1].nodes = nodes
        if nodes > MAX_NODES:
            raise self.stop(line, f"this holds more than {MAX_NODES:,} lists and mappings, aliases written out")

    def alias(self, anchor: str, line: int) -> None:
        if not self.foreign:
            self.complain(line, f"the alias '*{anchor}' is not accepted; write the value out")
            self.add(None, Lines(line), None, plain=False)
            return
        if anchor not in self.anchors:
            raise self.stop(line, f"the alias '*{anchor}' has no anchor that ends before it")
        value, lines, nodes = self.anchors[anchor]
        self.count(nodes, line)
        self.add(value, lines, None, plain=False)

    def add(self, value: Any, lines: Lines, event: Any, *, plain: bool) -> None:
        """Put a key or a value where it belongs in the innermost open container."""
        if event is not None:
            self.check(value, lines, event)
        if not self.stack:
            self.data, self.lines = value, lines
            return
        frame = self.stack[-1]
        if frame.lines.items is not None:
            frame.value.append(value)
            frame.lines.items.append(lines)
        elif frame.key is None:
            self.add_key(frame, value, lines, plain)
        else:
            key, frame.key = frame.key, None
            assert frame.lines.keys is not None
            lines_of_key = frame.lines.keys[key]
            lines_of_key.keys, lines_of_key.items = lines.keys, lines.items
            frame.value[key] = value

    def add_key(self, frame: _Frame, key: Any, lines: Lines, plain: bool) -> None:
        if not isinstance(key, str):
            raise self.stop(lines.line, "a key must be one word, not a list or a mapping")
        if key == "<<" and plain and not self.foreign:
            self.complain(lines.line, "the merge key '<<' is not accepted; write the keys out")
        assert frame.lines.keys is not None
        if key in frame.lines.keys:
            first = frame.lines.keys[key].line
            self.complain(lines.line, f"the key '{key}' stands here again; it was given on line {first}")
        frame.value[key] = None
        frame.lines.keys[key] = lines
        frame.key = key

    def check(self, value: Any, lines: Lines, event: Any) -> None:
        if self.foreign:
            if event.anchor is not None and not isinstance(value, (dict, list)):
                self.anchors[event.anchor] = (value, lines, 1)
            return
        if event.anchor is not None:
            self.complain(lines.line, f"the anchor '&{event.anchor}' is not accepted; write the value out where needed")
        if event.tag is not None and event.tag != "!":
            self.complain(lines.line, f"the tag '{event.tag}' is not accepted; leave it out")
        if isinstance(value, str) and (found := _CONTROL.search(value)):
            self.complain(lines.line, f"the control character U+{ord(found[0]):04X} is not accepted; leave it out")


def merge(mapping: dict[str, Any]) -> int:
    """Replace the merge key `<<`, a mapping or a list of them, by their keys; those that are there already hold.

    Gives how many keys were gone through.
    """
    value = mapping.get("<<")
    parts: list[Any] = value if isinstance(value, list) else [value]
    if not all(isinstance(part, dict) for part in parts):
        return 0
    del mapping["<<"]
    for part in parts:
        for name in part:
            mapping.setdefault(name, part[name])
    return sum(map(len, parts))


def resolve(word: str) -> bool | int | float | str | datetime.date | None:
    """The value of a plain scalar: null, true or false, a number, a date, or else the word itself."""
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in "+-.0123456789":
        return word
    if _INT.match(word):
        return int(word)
    if _FLOAT.match(word):
        return float(word)
    if _DATE.match(word):
        try:
            return datetime.date.fromisoformat(word)
        except ValueError:
            return word
    if special := _SPECIAL.match(word):
        return float((special[1] or "") + (special[2] or special[3]))
    return word

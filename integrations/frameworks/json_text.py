"""Read JSON that others wrote, knowing the line of every key and item, and refuse what could do harm.

Tokens are put together with a stack in place of recursion, so that depth and size are under control and the result
is the Document that YAML gives too.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import NoReturn

from catalog.errors import BadInput, Problem
from catalog.yaml_text import MAX_DEPTH, MAX_NODES, Document, Lines

MAX_DIGITS = 300

_BLANK = re.compile(r"[ \t\n\r]*")
_WORD = re.compile(r"-?Infinity|[A-Za-z]+")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | float | None] = {
    "true": True, "false": False, "null": None, "NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf,
}  # fmt: skip
_STRINGS = json.JSONDecoder()


def parse(text: str, file: str) -> tuple[Document, list[Problem]]:
    """The value in `text`, and what is odd about it: repeated keys (the last one holds), numbers that are not finite.

    Raises BadInput on a syntax error, and where it is nested deeper than MAX_DEPTH or holds more than MAX_NODES values.
    """
    reader = _Reader(text, file)
    document = reader.document()
    if reader.peek():
        reader.fail("the end of the file was expected")
    return document, reader.problems


def parse_several(text: str, file: str) -> tuple[list[Document], list[Problem]]:
    """The values in `text`, one or several behind each other, as commands print them that are run several times."""
    reader = _Reader(text, file)
    documents = [reader.document()]
    while reader.peek():
        documents.append(reader.document())
    return documents, reader.problems


@dataclass(slots=True)
class _Frame:
    """A container that is still open."""

    value: dict[str, object] | list[object]
    lines: Lines


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.problems: list[Problem] = []
        self.stack: list[_Frame] = []
        self.data: object = None
        self.lines = Lines(1)
        self.key = ""
        self.at = 0
        self.line = 1
        self.values = 0

    def document(self) -> Document:
        """Read one value with all that it holds."""
        self.value()
        while self.stack:
            self.step()
        return Document(self.file, self.data, self.lines)

    def peek(self) -> str:
        """The next character that is not blank, empty at the end; the line is counted up to it."""
        blank = _BLANK.match(self.text, self.at)
        assert blank is not None
        self.line += blank[0].count("\n")
        self.at = blank.end()
        return self.text[self.at : self.at + 1]

    def fail(self, text: str) -> NoReturn:
        found = self.text[self.at : self.at + 1]
        shown = f"not {json.dumps(found)}" if found else "but the file ends"
        column = self.at - self.text.rfind("\n", 0, self.at)
        self.stop(f"this is not JSON: {text}, {shown} (column {column})")

    def stop(self, text: str) -> NoReturn:
        raise BadInput([*self.problems, Problem(self.file, self.line, "", text)])

    def complain(self, text: str) -> None:
        self.problems.append(Problem(self.file, self.line, "", text))

    def step(self) -> None:
        """Read on in the innermost open container: its end, or one more key and value, or item."""
        frame = self.stack[-1]
        closing = "}" if isinstance(frame.value, dict) else "]"
        char = self.peek()
        if char == closing:
            self.at += 1
            self.stack.pop()
            return
        if frame.value:
            if char != ",":
                self.fail(f"',' or '{closing}' was expected")
            self.at += 1
            char = self.peek()
        if isinstance(frame.value, dict):
            self.read_key(frame.value, frame.lines, char)
        self.value()

    def read_key(self, into: dict[str, object], lines: Lines, char: str) -> None:
        if char != '"':
            self.fail("a key in double quotes was expected")
        self.key = self.string()
        assert lines.keys is not None
        if self.key in into:
            first = lines.keys[self.key].line
            self.complain(f"the key {json.dumps(self.key)} stands here again; it was given on line {first}")
        lines.keys[self.key] = Lines(self.line)
        if self.peek() != ":":
            self.fail("':' was expected")
        self.at += 1

    def value(self) -> None:
        """Read a scalar, or open a container, and put it where it belongs."""
        char = self.peek()
        if char == "{":
            self.open({}, Lines(self.line, keys={}))
        elif char == "[":
            self.open([], Lines(self.line, items=[]))
        elif char == '"':
            line = self.line
            self.put(self.string(), Lines(line))
        elif found := _NUMBER.match(self.text, self.at):
            self.at = found.end()
            self.put(self.number(found), Lines(self.line))
        else:
            self.put(self.word(), Lines(self.line))

    def open(self, value: dict[str, object] | list[object], lines: Lines) -> None:
        if len(self.stack) >= MAX_DEPTH:
            self.stop(f"nested deeper than {MAX_DEPTH} levels")
        self.at += 1
        self.put(value, lines)
        self.stack.append(_Frame(value, lines))

    def put(self, value: object, lines: Lines) -> None:
        self.values += 1
        if self.values > MAX_NODES:
            self.stop(f"the file holds more than {MAX_NODES:,} values")
        if not self.stack:
            self.data, self.lines = value, lines
            return
        frame = self.stack[-1]
        if isinstance(frame.value, dict):
            assert frame.lines.keys is not None
            frame.value[self.key] = value
            of_key = frame.lines.keys[self.key]
            of_key.keys, of_key.items = lines.keys, lines.items
        else:
            assert frame.lines.items is not None
            frame.value.append(value)
            frame.lines.items.append(lines)

    def string(self) -> str:
        try:
            value, end = _STRINGS.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            self.at = error.pos
            column = error.pos - self.text.rfind("\n", 0, error.pos)
            self.stop(f"this is not JSON: {error.msg.rstrip(' at').lower()} (column {column})")
        self.at = end
        return str(value)

    def number(self, found: re.Match[str]) -> float:
        if found[1] is None and found[2] is None and len(found[0]) <= MAX_DIGITS:
            return int(found[0])
        return self.finite(float(found[0]), found[0])

    def word(self) -> float | None:
        found = _WORD.match(self.text, self.at)
        if found is None or found[0] not in _WORDS:
            self.fail("a value was expected")
        self.at = found.end()
        value = _WORDS[found[0]]
        return value if value is None or isinstance(value, bool) else self.finite(value, found[0])

    def finite(self, value: float, word: str) -> float:
        if not math.isfinite(value):
            self.complain(f"{word[:30]} is not a finite number, and not JSON")
        return value

"""What is wrong with an input, said so that a person can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where.

    `file` is the path as the user gave it; `line` counts from 1, None where the whole file is meant; `key` is
    the dotted path inside the file, such as `practices[3].levels[0].title`, empty where there is none.
    """

    file: str
    line: int | None
    key: str
    text: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        said = f"{place}: {self.key}: {self.text}" if self.key else f"{place}: {self.text}"
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in said)  # one line, and no terminal commands


class BadInput(Exception):
    """The input cannot be used; carries every problem found, in the order of file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line or 0, p.key, p.text)))
        super().__init__("\n".join(map(str, self.problems)))

    @classmethod
    def one(cls, file: str, text: str, line: int | None = None, key: str = "") -> BadInput:
        return cls([Problem(file, line, key, text)])


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word closest to `word`, or an empty string where none is close."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; the nearest known name is '{close[0]}'" if close else ""

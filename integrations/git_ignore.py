"""What git ignores, read from `.gitignore` files alone: a program that git may start is not for trees of others.

The patterns are those of gitignore(5), turned into expressions of RE2, so that none of them can take long. Each folder
and file is asked about by itself on the way down, as git does it; libraries that answer for whole paths (pathspec
1.1) let a folder's pattern speak for what lies below it, and differ from git in one of ten made-up trees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

FOLDER = "\0"
"""Marks the path of a folder; no name holds it."""

MAX_PATTERNS = 20_000
"""Patterns of all files of a tree together: more than people write, and ready in a second."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The patterns of one `.gitignore`, for paths below its `folder`, which ends with a slash or is empty.

    `ignores` says for each expression of the set whether it ignores, or takes back what was ignored.
    """

    folder: str
    expressions: Any
    ignores: tuple[bool, ...]

    def verdict(self, path: str) -> bool | None:
        """Whether a path, FOLDER at its end if it is one, is ignored; None where nothing here says so."""
        found = self.expressions.Match(path[len(self.folder) :])
        return self.ignores[max(found)] if found else None


def ignored(rules: tuple[Rules, ...], path: str) -> bool:
    """The word of the nearest `.gitignore` that has one; `rules` come from the root inwards."""
    for each in reversed(rules):
        verdict = each.verdict(path)
        if verdict is not None:
            return verdict
    return False


class RulesReader:
    """Makes the texts of the `.gitignore` files of a tree into rules; `left` is how many patterns it still takes."""

    def __init__(self) -> None:
        self.left = MAX_PATTERNS
        self.known: dict[str, Rules | None] = {}

    def rules(self, folder: str, text: str) -> Rules | None:
        """The rules of a text; None where there are none."""
        if text not in self.known:
            self.known[text] = self._rules(text)
        found = self.known[text]
        return Rules(folder, found.expressions, found.ignores) if found else None

    def _rules(self, text: str) -> Rules | None:
        import re2

        options = re2.Options()
        options.log_errors = False
        expressions = re2.Set.FullMatchSet(options)
        ignores: list[bool] = []
        for expression, negated in _patterns(text):
            if self.left <= 0:
                break
            self.left -= 1
            try:
                expressions.Add(expression)
            except re2.error:
                continue  # what git does not understand matches nothing
            ignores.append(not negated)
        if not ignores:
            return None
        expressions.Compile()
        return Rules("", expressions, tuple(ignores))


def _patterns(text: str) -> Iterator[tuple[str, bool]]:
    """The expression of each pattern, for a path from the folder of its file, and whether it takes back."""
    for line in re.split("\r?\n", text):
        if line.startswith("#"):
            continue
        line = re.sub(r"(?<!\\) +$", "", line)
        negated = line.startswith("!")
        line = line.removeprefix("!")
        folder = line.endswith("/")
        body = line.removesuffix("/")
        if not body:
            continue
        anchored = "/" in body
        try:
            expression = _expression(body.removeprefix("/"), anchored=anchored)
        except ValueError:
            continue
        yield ("(?s)" + ("" if anchored else "(?:.*/)?") + expression + (r"\x00" if folder else r"\x00?")), negated


_TOKENS = re.compile(r"\\.|\[[!^]?\]?(?:\[:[a-z]+:\]|\\.|[^\]\\])*\]|\*+|.", re.DOTALL)


def _expression(body: str, *, anchored: bool) -> str:
    """Raises ValueError for a pattern that git takes to match nothing."""
    parts: list[str] = []
    skip_slash = False
    for token in _TOKENS.finditer(body):
        word = token[0]
        before, after = body[: token.start()], body[token.end() :]
        if skip_slash:
            skip_slash = False
            continue
        if word[:2] == "**" and anchored and before[-1:] in ("", "/") and after[:1] in ("", "/"):
            parts.append("(?:.*/)?" if after else ".+")
            skip_slash = bool(after)
        elif word[0] == "*":
            parts.append(r"[^/\x00]*")
        elif word == "?":
            parts.append(r"[^/\x00]")
        elif word in ("[", "\\"):
            raise ValueError(word)
        elif word[0] == "[":
            parts.append(_characters(word))
        else:
            parts.append(re.escape(word[-1]))
    return "".join(parts)


def _characters(word: str) -> str:
    negated = word[1] in "!^"
    inside = word[2 if negated else 1 : -1]
    said = re.sub(r"\[:[a-z]+:\]|\\.|[\[\]^]", lambda m: m[0] if len(m[0]) > 1 else f"\\{m[0]}", inside)
    return rf"[^/\x00{said}]" if negated else f"[{said}]"

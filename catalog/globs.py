"""Patterns of file names, as signals use them, turned into regular expressions of RE2.

`*`, `?` and `[a-z]` stay within a segment of the path, `**` stands for any folders, `{a,b}` for either. A pattern
without a slash is one of file names at any depth, any other starts at the root. Case does not matter.
"""

from __future__ import annotations

import re

LONGEST = 500
DEEPEST = 5
_FOLDERS = "(?:[^/]+/)*"


def to_regex(glob: str) -> str:
    """An expression that a whole path has to match, folders parted by `/`. Raises ValueError saying what is wrong.

    >>> to_regex("*.tf")
    '(?is)(?:[^/]+/)*[^/]*\\\\.tf'
    """
    if len(glob) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters")
    if "\\" in glob:
        raise ValueError("holds a backslash; folders are parted by '/'")
    if glob.endswith("/"):
        raise ValueError("names a folder; signals are files, so add '**'")
    if "//" in glob or any(segment in (".", "..") for segment in glob.split("/")):
        raise ValueError("has an empty, '.' or '..' segment; a path starts at the root of the repository")
    body = _Translation(glob.removeprefix("/")).body()
    return "(?is)" + (body if "/" in glob else _FOLDERS + body)


class _Translation:
    """Walks over a pattern once, from the left."""

    def __init__(self, glob: str) -> None:
        self.glob = glob
        self.at = 0
        self.depth = 0

    def body(self) -> str:
        parts: list[str] = []
        while self.at < len(self.glob):
            parts.append(self.next())
        if self.depth:
            raise ValueError("has a '{' without its '}'")
        return "".join(parts)

    def next(self) -> str:
        char = self.glob[self.at]
        if self.glob.startswith("**", self.at):
            return self.folders()
        if char == "[":
            return self.characters()
        self.at += 1
        if char == "{":
            self.depth += 1
            if self.depth > DEEPEST:
                raise ValueError(f"nests braces deeper than {DEEPEST}")
            return "(?:"
        if char == "}" and self.depth:
            self.depth -= 1
            return ")"
        if char == "}":
            raise ValueError("has a '}' without its '{'")
        if char == "," and self.depth:
            return "|"
        return {"*": "[^/]*", "?": "[^/]"}.get(char) or re.escape(char)

    def folders(self) -> str:
        before = self.glob[self.at - 1 : self.at]
        self.at += 2
        after = self.glob[self.at : self.at + 1]
        if before not in ("", "/", "{", ",") or after not in ("", "/", "}", ","):
            raise ValueError("has '**' beside other characters; it stands alone between slashes")
        if after == "/":
            self.at += 1
            return _FOLDERS
        return ".+"

    def characters(self) -> str:
        first = self.at + 1
        negated = self.glob[first : first + 1] in ("!", "^")
        first += negated
        end = self.glob.find("]", first + 1)  # a `]` in first place is one of the characters
        if end < 0:
            raise ValueError("has a '[' without its ']'")
        inside = self.glob[first:end]
        if "/" in inside:
            raise ValueError("has a '/' among the characters in brackets")
        self.at = end + 1
        inside = re.sub(r"([\[\]^&~|])", r"\\\1", inside)
        return f"[^/{inside}]" if negated else f"[{inside}]"

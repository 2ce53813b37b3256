"""What a scan looks for: the patterns of signals, made ready for search, and findings on those that cannot be.

Expressions are those of RE2, which searches in time linear in the text whatever the expression: Cox, "Regular
Expression Matching in the Wild", 2010. The library is imported when a catalog has signals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from catalog.globs import to_regex
from catalog.model import Finding, Reading, Signal

LONGEST = 1_000
MEMORY = 1 << 20
"""Bytes that a compiled expression may take: what needs more would take long to search for."""


def findings(reading: Reading) -> Iterator[Finding]:
    """Signals whose patterns cannot be searched for."""
    for practice in reading.catalog.practices:
        for number, signal in enumerate(practice.signals, 1):
            for text in _wrong(signal):
                place = reading.place("signal", f"{practice.id}/{number}")
                yield Finding("bad-signal", "error", practice.id, place, text)


def _wrong(signal: Signal) -> Iterator[str]:
    try:
        compiled(to_regex(signal.file))
    except ValueError as error:
        yield f"the file pattern '{signal.file}' {error}"
    try:
        if signal.contains:
            compiled(line_regex(signal.contains))
    except ValueError as error:
        yield f"the expression '{signal.contains}' {error}"


def line_regex(contains: str) -> str:
    """The expression that finds, in a whole text, each line in which `contains` is found; for `compiled`.

    Raises ValueError where it cannot be searched for line by line.
    """
    if len(contains) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters")
    if "\n" in contains or re.search(r"(?<!\\)(\\\\)*\\n", contains):
        raise ValueError("holds a line break; lines are searched one by one")
    compiled(contains)  # by itself, so that an odd bracket cannot reach out of the group
    by_line = re.sub(r"\\(.)", lambda m: {"A": "^", "z": "$"}.get(m[1], m[0]), contains, flags=re.DOTALL)
    return f"(?m:{by_line})"


def compiled(expression: str, memory: int = MEMORY) -> Any:
    """An expression ready for search in bytes; never matches across lines. Raises ValueError where RE2 refuses it."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.never_nl = True
    options.never_capture = True
    options.max_mem = memory
    try:
        return re2.compile(expression.encode(), options)
    except re2.error as error:
        said = error.args[0] if error.args else "it is not understood"
        said = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        raise ValueError(f"is no expression of RE2: {said}") from None
    except UnicodeEncodeError:
        raise ValueError("holds a character that no text has") from None

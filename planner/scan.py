"""What the signals of a catalog find in a repository, file by file, and the levels that follow from it.

Nothing here reads a file: `by_name` takes a path, `by_text` the content of a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catalog.globs import to_regex
from catalog.model import Catalog, LevelId, Signal
from catalog.signals import compiled, line_regex
from planner.baseline import Proposal

MOST = 3
"""Pieces of evidence kept for a level: enough to look at."""

MEMORY = 1 << 26
"""Bytes for the expressions of all signals together."""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A file of the repository, by its path from the root, and a line counted from 1; the first for the file itself."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class Search:
    """The signals of a catalog, ready for search; a signal is named by its number in `signals`."""

    def __init__(self, catalog: Catalog) -> None:
        self.signals: list[tuple[str, Signal]] = [
            (practice.id, signal) for practice in catalog.practices for signal in practice.signals
        ]
        self.expressions = [line_regex(signal.contains) if signal.contains else "" for _, signal in self.signals]
        self.together: dict[tuple[int, ...], Any] = {}
        self.globs: Any = None
        if self.signals:
            import re2

            options = re2.Options()
            options.max_mem = MEMORY
            self.globs = re2.Set.FullMatchSet(options)
            for _, signal in self.signals:
                self.globs.Add(to_regex(signal.file))
            self.globs.Compile()

    def by_name(self, path: str) -> Sequence[int]:
        """The signals whose file pattern matches a path."""
        found = self.globs.Match(path.encode(errors="replace")) if self.globs is not None else None
        return sorted(found) if found else ()

    def by_text(self, wanted: tuple[int, ...], text: bytes) -> dict[int, int]:
        """The line on which each of the `wanted` signals is found first in a text, for those that are."""
        if b"\r" in text:
            text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if not self._expression(wanted).search(text):
            return {}
        found = {}
        for signal in wanted:
            match = self._expression((signal,)).search(text)
            if match:
                found[signal] = text.count(b"\n", 0, match.start()) + 1
        return found

    def _expression(self, signals: tuple[int, ...]) -> Any:
        """One expression for several signals: most texts hold none of them, and are gone through once."""
        if signals not in self.together:
            self.together[signals] = compiled("|".join(self.expressions[n] for n in signals), MEMORY)
        return self.together[signals]


class Found:
    """The evidence so far. Files are to be added in the order in which they should be named."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.evidence: dict[LevelId, list[Evidence]] = {}
        self.level: dict[str, int] = {}
        self.still_open: dict[tuple[tuple[int, ...], bool], tuple[int, ...]] = {}

    def open(self, signals: tuple[int, ...], *, text: bool) -> tuple[int, ...]:
        """Those of the signals whose finding would still add something, by text or by the name of a file alone."""
        key = signals, text
        if key not in self.still_open:
            asked = [self.search.signals[n] for n in signals]
            self.still_open[key] = tuple(
                n
                for n, (practice, signal) in zip(signals, asked, strict=True)
                if bool(signal.contains) == text and self._adds(practice, signal)
            )
        return self.still_open[key]

    def _adds(self, practice: str, signal: Signal) -> bool:
        reached = self.level.get(practice, 0)
        own = self.evidence.get((practice, signal.level), ())
        return signal.level > reached or (signal.level == reached and len(own) < MOST)

    def add(self, signal: int, evidence: Evidence) -> None:
        practice, level = self.search.signals[signal][0], self.search.signals[signal][1].level
        own = self.evidence.setdefault((practice, level), [])
        if evidence not in own and len(own) < MOST:
            own.append(evidence)
            self.still_open.clear()
        self.level[practice] = max(level, self.level.get(practice, 0))

    def of(self, practice: str) -> tuple[Evidence, ...]:
        """The evidence for the highest level that something argues for."""
        return tuple(self.evidence[practice, self.level[practice]])

    def proposals(self) -> tuple[Proposal, ...]:
        """The highest level argued for, practice by practice, in the order of ids."""
        return tuple(
            Proposal(practice, level, f"scan: {', '.join(map(str, self.of(practice)))}")
            for practice, level in sorted(self.level.items())
        )

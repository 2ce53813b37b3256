"""The one listener of the solver: progress bars, logs and tests are reporters."""

from __future__ import annotations


class Reporter:
    """Hears what happens while a problem is solved; every method does nothing here."""

    def started(self, items: int, steps: int) -> None:
        """Solving begins: so many items, about so many steps."""

    def step(self, what: str) -> None:
        """One step is done."""

    def bound(self, bound: float) -> None:
        """A lower upper bound was proven."""

    def improved(self, objective: float) -> None:
        """A better placement was found."""

    def finished(self) -> None:
        """Solving ended."""

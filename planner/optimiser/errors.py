"""The one exception of the prioritiser."""

from __future__ import annotations

from collections.abc import Iterable


class Infeasible(Exception):
    """A problem has no solution (or none was found: `proven` is False). `items` are the ids it came to grief on."""

    def __init__(self, text: str, items: Iterable[str], *, proven: bool = True) -> None:
        self.items = tuple(items)
        self.proven = proven
        super().__init__(text)

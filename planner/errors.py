"""The exceptions of planning; what is wrong with a file is `catalog.errors.BadInput`."""

from __future__ import annotations

from collections.abc import Iterable


class NoPlan(Exception):
    """No plan satisfies the constraints; `clash` names those that cannot hold together, one sentence each."""

    def __init__(self, clash: Iterable[str]) -> None:
        self.clash = tuple(clash)
        super().__init__("; ".join(self.clash))


class Infeasible(Exception):
    """A problem has no solution (or none was found: `proven` is False). `items` are the ids it came to grief on."""

    def __init__(self, text: str, items: Iterable[str], *, proven: bool = True) -> None:
        self.items = tuple(items)
        self.proven = proven
        super().__init__(text)

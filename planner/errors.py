"""The exception of planning; what is wrong with a file is `catalog.errors.BadInput`."""

from __future__ import annotations

from collections.abc import Iterable


class NoPlan(Exception):
    """No plan satisfies the constraints; `clash` names those that cannot hold together, one sentence each."""

    def __init__(self, clash: Iterable[str]) -> None:
        self.clash = tuple(clash)
        super().__init__("; ".join(self.clash))

"""The exceptions of planning; what is wrong with a file is `catalog.errors.BadInput`."""

from __future__ import annotations

from collections.abc import Iterable


class NoPlan(Exception):
    """No plan satisfies the constraints; `clash` names those that cannot hold together, one sentence each."""

    def __init__(self, clash: Iterable[str]) -> None:
        self.clash = tuple(clash)
        super().__init__("; ".join(self.clash))


class NotNow(Exception):
    """It could not be done now, and nothing was changed: a server is away, or somebody else was quicker.

    `text` says what is in the way; `more` what else a person should know, a sentence each.
    """

    def __init__(self, text: str, more: Iterable[str] = ()) -> None:
        self.text, self.more = text, tuple(more)
        super().__init__("\n".join((text, *self.more)))

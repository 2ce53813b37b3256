"""Three-way merge of one field: last synced, ours, theirs. Nobody's edit is written over unasked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Write:
    """Ours alone changed, or a person decided for ours."""

    value: Any


@dataclass(frozen=True, slots=True)
class Keep:
    """Nothing to write. `agreed`: both sides hold the same, so it becomes what was last synced."""

    agreed: bool


@dataclass(frozen=True, slots=True)
class Both:
    """Both sides changed, and not alike."""


Outcome = Write | Keep | Both


def merge(last: Any, ours: Any, theirs: Any, decided: str = "") -> Outcome:
    """What to do with a field; `decided` is `ours` or `theirs` where a person has chosen a side."""
    if ours == theirs:
        return Keep(agreed=ours != last)
    if decided == "ours" or theirs == last:
        return Write(ours)
    if decided == "theirs" or ours == last:
        return Keep(agreed=False)
    return Both()


def merge_labels(last: Collection[str], ours: Collection[str], theirs: Collection[str]) -> Outcome:
    """Labels never clash: what we added or dropped since the last time is added or dropped, the rest stays theirs."""
    add = set(ours) - set(last) - set(theirs)
    drop = (set(last) - set(ours)) & set(theirs)
    if not add and not drop:
        return Keep(agreed=set(ours) != set(last))
    return Write(sorted((set(theirs) | add) - drop))

"""What people may decide of a workload, as values, and the workload that each decision makes.

The edits are decisions; the others take an edit back, or say where a practice stands and where it is to go.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from catalog.errors import BadInput, nearest
from catalog.model import Catalog
from planner import edits
from planner.baseline import set_standing
from planner.state import key_of
from planner.workload import Standing, Target, Workload
from planner.workload_document import edit_data


@dataclass(frozen=True, slots=True)
class Unpin:
    """No pin of exactly this id any more."""

    id: str

    def __str__(self) -> str:
        return f"unpin {self.id}"


@dataclass(frozen=True, slots=True)
class Include:
    """No exclusion of exactly this id any more."""

    id: str

    def __str__(self) -> str:
        return f"include {self.id}"


@dataclass(frozen=True, slots=True)
class SetLevel:
    """Where a practice stands, or that it is not applicable."""

    practice: str
    standing: Standing

    def __str__(self) -> str:
        standing = self.standing
        if standing.not_applicable:
            return f"{self.practice} is not applicable" + edits.because(standing.reason)
        return f"{self.practice} stands at level {standing.level}" + edits.because(standing.evidence)


@dataclass(frozen=True, slots=True)
class SetTarget:
    """The level wanted of a practice, of all practices of a pillar, or by default; None takes that wish back."""

    id: str
    level: int | None

    def __str__(self) -> str:
        where = "by default" if self.id == DEFAULT else f"of {self.id}"
        return f"want no level {where} in particular" if self.level is None else f"want level {self.level} {where}"


Decision = edits.Edit | Unpin | Include | SetLevel | SetTarget

DEFAULT = "default"


def decide(workload: Workload, decision: Decision, catalog: Catalog) -> Workload:
    """The workload after a decision; an edit takes the place of an earlier one about the same thing.

    Raises BadInput where there is nothing to take back, or where the decision names what is not there; what an edit
    names is checked with the whole workload.
    """
    match decision:
        case Unpin(id=id):
            return _without(workload, id, edits.Pin, "pinned")
        case Include(id=id):
            return _without(workload, id, edits.Exclude, "excluded")
        case SetLevel(practice=practice, standing=standing):
            _must_be(practice, catalog.practice, "practice")
            return set_standing(workload, practice, standing)
        case SetTarget():
            return replace(workload, target=_target(workload.target, decision, catalog))
        case _:
            return with_edit(workload, decision)


def with_edit(workload: Workload, edit: edits.Edit) -> Workload:
    """The workload with an edit, in the place of earlier ones about the same thing or after the others."""
    key = key_of(edit_data(edit))
    kept = [old for old in workload.edits if key_of(edit_data(old)) != key]
    places = [n for n, old in enumerate(workload.edits) if key_of(edit_data(old)) == key]
    kept.insert(places[0] if places else len(kept), edit)
    return replace(workload, edits=tuple(kept))


def _without(workload: Workload, id: str, kind: type[edits.Pin | edits.Exclude], word: str) -> Workload:
    own = [edit.id for edit in workload.edits if isinstance(edit, kind)]
    if id not in own:
        hint = nearest(id, own) or (f"; {word}: {', '.join(own)}" if own else f"; nothing is {word}")
        raise BadInput.one(id, f"this is not {word} by an edit of its own{hint}")
    kept = tuple(edit for edit in workload.edits if not (isinstance(edit, kind) and edit.id == id))
    return replace(workload, edits=kept)


def _target(target: Target, wanted: SetTarget, catalog: Catalog) -> Target:
    id, level = wanted.id, wanted.level
    if id == DEFAULT:
        return replace(target, default=Target().default if level is None else level)
    key = "pillars" if id in catalog.pillar else "practices"
    if key == "practices":
        _must_be(id, [*catalog.practice, *catalog.pillar], "practice or pillar")
    levels = {name: old for name, old in getattr(target, key).items() if name != id}
    if level is not None:
        levels = {**getattr(target, key), id: level}
    return replace(target, pillars=levels) if key == "pillars" else replace(target, practices=levels)


def _must_be(id: str, known: Iterable[str], what: str) -> None:
    names = list(known)
    if id not in names:
        raise BadInput.one(id, f"the catalog has no such {what}{nearest(id, names)}")


def set_level(practice: str, level: int, evidence: str, by: str, today: datetime.date) -> SetLevel:
    return SetLevel(practice, Standing(level, evidence=evidence, by=by, assessed=today))


def not_applicable(practice: str, reason: str, by: str, today: datetime.date) -> SetLevel:
    return SetLevel(practice, Standing(not_applicable=True, reason=reason, by=by, assessed=today))

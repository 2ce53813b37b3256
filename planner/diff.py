"""What changed from one plan to another, story by story, with the reason the newer plan gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.document_schema import PlanDocument, StoryDocument

KINDS = ("moved", "placed", "deferred", "added", "dropped", "resized")


@dataclass(frozen=True, slots=True)
class Change:
    """One story that differs. `kind` is one of KINDS; `before` and `after` are sprints, None where it had none."""

    kind: str
    id: str
    title: str
    before: int | None
    after: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """All changes, in the order of KINDS and ids, and the objectives of both plans."""

    changes: tuple[Change, ...]
    objective_before: float
    objective_after: float

    def summary(self) -> str:
        """`3 moved, 1 dropped; the plan earns 1.2 % more`, or that nothing changed."""
        said = self.counts()
        before, after = self.objective_before, self.objective_after
        if abs(after - before) < 5e-7:
            return f"{said}; the plan earns the same"
        share = f"{100 * abs(after / before - 1):.1f} %" if before else f"{abs(after - before):.2f}"
        return f"{said}; the plan earns {share} {'more' if after > before else 'less'}"

    def counts(self) -> str:
        """`3 moved, 1 dropped`, or that nothing changed."""
        counts = [(kind, sum(change.kind == kind for change in self.changes)) for kind in KINDS]
        return ", ".join(f"{count} {kind}" for kind, count in counts if count) or "no story changed"


def diff(old: PlanDocument, new: PlanDocument) -> PlanDiff:
    """Compare two plan documents by story id."""
    before, after = _stories(old), _stories(new)
    changes = [
        change for id in sorted(before.keys() | after.keys()) for change in _change(before.get(id), after.get(id))
    ]
    changes.sort(key=lambda change: (KINDS.index(change.kind), change.id))
    return PlanDiff(tuple(changes), old.certificate.objective, new.certificate.objective)


def _stories(document: PlanDocument) -> dict[str, StoryDocument]:
    return {story.id: story for epic in document.epics for story in epic.stories}


def _change(old: StoryDocument | None, new: StoryDocument | None) -> Iterator[Change]:
    if new is None:
        if old is not None:
            reason = "It is done, no longer wanted, or no longer in the catalog."
            yield Change("dropped", old.id, old.title, old.sprint, None, reason)
        return
    if old is None:
        yield Change("added", new.id, new.title, None, new.sprint, new.why.text)
        return
    if old.sprint != new.sprint:
        kind = "placed" if old.sprint is None else "deferred" if new.sprint is None else "moved"
        yield Change(kind, new.id, new.title, old.sprint, new.sprint, new.why.text)
    if old.points != new.points:
        reason = f"It has {new.points:g} points, and had {old.points:g}."
        yield Change("resized", new.id, new.title, old.sprint, new.sprint, reason)

"""What the steps of an apply share, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from integrations.items import Wanted
from integrations.links import Journal
from integrations.settle import Clock
from integrations.sync_plan import Change, Conflict, SyncPlan
from integrations.tracker import Tracker

ATTEMPTS = 5
"""Times that one write is sent whose effect is found to be missing."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A change that the tracker refused, in its own words."""

    action: str
    id: str
    reasons: tuple[str, ...]

    def to_data(self) -> dict[str, Any]:
        return {"action": self.action, "id": self.id, "reason": "; ".join(self.reasons)}


@dataclass
class Outcome:
    """What an apply did: counts of issues, and of sprints made or changed; what is left to decide; what was refused."""

    created: int = 0
    updated: int = 0
    moved: int = 0
    linked: int = 0
    sprints: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)


@dataclass
class Walk:
    """What the steps of an apply share."""

    plan: SyncPlan
    wanted: Wanted
    tracker: Tracker
    journal: Journal
    clock: Clock
    step: Callable[[int], None]
    outcome: Outcome = field(default_factory=Outcome)
    sprints: dict[int, int] = field(default_factory=dict)
    top: int = 0

    def failed(self, change: Change, reasons: Sequence[str]) -> None:
        self.outcome.failed.append(Failed(change.action, change.id, tuple(reasons)))

    def number(self, id: str) -> str | None:
        """The tracker's number of an item's issue, None where it has none."""
        link = self.journal.ledger.items.get(id)
        return link.number if link else None

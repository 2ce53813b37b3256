"""What reaching a level is worth, with the parts it is made of.

V(p, l) = severity(p) · gain(p, l) · Σ over pillars k of weight(k) · contributes(p, k)
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.model import SEVERITIES, Catalog, Practice
from planner.edits import SetWeight
from planner.workload import Workload


@dataclass(frozen=True, slots=True)
class Score:
    """The value of a level per sprint, and its parts: `pillars` sum to it, unless the workload gave it outright."""

    value: float
    severity: int
    gain: float
    pillars: tuple[tuple[str, float], ...]
    given: bool = False

    def parts(self) -> dict[str, object]:
        """The parts as a document shows them."""
        if self.given:
            return {"given": self.value}
        return {"severity": self.severity, "gain": self.gain, "pillars": {k: round(v, 6) for k, v in self.pillars}}


def pillar_weights(catalog: Catalog, workload: Workload) -> Mapping[str, float]:
    """The weight of each pillar, normalised to sum to 1; a pillar the workload leaves out weighs 1 before that."""
    edited = {edit.pillar: edit.weight for edit in workload.edits if isinstance(edit, SetWeight)}
    raw = {id: edited.get(id, workload.policy.weights.get(id, 1.0)) for id in catalog.pillar}
    total = math.fsum(raw.values())
    return {id: weight / total if total else 0.0 for id, weight in raw.items()}


def score(practice: Practice, level: int, weights: Mapping[str, float], workload: Workload) -> Score:
    """The value of reaching `level` of a practice, the levels below it not counted."""
    severity, gain = SEVERITIES[practice.severity], practice.levels[level - 1].gain
    given = workload.values.get(practice.id)
    if given is not None:
        return Score(given, severity, gain, (), given=True)
    pillars = tuple((k, severity * gain * weights[k] * c) for k, c in practice.contributes if c)
    return Score(math.fsum(v for _, v in pillars), severity, gain, pillars)

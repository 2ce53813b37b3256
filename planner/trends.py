"""How the pillars came along: levels and value up to the target, at each of a row of baselines."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalog.model import Catalog
from planner.policy import pillar_weights, score
from planner.workload import Standing, Workload


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A baseline as it was at the end of a day; `label` says what it was taken for, such as `sprint 3`."""

    date: datetime.date
    label: str
    baseline: Mapping[str, Standing]


@dataclass(frozen=True, slots=True)
class Progress:
    """Levels reached of those that are wanted, and the value per sprint that they earn of what all would."""

    levels: int = 0
    all_levels: int = 0
    value: float = 0.0
    all_value: float = 0.0

    @property
    def share(self) -> float:
        """The part of the value that is earned; 1 where nothing is wanted."""
        return self.value / self.all_value if self.all_value else 1.0

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.levels + other.levels,
            self.all_levels + other.all_levels,
            self.value + other.value,
            self.all_value + other.all_value,
        )


@dataclass(frozen=True, slots=True)
class Point:
    """Where the pillars stood, by id."""

    date: datetime.date
    label: str
    pillars: Mapping[str, Progress]

    @property
    def total(self) -> Progress:
        return sum(self.pillars.values(), Progress())


def make_trends(catalog: Catalog, workload: Workload, snapshots: Iterable[Snapshot]) -> tuple[Point, ...]:
    """The progress of each pillar at each snapshot, in their order.

    Targets and weights are those of the workload today, so that the points can be compared. A practice counts for its
    home pillar, with its levels up to its target; one that was not applicable then is left out of that point. What
    was said under a former id of a practice counts for it.
    """
    weights = pillar_weights(catalog, workload)
    worth = {
        practice.id: [
            score(practice, level, weights, workload).value
            for level in range(1, workload.target_of(catalog, practice) + 1)
        ]
        for practice in catalog.practices
    }
    return tuple(
        Point(snapshot.date, snapshot.label, _progress(catalog, worth, _today(catalog, snapshot.baseline)))
        for snapshot in snapshots
    )


def _today(catalog: Catalog, baseline: Mapping[str, Standing]) -> dict[str, Standing]:
    """A baseline under the ids that its practices have today; what is not in the catalog any more is left out."""
    named = {id: catalog.successor(id) for id in baseline}
    return {today: baseline[id] for id, today in named.items() if today}


def _progress(
    catalog: Catalog, worth: Mapping[str, list[float]], baseline: Mapping[str, Standing]
) -> dict[str, Progress]:
    found = {pillar.id: Progress() for pillar in catalog.pillars}
    for practice in catalog.practices:
        standing = baseline.get(practice.id, Standing())
        if standing.not_applicable:
            continue
        values = worth[practice.id]
        reached = values[: standing.level]
        pillar = catalog.home(practice).pillar
        found[pillar] += Progress(len(reached), len(values), sum(reached), sum(values))
    return found

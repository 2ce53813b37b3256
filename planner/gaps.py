"""What is missing: the levels between the baseline and the target, and the prerequisites that these pull in."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.model import Catalog, LevelId, Practice
from planner.workload import Workload


@dataclass(frozen=True, slots=True)
class Gap:
    """A practice that stands at `start` and is to reach `end`.

    Levels above `target` are there because something else waits for them; `pulled_by` names that, level by level.
    """

    practice: Practice
    start: int
    end: int
    target: int
    assessed: bool
    pulled_by: tuple[tuple[int, LevelId], ...] = ()

    @property
    def levels(self) -> range:
        return range(self.start + 1, self.end + 1)

    @property
    def pulled_in(self) -> tuple[int, ...]:
        """The levels above the practice's own target."""
        return tuple(level for level in self.levels if level > self.target)


def find_gaps(catalog: Catalog, workload: Workload) -> tuple[Gap, ...]:
    """Every gap, in the order of the catalog, with what prerequisites pull in above a practice's own target.

    A prerequisite of a practice that is not applicable counts as met.
    """
    start: dict[str, int] = {}
    end: dict[str, int] = {}
    for practice in catalog.practices:
        standing = workload.standing(practice.id)
        if not standing.not_applicable:
            start[practice.id] = standing.level
            end[practice.id] = max(standing.level, workload.target_of(catalog, practice))
    target = dict(end)
    pulled: dict[str, dict[int, LevelId]] = {}
    open_levels = [(id, level) for id in start for level in range(start[id] + 1, end[id] + 1)]
    for at in open_levels:  # grows while it is walked
        for needed in catalog.level(at).requires:
            other = needed.practice
            if other not in end or needed.level <= end[other]:
                continue
            added = range(end[other] + 1, needed.level + 1)
            end[other] = needed.level
            for level in added:
                pulled.setdefault(other, {})[level] = at
                open_levels.append((other, level))
    return tuple(
        Gap(
            practice=catalog.practice[id],
            start=start[id],
            end=end[id],
            target=target[id],
            assessed=id in workload.baseline,
            pulled_by=tuple(sorted(pulled.get(id, {}).items())),
        )
        for id in start
        if end[id] > start[id]
    )

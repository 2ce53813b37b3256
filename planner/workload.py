"""The system being improved: its team, calendar, policy, baseline, target and edits, as frozen values."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.model import Catalog, Practice
from planner.edits import Edit


@dataclass(frozen=True, slots=True)
class Team:
    """`velocity` in points per sprint, one figure or a history; `skills` in tenths of a point per full sprint."""

    velocity: tuple[float, ...]
    improvement_share: float = 1.0
    skills: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The sprints to plan: `sprints` of them from `start`, numbered from `first` on, those before it being over."""

    start: datetime.date
    sprint_days: int = 14
    sprints: int = 6
    days_off: frozenset[datetime.date] = frozenset()
    first: int = 1

    @property
    def last(self) -> int:
        """The number of the last sprint."""
        return self.first + self.sprints - 1


@dataclass(frozen=True, slots=True)
class Policy:
    """What the team wants: `weights` of the pillars, `discount` per sprint, limits and manners of re-planning."""

    weights: Mapping[str, float] = field(default_factory=dict)
    discount: float = 0.97
    epics_in_progress: int | None = None
    stability: float = 0.0
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    default: int = 2
    pillars: Mapping[str, int] = field(default_factory=dict)
    practices: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a practice stands: the level reached, the stories finished above it, and who says so on what evidence."""

    level: int = 0
    done: tuple[str, ...] = ()
    evidence: str = ""
    assessed: datetime.date | None = None
    by: str = ""
    not_applicable: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class JiraProject:
    """Where a workload's Jira project is; never a secret."""

    server: str
    project: str
    board: int | None = None
    deployment: str | None = None
    issue_types: Mapping[str, str] = field(default_factory=dict)
    points_field: str | None = None
    done: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workload:
    """One planning input. `baseline` holds the practices that were assessed; the others are level 0, not assessed.

    `proposed` holds what a scan or an import says of practices, until a person accepts it; nothing is planned by it.
    """

    name: str
    catalogs: tuple[str, ...]
    team: Team
    calendar: Calendar
    policy: Policy = Policy()
    target: Target = Target()
    baseline: Mapping[str, Standing] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    jira: JiraProject | None = None
    proposed: Mapping[str, Standing] = field(default_factory=dict)

    def standing(self, practice: str) -> Standing:
        return self.baseline.get(practice, Standing())

    def target_of(self, catalog: Catalog, practice: Practice) -> int:
        """The level wanted: the practice's own target, else its home pillar's, else the default; at most its top."""
        pillar = catalog.home(practice).pillar
        wanted = self.target.practices.get(practice.id, self.target.pillars.get(pillar, self.target.default))
        return min(wanted, practice.top)

"""The one translation from a workload's backlog to a bare problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from planner import edits
from planner.backlog import Backlog, Milestone, Story
from planner.errors import NoPlan
from planner.optimiser.problem import POINTS, Item, Need, Problem
from planner.sprints import Sprint
from planner.workload import Workload

Timed = edits.Pin | edits.NotBefore | edits.Deadline | edits.Exclude


@dataclass(frozen=True)
class Frozen:
    """An earlier plan to start from: where its stories were, and how many of its first sprints must stay."""

    placement: Mapping[str, int] = field(default_factory=dict)
    sprints: int = 0


@dataclass(frozen=True)
class Blocked:
    """What exclusions keep out of the problem.

    `excluded` gives each excluded story its edit; `milestones` gives each milestone that cannot be reached for that
    reason the excluded stories at the root of it.
    """

    excluded: Mapping[str, edits.Exclude]
    milestones: Mapping[str, tuple[str, ...]]


def by_practice(decisions: Iterable[edits.Edit]) -> dict[str, list[Timed]]:
    """Pins, first sprints, deadlines and exclusions by the practice they concern, in their order."""
    found: dict[str, list[Timed]] = {}
    for edit in decisions:
        if isinstance(edit, Timed):
            found.setdefault(edit.id.partition("/")[0], []).append(edit)
    return found


def find_blocked(backlog: Backlog, decisions: Iterable[edits.Edit]) -> Blocked:
    """Exclusions, and the milestones that cannot be reached because of them."""
    excluded: dict[str, edits.Exclude] = {}
    concerned = by_practice(decisions)
    for epic in backlog.epics:
        for edit in concerned.get(epic.id, ()):
            if isinstance(edit, edits.Exclude):
                excluded |= {story.id: edit for story in epic.stories if edits.covers(edit.id, story.id)}
    roots: dict[str, tuple[str, ...]] = {}
    for milestone in backlog.milestone.values() if excluded else ():
        out = tuple(id for id in milestone.stories if id in excluded)
        if out:
            roots[milestone.id] = out
    for id in (queue := list(roots)):
        for later in backlog.dependents[id]:
            if later not in roots:
                roots[later] = roots[id]
                queue.append(later)
    return Blocked(excluded, roots)


@dataclass(frozen=True, slots=True)
class Limits:
    """What people decided of one story."""

    pin: int | None = None
    not_before: int = 1
    deadline: int | None = None

    def obligatory(self, horizon: int) -> bool:
        return self.pin is not None or (self.deadline is not None and self.deadline <= horizon)


FREE = Limits()
"""Nothing was decided."""


def story_limits(story: Story, decisions: Iterable[edits.Edit], frozen: Frozen, over: int = 0) -> Limits:
    """The pin, the first and the last sprint of a story. Raises NoPlan where two pins contradict each other.

    `over` sprints lie before the calendar's first.
    """
    pin, first, last = None, 1, None
    by: edits.Pin | None = None
    for edit in decisions:
        match edit:
            case edits.Pin(id=id, sprint=sprint) if edits.covers(id, story.id):
                if by is not None and by.sprint != sprint:
                    raise NoPlan([f"{story.id} cannot be in two sprints: {by}, and {edit}"])
                pin, by = sprint, edit
            case edits.NotBefore(id=id, sprint=sprint) if edits.covers(id, story.id):
                first = max(first, sprint)
            case edits.Deadline(id=id, sprint=sprint) if edits.covers(id, story.id):
                last = sprint if last is None else min(last, sprint)
            case _:
                pass
    if frozen.sprints:
        was = frozen.placement.get(story.id)
        if was is not None and was <= over + frozen.sprints:
            return Limits(pin=was)  # what is under way is a fact, whatever was decided of it
        first = max(first, over + frozen.sprints + 1)
    return Limits(pin, first, last)


def to_problem(
    workload: Workload,
    sprints: tuple[Sprint, ...],
    backlog: Backlog,
    blocked: Blocked,
    frozen: Frozen,
) -> Problem:
    """Stories as items with effort, milestones as items without effort that carry the value.

    The problem counts the sprints of the calendar from 1, whatever their numbers are.
    Raises NoPlan where something obligatory is excluded, or waits for what is.
    """
    skills = {name for sprint in sprints for name in sprint.skills}
    items = []
    over = workload.calendar.first - 1
    concerned = by_practice(workload.edits)
    for milestone in backlog.milestone.values():
        decided = concerned.get(milestone.practice, ())
        free = not decided and not frozen.sprints
        limits = {
            id: FREE if free else story_limits(backlog.story[id], decided, frozen, over) for id in milestone.stories
        }
        needs = tuple(Need(wait.milestone, wait.lag) for wait in milestone.waits)
        wanted: Iterable[str] = milestone.stories
        if milestone.id in blocked.milestones:
            wanted = _forced(backlog, milestone, limits, blocked, workload.calendar.last)
        for id in wanted:
            story, limit = backlog.story[id], limits[id]
            effort = {POINTS: story.size}
            if story.skill in skills:
                effort[story.skill] = story.size
            after = tuple(Need(before) for before in story.after)
            items.append(
                Item(
                    id=id,
                    effort=effort,
                    needs=needs + after,
                    pin=None if limit.pin is None else limit.pin - over,
                    not_before=max(1, limit.not_before - over),
                    deadline=None if limit.deadline is None else limit.deadline - over,
                    group=story.practice,
                )
            )
        if milestone.id not in blocked.milestones:
            own = tuple(Need(id) for id in milestone.stories)
            items.append(Item(id=milestone.id, value=milestone.score.value, needs=own or needs))
    capacity = {POINTS: tuple(sprint.capacity for sprint in sprints)}
    capacity |= {name: tuple(sprint.skills[name] for sprint in sprints) for name in sorted(skills)}
    policy = workload.policy
    return Problem(len(sprints), policy.discount, capacity, tuple(items), policy.epics_in_progress)


def _forced(
    backlog: Backlog, milestone: Milestone, limits: Mapping[str, Limits], blocked: Blocked, horizon: int
) -> list[str]:
    """The stories of a level out of reach that must be in the plan all the same, with those that they come after.

    Raises NoPlan where one of them is excluded, or waits for what is.
    """
    forced = [id for id, limit in limits.items() if limit.obligatory(horizon)]
    for id in forced:  # grows while it is walked
        clash = _excluded_clash(id, backlog, milestone, blocked)
        if clash:
            raise NoPlan([f"{id} must be in the plan{clash}"])
        forced += [before for before in backlog.story[id].after if before not in forced]
    return [id for id in milestone.stories if id in forced]


def _excluded_clash(id: str, backlog: Backlog, milestone: Milestone, blocked: Blocked) -> str:
    if id in blocked.excluded:
        return f", and there is an edit to {blocked.excluded[id]}"
    for before in backlog.story[id].after:
        if before in blocked.excluded:
            return f" and waits for {before}, and there is an edit to {blocked.excluded[before]}"
    for wait in milestone.waits:
        if wait.milestone in blocked.milestones:
            edit = blocked.excluded[blocked.milestones[wait.milestone][0]]
            return f" and waits for {wait.milestone}, and there is an edit to {edit}"
    return ""

"""What the board shows, as values: a column for each sprint, and the shelf of what is deferred."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from planner.backlog import Story
from planner.plan import Plan


@dataclass(frozen=True)
class Column:
    """`sprint` is None for the shelf; sizes in tenths of a point; `skills` as (used, limit)."""

    sprint: int | None
    stories: tuple[str, ...]
    used: int
    capacity: int
    skills: Mapping[str, tuple[int, int]]


@lru_cache(maxsize=8)
def _letters(epics: tuple[str, ...]) -> Mapping[str, str]:
    width = 1 if len(epics) <= 26 else 2 if len(epics) <= 676 else 3
    found = {}
    for index, id in enumerate(epics):
        letters, rest = "", index
        for _ in range(width):
            rest, digit = divmod(rest, 26)
            letters = chr(ord("A") + digit) + letters
        found[id] = letters
    return found


def letters(plan: Plan) -> Mapping[str, str]:
    """Letters for each epic, unlike those of the others, the most valuable first."""
    ranked = sorted(plan.backlog.epics, key=lambda epic: (-epic.value, epic.id))
    return _letters(tuple(epic.id for epic in ranked))


def matches(plan: Plan, story: Story, wanted: str) -> bool:
    """Whether a story has all words of a filter in its title, id, skill, pillar or epic."""
    epic = plan.epic[story.practice]
    text = f"{story.title} {story.id} {story.skill} {epic.pillar} {epic.title}".lower()
    return all(word in text for word in wanted.lower().split())


def columns(plan: Plan, wanted: str = "") -> tuple[Column, ...]:
    """The sprints and the shelf, with those of their stories that match a filter; the most valuable epic first."""
    found = []
    story = plan.backlog.story

    def shown(ids: tuple[str, ...]) -> tuple[str, ...]:
        own = [id for id in ids if not wanted or matches(plan, story[id], wanted)]
        return tuple(sorted(own, key=lambda own: (-plan.epic[story[own].practice].value, own)))

    for sprint in plan.sprints:
        ids = plan.by_sprint[sprint.number]
        taken = {skill: sum(story[id].size for id in ids if story[id].skill == skill) for skill in sprint.skills}
        skills = {skill: (taken[skill], limit) for skill, limit in sprint.skills.items()}
        found.append(Column(sprint.number, shown(ids), plan.points(sprint.number), sprint.capacity, skills))
    left = tuple(plan.deferrals)
    found.append(Column(None, shown(left), sum(story[id].size for id in left), 0, {}))
    return tuple(found)


def place_of(found: tuple[Column, ...], story: str) -> tuple[int, int] | None:
    """Column and row of a story, or None where it is not shown."""
    for at, column in enumerate(found):
        if story in column.stories:
            return at, column.stories.index(story)
    return None

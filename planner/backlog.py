"""The gaps as work: an epic for each, a milestone for each level, stories and their tasks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from catalog.model import Catalog, StoryTemplate
from planner.edits import Resize, Split
from planner.gaps import Gap
from planner.policy import Score, pillar_weights, score
from planner.sprints import Sprint
from planner.workload import Workload


@dataclass(frozen=True, slots=True)
class Task:
    id: str
    title: str
    hours: float


@dataclass(frozen=True, slots=True)
class Story:
    """Work that fits inside one sprint. `size` in tenths of a point; `after` are stories of the same level.

    `low` and `high` keep the spread of the size; a part of a split story keeps its share of them.
    """

    id: str
    title: str
    practice: str
    level: int
    size: int
    low: int
    high: int
    skill: str
    acceptance: tuple[str, ...]
    tasks: tuple[Task, ...]
    after: tuple[str, ...] = ()

    @property
    def milestone(self) -> str:
        return f"{self.practice}/{self.level}"


@dataclass(frozen=True, slots=True)
class Wait:
    """A milestone of this backlog that must be reached at least `lag` sprints earlier."""

    milestone: str
    lag: int
    because: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A level that the backlog reaches; it is reached when its stories are done, and earns its value from then on."""

    id: str
    practice: str
    level: int
    statement: str
    score: Score
    stories: tuple[str, ...]
    waits: tuple[Wait, ...]
    pulled_in: bool


@dataclass(frozen=True, slots=True)
class Epic:
    """The work of one practice gap."""

    id: str
    title: str
    pillar: str
    principle: str
    gap: Gap
    milestones: tuple[Milestone, ...]
    stories: tuple[Story, ...]

    @property
    def value(self) -> float:
        return sum(milestone.score.value for milestone in self.milestones)


@dataclass(frozen=True)
class Backlog:
    """All epics, in the order of the catalog; `asked` is what each was made from, so that it can be used again."""

    epics: tuple[Epic, ...]
    asked: Mapping[str, Asked] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def story(self) -> Mapping[str, Story]:
        return {story.id: story for epic in self.epics for story in epic.stories}

    @cached_property
    def milestone(self) -> Mapping[str, Milestone]:
        return {milestone.id: milestone for epic in self.epics for milestone in epic.milestones}

    @cached_property
    def dependents(self) -> Mapping[str, tuple[str, ...]]:
        """For each milestone, those that wait for it directly."""
        found: dict[str, list[str]] = {id: [] for id in self.milestone}
        for milestone in self.milestone.values():
            for wait in milestone.waits:
                found[wait.milestone].append(milestone.id)
        return {id: tuple(waiting) for id, waiting in found.items()}

    def depends_on(self, story: Story) -> tuple[str, ...]:
        """The stories of this backlog that a story directly waits for, sorted."""
        return tuple(sorted({*story.after, *self._stories_before(self.milestone[story.milestone])}))

    def _stories_before(self, milestone: Milestone) -> Iterator[str]:
        for wait in milestone.waits:
            before = self.milestone[wait.milestone]
            if before.stories:
                yield from before.stories
            else:  # a level with nothing left to do passes its own prerequisites on
                yield from self._stories_before(before)


@dataclass(frozen=True)
class Shared:
    """What all epics depend on: `present` holds the levels of all gaps."""

    catalog: Catalog
    weights: Mapping[str, float]
    strict: bool
    present: frozenset[str]


@dataclass(frozen=True)
class Asked:
    """All that an epic is made from; `limit` is the size of the largest story that a sprint can hold, in tenths."""

    shared: Shared
    gap: Gap
    sizes: Mapping[str, int]
    cuts: Mapping[str, tuple[int, ...]]
    done: tuple[str, ...]
    value: float | None
    limit: int


def make_backlog(
    catalog: Catalog,
    workload: Workload,
    gaps: tuple[Gap, ...],
    sprints: tuple[Sprint, ...],
    before: Backlog | None = None,
) -> Backlog:
    """Turn gaps into epics with milestones and stories; a story larger than any sprint is split at its tasks.

    The epics of a backlog `before` that would come out the same are taken from there; all of them, it is that backlog.
    """
    asked = _asked(catalog, workload, gaps, sprints, before)
    known = {epic.id: epic for epic in before.epics if asked.get(epic.id) == before.asked[epic.id]} if before else {}
    if before and len(known) == len(gaps) == len(before.epics):
        return before
    return Backlog(tuple(known.get(id) or _epic(of, workload) for id, of in asked.items()), asked)


def _asked(
    catalog: Catalog, workload: Workload, gaps: tuple[Gap, ...], sprints: tuple[Sprint, ...], before: Backlog | None
) -> dict[str, Asked]:
    sizes: dict[str, dict[str, int]] = {}
    cuts: dict[str, dict[str, tuple[int, ...]]] = {}
    for edit in workload.edits:
        match edit:
            case Resize(id=id, size=size):
                sizes.setdefault(id.partition("/")[0], {})[id] = size
            case Split(id=id, after=after):
                cuts.setdefault(id.partition("/")[0], {})[id] = after
            case _:
                pass
    present = frozenset(f"{gap.practice.id}/{level}" for gap in gaps for level in gap.levels)
    shared = Shared(catalog, pillar_weights(catalog, workload), workload.policy.strict, present)
    for old in before.asked.values() if before else ():
        shared = old.shared if old.shared == shared else shared  # the same object compares at once
        break
    limit = {skill: largest_story(sprints, skill) for skill in {gap.practice.skill for gap in gaps}}
    nothing: Mapping[str, int] = {}
    whole: Mapping[str, tuple[int, ...]] = {}
    return {
        (id := gap.practice.id): Asked(
            shared,
            gap,
            sizes.get(id, nothing),
            cuts.get(id, whole),
            workload.standing(id).done,
            workload.values.get(id),
            limit[gap.practice.skill],
        )
        for gap in gaps
    }


def _epic(asked: Asked, workload: Workload) -> Epic:
    shared, practice = asked.shared, asked.gap.practice
    milestones, stories = [], []
    for level in asked.gap.levels:
        waits = []
        for needed in shared.catalog.needs((practice.id, level)):
            before = f"{needed.practice}/{needed.level}"
            if before in shared.present:
                strict = shared.strict and needed.practice != practice.id
                waits.append(Wait(before, max(needed.lag, 1 if strict else 0), needed.because))
        own = _stories(asked, level)
        stories += own
        milestones.append(
            Milestone(
                id=f"{practice.id}/{level}",
                practice=practice.id,
                level=level,
                statement=practice.levels[level - 1].statement,
                score=score(practice, level, shared.weights, workload),
                stories=tuple(story.id for story in own),
                waits=tuple(waits),
                pulled_in=level in asked.gap.pulled_in,
            )
        )
    home = shared.catalog.home(practice)
    return Epic(practice.id, practice.title, home.pillar, home.id, asked.gap, tuple(milestones), tuple(stories))


def _stories(asked: Asked, level: int) -> list[Story]:
    """The stories of a level that are not done; of a story in parts, the parts that are not."""
    practice, sizes, done = asked.gap.practice, asked.sizes, asked.done
    parts: dict[int, list[Story]] = {}
    templates = practice.levels[level - 1].stories
    for number, template in enumerate(templates, 1):
        id = f"{practice.id}/{level}/{number}"
        if id not in done:
            story = _story(id, practice.id, level, practice.skill, template, sizes.get(id))
            pieces = [story]
            if id in asked.cuts:
                pieces = cut(story, asked.cuts[id])
            elif story.size > asked.limit > 0:
                pieces = split(story, asked.limit)
            if left := [_resized(piece, sizes, done) for piece in pieces if piece.id not in done]:
                parts[number] = left
    found = []
    for number, pieces in parts.items():
        before = tuple(parts[n][-1].id for n in templates[number - 1].after if n in parts)
        found += [piece if piece.after or not before else replace(piece, after=before) for piece in pieces]
    return found


def _resized(part: Story, sizes: Mapping[str, int], done: tuple[str, ...]) -> Story:
    """A part with the size that people gave it, no longer waiting for parts that are done."""
    if part.id not in sizes and not part.after:
        return part
    size = sizes.get(part.id, part.size)
    low, high = (part.low, part.high) if size == part.size else (size, size)
    return replace(part, size=size, low=low, high=high, after=tuple(id for id in part.after if id not in done))


def _story(id: str, practice: str, level: int, skill: str, template: StoryTemplate, resized: int | None) -> Story:
    size = template.size
    low, likely, high = (size.low, size.likely, size.high) if resized is None else (resized, resized, resized)
    tasks = tuple(Task(f"{id}/{n}", task.title, task.hours) for n, task in enumerate(template.tasks, 1))
    return Story(id, template.title, practice, level, likely, low, high, skill, template.acceptance, tasks)


def largest_story(sprints: tuple[Sprint, ...], skill: str) -> int:
    """The size of the largest story that some sprint can hold, in tenths of a point."""
    return max((min(s.capacity, s.skills.get(skill, s.capacity)) for s in sprints), default=0)


def split(story: Story, limit: int) -> list[Story]:
    """Split a story at its tasks into parts of at most `limit`, sized by hours, each after the part before it.

    A single task larger than `limit` cannot be split and stays a part of its own; a story with fewer than two
    tasks stays whole.
    """
    if len(story.tasks) < 2:
        return [story]
    hours = sum(task.hours for task in story.tasks)
    cuts: list[int] = []
    begin = end = 0.0
    for number, task in enumerate(story.tasks):
        before, end = end, end + task.hours
        first = number == (cuts[-1] if cuts else 0)
        if not first and _share(story.size, end, hours) - _share(story.size, begin, hours) > limit:
            cuts.append(number)
            begin = before
    return cut(story, cuts) if cuts else [story]


def cut(story: Story, after: Sequence[int] = ()) -> list[Story]:
    """The parts of a story cut after these of its tasks, at each task where none are named; as `split` sizes them."""
    hours = sum(task.hours for task in story.tasks)
    ends = [*(n for n in after or range(1, len(story.tasks)) if n < len(story.tasks)), len(story.tasks)]
    if len(ends) < 2:
        return [story]
    parts: list[Story] = []
    for number, (first, last) in enumerate(itertools.pairwise([0, *ends]), 1):
        begin, end = (sum(task.hours for task in story.tasks[:n]) for n in (first, last))
        low, size, high = (_share(n, end, hours) - _share(n, begin, hours) for n in (story.low, story.size, story.high))
        id = f"{story.id}.{number}"
        parts.append(
            replace(
                story,
                id=id,
                title=f"{story.title} (part {number} of {len(ends)})",
                size=size,
                low=low,
                high=high,
                tasks=tuple(replace(task, id=f"{id}/{n}") for n, task in enumerate(story.tasks[first:last], 1)),
                acceptance=story.acceptance if number == len(ends) else (),
                after=(parts[-1].id,) if parts else (),
            )
        )
    return parts


def _share(size: int, hours: float, total: float) -> int:
    """The first `hours` of `total` as a share of a size, in whole tenths; shares add up to the size."""
    return round(size * hours / total)

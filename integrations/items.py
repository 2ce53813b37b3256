"""The items that a plan wants in a tracker: epics, stories, tasks and sprints, in normal form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from integrations.tracker import KINDS, Fields, NewIssue, folded
from planner.document_schema import EpicDocument, PlanDocument, StoryDocument

GROUP = "colonnade"
"""The label of every issue of ours, by which they are found together; also the name of the issue property."""

LONGEST_TITLE = 255


@dataclass(frozen=True, slots=True)
class Item:
    """`parent` is an item's id; `sprint` a number of the plan; `waits_for` the stories that block this one.

    `acceptance` and `note` make the description; `labels` are those we set, sorted.
    """

    id: str
    kind: str
    title: str
    acceptance: tuple[str, ...] = ()
    note: str = ""
    points: float | None = None
    parent: str | None = None
    sprint: int | None = None
    labels: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """The normal form of the description: what a reader sees of it, line by line."""
        head = ("Acceptance criteria",) if self.acceptance else ()
        return folded("\n".join((*head, *(f"- {' '.join(text.split())}" for text in self.acceptance), self.note)))


@dataclass(frozen=True, slots=True)
class WantedSprint:
    """A sprint of the plan; `fields` as in RemoteSprint."""

    number: int
    fields: Fields


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that a plan wants: items by id, epics before stories before tasks; sprints by number."""

    workload: str
    items: Mapping[str, Item]
    sprints: Mapping[int, WantedSprint]


def label(id: str) -> str:
    """The label that carries an item's id: small letters and digits, everything else as single hyphens."""
    return f"{GROUP}-" + re.sub(r"[^a-z0-9]+", "-", id.lower()).strip("-")


def wanted(plan: PlanDocument) -> Wanted:
    """The items of a plan document that are placed in a sprint, with their epics and tasks.

    What is deferred stays in the plan: a backlog holds everything that a team might ever do, most of it not now.
    """
    found = [item for epic in plan.epics for item in _items(epic)]
    found.sort(key=lambda item: (KINDS.index(item.kind), item.id))
    items = {item.id: item for item in found}
    items = {id: replace(i, waits_for=tuple(w for w in i.waits_for if w in items)) for id, i in items.items()}
    sprints = {
        s.number: WantedSprint(
            s.number,
            {
                "name": _sprint_name(plan.workload, s.start.isoformat()),
                "start": s.start.isoformat(),
                "end": s.end.isoformat(),
                "goal": folded(s.goal),
            },
        )
        for s in plan.sprints
    }
    return Wanted(plan.workload, items, sprints)


def _items(epic: EpicDocument) -> Iterator[Item]:
    stories = [story for story in epic.stories if story.sprint is not None]
    if not stories:
        return
    note = f"From level {epic.gap.from_} to level {epic.gap.to}. Worth {epic.value:.1f} per sprint when reached."
    yield Item(epic.id, "epic", _title(epic.title), note=note, labels=_labels(epic.id, epic.pillar, epic.principle))
    for story in stories:
        yield _story(epic, story)
        for task in story.tasks:
            about = f"{task.hours:g} hours." if task.hours else ""
            yield Item(task.id, "task", _title(task.title), note=about, parent=story.id, labels=_labels(task.id))


def _story(epic: EpicDocument, story: StoryDocument) -> Item:
    # not why.text: it speaks of the sprint, and would change the description of every story that moves
    note = f"Part of level {story.level} of {epic.title}, worth {story.why.value:.1f} per sprint once reached."
    return Item(
        story.id,
        "story",
        _title(story.title),
        tuple(story.acceptance),
        note,
        float(story.points),
        epic.id,
        story.sprint,
        _labels(story.id, epic.pillar, epic.principle),
        tuple(sorted(story.depends_on)),
    )


def _labels(id: str, *others: str) -> tuple[str, ...]:
    return tuple(sorted({GROUP, label(id), *others}))


def _title(text: str) -> str:
    """A title on one line, as long as a tracker takes."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def _sprint_name(workload: str, start: str) -> str:
    """By its start, since numbers shift when a plan starts later; at most the 30 characters that a name may have."""
    return f"{workload[: 29 - len(start)]} {start}"


def same_labels(items: Mapping[str, Item]) -> list[tuple[str, str]]:
    """Pairs of items that would carry the same label, so that neither could be found by it."""
    seen: dict[str, str] = {}
    pairs = []
    for id in sorted(items):
        first = seen.setdefault(label(id), id)
        if first != id:
            pairs.append((first, id))
    return pairs


def new_issue(item: Item, fields: Fields) -> NewIssue:
    return NewIssue(item.id, item.kind, fields)

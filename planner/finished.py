"""What finished stories do to a baseline: levels are reached when all their stories are done."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from catalog.model import Catalog, Practice
from planner.workload import Standing, Workload


@dataclass(frozen=True, slots=True)
class Step:
    """How the standing of a practice changes; `evidence` names what was finished, such as issue keys."""

    practice: str
    before: Standing
    after: Standing
    evidence: tuple[str, ...]


def whole_stories(done: Mapping[str, str], parts: Collection[str]) -> dict[str, str]:
    """Finished stories with their evidence; one that was split is finished when all its `parts` are.

    `done` maps ids of stories or of parts of stories to evidence; `parts` are the ids of the plan.
    """
    found: dict[str, list[str]] = {}
    for id in sorted(done):
        found.setdefault(_stem(id), []).append(done[id])
    missing = {_stem(id) for id in parts if id not in done}
    return {story: ", ".join(keys) for story, keys in found.items() if story not in missing}


def _stem(id: str) -> str:
    """The story that a part belongs to: `a/1/2` of `a/1/2.1`."""
    head, _, tail = id.rpartition("/")
    return f"{head}/{tail.partition('.')[0]}"


def progress(catalog: Catalog, workload: Workload, done: Mapping[str, str], today: datetime.date) -> Iterator[Step]:
    """The practices whose standing changes when these stories are done, sorted by id.

    Levels never fall, and what is not applicable stays so. Stories that the catalog does not have are passed over.
    """
    for id in sorted({story.split("/")[0] for story in done}):
        practice, before = catalog.practice.get(id), workload.standing(id)
        if practice is None or before.not_applicable:
            continue
        new = {
            story: key for story, key in done.items() if story.split("/")[0] == id and _is_new(practice, before, story)
        }
        if new:
            after = _advanced(practice, before, set(new))
            evidence = tuple(new[story] for story in sorted(new))
            said = "; ".join(filter(None, (before.evidence, "done in Jira: " + ", ".join(evidence))))
            yield Step(id, before, replace(after, evidence=said, assessed=today, by="Jira"), evidence)


def _is_new(practice: Practice, before: Standing, story: str) -> bool:
    _, level, number = story.split("/")
    there = int(level) <= practice.top and int(number) <= len(practice.levels[int(level) - 1].stories)
    return there and int(level) > before.level and story not in before.done


def _advanced(practice: Practice, before: Standing, new: set[str]) -> Standing:
    done, level = {*before.done, *new}, before.level
    while level < practice.top and practice.levels[level].stories and _complete(practice, level + 1, done):
        level += 1
    above = sorted(story for story in done if int(story.split("/")[1]) > level)
    return replace(before, level=level, done=tuple(above))


def _complete(practice: Practice, level: int, done: Collection[str]) -> bool:
    stories = practice.levels[level - 1].stories
    return all(f"{practice.id}/{level}/{n}" in done for n in range(1, len(stories) + 1))


def advance(workload: Workload, steps: Collection[Step]) -> Workload:
    """The workload after these steps; a proposal that a step has reached falls."""
    baseline = {**workload.baseline, **{step.practice: step.after for step in steps}}
    levels = {step.practice: step.after.level for step in steps}
    proposed = {
        id: other for id, other in workload.proposed.items() if other.not_applicable or other.level > levels.get(id, -1)
    }
    return replace(workload, baseline=baseline, proposed=proposed)

"""The end of a sprint: what was done moves the baseline, the calendar goes on, and the rest is planned again."""

from __future__ import annotations

import datetime
import itertools
import statistics
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from catalog.errors import BadInput, Problem, nearest
from catalog.model import Catalog
from planner import edits
from planner.backlog import Backlog, make_backlog
from planner.clashes import has_plan
from planner.decisions import with_edit
from planner.gaps import find_gaps
from planner.plan import Plan
from planner.sprints import Sprint, make_sprints
from planner.translate import Frozen
from planner.velocity import learned, seen
from planner.workload import Standing, Workload
from planner.workload_file import story_ids


@dataclass(frozen=True, slots=True)
class Reached:
    """A practice that stands higher since the sprint."""

    practice: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class PillarProgress:
    """Of the levels that a pillar's practices are to reach, how many are reached, before and after the sprint."""

    pillar: str
    before: int
    after: int
    wanted: int


@dataclass(frozen=True)
class Closed:
    """How a sprint ended, and the workload after it.

    `planned` and `done` are stories, their sizes in tenths of a point; `value` is what the reached levels earn per
    sprint; `velocity` what the sprint showed, in points, None where it taught nothing; `let_go` the edits that no
    longer concern anything, `missed` the deadlines among them that were not met; `placed` where the old plan had what
    is left, and `carried` what was planned and not done.
    """

    workload: Workload
    sprint: Sprint
    planned: tuple[str, ...]
    done: tuple[str, ...]
    carried: tuple[str, ...]
    planned_size: int
    done_size: int
    reached: tuple[Reached, ...]
    value: float
    velocity: float | None
    pillars: tuple[PillarProgress, ...]
    let_go: tuple[edits.Edit, ...]
    missed: tuple[edits.Deadline, ...]
    placed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Said:
    """What people say of a sprint: ids that were done and that were not; `rest` is what holds for the others.

    `rest` is None where every story must be named.
    """

    done: tuple[str, ...] = ()
    not_done: tuple[str, ...] = ()
    rest: bool | None = None


def close(plan: Plan, said: Said, by: str = "") -> Closed:
    """Ends the first sprint of a plan. Raises BadInput where what is said does not fit the plan."""
    sprint, catalog, before = plan.sprints[0], plan.catalog, plan.workload
    done = finished(plan, said)
    planned = plan.by_sprint[sprint.number]
    carried = tuple(id for id in planned if id not in done)
    workload, reached = _moved(plan, done, by)
    size = {id: story.size for id, story in plan.backlog.story.items()}
    planned_size, done_size = sum(size[id] for id in planned), sum(size[id] for id in done)
    velocity = seen(statistics.fmean(before.team.velocity), sprint.capacity, planned_size, done_size)
    if velocity is not None:
        team = replace(before.team, velocity=learned(before.team.velocity, velocity))
        workload = replace(workload, team=team)
    calendar = replace(before.calendar, start=sprint.end + datetime.timedelta(days=1), first=before.calendar.first + 1)
    workload, let_go = _let_go(catalog, replace(workload, calendar=calendar), plan.backlog)
    milestones = [f"{r.practice}/{level}" for r in reached for level in range(r.before + 1, r.after + 1)]
    left = {id: plan.sprint_of(id) for id in plan.backlog.story if id not in done}
    placed = {id: at for id, at in sorted(left.items()) if at is not None and at > sprint.number}
    workload = _carried_over(catalog, workload, carried, sprint.number, placed)
    return Closed(
        workload=workload,
        sprint=sprint,
        planned=planned,
        done=done,
        carried=carried,
        planned_size=planned_size,
        done_size=done_size,
        reached=reached,
        value=sum(plan.backlog.milestone[id].score.value for id in milestones if id in plan.backlog.milestone),
        velocity=velocity,
        pillars=tuple(_pillars(catalog, before, workload)),
        let_go=let_go,
        missed=tuple(e for e in let_go if isinstance(e, edits.Deadline) and any(edits.covers(e.id, id) for id in left)),
        placed=placed,
    )


def finished(plan: Plan, said: Said) -> tuple[str, ...]:
    """The stories that were done in the first sprint of a plan. Raises BadInput with everything that does not fit."""
    planned = plan.by_sprint[plan.sprints[0].number]
    problems: list[Problem] = []
    done = _named(plan, said.done, problems)
    open_ = _named(plan, said.not_done, problems)
    both = sorted(done & open_)
    problems += [Problem(id, None, "", "it cannot be done and not done") for id in both]
    unsaid = [id for id in planned if id not in done | open_]
    if said.rest is None:
        problems += [Problem(id, None, "", "it was planned: say whether it was done") for id in unsaid]
    if problems:
        raise BadInput(problems)
    return tuple(sorted(done | set(unsaid if said.rest else ())))


def _named(plan: Plan, ids: Iterable[str], problems: list[Problem]) -> set[str]:
    """The stories that ids stand for: one of the backlog, or what was planned of a level or practice."""
    found: set[str] = set()
    number = plan.sprints[0].number
    for id in ids:
        own = [story for story in plan.backlog.story if edits.covers(id, story)]
        if id.count("/") < 2:
            own = [story for story in own if plan.sprint_of(story) == number]
        found |= set(own)
        if not own:
            if id.split("/")[0] in plan.epic and id.count("/") < 2:
                text = f"nothing of it was planned in sprint {number}; name its stories"
            else:
                text = f"the backlog has no such story{nearest(id, plan.backlog.story)}"
            problems.append(Problem(id, None, "", text))
    return found


def _moved(plan: Plan, done: tuple[str, ...], by: str) -> tuple[Workload, tuple[Reached, ...]]:
    """The baseline with what was done, and the practices that stand higher."""
    workload, catalog, sprint = plan.workload, plan.catalog, plan.sprints[0]
    stories, splits = _whole(plan, done)
    baseline = dict(workload.baseline)
    for practice, own in stories.items():
        standing = workload.standing(practice)
        baseline[practice] = replace(standing, done=tuple(sorted({*standing.done, *own})))
    reached: dict[str, Reached] = {}
    while steps := list(_steps(catalog, baseline, plan)):
        for practice, level in steps:
            standing = baseline.get(practice, Standing())
            start = reached[practice].before if practice in reached else standing.level
            reached[practice] = Reached(practice, start, level)
            rest = tuple(id for id in standing.done if int(id.split("/")[1]) > level)
            baseline[practice] = replace(standing, level=level, done=rest)
    when = f"sprint {sprint.number}, {sprint.start} to {sprint.end}"
    for practice in reached:
        own = [id for id in done if id.split("/")[0] == practice]
        evidence = f"{when}: {', '.join(own)}" if own else when
        baseline[practice] = replace(baseline[practice], evidence=evidence, assessed=sprint.end, by=by)
    proposed = {
        id: standing
        for id, standing in workload.proposed.items()
        if id not in reached or standing.level > reached[id].after
    }
    workload = replace(workload, baseline=baseline, proposed=proposed)
    for split in splits:
        workload = with_edit(workload, split)
    return workload, tuple(reached[id] for id in sorted(reached))


def _whole(plan: Plan, done: tuple[str, ...]) -> tuple[dict[str, list[str]], list[edits.Split]]:
    """What was done by practice, a story whose parts are all done as a whole; and where to keep stories split.

    A story that was split because no sprint could hold it must stay split in the same places once a part is done.
    """
    found: dict[str, list[str]] = {}
    splits = []
    decided = {edit.id for edit in plan.workload.edits if isinstance(edit, edits.Split)}
    for id in done:
        practice, whole = id.split("/")[0], id.rpartition(".")[0] if "." in id.split("/")[2] else ""
        own = found.setdefault(practice, [])
        if not whole:
            own.append(id)
            continue
        parts = [part for part in plan.backlog.story if edits.covers(whole, part)]
        if all(part in done for part in parts):
            if whole not in own:
                own.append(whole)
            continue
        own.append(id)
        if whole not in decided:
            counts = itertools.accumulate(len(plan.backlog.story[part].tasks) for part in parts)
            splits.append(edits.Split(whole, tuple(counts)[:-1], "a part of it is done"))
            decided.add(whole)
    return found, splits


def _steps(catalog: Catalog, baseline: Mapping[str, Standing], plan: Plan) -> Iterator[tuple[str, int]]:
    """The next level of each practice of the backlog, where it is reached.

    Its stories are done; a level without stories is reached with what it waits for.
    """
    for epic in plan.backlog.epics:
        standing = baseline.get(epic.id, Standing())
        level = standing.level + 1
        if level > catalog.practice[epic.id].top:
            continue
        own = [id for id in story_ids(catalog, epic.id) if id.startswith(f"{epic.id}/{level}/")]
        if (own and all(id in standing.done for id in own)) or (
            not own
            and level <= epic.gap.end
            and all(_stands(baseline, need.practice, need.level) for need in catalog.needs((epic.id, level)))
        ):
            yield epic.id, level


def _stands(baseline: Mapping[str, Standing], practice: str, level: int) -> bool:
    standing = baseline.get(practice, Standing())
    return standing.not_applicable or standing.level >= level


def _let_go(catalog: Catalog, workload: Workload, before: Backlog) -> tuple[Workload, tuple[edits.Edit, ...]]:
    """The workload without the edits for sprints that are over, and for what is no longer in the backlog."""
    now = make_backlog(catalog, workload, find_gaps(catalog, workload), make_sprints(workload))
    first = workload.calendar.first

    def holds(edit: edits.Edit) -> bool:
        if isinstance(edit, edits.Pin | edits.NotBefore | edits.Deadline | edits.SetCapacity) and edit.sprint < first:
            return False
        if isinstance(edit, edits.SetCapacity | edits.SetWeight):
            return True
        concerned = any(edits.covers(edit.id, id) for id in before.story)
        return not concerned or any(edits.covers(edit.id, id) for id in now.story)

    gone = tuple(edit for edit in workload.edits if not holds(edit))
    return replace(workload, edits=tuple(edit for edit in workload.edits if edit not in gone)), gone


def _carried_over(
    catalog: Catalog, workload: Workload, carried: Iterable[str], sprint: int, placed: Mapping[str, int]
) -> Workload:
    """The workload with what was not done pinned to the next sprint, as far as there is room for it."""
    for id in carried:
        trial = with_edit(workload, edits.Pin(id, sprint + 1, f"carried over from sprint {sprint}"))
        if has_plan(catalog, trial, Frozen(placed)):
            workload = trial
    return workload


def _pillars(catalog: Catalog, before: Workload, after: Workload) -> Iterator[PillarProgress]:
    for pillar in catalog.pillar:
        counts = [0, 0, 0]
        for practice in catalog.practices:
            target = after.target_of(catalog, practice)
            if catalog.home(practice).pillar != pillar or after.standing(practice.id).not_applicable:
                continue
            levels = before.standing(practice.id).level, after.standing(practice.id).level, target
            counts = [count + min(level, target) for count, level in zip(counts, levels, strict=True)]
        yield PillarProgress(pillar, *counts)

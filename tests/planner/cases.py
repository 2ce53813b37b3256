"""Generated catalogs and workloads, as frozen values, for properties that hold of every plan."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from catalog.model import (
    Catalog,
    CatalogPart,
    Level,
    Pillar,
    Practice,
    Prerequisite,
    Principle,
    Size,
    StoryTemplate,
    TaskTemplate,
)
from planner import edits
from planner.workload import Calendar, Policy, Standing, Target, Team, Workload

START = datetime.date(2026, 12, 7)
SKILLS = ("ml", "platform")


@dataclass(frozen=True)
class Case:
    catalog: Catalog
    workload: Workload


def _often(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """The usual value about half of the time, and first in line when a case shrinks."""
    return st.sampled_from((*[usual] * max(1, len(others)), *others))


@st.composite
def _stories(draw: st.DrawFn) -> tuple[StoryTemplate, ...]:
    found = []
    for n in range(draw(_often(1, 0, 2, 3))):
        likely = draw(st.integers(1, 60))
        hours = draw(st.lists(st.sampled_from((1.0, 2.5, 6.0)), max_size=3))
        after = draw(st.lists(st.integers(1, n), max_size=2, unique=True)) if n else []
        found.append(
            StoryTemplate(
                title=f"Story {n + 1}",
                size=Size(max(1, likely - 3), likely, likely + 5),
                acceptance=("It is done.",),
                tasks=tuple(TaskTemplate(f"Task {k}", h) for k, h in enumerate(hours, 1)),
                after=tuple(after),
            )
        )
    return tuple(found)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """2 to 12 practices; a level waits for levels of a lower number, or of the same in an earlier practice."""
    tops = draw(st.lists(_often(1, 2, 3), min_size=2, max_size=12))
    practices = []
    for n, top in enumerate(tops):
        levels = []
        for number in range(1, top + 1):
            able = [(m, k) for m, high in enumerate(tops) for k in range(1, high + 1) if m != n]
            able = [(m, k) for m, k in able if (k, m) < (number, n)]
            needs = draw(st.lists(st.sampled_from(able), max_size=2, unique=True)) if able else []
            lags = [draw(_often(0, 1, 2)) for _ in needs]
            levels.append(
                Level(
                    statement="It is so.",
                    gain=float(4 - number),
                    requires=tuple(Prerequisite(f"p{m + 1}", k, lag) for (m, k), lag in zip(needs, lags, strict=True)),
                    stories=draw(_stories()),
                )
            )
        home = draw(st.sampled_from(("ops", "sec")))
        practices.append(
            Practice(
                id=f"p{n + 1}",
                title=f"Practice {n + 1}",
                principles=(f"{home}.principle",),
                contributes=(("ops", float(draw(st.integers(0, 5)))), ("sec", 2.0)),
                severity=draw(st.sampled_from(("medium", "high", "low"))),
                levels=tuple(levels),
                skill=draw(_often("", *SKILLS)),
            )
        )
    pillars = tuple(Pillar(id, id) for id in ("ops", "sec"))
    principles = tuple(Principle(f"{id}.principle", id, id) for id in ("ops", "sec"))
    return Catalog((CatalogPart("made", "1", "sha256:" + "0" * 64),), pillars, principles, tuple(practices))


def ids_of(catalog: Catalog) -> list[str]:
    """Every practice, level and story, and the first parts of stories that may be split."""
    found = []
    for practice in catalog.practices:
        found.append(practice.id)
        for number, level in enumerate(practice.levels, 1):
            found.append(f"{practice.id}/{number}")
            for n, story in enumerate(level.stories, 1):
                found.append(f"{practice.id}/{number}/{n}")
                found += [f"{practice.id}/{number}/{n}.{part}" for part in (1, 2) if len(story.tasks) > 1]
    return found


def _edit(catalog: Catalog, sprints: int, favourite: str) -> st.SearchStrategy[edits.Edit]:
    """One edit, half of the time about a favourite practice, so that edits meet."""
    ids = st.sampled_from([id for id in ids_of(catalog) if id.split("/")[0] == favourite])
    ids |= st.sampled_from(ids_of(catalog))
    sprint = st.integers(1, sprints + 1)
    stories = [id for id in ids_of(catalog) if id.count("/") == 2 and "." not in id]
    kinds: list[st.SearchStrategy[edits.Edit]] = [
        st.builds(edits.Exclude, ids, st.sampled_from(("", "later"))),
        st.builds(edits.NotBefore, ids, sprint),
        st.builds(edits.Deadline, ids, sprint),
        st.builds(edits.Pin, ids, st.integers(1, sprints)),
        st.builds(edits.SetCapacity, st.integers(1, sprints), st.integers(0, 150)),
        st.builds(edits.SetWeight, st.sampled_from(("ops", "sec")), st.sampled_from((0.0, 1.0, 2.5))),
    ]
    if stories:
        kinds.append(st.builds(edits.Resize, st.sampled_from(stories), st.integers(1, 90)))
    return st.one_of(kinds)


@st.composite
def _baseline(draw: st.DrawFn, catalog: Catalog) -> dict[str, Standing]:
    found = {}
    for practice in catalog.practices:
        kind = draw(_often("absent", "level", "done", "never"))
        level = draw(st.integers(0, practice.top)) if kind in ("level", "done") else 0
        if kind == "never":
            found[practice.id] = Standing(not_applicable=True, reason="not here")
        elif kind == "level":
            found[practice.id] = Standing(level)
        elif kind == "done" and level < practice.top:
            count = len(practice.levels[level].stories)
            done = draw(st.lists(st.integers(1, count), unique=True)) if count else []
            found[practice.id] = Standing(level, tuple(f"{practice.id}/{level + 1}/{n}" for n in done))
    return found


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A catalog and a workload over it, with every kind of constraint that a workload may hold."""
    catalog = draw(catalogs())
    sprints = draw(st.integers(1, 5))
    days = draw(_often(14, 7, 10, 21))
    names = [practice.id for practice in catalog.practices]
    workload = Workload(
        name="made",
        catalogs=("made",),
        team=Team(
            velocity=tuple(v / 10 for v in draw(st.lists(st.integers(5, 300), min_size=1, max_size=3))),
            improvement_share=draw(_often(1.0, 0.5, 0.3)),
            skills={name: draw(st.integers(0, 100)) for name in draw(st.lists(st.sampled_from(SKILLS), unique=True))},
        ),
        calendar=Calendar(
            START + datetime.timedelta(days=draw(st.integers(0, 6))),
            days,
            sprints,
            frozenset(START + datetime.timedelta(days=n) for n in draw(st.lists(st.integers(0, 40), max_size=3))),
        ),
        policy=Policy(
            weights=draw(st.dictionaries(st.sampled_from(("ops", "sec")), st.sampled_from((0.0, 1.0, 3.0)))),
            discount=draw(_often(0.97, 1.0, 0.8)),
            epics_in_progress=draw(_often(None, 1, 2, 3)),
            stability=draw(_often(0.0, 0.5, 5.0)),
            strict=draw(st.booleans()),
        ),
        target=Target(
            draw(st.integers(0, 3)),
            draw(st.dictionaries(st.sampled_from(("ops", "sec")), st.integers(0, 3), max_size=1)),
            draw(st.dictionaries(st.sampled_from(names), st.integers(0, 4), max_size=2)),
        ),
        baseline=draw(_baseline(catalog)),
        values=draw(st.dictionaries(st.sampled_from(names), st.sampled_from((0.0, 7.5, 40.0)), max_size=2)),
        edits=tuple(draw(st.lists(_edit(catalog, sprints, draw(st.sampled_from(names))), max_size=4))),
    )
    return Case(catalog, workload)

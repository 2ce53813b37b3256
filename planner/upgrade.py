"""Carry a workload over to another version of its catalog: what it names, level by level, and what is lost on the way.

A practice is followed by its id and by the former ids (`was`) that the new version names. Nothing is dropped in
silence: what has no place in the new version is listed as lost, what may mean something else as to be looked at.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from catalog.model import Catalog
from planner import edits
from planner.edits import Edit
from planner.workload import Standing, Target, Workload
from planner.workload_file import missing

Path_ = tuple[str | int, ...]
KINDS = ("carried", "look-at", "lost")

N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Note:
    """What became of the value at `path` of the workload. `kind` is one of KINDS; `today` is the id it has now."""

    kind: str
    path: Path_
    text: str
    today: str = ""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The workload as it fits the new version. `edits` are those of before, in their order, None where one is lost."""

    workload: Workload
    edits: tuple[Edit | None, ...]
    notes: tuple[Note, ...]

    def of(self, kind: str) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.kind == kind)


def upgrade(workload: Workload, catalog: Catalog, old: Catalog | None = None) -> Upgrade:
    """Carry a workload over to `catalog`.

    With the version that it was made for, `old`, more can be told: levels and stories that mean something else now,
    and practices that were merged with one that nobody assessed. Once carried over, a workload is `old` no more.
    """
    return _Carrier(workload, catalog, old).upgraded()


@dataclass(slots=True)
class _Carrier:
    workload: Workload
    catalog: Catalog
    old: Catalog | None
    notes: list[Note] = field(default_factory=list)

    def upgraded(self) -> Upgrade:
        before = self.workload
        baseline, proposed = self.baseline()
        target = Target(
            before.target.default,
            self.pillars(("target", "pillars"), before.target.pillars),
            self.mapping(("target", "practices"), before.target.practices),
        )
        kept = tuple(self.edit(index, edit) for index, edit in enumerate(before.edits))
        after = replace(
            before,
            baseline=baseline,
            proposed=proposed,
            target=target,
            policy=replace(before.policy, weights=self.pillars(("policy", "weights"), before.policy.weights)),
            values=self.mapping(("values",), before.values),
            edits=tuple(edit for edit in kept if edit is not None),
        )
        order = sorted(self.notes, key=lambda note: (KINDS.index(note.kind), *(str(step) for step in note.path)))
        return Upgrade(after, kept, tuple(order))

    def note(self, kind: str, path: Path_, text: str, today: str = "") -> None:
        self.notes.append(Note(kind, path, text, today))

    def gone(self, path: Path_) -> None:
        self.note("lost", path, "the catalog has no such practice any more, and none that was it")

    def baseline(self) -> tuple[dict[str, Standing], dict[str, Standing]]:
        """Levels and proposals under today's ids."""
        before = self.workload
        together: dict[str, list[str]] = {}
        for id in {**before.baseline, **before.proposed}:
            today = self.catalog.successor(id)
            if today is None:
                self.gone(("baseline", id))
                continue
            together.setdefault(today, []).append(id)
            if today != id:
                self.note("carried", ("baseline", id), f"is '{today}' now", today)
        baseline: dict[str, Standing] = {}
        proposed: dict[str, Standing] = {}
        for today, ids in together.items():
            for source, into in ((before.baseline, baseline), (before.proposed, proposed)):
                found = {id: self.standing(id, today, source[id]) for id in ids if id in source}
                if found:
                    into[today] = self.merged(today, found, self.unseen(today) if into is baseline else [])
        return baseline, proposed

    def standing(self, id: str, today: str, standing: Standing) -> Standing:
        """Where a practice stands, in the levels and stories of today."""
        top = self.catalog.practice[today].top
        level = min(standing.level, top)
        if level < standing.level:
            text = f"level {standing.level} is level {top} now, where the ladder ends"
            self.note("look-at", ("baseline", id, "level"), text, today)
        changed = self.changed_statements(id, today, level)
        if changed:
            text = f"the statement of level {' and '.join(map(str, changed))} was changed; is it still true?"
            self.note("look-at", ("baseline", id, "level"), text, today)
        done = [self.story(("baseline", id, "done", index), story) for index, story in enumerate(standing.done)]
        return replace(standing, level=level, done=tuple(dict.fromkeys(filter(None, done))))

    def changed_statements(self, id: str, today: str, level: int) -> list[int]:
        if self.old is None or id not in self.old.practice:
            return []
        pairs = zip(self.old.practice[id].levels, self.catalog.practice[today].levels, strict=False)
        return [n for n, (was, now) in enumerate(pairs, 1) if n <= level and was.statement != now.statement]

    def merged(self, today: str, found: Mapping[str, Standing], unseen: list[str]) -> Standing:
        """One standing of several: the lowest level, with the evidence of all; what nobody assessed is level 0."""
        if len(found) == 1 and not unseen:
            return next(iter(found.values()))
        names = ", ".join(sorted([*found, *unseen]))
        applicable = [standing for standing in found.values() if not standing.not_applicable]
        if not applicable and not unseen:
            first = next(iter(found.values()))
            merged = replace(first, reason=_joined(s.reason for s in found.values()))
        else:
            level = 0 if unseen else min(standing.level for standing in applicable)
            done = dict.fromkeys(story for standing in applicable for story in standing.done)
            merged = Standing(
                level=level,
                done=tuple(story for story in done if int(story.split("/")[1]) > level),
                evidence=_joined(standing.evidence or standing.reason for standing in found.values()),
                assessed=_earliest(standing.assessed for standing in found.values()),
                by=_joined(standing.by for standing in found.values()),
            )
        text = f"{names} are '{today}' now, at the lowest of their levels: {merged.level}"
        text += f"; nobody assessed {', '.join(unseen)}" if unseen else ""
        self.note("look-at", ("baseline", next(iter(found))), text, today)
        return merged

    def unseen(self, today: str) -> list[str]:
        """Practices of the old version that were merged into this one, of which another was assessed and they not."""
        former = self.catalog.practice[today].was
        if self.old is None or not any(id in self.workload.baseline for id in former):
            return []
        return sorted(id for id in (today, *former) if id in self.old.practice and id not in self.workload.baseline)

    def story(self, path: Path_, id: str) -> str | None:
        """A story's id today, None where there is no such story any more."""
        practice, level, number = id.split("/")
        today = self.catalog.successor(practice)
        if today is None:
            self.gone(path)
            return None
        number, dot, part = number.partition(".")
        same = f"{today}/{level}/{number}"
        titles = _titles(self.catalog, today)
        title = _titles(self.old, practice).get(f"{practice}/{level}/{number}") if self.old is not None else None
        if title is not None and titles.get(same) != title:
            others = [other for other, found in titles.items() if found == title]
            if len(others) == 1:
                self.note("carried", path, f"'{title}' is {others[0]} now", others[0])
                return others[0] + dot + part
            if same in titles:
                self.note("look-at", path, f"was '{title}' and is '{titles[same]}' now", same)
        if same not in titles:
            self.note("lost", path, f"'{today}' has no story {level}/{number} any more" + _quoted(title))
            return None
        return same + dot + part

    def edit(self, index: int, edit: Edit) -> Edit | None:
        """A decision about what it is about today, None where that is gone."""
        match edit:
            case edits.SetCapacity():
                return edit
            case edits.SetWeight(pillar=pillar):
                if pillar in self.catalog.pillar:
                    return edit
                self.note("lost", ("edits", index), f"the catalog has no pillar '{pillar}' any more")
                return None
        if edit.id.count("/") == 2:
            path: Path_ = ("edits", index)
            story = self.story(path, edit.id)
            if story not in (None, edit.id) and not any(note.path == path for note in self.notes):
                self.note("carried", path, f"{edit.id} is {story} now", story or "")
            return replace(edit, id=story) if story else None
        practice, slash, rest = edit.id.partition("/")
        today = self.catalog.successor(practice)
        if today is None:
            self.gone(("edits", index))
            return None
        id = today + slash + rest
        if text := missing(id, self.catalog):
            self.note("lost", ("edits", index), text)
            return None
        if id != edit.id:
            self.note("carried", ("edits", index), f"{edit.id} is {id} now", id)
        return replace(edit, id=id)

    def mapping(self, path: Path_, named: Mapping[str, N]) -> dict[str, N]:
        """Figures by practice, under today's ids; of several for one practice the highest holds."""
        found: dict[str, N] = {}
        for id, figure in named.items():
            today = self.catalog.successor(id)
            if today is None:
                self.gone((*path, id))
                continue
            if today != id:
                self.note("carried", (*path, id), f"is '{today}' now", today)
            if today in found and found[today] != figure:
                text = f"several are '{today}' now; the highest holds, {max(found[today], figure):g}"
                self.note("look-at", (*path, id), text, today)
            found[today] = max(found.get(today, figure), figure)
        return found

    def pillars(self, path: Path_, named: Mapping[str, N]) -> dict[str, N]:
        for id in named:
            if id not in self.catalog.pillar:
                self.note("lost", (*path, id), "the catalog has no such pillar any more")
        return {id: figure for id, figure in named.items() if id in self.catalog.pillar}


def _titles(catalog: Catalog, practice: str) -> dict[str, str]:
    """The titles of a practice's stories by their ids."""
    if practice not in catalog.practice:
        return {}
    return {
        f"{practice}/{number}/{n}": story.title
        for number, level in enumerate(catalog.practice[practice].levels, 1)
        for n, story in enumerate(level.stories, 1)
    }


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))


def _earliest(days: Iterable[datetime.date | None]) -> datetime.date | None:
    return min((day for day in days if day is not None), default=None)


def _quoted(title: str | None) -> str:
    return f": '{title}'" if title else ""

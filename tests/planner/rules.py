"""What every plan must keep, checked on the document alone, with the planner's own code left out of it."""

from __future__ import annotations

import datetime
from collections import Counter
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from catalog.model import Catalog, Practice
from planner import edits
from planner.translate import Frozen
from planner.workload import Workload

SEVERITY = {"high": 3, "medium": 2, "low": 1}
LevelKey = tuple[str, int]


def covered(id: str, story: str) -> bool:
    """Whether an edit of `id` concerns a story, by the parts of both ids."""
    mine, theirs = id.split("/"), story.split("/")
    whole = [*theirs[:2], theirs[2].split(".")[0]]
    return mine in (theirs[: len(mine)], whole[: len(mine)])


class Rules:
    """A plan document beside the input that it was made from; each `check_…` asserts one rule."""

    def __init__(self, catalog: Catalog, workload: Workload, document: dict[str, Any], frozen: Frozen) -> None:
        self.catalog, self.workload, self.document, self.frozen = catalog, workload, document, frozen
        self.practice: dict[str, Practice] = {practice.id: practice for practice in catalog.practices}
        self.horizon = workload.calendar.sprints
        self.stories: dict[str, dict[str, Any]] = {}
        for epic in document["epics"]:
            for story in epic["stories"]:
                assert story["id"] not in self.stories
                self.stories[story["id"]] = story
        self.sprint: dict[str, int | None] = {id: story["sprint"] for id, story in self.stories.items()}

    def edits(self, kind: type[Any]) -> list[Any]:
        return [edit for edit in self.workload.edits if isinstance(edit, kind)]

    @cached_property
    def levels(self) -> set[LevelKey]:
        """Every level that the backlog must reach: up to the targets, then whatever these wait for."""
        found: set[LevelKey] = set()
        targets = self.workload.target
        for practice in self.catalog.practices:
            home = practice.principles[0].split(".")[0]
            wanted = targets.practices.get(practice.id, targets.pillars.get(home, targets.default))
            self._want(practice.id, min(wanted, practice.top), found)
        return found

    def _want(self, id: str, wanted: int, found: set[LevelKey]) -> None:
        standing = self.workload.baseline.get(id)
        if standing is not None and standing.not_applicable:
            return
        for number in range((standing.level if standing else 0) + 1, wanted + 1):
            if (id, number) not in found:
                found.add((id, number))
                for needed in self.practice[id].levels[number - 1].requires:
                    self._want(needed.practice, needed.level, found)

    def waits(self, level: LevelKey) -> list[tuple[LevelKey, int]]:
        """The levels of this backlog that a level waits for, with how many sprints must lie between."""
        id, number = level
        needs = [((id, number - 1), 0)]
        for needed in self.practice[id].levels[number - 1].requires:
            strict = self.workload.policy.strict and needed.practice != id
            needs.append(((needed.practice, needed.level), max(needed.lag, int(strict))))
        return [(at, lag) for at, lag in needs if at in self.levels]

    def open_templates(self, level: LevelKey) -> list[int]:
        id, number = level
        standing = self.workload.baseline.get(id)
        done = standing.done if standing else ()
        count = len(self.practice[id].levels[number - 1].stories)
        return [n for n in range(1, count + 1) if f"{id}/{number}/{n}" not in done]

    def of_template(self, level: LevelKey, n: int) -> list[str]:
        """The ids of a template's story, or of its parts in their order."""
        whole = f"{level[0]}/{level[1]}/{n}"
        parts = [id for id in self.stories if id.startswith(whole + ".")]
        return [whole] if whole in self.stories else sorted(parts, key=lambda part: int(part.split(".")[-1]))

    def of_level(self, level: LevelKey) -> list[str]:
        return [id for n in self.open_templates(level) for id in self.of_template(level, n)]

    @cached_property
    def reached(self) -> dict[LevelKey, int | None]:
        """The sprint in which each level is reached: with its last story, or when its waits are over."""
        found: dict[LevelKey, int | None] = {}

        def at(level: LevelKey) -> int | None:
            if level not in found:
                own = [self.sprint[id] for id in self.of_level(level)]
                if own:
                    found[level] = None if None in own else max(s for s in own if s is not None)
                else:
                    before = [(at(other), lag) for other, lag in self.waits(level)]
                    first = max([1, *(s + lag for s, lag in before if s is not None)])
                    late = first > self.horizon or any(s is None for s, _ in before)
                    found[level] = None if late else first
            return found[level]

        for level in self.levels:
            at(level)
        return found

    def capacities(self) -> list[tuple[Decimal, dict[str, Decimal]]]:
        """What each sprint can hold, in points, in all and for each skill."""
        team, calendar = self.workload.team, self.workload.calendar
        mean = sum(Fraction(str(v)) for v in team.velocity) / len(team.velocity)
        mean *= Fraction(str(team.improvement_share))
        by_hand = {edit.sprint: edit.capacity for edit in self.edits(edits.SetCapacity)}
        found = []
        day = calendar.start
        for number in range(1, calendar.sprints + 1):
            worked = 0
            for _ in range(calendar.sprint_days):
                worked += day.isoweekday() not in (6, 7) and day not in calendar.days_off
                day += datetime.timedelta(days=1)
            part = Fraction(worked) / (Fraction(calendar.sprint_days) * 5 / 7)
            total = Decimal(by_hand[number]) / 10 if number in by_hand else _tenths(mean * part)
            found.append((total, {name: _tenths(Fraction(size, 10) * part) for name, size in team.skills.items()}))
        return found

    def size(self, id: str) -> Decimal:
        return Decimal(str(self.stories[id]["points"]))

    def value(self, level: LevelKey) -> float:
        """V(p, l) by the formula."""
        id, number = level
        practice = self.practice[id]
        if id in self.workload.values:
            return self.workload.values[id]
        raw = {p.id: self.workload.policy.weights.get(p.id, 1.0) for p in self.catalog.pillars}
        raw |= {edit.pillar: edit.weight for edit in self.edits(edits.SetWeight)}
        total = sum(raw.values())
        shares = sum(raw[k] * c for k, c in practice.contributes) / total if total else 0.0
        return SEVERITY[practice.severity] * practice.levels[number - 1].gain * shares

    def under_way(self, id: str) -> bool:
        was = self.frozen.placement.get(id)
        return was is not None and was <= self.frozen.sprints

    # The rules

    def check_stories(self) -> None:
        """Every open story of every gap is there once, whole or in parts that add up to it."""
        seen: Counter[str] = Counter()
        resized = {edit.id: edit.size for edit in self.edits(edits.Resize)}
        largest: dict[str, Decimal] = {}
        for skill in {practice.skill for practice in self.catalog.practices}:
            largest[skill] = max(min(total, of.get(skill, total)) for total, of in self.capacities())
        for level in self.levels:
            for n in self.open_templates(level):
                ids = self.of_template(level, n)
                seen.update(ids)
                template = self.practice[level[0]].levels[level[1] - 1].stories[n - 1]
                size = resized.get(f"{level[0]}/{level[1]}/{n}", template.size.likely)
                assert sum(self.size(id) for id in ids) == Decimal(size) / 10
                limit = largest[self.practice[level[0]].skill]
                tasks = [len(self.stories[id]["tasks"]) for id in ids]
                assert sum(tasks) == len(template.tasks)
                if limit:
                    for id, count in zip(ids, tasks, strict=True):
                        assert self.size(id) <= limit or count < 2
                assert len(ids) == 1 or Decimal(size) / 10 > limit
        assert seen == Counter(list(self.stories))
        assert set(seen.values()) <= {1}

    def check_deferrals(self) -> None:
        """A story is in one sprint's list or among the deferred, with a reason in words, and never in both."""
        listed = Counter(id for sprint in self.document["sprints"] for id in sprint["stories"])
        listed.update(entry["id"] for entry in self.document["deferred"])
        assert listed == Counter(list(self.stories))
        for number, sprint in enumerate(self.document["sprints"], 1):
            assert sprint["number"] == number
            assert all(self.sprint[id] == number for id in sprint["stories"])
        for entry in self.document["deferred"]:
            assert self.sprint[entry["id"]] is None
            assert entry["reason"] in ("capacity", "excluded", "prerequisite", "deadline", "horizon")
            assert entry["text"]

    def check_capacity(self) -> None:
        """No sprint holds more than its capacity, in all and of each skill, nor more epics than the policy allows."""
        most = self.workload.policy.epics_in_progress
        for sprint, (total, skills) in zip(self.document["sprints"], self.capacities(), strict=True):
            assert Decimal(str(sprint["capacity"])) == total
            held = sum((self.size(id) for id in sprint["stories"]), Decimal(0))
            assert Decimal(str(sprint["points"])) == held <= total
            for skill, limit in skills.items():
                assert sum(self.size(id) for id in sprint["stories"] if self.stories[id]["skill"] == skill) <= limit
            assert most is None or len({id.split("/")[0] for id in sprint["stories"]}) <= most

    def check_order(self) -> None:
        """Nothing placed comes before the levels and stories it waits for."""
        for level in self.levels:
            for n in self.open_templates(level):
                ids = self.of_template(level, n)
                after = self.practice[level[0]].levels[level[1] - 1].stories[n - 1].after
                before = [id for m in after if m in self.open_templates(level) for id in self.of_template(level, m)]
                for id in ids:
                    sprint = self.sprint[id]
                    if sprint is not None:
                        for other, lag in self.waits(level):
                            at = self.reached[other]
                            assert at is not None
                            assert at + lag <= sprint
                        earlier = [self.sprint[other] for other in before]
                        assert all(s is not None and s <= sprint for s in earlier)
                    before = [*before, id]

    def check_edits(self) -> None:
        """Pins, first sprints, deadlines and exclusions hold, but of what is under way already."""
        for id, sprint in self.sprint.items():
            if self.under_way(id):
                assert sprint == self.frozen.placement[id]
                continue
            assert sprint is None or sprint > self.frozen.sprints
            for edit in self.workload.edits:
                if isinstance(edit, edits.SetCapacity | edits.SetWeight) or not covered(edit.id, id):
                    continue
                match edit:
                    case edits.Pin(sprint=at):
                        assert sprint == at
                    case edits.NotBefore(sprint=at):
                        assert sprint is None or sprint >= at
                    case edits.Deadline(sprint=at):
                        assert (sprint is None and at > self.horizon) or (sprint is not None and sprint <= at)
                    case edits.Exclude():
                        assert sprint is None
        excluded = {id for id in self.stories for edit in self.edits(edits.Exclude) if covered(edit.id, id)}
        assert excluded == {entry["id"] for entry in self.document["deferred"] if entry["reason"] == "excluded"}

    def check_worth(self) -> None:
        """Nothing is placed whose level is not reached, unless an edit or the running sprint obliges it."""
        for level in self.levels:
            if self.reached[level] is not None:
                continue
            obliged = {id for id in self.of_level(level) if self._obliged(id)}
            for n in reversed(self.open_templates(level)):
                ids = self.of_template(level, n)
                wanted = [k for k, id in enumerate(ids) if id in obliged]
                obliged.update(ids[: max(wanted, default=-1) + 1])
                if wanted:
                    for m in self.practice[level[0]].levels[level[1] - 1].stories[n - 1].after:
                        obliged.update(self.of_template(level, m))
            placed = {id for id in self.of_level(level) if self.sprint[id] is not None}
            assert placed <= obliged

    def _obliged(self, id: str) -> bool:
        deadlines = [edit for edit in self.edits(edits.Deadline) if edit.sprint <= self.horizon]
        return self.under_way(id) or any(covered(edit.id, id) for edit in [*self.edits(edits.Pin), *deadlines])

    def check_objective(self) -> None:
        """The objective is Σ V · d^(t−1) over the levels reached, and no more than the bound."""
        discount = self.workload.policy.discount
        earned = sum(self.value(level) * discount ** (at - 1) for level, at in self.reached.items() if at is not None)
        certificate = self.document["certificate"]
        assert abs(certificate["objective"] - earned) < 2e-6
        assert certificate["objective"] <= certificate["bound"]
        assert 0 <= certificate["ratio"] <= 1
        for epic in self.document["epics"]:
            levels = [level for level in self.levels if level[0] == epic["id"]]
            assert abs(epic["value"] - sum(map(self.value, levels))) < 2e-6
            for story in epic["stories"]:
                assert abs(story["why"]["value"] - self.value((epic["id"], story["level"]))) < 2e-6

    def check_depends_on(self) -> None:
        """`depends_on` names the stories directly before a story, all of them placed no later than it."""
        for level in self.levels:
            around: set[str] = set()
            for other, _ in self.waits(level):
                around |= self._last_work(other)
            for n in self.open_templates(level):
                after = self.practice[level[0]].levels[level[1] - 1].stories[n - 1].after
                open_ = [self.of_template(level, m)[-1] for m in after if m in self.open_templates(level)]
                own = set(open_)
                for id in self.of_template(level, n):
                    story = self.stories[id]
                    assert story["depends_on"] == sorted(around | own)
                    sprint = story["sprint"]
                    before = [self.sprint[other] for other in story["depends_on"]]
                    assert sprint is None or all(s is not None and s <= sprint for s in before)
                    own = {id}

    def _last_work(self, level: LevelKey) -> set[str]:
        own = set(self.of_level(level))
        return own or {id for other, _ in self.waits(level) for id in self._last_work(other)}

    def check_all(self) -> None:
        self.check_stories()
        self.check_deferrals()
        self.check_capacity()
        self.check_order()
        self.check_edits()
        self.check_worth()
        self.check_objective()
        self.check_depends_on()


def _tenths(points: Fraction) -> Decimal:
    exact = Decimal(points.numerator * 10) / Decimal(points.denominator)
    whole = exact.to_integral_value(ROUND_FLOOR)
    if Fraction(int(whole) + 1, 10) <= points:  # the division itself was rounded
        whole += 1
    return whole / 10

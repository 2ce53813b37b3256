"""At random, the plan changes, people edit, answers are lost, processes end, ledgers are lost. Nothing is doubled."""

from __future__ import annotations

import contextlib
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from integrations.apply import apply
from integrations.items import wanted
from integrations.jira.discovery import discover
from integrations.jira.tracker import JiraTracker
from integrations.links import Journal
from integrations.links_file import FileStore
from integrations.syncing import plan_to_apply
from integrations.tracker import TrackerStopped
from integrations.walk import Outcome
from planner.document_schema import PlanDocument
from planner.workload import JiraProject
from tests.integrations.jira.direct import DirectClient
from tests.integrations.jira.rig import Rig, plan, story
from tests.jira_double.server import Double, Trouble
from tests.jira_double.world import POINTS, Issue, World

WALKS, STEPS = 300, 14
PATHS = (
    "/rest/api/[23]/issue/bulk",
    "/rest/agile/1.0/sprint.*",
    "/rest/api/[23]/issueLink",
    "/rest/api/[23]/issue/[0-9]+",
)


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Walk:
    """A double, the plan as it is, and what people have done: what must hold whatever else happens."""

    rng: random.Random
    folder: Path
    double: Double
    stories: dict[str, dict[str, Any]] = field(default_factory=dict)
    start: str = "2026-12-07"
    titles: dict[int, str] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    count: int = 0

    @property
    def world(self) -> World:
        return self.double.world

    def document(self) -> PlanDocument:
        return plan(*self.stories.values(), sprints=3, start=self.start)

    def apply(self, kill_after: int = 0) -> Outcome:
        """One run; with `kill_after`, the process ends after so many writes."""
        writes = iter(range(1, 10_000))

        def sent() -> None:
            if next(writes) == kill_after:
                raise Killed

        client = DirectClient(self.double, sent)
        tracker = JiraTracker(client, discover(client, JiraProject("", "FRAUD"), "w.yaml"))
        journal, goal = Journal(FileStore(self.folder / "w.yaml", "w")), wanted(self.document())
        ready = plan_to_apply(goal, tracker, journal, self.world.clock, {})
        return apply(ready, goal, tracker, journal, self.world.clock)

    def step(self) -> None:
        self.count += 1
        kinds = [self.change_plan] * 3 + [self.edit] * 3 + [self.trouble] * 2 + [self.run] * 4 + [self.lose, self.wait]
        self.rng.choice(kinds)()

    def change_plan(self) -> None:
        n = self.rng.randrange(6)
        id = f"practice-{n % 3}/1/{n // 3 + 1}"
        if id in self.stories and self.rng.random() < 0.25:
            del self.stories[id]
            return
        others = sorted(set(self.stories) - {id})
        self.stories[id] = story(
            id,
            self.rng.randint(1, 3),
            float(self.rng.randint(1, 8)),
            title=f"Ours {self.count}",
            tasks=["a"] * self.rng.randrange(3),
            depends_on=[other for other in others[:2] if other < id],
        )
        if self.rng.random() < 0.1:
            self.start = self.rng.choice(["2026-12-07", "2026-12-09", "2026-12-21"])

    def edit(self) -> None:
        issues = [issue for issue in self.world.issues.values() if issue.properties]
        if not issues:
            return
        issue = self.rng.choice(sorted(issues, key=lambda issue: issue.id))
        match self.rng.randrange(6):
            case 0 | 1:
                issue.fields["summary"] = self.titles[issue.id] = f"Theirs {self.count}"
            case 2:
                issue.fields["labels"] = [*issue.fields["labels"], f"theirs-{self.count}"]
                self.labels[issue.id] = f"theirs-{self.count}"
            case 3:
                issue.fields["status"] = self.rng.choice(["To Do", "In Progress", "Done"])
            case 4 if issue.fields["type"] == "10001":
                issue.fields[POINTS] = self.rng.choice([0.5, 13.0])
            case 5 if issue.fields["type"] != "10000" and self.known(issue):
                gone = [i for i in self.world.issues.values() if i.fields.get("parent") == issue.id] + [issue]
                for each in gone:
                    self.deleted.add(each.properties["colonnade"]["id"])
                    self.world.delete(each.id)

    def known(self, issue: Issue) -> bool:
        """Whether its answer has come: what is deleted before that leaves no trace of having been there."""
        tree = [i for i in self.world.issues.values() if i.fields.get("parent") == issue.id] + [issue]
        items = FileStore(self.folder / "w.yaml", "w").load().items
        return all(each.properties["colonnade"]["id"] in items for each in tree)

    def trouble(self) -> None:
        status = self.rng.choice([None, None, 429, 500, 503, 504])
        headers = {"Retry-After": self.rng.choice(["0", "7", "300"])} if status == 429 else {}
        only = self.rng.choice([None, 1]) if status in (None, 500) else None
        path = self.rng.choice(PATHS)
        self.double.troubles.append(
            Trouble(
                "PUT" if path.endswith("[0-9]+") else "POST",
                path,
                status,
                headers,
                effect=status not in (429, 503) and self.rng.random() < 0.6,
                only=only if path.endswith("bulk") else None,
                skip=self.rng.randrange(3),
            )
        )

    def run(self) -> None:
        with contextlib.suppress(TrackerStopped, Killed):
            self.apply(self.rng.choice([0, 0, self.rng.randint(1, 12)]))

    def lose(self) -> None:
        """The ledger is lost; not where people deleted issues, of which nothing is left then."""
        if not self.deleted and not FileStore(self.folder / "w.yaml", "w").load().intents:
            shutil.rmtree(self.folder / ".colonnade", ignore_errors=True)

    def wait(self) -> None:
        self.world.clock.now += self.rng.choice([1, 30, 500])

    def check(self) -> None:
        """What holds after each step: nothing twice, nothing of people's lost, nothing back that was deleted."""
        tree = Rig(self.double, self.folder).tree()
        assert set() == self.deleted & set(tree)
        for number, title in self.titles.items():
            assert number not in self.world.issues or title == self.world.issues[number].fields["summary"]
        for number, label in self.labels.items():
            assert number not in self.world.issues or label in self.world.issues[number].fields["labels"]

    def converge(self) -> None:
        """Two quiet applies bring everything that is placed to where it belongs; the next one writes nothing."""
        self.double.troubles.clear()
        for _ in range(2):
            outcome = self.apply()
            assert [] == outcome.failed
        self.double.log.clear()
        last = self.apply()
        assert [] == self.double.writes
        tree = Rig(self.double, self.folder).tree()
        lost = {conflict.id for conflict in last.conflicts if conflict.why == "missing"}
        for item in wanted(self.document()).items.values():
            if item.id not in lost:
                assert (item.id, item.parent) == (item.id, tree[item.id][0])
                assert item.sprint is None or len(tree[item.id][1]) == 1 or self.done(item.id)

    def done(self, id: str) -> bool:
        [issue] = self.world.marked(id)
        return issue.fields["status"] == "Done"


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])
@pytest.mark.parametrize("tens", range(WALKS // 20))
def test_walks(tmp_path: Path, cloud: bool, tens: int) -> None:
    """After each step of a walk nothing is doubled or lost, and at its end two quiet applies converge."""
    for seed in range(10 * tens, 10 * tens + 10):
        rng = random.Random(f"{seed}/{cloud}")
        world = World(cloud=cloud, lag=rng.choice([0.0, 5.0, 120.0]))
        walk = Walk(rng, tmp_path / str(seed), Double(world))
        for _ in range(STEPS):
            walk.step()
            walk.check()
        walk.converge()
        walk.check()

"""Apply small plans to a double, as the command does: same client, ledger files and steps, a clock that jumps."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from integrations.apply import apply
from integrations.items import wanted
from integrations.jira.client import Client
from integrations.jira.discovery import discover
from integrations.jira.secrets import Credentials
from integrations.jira.tracker import JiraTracker
from integrations.links import Journal
from integrations.links_file import FileStore
from integrations.sync_plan import SyncPlan
from integrations.syncing import plan_to_apply, plan_to_show
from integrations.walk import Outcome
from planner.document_schema import PlanDocument
from planner.workload import JiraProject
from tests.jira_double.server import Double, running
from tests.jira_double.world import World

NO_DIGEST = "sha256:" + "0" * 64


def story(id: str, sprint: int | None = 1, points: float = 3, **more: Any) -> dict[str, Any]:
    """A story as in a plan document; `tasks` and `after` may be given in short."""
    tasks = [{"id": f"{id}/{n}", "title": title, "hours": 4} for n, title in enumerate(more.pop("tasks", ()), 1)]
    why = {"value": 5.0, "parts": {}, "waits_for": [], "unlocks": [], "text": "Because."}
    found = {
        "id": id,
        "title": f"Story {id}",
        "level": 1,
        "points": points,
        "skill": None,
        "sprint": sprint,
        "depends_on": [],
        "why": why,
        "acceptance": ["It is done."],
        "tasks": tasks,
    }
    return {**found, **more}


def plan(*stories: dict[str, Any], sprints: int = 2, start: str = "2026-12-07", **more: Any) -> PlanDocument:
    """A plan document with these stories, an epic for each practice among them; sprints of two weeks."""
    import datetime

    first = datetime.date.fromisoformat(start)
    epics: dict[str, list[dict[str, Any]]] = {}
    for one in stories:
        epics.setdefault(one["id"].split("/")[0], []).append(one)
    data = {
        "schema": "colonnade/plan@1",
        "workload": "small",
        "catalogs": [],
        "inputs": NO_DIGEST,
        "certificate": {"objective": 1.0, "bound": 1.0, "ratio": 1.0, "status": "optimal"},
        "sprints": [
            {
                "number": n,
                "start": first + datetime.timedelta(14 * (n - 1)),
                "end": first + datetime.timedelta(14 * n - 1),
                "capacity": 10,
                "points": 3,
                "goal": f"Goal {n}",
                "stories": [],
            }
            for n in range(1, sprints + 1)
        ],
        "epics": [
            {
                "id": id,
                "title": f"Practice {id}",
                "pillar": "ops",
                "principle": "ops.code",
                "gap": {"from": 0, "to": 1, "pulled_in": []},
                "value": 5.0,
                "stories": found,
            }
            for id, found in sorted(epics.items())
        ],
        "deferred": [],
    }
    return PlanDocument.model_validate({**data, **more})


@dataclass
class Rig:
    """A double, and a folder for the ledger."""

    double: Double
    folder: Path
    timeout: float = 20
    at: JiraProject = field(default_factory=lambda: JiraProject("", "FRAUD"))

    @property
    def world(self) -> World:
        return self.double.world

    def tracker(self) -> JiraTracker:
        login = Credentials("me@example.com" if self.world.cloud else "", self.double.token, "test")
        client = Client(self.double.url, login, self.world.clock, timeout=self.timeout)
        known = self.store().load().project.rpartition(" ")[2]
        return JiraTracker(client, discover(client, self.at, "workload.yaml", known))

    def store(self) -> FileStore:
        return FileStore(self.folder / "workload.yaml", "small")

    def show(self, document: PlanDocument) -> SyncPlan:
        return plan_to_show(wanted(document), self.tracker(), self.store().load(), {})

    def apply(self, document: PlanDocument, **decisions: str) -> Outcome:
        """One run of apply, from the connection to the end."""
        journal, tracker, goal = Journal(self.store()), self.tracker(), wanted(document)
        journal.record({"op": "project", "project": tracker.site.identity})
        clock = self.world.clock
        return apply(plan_to_apply(goal, tracker, journal, clock, decisions), goal, tracker, journal, clock)

    def quiet(self, document: PlanDocument) -> list[tuple[str, str]]:
        """The writes of one more apply."""
        self.double.log.clear()
        self.apply(document)
        return self.double.writes

    def tree(self) -> dict[str, tuple[str | None, list[int]]]:
        """Each marked issue's item: the item that is its parent, and its sprints. Raises where a mark occurs twice."""
        marks = {issue.id: issue.properties.get("colonnade", {}).get("id") for issue in self.world.issues.values()}
        found: dict[str, tuple[str | None, list[int]]] = {}
        for issue in self.world.issues.values():
            mark = marks[issue.id]
            if mark is not None:
                assert mark not in found, f"{mark} is there twice"
                found[mark] = (marks.get(issue.fields.get("parent")), issue.sprints)
        return found


@contextlib.contextmanager
def rig(folder: Path, **world: Any) -> Iterator[Rig]:
    with running(World(**world)) as double:
        yield Rig(double, folder)

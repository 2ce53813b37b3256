"""A year of a team: sprints with chance outcomes, closed one by one."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from catalog.model import Catalog
from planner.plan import Plan, make_plan
from planner.progress import Said, close
from planner.state import State
from planner.store.deciding import decide
from planner.store.records import Author, Note
from planner.store.repository import Repository
from planner.translate import Frozen
from planner.workload import Policy, Standing
from tests.bench import generate


@dataclass
class Year:
    """What happened: the stories that were finished, in the order of the sprints, and how many each plan moved."""

    catalog: Catalog
    finished: list[str]
    moved: list[int]
    reached: int

    def told(self) -> str:
        per = sum(self.moved) / len(self.moved)
        return (
            f"{per:.1f} stories moved per closing (at most {max(self.moved)}), {len(self.finished)} stories done, "
            f"{self.reached} levels reached in {len(self.moved)} sprints"
        )


def plan_of(catalog: Catalog, state: State) -> Plan:
    return make_plan(catalog, state.workload, frozen=Frozen(state.placed) if state.placed else None, effort="quick")


def done_in(plan: Plan, able: float) -> tuple[str, ...]:
    """The stories of the first sprint, then of the next, that a team finishes which is able to do so many tenths."""
    done = []
    first = plan.sprints[0].number
    for id in (*plan.by_sprint[first], *plan.by_sprint[first + 1]):
        able -= plan.backlog.story[id].size
        if able < 0:
            break
        done.append(id)
    return tuple(done)


def live(store: Repository, stability: float, practices: int = 60, sprints: int = 26) -> Year:
    """Closes sprint after sprint; the team does what it can, which varies, and goes on with the next sprint's work."""
    catalog, rng = generate.catalog(practices), random.Random(7)
    workload = replace(generate.workload(catalog, 8), policy=Policy(stability=stability))
    workload = replace(workload, team=replace(workload.team, velocity=(12.0,)))
    store.create("w", State(workload), Author("ann", "2026-12-07T09:00:00+00:00"), "import")
    year = Year(catalog, [], [], 0)

    def step(state: State) -> tuple[State, Note]:
        old = plan_of(catalog, state)
        done = done_in(old, rng.gauss(120, 30))
        closed = close(old, Said(done=done, rest=False), "ann")
        after = State(closed.workload, state.folder, closed.placed)
        new = plan_of(catalog, after)
        after = replace(after, placed={id: at for id in new.backlog.story if (at := new.sprint_of(id)) is not None})
        year.finished += done
        year.moved.append(sum(new.sprint_of(id) != at for id, at in closed.placed.items()))
        year.reached += sum(r.after - r.before for r in closed.reached)
        return after, Note("close", f"close sprint {old.sprints[0].number}")

    for _ in range(sprints):
        decide(store, "w", step, Author("ann", "2026-12-07T09:00:00+00:00"))
    return year


def expected_baseline(year: Year) -> dict[str, Standing]:
    """Where each practice must stand, from the finished stories alone: the highest level with all stories done."""
    found = {}
    for practice in year.catalog.practices:
        done = {id for id in year.finished if id.split("/")[0] == practice.id}
        level = 0
        for number, rung in enumerate(practice.levels, 1):
            if not all(f"{practice.id}/{number}/{n}" in done for n in range(1, len(rung.stories) + 1)):
                break
            level = number
        rest = tuple(sorted(id for id in done if int(id.split("/")[1]) > level))
        if done:
            found[practice.id] = Standing(level, rest)
    return found

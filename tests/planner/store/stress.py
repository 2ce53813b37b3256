"""Many processes at work on one workload, and what they must leave behind."""

from __future__ import annotations

import datetime
import multiprocessing
import random
from collections.abc import Callable
from dataclasses import replace

from catalog.errors import BadInput
from catalog.model import Catalog
from planner import edits
from planner.decisions import Decision, Include, SetTarget, decide, set_level
from planner.errors import NoPlan
from planner.plan import make_plan
from planner.progress import Said, close
from planner.state import State
from planner.store.address import read_address
from planner.store.check import check
from planner.store.deciding import decide as write
from planner.store.records import Author, Note
from planner.store.repository import Repository
from planner.translate import Frozen
from planner.workload_file import must_fit
from tests.builders import level, practice, story
from tests.planner.small import calendar, catalog_of, workload_of

PRACTICES = [f"p{n}" for n in range(8)]
TIME = "2026-12-07T09:00:00+00:00"


def catalog() -> Catalog:
    return catalog_of(*(practice(id, level(story(3), story(2)), level(story(5))) for id in PRACTICES))


def first_state() -> State:
    return State(workload_of(calendar=calendar(4), target={"default": 2}))


def decision(rng: random.Random, first: int) -> Decision:
    id = rng.choice(PRACTICES)
    sprint = first + rng.randrange(3)
    return rng.choice(
        [
            edits.NotBefore(id, sprint),
            edits.Pin(f"{id}/1/1", sprint),
            edits.Exclude(id, "for now"),
            Include(id),
            edits.Resize(f"{id}/1/2", rng.randint(1, 50)),
            edits.SetCapacity(sprint, rng.randint(60, 150)),
            edits.SetWeight("sec", float(rng.randint(1, 5))),
            SetTarget(id, rng.randint(0, 2)),
            set_level(id, rng.randint(0, 2), "seen", "", calendar_start()),
        ]
    )


def calendar_start() -> datetime.date:
    return first_state().workload.calendar.start


def closing(of: Catalog) -> Callable[[State], tuple[State, Note]]:
    def step(state: State) -> tuple[State, Note]:
        plan = make_plan(of, state.workload, frozen=Frozen(state.placed), effort="quick")
        closed = close(plan, Said(rest=True))
        sprint = closed.sprint
        result = {"sprint": sprint.number, "start": str(sprint.start), "end": str(sprint.end), "detail": "{}"}
        figures = {"capacity": 1.0, "planned": 1.0, "done": 1.0, "value": closed.value}
        note = Note("close", f"close sprint {sprint.number}", result=result | figures)
        return State(closed.workload, state.folder, closed.placed), note

    return step


def work(url: str, who: str, seed: int, operations: int) -> dict[str, int]:
    """Random decisions, closings, undos and redos; gives how many of each became an entry of the log."""
    store, of, rng = Repository.open(read_address(url)), catalog(), random.Random(seed)
    counts = dict.fromkeys(("edit", "close", "undo", "redo"), 0)
    author = Author(who, TIME)
    for _ in range(operations):
        kind = rng.choices(list(counts), (80, 2, 10, 8))[0]
        try:
            if kind in ("undo", "redo"):
                getattr(store, kind)("w", author)
            elif kind == "close":
                write(store, "w", closing(of), author, insist=True)
            else:
                write(store, "w", editing(of, rng), author, insist=True)
        except (BadInput, NoPlan):
            continue  # there was nothing to undo, or it did not fit what others had decided
        counts[kind] += 1
    return counts


def editing(of: Catalog, rng: random.Random) -> Callable[[State], tuple[State, Note]]:
    def step(state: State) -> tuple[State, Note]:
        chosen = decision(rng, state.workload.calendar.first)
        workload = decide(state.workload, chosen, of)
        must_fit(workload, of, "w")
        return replace(state, workload=workload), Note("edit", str(chosen))

    return step


def together(url: str, processes: int, operations: int) -> tuple[Repository, dict[str, dict[str, int]]]:
    """So many processes on one workload; gives the workspace, and what each wrote."""
    store = Repository.open(read_address(url), create=True)
    store.create("w", first_state(), Author("", TIME), "import")
    context = multiprocessing.get_context("spawn")
    names = [f"worker{n}" for n in range(processes)]
    with context.Pool(processes) as pool:
        jobs = [(url, name, seed, operations) for seed, name in enumerate(names)]
        return store, dict(zip(names, pool.starmap(work, jobs), strict=True))


def differences(store: Repository, wrote: dict[str, dict[str, int]]) -> list[str]:
    """Where the log does not hold exactly what the workers wrote, or does not lead to the workload as it is."""
    found = check(store)
    log = store.log("w")
    for who, counts in wrote.items():
        logged = {kind: sum(entry.who == who and entry.kind == kind for entry in log) for kind in counts}
        if logged != counts:
            found.append(f"{who} wrote {counts}, and the log has {logged}")
    return found


def told(wrote: dict[str, dict[str, int]]) -> str:
    """`1,203 edits, 20 closings, …`: what all workers wrote."""
    words = {"edit": "edits", "close": "closings", "undo": "undoings", "redo": "redoings"}
    return ", ".join(f"{sum(counts[kind] for counts in wrote.values()):,} {word}" for kind, word in words.items())

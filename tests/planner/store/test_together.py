"""Several people on one workload: the second is told, nothing is lost, and what does not meet goes side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from planner import edits
from planner.decisions import with_edit
from planner.errors import NotNow
from planner.state import State
from planner.store.deciding import decide
from planner.store.records import Note
from planner.store.repository import Repository
from tests.planner.store.stress import differences, together, told
from tests.planner.store.test_repository import ANN, BOB, FIRST
from tests.stress import size

Step = Callable[[State], tuple[State, Note]]


def step(edit: edits.Edit) -> Step:
    return lambda state: (replace(state, workload=with_edit(state.workload, edit)), Note("edit", str(edit)))


def meanwhile(store: Repository, ours: edits.Edit, theirs: edits.Edit) -> Step:
    """Our step, in which another person's decision comes first the first time."""
    others = [theirs]

    def both(state: State) -> tuple[State, Note]:
        if others:
            decide(store, "w", step(others.pop()), BOB)
        return step(ours)(state)

    return both


def test_decisions_on_different_things(store: Repository) -> None:
    """What concerns something else than the other's decision is made on top of it, without a word."""
    store.create("w", FIRST, ANN, "import")
    kept = decide(store, "w", meanwhile(store, edits.Pin("a", 1), edits.Exclude("b")), ANN)

    assert (3, (edits.Exclude("b"), edits.Pin("a", 1))) == (kept.version, kept.state.workload.edits)


def test_decisions_on_the_same_thing(store: Repository) -> None:
    """The second writer is refused with what changed, and the first one's decision stays."""
    store.create("w", FIRST, ANN, "import")
    with pytest.raises(NotNow) as refused:
        decide(store, "w", meanwhile(store, edits.Pin("a", 1), edits.Pin("a", 2)), ANN)

    assert ("2 (bob, 2026-12-08T09:00:00+00:00): pin a to sprint 2",) == refused.value.more
    assert (2, (edits.Pin("a", 2),)) == (store.load("w").version, store.load("w").state.workload.edits)


def test_on_top_of_the_other(store: Repository) -> None:
    """Who insists decides on top of it, and the log has both."""
    store.create("w", FIRST, ANN, "import")
    kept = decide(store, "w", meanwhile(store, edits.Pin("a", 1), edits.Pin("a", 2)), ANN, insist=True)

    assert (edits.Pin("a", 1),) == kept.state.workload.edits
    assert ["import", "pin a to sprint 2", "pin a to sprint 1"] == [entry.text for entry in store.log("w")]


def test_a_version_that_was_seen(store: Repository) -> None:
    """Who decides on an older version is refused where the same was decided since, and only there."""
    store.create("w", FIRST, ANN, "import")
    decide(store, "w", step(edits.Pin("a", 2)), BOB)
    with pytest.raises(NotNow):
        decide(store, "w", step(edits.Pin("a", 1)), ANN, seen=1)

    assert 3 == decide(store, "w", step(edits.Pin("b", 1)), ANN, seen=1).version


def test_the_same_decision_twice(store: Repository) -> None:
    """Two who decide the same do not meet."""
    store.create("w", FIRST, ANN, "import")
    decide(store, "w", step(edits.Pin("a", 2)), BOB)

    assert 3 == decide(store, "w", step(edits.Pin("a", 2)), ANN, seen=1).version


@pytest.mark.stress
def test_many_processes(url: str, figure: Callable[[str], None]) -> None:
    """Processes that decide, close, undo and redo at the same time lose nothing, and the log replays to the end."""
    processes, operations = size(4, 16), size(40, 2000)
    store, wrote = together(url, processes, operations)

    assert [] == differences(store, wrote)
    assert min(sum(counts.values()) for counts in wrote.values()) > 0
    figure(f"{processes} processes × {operations} operations: {told(wrote)}")

"""The workspace keeps workloads with their history, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from catalog.errors import BadInput
from planner.edits import Exclude, Pin
from planner.state import State
from planner.store.address import Address
from planner.store.check import check
from planner.store.reading import fetch, list_names
from planner.store.records import Author, Note
from planner.store.repository import Repository, Stale
from planner.workload import Standing
from tests.planner.small import workload_of

ANN = Author("ann", "2026-12-07T09:00:00+00:00")
BOB = Author("bob", "2026-12-08T09:00:00+00:00")


def state(*edits: Any, **more: Any) -> State:
    return State(replace(workload_of(), edits=edits, **more), "/here")


FIRST = state()
PINNED = state(Pin("a", 1))
BOTH = state(Pin("a", 1), Exclude("b"))


def test_a_workload_is_kept(store: Repository) -> None:
    """What is created is loaded again as it was, with version 1."""
    store.create("w", BOTH, ANN, "import w.yaml")

    assert ("w", 1, BOTH) == (lambda kept: (kept.name, kept.version, kept.state))(store.load("w"))


def test_the_quick_read_reads_the_same(store: Repository, address: Address) -> None:
    """What reads through the driver alone gives what the repository gives."""
    store.create("w", FIRST, ANN, "import")
    store.change("w", 1, PINNED, Note("edit", "pin"), ANN)

    assert ((PINNED, 2), ["w"]) == (fetch(address, "w"), list_names(address))


def test_a_name_is_used_once(store: Repository) -> None:
    """A second workload of the same name is refused, and the first stays."""
    store.create("w", FIRST, ANN, "import")
    with pytest.raises(BadInput, match="a workload of this name already"):
        store.create("w", PINNED, ANN, "import")

    assert FIRST == store.load("w").state


def test_an_unknown_name(store: Repository) -> None:
    """A name that is not there is refused with the nearest one."""
    store.create("fraud", FIRST, ANN, "import")

    with pytest.raises(BadInput, match="no such workload; the nearest known name is 'fraud'"):
        store.load("frau")


def test_the_second_writer_is_told(store: Repository) -> None:
    """Who writes on a version that is no longer the last is told what happened since, and nothing is written."""
    store.create("w", FIRST, ANN, "import")
    store.change("w", 1, PINNED, Note("edit", "pin a"), ANN)
    with pytest.raises(Stale) as stale:
        store.change("w", 1, state(Exclude("b")), Note("edit", "exclude b"), BOB)

    assert [(2, "pin a", "ann")] == [(e.number, e.text, e.who) for e in stale.value.entries]
    assert (PINNED, 2) == (store.load("w").state, store.load("w").version)


def test_undo_and_redo_walk_the_log(store: Repository) -> None:
    """Undo takes back decision after decision, redo brings them back, and the log only grows."""
    store.create("w", FIRST, ANN, "import")
    store.change("w", 1, PINNED, Note("edit", "pin a"), ANN)
    store.change("w", 2, BOTH, Note("edit", "exclude b"), BOB)

    seen = [
        walk("w", ANN)[1].state for walk in (store.undo, store.undo, store.redo, store.undo, store.redo, store.redo)
    ]

    assert [PINNED, FIRST, PINNED, FIRST, PINNED, BOTH] == seen
    assert ["import", "edit", "edit", "undo", "undo", "redo", "undo", "redo", "redo"] == [
        e.kind for e in store.log("w")
    ]
    assert [] == check(store)


def test_nothing_to_undo(store: Repository) -> None:
    """The import itself is not undone, and what was never undone is not redone."""
    store.create("w", FIRST, ANN, "import")

    with pytest.raises(BadInput, match="nothing to undo"):
        store.undo("w", ANN)
    with pytest.raises(BadInput, match="nothing to redo"):
        store.redo("w", ANN)


def test_a_decision_ends_redo(store: Repository) -> None:
    """After a new decision, what was undone before it cannot be redone."""
    store.create("w", FIRST, ANN, "import")
    store.change("w", 1, PINNED, Note("edit", "pin a"), ANN)
    store.undo("w", ANN)
    store.change("w", 3, state(Exclude("b")), Note("edit", "exclude b"), ANN)

    with pytest.raises(BadInput, match="nothing to redo"):
        store.redo("w", ANN)
    assert (FIRST, []) == (store.undo("w", ANN)[1].state, check(store))


def test_undo_survives_a_restart(store: Repository, address: Address) -> None:
    """Another program that opens the workspace later can undo."""
    store.create("w", FIRST, ANN, "import")
    store.change("w", 1, PINNED, Note("edit", "pin a"), ANN)

    assert FIRST == Repository.open(address).undo("w", BOB)[1].state


def test_baselines_are_kept_as_they_were(store: Repository) -> None:
    """Each change of the baseline leaves a snapshot, a name may be given to one, and none changes later."""
    store.create("w", FIRST, ANN, "import")
    store.snapshot("w", "start", ANN)
    reached = Standing(1, evidence="seen", by="ann")
    store.change("w", 1, state(baseline={"a": reached}), Note("edit", "level of a"), ANN)

    level = {"level": 1, "evidence": "seen", "by": "ann"}
    assert [("@1", {}), ("start", {}), ("@2", {"a": level})] == [(s.name, s.standings) for s in store.snapshots("w")]


def test_a_snapshot_is_never_replaced(store: Repository) -> None:
    """A second snapshot of the same name is refused."""
    store.create("w", FIRST, ANN, "import")
    store.snapshot("w", "start", ANN)

    with pytest.raises(BadInput, match="never replaced"):
        store.snapshot("w", "start", ANN)


def test_a_retired_branch_frees_its_name(store: Repository) -> None:
    """What is out of use is not listed, and its name may be used again."""
    store.create("w", FIRST, ANN, "import")
    store.create("w@b", PINNED, ANN, "branch", parent="w")
    store.delete("w@b", ANN)
    store.create("w@b", BOTH, ANN, "branch", parent="w")

    assert [("w", FIRST), ("w@b", BOTH)] == [(name, store.load(name).state) for name in ("w", "w@b")]


def test_check_sees_a_forged_state(store: Repository) -> None:
    """A workload that is not what its log says is found."""
    from planner.store.engine import writing
    from planner.store.tables import WorkloadRow

    store.create("w", FIRST, ANN, "import")
    with writing(store.address, store.engine) as session:
        row = session.get(WorkloadRow, 1)
        assert row is not None
        row.state = row.state.replace("/here", "/there")

    assert ["w: the log does not lead to the workload as it is"] == check(store)

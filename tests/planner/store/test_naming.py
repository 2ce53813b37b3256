"""Workloads get other names, go and come back; the log has all of it, and nothing else changes by it."""

from __future__ import annotations

import pytest

from catalog.errors import BadInput
from planner.store.check import check
from planner.store.records import Note
from planner.store.repository import Repository
from tests.planner.store.test_repository import ANN, BOB, BOTH, FIRST, PINNED


def names(store: Repository) -> list[str]:
    return [listed.name for listed in store.names()]


def test_another_name(store: Repository) -> None:
    """A workload and its branches are found under the new name only, as they were."""
    store.create("w", FIRST, ANN, "import")
    store.create("w@b", PINNED, ANN, "branch", parent="w")
    store.create("w2", BOTH, ANN, "import")

    assert [("w", "v"), ("w@b", "v@b")] == store.rename("w", "v", BOB)
    assert ["v", "v@b", "w2"] == names(store)
    assert (FIRST, PINNED) == (store.load("v").state, store.load("v@b").state)
    assert ("rename", "rename w to v", "bob") == (lambda e: (e.kind, e.text, e.who))(store.log("v")[-1])


def test_a_name_that_is_taken(store: Repository) -> None:
    """A name in use is refused, and nothing is renamed."""
    store.create("w", FIRST, ANN, "import")
    store.create("v", PINNED, ANN, "import")
    with pytest.raises(BadInput, match="a workload of this name already"):
        store.rename("w", "v", BOB)

    assert (FIRST, PINNED, 1) == (store.load("w").state, store.load("v").state, store.load("w").version)


def test_deleted_and_restored(store: Repository) -> None:
    """What was deleted is not there until it is restored, with its whole log and what can be undone."""
    store.create("w", FIRST, ANN, "import")
    store.change("w", 1, PINNED, Note("edit", "pin"), ANN)
    store.create("w@b", PINNED, ANN, "branch", parent="w")
    assert ["w", "w@b"] == store.delete("w", BOB)
    assert [] == names(store)

    store.restore("w", BOB)
    assert (["w"], [2]) == (names(store), store.standing_entries("w"))
    store.undo("w", ANN)
    assert FIRST == store.load("w").state
    assert ["import", "edit", "delete", "restore", "undo"] == [entry.kind for entry in store.log("w")]
    assert [] == check(store)


def test_the_last_one_deleted_comes_back(store: Repository) -> None:
    """Of several that were deleted under a name, the last comes back; a name in use, or never used, is refused."""
    for state in (FIRST, PINNED):
        store.create("w", state, ANN, "import")
        store.delete("w", ANN)
    assert PINNED == store.restore("w", ANN).state

    with pytest.raises(BadInput, match="a workload of this name already"):
        store.restore("w", ANN)
    with pytest.raises(BadInput, match="never had a workload of this name"):
        store.restore("v", ANN)

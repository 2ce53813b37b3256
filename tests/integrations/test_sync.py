"""Planning and walking a sync, on a tracker in memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from integrations.apply import apply
from integrations.items import Wanted, label, same_labels, wanted
from integrations.links import Journal, Ledger, after, replay
from integrations.links_file import FileStore, from_data, to_data
from integrations.memory import MemoryTracker
from integrations.merge import Both, Keep, Write, merge, merge_labels
from integrations.sync import plan_sync
from integrations.sync_plan import SyncPlan
from integrations.tracker import Abilities
from tests.integrations.jira.rig import plan, story
from tests.jira_double.world import FakeClock

PLAN = wanted(plan(story("b/1/1", tasks=["Try"]), story("a/1/1", sprint=2, depends_on=["b/1/1"])))


def sync(tracker: MemoryTracker, journal: Journal, goal: Wanted = PLAN) -> SyncPlan:
    """Plan and walk; the plan that was walked."""
    remote = tracker.read((), journal.ledger.sprints)
    made = plan_sync(goal, remote, journal.ledger, tracker.abilities)
    apply(made, goal, tracker, journal, FakeClock())
    return made


def test_order(tmp_path: Path) -> None:
    """Sprints come first, then issues from the top down, then moves, then links; by id among equals."""
    found = sync(MemoryTracker(), Journal(FileStore(tmp_path / "w.yaml", "w")))

    assert [
        ("create", "sprint", "1"),
        ("create", "sprint", "2"),
        ("create", "epic", "a"),
        ("create", "epic", "b"),
        ("create", "story", "a/1/1"),
        ("create", "story", "b/1/1"),
        ("create", "task", "b/1/1/1"),
        ("move", "story", "a/1/1"),
        ("move", "story", "b/1/1"),
        ("link", "story", "a/1/1"),
    ] == [(change.action, change.kind, change.id) for change in found.changes]


def test_again(tmp_path: Path) -> None:
    """What was walked is there: the next plan is empty, and so is one from another ledger, which finds it all."""
    tracker = MemoryTracker()
    sync(tracker, Journal(FileStore(tmp_path / "w.yaml", "w")))

    assert () == sync(tracker, Journal(FileStore(tmp_path / "w.yaml", "w"))).changes
    assert () == sync(tracker, Journal(FileStore(tmp_path / "other.yaml", "other"))).changes


@pytest.mark.parametrize(
    ("abilities", "left_out"),
    [
        (Abilities(points=False), "points"),
        (Abilities(sprints=False), "sprint"),
        (Abilities(tasks=False), "b/1/1/1"),
        (Abilities(links=False), "blocked_by"),
        (Abilities(descriptions=frozenset()), "description"),
    ],
)
def test_abilities(tmp_path: Path, abilities: Abilities, left_out: str) -> None:
    """What a project cannot hold is left out, and the rest converges."""
    tracker, journal = MemoryTracker(abilities), Journal(FileStore(tmp_path / "w.yaml", "w"))
    first = sync(tracker, journal)
    names = {name for change in first.changes for name in (change.id, *change.fields)}

    assert (False, ()) == (left_out in names, sync(tracker, journal).changes)


def test_digest_tells_states_apart(tmp_path: Path) -> None:
    """The digest changes with what people change, and not otherwise."""
    tracker, journal = MemoryTracker(), Journal(FileStore(tmp_path / "w.yaml", "w"))
    sync(tracker, journal)
    one, two = sync(tracker, journal).digest, sync(tracker, journal).digest
    tracker.issues["1"] = replace(tracker.issues["1"], stage="done")

    assert (True, False) == (one == two, one == sync(tracker, journal).digest)


@pytest.mark.parametrize(
    ("values", "decided", "outcome"),
    [
        ("aaa", "", Keep(agreed=False)),
        ("aba", "", Write("b")),
        ("aab", "", Keep(agreed=False)),
        ("abb", "", Keep(agreed=True)),
        ("abc", "", Both()),
        ("abc", "ours", Write("b")),
        ("abc", "theirs", Keep(agreed=False)),
    ],
)
def test_merge(values: str, decided: str, outcome: Any) -> None:
    """Last synced, ours, theirs: all that can be."""
    assert outcome == merge(*values, decided)


@pytest.mark.parametrize(
    ("last", "ours", "theirs", "outcome"),
    [
        ("a", "a", "ax", Keep(agreed=False)),
        ("a", "ab", "ax", Write(["a", "b", "x"])),
        ("ab", "a", "abx", Write(["a", "x"])),
        ("a", "a", "", Keep(agreed=False)),
    ],
)
def test_merge_labels(last: str, ours: str, theirs: str, outcome: Any) -> None:
    """What we add or drop is added or dropped, what people add or drop stays so."""
    assert outcome == merge_labels(last, ours, theirs)


def test_labels() -> None:
    """An id as a label; two ids that give the same one are found."""
    assert "colonnade-a-b-1-2" == label("A_b/1.2")
    item = PLAN.items["a"]
    assert [("a-b", "a_b")] == same_labels({"a-b": item, "a_b": item, "c": item})


RECORDS: list[dict[str, Any]] = [
    {"op": "project", "project": "p"},
    {"op": "begin", "digest": "d"},
    {"op": "sprint", "number": 7, "base": {"name": "n", "start": "s", "end": "e", "goal": "g"}},
    {"op": "intend", "bases": {"a": {"title": "A"}, "b": {"title": "B"}, "c": {}}, "top": 3, "at": 1.5},
    {"op": "linked", "id": "a", "number": "10", "key": "K-4", "base": {"title": "A"}},
    {"op": "settled", "ids": ["c"]},
    {"op": "synced", "id": "a", "base": {"title": "AA"}},
    {"op": "blocks", "pairs": [["a", "b"]]},
]


def test_ledger_survives(tmp_path: Path) -> None:
    """A journal, the whole that it is folded into, and one replayed upon the other give the same ledger."""
    store = FileStore(tmp_path / "w.yaml", "w")
    expected = replay(Ledger(), RECORDS)
    store.append(RECORDS)

    assert (expected, expected) == (store.load(), from_data(to_data(expected)))
    text = store.journal.read_bytes()
    store.fold(store.load())
    store.journal.write_bytes(text)  # the process ended between the two
    assert expected == store.load()


def test_cut_off_line(tmp_path: Path) -> None:
    """A line that was cut off counts for nothing, and does not spoil the next one."""
    store = FileStore(tmp_path / "w.yaml", "w")
    store.append(RECORDS[:3])
    with store.journal.open("a") as file:
        file.write('{"op": "begin", "dig')
    store.append(RECORDS[3:])

    assert replay(Ledger(), RECORDS) == store.load()


def test_unknown_record() -> None:
    """A record of an unknown kind is an error, not nothing."""
    with pytest.raises(KeyError):
        after(Ledger(), {"op": "what"})

"""A database in which bytes were spoiled is used, or refused in a sentence; what is read from it is no defect."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.errors import BadInput
from planner.errors import NotNow
from planner.store.address import read_address
from planner.store.backup import back_up
from planner.store.check import check
from planner.store.deciding import decide
from planner.store.engine import make_engine
from planner.store.history import past_baselines
from planner.store.reading import fetch
from planner.store.repository import Repository
from tests.planner.store.stress import catalog, closing, first_state
from tests.planner.store.test_repository import ANN
from tests.stress import size


@pytest.fixture
def sound(tmp_path: Path) -> bytes:
    """The file of a workspace with decisions, closings, something undone and a branch."""
    path = tmp_path / "sound.db"
    store = Repository.open(read_address(f"sqlite:///{path}"), create=True)
    store.create("w", first_state(), ANN, "import")
    for _ in range(3):
        decide(store, "w", closing(catalog()), ANN)
    store.undo("w", ANN)
    store.snapshot("w", "kept", ANN)
    store.create("w@b", store.load("w").state, ANN, "branch", parent="w")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    return path.read_bytes()


def actions(path: Path) -> dict[str, Callable[[], object]]:
    address = read_address(f"sqlite:///{path}")

    def store() -> Repository:
        return Repository.open(address)

    return {
        "fetch": lambda: fetch(address, "w"),
        "names": lambda: store().names(),
        "log": lambda: store().log("w"),
        "trends": lambda: past_baselines(store(), "w"),
        "results": lambda: store().results("w"),
        "check": lambda: check(store()),
        "backup": lambda: back_up(address, store().engine, path.with_suffix(".copy")),
        "base": lambda: store().base("w@b"),
        "undo": lambda: store().undo("w", ANN),
        "redo": lambda: store().redo("w", ANN),
    }


@pytest.mark.stress
def test_spoiled_bytes(sound: bytes, tmp_path: Path, figure: Callable[[str], None]) -> None:
    """Whatever is done with it ends well, or as bad input in one sentence."""
    path, outcomes, tries = tmp_path / "w.db", Counter[str](), size(6, 400)
    for seed in range(tries):
        rng, data = random.Random(seed), bytearray(sound)
        for _ in range(rng.choice((1, 3, 30))):
            data[rng.randrange(len(data))] = rng.randrange(256)
        for name, action in actions(path).items():
            for old in tmp_path.glob("w.*"):
                old.unlink()
            path.write_bytes(data)
            try:
                action()
                outcomes["used"] += 1
            except (BadInput, NotNow) as error:
                lines = error.problems if isinstance(error, BadInput) else [error.text]
                assert 1 == len(lines), name
                outcomes["refused"] += 1
    figure(f"{tries} spoiled files: {outcomes['used']} actions went well, {outcomes['refused']} were refused")


def test_check_names_what_is_spoiled(sound: bytes, tmp_path: Path) -> None:
    """A log that cannot be read is a finding of its workload, and the others are looked at all the same."""
    path = tmp_path / "w.db"
    path.write_bytes(sound)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE entry SET changes = '[[' WHERE workload_id = 1 AND number = 2")
        connection.execute("UPDATE workload SET version = 7 WHERE name = 'w@b'")
    connection.close()
    first, second = check(Repository.open(read_address(f"sqlite:///{path}")))

    assert first.startswith("w: what is stored of it cannot be read (")
    assert second == "w@b: the log has gaps, or ends before the workload's version"


def test_a_damaged_database_is_not_backed_up(sound: bytes, tmp_path: Path) -> None:
    """A backup that would be as damaged as the database is not made."""
    path = tmp_path / "w.db"
    path.write_bytes(sound[:8192] + bytes(len(sound) - 8192))
    address = read_address(f"sqlite:///{path}")
    with pytest.raises(BadInput, match="the database is damaged"):
        back_up(address, make_engine(address), tmp_path / "copy")

    assert not (tmp_path / "copy").exists()

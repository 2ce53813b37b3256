"""Every schema that was ever released can be brought up to date, with what is in it, and backups bring all back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from catalog.errors import BadInput
from planner.store import migrate, schema, tables
from planner.store.address import Address, read_address
from planner.store.backup import back_up, restore
from planner.store.check import check
from planner.store.deciding import decide
from planner.store.engine import changing_schema, make_engine, writing
from planner.store.repository import Repository
from tests.planner.store.stress import catalog, closing
from tests.planner.store.test_repository import ANN, BOTH, FIRST

TABLES = [tables.WorkloadRow, tables.EntryRow, tables.SnapshotRow, tables.RevisionRow, tables.ResultRow]
ROWS = {
    "0001": """
INSERT INTO workload VALUES (1, 'w', 0, 1, '{state}', NULL, NULL, NULL, '2026-12-07', '2026-12-07');
INSERT INTO entry VALUES (1, 1, 1, 'import', 'import', '', '{changes}', NULL, NULL, 'ann', '2026-12-07');
"""
}
"""For each released schema, what its program would have written for one workload."""


def test_every_schema_has_data() -> None:
    """Each revision is known to the program and has rows to be upgraded with."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    found = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]

    assert list(schema.REVISIONS) == found[::-1] == list(ROWS)


@pytest.mark.parametrize("revision", schema.REVISIONS)
def test_upgrade_from(address: Address, revision: str) -> None:
    """A workspace of an older schema is upgraded with the workload that it holds."""
    import json

    from planner.changes import compare
    from planner.state import to_plain
    from planner.store.records import dumps

    engine, plain = make_engine(address), to_plain(FIRST)
    changes = dumps([change.to_plain() for change in compare({}, plain)])
    with changing_schema(address, engine) as connection:
        migrate.migrate(connection, revision)
        for statement in filter(str.strip, ROWS[revision].split(";")):
            connection.exec_driver_sql(statement.replace("{state}", json.dumps(plain)).replace("{changes}", changes))

    assert revision == migrate.upgrade(address, engine)
    store = Repository.open(address)
    assert (FIRST, []) == (store.load("w").state, check(store))


def test_migrations_make_the_tables(store: Repository) -> None:
    """The migrations make the tables and columns that the program works with, neither more nor fewer."""
    with writing(store.address, store.engine) as session:
        looked = inspect(session.connection())
        found = {
            name: {column["name"]: column["nullable"] for column in looked.get_columns(name)}
            for name in looked.get_table_names()
        }
    found.pop(schema.TABLE)

    assert {t.name: {c.name: c.nullable for c in t.columns} for t in SQLModel.metadata.sorted_tables} == found


def full(store: Repository) -> Repository:
    """A workspace with something in every table."""
    from tests.planner.store.stress import first_state

    store.create("w", first_state(), ANN, "import")
    store.create("other", BOTH, ANN, "import")
    store.snapshot("w", "start", ANN)
    decide(store, "w", closing(catalog()), ANN)
    store.undo("w", ANN)
    return store


def rows(store: Repository) -> dict[str, list[tuple[object, ...]]]:
    with writing(store.address, store.engine) as session:
        connection = session.connection()
        names = [table.name for table in SQLModel.metadata.sorted_tables]
        return {
            name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name} ORDER BY id"))]
            for name in names
        }


def test_a_backup_holds_everything(store: Repository, tmp_path: Path) -> None:
    """A backup of either database is a workspace with the same rows; restored, it can be worked with."""
    full(store)
    back_up(store.address, store.engine, tmp_path / "kept.db")
    kept = Repository.open(read_address(f"sqlite:///{tmp_path}/kept.db"))

    assert rows(store) == rows(kept)
    assert [] == check(kept)


def test_a_backup_is_restored(address: Address, tmp_path: Path) -> None:
    """A backup goes into an empty database of either kind, in which new workloads find their own ids."""
    first = full(Repository.open(read_address(f"sqlite:///{tmp_path}/first.db"), create=True))
    back_up(first.address, first.engine, tmp_path / "kept.db")
    restore(read_address(f"sqlite:///{tmp_path}/kept.db"), address, make_engine(address))
    again = Repository.open(address)

    assert rows(first) == rows(again)
    again.create("new", FIRST, ANN, "import")
    assert [] == check(again)


def test_a_backup_replaces_nothing(store: Repository, tmp_path: Path) -> None:
    """A workspace that is there is not overwritten by a backup, nor a file by a new one."""
    full(store)
    back_up(store.address, store.engine, tmp_path / "kept.db")
    with pytest.raises(BadInput, match="there is a workspace already"):
        restore(read_address(f"sqlite:///{tmp_path}/kept.db"), store.address, store.engine)
    with pytest.raises(BadInput, match="a file of this name already"):
        back_up(store.address, store.engine, tmp_path / "kept.db")

    assert ["kept.db"] == [path.name for path in tmp_path.glob("*kept*")]

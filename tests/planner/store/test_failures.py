"""What is wrong with a database, or with what leads to it, is one clear sentence; nothing secret is in it."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalog.errors import BadInput
from planner.errors import NotNow
from planner.store import schema
from planner.store.address import read_address
from planner.store.engine import writing
from planner.store.failures import told
from planner.store.reading import fetch
from planner.store.repository import Repository
from tests.planner.store.servers import new_schema
from tests.planner.store.test_repository import ANN, FIRST


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("workspace.db", "this is no URL of a database"),
        ("mysql://x/y", "there are no databases 'mysql'"),
        ("sqlite://", "a SQLite database is a file"),
        ("sqlite:///:memory:", "a SQLite database is a file"),
        ("sqlite:///a.db?mode=ro", "a SQLite URL takes no options, here 'mode=ro'"),
        ("postgresql://host:port/x", "this is no URL of a PostgreSQL database"),
    ],
)
def test_wrong_urls(url: str, text: str) -> None:
    """What is no URL of a database is refused with an example of one."""
    with pytest.raises(BadInput, match=text):
        read_address(url)


@pytest.mark.parametrize(
    "url",
    ["postgresql://ann:s3cr%40t@host/db", "postgresql://host/db?user=ann&password=s3cr%40t", "postgres://a:s3cr@t@h/d"],
)
def test_passwords_are_not_shown(url: str) -> None:
    """How an address is shown, and what is said of it, holds no password."""
    address = read_address(url)

    assert "s3cr" not in address.shown + address.clean(f"cannot connect as s3cr@t or s3cr%40t to {url}")


def spoil(path: Path) -> None:
    """Overwrite all pages of a database but the first."""
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"x" * (len(data) - 4096))


def sqlite_store(folder: Path) -> Repository:
    store = Repository.open(read_address(f"sqlite:///{folder}/w.db"), create=True)
    store.create("w", FIRST, ANN, "import")
    return store


def refusal(path: Path, action: str = "fetch") -> str:
    address = read_address(f"sqlite:///{path}")
    actions: dict[str, Callable[[], object]] = {
        "fetch": lambda: fetch(address, "w"),
        "open": lambda: Repository.open(address),
        "create": lambda: Repository.open(address, create=True),
    }
    with pytest.raises(BadInput) as refused:
        actions[action]()
    [problem] = refused.value.problems
    return problem.text


@pytest.mark.parametrize("action", ["fetch", "open", "create"])
def test_no_database(tmp_path: Path, action: str) -> None:
    """A file that is not SQLite's is told as such, and stays as it is."""
    path = tmp_path / "w.db"
    path.write_text("something else entirely, longer than the header of a database would be" * 20)

    assert "this is not a SQLite database" == refusal(path, action)
    assert path.read_text().startswith("something else")


@pytest.mark.parametrize("action", ["fetch", "open", "create"])
def test_another_program(tmp_path: Path, action: str) -> None:
    """The database of another program is told as such, by its tables, and stays as it is."""
    path = tmp_path / "w.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE invoices (id INTEGER)")
    connection.close()

    expected = "this is the database of another program (it has the tables invoices); give the workspace one of its own"
    assert expected == refusal(path, action)


def test_another_program_on_a_server(server: str) -> None:
    """So is a schema of another program on a server."""
    import psycopg

    url = new_schema(server)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE invoices (id INTEGER)")

    for create in (False, True):
        with pytest.raises(BadInput, match="the database of another program"):
            Repository.open(read_address(url), create=create)


@pytest.mark.parametrize("action", ["fetch", "open"])
def test_no_file(tmp_path: Path, action: str) -> None:
    """Where there is no file, the command that makes one is named, and none is made."""
    assert "there is no workspace here; the first 'colonnade import NAME FILE' makes it" == refusal(
        tmp_path / "w.db", action
    )
    assert [] == list(tmp_path.iterdir())


def test_a_damaged_file(tmp_path: Path) -> None:
    """A damaged database is told as such."""
    sqlite_store(tmp_path)
    spoil(tmp_path / "w.db")

    assert "the database is damaged; restore a backup (colonnade db backup makes them)" == refusal(tmp_path / "w.db")


def test_a_newer_schema(store: Repository) -> None:
    """A workspace that a newer program made is refused by an older one, whatever it wants to do."""
    from sqlalchemy import text

    with writing(store.address, store.engine) as session:
        session.connection().execute(text(f"UPDATE {schema.TABLE} SET version_num = 'ffff'"))

    for action in (lambda: fetch(store.address, "w"), lambda: Repository.open(store.address, create=True)):
        with pytest.raises(BadInput, match="a newer Colonnade made the workspace"):
            action()


def test_a_read_only_file(tmp_path: Path) -> None:
    """A database that may only be read is read, and says so when it should change."""
    store = sqlite_store(tmp_path)
    with sqlite3.connect(tmp_path / "w.db") as connection:
        connection.execute("PRAGMA query_only = ON")
    connection.close()
    path = tmp_path / "w.db"
    path.chmod(stat.S_IREAD)

    assert FIRST == fetch(store.address, "w")[0]


@pytest.mark.parametrize(
    ("error", "text"),
    [
        ("attempt to write a readonly database", "the database is read-only, so nothing was changed"),
        ("database or disk is full", "the disk is full, so nothing was changed"),
    ],
)
def test_what_sqlite_says(error: str, text: str) -> None:
    """What SQLite says of files that cannot be written is told in words."""
    with pytest.raises(BadInput, match=text), told(read_address("sqlite:///w.db")):
        raise sqlite3.OperationalError(error)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("DiskFull", "the server is short of disk, memory or connections; nothing was changed"),
        ("TooManyConnections", "the server is short of disk, memory or connections; nothing was changed"),
        ("ReadOnlySqlTransaction", "you may not write to this database; nothing was changed"),
        ("InsufficientPrivilege", "you may not write to this database; nothing was changed"),
        ("DeadlockDetected", "somebody else was quicker; nothing was changed, run the command again"),
        ("AdminShutdown", "the connection to the database was lost"),
    ],
)
def test_what_postgresql_says(kind: str, text: str) -> None:
    """What PostgreSQL says of a change that it refuses is told in words."""
    from psycopg import errors

    with pytest.raises(NotNow, match=text), told(read_address("postgresql://h/d")):
        raise getattr(errors, kind)("said by the server")


def test_others_are_writing() -> None:
    """That a database is locked is never said; that others were quicker is."""
    with pytest.raises(NotNow, match="others have been writing"), told(read_address("sqlite:///w.db")):
        raise sqlite3.OperationalError("database is locked")


def test_a_server_that_is_not_there() -> None:
    """A server that does not answer is told with its address, not with the password."""
    address = read_address("postgresql://ann:s3cret@127.0.0.1:1/db")
    with pytest.raises(NotNow) as away:
        fetch(address, "w")

    assert away.value.text.startswith("postgresql://ann@127.0.0.1:1/db: the database cannot be reached, or refuses: ")
    assert "s3cret" not in str(away.value)


def test_a_server_that_breaks_down() -> None:
    """What libpq says in three lines of a server that broke down is told as a connection that was lost."""
    import psycopg

    said = (
        "server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n"
        "\tbefore or while processing the request."
    )
    with pytest.raises(NotNow, match="the connection to the database was lost"), told(read_address("postgresql://h/d")):
        raise psycopg.OperationalError(said)


def test_a_name_that_somebody_else_took() -> None:
    """Two who make a workload of one name at one moment: the second is told that he was late."""
    import psycopg

    with pytest.raises(NotNow, match="somebody else was quicker"), told(read_address("postgresql://h/d")):
        raise psycopg.errors.UniqueViolation("duplicate key value violates unique constraint")


def cut_off(store: Repository, server: str) -> None:
    """Change a workload, and lose the connection before the change is complete."""
    import psycopg

    from planner.store.tables import WorkloadRow

    with writing(store.address, store.engine) as session:
        row = session.get(WorkloadRow, 1)
        assert row is not None
        row.version = 99
        session.flush()
        pid = session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar()
        with psycopg.connect(server, autocommit=True) as killer:
            killer.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


def test_a_server_that_goes_away(server: str) -> None:
    """A connection that is cut in the middle of a transaction is told, and nothing of it was written."""
    store = Repository.open(read_address(new_schema(server)), create=True)
    store.create("w", FIRST, ANN, "import")
    with pytest.raises(NotNow, match="the connection to the database was lost"):
        cut_off(store, server)

    assert 1 == store.load("w").version


@pytest.fixture
def locked(server: str) -> Iterator[str]:
    """The URL of a server for a user whose password is asked for, and is another one."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE ROLE locked LOGIN PASSWORD 'right'")
        file = Path(str(connection.execute("SHOW hba_file").fetchone()[0]))  # type: ignore[index]
        before = file.read_text()
        file.write_text("local all locked scram-sha-256\n" + before)
        connection.execute("SELECT pg_reload_conf()")
        yield server.replace("postgres:@", "locked:wr0ng@", 1)
        file.write_text(before)
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("DROP ROLE locked")


@pytest.mark.parametrize("action", ["fetch", "open", "create"])
def test_a_wrong_password(locked: str, action: str) -> None:
    """A password that the server refuses is told in a sentence that does not hold it."""
    address = read_address(locked)
    actions: dict[str, Callable[[], object]] = {
        "fetch": lambda: fetch(address, "w"),
        "open": lambda: Repository.open(address),
        "create": lambda: Repository.open(address, create=True),
    }
    with pytest.raises(NotNow, match='password authentication failed for user "locked"') as refused:
        actions[action]()

    assert "wr0ng" not in str(refused.value)

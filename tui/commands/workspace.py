"""The commands of the workspace: import, export, workload list, and those that look after the database."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tui.commands.catalog import file_names, json_option
from tui.commands.options import by_option, db_option, names_and_files

if TYPE_CHECKING:
    from pathlib import Path

    from planner.store.address import Address
    from planner.store.records import Author
    from planner.store.repository import Repository


def author(by: str) -> Author:
    """Who is at work, and the present time."""
    import getpass

    from planner.store.records import Author
    from planner.store.repository import now

    try:
        who = by.strip() or getpass.getuser()
    except (OSError, KeyError):  # a login without a name
        who = ""
    return Author(who, now())


def repository(*, create: bool = False) -> Repository:
    from planner.store.repository import Repository
    from tui.workloads import address

    return Repository.open(address(), create=create)


@click.command("import", epilog="Example: colonnade import payments workload.yaml")
@click.argument("name")
@click.argument("file", shell_complete=file_names)
@click.option("--replace", is_flag=True, help="Put the file in place of the workload of this name; undo takes it back.")
@by_option
@db_option
def import_(name: str, file: str, replace: bool, by: str) -> None:
    """Take a workload file into the workspace, under NAME.

    The database is made where there is none. The comments of the file stay behind; everything else comes back with
    `colonnade export`. Catalogs that are given by path stay where they are, and are read from there.
    """
    from pathlib import Path

    from planner.state import State
    from planner.store.deciding import decide
    from planner.store.records import Note
    from planner.workload_file import read_workload
    from tui import console
    from tui.workloads import must_be_a_name

    must_be_a_name(name)
    workload, _ = read_workload(Path(file))
    state = State(workload, str(Path(file).resolve().parent))
    store = repository(create=True)
    if replace and name in [listed.name for listed in store.names()]:
        kept = decide(store, name, lambda _: (state, Note("import", f"import {file} again")), author(by), insist=True)
    else:
        kept = store.create(name, state, author(by), f"import {file}")
    console.say(f"Imported {file} as {name} (version {kept.version}) into {store.address.shown}.")


@click.command(epilog="Example: colonnade export fraud fraud.yaml")
@click.argument("name", shell_complete=names_and_files)
@click.argument("file", shell_complete=file_names)
@db_option
def export(name: str, file: str) -> None:
    """Write a workload of the workspace to a file, which imports as it was; `-` writes to standard output."""
    from pathlib import Path

    from catalog.loader import built_in
    from integrations.writing import to_yaml
    from planner.store.reading import fetch
    from planner.workload_document import to_data
    from tui import console
    from tui.workloads import address

    state, version = fetch(address(), name)
    console.deliver(to_yaml(to_data(state.workload)), None if file == "-" else file)
    if file == "-":
        return
    console.say(f"Wrote {file}: {name}, version {version}.")
    folder = Path(file).resolve().parent
    for path in [c for c in state.workload.catalogs if c not in built_in() and not (folder / c).exists()]:
        console.say(f"It names the catalog {path}, which is not beside it: it was in {state.folder}.")


@click.group(epilog="Example: colonnade workload list")
def workload() -> None:
    """The workloads of the workspace."""


@workload.command("list", epilog="Example: colonnade workload list --json")
@json_option
@db_option
def list_(as_json: bool) -> None:
    """List the workloads and what-if branches of the workspace."""
    from tui import console, workspace_page

    found = repository().names()
    if as_json:
        console.print_json(workspace_page.list_data(found))
    else:
        console.show(workspace_page.list_page(found))


@workload.command(epilog="Example: colonnade workload rename fraud fraud-scoring")
@click.argument("name", shell_complete=names_and_files)
@click.argument("new")
@by_option
@db_option
def rename(name: str, new: str, by: str) -> None:
    """Give a workload of the workspace another name; its branches and its links to Jira go with it."""
    from tui import branching, console

    for old, wanted in branching.rename(name, new, by):
        console.show(f"{old} is now {wanted}.")


@workload.command(epilog="Example: colonnade workload delete fraud")
@click.argument("name", shell_complete=names_and_files)
@by_option
@db_option
def delete(name: str, by: str) -> None:
    """Take a workload and its branches out of the workspace; `workload restore` brings each back.

    Its log stays in the database. Its name is free again.
    """
    from tui import console

    gone = repository().delete(name, author(by))
    console.show(f"{', '.join(gone)} {'is' if len(gone) == 1 else 'are'} deleted.")
    console.say(f"Bring it back with: colonnade workload restore {name}")


@workload.command("restore", epilog="Example: colonnade workload restore was-deleted")
@click.argument("name")
@by_option
@db_option
def restore_workload(name: str, by: str) -> None:
    """Bring a deleted workload or branch back, with its log; of several of a name the one deleted last."""
    from tui import console

    kept = repository().restore(name, author(by))
    console.show(f"{kept.name} is back, version {kept.version}.")


@click.group(epilog="Example: colonnade db check")
def db() -> None:
    """Look after the database of the workspace."""


@db.command(epilog="Example: colonnade db upgrade")
@click.option("--no-backup", is_flag=True, help="Do not keep a copy of it as it was.")
@db_option
def upgrade(no_backup: bool) -> None:
    """Bring the database up to the schema of this program, with a backup first.

    The backup is a SQLite file beside the database (for PostgreSQL: in the present folder) that is a workspace itself:
    `--db sqlite:///FILE` looks into it, `colonnade db restore FILE` brings it back.
    """
    from planner.store import migrate, schema
    from planner.store.backup import back_up
    from planner.store.engine import changing_schema, make_engine
    from tui import console
    from tui.workloads import address

    where = address()
    engine = make_engine(where)
    with changing_schema(where, engine) as connection:
        before = migrate.revision_of(where, connection)
    if before == schema.HEAD:
        console.say(f"{where.shown} has schema {before}, which is the present one.")
        return
    if before is not None:
        schema.must_be_known(where, before)
        if not no_backup:
            target = _backup_name(where, before)
            back_up(where, engine, target)
            console.say(f"Kept a backup in {target}.")
    migrate.upgrade(where, engine)
    console.say(f"{where.shown}: schema {before or 'none'} → {schema.HEAD}.")


def _backup_name(where: Address, kind: str) -> Path:
    """A name for a backup with the time: beside a SQLite file, else in the present folder."""
    from pathlib import Path

    from planner.store.repository import now

    stem = where.path or Path("colonnade-postgresql")
    return stem.with_name(f"{stem.stem}-{kind}-{now().translate({45: None, 58: None})[:15]}.db")


@db.command(epilog="Example: colonnade db backup colonnade-backup.db")
@click.argument("file", required=False, shell_complete=file_names)
@db_option
def backup(file: str | None) -> None:
    """Copy the workspace to a new file, while others may go on working in it.

    The copy is a SQLite database, also of a workspace in PostgreSQL, and a workspace itself. Without FILE it gets a
    name with the time, beside the database (for PostgreSQL: in the present folder).
    """
    from pathlib import Path

    from planner.store.backup import back_up
    from tui import console

    store = repository()
    target = Path(file) if file else _backup_name(store.address, "backup")
    back_up(store.address, store.engine, target)
    console.say(f"Copied {store.address.shown} to {target}.")


@db.command(epilog="Example: colonnade db restore kept.db --db sqlite:///again.db")
@click.argument("file", shell_complete=file_names)
@db_option
def restore(file: str) -> None:
    """Bring a backup into an empty database."""
    from pathlib import Path

    from catalog.errors import BadInput
    from planner.store.address import Address
    from planner.store.backup import restore as bring
    from planner.store.engine import make_engine
    from tui import console
    from tui.workloads import address

    if not Path(file).is_file():
        raise BadInput.one(file, "there is no such file")
    where = address()
    bring(Address(Path(file), "", file), where, make_engine(where))
    console.say(f"Restored {file} into {where.shown}.")


@db.command(epilog="Example: colonnade db check")
@json_option
@db_option
def check(as_json: bool) -> None:
    """Check the database, and every workload against its own log. Exit status 1 where something is wrong."""
    from planner.store.check import check as look
    from tui import console

    store = repository()
    found = look(store)
    if as_json:
        console.print_json({"findings": found})
    else:
        console.write_lines(found or [f"no findings in {store.address.shown}"])
    sys.exit(1 if found else 0)

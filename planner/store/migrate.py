"""Make the schema of a workspace, and bring an older one up to date; Alembic is imported only here."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from planner.store import schema
from planner.store.address import Address
from planner.store.engine import changing_schema

MIGRATIONS = Path(__file__).parent / "migrations"


def revision_of(address: Address, connection: Connection) -> str | None:
    """The revision of a database; None where it is empty. Raises BadInput where it is another program's."""
    tables = inspect(connection).get_table_names()
    schema.must_be_ours(address, tables)
    if schema.TABLE not in tables:
        return None
    found: str | None = connection.execute(text(f"SELECT version_num FROM {schema.TABLE}")).scalar()
    return found


def make_or_check(address: Address, engine: Engine) -> None:
    """Makes the schema in an empty database. Raises BadInput where another one is there already."""
    with changing_schema(address, engine) as connection:
        revision = revision_of(address, connection)
        if revision is None:
            migrate(connection)
        else:
            schema.must_be_current(address, revision)


def upgrade(address: Address, engine: Engine, to: str = schema.HEAD) -> str | None:
    """Brings the schema up to date in one transaction; gives the revision that it had, None for an empty database."""
    with changing_schema(address, engine) as connection:
        revision = revision_of(address, connection)
        if revision is not None:
            schema.must_be_known(address, revision)
        if revision != to:
            migrate(connection, to)
    return revision


def migrate(connection: Connection, to: str = schema.HEAD) -> None:
    """Runs the migrations that are missing, on this connection and in its transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)

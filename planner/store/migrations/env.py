"""What Alembic runs for each migration: on the connection, and in the transaction, that it is given."""

from __future__ import annotations

from alembic import context

from planner.store import schema

context.configure(
    connection=context.config.attributes["connection"], version_table=schema.TABLE, transaction_per_migration=False
)
with context.begin_transaction():
    context.run_migrations()

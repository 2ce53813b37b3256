"""Which schema a database has, and whether this program may use it."""

from __future__ import annotations

from collections.abc import Collection

from catalog.errors import BadInput
from planner.store.address import Address

TABLE = "colonnade_schema"
"""Where the revision of the schema is written; a database without it is not ours."""

REVISIONS = ("0001",)
"""The revisions that this program knows, the oldest first; the last is the one it works with."""

HEAD = REVISIONS[-1]

GREETING = "the first 'colonnade import NAME FILE' makes it"


def must_be_ours(address: Address, tables: Collection[str]) -> None:
    """Raises BadInput where a database holds tables, and none of them says that it is a workspace."""
    if tables and TABLE not in tables:
        raise BadInput.one(
            address.shown,
            "this is the database of another program (it has the tables "
            f"{', '.join(sorted(tables)[:3])}{' …' if len(tables) > 3 else ''}); give the workspace one of its own",
        )


def must_be_current(address: Address, revision: str | None) -> None:
    """Raises BadInput where a workspace was made by a newer program, or by an older one and not yet upgraded."""
    if revision is None:
        raise BadInput.one(address.shown, f"there is no workspace in this database yet; {GREETING}")
    must_be_known(address, revision)
    if revision != HEAD:
        raise BadInput.one(
            address.shown,
            f"the workspace has schema {revision}, and this program works with {HEAD}; "
            "run 'colonnade db upgrade', which keeps a backup",
        )


def must_be_known(address: Address, revision: str) -> None:
    """Raises BadInput where a newer program made the workspace."""
    if revision not in REVISIONS:
        raise BadInput.one(
            address.shown,
            f"a newer Colonnade made the workspace (schema '{revision}', known up to {HEAD}); upgrade the program",
        )

"""Databases of their own on one server."""

from __future__ import annotations

import itertools

SCHEMAS = itertools.count(1)


def new_schema(server: str) -> str:
    """An empty schema of a PostgreSQL server, as a URL that leads into it."""
    import psycopg

    name = f"test{next(SCHEMAS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    mark = "&" if "?" in server else "?"
    return f"{server}{mark}options=-csearch_path%3D{name}"

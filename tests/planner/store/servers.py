"""Databases of their own on one server."""

from __future__ import annotations

import itertools

SCHEMAS = itertools.count(1)


def new_schema(server: str) -> str:
    """An empty schema of a PostgreSQL server, as a URL that leads into it."""
    mark = "&" if "?" in server else "?"
    return _schema(server, f"{server}{mark}options=-csearch_path%3D", f"test{next(SCHEMAS)}")


def beside(url: str, number: int) -> str:
    """The URL of another database beside one of a test, empty when it is asked for the first time."""
    if url.startswith("sqlite"):
        return f"{url}.{number}"
    head, mark, name = url.rpartition("%3D")
    return _schema(url, head + mark, f"{name}_{number}")


def _schema(server: str, head: str, name: str) -> str:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {name}")
    return head + name

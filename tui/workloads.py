"""Where a WORKLOAD argument leads: to a file, or to a workload of the workspace. The one place that decides it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog import loader
from catalog.errors import BadInput, nearest
from catalog.yaml_text import names_beside
from planner.translate import Frozen
from planner.workload_file import Loading, catalog_of, read_workload

if TYPE_CHECKING:
    from catalog.model import Catalog
    from planner.store.address import Address
    from planner.workload import Workload

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(@[A-Za-z0-9][A-Za-z0-9._-]*)?\Z")
SUFFIXES = (".yaml", ".yml", ".json")


@dataclass(frozen=True)
class Found:
    """A workload and its catalog. `version` in the workspace, None for a file; `start` is what it is planned from."""

    workload: Workload
    catalog: Catalog
    version: int | None = None
    start: Frozen | None = None


def address() -> Address:
    """Where the workspace is: `--db`, else COLONNADE_DB, else a file in the present folder."""
    from planner.store.address import DEFAULT, read_address

    context = click.get_current_context(silent=True)
    given = context.meta.get("colonnade.db") if context is not None else None
    if given is not None:
        return read_address(given)
    return read_address(os.environ.get("COLONNADE_DB") or DEFAULT, "COLONNADE_DB")


def is_name(argument: str) -> bool:
    """Whether an argument names a workload of the workspace: it looks like a name, and no file is called so.

    What ends like a file (.yaml, .yml, .json) or holds a slash is a path.
    """
    path = Path(argument)
    if not NAME.match(argument) or path.suffix in SUFFIXES or path.is_file():
        return False
    return not path.is_dir() or _workspace_is_there(address())


def must_be_a_name(name: str) -> None:
    """Raises BadInput where a workload of the workspace cannot be called so."""
    if not NAME.match(name) or "@" in name or name.endswith(SUFFIXES) or len(name) > 100:
        raise BadInput.one(name, "a workload's name holds letters, digits, '.', '-' and '_' only, and no file's suffix")


def _workspace_is_there(where: Address) -> bool:
    return where.path is None or where.path.is_file()


def find(argument: str, load: Loading = loader.load) -> Found:
    """The workload that an argument leads to, its catalogs read by `load`.

    Raises BadInput with everything that is wrong with it.
    """
    if not is_name(argument):
        _say_if_both(argument)
        return Found(*read_workload(Path(argument), load))
    from planner.store.reading import fetch

    where = address()
    if not _workspace_is_there(where):
        hint = nearest(argument, names_beside(Path(argument)))
        raise BadInput.one(
            argument, f"there is no such file{hint}, and no workspace {where.shown} with a workload of this name"
        )
    state, version = fetch(where, argument)
    catalog = catalog_of(state.workload, folders(state.folder), argument, load)
    return Found(state.workload, catalog, version, Frozen(state.placed) if state.placed else None)


def read(argument: str) -> tuple[Workload, Catalog]:
    """The workload that an argument leads to, and its catalog."""
    found = find(argument)
    return found.workload, found.catalog


def folders(folder: str) -> list[Path]:
    """Where the catalog paths of a workload of the workspace are looked for: where its file was, then here."""
    return [*([Path(folder)] if folder else []), Path()]


def _say_if_both(argument: str) -> None:
    """A remark where a file is taken though the workspace has a workload of its name."""
    if not NAME.match(argument) or Path(argument).suffix in SUFFIXES or not _workspace_is_there(address()):
        return
    from planner.errors import NotNow
    from planner.store.reading import fetch
    from tui import console

    try:
        fetch(address(), argument)
    except (BadInput, NotNow):
        return
    console.say(f"Reading the file {argument}; the workspace has a workload of this name too.")

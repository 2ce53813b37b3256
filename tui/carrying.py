"""Carrying a workload over to the present version of its catalog, in its file or in the workspace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.upgrade import Upgrade, upgrade

if TYPE_CHECKING:
    from catalog.model import Catalog
    from planner.state import State
    from planner.store.records import Note


def in_file(argument: str, old: Catalog | None, *, write: bool) -> tuple[Upgrade, str]:
    """What becomes of the workload of a file, and where to find what was lost; '' where nothing was written."""
    from integrations.workload_upgrade import save_upgrade
    from planner.workload_file import read_unchecked

    path = Path(argument)
    document, read, catalog = read_unchecked(path)
    found = upgrade(read, catalog, old)
    written = write and save_upgrade(path, document, read, found, catalog)
    return found, "What was not carried over stands at its end, as comments." if written else ""


def in_workspace(name: str, old: Catalog | None, *, write: bool, by: str = "") -> tuple[Upgrade, str]:
    """The same for a workload of the workspace: a change like any other, so that it can be undone."""
    from planner.store import deciding as store
    from planner.store.reading import fetch
    from planner.workload_file import catalog_named
    from tui.commands.workspace import author, repository
    from tui.workloads import address, folders

    def carried(state: State) -> tuple[Upgrade, Catalog]:
        catalog = catalog_named(state.workload, folders(state.folder), name)
        return upgrade(state.workload, catalog, old), catalog

    def step(state: State) -> tuple[State, Note]:
        found, catalog = carried(state)
        return replace(state, workload=found.workload, placed=_placed(state, catalog)), _note(found, catalog)

    state, _ = fetch(address(), name)
    found, catalog = carried(state)
    if not write or (found.workload, _placed(state, catalog)) == (state.workload, state.placed):
        return found, ""
    store.decide(repository(), name, step, author(by))
    return found, f"What was not carried over stands in 'colonnade log {name}', and undo brings it back."


def _note(found: Upgrade, catalog: Catalog) -> Note:
    from catalog.shape import dotted
    from planner.store.records import Note

    versions = ", ".join(f"{part.id} {part.version}" for part in catalog.parts)
    lost = "; ".join(f"{dotted(note.path)}: {note.text}" for note in found.of("lost"))
    return Note("upgrade", f"carry over to {versions}" + (f"; lost: {lost}" if lost else ""))


def _placed(state: State, catalog: Catalog) -> dict[str, int]:
    """Where the stories of the known plan are, under the ids that their practices have today."""
    found = {}
    for id, sprint in state.placed.items():
        practice, slash, rest = id.partition("/")
        if today := catalog.successor(practice):
            found[today + slash + rest] = sprint
    return found

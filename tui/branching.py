"""What-if branches: a workload forked under a name of its own, brought back or dropped; and other names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from catalog.errors import BadInput
from planner.changes import apply, clashes, compare
from planner.errors import NotNow
from planner.state import State, from_plain, to_plain
from tui.deciding import Manner, Outcome, change, must_be_kept
from tui.workloads import NAME, address, must_be_a_name

if TYPE_CHECKING:
    from catalog.model import Catalog
    from planner.store.records import Kept
    from planner.workload import Workload


def branch(workload: str, name: str, by: str) -> Kept:
    """Forks a workload into `workload@name`. Raises BadInput where that is no name, or taken."""
    from tui.commands.workspace import author, repository

    must_be_kept(workload)
    if not NAME.match(name) or "@" in name:
        raise BadInput.one(name, "a branch's name holds letters, digits, '.', '-' and '_' only")
    if "@" in workload:
        raise BadInput.one(workload, "a branch is not forked again; fork the workload itself")
    store = repository()
    kept = store.load(workload)
    return store.create(
        f"{workload}@{name}", kept.state, author(by), f"branch of {workload} at {kept.version}", workload
    )


def drop(workload: str, name: str, by: str) -> str:
    from tui.commands.workspace import author, repository

    must_be_kept(workload)
    repository().delete(f"{workload}@{name}", author(by))
    return f"{workload}@{name}"


def merge(workload: str, name: str, manner: Manner) -> Outcome:
    """Lays what the branch changed since it was forked over the workload as it is now, and ends the branch.

    Raises NotNow where both changed the same thing and we do not insist.
    """
    from tui.commands.workspace import repository

    must_be_kept(workload)
    store = repository()
    base, other = store.base(f"{workload}@{name}"), store.load(f"{workload}@{name}")
    ours = [change for change in compare(base, to_plain(other.state)) if change.path[0] == "workload"]

    def step(present: Workload, _catalog: Catalog) -> Workload:
        plain = base | {"workload": to_plain(State(present))["workload"]}
        against = [] if manner.retry else clashes(ours, compare(base, plain))
        if against:
            places = sorted({" ".join(mine.path[1:]) for mine, _ in against})
            raise NotNow(f"{workload} and {workload}@{name} decided differently on the same (--retry merges):", places)
        return from_plain(apply(plain, ours)).workload

    text = f"merge {workload}@{name}"
    return change(workload, "merge", text, step, manner, retire=f"{workload}@{name}")


def rename(name: str, new: str, by: str) -> list[tuple[str, str]]:
    """Gives a workload and its branches another name, its links to a tracker too; gives each old and new name.

    Raises BadInput where the new name is none, or taken.
    """
    from integrations.links_file import FileStore
    from tui.commands.workspace import author, repository

    must_be_a_name(new)
    if "@" in name:
        raise BadInput.one(name, "a branch keeps its name; rename the workload itself")
    beside = address().path or Path(name)
    FileStore(beside, name).move(new)
    try:
        return repository().rename(name, new, author(by))
    except (BadInput, NotNow):
        FileStore(beside, new).move(name)
        raise

"""Kill the program at a chosen statement, or at a chance moment, of a change to a SQLite workspace, and look at it.

Each try is a process of its own that ends by SIGKILL, so that nothing in it can tidy up.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import event, text

from planner.store import migrate
from planner.store.address import Address, read_address
from planner.store.check import check
from planner.store.deciding import decide
from planner.store.engine import make_engine, writing
from planner.store.records import Author
from planner.store.repository import Repository
from tests.planner.store.stress import TIME, catalog, closing, editing, first_state

AUTHOR = Author("ann", TIME)
ACTIONS = ("import", "edit", "close", "undo", "upgrade")


def act(action: str, store: Repository) -> None:
    """One change of a workspace that holds the workload `w`, with a decision to undo."""
    match action:
        case "import":
            store.create("other", first_state(), AUTHOR, "import")
        case "edit":
            decide(store, "w", editing(catalog(), random.Random(1)), AUTHOR)
        case "close":
            decide(store, "w", closing(catalog()), AUTHOR)
        case "undo":
            store.undo("w", AUTHOR)
        case "upgrade":
            migrate.upgrade(store.address, store.engine)


def prepare(action: str, path: Path) -> None:
    """A workspace as it is before the action; before an upgrade, one without tables."""
    if action == "upgrade":
        return
    store = Repository.open(read_address(f"sqlite:///{path}"), create=True)
    store.create("w", first_state(), AUTHOR, "import")
    decide(store, "w", editing(catalog(), random.Random(2)), AUTHOR)


def seen(address: Address) -> str:
    """What a workspace holds, in short; it must open, and nothing may be wrong with it."""
    engine = make_engine(address)
    with writing(address, engine) as session:
        tables = session.connection().execute(text("SELECT count(*) FROM sqlite_master")).scalar()
    if not tables:
        return "nothing"
    store = Repository.open(address)
    wrong = check(store)
    assert wrong == [], wrong
    return json.dumps([[listed.name, listed.version] for listed in store.names()])


def killed(action: str, path: Path, arm: Callable[[Repository], None]) -> bool:
    """Does the action in a process that `arm` has prepared to be killed; gives whether it was."""
    child = os.fork()
    if not child:
        address = read_address(f"sqlite:///{path}")
        store = Repository(address, make_engine(address))
        arm(store)
        act(action, store)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def at_statement(number: int) -> Callable[[Repository], None]:
    """Killed before the statement of this number, commits counted."""

    def arm(store: Repository) -> None:
        left = [number]

        def count(*_: object) -> None:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(store.engine, "before_cursor_execute", count)
        event.listen(store.engine, "commit", count)

    return arm


def after_microseconds(delay: float) -> Callable[[Repository], None]:
    """Killed so many microseconds after the start, wherever that is: SIGALRM ends a process that does not handle it."""
    return lambda _: signal.setitimer(signal.ITIMER_REAL, delay / 1e6) and None


def outcome(action: str, folder: Path, arm: Callable[[Repository], None]) -> tuple[bool, str]:
    """Whether the action was killed, and what the workspace holds afterwards."""
    first = folder / f"{action}.db"
    if not folder.exists():
        folder.mkdir(parents=True)
    if not first.exists():
        prepare(action, first)
        first.touch()
    for old in folder.glob("w.db*"):
        old.unlink()
    shutil.copy(first, folder / "w.db")
    was = killed(action, folder / "w.db", arm)
    return was, seen(read_address(f"sqlite:///{folder}/w.db"))


def every_statement(action: str, folder: Path) -> list[str]:
    """What the workspace holds when the action is killed before its first statement, its second, …, and at last not."""
    found = []
    number, was = 0, True
    while was:
        was, holds = outcome(action, folder, at_statement(number))
        found.append(holds)
        number += 1
    return found


def main() -> None:
    """`… FOLDER` prints every statement's outcome as JSON; `… FOLDER COUNT` kills so often at random moments."""
    folder = Path(sys.argv[1])
    if len(sys.argv) == 2:
        json.dump({action: every_statement(action, folder / action) for action in ACTIONS}, sys.stdout)
        return
    rng, counts = random.Random(1), {True: 0, False: 0}
    while counts[True] < int(sys.argv[2]):
        action = rng.choice(ACTIONS)
        was, _ = outcome(action, folder / "random", after_microseconds(rng.uniform(100, 80_000)))
        counts[was] += 1
    sys.stdout.write(f"killed {counts[True]}, too late {counts[False]}; every workspace was sound\n")


if __name__ == "__main__":
    main()

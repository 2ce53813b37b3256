"""Kill the program at a chosen statement, or at a chance moment, of a change to a workspace, and look at it.

Each try is a process of its own that ends by a signal, so that nothing in it can tidy up. A workspace is used again
for the next try, since it must be as it was before, or as if the change had been made.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sqlalchemy import event, inspect

from catalog.errors import BadInput
from planner import edits
from planner.decisions import with_edit
from planner.state import State
from planner.store import migrate
from planner.store.address import read_address
from planner.store.check import check
from planner.store.deciding import decide
from planner.store.engine import changing_schema, make_engine
from planner.store.records import Author, Note
from planner.store.repository import Repository
from tests.planner.store.servers import beside
from tests.planner.store.stress import TIME, catalog, closing, first_state

AUTHOR = Author("ann", TIME)
ACTIONS = ("import", "edit", "close", "undo", "upgrade")
Arm = Callable[[Repository], None]
"""Prepares a process to be killed while it works on a workspace."""


@dataclass
class Range:
    """A workspace with the workload `w`, and beside it databases without tables, which are upgraded."""

    url: str
    rng: random.Random = field(default_factory=lambda: random.Random(1))
    empty: int = 0

    def __post_init__(self) -> None:
        store = Repository.open(read_address(self.url), create=True)
        store.create("w", first_state(), AUTHOR, "import")
        decide(store, "w", weighing(1), AUTHOR)

    def url_of(self, action: str) -> str:
        return beside(self.url, self.empty) if action == "upgrade" else self.url

    def strike(self, action: str, arm: Arm) -> tuple[bool, str]:
        """Does an action in a process that `arm` has prepared; gives whether it was killed, and what was found after.

        `before` and `after` are what the workspace must be; anything else is told as it is.
        """
        url, number = self.url_of(action), self.rng.randrange(10**9)
        before = seen(url)
        expected = after(action, before, number)
        killed = in_child(url, arm, lambda store: act(action, store, number))
        found = seen(url)
        if action == "upgrade" and found == expected:
            self.empty += 1
        return killed, {before: "before", expected: "after"}.get(found, f"{before} became {found}")


def act(action: str, store: Repository, number: int) -> None:
    """One change of a workspace."""
    match action:
        case "import":
            store.create(f"w{number}", first_state(), AUTHOR, "import")
        case "edit":
            decide(store, "w", weighing(number), AUTHOR)
        case "close":
            decide(store, "w", closing(catalog()), AUTHOR)
        case "undo":
            store.undo("w", AUTHOR)
        case "upgrade":
            migrate.upgrade(store.address, store.engine)


def weighing(number: int) -> Callable[[State], tuple[State, Note]]:
    """A decision that fits any workload."""
    edit = edits.SetWeight("sec", float(number % 5 + 1))
    return lambda state: (replace(state, workload=with_edit(state.workload, edit)), Note("edit", str(edit)))


def after(action: str, before: str, number: int) -> str:
    """What `seen` must give of a workspace once the action was done."""
    if action == "upgrade":
        return "{}"
    versions = json.loads(before)
    name = f"w{number}" if action == "import" else "w"
    return json.dumps(versions | {name: versions.get(name, 0) + 1}, sort_keys=True)


def seen(url: str) -> str:
    """What a workspace holds, in short; it must open, and nothing may be wrong with it."""
    address = read_address(url)
    engine = make_engine(address)
    with changing_schema(address, engine) as connection:
        if address.path is None:  # the server ends what the killed process had begun
            gone = "SELECT count(pg_sleep(0.005)) FROM pg_stat_activity WHERE datname = current_database()"
            while connection.exec_driver_sql(f"{gone} AND pid <> pg_backend_pid()").scalar():
                pass
        if not inspect(connection).get_table_names():
            return "nothing"
    store = Repository.open(address)
    wrong = check(store)
    assert wrong == [], wrong
    return json.dumps({listed.name: listed.version for listed in store.names()}, sort_keys=True)


def in_child(url: str, arm: Arm, work: Callable[[Repository], None]) -> bool:
    """Works on a workspace in a process of its own; gives whether a signal ended it."""
    child = os.fork()
    if not child:
        address = read_address(url)
        store = Repository(address, make_engine(address))
        arm(store)
        try:
            work(store)
        except BadInput:  # there was nothing to undo
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def at_statement(number: int) -> Arm:
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


def after_seconds(delay: float) -> Arm:
    """Killed so many seconds after the start, wherever that is: SIGALRM ends a process that does not handle it."""
    return lambda _: signal.setitimer(signal.ITIMER_REAL, max(delay, 1e-6)) and None


def every_statement(range_: Range, action: str) -> list[str]:
    """What is found where the action is killed before its first statement, its second, …, and at last not."""
    found, killed = [], True
    while killed:
        killed, outcome = range_.strike(action, at_statement(len(found)))
        found.append(outcome)
    return found


def at_random(range_: Range, count: int) -> dict[str, int]:
    """Kills an action by chance until that was done so often; how often each outcome was found."""
    rng, outcomes, lasts = random.Random(3), dict[str, int](), dict[str, float]()
    while sum(outcomes.values()) < count:
        action = rng.choice(ACTIONS)
        if action not in lasts:
            start = time.perf_counter()
            range_.strike(action, lambda _: None)
            lasts[action] = time.perf_counter() - start
        killed, found = range_.strike(action, after_seconds(rng.uniform(0, lasts[action])))
        if killed:
            outcomes[found] = outcomes.get(found, 0) + 1
    return outcomes


def main() -> None:
    """`… URL` prints what every statement's kill leaves, as JSON; `… URL COUNT` what so many chance ones do."""
    range_ = Range(sys.argv[1])
    if len(sys.argv) == 2:
        json.dump({action: every_statement(range_, action) for action in ACTIONS}, sys.stdout)
    else:
        json.dump(at_random(range_, int(sys.argv[2])), sys.stdout)


if __name__ == "__main__":
    main()

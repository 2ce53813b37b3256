"""Find out what became of creates whose answer was lost, before anything is created again."""

from __future__ import annotations

import time
from typing import Protocol

from integrations.links import Intent, Journal, Ledger, Record
from integrations.tracker import Tracker

SETTLE = 60.0
"""Seconds after which a create of which there is no trace is taken not to have happened.

The trace is looked for past the search index, among the keys given out since. A minute is longer than a tracker works
on a request, and as long as we make a person wait.
"""


class Clock(Protocol):
    """The time, seconds since the epoch, and waiting: given, so that tests need not wait."""

    def time(self) -> float: ...

    def sleep(self, seconds: float) -> None: ...


class RealClock:
    def time(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def settle(journal: Journal, tracker: Tracker, clock: Clock) -> None:
    """Settle every open intent: what is found is recorded, what is not found for SETTLE seconds has not happened.

    Waits at most SETTLE seconds. Of several issues with one mark the oldest is taken; the others come up as a conflict.
    """
    wait = 1.0
    while True:
        journal.record(*look(journal.ledger, tracker))
        now = clock.time()
        open_ = journal.ledger.intents
        old = sorted(id for id, intent in open_.items() if _age(intent, now) >= SETTLE)
        if old:
            journal.record({"op": "settled", "ids": old})
        left = [SETTLE - _age(intent, now) for id, intent in open_.items() if id not in old]
        if not left:
            return
        clock.sleep(min(wait, max(left)))
        wait *= 2


def look(ledger: Ledger, tracker: Tracker) -> list[Record]:
    """The records of those open intents that have come true."""
    intents = ledger.intents
    if not intents:
        return []
    found = tracker.find(sorted(intents), min(intent.top for intent in intents.values()))
    return [
        {"op": "linked", "id": id, "number": issues[0].number, "key": issues[0].key, "base": dict(intents[id].base)}
        for id, issues in sorted(found.items())
        if id in intents and issues
    ]


def _age(intent: Intent, now: float) -> float:
    """Seconds since an intent; a clock that was set back counts as no time at all."""
    return max(0.0, now - intent.at)

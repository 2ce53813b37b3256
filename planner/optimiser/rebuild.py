"""Better placements by taking part of a few sprints out and placing what is missing anew, in a slightly other order.

Schrimpf et al., "Record breaking optimization results using the ruin and recreate principle", Journal of Computational
Physics 159 (2000). Chance comes from a seed, and work is bounded by a count.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from planner.optimiser.listing import Schedule, place
from planner.optimiser.terms import Terms

TRIES, WORK = 1_000, 400_000
"""How many schedules, and about how many items in them, are tried."""
SHARES = (0.1, 0.2, 0.3, 0.5, 1.0)
"""How much of the chosen sprints is taken out."""
NUDGES = (0.8, 1.0, 1.0, 1.25)
"""What an item's place in the order is multiplied by."""
AHEAD = 20
"""Places put before the first, so that a nudge moves the first ones too."""


def rebuild(schedule: Schedule, order: Sequence[int], terms: Terms, seed: int = 0) -> Schedule:
    """The best schedule found; `order` has the items by priority. Obligatory items stay where they are.

    Another `seed` tries others.
    """
    of = schedule.of
    chance = random.Random(seed)
    score = terms.score(schedule)
    for _ in range(min(TRIES, WORK // max(1, of.count))):
        tried = schedule.copy()
        first = chance.randint(1, of.horizon)
        _take_out(tried, first, first + chance.randrange(3), chance.choice(SHARES), chance)
        missing = [(k, n) for k, n in enumerate(order) if not tried.at[n]]
        missing.sort(key=lambda pair: (AHEAD + pair[0]) * chance.choice(NUDGES))
        for _, n in missing:
            if not tried.at[n]:
                place(tried, n, set())
        found = terms.score(tried)
        if found >= score:
            schedule, score = tried, found
    return schedule


def _take_out(schedule: Schedule, first: int, last: int, share: float, chance: random.Random) -> None:
    """Take some items out of these sprints, and whatever waits for them."""
    of, at = schedule.of, schedule.at
    stack = [n for n in of.order if first <= at[n] <= last and not of.must[n] and chance.random() < share]
    while stack:
        n = stack.pop()
        if at[n]:
            schedule.remove(n)
            stack += [later for later in of.waiting[n] if at[later]]

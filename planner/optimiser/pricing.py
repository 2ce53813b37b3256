"""What the capacity of each sprint is worth, with several resources, lags or obligations: bound and order from it.

Two relaxations, each solved as `relaxation` says. The first looks at each sprint by itself: the most that can be done
by its end with all the capacity until then. It has as many nodes as there are items, and with prerequisites in the same
sprint it is hardly weaker than the second, which has a node for each item and sprint and knows lags, dates and that
what is done stays done.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.optimiser.relaxation import Programme, evaluate, relax

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.optimiser.indexed import Indexed

GAP = 1e-5
"""Relaxations are solved this near to their end, as a part of the bound."""
ROUNDS = 40
CLASSES = 60
"""How many classes are carried from one sprint's relaxation to the next before those of equal value are joined."""


@dataclass(frozen=True)
class Priced:
    """A proven `bound` on every placement, and what led to it.

    `done` says how much of each item is done by the end of each sprint, as an array of items by sprints; `prices` what
    one more unit of each resource would be worth in each sprint, an array of resources by sprints.
    """

    bound: float
    done: NDArray[np.float64]
    prices: NDArray[np.float64]

    def lateness(self) -> NDArray[np.float64]:
        """The sprints each item waits in this relaxation: the order in which to place them."""
        sprints: NDArray[np.float64] = (1.0 - self.done).sum(axis=1)
        return sprints


def price_sprints(of: Indexed, solved: int) -> Priced:
    """Each sprint by itself; only `solved` of them to the end, the others at prices between theirs."""
    import numpy as np

    horizon, count = of.horizon, of.count
    step = max(1, math.ceil(horizon / solved))
    chosen = sorted({*range(horizon, 0, -step), 1}) if step > 1 else list(range(1, horizon + 1))
    done = np.zeros((count, horizon))
    rows = np.zeros((len(of.capacity), horizon))
    bounds = [0.0] * horizon
    classes = np.zeros(count, dtype=np.int64)
    held = [np.cumsum(np.array(limits, dtype=np.float64)) for limits in of.capacity]
    base = _items(of)
    first = np.array(of.first)
    for sprint in chosen:
        limit = np.array([total[sprint - 1] for total in held])
        found = relax(_by(base, first <= sprint, limit), classes, ROUNDS, GAP)
        done[:, sprint - 1], rows[:, sprint - 1], bounds[sprint - 1] = found.y, found.prices, found.bound
        classes = found.classes
        if classes.max() > CLASSES:
            classes = np.unique(np.round(found.y, 9), return_inverse=True)[1]
    for sprint in sorted(set(range(1, horizon + 1)) - set(chosen)):
        low = max(s for s in chosen if s < sprint)
        high = min(s for s in chosen if s > sprint)
        part = (sprint - low) / (high - low)
        rows[:, sprint - 1] = (1 - part) * rows[:, low - 1] + part * rows[:, high - 1]
        limit = np.array([total[sprint - 1] for total in held])
        bounds[sprint - 1], closed = evaluate(_by(base, first <= sprint, limit), rows[:, sprint - 1])
        done[:, sprint - 1] = closed
    share = np.array([of.factor[s] - of.factor[s + 1] for s in range(1, horizon + 1)])
    bound = math.fsum((share * np.array(bounds)).tolist())
    prices = np.cumsum((rows * share)[:, ::-1], axis=1)[:, ::-1]
    return Priced(bound + 1e-14 * abs(bound), np.maximum.accumulate(done, axis=1), prices)


def _items(of: Indexed) -> Programme:
    """The programme of one sprint, with a node for each item, before what cannot be done by then is taken out."""
    import numpy as np

    entries = [(r, n, amount) for n, effort in enumerate(of.effort) for r, amount in effort]
    row, node, amount = (np.array(column) for column in zip(*entries, strict=True)) if entries else (np.zeros(0),) * 3
    tail, head = of.arcs
    value = np.array(of.value, dtype=np.float64)
    return Programme(
        value, tail, head, row.astype(np.int32), node.astype(np.int32), amount.astype(np.float64), np.zeros(0)
    )


def _by(base: Programme, able: NDArray[np.bool_], limit: NDArray[np.float64]) -> Programme:
    """Only what can be done by then is worth and costs something; whatever waits for the rest cannot be done either."""
    import numpy as np

    value = np.where(able, base.value, 0.0)
    amount = np.where(able[base.node], base.amount, 0.0)
    return Programme(value, base.tail, base.head, base.row, base.node, amount, limit)


def price_placements(of: Indexed, start: Priced, rounds: int) -> Priced:
    """All sprints at once, with a node for each item and sprint, from prices and fractions to begin with.

    What a date forbids or obliges is taken out of the programme: it is 0 or 1.
    """
    import numpy as np

    horizon, count = of.horizon, of.count
    first, last = np.array(of.first), np.array(of.last)
    sprints = np.arange(1, horizon + 1)
    open_ = sprints[None, :] >= first[:, None]
    obliged = np.array(of.must)[:, None] & (sprints[None, :] >= last[:, None])
    free = open_ & ~obliged
    number = np.full((count, horizon), -1, dtype=np.int64)
    number[free] = np.arange(int(free.sum()))
    share = np.array([of.factor[s] - of.factor[s + 1] for s in range(1, horizon + 1)])
    worth = np.array(of.value)[:, None] * share[None, :]
    fixed = worth[obliged].tolist()
    tail, head = _arcs(of, number)
    row, node, amount, limit = _rows(of, number, obliged)
    programme = Programme(worth[free], tail, head, row, node, amount, limit)
    if not len(programme.value):
        return Priced(math.fsum(fixed), obliged.astype(np.float64), start.prices)
    _, chosen = evaluate(programme, start.prices.ravel())
    levels = np.round(start.done[free], 9) + 10.0 * np.broadcast_to(sprints, free.shape)[free]
    classes = np.unique(levels, return_inverse=True)[1]
    classes = np.unique(2 * classes + chosen, return_inverse=True)[1]
    found = relax(programme, classes, rounds, GAP)
    done = obliged.astype(np.float64)
    done[free] = found.y
    bound = found.bound + math.fsum(fixed)
    prices = found.prices.reshape(len(of.capacity), horizon)
    held = (prices * np.array(of.capacity, dtype=np.float64)).ravel().tolist()
    return Priced(bound + 1e-14 * math.fsum([*held, *map(abs, fixed)]), done, prices)


def _arcs(of: Indexed, number: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """What is done stays done; what waits is done no earlier than what it waits for, by the lag."""
    import numpy as np

    horizon = of.horizon
    pairs = [(number[:, :-1].ravel(), number[:, 1:].ravel())]
    waits = np.array([(n, b, lag) for n, needs in enumerate(of.needs) for b, lag in needs], dtype=np.int64)
    for lag in np.unique(waits[:, 2]).tolist() if len(waits) else ():
        chosen = waits[waits[:, 2] == lag]
        if lag < horizon:
            later, earlier = number[chosen[:, 0], lag:], number[chosen[:, 1], : horizon - lag]
            pairs.append((later.ravel(), earlier.ravel()))
    tail = np.concatenate([a for a, _ in pairs])
    head = np.concatenate([b for _, b in pairs])
    both = (tail >= 0) & (head >= 0)
    return tail[both].astype(np.int32), head[both].astype(np.int32)


def _rows(
    of: Indexed, number: NDArray[np.int64], obliged: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]:
    """The capacity of each resource and sprint; what is obliged to be done has a part in it that is fixed."""
    import numpy as np

    horizon = of.horizon
    entries = np.array([(r, n) for n, effort in enumerate(of.effort) for r, _ in effort], dtype=np.int64).reshape(-1, 2)
    size = np.array([amount for effort in of.effort for _, amount in effort], dtype=np.float64)
    limit = np.array(of.capacity, dtype=np.float64)
    rows, nodes, amounts = [], [], []
    for sprint in range(horizon):
        for at, sign in ((sprint, 1.0), (sprint - 1, -1.0)):
            if at < 0:
                continue
            where = number[entries[:, 1], at]
            some = where >= 0
            rows.append(entries[some, 0] * horizon + sprint)
            nodes.append(where[some])
            amounts.append(sign * size[some])
            fixed = obliged[entries[:, 1], at]
            np.subtract.at(limit[:, sprint], entries[fixed, 0], sign * size[fixed])
    return (
        np.concatenate(rows).astype(np.int32),
        np.concatenate(nodes).astype(np.int32),
        np.concatenate(amounts),
        limit.ravel(),
    )

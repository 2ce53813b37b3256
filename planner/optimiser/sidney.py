"""The Sidney decomposition: which items pay most for their effort, with all that they need.

Sidney, "Decomposition algorithms for single-machine sequencing with precedence relations and deferral costs",
Operations Research 23 (1975); Chekuri and Motwani, "Precedence constrained scheduling to minimize sum of weighted
completion times on a single machine", Discrete Applied Mathematics 98 (1999). The first set is the closed set with the
most value per effort, the second the best of what is left, and so on. They are found by halving: the heaviest closed
set at a set's own ratio splits it, or proves that nothing in it pays better than the whole. All sets of a level are
split in one minimum cut.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.optimiser.closure import ROOM, heaviest_closure, whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.optimiser.indexed import Indexed

EFFORT_ROOM = 2**30
"""What efforts may add up to in the cuts; larger ones are halved until they do, rounded down for the bound's sake."""
ROUNDING = 1e-12
"""What the bound is raised by for the rounding of its own sums, as a part of it."""


@dataclass(frozen=True)
class Decomposition:
    """`place` gives each item the place of its set, 0 for the one that pays most; `value` and `effort` are the sets'.

    Values count `scale` to one. `efforts` are the items', and `shift` how often they were halved.
    """

    place: NDArray[np.int64]
    value: NDArray[np.int64]
    effort: NDArray[np.int64]
    scale: float
    efforts: NDArray[np.int64]
    shift: int


def decompose(of: Indexed, efforts: list[int]) -> Decomposition:
    """The Sidney decomposition of a problem's items, for one figure of effort each."""
    import numpy as np

    shift = max(0, (sum(efforts) // EFFORT_ROOM).bit_length())
    effort = np.array([amount >> shift for amount in efforts], dtype=np.int64)
    total = max(1, int(effort.sum()))
    value, scale = whole(np.array(of.value, dtype=np.float64), ROOM // (2 * total) - 1)
    tail, head = of.arcs
    label = np.zeros(of.count, dtype=np.int64)
    final = np.full(of.count, -1, dtype=np.int64)
    sets: list[tuple[int, int]] = []
    active = np.arange(of.count)
    local = np.full(of.count, -1, dtype=np.int64)
    while len(active):
        names, inside = np.unique(label[active], return_inverse=True)
        worth = np.zeros(len(names), dtype=np.int64)
        size = np.zeros(len(names), dtype=np.int64)
        np.add.at(worth, inside, value[active])
        np.add.at(size, inside, effort[active])
        weight = np.where(
            size[inside] > 0, value[active] * size[inside] - worth[inside] * effort[active], value[active]
        )
        local[:] = -1
        local[active] = np.arange(len(active))
        a, b = local[tail], local[head]
        within = (a >= 0) & (b >= 0)
        a, b = a[within], b[within]
        same = inside[a] == inside[b]
        chosen, _ = heaviest_closure(weight, a[same].astype(np.int32), b[same].astype(np.int32))
        members = np.bincount(inside, minlength=len(names))
        taken = np.bincount(inside, weights=chosen, minlength=len(names)).astype(np.int64)
        done = (taken == 0) | (taken == members)
        order = np.cumsum(done) - 1 + len(sets)
        final[active[done[inside]]] = order[inside][done[inside]]
        sets += zip(worth[done].tolist(), size[done].tolist(), strict=True)
        label[active] = 2 * inside + chosen
        active = active[~done[inside]]
    ranked = sorted(range(len(sets)), key=lambda k: (-_ratio(*sets[k]), k))
    place = np.empty(len(sets), dtype=np.int64)
    place[ranked] = np.arange(len(sets))
    table = np.array([sets[k] for k in ranked], dtype=np.int64).reshape(-1, 2)
    return Decomposition(place[final], table[:, 0], table[:, 1], scale, effort, shift)


def _ratio(value: int, effort: int) -> float:
    if not effort:
        return math.inf if value > 0 else min(0.0, float(value))
    return value / effort


def sidney_bound(of: Indexed, found: Decomposition, capacity: list[int]) -> float:
    """An upper bound on the objective of every feasible placement.

    `capacity` is that of each sprint, in the unit of the efforts. Within a set, value can be shifted from items to
    what they need until all pay alike; no plan gains by that, since whoever earns the shifted part has done what was
    needed by then. So what can be earned by the end of a sprint is at most a fractional knapsack over the sets, each
    with those of its items that can be done by then. These are weighed by what a sprint's delay takes from a value.
    """
    import numpy as np

    if not of.count:
        return 0.0
    first = np.array(of.first, dtype=np.int64)
    paying = found.value > 0
    terms = []
    held = 0
    for sprint in range(1, of.horizon + 1):
        held += capacity[sprint - 1]
        room = min(-(-held >> found.shift), ROOM)
        able = first <= sprint
        effort = np.zeros(len(paying), dtype=np.int64)
        np.add.at(effort, found.place[able], found.efforts[able])
        some = np.zeros(len(paying), dtype=np.bool_)
        some[found.place[able]] = True
        most = _knapsack(found, effort, paying & some, room)
        terms.append((of.factor[sprint] - of.factor[sprint + 1]) * most)
    total = math.fsum(terms) / found.scale
    return total * (1 + ROUNDING)


def _knapsack(found: Decomposition, effort: NDArray[np.int64], usable: NDArray[np.bool_], room: int) -> float:
    """The most that fits, in falling order of what pays; a set without effort is taken whole."""
    import numpy as np

    free = usable & (found.effort == 0)
    paid = np.flatnonzero(usable & (found.effort > 0))
    filled = np.cumsum(effort[paid])
    whole_sets = int(np.searchsorted(filled, room, side="right"))
    ratio = found.value[paid] / found.effort[paid]
    parts = (ratio[:whole_sets] * effort[paid[:whole_sets]]).tolist()
    if whole_sets < len(paid):
        left = room - (int(filled[whole_sets - 1]) if whole_sets else 0)
        parts.append(float(ratio[whole_sets]) * left)
    return math.fsum([*found.value[free].tolist(), *parts])

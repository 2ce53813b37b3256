"""Maximise the value of a closed set under a few side constraints, in fractions: bound, solution and prices.

The algorithm of Bienstock and Zuckerberg, "Solving LP relaxations of large-scale precedence constrained problems", IPCO
2010; Muñoz et al., "A study of the Bienstock–Zuckerberg algorithm", Computational Optimization and Applications 69
(2018). The nodes are kept in classes that share one value; a small linear programme over the classes prices the side
constraints, the heaviest closed set at these prices splits the classes, until it splits none that matters.

The bound is never the linear programme's word: for prices of any kind, what the heaviest closed set weighs plus what
the capacity costs is a bound by weak duality, and the cut that finds it works in whole numbers, rounded up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.optimiser.closure import ROOM, heaviest_closure, whole
from planner.optimiser.highs import solver_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROUNDING = 1e-14
"""What the sums of floating-point figures in one node's weight may be off by, as a part of what is summed."""


@dataclass(frozen=True)
class Programme:
    """Maximise `value` · y over 0 ≤ y ≤ 1 with y[tail] ≤ y[head] and the rows Σ amount · y[node] ≤ limit.

    The entries of the rows are triples `row`, `node`, `amount`.
    """

    value: NDArray[np.float64]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    row: NDArray[np.int32]
    node: NDArray[np.int32]
    amount: NDArray[np.float64]
    limit: NDArray[np.float64]


@dataclass(frozen=True)
class Relaxed:
    """A proven `bound`, the fractions `y` of the best solution over the classes, and the `prices` of the rows."""

    bound: float
    y: NDArray[np.float64]
    prices: NDArray[np.float64]
    classes: NDArray[np.int64]


def evaluate(of: Programme, prices: NDArray[np.float64]) -> tuple[float, NDArray[np.bool_]]:
    """The bound that prices of at least 0 prove, and the closed set that attains it."""
    import numpy as np

    cost = np.bincount(of.node, weights=of.amount * prices[of.row], minlength=len(of.value))
    size = np.bincount(of.node, weights=np.abs(of.amount) * prices[of.row], minlength=len(of.value))
    weight, scale = whole(of.value - cost, ROOM)
    chosen, heaviest = heaviest_closure(weight, of.tail, of.head)
    paid = (prices * of.limit).tolist()
    slack = ROUNDING * (math.fsum(np.abs(of.value)) + math.fsum(size) + math.fsum(map(abs, paid)))
    return heaviest / scale + math.fsum(paid) + slack, chosen


def relax(of: Programme, classes: NDArray[np.int64], rounds: int, gap: float) -> Relaxed:
    """Solve the relaxation until bound and solution are within `gap`, as a part of the bound, or `rounds` have passed.

    `classes` are those to begin with. Whenever it stops, the bound holds.
    """
    import numpy as np

    best = math.inf
    prices = np.zeros(len(of.limit))
    y = np.zeros(len(of.value))
    for _ in range(rounds):
        objective, share, wanted = _master(of, classes)
        y = share[classes]
        bound, chosen = evaluate(of, wanted)
        if bound < best:
            best, prices = bound, wanted
        if best - objective <= gap * abs(best):
            break
        refined = np.unique(2 * classes + chosen, return_inverse=True)[1]
        if int(refined.max()) == int(classes.max()):
            break
        classes = refined
    return Relaxed(best, y, prices, classes)


def _master(of: Programme, classes: NDArray[np.int64]) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """The relaxation with one variable a class: its objective, the value of each class, the price of each row."""
    import numpy as np
    from highspy import HighsLp, MatrixFormat

    count, rows = int(classes.max()) + 1, len(of.limit)
    key, where = np.unique(of.row.astype(np.int64) * count + classes[of.node], return_inverse=True)
    amount = np.bincount(where, weights=of.amount, minlength=len(key))
    key, amount = key[amount != 0], amount[amount != 0]
    a, b = classes[of.tail], classes[of.head]
    arcs = np.unique((a * count + b)[a != b])
    size = np.maximum(1.0, np.array([np.abs(amount[key // count == r]).max(initial=0.0) for r in range(rows)]))
    lp = HighsLp()
    lp.num_col_, lp.num_row_ = count, rows + len(arcs)
    unit = max(1e-300, float(np.abs(of.value).sum()) / 1e4)
    lp.col_cost_ = -np.bincount(classes, weights=of.value, minlength=count) / unit
    lp.col_lower_, lp.col_upper_ = np.zeros(count), np.ones(count)
    lp.row_lower_ = np.full(rows + len(arcs), -np.inf)
    lp.row_upper_ = np.concatenate([of.limit / size, np.zeros(len(arcs))])
    lp.a_matrix_.format_ = MatrixFormat.kRowwise
    starts = np.searchsorted(key // count, np.arange(rows))
    lp.a_matrix_.start_ = np.concatenate([starts, len(key) + 2 * np.arange(len(arcs) + 1)]).astype(np.int32)
    lp.a_matrix_.index_ = np.concatenate([key % count, np.stack([arcs // count, arcs % count], 1).ravel()]).astype(
        np.int32
    )
    lp.a_matrix_.value_ = np.concatenate([amount / size[key // count], np.tile([1.0, -1.0], len(arcs))])
    solver = solver_of(lp)
    solver.run()
    found = solver.getSolution()
    prices = np.maximum(0.0, -np.array(found.row_dual[:rows])) / size * unit
    return -solver.getInfo().objective_function_value * unit, np.array(found.col_value), prices

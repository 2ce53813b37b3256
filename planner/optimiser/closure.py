"""The closed set of the greatest weight, by a minimum cut in whole numbers.

A set is closed when it holds whatever its members need. Picard, "Maximal closure of a graph and applications to
combinatorial problems", Management Science 22 (1976): the heaviest closed set is the source side of a minimum cut. The
cut is that of OR-tools (push-relabel on 64-bit integers), so it is exact; docs/solvers.md says why this library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROOM = 2**61
"""What the weights of a set may add up to without their signs, so that every flow fits 64 bits."""


def heaviest_closure(
    weight: NDArray[np.int64], tail: NDArray[np.int32], head: NDArray[np.int32]
) -> tuple[NDArray[np.bool_], int]:
    """The smallest of the closed sets of greatest weight, as a mask, and its weight, which is at least 0.

    Each `tail` needs its `head`. The weights must add up to at most ROOM without their signs.
    """
    import numpy as np
    from ortools.graph.python.max_flow import SimpleMaxFlow  # type: ignore[import-untyped]

    count = len(weight)
    gains, costs = np.flatnonzero(weight > 0), np.flatnonzero(weight < 0)
    total = int(weight[gains].sum())
    chosen = np.zeros(count + 2, dtype=np.bool_)
    if not total:
        return chosen[:count], 0
    source, sink = count, count + 1
    network = SimpleMaxFlow()
    network.add_arc_with_capacity(source, sink, 0)  # without an arc to it, the network would not know the sink
    network.add_arcs_with_capacity(
        np.concatenate([np.full(len(gains), source), costs, tail]).astype(np.int32),
        np.concatenate([gains, np.full(len(costs), sink), head]).astype(np.int32),
        np.concatenate([weight[gains], -weight[costs], np.full(len(tail), total + 1, dtype=np.int64)]),
    )
    status = network.solve(source, sink)
    if status != network.OPTIMAL:  # cannot happen within ROOM; a wrong cut would make a wrong proof
        raise ArithmeticError(f"the minimum cut ended with {status}")
    chosen[np.asarray(network.get_source_side_min_cut(), dtype=np.int64)] = True
    return chosen[:count], total - int(network.optimal_flow())


def whole(values: NDArray[np.float64], room: int) -> tuple[NDArray[np.int64], float]:
    """Values as whole numbers that are at least as large, and what one value counts in them.

    They add up to at most `room` without their signs. Where the values are multiples of a power of a half or a tenth
    of the size that allows, the whole numbers are exact.
    """
    import numpy as np

    total = float(np.abs(values).sum()) * (1 + 1e-9)

    def fits(scale: float) -> bool:
        return total * scale + len(values) <= room

    for scale in (1.0, 10.0, 100.0, 1e3, 1e4, 1e6, 1e8):
        near = np.rint(values * scale)
        if fits(scale) and np.array_equal(near / scale, values):  # the numbers as they are written in decimals
            return near.astype(np.int64), scale
    scale = 1.0
    while fits(scale * 2) and scale < 2**40:
        scale *= 2
    while not fits(scale):
        scale /= 2
    return np.ceil(values * scale).astype(np.int64), scale

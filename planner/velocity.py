"""What a closed sprint teaches of a team's velocity, so that one odd sprint does not turn the plan over.

A figure far from the history is brought to the edge of what the history makes likely before it is taken in
(winsorising): the median plus or minus K times the median absolute deviation, scaled to a normal's standard deviation
(Hampel 1974, "The influence curve and its role in robust estimation"). Two odd sprints in a row widen the deviation, so
that a team which really changed is followed soon.
"""

from __future__ import annotations

import statistics

KEPT = 8
"""How many sprints are remembered: a third of a year of two-week sprints."""

K = 2.5
SCALE = 1.4826
"""Median absolute deviation to standard deviation, for a normal distribution."""

LEAST_SPREAD = 0.1
"""The deviation assumed at least, as a share of the median; a single figure says nothing of its spread."""


def seen(velocity: float, capacity: int, planned: int, done: int) -> float | None:
    """The velocity that a sprint showed, in points: the present one times what was done of what the sprint could hold.

    `capacity`, `planned` and `done` in tenths of a point. None where nothing can be learned: a sprint without
    capacity, or one whose work was all done and did not fill it.
    """
    if capacity <= 0 or (planned <= done < capacity):
        return None
    return round(velocity * done / capacity, 1)


def learned(history: tuple[float, ...], figure: float) -> tuple[float, ...]:
    """The history with a new figure, outliers brought to its edge, as long as is remembered; the newest last."""
    middle = statistics.median(history)
    spread = statistics.median(abs(old - middle) for old in history) * SCALE
    reach = K * max(spread, LEAST_SPREAD * middle)
    taken = round(min(max(figure, middle - reach), middle + reach), 1)
    return (*history, max(taken, 0.1))[-KEPT:]

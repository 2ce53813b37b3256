"""A team's velocity is learned from what it did, and one odd sprint does not turn it over."""

from __future__ import annotations

import pytest

from planner.velocity import KEPT, learned, seen


@pytest.mark.parametrize(
    ("capacity", "planned", "done", "expected"),
    [
        (100, 100, 50, 10.0),  # half of what the sprint could hold
        (100, 80, 80, None),  # all that was planned, and room left
        (100, 100, 100, 20.0),
        (100, 80, 120, 24.0),  # more than was planned
        (0, 0, 0, None),  # a sprint off
    ],
)
def test_what_a_sprint_shows(capacity: int, planned: int, done: int, expected: float | None) -> None:
    """The velocity shown is the present one, 20, times what was done of the capacity, unless nothing can be learned."""
    assert expected == seen(20.0, capacity, planned, done)


@pytest.mark.parametrize(
    ("history", "figure", "taken"),
    [
        ((20.0,), 21.0, 21.0),  # near: taken as it is
        ((20.0,), 0.0, 15.0),  # a quarter below a single figure: 2.5 deviations of a tenth
        ((20.0, 20.0, 20.0), 60.0, 25.0),
        ((10.0, 20.0, 30.0), 50.0, 50.0),  # a history that varies, median deviation 10: up to 20 ± 37
        ((10.0, 20.0, 30.0), 80.0, 57.1),
    ],
)
def test_outliers_are_cut(history: tuple[float, ...], figure: float, taken: float) -> None:
    """A figure is taken in as far as the history makes it likely."""
    assert (*history, taken) == learned(history, figure)


def test_a_real_change_is_followed() -> None:
    """A team that works at half its speed from now on is seen to do so after a few sprints."""
    history: tuple[float, ...] = (24.0,)
    for _ in range(8):
        history = learned(history, 12.0)

    assert 12.0 == history[-1]
    assert KEPT == len(history)


def test_velocity_stays_above_nothing() -> None:
    """However many sprints end with nothing done, the velocity is one that a file may hold."""
    history: tuple[float, ...] = (0.1,)
    for _ in range(10):
        history = learned(history, 0.0)

    assert min(history) > 0

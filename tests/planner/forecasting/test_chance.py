"""Chance that is the same everywhere, and follows its law."""

from __future__ import annotations

import numpy as np

from planner.forecasting.chance import Stream

COUNT = 40_000
"""Draws; a share of them is within 0.01 of its probability but for one time in ten thousand."""


def test_a_stream_is_the_same_on_every_machine() -> None:
    """The first draws for a seed and a name are these, with any release of numpy."""
    assert ([3, 8, 3, 6, 7], [27, 68, 61, 31, 34]) == (
        Stream(1, "a/1/1").below(10, 5).tolist(),
        Stream(1, "b/1/1").peaked(20, 30, 80, 5).tolist(),
    )


def test_a_stream_goes_on() -> None:
    """Drawing in two parts gives what drawing at once gives."""
    whole, parts = Stream(3, "x"), Stream(3, "x")
    assert whole.below(100, 6).tolist() == [*parts.below(100, 4).tolist(), *parts.below(100, 2).tolist()]


def test_names_and_seeds_have_streams_of_their_own() -> None:
    """Another seed or another name gives other draws."""
    first = {tuple(Stream(seed, name).below(2**31, 2).tolist()) for seed in (0, 1) for name in ("a", "b")}
    assert 4 == len(first)


def test_whole_numbers_are_equally_likely() -> None:
    """Each of three numbers is drawn in a third of the cases."""
    shares = np.bincount(Stream(0, "x").below(3, COUNT), minlength=3) / COUNT
    assert [0.33, 0.33, 0.33] == [round(float(share) - 0.003, 2) for share in shares]


def share_at_most(limit: int, low: int, mode: int, high: int, below: float | None = None) -> float:
    drawn = Stream(0, "x").peaked(low, mode, high, COUNT, below)
    assert low <= drawn.min() <= drawn.max() <= high
    return float((drawn <= limit).mean())


def test_the_triangle() -> None:
    """Of a triangle from 0 to 400 with its peak at 100 a quarter is below the peak, and two thirds are below 200."""
    assert abs(0.25 - share_at_most(100, 0, 100, 400)) < 0.01
    assert abs(1 - 200**2 / (400 * 300) - share_at_most(200, 0, 100, 400)) < 0.01


def test_two_triangles() -> None:
    """With half below the peak, a quarter of that half is in the lower half of its range (by area: 1/8 of all)."""
    assert abs(0.5 - share_at_most(100, 60, 100, 160, below=0.5)) < 0.015
    assert abs(0.125 - share_at_most(80, 60, 100, 160, below=0.5)) < 0.01


def test_a_range_of_nothing_is_sure() -> None:
    """Where low, likely and high are one figure, it is that figure."""
    assert [7, 7] == Stream(0, "x").peaked(7, 7, 7, 2).tolist()


def test_a_peak_at_an_end() -> None:
    """The likely size may be the least or the most."""
    assert abs(0.75 - share_at_most(200, 0, 0, 400)) < 0.01
    assert abs(0.25 - share_at_most(200, 0, 400, 400)) < 0.01

"""Chance that is the same on every machine: whole numbers and correctly rounded arithmetic on a fixed stream.

numpy keeps the raw stream of a bit generator the same for good, and not what its distributions make of it (NEP 19,
"Random number generator policy"); so they are made here.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]


class Stream:
    """An endless row of random bits for one purpose: `name` is what it is for, such as a story's id.

    What one thing draws does not depend on what others draw, so a change in one story leaves the rest as it was.
    """

    def __init__(self, seed: int, name: str) -> None:
        digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
        self._bits = np.random.PCG64([seed, int.from_bytes(digest, "big")])

    def _raw(self, count: int) -> NDArray[Any]:
        return self._bits.random_raw(count)

    def below(self, limit: int, count: int) -> Whole:
        """`count` whole numbers from 0 to `limit` − 1, each as likely to within 2⁻³²; `limit` below 2³²."""
        scaled = (self._raw(count) >> np.uint64(32)) * np.uint64(limit) >> np.uint64(32)
        return scaled.astype(np.int64)

    def peaked(self, low: int, mode: int, high: int, count: int, below: float | None = None) -> Whole:
        """`count` whole numbers of a triangular law between `low` and `high` with its peak at `mode`.

        `below` is the probability of less than `mode`; what makes the law one triangle if it is left out, and else
        two that meet at the peak. By inversion; the square root is the only function used, which IEEE 754 rounds
        correctly everywhere.
        """
        if low == high:
            return np.full(count, mode, dtype=np.int64)
        if below is None:
            below = (mode - low) / (high - low)
        uniform: Floats = (self._raw(count) >> np.uint64(11)).astype(np.float64) * 2.0**-53
        if below > 0:
            left = low + (mode - low) * np.sqrt(np.minimum(uniform / below, 1.0))
        else:
            left = np.full(count, float(mode))
        if below < 1:
            right = high - (high - mode) * np.sqrt(np.minimum((1.0 - uniform) / (1.0 - below), 1.0))
        else:
            right = np.full(count, float(mode))
        found = np.where(uniform < below, left, right)
        return np.floor(found + 0.5).astype(np.int64)

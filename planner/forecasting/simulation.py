"""The team at work, in many runs at once: a list schedule whose capacities and sizes are drawn.

One array operation handles a sprint in all runs, so the cost is stories × sprints in reach, whatever the runs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from planner.forecasting.chance import Whole
from planner.forecasting.jobs import Job
from planner.optimiser.problem import POINTS

Flags = NDArray[np.bool_]


class Simulation:
    """What is left of each sprint in each run. Mutable, and used by the forecast only.

    A story is begun in the first sprint that, as planned, can hold its estimate, and has that part of itself left: in
    a sprint that turns out slow, a story may fill it and be carried over. What a story takes is its drawn size; what
    the sprint lacks is taken from the sprints that follow. With drawn figures that equal the planned ones this is the
    serial schedule generation of `planner.optimiser.listing`.
    """

    def __init__(
        self, planned: Mapping[str, Whole], drawn: Mapping[str, Whole], open_groups: int | None = None
    ) -> None:
        """`planned` gives for each resource a capacity per sprint, `drawn` one per sprint and run, in tenths."""
        most = max(int(figures.max(initial=1)) for figures in (*planned.values(), *drawn.values()))
        kind = np.int32 if most < 2**15 else np.int64  # products of two figures must fit
        self.planned = {resource: limits.tolist() for resource, limits in planned.items()}
        self.free = {resource: limits.astype(kind) for resource, limits in drawn.items()}
        self.slow = {r: np.minimum(self.free[r], limits[:, None].astype(kind)) for r, limits in planned.items()}
        self.sprints, self.runs = drawn[POINTS].shape
        self.open_groups = open_groups
        self._least: dict[str, list[int]] = {}
        self._full: dict[str, list[float]] = {}
        self._groups: dict[str, Flags] = {}
        self._open = np.zeros((self.sprints if open_groups else 0, self.runs), dtype=np.int64)

    def place(self, job: Job, sizes: Whole, ready: Whole) -> Whole:
        """Do a story in every run, from the sprint where it is `ready` on; gives the sprint in which it is done.

        One more than there are sprints stands for never.
        """
        resources = (POINTS, job.skill) if job.skill else (POINTS,)
        holds, full = self._limits(job.skill, resources)
        estimate = min(job.estimate, max(holds))
        rest, done = sizes.astype(self.free[POINTS].dtype), np.full(self.runs, self.sprints + 1, dtype=np.int64)
        waiting, working = np.ones(self.runs, dtype=np.bool_), np.zeros(self.runs, dtype=np.bool_)
        first, all_ready = int(ready.min()), int(ready.max())
        if job.estimate > estimate == 0:
            return done
        busy = False
        for row in range(first - 1, self.sprints):
            if holds[row] >= estimate and estimate < full[row]:
                begun = self._room(resources, row, estimate)
                if not begun.any():
                    full[row] = estimate
                begun &= waiting
                if row + 1 < all_ready:
                    begun &= ready <= row + 1
                if self.open_groups:
                    begun &= self._group(job.group)[row] | (self._open[row] < self.open_groups)
                waiting ^= begun
                working |= begun
                busy = busy or bool(begun.any())
            if busy:
                self._work(resources, row, rest, working)
                if self.open_groups:
                    self._enter(job.group, row, working)
                over = working & (rest == 0)
                np.copyto(done, row + 1, where=over)
                working ^= over
                busy = bool(working.any())
                if not busy and not waiting.any():
                    break
        return done

    def _limits(self, skill: str, resources: tuple[str, ...]) -> tuple[list[int], list[float]]:
        """What each sprint is planned to hold for a skill, and the estimate for which it is known to be full."""
        if skill not in self._least:
            self._least[skill] = [min(limits) for limits in zip(*(self.planned[r] for r in resources), strict=True)]
            self._full[skill] = [math.inf] * self.sprints
        return self._least[skill], self._full[skill]

    def _room(self, resources: tuple[str, ...], row: int, estimate: int) -> Flags:
        """In which runs a sprint has room."""
        fits: Flags | None = None
        for resource in resources:
            room = self.free[resource][row] * self.planned[resource][row] >= self.slow[resource][row] * estimate
            fits = room if fits is None else fits & room
        assert fits is not None
        return fits

    def _work(self, resources: tuple[str, ...], row: int, rest: Whole, working: Flags) -> None:
        """Take from a sprint what it gives of what is left of a story."""
        taken = rest * working
        for resource in resources:
            np.minimum(taken, self.free[resource][row], out=taken)
        for resource in resources:
            self.free[resource][row] -= taken
        rest -= taken

    def _enter(self, group: str, row: int, working: Flags) -> None:
        new = working & ~self._group(group)[row]
        self._groups[group][row] |= new
        self._open[row] += new

    def _group(self, group: str) -> Flags:
        if group not in self._groups:
            self._groups[group] = np.zeros((self.sprints, self.runs), dtype=np.bool_)
        return self._groups[group]

"""How fast a team may turn out to be, sprint by sprint, from the velocities it has measured."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from planner.forecasting.chance import Stream, Whole
from planner.sprints import mean_velocity
from planner.workload import Team

ENOUGH = 5
"""Figures from which a history speaks for itself."""
MEAN_RANGES = {1: (60, 160), 2: (80, 125), 3: (85, 115), 4: (90, 110)}
"""Between what per cent of the mean of so few figures the velocity in the long run is assumed to be.

Cohn, "Agile Estimating and Planning" (2005), the chapter on estimating velocity.
"""
SPRINT_RANGE = (80, 120)
"""Between what per cent of that a single sprint is assumed to be, where the history is too short to tell."""


@dataclass(frozen=True)
class Pace:
    """The paces a sprint may have: its velocity over the one that is planned with. `figures` is the history."""

    figures: tuple[float, ...]
    steps: tuple[Fraction, ...]

    @property
    def measured(self) -> bool:
        """Whether the history speaks for itself."""
        return len(self.figures) >= ENOUGH


def make_pace(team: Team) -> Pace:
    """The paces of a team: those of its history, or per cents of its mean where the history is short."""
    mean = mean_velocity(team)
    if len(team.velocity) >= ENOUGH:
        return Pace(team.velocity, tuple(Fraction(str(v)) / mean for v in team.velocity))
    (low, high), (least, most) = MEAN_RANGES[len(team.velocity)], SPRINT_RANGE
    return Pace(team.velocity, tuple(Fraction(n, 100) for n in range(low * least // 100, high * most // 100 + 1)))


def slowest(pace: Pace) -> float:
    """About the pace that a team keeps up in the long run if things go badly, three standard errors below its mean."""
    if not pace.measured:
        return MEAN_RANGES[len(pace.figures)][0] / 100
    paces = [float(step) for step in pace.steps]
    return max(0.2, 1 - 3 * statistics.stdev(paces) / math.sqrt(len(paces)))


class PaceDraws:
    """Draws paces, run after run; `draw` gives for each sprint (rows) and run (columns) an index into the steps.

    Each run first decides how fast the team is in the long run, since the history is a sample too, and then how each
    sprint turns out. With a history that speaks for itself the first is the history drawn anew with replacement, and
    the second a figure of that (the bootstrap: Efron, "Bootstrap methods: another look at the jackknife", Annals of
    Statistics 7 (1979), twice over, so that the mean is as uncertain as so many figures leave it).
    """

    def __init__(self, pace: Pace, seed: int) -> None:
        self.pace = pace
        self.seed = seed
        self._team = Stream(seed, "velocity of the team")
        self._sprints: list[Stream] = []

    def draw(self, sprints: int, runs: int) -> Whole:
        figures = len(self.pace.figures)
        for number in range(len(self._sprints) + 1, sprints + 1):
            self._sprints.append(Stream(self.seed, f"velocity of sprint {number}"))
        if self.pace.measured:
            history = self._team.below(figures, figures * runs).reshape(runs, figures)
            each = np.arange(runs)
            return np.stack([history[each, sprint.below(figures, runs)] for sprint in self._sprints])
        low, high = MEAN_RANGES[figures]
        least, most = SPRINT_RANGE
        team = self._team.peaked(low, 100, high, runs, below=0.5)
        percents = [(team * sprint.peaked(least, 100, most, runs) + 50) // 100 for sprint in self._sprints]
        return np.stack(percents) - low * least // 100

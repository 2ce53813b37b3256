"""What velocities are drawn from."""

from __future__ import annotations

import numpy as np

from planner.forecasting.chance import Whole
from planner.forecasting.pace import PaceDraws, make_pace
from planner.workload import Team

RUNS = 20_000


def paces(*velocity: float, sprints: int = 2, runs: int = RUNS) -> Whole:
    """The drawn paces in thousandths, a row a sprint."""
    pace = make_pace(Team(velocity))
    steps = np.array([round(1000 * step) for step in pace.steps])
    return steps[PaceDraws(pace, 0).draw(sprints, runs)]


def test_equal_figures_leave_nothing_to_chance() -> None:
    """A history of equal figures gives the planned pace in every sprint of every run."""
    assert {1000} == set(paces(24, 24, 24, 24, 24).flatten().tolist())


def test_a_history_gives_its_own_figures() -> None:
    """Only measured figures are drawn, each as often as another."""
    drawn = paces(10, 20, 20, 20, 20, 30)
    shares = {int(step): float((drawn == step).mean()) for step in np.unique(drawn)}
    assert {500: 1, 1000: 4, 1500: 1} == {step: round(6 * share) for step, share in shares.items()}


def test_the_mean_is_uncertain() -> None:
    """Two sprints of one run are alike: with half of six figures low, both are low in 7 of 24 runs, not in 6."""
    drawn = paces(10, 10, 10, 20, 20, 20)
    assert abs(7 / 24 - float((drawn[0] == drawn[1])[drawn[0] == drawn.min()].mean() / 2)) < 0.012


def test_one_figure_is_assumed_to_be_far_off() -> None:
    """With one figure a sprint is between 48 and 192 % of it, in half of the runs above."""
    drawn = paces(24)
    assert (480, 1920) <= (int(drawn.min()), int(drawn.max()))
    assert 1920 >= drawn.max()
    assert abs(0.5 - float((drawn > 1000).mean())) < 0.02


def test_few_figures_narrow_it() -> None:
    """Four figures leave less room than two, whatever they are."""
    two, four = paces(24, 24), paces(24, 24, 24, 24)
    assert two.min() < four.min() < 1000 < four.max() < two.max()


def test_more_sprints_change_nothing_before() -> None:
    """The paces of a sprint do not depend on how many sprints there are, nor on how many runs are drawn at once."""
    pace = make_pace(Team((10, 20, 30, 40, 50)))
    at_once, in_parts = PaceDraws(pace, 5), PaceDraws(pace, 5)
    expected = at_once.draw(6, 5)[:3]
    assert expected.tolist() == np.hstack([in_parts.draw(3, 2), in_parts.draw(3, 3)]).tolist()

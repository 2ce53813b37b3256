"""Many runs at once give what one run after the other gives, and a plan without chance gives its own dates."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from catalog.model import Catalog, Size
from planner.forecasting.chance import Whole
from planner.forecasting.forecast import carry_out, make_forecast
from planner.forecasting.jobs import Job, make_steps
from planner.forecasting.simulation import Simulation
from planner.optimiser.problem import POINTS
from planner.plan import Plan
from planner.translate import Frozen
from planner.workload import Workload
from tests.planner.cases import Case, cases
from tests.planner.forecasting.slow import carry_out_once
from tests.planner.test_properties import attempt, examples, placed

RUNS = 4


def figures(plan: Plan, chance: random.Random) -> tuple[dict[str, list[int]], dict[str, list[list[int]]]]:
    """Capacities of twice the plan's sprints, as planned and as drawn for each run, some of them nothing."""
    skills = plan.workload.team.skills
    sprints = 2 * len(plan.sprints)
    planned = {r: [chance.choice((0, 20, 45, 80, 100)) for _ in range(sprints)] for r in (POINTS, *skills)}
    paces = [[chance.choice((0, 5, 8, 10, 10, 13, 25)) for _ in range(RUNS)] for _ in range(sprints)]
    drawn = {r: [[p * pace // 10 for pace in paces[s]] for s, p in enumerate(row)] for r, row in planned.items()}
    return planned, drawn


@given(cases(), st.randoms(use_true_random=False))
@examples(30)
def test_all_runs_at_once_are_each_run_by_itself(case: Case, chance: random.Random) -> None:
    """Every story is done in the sprint that the slow schedule of the same draws gives, in every run."""
    plan = attempt(case, effort="quick")
    if plan is None:
        return
    steps = make_steps(plan)
    planned, drawn = figures(plan, chance)
    sizes = {s.id: [chance.randint(0, 2 * s.estimate) for _ in range(RUNS)] for s in steps if isinstance(s, Job)}
    cap = plan.workload.policy.epics_in_progress
    expected = [
        carry_out_once(
            steps,
            planned,
            {r: [row[run] for row in rows] for r, rows in drawn.items()},
            {id: drawn_sizes[run] for id, drawn_sizes in sizes.items()},
            cap,
        )
        for run in range(RUNS)
    ]

    def drawn_size(job: Job) -> Whole:
        return np.array(sizes[job.id])

    found = carry_out(steps, Simulation(arrays(planned), arrays(drawn), cap), drawn_size)

    assert expected == [{id: int(sprints[run]) for id, sprints in found.items()} for run in range(RUNS)]


def arrays(figures: Mapping[str, object]) -> dict[str, Whole]:
    return {resource: np.array(rows) for resource, rows in figures.items()}


def test_a_small_story_goes_into_what_is_left() -> None:
    """A sprint that has no room for one story has it for a smaller one."""
    planned = np.array([10, 10])
    simulation = Simulation({POINTS: planned}, {POINTS: planned[:, None]})
    jobs = [Job(str(size), size, size, size, "", "a", 1, (), ()) for size in (8, 3, 2)]
    assert [1, 2, 1] == [int(simulation.place(job, np.array([job.low]), np.array([1]))[0]) for job in jobs]


def test_figures_of_any_size_are_exact() -> None:
    """Where products of two figures do not fit 32 bits they are compared all the same, and leave room for others."""
    planned = np.array([100_000, 100_000])
    simulation = Simulation({POINTS: planned}, {POINTS: planned[:, None]})
    jobs = [Job(str(size), size, size, size, "", "a", 1, (), ()) for size in (80_000, 30_000, 20_000)]
    assert [1, 2, 1] == [int(simulation.place(job, np.array([job.low]), np.array([1]))[0]) for job in jobs]


def certain(case: Case) -> Case:
    """A case with a history of equal velocities and without ranges of sizes."""
    practices = [
        replace(
            practice,
            levels=tuple(
                replace(level, stories=tuple(replace(s, size=Size(*[s.size.likely] * 3)) for s in level.stories))
                for level in practice.levels
            ),
        )
        for practice in case.catalog.practices
    ]
    catalog: Catalog = replace(case.catalog, practices=tuple(practices))
    team = replace(case.workload.team, velocity=case.workload.team.velocity[:1] * 6)
    workload: Workload = replace(case.workload, team=team)
    return Case(catalog, workload)


def check_dates(plan: Plan) -> None:
    """Each goal that the plan meets is met in its sprint in every run, and in none before."""
    forecast = make_forecast(plan, runs=2)
    met = [outlook for outlook in forecast.outlooks if outlook.goal.planned is not None]
    assert [(o.goal.id, o.goal.planned) for o in met] == [(o.goal.id, o.quantile(1)) for o in met]
    assert [(o.goal.id, o.goal.planned) for o in met] == [(o.goal.id, o.quantile(100)) for o in met]


@given(cases())
@examples(30)
def test_without_chance_the_dates_are_the_plan_s(case: Case) -> None:
    """With equal velocities and sure sizes every goal is met exactly when the plan has it."""
    plan = attempt(certain(case), effort="quick")
    if plan is not None:
        check_dates(plan)


@given(cases())
@examples(30)
def test_what_is_kept_back_for_stability_stays(case: Case) -> None:
    """That also holds where a plan keeps stories in later sprints than it must, since moving them costs."""
    sure = certain(case)
    slower = replace(sure.workload.team, velocity=tuple(v / 2 for v in sure.workload.team.velocity))
    before = attempt(replace(sure, workload=replace(sure.workload, team=slower)), effort="quick")
    if before is None:
        return
    policy = replace(sure.workload.policy, stability=1e6)
    plan = attempt(
        replace(sure, workload=replace(sure.workload, policy=policy)), Frozen(placed(before)), effort="quick"
    )
    if plan is not None:
        check_dates(plan)

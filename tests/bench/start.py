"""The figures of docs/benchmarks.md, measured here: `make bench`.

Times are the best of a few runs; each comes with a ratio to something measured in the same run, since machines differ.
"""

from __future__ import annotations

import itertools
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import yaml

from catalog import loader
from planner.backlog import make_backlog
from planner.forecasting.forecast import capacities, make_forecast
from planner.forecasting.jobs import Job, make_steps
from planner.gaps import find_gaps
from planner.optimiser.problem import Problem
from planner.optimiser.solve import solve
from planner.plan import Plan, make_plan
from planner.sprints import make_rooms, make_sprints
from planner.translate import Frozen, find_blocked, to_problem
from planner.workload import Workload
from tests.bench import generate
from tests.bench.wsjf import wsjf
from tests.planner.forecasting.slow import carry_out_once

ROOT = Path(__file__).parent.parent.parent


def best(run: Callable[[], object], times: int = 3) -> float:
    """The shortest of a few runs, in seconds."""
    found = math.inf
    for _ in range(times):
        start = time.perf_counter()
        run()
        found = min(found, time.perf_counter() - start)
    return found


def out(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def problem_of(practices: int, sprints: int, skills: int) -> tuple[Workload, Problem]:
    catalog = generate.catalog(practices)
    workload = generate.workload(catalog, sprints, skills=skills)
    made = make_sprints(workload)
    backlog = make_backlog(catalog, workload, find_gaps(catalog, workload), made)
    return workload, to_problem(workload, made, backlog, find_blocked(backlog, workload.edits), Frozen())


def load_time() -> None:
    out("Loading a generated catalog of 5,000 practices, checked, with the line of everything")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.yaml"
        text = yaml.dump(generate.catalog_data(5_000), Dumper=yaml.CSafeDumper, sort_keys=False)
        path.write_text(text, encoding="utf-8")
        ours = best(lambda: loader.load([path]))
        plain = best(lambda: yaml.load(text, Loader=yaml.CSafeLoader))
    size = len(text) / 1e6
    out(f"  {size:.1f} MB in {ours:.2f} s; yaml.CSafeLoader alone {plain:.2f} s; ratio {ours / plain:.2f}")
    out()


def plan_time() -> None:
    out("Planning generated workloads: whole plan with reasons, beside WSJF list scheduling of the same problem")
    out("  stories  sprints  skills   plan s   solve s  WSJF s   % of bound   ratio to WSJF")
    grown: list[tuple[int, float]] = []
    for practices, sprints, skills in ((27, 6, 0), (25, 6, 3), (253, 26, 0), (253, 26, 3), (2_520, 26, 0)):
        catalog = generate.catalog(practices)
        workload, problem = problem_of(practices, sprints, skills)
        stories = sum(bool(item.effort) for item in problem.items)
        times = 3 if stories < 5_000 else 1
        planned = best(lambda c=catalog, w=workload: make_plan(c, w), times)  # type: ignore[misc]
        solved = best(lambda p=problem: solve(p), times)  # type: ignore[misc]
        listed = best(lambda p=problem: wsjf(p), times)  # type: ignore[misc]
        solution = solve(problem)
        ratio = solution.objective / problem.objective(wsjf(problem))
        share = 100 * solution.objective / solution.bound
        out(
            f"  {stories:7,d}  {sprints:7d}  {skills:6d}  {planned:7.3f}  {solved:8.3f} {listed:7.3f}  "
            f"{share:10.2f}  {ratio:14.3f}"
        )
        if not skills:
            grown.append((stories, planned))
    exponents = [
        f"{math.log(t2 / t1) / math.log(n2 / n1):.2f} from {n1:,} to {n2:,}"
        for (n1, t1), (n2, t2) in itertools.pairwise(grown)
    ]
    out(f"  growth: time ~ stories^x with x = {', '.join(exponents)} (one capacity)")
    out()


def forecast_time() -> None:
    out("Forecasting: 10,000 runs of a plan, beside one run after the other in plain Python (50 runs, scaled up)")
    out("  stories  skills  forecast s  core s  plain s (scaled)  ratio")
    for practices, skills in ((75, 0), (75, 3), (253, 3)):
        catalog = generate.catalog(practices)
        workload = generate.workload(catalog, 12, skills=skills)
        workload = replace(workload, team=replace(workload.team, velocity=around(workload.team.velocity[0])))
        plan = make_plan(catalog, workload, effort="quick")
        start = time.process_time()
        taken = best(lambda p=plan: make_forecast(p))  # type: ignore[misc]
        core = (time.process_time() - start) / 3
        plain = best(lambda p=plan: one_by_one(p, 50)) * 10_000 / 50  # type: ignore[misc]
        stories, ratio = len(plan.backlog.story), plain / taken
        out(f"  {stories:7,d}  {skills:6d}  {taken:10.2f}  {core:6.2f}  {plain:16.0f}  {ratio:5.0f}")
    out()


def around(velocity: float) -> tuple[float, ...]:
    """A history of six figures with this mean."""
    return tuple(round(velocity * part, 1) for part in (0.8, 0.9, 1.0, 1.0, 1.1, 1.2))


def one_by_one(plan: Plan, runs: int) -> None:
    """The slow way: as the tests have it."""
    steps = make_steps(plan)
    calendar = replace(plan.workload.calendar, sprints=60)
    rooms = make_rooms(replace(plan.workload, calendar=calendar))
    planned = {name: figures.tolist() for name, figures in capacities(rooms, Fraction(1)).items()}
    chance = random.Random(1)
    sizes = {step.id: step.estimate for step in steps if isinstance(step, Job)}
    for _ in range(runs):
        paces = [chance.choice((8, 9, 10, 10, 11, 12)) for _ in rooms]
        drawn = {name: [f * pace // 10 for f, pace in zip(row, paces, strict=True)] for name, row in planned.items()}
        carry_out_once(steps, planned, drawn, sizes, None)


def portfolio_time(count: int = 200) -> None:
    out(f"Planning {count} workloads of 100 stories in one process and in two")
    with tempfile.TemporaryDirectory() as folder:
        catalog = yaml.dump(generate.catalog_data(25), Dumper=yaml.CSafeDumper, sort_keys=False)
        (Path(folder) / "catalog.yaml").write_text(catalog, encoding="utf-8")
        for n in range(count):
            data = {
                "workload": f"w{n:04d}",
                "catalog": ["catalog.yaml"],
                "team": {"velocity": 20 + n % 13},
                "calendar": {"start": "2026-12-07", "sprints": 6},
            }
            (Path(folder) / f"w{n:04d}.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
        command = [str(Path(sys.executable).parent / "colonnade"), "portfolio", "plan", folder, "--workers"]
        one, two = (
            best(lambda w=w: subprocess.run([*command, w], check=True, capture_output=True), 1)  # type: ignore[misc]
            for w in ("1", "2")
        )
    out(f"  {one:.1f} s in one, {two:.1f} s in two: {one / two:.2f} times as fast")
    out()


def start_time() -> None:
    out("Whole processes, best of five")
    command = [str(Path(sys.executable).parent / "colonnade")]
    bare = best(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), 5)
    helped = best(lambda: subprocess.run([*command, "--help"], check=True, capture_output=True), 5)
    example = str(ROOT / "data" / "examples" / "fraud-scoring.yaml")
    planned = best(lambda: subprocess.run([*command, "plan", example], check=True, capture_output=True), 5)
    out(f"  python -c pass {bare:.3f} s; colonnade --help {helped:.3f} s, {helped / bare:.1f} times that")
    out(f"  colonnade plan on the example {planned:.2f} s")


def main() -> None:
    load_time()
    plan_time()
    forecast_time()
    portfolio_time()
    start_time()


if __name__ == "__main__":
    main()

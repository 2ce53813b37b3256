"""The figures of docs/benchmarks.md, measured here: `make bench`.

Times are the best of a few runs; each comes with a ratio to something measured in the same run, since machines differ.
"""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from catalog import loader
from planner.backlog import make_backlog
from planner.gaps import find_gaps
from planner.optimiser.problem import Problem
from planner.optimiser.solve import solve
from planner.plan import make_plan
from planner.sprints import make_sprints
from planner.translate import Frozen, find_blocked, to_problem
from planner.workload import Workload
from tests.bench import generate
from tests.bench.wsjf import wsjf

ROOT = Path(__file__).parent.parent


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
    start_time()


if __name__ == "__main__":
    main()

"""The table of plans: ours beside what others do with the same problem, as parts of the same proven bound."""

from __future__ import annotations

import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planner.optimiser.problem import Problem, Solution
from planner.optimiser.solve import Effort, solve
from tests.bench import families, instances, rivals
from tests.bench.rivals import Placement

SEED = 1


@dataclass(frozen=True)
class Case:
    """A problem by name; `effort` is what we solve it with, `whole` whether solvers try the whole model too."""

    name: str
    make: Callable[[], Problem]
    effort: Effort
    whole: bool = False
    time_limit: float = math.inf


def cases() -> Iterator[Case]:
    """The families, then the public instances where they are at hand."""
    one, three, stones = families.one_capacity, families.three_skills, families.milestones
    yield Case("one capacity 300 × 12, quick", lambda: one(300, 12, SEED), "quick")
    yield Case("one capacity 1,000 × 26, quick", lambda: one(1_000, 26, SEED), "quick")
    yield Case("one capacity 10,000 × 26, quick", lambda: one(10_000, 26, SEED), "quick")
    yield Case("one capacity 100,000 × 26, quick", lambda: one(100_000, 26, SEED), "quick")
    yield Case("one capacity 300 × 12, normal", lambda: one(300, 12, SEED), "normal", whole=True)
    yield Case("three skills 300 × 12, normal", lambda: three(300, 12, SEED), "normal", whole=True)
    yield Case("three skills 10,000 × 26, quick", lambda: three(10_000, 26, SEED), "quick")
    yield Case("milestones 300 × 12, normal", lambda: stones(300, 12, SEED), "normal", whole=True)
    yield Case("milestones 1,000 × 26, normal", lambda: stones(1_000, 26, SEED), "normal")
    yield Case("one capacity 50 × 6, prove", lambda: one(50, 6, SEED), "prove", whole=True)
    yield Case("one capacity 300 × 12, prove 60 s", lambda: one(300, 12, SEED), "prove", time_limit=60)
    if instances.PLANNING.is_dir():
        yield Case("newman1, normal", instances.newman1, "normal", whole=True)
        for name in ("nrp1", "nrp2", "nrp3", "nrp-e1", "nrp-g1", "nrp-m1"):
            for ratio in (0.3, 0.5, 0.7) if name in ("nrp1", "nrp2", "nrp3") else (0.3, 0.5):
                yield Case(f"{name} {ratio:g}, normal", lambda n=name, r=ratio: instances.next_release(n, r), "normal")  # type: ignore[misc]


def timed(run: Callable[[], Solution]) -> tuple[Solution, float]:
    start = time.perf_counter()
    return run(), time.perf_counter() - start


def row(case: Case) -> str:
    """One line: seconds, per cent of the bound, and the per cent that each rival reaches."""
    problem = case.make()
    solution, seconds = timed(lambda: solve(problem, effort=case.effort, time_limit=case.time_limit))
    wrong = problem.violations(solution.placement)
    if wrong:
        raise AssertionError(f"{case.name}: {wrong[0]}")

    def share(placement: Placement) -> str:
        if all(sprint is None for sprint in placement.values()) or problem.violations(placement):
            return "–"
        return f"{100 * problem.objective(placement) / solution.bound:.2f}"

    small = len(problem.items) <= 3_000
    others = [
        share(rivals.wsjf(problem)),
        share(rivals.wsjf_epics(problem)) if any(item.group for item in problem.items) else "",
        share(rivals.wsjf_pulled(problem)) if small else "",
        share(rivals.propagated(problem)),
        share(rivals.highs(problem, max(1.0, seconds))) if case.whole else "",
        share(rivals.cp_sat(problem, max(1.0, seconds))) if case.whole else "",
    ]
    ours = f"{100 * solution.objective / solution.bound:.3f}"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cells = [case.name, f"{seconds:.2f}", f"{memory:.0f}", ours, solution.status, *others]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Print the table, each row measured in a process of its own, so that memory is that row's."""
    out = sys.stdout
    if len(sys.argv) > 1:
        out.write(row(next(case for case in cases() if case.name == sys.argv[1])) + "\n")
        return
    out.write(
        "| problem | s | MB | ours, % of bound | status | WSJF | WSJF by epic | WSJF, needs pulled in "
        "| propagated list | HiGHS whole | CP-SAT whole |\n" + "|---" * 11 + "|\n"
    )
    for case in cases():
        command = [sys.executable, "-m", "tests.bench.plans", case.name]
        out.write(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        out.flush()


if __name__ == "__main__":
    main()

"""The prioritiser, against every placement of small problems."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings

from planner.errors import Infeasible
from planner.problem import Need, Problem, Solution
from planner.reporter import Reporter
from planner.solve import check_feasible, solve
from tests.planner.brute import optimum, problems
from tests.planner.small import item, problem

many = settings(max_examples=300, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def solved(of: Problem, *, quick: bool = False) -> Solution | None:
    try:
        return solve(of, quick=quick)
    except Infeasible:
        return None


@given(problems())
@many
def test_feasible_exactly_where_some_placement_is(of: Problem) -> None:
    """A problem is solved if and only if trying every placement finds a feasible one."""
    assert (solved(of) is None) == (optimum(of) is None)


@given(problems())
@many
def test_a_solution_breaks_no_rule(of: Problem) -> None:
    """A solution has no violation."""
    found = solved(of)
    assert found is None or of.violations(found.placement) == []


@given(problems())
@many
def test_the_objective_is_what_the_placement_earns(of: Problem) -> None:
    """The objective is the sum of value · discount^(sprint−1) over the items placed."""
    found = solved(of)
    if found is not None:
        at = found.placement
        earned = math.fsum(i.value * of.discount ** (s - 1) for i in of.items if (s := at[i.id]) is not None)
        assert found.objective == pytest.approx(earned, abs=1e-9)


@given(problems())
@many
def test_no_placement_earns_more_than_the_bound(of: Problem) -> None:
    """The bound is never below the optimum, and the objective never above it."""
    found, best = solved(of), optimum(of)
    if found is not None and best is not None:
        assert found.bound >= best - 1e-9
        assert found.objective <= best + 1e-9


@given(problems())
@many
def test_optimal_is_said_only_of_what_is_within_a_ten_thousandth(of: Problem) -> None:
    """Where the status is optimal, no placement earns more than 0.01 % more."""
    found, best = solved(of), optimum(of)
    if found is not None and best is not None and found.status == "optimal":
        assert found.objective >= best - 1e-4 * abs(found.bound) - 1e-8


@given(problems())
@many
def test_quick_keeps_the_rules_too(of: Problem) -> None:
    """Without the search for prices of skills the placement is feasible and the bound holds."""
    found, best = solved(of, quick=True), optimum(of)
    assert (found is None) == (best is None)
    if found is not None and best is not None:
        assert of.violations(found.placement) == []
        assert found.bound >= best - 1e-9

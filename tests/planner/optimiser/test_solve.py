"""The prioritiser, against every placement of small problems."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from planner.optimiser.errors import Infeasible
from planner.optimiser.problem import Item, Need, Problem, Solution
from planner.optimiser.reporter import Reporter
from planner.optimiser.solve import Effort, check_feasible, solve
from tests.planner.optimiser.brute import optimum, problems
from tests.planner.small import item, problem

many = settings(max_examples=300, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def solved(of: Problem, effort: Effort = "normal") -> Solution | None:
    try:
        return solve(of, effort=effort)
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
    found, best = solved(of, effort="quick"), optimum(of)
    assert (found is None) == (best is None)
    if found is not None and best is not None:
        assert of.violations(found.placement) == []
        assert found.bound >= best - 1e-9


@given(problems(negative=False))
@many
def test_no_item_could_be_earlier_by_itself(of: Problem) -> None:
    """Nothing lies later than the first sprint that has room for it when everything else stays."""
    found = solved(of)
    if found is not None:
        for i in of.items:
            for sprint in range(1, found.placement[i.id] or 1):
                assert of.violations({**found.placement, i.id: sprint})


@given(problems(negative=False))
@many
def test_no_item_could_be_added_by_itself(of: Problem) -> None:
    """Nothing is left out that has room when everything else stays."""
    found = solved(of)
    if found is not None:
        for i in of.items:
            alone = found.placement[i.id] is None and (i.value or not any(i.id in _needs(j) for j in of.items))
            for sprint in range(1, of.horizon + 1) if alone else ():
                assert of.violations({**found.placement, i.id: sprint})


def _needs(of: Item) -> set[str]:
    return {need.id for need in of.needs}


# By hand


def solution(*items: Item, **more: Any) -> Solution:
    return solve(problem(*items, **more))


def test_the_best_value_for_its_effort_comes_first() -> None:
    """Of two stories that fill a sprint the more valuable is earlier."""
    assert solution(item("a", 1, 10), item("b", 5, 10)).placement == {"a": 2, "b": 1}


def test_a_prerequisite_of_something_valuable_comes_first() -> None:
    """Work worth nothing by itself goes before work worth something when it unlocks more."""
    made = [item("a", 0, 5), item("b", 50, 5, "a"), item("c", 6, 10)]
    assert solution(*made).placement == {"a": 1, "b": 1, "c": 2}


def test_without_a_discount_when_does_not_matter() -> None:
    """At a discount of 1 everything that fits earns its full value."""
    found = solution(item("a", 3, 10), item("b", 5, 10), discount=1.0)
    assert (found.objective, found.status) == (8.0, "optimal")


def test_an_item_without_effort_is_placed_at_once() -> None:
    """A milestone with nothing left to do is reached in sprint 1, also where there is no room."""
    assert solution(item("m", 4), capacity=(0, 0)).placement == {"m": 1}


def test_what_is_worth_less_than_nothing_is_left_out() -> None:
    """An item with a negative value that nothing needs is not placed."""
    found = solution(item("a", 5, 1), item("b", -3, 1, "a"))
    assert (found.placement, found.objective) == ({"a": 1, "b": None}, 5.0)


def test_a_loss_that_pays_is_taken() -> None:
    """An item with a negative value is placed for what needs it."""
    assert solution(item("a", -3, 1), item("b", 5, 1, "a")).objective == 2.0


def test_a_loss_that_does_not_pay_is_not_taken() -> None:
    """Where the prerequisite costs more than the rest earns, neither is placed."""
    assert solution(item("a", -6, 1), item("b", 5, 1, "a")).objective == 0.0


def test_an_obligatory_loss_is_taken_as_late_as_it_may_be() -> None:
    """A loss counts less the later it comes."""
    assert solution(item("a", -4, 1, deadline=2)).placement == {"a": 2}


def test_what_is_worth_nothing_fills_what_is_left() -> None:
    """A story without a value is placed where there is room."""
    assert solution(item("a", 5, 6), item("b", 0, 4)).placement == {"a": 1, "b": 1}


def test_a_lag_is_kept() -> None:
    """An item with a lag of two comes two sprints after what it needs."""
    assert solution(item("a", 0, 1), item("b", 5, 1, Need("a", 2)), capacity=(9, 9, 9)).placement == {"a": 1, "b": 3}


def test_the_price_of_a_skill_proves_more() -> None:
    """Where a skill is what is short, its price lowers the bound below what the points alone would prove."""
    without = replace(SKILLED, capacity={"points": (10, 10), "ml": (99, 99)})
    assert [round(solve(of, effort="quick").bound, 6) for of in (SKILLED, without)] == [7.0, 9.0]


def test_the_search_looks_past_the_first_order() -> None:
    """Two stories that fill the sprint beat the one with the best value for its size; a quick look does not see it."""
    of = problem(item("a", 10, 6), item("b", 8, 5), item("c", 8, 5), capacity=(10,))
    assert (solve(of).objective, solve(of, effort="quick").objective) == (16.0, 10.0)


def test_groups_are_kept_apart() -> None:
    """With one open group, two groups need two sprints."""
    found = solution(item("a", 5, 1, group="x"), item("b", 4, 1, group="y"), open_groups=1)
    assert found.placement == {"a": 1, "b": 2}


def test_a_skill_limits() -> None:
    """A story is as late as its skill makes it."""
    made = [item("a", 5, 4, effort={"ml": 4}), item("b", 4, 4, effort={"ml": 4})]
    assert solution(*made, skills={"ml": (4, 4)}).placement == {"a": 1, "b": 2}


def test_nothing_at_all_is_optimal() -> None:
    """An empty problem has the objective and the bound 0."""
    found = solution()
    assert (found.placement, found.objective, found.bound, found.status) == ({}, 0.0, 0.0, "optimal")


def test_nothing_worth_having_is_optimal() -> None:
    """Where nothing is worth anything, no plan is better."""
    assert solution(item("a", 0, 1)).status == "optimal"


def test_the_gap_decides_between_feasible_and_optimal() -> None:
    """A story that does not fit leaves the fractional bound above the plan."""
    of = problem(item("a", 9, 6), item("b", 9, 6), item("c", 0, 1), capacity=(10,))
    quick, normal = solve(of, effort="quick"), solve(of)
    assert (quick.objective, round(quick.bound, 6), quick.status) == (9.0, 15.0, "feasible")
    assert (normal.objective, round(normal.bound, 3), normal.status) == (9.0, 9.0, "optimal")


def test_room_is_used_after_something_moved() -> None:
    """No item lies later than the first sprint that has room for it in the finished plan."""
    made = [item(f"i{n}", 10 - n, size) for n, size in enumerate((7, 7, 3, 6, 2, 2))]
    of = problem(*made, capacity=(10, 10, 10))
    found = solve(of).placement
    for i in of.items:
        for sprint in range(1, found[i.id] or 4):
            held = sum(of.item[id].effort["points"] for id, at in found.items() if at == sprint)
            assert held + i.effort["points"] > 10


def test_a_circle_is_an_error() -> None:
    """Needs that go in a circle cannot be solved."""
    with pytest.raises(ValueError, match="circle"):
        solution(item("a", 1, 1, "b"), item("b", 1, 1, "a"))


def test_feasibility_can_be_asked_for_alone() -> None:
    """The check raises where solving would."""
    with pytest.raises(Infeasible, match="sprint 1 has no room for a"):
        check_feasible(problem(item("a", 1, 11, pin=1)))


# Against a previous placement


def test_moves_cost_their_price() -> None:
    """A better plan that moves two stories is taken only where it earns more than the moves cost."""
    made = problem(item("a", 4, 10), item("b", 5, 10))
    previous = {"a": 1, "b": 2}
    assert [solve(made, None, previous, price).placement["b"] for price in (0.0, 0.2, 0.3)] == [1, 1, 2]


def test_a_quick_look_keeps_the_previous_placement_too() -> None:
    """The previous placement itself is among what is compared, not only what an order gives."""
    made = problem(item("a", 4, 10), item("b", 5, 10))
    assert solve(made, None, {"a": 1, "b": 2}, 9.0, effort="quick").placement == {"a": 1, "b": 2}


def test_room_that_a_reserved_item_leaves_is_used() -> None:
    """What was listed while a deadline held its sprint moves forward when that sprint is free again."""
    made = problem(item("a", 50, 10, not_before=2), item("b", 1, 10, deadline=2), capacity=(10, 10, 10))
    assert solve(made, effort="quick").placement == {"a": 2, "b": 1}


def test_the_objective_is_without_the_price() -> None:
    """Moves decide between plans; what a plan earns is the value alone."""
    made = problem(item("a", 4, 10), item("b", 5, 10))
    assert solve(made, None, {"a": 1, "b": 2}, 0.2).objective == 7.0


def test_what_is_new_is_placed_beside_what_stays() -> None:
    """An item that was in no plan before costs nothing to place."""
    made = problem(item("a", 4, 10), item("b", 5, 10), item("c", 1, 1), capacity=(11, 10))
    assert solve(made, None, {"a": 1, "b": 2}, 9.0).placement == {"a": 1, "b": 2, "c": 1}


def test_what_is_gone_costs_nothing() -> None:
    """A previous item that is no longer part of the problem is ignored."""
    assert solve(problem(item("a", 4, 10)), None, {"a": 1, "z": 2}, 9.0).placement == {"a": 1}


def test_what_is_obligatory_stays_too() -> None:
    """A story with a deadline is not moved to its last sprint, nor forward, where moving costs."""
    made = problem(item("a", 4, 1, deadline=3), capacity=(9, 9, 9))
    assert solve(made, None, {"a": 2}, 9.0).placement == {"a": 2}


# The reporter


class Heard(Reporter):
    def __init__(self) -> None:
        self.said: list[tuple[str, float]] = []

    def started(self, items: int, steps: int) -> None:
        self.said += [("started", steps), ("items", items)]

    def step(self, what: str) -> None:
        self.said.append(("step", bool(what)))

    def bound(self, bound: float) -> None:
        self.said.append(("bound", bound))

    def improved(self, objective: float) -> None:
        self.said.append(("improved", objective))

    def finished(self) -> None:
        self.said.append(("finished", 0))

    def of(self, kind: str) -> list[float]:
        return [value for said, value in self.said if said == kind]


def heard(of: Problem, effort: Effort = "normal") -> Heard:
    reporter = Heard()
    solve(of, reporter, effort=effort)
    return reporter


SKILLED = problem(item("a", 5, 4, effort={"ml": 4}), item("b", 4, 4, effort={"ml": 4}), skills={"ml": (4, 4)})


def test_the_reporter_hears_the_beginning_and_the_end() -> None:
    """First that solving started, last that it finished."""
    found = heard(SKILLED)
    assert (found.said[0][0], found.said[-1]) == ("started", ("finished", 0))


@pytest.mark.parametrize("effort", ["quick", "normal", "prove"])
def test_the_reporter_hears_as_many_steps_as_announced(effort: Effort) -> None:
    """A progress bar ends at its end."""
    found = heard(SKILLED, effort)
    assert sum(found.of("step")) == found.of("started")[0]


def test_the_reporter_hears_ever_better_figures() -> None:
    """Bounds fall and objectives rise."""
    found = heard(SKILLED)
    assert found.of("bound")[-1] == solve(SKILLED).bound
    assert found.of("bound") == sorted(set(found.of("bound")), reverse=True)
    assert found.of("improved") == sorted(set(found.of("improved")))


def test_a_silent_reporter_will_do() -> None:
    """Whoever does not listen gets the same solution."""
    assert solve(SKILLED, Reporter()).placement == solve(SKILLED).placement

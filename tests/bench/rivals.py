"""What others would do with the same problem: list scheduling by simple rules, and solvers on the whole model."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from planner.optimiser.indexed import Indexed
from planner.optimiser.problem import POINTS, Item, Problem

Placement = dict[str, int | None]

Watch = Callable[[float], None]
"""Hears each better objective that a solver finds."""


def wsjf(problem: Problem) -> Placement:
    """Weighted shortest job first, story by story: what spreadsheets and trackers do.

    A story counts the value of the milestone that waits for it.
    """
    value = _story_values(problem)
    return _listed(problem, lambda item: -value[item.id] / max(1, _size(item)))


def wsjf_epics(problem: Problem) -> Placement:
    """The same by epic: all value of a group for all its effort."""
    value: dict[str, float] = {}
    size: dict[str, int] = {}
    for item in problem.items:
        group = item.group or item.id
        value[group] = value.get(group, 0.0) + item.value
        size[group] = size.get(group, 0) + _size(item)
    return _listed(problem, lambda item: -value[item.group or item.id] / max(1, size[item.group or item.id]))


def wsjf_pulled(problem: Problem) -> Placement:
    """The same with prerequisites pulled in: the milestone with the most value for what is still to do for it."""
    order = _order(problem)
    position = {id: n for n, id in enumerate(order)}
    left: dict[str, set[str]] = {}
    for id in order:
        left[id] = {id}.union(*(left[need.id] for need in problem.item[id].needs))
    taken: set[str] = set()
    priority: dict[str, int] = {}
    ends = [item for item in problem.items if item.value > 0]
    while ends:
        best = max(
            ends, key=lambda e: (e.value / max(1, sum(_size(problem.item[i]) for i in left[e.id] - taken)), e.id)
        )
        for id in sorted(left[best.id] - taken, key=position.__getitem__):
            priority[id] = len(priority)
        taken |= left[best.id]
        ends = [e for e in ends if e.id not in taken]
    return _listed(problem, lambda item: float(priority.get(item.id, len(order))))


def propagated(problem: Problem) -> Placement:
    """List scheduling by value passed on to prerequisites: each item shares its figure equally among what it needs."""
    order = _order(problem)
    value = {item.id: item.value for item in problem.items}
    for id in reversed(order):
        needs = problem.item[id].needs
        for need in needs:
            value[need.id] += value[id] / len(needs)
    return _listed(problem, lambda item: -value[item.id] / max(1, _size(item)))


def _order(problem: Problem) -> list[str]:
    """The ids of all items, each after what it needs."""
    of = Indexed(problem)
    return [of.ids[n] for n in of.order]


def _size(item: Item) -> int:
    return item.effort.get(POINTS, 0) or max(item.effort.values(), default=0)


def _story_values(problem: Problem) -> dict[str, float]:
    value = {item.id: item.value for item in problem.items}
    for item in problem.items:
        if not item.effort:
            for need in item.needs:
                value[need.id] = max(value[need.id], item.value)
    return value


def _listed(problem: Problem, rule: Callable[[Item], float]) -> Placement:
    """Serial list scheduling: sprint by sprint the ready item with the lowest figure that fits, until none does."""
    ranked = sorted(problem.items, key=lambda item: (rule(item), item.id))
    placement: Placement = dict.fromkeys((item.id for item in problem.items), None)
    for sprint in range(1, problem.horizon + 1):
        left = {resource: limits[sprint - 1] for resource, limits in problem.capacity.items()}
        moved = True
        while moved:
            moved = False
            waiting: list[Item] = []
            for item in ranked:
                if _ready(item, placement, sprint) and all(left[r] >= a for r, a in item.effort.items()):
                    placement[item.id] = sprint
                    moved = True
                    for resource, amount in item.effort.items():
                        left[resource] -= amount
                else:
                    waiting.append(item)
            ranked = waiting
    return placement


def _ready(item: Item, placement: Placement, sprint: int) -> bool:
    return all((placement[need.id] or sprint + 1) + need.lag <= sprint for need in item.needs)


def highs(problem: Problem, seconds: float, watch: Watch | None = None) -> Placement:
    """HiGHS on the whole model: y[i, t] says that item i is done by sprint t."""
    import highspy
    import numpy as np

    count, horizon = len(problem.items), problem.horizon
    model = highspy.Highs()
    model.silent()
    model.setOptionValue("threads", 1)
    model.setOptionValue("time_limit", seconds)
    at = {item.id: n * horizon for n, item in enumerate(problem.items)}
    cost = np.array([_gain(problem, item, t) for item in problem.items for t in range(horizon)])
    size = count * horizon
    model.addVars(size, np.zeros(size), np.ones(size))
    model.changeColsCost(size, np.arange(size, dtype=np.int32), cost)
    model.changeColsIntegrality(size, np.arange(size, dtype=np.int32), np.full(size, highspy.HighsVarType.kInteger))
    model.changeObjectiveSense(highspy.ObjSense.kMaximize)
    for columns, coefficients, upper in _rows(problem, at):
        model.addRow(
            -highspy.kHighsInf, upper, len(columns), np.array(columns, np.int32), np.array(coefficients, float)
        )
    if watch is not None:
        model.cbMipImprovingSolution.subscribe(lambda event: watch(event.data_out.objective_function_value))
    model.run()
    done = model.getSolution().col_value
    if len(done) < size:
        return dict.fromkeys(problem.item, None)
    return _placement(problem, at, lambda column: done[column] > 0.5)


def cp_sat(problem: Problem, seconds: float, watch: Watch | None = None) -> Placement:
    """CP-SAT on the same model, with both cores."""
    from ortools.sat.python import cp_model

    model, horizon = cp_model.CpModel(), problem.horizon
    at = {item.id: n * horizon for n, item in enumerate(problem.items)}
    done = [model.new_bool_var("") for _ in range(len(problem.items) * horizon)]
    for columns, coefficients, upper in _rows(problem, at):
        model.add(sum(c * done[n] for n, c in zip(columns, coefficients, strict=True)) <= upper)
    gains = [_gain(problem, item, t) for item in problem.items for t in range(horizon)]
    scale = 1e9 / max(1.0, sum(map(abs, gains)))
    model.maximize(sum(round(gain * scale) * variable for gain, variable in zip(gains, done, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2

    class Listener(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            if watch is not None:
                watch(self.objective_value / scale)

    if solver.solve(model, Listener()) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return dict.fromkeys(problem.item, None)
    return _placement(problem, at, lambda column: bool(solver.value(done[column])))


def _gain(problem: Problem, item: Item, t: int) -> float:
    """What it adds that an item is done by sprint t + 1: its value there less what it would earn a sprint later."""
    later = problem.factor[t + 1] if t + 1 < problem.horizon else 0.0
    return item.value * (problem.factor[t] - later)


def _rows(problem: Problem, at: dict[str, int]) -> Iterable[tuple[list[int], list[int], int]]:
    """The rows Σ coefficient · y ≤ upper of the model. Knows needs with lags and capacities, no dates and no groups."""
    horizon = problem.horizon
    for item in problem.items:
        own = at[item.id]
        for t in range(horizon - 1):
            yield [own + t, own + t + 1], [1, -1], 0
        for need in item.needs:
            for t in range(horizon):
                if t < need.lag:
                    yield [own + t], [1], 0
                else:
                    yield [own + t, at[need.id] + t - need.lag], [1, -1], 0
    for resource, limits in problem.capacity.items():
        using = [(at[item.id], item.effort[resource]) for item in problem.items if item.effort.get(resource)]
        for t, limit in enumerate(limits):
            columns = [own + t for own, _ in using] + ([own + t - 1 for own, _ in using] if t else [])
            amounts = [amount for _, amount in using]
            yield columns, amounts + ([-amount for amount in amounts] if t else []), limit


def _placement(problem: Problem, at: dict[str, int], done: Callable[[int], bool]) -> Placement:
    return {
        item.id: next((t + 1 for t in range(problem.horizon) if done(at[item.id] + t)), None) for item in problem.items
    }

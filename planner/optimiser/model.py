"""Part of a problem as an integer programme: some items and some sprints are free, everything else stays.

The variables say that an item is done by the end of a sprint, which gives a stronger relaxation than one variable for
each item and sprint: Gershon, "Optimal mine production scheduling: evaluation of large scale mathematical programming
approaches", International Journal of Mining Engineering 1 (1983). HiGHS solves it, on one thread and with limits on
its nodes, so that the same programme gives the same answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.optimiser.highs import solver_of

if TYPE_CHECKING:
    from highspy import Highs, HighsLp

    from planner.optimiser.listing import Schedule
    from planner.optimiser.terms import Terms

LARGEST = 2.0**10
"""Coefficients are brought to about this size, so that the tolerances of the solver mean the same everywhere."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When the solver stops: nodes, the gap as a part of the objective, and seconds where a person gave them."""

    nodes: int
    gap: float = 0.0
    seconds: float = math.inf


@dataclass(frozen=True, slots=True)
class Answer:
    """Sprints for the free items (0: left out), a bound on the score of what is free, and the work it took.

    Work is counted in simplex iterations times the thousands of rows and columns: about a millisecond or two each.

    `sprints` is None where no solution was found; `impossible` says that there is none.
    """

    sprints: Mapping[int, int] | None
    bound: float
    work: float
    impossible: bool


class Model:
    """The programme over the `free` items and the sprints `first` to `last` of a schedule.

    Free items are placed within these sprints or not at all in the schedule; the others keep their places.
    """

    def __init__(self, schedule: Schedule, free: Iterable[int], first: int, last: int, terms: Terms) -> None:
        self.schedule, self.of, self.terms = schedule, schedule.of, terms
        self.first, self.last = first, last
        self.columns = 0
        self.cost: list[float] = []
        self.lower: list[float] = []
        self.whole: list[bool] = []
        self.rows: list[tuple[list[int], list[float], float]] = []
        self.constant = 0.0
        self.window: dict[int, tuple[int, int]] = {}
        self.column: dict[int, int] = {}
        self.forced: set[int] = set()
        self.free = sorted(set(free), key=self.of.rank.__getitem__)
        self._windows(set(self.free))
        for n in self.window:
            self._item(n)
        for n in self.window:
            self._prerequisites(n)
        self._capacities()
        if self.of.problem.open_groups is not None:
            self._groups(self.of.problem.open_groups)

    def _windows(self, free: set[int]) -> None:
        """The sprints that each free item may be in; those that may be in none are left out."""
        of, at = self.of, self.schedule.at
        for n in self.free:
            low = max(of.first[n], self.first)
            for before, lag in of.needs[n]:
                if before in free:
                    low = max(low, self.window[before][0] + lag if before in self.window else self.last + 1)
                else:
                    low = max(low, at[before] + lag if at[before] else self.last + 1)
            if low <= self.last:
                self.window[n] = (low, self.last)
        for n in reversed(self.free):
            if n not in self.window:
                continue
            low, high = self.window[n]
            forced = of.must[n]
            high = min(high, of.last[n])
            for later in of.waiting[n]:
                if later in self.forced or (later not in free and at[later]):
                    lag = max(lag for before, lag in of.needs[later] if before == n)
                    end = self.window[later][1] if later in self.forced else at[later]
                    high, forced = min(high, end - lag), True
            if forced:
                self.forced.add(n)
            self.window[n] = (low, high)

    def _item(self, n: int) -> None:
        low, high = self.window[n]
        if low > high:  # only where the problem has no solution
            self.rows.append(([], [], -1.0))
            return
        gain = self.terms.gain
        self.column[n] = self.columns - low
        gains = [gain(self.of, n, sprint) for sprint in range(low, high + 1)]
        left_out = 0.0 if n in self.forced else gain(self.of, n, 0)
        self.constant += left_out
        self.cost += [now - later for now, later in zip(gains, [*gains[1:], left_out], strict=True)]
        self.lower += [0.0] * (high - low) + [1.0 if n in self.forced else 0.0]
        self.whole += [True] * (high - low + 1)
        for sprint in range(low, high):
            self.rows.append(([self.columns + sprint - low, self.columns + sprint - low + 1], [1.0, -1.0], 0.0))
        self.columns += high - low + 1

    def _prerequisites(self, n: int) -> None:
        low, high = self.window[n]
        for before, lag in self.of.needs[n]:
            if before not in self.column or n not in self.column:
                continue
            end = self.window[before][1]
            for sprint in range(low, high + 1):
                if sprint - lag >= end and before in self.forced:
                    break
                earlier = self.column[before] + min(sprint - lag, end)
                self.rows.append(([self.column[n] + sprint, earlier], [1.0, -1.0], 0.0))

    def _capacities(self) -> None:
        used: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
        for n in self.column:
            low, high = self.window[n]
            for r, amount in self.of.effort[n]:
                for sprint in range(low, high + 1):
                    columns, amounts = used.setdefault((r, sprint), ([], []))
                    columns.append(self.column[n] + sprint)
                    amounts.append(amount)
                    if sprint > low:
                        columns.append(self.column[n] + sprint - 1)
                        amounts.append(-amount)
        at, inside = self.schedule.at, set(self.free)
        held: dict[tuple[int, int], int] = {}
        for n in inside:
            if at[n]:
                for r, amount in self.of.effort[n]:
                    held[r, at[n]] = held.get((r, at[n]), 0) + amount
        for r, free in enumerate(self.schedule.free):
            together = 0
            for sprint in range(self.first, self.last + 1):
                room = free[sprint - 1] + held.get((r, sprint), 0)
                together += room
                columns, amounts = used.get((r, sprint), ([], []))
                if sum(amount for amount in amounts if amount > 0) > room:
                    self.rows.append(_scaled(columns, amounts, room))
                    if sprint > self.first:
                        self._until(r, sprint, together)

    def _until(self, r: int, sprint: int, room: int) -> None:
        """The sum of the rows up to a sprint: it follows from them, and halves the time that a proof takes."""
        columns, amounts = [], []
        for n, column in self.column.items():
            low, high = self.window[n]
            for resource, amount in self.of.effort[n] if sprint >= low else ():
                if resource == r:
                    columns.append(column + min(sprint, high))
                    amounts.append(amount)
        if sum(amounts) > room:
            self.rows.append(_scaled(columns, amounts, room))

    def _groups(self, most: int) -> None:
        """A variable for each group and sprint that says whether it is open there."""
        of, at, inside = self.of, self.schedule.at, set(self.free)
        taken: list[set[int]] = [set() for _ in range(of.horizon + 1)]
        for n in range(of.count):
            if at[n] and n not in inside and of.group[n] >= 0:
                taken[at[n]].add(of.group[n])
        opened: dict[int, dict[int, int]] = {}
        for n in self.column:
            group = of.group[n]
            low, high = self.window[n]
            for sprint in range(low, high + 1) if group >= 0 else ():
                if group in taken[sprint]:
                    continue
                columns = opened.setdefault(sprint, {})
                if group not in columns:
                    columns[group] = self.columns
                    self.columns += 1
                    self.cost.append(0.0)
                    self.lower.append(0.0)
                    self.whole.append(False)
                done = [self.column[n] + sprint] + ([self.column[n] + sprint - 1] if sprint > low else [])
                self.rows.append(([*done, columns[group]], [1.0, -1.0, -1.0] if sprint > low else [1.0, -1.0], 0.0))
        for sprint, columns in sorted(opened.items()):
            left = most - len(taken[sprint])
            self.rows.append((list(columns.values()), [1.0] * len(columns), float(left)))

    def solve(self, limits: Limits) -> Answer:
        """The best places for the free items that the limits allow to find, beginning with those they have."""
        if not self.columns:
            impossible = any(limit < 0 for _, _, limit in self.rows)
            return Answer(None if impossible else {}, self.constant, 0, impossible)
        from highspy import HighsModelStatus

        scale = _power(max(map(abs, self.cost)))
        options = {"mip_rel_gap": limits.gap, "mip_max_nodes": limits.nodes, "time_limit": limits.seconds}
        solver = solver_of(self._programme(scale), options)
        self._start(solver)
        solver.run()
        info = solver.getInfo()
        impossible = solver.getModelStatus() == HighsModelStatus.kInfeasible
        found = info.primal_solution_status == 2 and not impossible
        sprints = self._sprints(solver.getSolution().col_value) if found else None
        slack = 1e-6 + 1e-7 * self.columns * LARGEST + 1e-6 * abs(info.mip_dual_bound)
        bound = (slack - info.mip_dual_bound) / scale + self.constant
        size = self.columns + len(self.rows)
        return Answer(sprints, bound, info.simplex_iteration_count * size / 1000, impossible)

    def _programme(self, scale: float) -> HighsLp:
        import numpy as np
        from highspy import HighsLp, HighsVarType, MatrixFormat

        lp = HighsLp()
        lp.num_col_, lp.num_row_ = self.columns, len(self.rows)
        lp.col_cost_ = -scale * np.array(self.cost)
        lp.col_lower_ = np.array(self.lower)
        lp.col_upper_ = np.ones(self.columns)
        lp.row_lower_ = np.full(len(self.rows), -np.inf)
        lp.row_upper_ = np.array([limit for _, _, limit in self.rows])
        lp.a_matrix_.format_ = MatrixFormat.kRowwise
        starts = np.zeros(len(self.rows) + 1, dtype=np.int32)
        np.cumsum([len(columns) for columns, _, _ in self.rows], out=starts[1:])
        lp.a_matrix_.start_ = starts
        lp.a_matrix_.index_ = np.array([column for columns, _, _ in self.rows for column in columns], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([amount for _, amounts, _ in self.rows for amount in amounts])
        kinds = (HighsVarType.kContinuous, HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in self.whole]
        return lp

    def _start(self, solver: Highs) -> None:
        """Begin with the places that the free items have."""
        from highspy import HighsSolution

        values = [0.0] * self.columns
        for n, column in self.column.items():
            at, high = self.schedule.at[n], self.window[n][1]
            if n in self.forced and not at:
                return
            for sprint in range(at, high + 1) if at else ():
                values[column + sprint] = 1.0
        start = HighsSolution()
        start.col_value = values
        solver.setSolution(start)

    def _sprints(self, values: list[float]) -> dict[int, int]:
        found = dict.fromkeys(self.free, 0)
        for n, column in self.column.items():
            low, high = self.window[n]
            found[n] = next((sprint for sprint in range(low, high + 1) if values[column + sprint] > 0.5), 0)
        return found


def _scaled(columns: list[int], amounts: list[int], room: int) -> tuple[list[int], list[float], float]:
    """A row of whole numbers without their common factor, and brought to a size that suits the solver."""
    common = math.gcd(room, *amounts)
    largest = max(map(abs, amounts)) // common
    scale = 1.0 if largest <= LARGEST else _power(largest)
    return columns, [amount // common * scale for amount in amounts], room // common * scale


def _power(largest: float) -> float:
    """The power of two that brings a figure below LARGEST."""
    return 2.0 ** -math.ceil(math.log2(largest / LARGEST)) if largest else 1.0

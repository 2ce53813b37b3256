"""Value shifted from work to what it waits for: a priority order and a proven upper bound in one.

Let each block give part of its value to its prerequisites. Whatever is shifted, no plan can gain by it: a plan that
earns the part has done the prerequisite no later, and so earns it there too. Hence the best fractional plan that
ignores prerequisites, with shifted values, bounds every plan (Lagrangian relaxation of the prerequisites).

The shift that equalises value per effort along prerequisites, as far as it can, gives the strongest such bound for
one resource. It minimises Σ shifted² / effort and is found here by exact minimisation block by block, in sweeps
from dependents to prerequisites; its ratios are those of the Sidney decomposition. Sources: Sidney, "Decomposition
algorithms for single-machine sequencing with precedence relations and deferral costs", Operations Research 23
(1975); Fujishige, "Lexicographically optimal base of a polymatroid", Mathematics of Operations Research 5 (1980).
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping, Sequence

from planner.optimiser.blocks import Block
from planner.optimiser.problem import Item, Problem

EPSILON = 1e-3
"""The effort, in tenths, that a block without any counts as when value is shared out."""


class Shift:
    """Blocks with their values as shifted so far, for one mix of resources.

    `mix` gives each resource's price, in whole numbers; effort and capacity are summed by it.
    """

    def __init__(self, problem: Problem, blocks: Sequence[Block], mix: Mapping[str, int]) -> None:
        self.problem = problem
        self.blocks = blocks
        self.effort = [sum(mix.get(r, 0) * amount for r, amount in block.effort.items()) for block in blocks]
        self.width = [max(float(effort), EPSILON) for effort in self.effort]
        self.value = [block.value for block in blocks]
        self.given: list[list[float]] = [[0.0] * len(block.before) for block in blocks]
        self.capacity: list[int] = []
        for sprint in range(problem.horizon):
            held = sum(mix.get(r, 0) * limits[sprint] for r, limits in problem.capacity.items())
            self.capacity.append(held + (self.capacity[-1] if self.capacity else 0))
        self.earliest = earliest_sprints(problem, blocks)

    def sweep(self) -> None:
        """Share out every block's value anew, dependents first."""
        value, width = self.value, self.width
        for n in range(len(self.blocks) - 1, -1, -1):
            before = self.blocks[n].before
            if not before:
                continue
            given = self.given[n]
            total = value[n] + math.fsum(given)
            levels = []
            for k, (b, _) in enumerate(before):
                base = value[b] - given[k]
                levels.append((base / width[b], base, k, b))
            levels.sort()
            held, filled = total, width[n]
            ratio = held / filled
            for rate, base, _, b in levels:
                if rate >= ratio:
                    break
                held += base
                filled += width[b]
                ratio = held / filled
            kept = total
            for _, base, k, b in levels:
                amount = max(0.0, ratio * width[b] - base)
                value[b] = base + amount
                given[k] = amount
                kept -= amount
            value[n] = kept

    def ratios(self) -> list[float]:
        """Shifted value per effort of each block: the priority."""
        return [value / width for value, width in zip(self.value, self.width, strict=True)]

    def bound(self) -> float:
        """An upper bound on the objective of every feasible placement, whatever was shifted.

        For each sprint, the most that can be earned by its end: a fractional knapsack over the blocks that can be
        done by then; weighed by what the discount takes from a value that comes a sprint later.
        """
        order = sorted(range(len(self.blocks)), key=lambda n: -self.value[n] / self.width[n])
        order = [n for n in order if self.value[n] > 0]
        factor = self.problem.factor
        terms = []
        for sprint in range(1, self.problem.horizon + 1):
            last = sprint == self.problem.horizon
            weight = factor[sprint - 1] - (0.0 if last else factor[sprint])
            if weight > 0:
                terms.append(weight * self._knapsack(order, sprint))
        total = math.fsum(terms)
        if not total and all(block.value >= 0 for block in self.blocks):
            return 0.0  # nothing that is worth something can be done, so there was nothing to round
        return total + 1e-9 * (1.0 + abs(total))

    def _knapsack(self, order: Sequence[int], sprint: int) -> float:
        left, parts = self.capacity[sprint - 1], []
        for n in order:
            if self.earliest[n] > sprint:
                continue
            effort = self.effort[n]
            if effort <= left:
                left -= effort
                parts.append(self.value[n])
            else:
                parts.append(self.value[n] * left / effort)
                if effort:
                    left = 0
        return math.fsum(parts)


def earliest_sprints(problem: Problem, blocks: Sequence[Block]) -> list[int]:
    """The first sprint by whose end each block could be done, even if it were alone; past the horizon if in none.

    By the lags of its needs, the sprints its items may not be in, and the sprints too small for one of them.
    """
    found: list[int] = []
    for block in blocks:
        first = max([1, *(found[b] + lag for b, lag in block.before)])
        for id in block.members:
            item = problem.item[id]
            sprint = max(item.not_before, item.pin or 1)
            while sprint <= problem.horizon and _too_small(problem, sprint, item):
                sprint += 1
            first = max(first, sprint)
        found.append(first)
    return found


def _too_small(problem: Problem, sprint: int, item: Item) -> bool:
    return any(amount > problem.capacity[resource][sprint - 1] for resource, amount in item.effort.items())


def order_by(blocks: Sequence[Block], ratios: Sequence[float], waiting: Sequence[Sequence[int]]) -> list[int]:
    """The blocks by falling priority, each after the blocks it waits for; ties by id.

    `waiting` has the dependents of each block.
    """
    missing = [len(block.before) for block in blocks]
    ready = [(-ratios[n], blocks[n].head, n) for n in range(len(blocks)) if not missing[n]]
    heapq.heapify(ready)
    order = []
    while ready:
        *_, n = heapq.heappop(ready)
        order.append(n)
        for later in waiting[n]:
            missing[later] -= 1
            if not missing[later]:
                heapq.heappush(ready, (-ratios[later], blocks[later].head, later))
    return order

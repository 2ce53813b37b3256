"""The best plan and the lowest bound found so far, and the moves that look for better ones.

Chance comes from a fixed seed, and work is bounded by counts: the same problem gives the same plan.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence

from planner.optimiser.blocks import Block, dependents
from planner.optimiser.listing import Schedule, keep_block, keep_reserved, list_schedule
from planner.optimiser.problem import Problem
from planner.optimiser.reporter import Reporter
from planner.optimiser.shifting import Shift, order_by

SWEEPS = 60
TRIES, WORK = 200, 30_000
"""How many schedules, and about how many blocks in them, each kind of move may try."""
NUDGES = (0.3, 0.5, 0.8, 1.25, 2.0, 3.0)
"""What the priority of a block may be multiplied by."""
OPTIMAL = 1e-4
"""A plan within this of its bound is called optimal."""


class Search:
    """Keeps the best schedule by what it earns, less what it costs to move away from a previous placement."""

    def __init__(
        self,
        problem: Problem,
        blocks: Sequence[Block],
        reserved: Schedule,
        reporter: Reporter,
        previous: Mapping[str, int],
        move_price: float,
    ) -> None:
        self.problem = problem
        self.topological = [id for block in blocks for id in block.members]
        self.blocks = blocks
        self.waiting = dependents(blocks)
        self.reserved = reserved
        self.reporter = reporter
        self.previous = {id: sprint for id, sprint in previous.items() if id in problem.item}
        self.move_price = move_price if self.previous else 0.0
        self.best = reserved
        self.objective = problem.objective(reserved.placement())
        self.score = -math.inf
        self.bound = math.inf
        self.best_mix: Mapping[str, int] = {}
        self.best_ratios: Sequence[float] = [0.0] * len(blocks)
        self.swept = 0

    @property
    def optimal(self) -> bool:
        return self.bound - self.objective <= OPTIMAL * max(abs(self.bound), 1e-9)

    def try_mix(self, mix: Mapping[str, int]) -> None:
        """Shift values for one mix of resources; keep the bound if it is lower and the plan if it is better."""
        shift = Shift(self.problem, self.blocks, mix)
        for sweeps in range(SWEEPS + 1):
            if sweeps in (0, 1, 4, SWEEPS):
                self.try_order(shift.ratios())
            if sweeps < SWEEPS:
                shift.sweep()
        self.swept += SWEEPS * len(self.blocks)
        bound = shift.bound()
        if bound < self.bound:
            self.bound, self.best_mix = bound, mix
            self.reporter.bound(bound)

    def try_order(self, ratios: Sequence[float]) -> None:
        """List the blocks by priority, from the reserved items and, where moves cost, from the previous placement."""
        order = self._ordered(ratios)
        self.take(list_schedule(self.problem, self.blocks, order, self.reserved, self.reserved.sprint), ratios)
        if self.move_price:
            self.take(list_schedule(self.problem, self.blocks, order, self._kept(order), {}), ratios)

    def take(self, schedule: Schedule, ratios: Sequence[float]) -> float:
        """Keep a schedule if it is the best so far; gives its score."""
        objective = self.problem.objective(schedule.placement())
        score = objective - self._moves(schedule)
        if score > self.score + 1e-9:
            self.best, self.objective, self.score, self.best_ratios = schedule, objective, score, ratios
            self.reporter.improved(objective)
        return score

    def improve(self) -> None:
        """Look for a better plan, first by other orders and then by building parts of the best one anew."""
        tries = min(TRIES, WORK // len(self.blocks)) if self.blocks else 0
        self._nudge(tries, random.Random(0))
        self._rebuild(tries, random.Random(1))

    def _nudge(self, tries: int, chance: random.Random) -> None:
        """Change the priorities of a few blocks, in half of the cases with all that they wait for; keep what helps."""
        ratios = list(self.best_ratios)
        for _ in range(tries):
            if self.optimal and not self.move_price:
                return
            chosen = [chance.randrange(len(self.blocks)) for _ in range(chance.randint(1, 3))]
            if chance.random() < 0.5:
                for n in chosen:  # grows while it is walked
                    chosen += [b for b, _ in self.blocks[n].before if b not in chosen]
            factor, nudged, before = chance.choice(NUDGES), list(ratios), self.score
            for n in set(chosen):
                nudged[n] *= factor
            self.try_order(nudged)
            if self.score > before:
                ratios = nudged

    def _rebuild(self, tries: int, chance: random.Random) -> None:
        """Take blocks out of one to three sprints, with what waits for them, and fill the room anew by priority.

        Ruin and recreate: Schrimpf et al., "Record breaking optimization results using the ruin and recreate
        principle", Journal of Computational Physics 159 (2000).
        """
        home = {id: n for n, block in enumerate(self.blocks) for id in block.members}
        ratios = list(self.best_ratios)
        current, score = self.best, self.score
        for _ in range(tries):
            if self.optimal and not self.move_price:
                return
            first = chance.randint(1, self.problem.horizon)
            last, share = first + chance.randrange(3), chance.choice((0.3, 0.6, 1.0))
            inside = sorted({home[id] for id, sprint in current.sprint.items() if first <= sprint <= last})
            out = [n for n in inside if chance.random() < share]
            for n in out:  # grows while it is walked
                out += [later for later in self.waiting[n] if later not in out]
            schedule = self._without(current, out)
            varied = [ratio * chance.choice((1.0, 1.0, 1.0, 1.0, 0.6, 1.6)) for ratio in ratios]
            order = [n for n in self._ordered(varied) if self.blocks[n].head not in schedule.sprint]
            schedule = list_schedule(self.problem, self.blocks, order, schedule, self.reserved.sprint)
            found = self.take(schedule, ratios)
            if found >= score:
                current, score = schedule, found

    def _without(self, schedule: Schedule, out: Iterable[int]) -> Schedule:
        """A schedule less the items of some blocks that are not obligatory."""
        schedule = schedule.copy()
        for n in out:
            for id in self.blocks[n].members:
                if id in schedule.sprint and id not in self.reserved.sprint:
                    schedule.remove(self.problem.item[id])
        return schedule

    def settle(self, order: Sequence[str]) -> None:
        """Move items forward and fill in what still fits, until neither changes anything.

        Only then is it true of every item that the sprint before its own, or the whole plan, has no room for it.
        `order` has each item after what it needs.
        """
        before: dict[str, int] = {}
        while before != self.best.sprint:
            before = self.best.sprint
            self._compact(order)
            self._fill()

    def _fill(self) -> None:
        """Place what was left out and has room after all."""
        order = [n for n in self._ordered(self.best_ratios) if self.blocks[n].head not in self.best.sprint]
        filled = list_schedule(self.problem, self.blocks, order, self.best, {})
        objective = self.problem.objective(filled.placement())
        if objective >= self.objective:
            self.best, self.objective = filled, objective

    def _compact(self, order: Sequence[str]) -> None:
        """Move every placed item to the earliest sprint that now has room for it, where that costs nothing.

        An item whose move would cost stays where it was before.
        """
        schedule = self.best.copy()
        for id in order:
            if id in schedule.sprint:
                item = self.problem.item[id]
                was = schedule.remove(item)
                stays = item.value < 0 or (self.move_price and self.previous.get(id) == was)
                sprint = None if stays else schedule.earliest(item)
                schedule.put(item, was if sprint is None else min(was, sprint))
        self.best = schedule
        self.objective = self.problem.objective(schedule.placement())

    def _moves(self, schedule: Schedule) -> float:
        """What a schedule's moves away from the previous placement cost."""
        if not self.move_price:
            return 0.0
        return self.move_price * sum(schedule.sprint.get(id) != sprint for id, sprint in self.previous.items())

    def _kept(self, order: Sequence[int]) -> Schedule:
        """The reserved items, and each previously placed block where it was, as far as that is still possible."""
        schedule = self.reserved.copy()
        for id in self.topological:
            if id in schedule.sprint:
                keep_reserved(self.problem.item[id], schedule, self.previous)
        for n in order:
            keep_block(self.problem, self.blocks[n], schedule, self.previous)
        return schedule

    def _ordered(self, ratios: Sequence[float]) -> list[int]:
        """The blocks by priority; those that cost more than they unlock are left out."""
        return [n for n in order_by(self.blocks, ratios, self.waiting) if ratios[n] >= 0]

"""The optimum of a small problem by trying every placement, written without the planner's own checks."""

from __future__ import annotations

import math

from hypothesis import strategies as st

from planner.optimiser.problem import Item, Need, Problem


def optimum(problem: Problem) -> float | None:
    """The most that a feasible placement earns; None where there is none. For a handful of items only.

    Items must stand after what they need.
    """
    every = _Every(problem)
    every.place(0, 0.0)
    return every.best


class _Every:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.best: float | None = None
        self.free = {r: list(limits) for r, limits in problem.capacity.items()}
        self.groups: list[list[str | None]] = [[] for _ in range(problem.horizon)]
        self.placed: dict[str, int | None] = {}
        gains = [max(0.0, item.value) for item in problem.items]
        self.hope = [sum(gains[n:]) for n in range(len(gains) + 1)]

    def place(self, n: int, earned: float) -> None:
        """Every sprint for the item `n`, and none, with all that follows; cut where nothing better is left."""
        if self.best is not None and earned + self.hope[n] <= self.best + 1e-12:
            return
        if n == len(self.problem.items):
            self.best = earned
            return
        item = self.problem.items[n]
        for sprint in filter(lambda s: self.allowed(item, s), range(1, self.problem.horizon + 1)):
            self.placed[item.id] = sprint
            self.take(item, sprint, 1)
            self.place(n + 1, earned + item.value * math.pow(self.problem.discount, sprint - 1))
            self.take(item, sprint, -1)
        wanted = item.deadline is not None and item.deadline <= self.problem.horizon
        if item.pin is None and not wanted:
            self.placed[item.id] = None
            self.place(n + 1, earned)

    def allowed(self, item: Item, sprint: int) -> bool:
        late = item.deadline is not None and sprint > item.deadline
        if sprint < item.not_before or late or item.pin not in (None, sprint):
            return False
        before = [(self.placed[need.id], need.lag) for need in item.needs]
        if any(at is None or at + lag > sprint for at, lag in before):
            return False
        if any(amount > self.free[r][sprint - 1] for r, amount in item.effort.items()):
            return False
        most = self.problem.open_groups
        others = set(self.groups[sprint - 1]) - {item.group, None}
        return most is None or not item.effort or item.group is None or len(others) < most

    def take(self, item: Item, sprint: int, sign: int) -> None:
        for r, amount in item.effort.items():
            self.free[r][sprint - 1] -= sign * amount
        if item.effort and sign > 0:
            self.groups[sprint - 1].append(item.group)
        elif item.effort:
            self.groups[sprint - 1].pop()


@st.composite
def problems(draw: st.DrawFn, *, skills: int = 2, most: int = 8, negative: bool = True) -> Problem:
    """Small problems with every kind of constraint: items stand after what they need."""
    horizon = draw(st.integers(1, 3))
    names = ["points", *(f"skill{n}" for n in range(draw(st.integers(0, skills))))]
    capacity = {name: tuple(draw(st.lists(st.integers(0, 8), min_size=horizon, max_size=horizon))) for name in names}
    items: list[Item] = []
    for n in range(draw(st.integers(1, most))):
        needs = draw(st.lists(st.integers(0, n - 1), unique=True, max_size=3)) if n else []
        milestone = draw(st.integers(0, 2)) == 0
        effort = {} if milestone else {"points": draw(st.integers(0, 5))}
        skill = draw(st.sampled_from(names))
        if effort and skill != "points":
            effort[skill] = effort["points"]
        worth = milestone or draw(st.booleans())
        value = draw(st.integers(-2 if negative else 0, 10)) * 1.1 if worth else 0.0
        rare = draw(st.integers(0, 11))
        items.append(
            Item(
                f"i{n}",
                value,
                effort,
                tuple(Need(f"i{m}", draw(st.sampled_from((0, 0, 0, 1, 2)))) for m in sorted(needs)),
                pin=draw(st.integers(1, horizon)) if rare == 1 else None,
                not_before=draw(st.integers(1, horizon + 1)) if rare in (2, 3) else 1,
                deadline=draw(st.integers(1, horizon + 1)) if rare in (3, 4) else None,
                group=f"g{draw(st.integers(0, 2))}",
            )
        )
    discount = draw(st.sampled_from((1.0, 0.97, 0.8)))
    return Problem(horizon, discount, capacity, tuple(items), draw(st.sampled_from((None, None, 1, 2))))

"""The optimum of a small problem by trying every placement, written without the planner's own checks."""

from __future__ import annotations

import math

from hypothesis import strategies as st

from planner.problem import Item, Need, Problem


def optimum(problem: Problem) -> float | None:
    """The most that a feasible placement earns; None where there is none. For a handful of items only.

    Items must stand after what they need.
    """
    best: float | None = None
    free = {r: list(limits) for r, limits in problem.capacity.items()}
    groups: list[list[str]] = [[] for _ in range(problem.horizon)]
    placed: dict[str, int | None] = {}
    hope = [0.0]
    for item in reversed(problem.items):
        hope.append(hope[-1] + max(0.0, item.value))
    hope.reverse()

    def options(item: Item) -> list[int | None]:
        found: list[int | None] = []
        for sprint in range(1, problem.horizon + 1):
            late = item.deadline is not None and sprint > item.deadline
            if sprint < item.not_before or late or item.pin not in (None, sprint):
                continue
            before = [(placed[need.id], need.lag) for need in item.needs]
            if any(at is None or at + lag > sprint for at, lag in before):
                continue
            if any(amount > free[r][sprint - 1] for r, amount in item.effort.items()):
                continue
            others = set(groups[sprint - 1]) - {item.group}
            counted = item.effort and item.group is not None
            if counted and problem.open_groups is not None and len(others) >= problem.open_groups:
                continue
            found.append(sprint)
        wanted = item.pin is not None or (item.deadline is not None and item.deadline <= problem.horizon)
        return found if wanted else [*found, None]

    def place(n: int, earned: float) -> None:
        nonlocal best
        if best is not None and earned + hope[n] <= best + 1e-12:
            return
        if n == len(problem.items):
            best = earned
            return
        item = problem.items[n]
        for sprint in options(item):
            placed[item.id] = sprint
            if sprint is None:
                place(n + 1, earned)
                continue
            for r, amount in item.effort.items():
                free[r][sprint - 1] -= amount
            if item.effort and item.group is not None:
                groups[sprint - 1].append(item.group)
            place(n + 1, earned + item.value * math.pow(problem.discount, sprint - 1))
            if item.effort and item.group is not None:
                groups[sprint - 1].pop()
            for r, amount in item.effort.items():
                free[r][sprint - 1] += amount

    place(0, 0.0)
    return best


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

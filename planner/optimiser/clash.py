"""Why a problem has no solution: a smallest set of obligations that cannot all be met.

A deletion filter: Chinneck and Dravnieks, "Locating minimal infeasible constraint sets in linear programs", ORSA
Journal on Computing 3 (1991). Obligations are taken away one by one; one without which the rest can be met stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.optimiser.errors import Infeasible
from planner.optimiser.indexed import Indexed
from planner.optimiser.problem import Item, Problem
from planner.optimiser.reserve import reserve


def smallest_clash(problem: Problem) -> tuple[Infeasible, tuple[str, ...]]:
    """What a problem without a solution comes to grief on, and its obligations that clash, one sentence each.

    None of them can be spared: without any one of them the others could be met. Raises ValueError where the problem has
    a solution.
    """
    obliged = [item.id for item in problem.items if item.obligatory]
    found = _refused(problem, obliged)
    if found is None:
        raise ValueError("the obligations of this problem can be met")
    step = max(1, len(obliged) // 2)
    kept = obliged
    while True:  # large parts first, so that a clash of a few among hundreds takes few attempts
        n = 0
        while n < len(kept):
            fewer = kept[:n] + kept[n + step :]
            refused = _refused(problem, fewer)
            if refused is not None:
                kept, found = fewer, refused
            else:
                n += step
        if step == 1:
            break
        step = max(1, step // 2)
    return found, tuple(_told(problem.item[id]) for id in kept)


def _refused(problem: Problem, obliged: Sequence[str]) -> Infeasible | None:
    """Why these obligations cannot be met, in a problem without the others."""
    some = set(obliged)
    items = (item if item.id in some else replace(item, pin=None, deadline=None) for item in problem.items)
    try:
        reserve(Indexed(replace(problem, items=tuple(items))))
    except Infeasible as error:
        return error
    return None


def _told(item: Item) -> str:
    if item.pin is None:
        return f"{item.id} must be done by sprint {item.deadline}"
    also = "" if item.deadline is None or item.deadline >= item.pin else f", and done by sprint {item.deadline}"
    return f"{item.id} is pinned to sprint {item.pin}{also}"

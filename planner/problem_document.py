"""Problem documents as problems for the prioritiser.

The prioritiser works in whole numbers, so the figures of each resource are multiplied by a power of ten. Where they
have more digits than can be summed exactly, two problems take the place of the one: a tight one, whose every solution
holds in the problem as stated, and a loose one, whose bound holds for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from catalog.collection import without_collection
from catalog.errors import nearest
from planner.optimiser.problem import Item, Need, Problem
from planner.problem_schema import ItemShape, ProblemDocument

MAX_TOTAL = 2**62
"""The largest sum of one resource's whole numbers, so that sums fit 64 bits."""

MAX_HINTS = 20
"""How many names that lead nowhere are compared with all others: each comparison walks through every id."""

Path = tuple[str | int, ...]
"""The keys and indices that lead to a value of the document."""


@dataclass(frozen=True)
class Posed:
    """A problem to place items in, and a looser one for the bound where the figures could not be kept exactly."""

    tight: Problem
    loose: Problem | None
    previous: Mapping[str, int]
    move_price: float


def faults(document: ProblemDocument) -> Iterator[tuple[Path, str]]:
    """What is wrong between the parts of a document: names that lead nowhere, ids twice, lengths, circles."""
    for resource, limits in document.capacity.items():
        if len(limits) != document.horizon:
            yield ("capacity", resource), f"{document.horizon} figures were expected, one a sprint, not {len(limits)}"
    first: dict[str, int] = {}
    for n, item in enumerate(document.items):
        if item.id in first:
            yield ("items", n, "id"), f"the id '{item.id}' is that of items[{first[item.id]}] already"
        first.setdefault(item.id, n)
    for n, item in enumerate(document.items):
        for resource in item.effort:
            if resource not in document.capacity:
                text = f"the resource '{resource}' has no capacity{nearest(resource, document.capacity)}"
                yield ("items", n, "effort", resource), text
    for id in document.previous:
        if id not in first:
            yield ("previous", id), f"there is no item '{id}'{nearest(id, first)}"
    names = list(_dangling(document, first))
    yield from names
    if not names:
        yield from _circle(document, first)


def _dangling(document: ProblemDocument, index: Mapping[str, int]) -> Iterator[tuple[Path, str]]:
    found = 0
    for n, item in enumerate(document.items):
        for m, need in enumerate(item.requires):
            if need.id not in index:
                found += 1
                hint = nearest(need.id, index) if found <= MAX_HINTS else ""
                yield ("items", n, "requires", m, "id"), f"there is no item '{need.id}'{hint}"


def _circle(document: ProblemDocument, index: Mapping[str, int]) -> Iterator[tuple[Path, str]]:
    """A circle of requirements, where there is one, told from its first id on."""
    needs = {item.id: [need.id for need in item.requires] for item in document.items}
    waiting: dict[str, list[str]] = {id: [] for id in needs}
    missing = {id: len(before) for id, before in needs.items()}
    for id, before in needs.items():
        for other in before:
            waiting[other].append(id)
    ready = [id for id, count in missing.items() if not count]
    for id in ready:  # grows while it is walked
        for later in waiting[id]:
            missing[later] -= 1
            if not missing[later]:
                ready.append(later)
    stuck = {id: [other for other in needs[id] if missing[other]] for id, count in missing.items() if count}
    if stuck:
        path = [min(stuck)]
        while path[-1] not in path[:-1]:
            path.append(stuck[path[-1]][0])
        circle = path[path.index(path[-1]) : -1]
        start = circle.index(min(circle))
        told = [*circle[start:], *circle[: start + 1]]
        shown = told if len(told) <= 12 else [*told[:11], "…", told[-1]]
        yield ("items", index[told[0]], "requires"), f"the items require each other in a circle: {' → '.join(shown)}"


@without_collection()
def to_posed(document: ProblemDocument) -> Posed:
    """The problem of a document without faults."""
    exact = True
    efforts: dict[str, dict[str, int]] = {}
    loose_efforts: dict[str, dict[str, int]] = {}
    tight: dict[str, tuple[int, ...]] = {}
    loose: dict[str, tuple[int, ...]] = {}
    for resource, limits in document.capacity.items():
        used = [(item.id, item.effort[resource]) for item in document.items if item.effort.get(resource)]
        scale = _Scale([*limits, *(amount for _, amount in used)])
        exact = exact and scale.exact
        tight[resource] = tuple(scale.down[limit] for limit in limits)
        loose[resource] = tuple(scale.up[limit] for limit in limits)
        for id, amount in used:
            efforts.setdefault(id, {})[resource] = scale.up[amount]
            if kept := scale.down[amount]:
                loose_efforts.setdefault(id, {})[resource] = kept
    return Posed(
        tight=_problem(document, tight, efforts),
        loose=None if exact else _problem(document, loose, loose_efforts),
        previous=document.previous,
        move_price=document.move_price,
    )


class _Scale:
    """The power of ten that makes whole numbers of one resource's figures; `exact` where it does for all of them."""

    def __init__(self, figures: Sequence[float]) -> None:
        numbers = {figure: _decimal(figure) for figure in set(figures)}
        wanted = max((max(0, -int(number.as_tuple().exponent)) for number in numbers.values()), default=0)
        total = math.fsum(figures)
        room = math.floor(math.log10(MAX_TOTAL / total)) if total else wanted
        shift = min(wanted, room)
        self.exact = shift == wanted
        with localcontext(prec=400):
            scaled = {figure: number.scaleb(shift) for figure, number in numbers.items()}
            self.up = {figure: int(number.to_integral_value(ROUND_CEILING)) for figure, number in scaled.items()}
            self.down = {figure: int(number.to_integral_value(ROUND_FLOOR)) for figure, number in scaled.items()}


def _decimal(figure: float) -> Decimal:
    """The number as it is written, without zeros at its end: 0.1 is one tenth."""
    return Decimal(repr(figure)).normalize()


def _problem(
    document: ProblemDocument, capacity: Mapping[str, tuple[int, ...]], efforts: Mapping[str, dict[str, int]]
) -> Problem:
    items = tuple(_item(item, efforts.get(item.id, {})) for item in document.items)
    return Problem(document.horizon, document.discount, capacity, items, document.open_groups)


def _item(shape: ItemShape, effort: Mapping[str, int]) -> Item:
    lags: dict[str, int] = {}
    for need in shape.requires:
        lags[need.id] = max(need.lag, lags.get(need.id, 0))
    return Item(
        id=shape.id,
        value=shape.value,
        effort=effort,
        needs=tuple(Need(id, lag) for id, lag in lags.items()),
        pin=shape.pin,
        not_before=shape.not_before,
        deadline=shape.deadline,
        group=shape.group,
    )

"""The Sidney decomposition and the bound it proves."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.optimiser.closure import ROOM, heaviest_closure, whole
from planner.optimiser.indexed import Indexed
from planner.optimiser.problem import Problem
from planner.optimiser.sidney import decompose, sidney_bound
from tests.planner.optimiser.brute import optimum, problems
from tests.planner.small import item, problem

many = settings(max_examples=300, derandomize=True, deadline=None)


def bound(of: Problem, mix: dict[str, int]) -> float:
    made = Indexed(of)
    price = [mix.get(name, 1) for name in made.resources]
    efforts = [sum(price[r] * amount for r, amount in effort) for effort in made.effort]
    capacity = [sum(price[r] * limits[s] for r, limits in enumerate(made.capacity)) for s in range(of.horizon)]
    return sidney_bound(made, decompose(made, efforts), capacity)


def sets(of: Problem) -> list[set[str]]:
    """The sets in falling order of what they pay."""
    made = Indexed(of)
    place = decompose(made, [sum(amount for _, amount in effort) for effort in made.effort]).place.tolist()
    return [{id for id, k in zip(made.ids, place, strict=True) if k == n} for n in range(max(place) + 1)]


@given(problems(), st.fixed_dictionaries({"points": st.sampled_from((8, 1, 0)), "skill0": st.sampled_from((0, 4, 32))}))
@many
def test_the_bound_holds_for_any_mix(of: Problem, mix: dict[str, int]) -> None:
    """No placement earns more than the bound, however resources are mixed."""
    best = optimum(of)
    assert best is None or bound(of, mix) >= best - 1e-9


@given(problems(skills=0))
@many
def test_no_closed_part_of_what_is_left_pays_better(of: Problem) -> None:
    """Each set has the most value per effort of all closed sets of what the sets before it leave."""
    made = Indexed(of)
    done: set[str] = set()
    for found in sets(of):
        rest = [id for id in made.ids if id not in done]
        if not all(of.item[id].effort.get("points") for id in rest):
            return  # without effort a ratio has no figure
        ratios = [_ratio(of, part) for part in _closed(of, rest)]
        assert _ratio(of, found) == max(ratios)
        done |= found


def _closed(of: Problem, rest: list[str]) -> list[set[str]]:
    parts = [
        {id for id, inside in zip(rest, mask, strict=True) if inside}
        for mask in itertools.product((0, 1), repeat=len(rest))
    ]
    return [p for p in parts if p and all(n.id in p or n.id not in rest for id in p for n in of.item[id].needs)]


def _ratio(of: Problem, part: set[str]) -> Fraction:
    return Fraction(sum(Fraction(str(of.item[id].value)) for id in part)) / sum(
        of.item[id].effort["points"] for id in part
    )


def test_a_prerequisite_of_something_valuable_shares_its_set() -> None:
    """Work worth nothing goes with what it unlocks, before what pays less than both."""
    made = problem(item("a", 0, 5), item("b", 50, 5, "a"), item("c", 6, 2))
    assert sets(made) == [{"a", "b"}, {"c"}]


def test_what_pays_better_alone_comes_before_what_waits_for_it() -> None:
    """A prerequisite with the higher ratio is a set of its own."""
    assert sets(problem(item("a", 10, 5), item("b", 3, 5, "a"))) == [{"a"}, {"b"}]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (problem(item("a", 12, 6), item("b", 8, 8), capacity=(10,)), 16.0),
        (problem(item("a", 10, 10), item("b", 10, 10)), 15.0),
        (problem(item("a", 10, 1, not_before=2)), 5.0),
        (problem(item("a", 10, 1), item("b", -4, 1)), 10.0),
        (problem(item("a", 0, 1)), 0.0),
        (problem(item("a", 5, 1), capacity=(0, 0)), 0.0),
        (problem(item("a", 5, 1), item("m", 4, None), capacity=(0, 0)), 4.0),
        (problem(), 0.0),
    ],
)
def test_the_bound_of_small_problems(made: Problem, expected: float) -> None:
    """A fractional knapsack for each sprint, at its discount, over what can be done by then; losses left out."""
    assert bound(made, {}) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("large", [2**30, 10**12, 2**55])
def test_the_bound_holds_for_large_figures(large: int) -> None:
    """Efforts beyond what the cuts can count are rounded to the safe side."""
    made = problem(item("a", 12, 6 * large + 1), item("b", 8, 8 * large - 1), capacity=(10 * large,))
    assert 16 - 1e-6 <= bound(made, {}) <= 16 + 1e-5


# The cut


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=7), st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6))))
@many
def test_no_closed_set_is_heavier(weights: list[int], pairs: list[tuple[int, int]]) -> None:
    """The set is closed, and of all closed sets none weighs more."""
    arcs = [(a, b) for a, b in pairs if b < a < len(weights)]
    tail, head = (np.array([arc[k] for arc in arcs], dtype=np.int32) for k in (0, 1))
    chosen, weight = heaviest_closure(np.array(weights, dtype=np.int64), tail, head)
    masks = [m for m in itertools.product((False, True), repeat=len(weights)) if all(m[b] or not m[a] for a, b in arcs)]
    assert tuple(chosen.tolist()) in masks
    assert sum(w for w, inside in zip(weights, chosen.tolist(), strict=True) if inside) == weight
    assert weight == max(sum(w for w, inside in zip(weights, m, strict=True) if inside) for m in masks)


@pytest.mark.parametrize(
    ("values", "room", "expected"),
    [
        ([27.4, -3.0], 2**40, ([274, -30], 10.0)),
        ([5.0, 7.0], 2**40, ([5, 7], 1.0)),
        ([5.0, 7.0], 10, ([3, 4], 0.5)),
    ],
)
def test_values_as_whole_numbers(values: list[float], room: int, expected: tuple[list[int], float]) -> None:
    """Decimals are exact where there is room; where there is not, figures are rounded up."""
    found, scale = whole(np.array(values), room)
    assert (found.tolist(), scale) == expected


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=9), st.sampled_from((100, 2**30, ROOM)))
@many
def test_whole_numbers_are_no_smaller(values: list[float], room: int) -> None:
    """Rounding never loses value, and the figures keep within the room."""
    found, scale = whole(np.array(values), room)
    assert sum(map(abs, found.tolist())) <= room
    assert all(
        n / scale >= value * (1 - 1e-15) - 1e-300 or n / scale == value
        for n, value in zip(found.tolist(), values, strict=True)
    )

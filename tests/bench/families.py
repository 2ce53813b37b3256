"""Seeded problems of any size: the families that the optimiser is measured on."""

from __future__ import annotations

import random
from collections.abc import Callable

from planner.optimiser.problem import POINTS, Item, Need, Problem

SIZES = (1, 2, 3, 5, 8)
DISCOUNT = 0.97
SHARE = 0.6
"""The part of all effort that there is room for."""
WINDOW = 80
"""How far back among the items a prerequisite lies at most."""
SKILLS = ("platform", "ml", "data")

Family = Callable[[int, int, int], Problem]
"""A problem of so many items and sprints, from a seed."""


def one_capacity(items: int, horizon: int, seed: int) -> Problem:
    """Independent values of 1 to 100, up to two prerequisites each, one capacity."""
    rng = random.Random(seed)
    found = [
        Item(f"s{n:06d}", float(rng.randint(1, 100)), {POINTS: 10 * rng.choice(SIZES)}, _needs(n, rng))
        for n in range(items)
    ]
    return _problem(found, horizon, {})


def three_skills(items: int, horizon: int, seed: int) -> Problem:
    """The same, each item with one of three skills, whose capacities are a little less than what is asked of them."""
    rng = random.Random(seed)
    found, asked = [], dict.fromkeys(SKILLS, 0)
    for n in range(items):
        value, size, skill = float(rng.randint(1, 100)), 10 * rng.choice(SIZES), rng.choice(SKILLS)
        asked[skill] += size
        found.append(Item(f"s{n:06d}", value, {POINTS: size, skill: size}, _needs(n, rng)))
    shares = dict(zip(SKILLS, (0.5, 0.6, 0.7), strict=True))
    return _problem(found, horizon, {skill: int(asked[skill] * shares[skill] / horizon) for skill in SKILLS})


def milestones(items: int, horizon: int, seed: int) -> Problem:
    """Value at milestones without effort, each after one to three stories; a milestone opens later stories."""
    rng = random.Random(seed)
    found: list[Item] = []
    reached: list[str] = []
    stories = 0
    while stories < items:
        count = min(rng.randint(1, 3), items - stories)
        before = {rng.choice(reached[-WINDOW // 2 :]) for _ in range(rng.randint(0, 2))} if reached else set()
        needs = tuple(map(Need, sorted(before)))
        group = f"e{len(reached):05d}"
        ids = [f"s{stories + n:06d}" for n in range(count)]
        found += [Item(id, 0.0, {POINTS: 10 * rng.choice(SIZES)}, needs, group=group) for id in ids]
        found.append(Item(f"m{len(reached):05d}", float(rng.randint(1, 100)), {}, tuple(map(Need, ids)), group=group))
        reached.append(found[-1].id)
        stories += count
    return _problem(found, horizon, {})


def _needs(n: int, rng: random.Random) -> tuple[Need, ...]:
    before = {rng.randrange(max(0, n - WINDOW), n) for _ in range(rng.randint(0, 2))} if n else set()
    return tuple(Need(f"s{b:06d}") for b in sorted(before))


def _problem(items: list[Item], horizon: int, skills: dict[str, int]) -> Problem:
    total = sum(item.effort.get(POINTS, 0) for item in items)
    capacity = {POINTS: (int(total * SHARE / horizon),) * horizon}
    capacity |= {skill: (limit,) * horizon for skill, limit in skills.items()}
    return Problem(horizon, DISCOUNT, capacity, tuple(items))

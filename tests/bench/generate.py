"""Seeded catalogs and workloads of any size, for benchmarks."""

from __future__ import annotations

import datetime
import random
from typing import Any

from catalog.model import Catalog, CatalogPart
from catalog.schema import PillarShape, PracticeShape, PrincipleShape, to_pillar, to_practice, to_principle
from planner.workload import Calendar, Policy, Target, Team, Workload

PILLARS = ("ops", "sec", "rel", "perf", "cost")
SKILLS = ("platform", "ml", "data")


def catalog_data(practices: int, seed: int = 1) -> dict[str, Any]:
    """A catalog as its file would hold it: two levels a practice, one to three stories a level, two prerequisites."""
    rng = random.Random(seed)
    found: dict[str, Any] = {
        "catalog": f"generated-{practices}",
        "version": "1.0.0",
        "title": f"{practices} generated practices",
        "pillars": [{"id": pillar, "title": pillar.title()} for pillar in PILLARS],
        "principles": [
            {"id": f"{pillar}.{n}", "pillar": pillar, "title": f"{pillar} {n}"} for pillar in PILLARS for n in range(5)
        ],
    }
    found["practices"] = [_practice(n, rng) for n in range(practices)]
    return found


def _practice(n: int, rng: random.Random) -> dict[str, Any]:
    pillar = rng.choice(PILLARS)
    return {
        "id": f"practice-{n:05d}",
        "title": f"Practice {n} of {pillar}",
        "principles": [f"{pillar}.{rng.randrange(5)}"],
        "contributes": {pillar: rng.randint(3, 5), rng.choice(PILLARS): rng.randint(1, 5)},
        "severity": rng.choice(["high", "medium", "low"]),
        "skill": rng.choice(SKILLS),
        "levels": [_level(n, number, rng) for number in (1, 2)],
    }


def _level(n: int, number: int, rng: random.Random) -> dict[str, Any]:
    before = sorted({rng.randrange(max(0, n - 80), n) for _ in range(rng.randint(0, 2))}) if n else []
    return {
        "statement": f"Practice {n} is at level {number}.",
        "verify": "Read the record of the last run and see that it ended well.",
        "requires": [{"practice": f"practice-{b:05d}", "level": number, "because": "It builds on it."} for b in before],
        "stories": [_story(n, number, s, rng) for s in range(rng.randint(1, 3))],
    }


def _story(n: int, number: int, s: int, rng: random.Random) -> dict[str, Any]:
    size = rng.choice([1, 2, 3, 5, 8])
    return {
        "title": f"Story {s} of practice {n} at level {number}",
        "points": size,
        "acceptance": ["The record of the last run shows that it ended well."],
        "tasks": [{"title": f"Task {t}", "hours": 2 * size} for t in range(3)],
    }


def catalog(practices: int, seed: int = 1) -> Catalog:
    """The same catalog as values."""
    data = catalog_data(practices, seed)
    return Catalog(
        (CatalogPart(data["catalog"], "1.0.0", "sha256:" + "0" * 64),),
        tuple(to_pillar(PillarShape(**p)) for p in data["pillars"]),
        tuple(to_principle(PrincipleShape(**p)) for p in data["principles"]),
        tuple(to_practice(PracticeShape.model_validate(p)) for p in data["practices"]),
    )


def workload(of: Catalog, sprints: int, share: float = 0.6, skills: int = 0) -> Workload:
    """A workload with an empty baseline and room for `share` of all points in `sprints` sprints."""
    total = sum(s.size.likely for p in of.practices for rung in p.levels for s in rung.stories) / 10
    velocity = round(max(10.0, total * share / sprints), 1)
    return Workload(
        name="generated",
        catalogs=(of.parts[0].id,),
        team=Team((velocity,), 1.0, dict.fromkeys(SKILLS[:skills], int(velocity * 4))),
        calendar=Calendar(datetime.date(2026, 12, 7), 14, sprints),
        policy=Policy(),
        target=Target(2),
    )

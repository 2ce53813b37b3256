"""What the catalog that ships promises: complete, sized, ordered by reasons, joined to other frameworks."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from catalog.excerpt import around
from catalog.graph import CatalogGraph
from catalog.loader import load, locate
from catalog.model import Catalog
from catalog.stats import Stats, stats

REFERENCE = Path(os.environ.get("COLONNADE_REFERENCE_DATA", Path(__file__).parents[3] / "shared" / "data"))
SKILLS = {"platform", "ml", "data", "app", "security", "lead"}
ML_TEST_SCORE = {f"{kind}{n}" for kind in "DMIO" for n in range(1, 8)}


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return load([locate("five-pillars")])


@pytest.fixture(scope="module")
def figures(shipped: Catalog) -> Stats:
    return stats(shipped)


def test_practices(figures: Stats) -> None:
    """There are at least 160 practices, four or more at home in each of the 27 principles."""
    assert figures.practices >= 160
    assert 27 == len(figures.principles)
    assert [] == [part.id for part in figures.principles if part.practices < 4]


def test_ladders(figures: Stats) -> None:
    """At least nine in ten practices have a ladder of two to four levels."""
    assert sum(count for top, count in figures.ladders.items() if 2 <= top <= 4) >= 0.9 * figures.practices


def test_prerequisites(figures: Stats) -> None:
    """There are at least 230 prerequisites, each with a reason of one line."""
    assert figures.prerequisites >= 230
    assert figures.prerequisites == figures.reasons


def test_signals(figures: Stats) -> None:
    """At least 70 practices have signals that a scan can look for."""
    assert figures.with_signals >= 70


def test_stories(shipped: Catalog) -> None:
    """Each story has 1 to 8 points, 1 to 3 criteria, 2 to 6 tasks, and 4 to 8 hours for each point."""
    wrong = []
    for practice in shipped.practices:
        for number, level in enumerate(practice.levels, 1):
            for n, story in enumerate(level.stories, 1):
                hours = sum(task.hours for task in story.tasks) / (story.size.likely / 10)
                sound = 10 <= story.size.likely <= 80 and 2 <= len(story.tasks) <= 6 and 4 <= hours <= 8
                if not (sound and 1 <= len(story.acceptance) <= 3):
                    wrong.append(f"{practice.id}/{number}/{n}")

    assert [] == wrong


def test_wide_sizes(figures: Stats) -> None:
    """At least one story in eight has a spread of sizes."""
    assert figures.spreads >= figures.stories / 8


def test_skills(figures: Stats) -> None:
    """Every practice names one skill of the short list."""
    assert set(figures.skills) == SKILLS


def test_sources(figures: Stats) -> None:
    """Every practice names a source."""
    assert figures.practices == figures.with_references


def test_addresses(shipped: Catalog) -> None:
    """Every source has an address that begins with https."""
    urls = [reference.url for practice in shipped.practices for reference in practice.references]

    assert [] == [url for url in urls if not re.fullmatch(r"https://[a-z0-9.-]+(/\S*)?", url)]


def test_no_practice_stands_on_too_much(shipped: Catalog) -> None:
    """No first level asks a team with nothing for more than 100 points of other practices before it."""
    graph = CatalogGraph(shipped)
    before = {p.id: sum(map(graph.points, graph.closure((p.id, 1)))) / 10 for p in shipped.practices}

    assert {} == {id: points for id, points in before.items() if points > 100}


def test_near_a_practice(shipped: Catalog) -> None:
    """What is near one practice is few enough to read: at most 60 levels within one step."""
    assert [] == [p.id for p in shipped.practices if len(around(shipped, p.id, 1)) > 60]


def test_ml_test_score(shipped: Catalog) -> None:
    """At least 24 of the 28 tests of the ML Test Score have a counterpart, and no other id is given."""
    named = {c.id for p in shipped.practices for c in p.maps_to if c.framework == "ml-test-score"}

    assert set() == named - ML_TEST_SCORE
    assert len(named) >= 24


def test_aws_machine_learning_lens(shipped: Catalog) -> None:
    """At least 80 of the 89 practices of the AWS ML Lens in the five pillars have a counterpart; every id exists."""
    path = REFERENCE / "frameworks" / "aws-lens" / "machine-learning-lens.json"
    if not path.exists():
        pytest.skip(f"the reference data is not in {REFERENCE}")
    lens = json.loads(path.read_text(encoding="utf-8"))
    every: set[str] = set()
    five: set[str] = set()
    for pillar in lens["pillars"]:
        ids = {c["id"] for q in pillar["questions"] for c in q["choices"] if not c["id"].endswith("_no")}
        every |= ids
        five |= ids if pillar["id"] != "sustainability" else set()
    named = {c.id for p in shipped.practices for c in p.maps_to if c.framework == "aws-ml-lens"}

    assert 89 == len(five)
    assert set() == named - every
    assert len(named & five) >= 80

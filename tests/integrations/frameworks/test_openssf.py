"""OpenSSF criteria become a catalog, and what is wrong in them is said and does not stop the rest."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.errors import BadInput
from integrations.frameworks import foreign, importing
from integrations.frameworks.importing import Imported
from tests.integrations.frameworks import imports

METAL = """\
--- !!omap
- '0': !!omap
  - Basics: !!omap
    - Site: !!omap
      - description_good:
          category: MUST
          rationale: People <em>read</em> it &amp; decide.
      - tracker:
          category: SHOULD
- '1': !!omap
  - Basics: !!omap
    - Site: !!omap
      - tracker:
          category: MUST
"""

BASELINE = """\
_metadata: {source_url: https://example.org/versions/2026-02-19}
baseline-2:
  General:
    Controls:
      osps_ac_01_01:
        category: MUST
        original_id: OSPS-AC-01.01
        description: A second factor MUST be asked for.
        details: A passkey will do.
"""


def read(folder: Path, text: str) -> Imported:
    imported = imports.read("openssf", folder / "criteria.yml", text)
    imports.written(imported, folder)
    return imported


def found(imported: Imported) -> list[tuple[int | None, str, str]]:
    return [(finding.line, finding.rule, finding.key) for finding in imported.findings]


def test_criteria_become_a_catalog(tmp_path: Path) -> None:
    """Ordered maps are read; major groups are pillars, minor ones principles; a criterion without words is its id."""
    content = read(tmp_path, METAL).content
    assert content["catalog"] == "openssf-best-practices"
    assert content["pillars"] == [{"id": "basics", "title": "Basics", "summary": ""}]
    assert content["principles"] == [{"id": "basics-site", "pillar": "basics", "title": "Site", "summary": ""}]
    assert content["practices"][0] == {
        "id": "description_good",
        "title": "Description good",
        "summary": "People read it & decide.",
        "principles": ["basics-site"],
        "contributes": {"basics": 3},
        "severity": "high",
        "levels": [
            {
                "statement": "The criterion 'description_good' is met.",
                "verify": "Show evidence that this holds for the project: The criterion 'description_good' is met.",
                "gain": 3,
                "requires": [],
                "stories": [
                    {
                        "title": "Description good",
                        "points": 3,
                        "acceptance": ["The criterion 'description_good' is met."],
                    }
                ],
            }
        ],
        "references": [],
        "source": {"framework": "openssf", "id": "description_good", "level": 1},
        "assumed": ["levels", "gain", "points", "contributes", "verify", "statement"],
    }


def test_a_criterion_of_two_levels(tmp_path: Path) -> None:
    """A criterion that a higher level names again is one practice: of the lower level, as severe as in the stricter."""
    imported = read(tmp_path, METAL)
    assert [(p["id"], p["severity"], p["source"]["level"]) for p in imported.content["practices"]] == [
        ("description_good", "high", 1),
        ("tracker", "high", 1),
    ]
    assert found(imported) == []


def test_controls_of_the_baseline(tmp_path: Path) -> None:
    """Controls are grouped by their family, titled by their number and words, and their version is the file's."""
    content = read(tmp_path, BASELINE).content
    practice = content["practices"][0]
    assert (content["catalog"], content["version"]) == ("osps-baseline", "v2026-02-19")
    assert content["principles"] == [
        {"id": "general-ac", "pillar": "general", "title": "Access Control", "summary": ""}
    ]
    assert practice["title"] == "OSPS-AC-01.01: A second factor MUST be asked for."
    assert practice["levels"][0]["statement"] == "A second factor MUST be asked for."
    assert (practice["summary"], practice["source"]["level"]) == ("A passkey will do.", 2)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("- '1'", "- silvr", (13, "unknown-level", "silvr/Basics/Site/extra")),
        ("      - tracker:\n          category: SHOULD", "      - extra:", (8, "wrong-shape", "0/Basics/Site/extra")),
        ("category: SHOULD", "category: MAYBE", (9, "odd-category", "0/Basics/Site/tracker")),
        ("category: SHOULD", "obsolete: true", (9, "ignored", "0/Basics/Site/tracker")),
        ("category: SHOULD", "future: true", (8, "missing-category", "0/Basics/Site/tracker")),
        ("category: SHOULD", "category: .nan", (9, "not-text", "0/Basics/Site/tracker")),
        ("      - tracker:\n          category: SHOULD", "      - description_good: {category: MUST}",
         (8, "duplicate-id", "0/Basics/Site/description_good")),
        ("      - tracker:\n          category: SHOULD", "      - just words", (8, "wrong-shape", "0/Basics/Site")),
        ("- tracker:\n          category: SHOULD", "- a b: {category: MUST}", (8, "invalid-id", "0/Basics/Site/a b")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(tmp_path: Path, old: str, new: str, expected: tuple[int, str, str]) -> None:
    """What is wrong with a criterion is a finding with its line and place, and the others are read."""
    text = METAL.replace(old, new, 1).replace(
        "      - tracker:\n          category: MUST", "      - extra: {category: MUST}"
    )
    imported = read(tmp_path, text)
    assert expected in found(imported)
    assert imported.content["practices"][0]["id"] == "description_good"


@pytest.mark.parametrize(("name", "title"), [("_", "criterion"), ('"\\e[31m_"', "[31m"), ('" "', "Criterion")])
def test_names_without_a_word(tmp_path: Path, name: str, title: str) -> None:
    """A criterion whose name has no word in it is called by the id that it gets."""
    imported = read(tmp_path, METAL.replace("tracker", name, 1))
    assert imported.content["practices"][1]["title"] == title


@pytest.mark.parametrize("text", ["", "# x", "a: [", "- a", "a: b", "a: {b: {c: {d: {e: 1}}}}", "a: {b: {c: {d: 1}}}"])
def test_files_that_are_no_criteria(tmp_path: Path, text: str) -> None:
    """A file that is empty, no YAML, or without a criterion is refused with its name."""
    with pytest.raises(BadInput) as caught:
        imports.read("openssf", tmp_path / "criteria.yml", text)
    assert [problem.file for problem in caught.value.problems] == [str(tmp_path / "criteria.yml")]


def test_aliases_that_multiply(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Aliases that blow a small file up are refused before they fill the memory."""
    monkeypatch.setattr(foreign, "MAX_ENTRIES", 5_000)
    many = ", ".join(f"c{n}: {{category: MUST}}" for n in range(100))
    copies = "".join(f"  M{n}: {{m: *all}}\n" for n in range(100))
    with pytest.raises(BadInput, match="5,000 entries"):
        imports.read("openssf", tmp_path / "criteria.yml", f"'0':\n  M: {{m: &all {{{many}}}}}\n{copies}")


@given(st.randoms(use_true_random=False), st.integers(1, 30), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_criteria_are_refused_or_sound(random: Any, times: int, ordered: bool) -> None:
    """However criteria are spoiled, they are refused as bad input, or give a catalog that loads and keeps its words."""
    criteria = {"a_b": {"category": "MUST", "description": "<p>It <b>is</b>.</p>"}, "c": {"category": "SHOULD"}}
    group: Any = [{name: value} for name, value in criteria.items()] if ordered else criteria
    data = {"0": {"Basics": {"Site": group}}, "1": {"Quality": {"Tests": group}}}
    assert imports.is_refused_or_sound("openssf", imports.to_yaml([imports.spoiled(data, random, times)]))


PUBLISHED = {
    "criteria.yml": (6, 28, 129, {1: 67, 2: 48, 3: 14}),
    "baseline_criteria.yml": (1, 8, 64, {1: 24, 2: 19, 3: 21}),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_criteria(frameworks_folder: Path, tmp_path: Path, name: str) -> None:
    """The published files give all criteria, each at the level where it appears first, and nothing is wrong in them."""
    imported = importing.read("openssf", frameworks_folder / "openssf" / name)
    catalog = imports.written(imported, tmp_path)
    counts = imported.counts
    levels = Counter(practice.source.level for practice in catalog.practices if practice.source)
    assert (counts.pillars, counts.principles, counts.practices, dict(levels)) == PUBLISHED[name]
    assert found(imported) == []

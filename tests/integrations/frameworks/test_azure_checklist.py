"""An Azure review checklist becomes a catalog, and what is wrong in it is said and does not stop the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.errors import BadInput
from integrations.frameworks import azure_checklist, importing
from integrations.frameworks.importing import Imported
from tests.integrations.frameworks import imports

WHOLE: dict[str, Any] = {
    "category": "Operations",
    "subcategory": "Monitoring",
    "text": "Watch the quota.",
    "waf": "Reliability",
    "guid": "11111111-aaaa-4bbb-8ccc-000000000001",
    "id": "AI.1",
    "severity": "High",
    "description": "It runs out.",
    "link": "https://example.org/quota",
}


def item(**more: Any) -> dict[str, Any]:
    return {"text": "Do it.", "waf": "Security", "guid": "g2", "severity": "Low", **more}


def read(folder: Path, *items: Any, **more: Any) -> Imported:
    data = {"items": list(items), "metadata": {"name": "Small List", "timestamp": "May 1, 2025"}, **more}
    imported = imports.read("azure-checklist", folder / "list.json", imports.to_json(data))
    imports.written(imported, folder)
    return imported


def found(imported: Imported) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.key, finding.text) for finding in imported.findings]


def test_a_checklist_becomes_a_catalog(tmp_path: Path) -> None:
    """Pillars are those of `waf`, categories principles, items practices with their severity."""
    imported = read(tmp_path, WHOLE)
    content = imported.content
    assert (content["catalog"], content["version"], content["title"]) == ("small-list", "May 1, 2025", "Small List")
    assert content["pillars"] == [{"id": "reliability", "title": "Reliability", "summary": ""}]
    assert content["principles"] == [
        {"id": "reliability-operations", "pillar": "reliability", "title": "Operations", "summary": ""}
    ]
    assert content["practices"] == [
        {
            "id": "AI.1",
            "title": "Watch the quota.",
            "summary": "It runs out.",
            "principles": ["reliability-operations"],
            "contributes": {"reliability": 3},
            "severity": "high",
            "levels": [
                {
                    "statement": "Watch the quota.",
                    "verify": "Show evidence that this holds for the workload: Watch the quota.",
                    "gain": 3,
                    "requires": [],
                    "stories": [{"title": "Watch the quota.", "points": 3, "acceptance": ["Watch the quota."]}],
                }
            ],
            "references": [{"title": "Watch the quota.", "url": "https://example.org/quota"}],
            "source": {"framework": "azure-checklist", "id": WHOLE["guid"]},
            "assumed": ["levels", "gain", "points", "contributes", "verify"],
        }
    ]
    assert found(imported) == []


@pytest.mark.parametrize(
    ("spellings", "title"),
    [
        (("security", "Security ", "SECURITY"), "Security"),
        (("Cost", "cost optimization", "Cost Optimisation"), "Cost Optimization"),
        (("operations", "Operational Excellence"), "Operational Excellence"),
        (("Performance", "performance efficiency"), "Performance Efficiency"),
    ],
)
def test_spellings_of_pillars(tmp_path: Path, spellings: tuple[str, ...], title: str) -> None:
    """However a pillar is spelled, it is one."""
    imported = read(tmp_path, *(item(waf=waf, guid=f"g{n}") for n, waf in enumerate(spellings)))
    assert [pillar["title"] for pillar in imported.content["pillars"]] == [title]
    assert found(imported) == []


def test_items_without_id_and_category(tmp_path: Path) -> None:
    """An item is named by its text where it has a guid alone; a service takes the place of a category."""
    imported = read(tmp_path, item(service="Storage"), item(service="storage ", guid="g3"))
    assert [practice["id"] for practice in imported.content["practices"]] == ["do-it", "do-it-2"]
    assert [principle["title"] for principle in imported.content["principles"]] == ["Storage"]
    assert found(imported) == []


@pytest.mark.parametrize(
    ("odd", "expected"),
    [
        ({"waf": "Securty"}, ("unknown-pillar", "g2", "waf: 'Securty' is none of the five pillars, and becomes one here"
         "; the nearest known name is 'security'")),
        ({"waf": None}, ("missing-pillar", "g2", "waf: the item names no pillar; 'Without a pillar' is taken")),
        ({"waf": ["Security"]}, ("not-text", "g2", "waf: text was expected, not a list")),
        ({"severity": "Hihg"}, ("odd-severity", "g2", "severity: 'Hihg' is none of high, medium, low; "
         "the nearest known name is 'high'")),
        ({"guid": WHOLE["guid"]}, ("duplicate-guid", WHOLE["guid"], f"'AI.1' has the guid '{WHOLE['guid']}' already")),
        ({"guid": None}, ("missing-guid", "items[1]", "the item has no guid; its id stands in for it")),
        ({"id": "AI.1"}, ("duplicate-id", "AI.1", "the id 'AI.1' is taken already; 'AI.1-2' is used for this item")),
        ({"id": "a b"}, ("invalid-id", "a b", "the item's id 'a b' cannot be one here; 'do-it' is used")),
        ({"text": float("nan")}, ("missing-text", "g2", "the item has no text, and is left out")),
        ({"text": {"a": "map"}}, ("not-text", "g2", "text: text was expected, not a mapping")),
        ({"link": "no address"}, ("odd-url", "g2", "url: 'no address' is no web address, and is left out")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(tmp_path: Path, odd: dict[str, Any], expected: tuple[str, str, str]) -> None:
    """What is wrong with an item is a finding with its place, and the others are read."""
    imported = read(tmp_path, WHOLE, item(**odd))
    assert expected in found(imported)
    assert imported.content["practices"][0]["id"] == "AI.1"


def test_the_line_of_a_finding(tmp_path: Path) -> None:
    """A finding stands at the line of the key that it is about."""
    text = '{"items": [\n {"text": "Do it.",\n  "guid": "g",\n  "waf": "Securty"}]}'
    imported = imports.read("azure-checklist", tmp_path / "list.json", text)
    assert [finding.line for finding in imported.findings if finding.rule == "unknown-pillar"] == [4]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"items": 1}', '{"items": []}', '{"items": [1]}', "{"])
def test_files_that_are_no_checklist(tmp_path: Path, text: str) -> None:
    """A file without items is refused with its name."""
    with pytest.raises(BadInput) as caught:
        imports.read("azure-checklist", tmp_path / "list.json", text)
    assert {problem.file for problem in caught.value.problems} == {str(tmp_path / "list.json")}


def test_too_many_items(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checklist with more items than a catalog holds practices is refused."""
    monkeypatch.setattr(azure_checklist, "MAX_PRACTICES", 1)
    with pytest.raises(BadInput, match="more than 1 items"):
        read(tmp_path, WHOLE, item())


@given(st.randoms(use_true_random=False), st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_any_checklist_is_refused_or_sound(random: Any, times: int) -> None:
    """However a checklist is spoiled, it is refused as bad input, or gives a catalog that loads and keeps its words."""
    data = {"items": [WHOLE, item(), item(guid="g3")], "metadata": {"name": "Small", "timestamp": "1"}}
    assert imports.is_refused_or_sound("azure-checklist", imports.to_json(imports.spoiled(data, random, times)))


@pytest.mark.parametrize(("name", "figures"), [("ai_lz", (5, 13, 177)), ("azuremachinelearning_sg", (5, 5, 33))])
def test_published_checklists(frameworks_folder: Path, tmp_path: Path, name: str, figures: tuple[int, ...]) -> None:
    """The published checklists give all their items, and nothing is wrong in them."""
    imported = importing.read("azure-checklist", frameworks_folder / "azure-checklist" / f"{name}_checklist.en.json")
    imports.written(imported, tmp_path)
    counts = imported.counts
    assert (counts.pillars, counts.principles, counts.practices) == figures
    assert found(imported) == []

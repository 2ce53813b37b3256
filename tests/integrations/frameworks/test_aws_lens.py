"""An AWS custom lens becomes a catalog, and what is wrong in it is said and does not stop the rest."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.errors import BadInput
from integrations.frameworks import importing
from integrations.frameworks.importing import Imported
from tests.integrations.frameworks import imports


def resource(text: str, url: str = "") -> dict[str, str]:
    return {"displayText": text, **({"url": url} if url else {})}


def choice(id: str, title: str = "", **more: Any) -> dict[str, Any]:
    return {"id": id, "title": title or f"Do {id}", **more}


def rule(condition: str, risk: str) -> dict[str, str]:
    return {"condition": condition, "risk": risk}


RULES = [rule("q1_a && q1_b", "NO_RISK"), rule("!q1_a", "HIGH_RISK"), rule("default", "MEDIUM_RISK")]


def question(*choices: Any, **more: Any) -> dict[str, Any]:
    found = list(choices) or [choice("q1_a"), choice("q1_b"), choice("q1_no", "None of these")]
    return {"id": "q1", "title": "How do you?", "description": "Why.", "choices": found, "riskRules": RULES, **more}


def lens(*questions: Any, **more: Any) -> dict[str, Any]:
    pillar = {"id": "ops", "name": "Operations", "questions": list(questions) or [question()]}
    return {"schemaVersion": "2021-11-01", "name": "Small Lens", "pillars": [pillar], **more}


def read(folder: Path, data: Any) -> Imported:
    """Import a lens, laid out one value a line; whatever it holds, the catalog loads."""
    imported = imports.read("aws-lens", folder / "lens.json", json.dumps(data, indent=0))
    imports.written(imported, folder)
    return imported


def found(imported: Imported, rule: str) -> list[tuple[str, str]]:
    return [(finding.key, finding.text) for finding in imported.findings if finding.rule == rule]


def practice(imported: Imported, index: int = 0) -> Any:
    return imported.content["practices"][index]


def test_a_lens_becomes_a_catalog(tmp_path: Path) -> None:
    """Pillars stay, questions are principles, choices practices; "none of these" is none; ids are kept."""
    content = read(tmp_path, lens()).content
    assert (content["catalog"], content["title"], content["version"]) == ("small-lens", "Small Lens", "1")
    assert content["pillars"] == [{"id": "ops", "title": "Operations", "summary": ""}]
    assert content["principles"] == [{"id": "q1", "pillar": "ops", "title": "How do you?", "summary": "Why."}]
    assert [p["id"] for p in content["practices"]] == ["q1_a", "q1_b"]


def test_a_choice_becomes_a_practice(tmp_path: Path) -> None:
    """What a lens does not say gets the stated default, and the practice names it."""
    texts = {
        "helpfulResource": resource("It helps.", "https://example.org/why"),
        "improvementPlan": resource("Read this", "https://example.org/how"),
    }
    imported = read(tmp_path, lens(question(choice("q1_a", "Do it", **texts), choice("q1_b"))))
    assert practice(imported) == {
        "id": "q1_a",
        "title": "Do it",
        "summary": "It helps.\n\nRead this",
        "principles": ["q1"],
        "contributes": {"ops": 3},
        "severity": "high",
        "levels": [
            {
                "statement": "Do it",
                "verify": "Show evidence that this holds for the workload: Do it",
                "gain": 3,
                "requires": [],
                "stories": [{"title": "Do it", "points": 3, "acceptance": ["Do it"]}],
            }
        ],
        "references": [
            {"title": "Read this", "url": "https://example.org/how"},
            {"title": "Do it", "url": "https://example.org/why"},
        ],
        "source": {"framework": "aws-lens", "id": "q1_a"},
        "assumed": ["levels", "gain", "points", "contributes", "verify"],
    }
    assert list(imported.assumed) == practice(imported)["assumed"]


def test_severity_comes_from_the_risk_rules(tmp_path: Path) -> None:
    """A practice is as severe as the risk when it alone is missing."""
    imported = read(tmp_path, lens())
    assert [p["severity"] for p in imported.content["practices"]] == ["high", "medium"]


def test_severity_without_rules(tmp_path: Path) -> None:
    """Where no rule tells, the severity is medium and marked as assumed."""
    imported = read(tmp_path, lens(question(riskRules=[])))
    assert (practice(imported)["severity"], "severity" in practice(imported)["assumed"]) == ("medium", True)
    assert found(imported, "no-default-rule")[0][0] == "ops/q1"


@pytest.mark.parametrize("several", [False, True])
def test_resources_alone_or_in_lists(tmp_path: Path, several: bool) -> None:
    """Resources are read as a mapping, as a list of them, and from additionalResources; an address counts once."""
    one, same = resource("One", "https://example.org/1"), resource("Same", "https://example.org/1")
    more = [{"type": "HELPFUL_RESOURCE", "content": [resource("Two", "https://example.org/2")]}]
    made = choice("q1_a", improvementPlan=[one] if several else one, helpfulResource=same, additionalResources=more)
    imported = read(tmp_path, lens(question(made)))
    assert practice(imported)["references"] == [
        {"title": "One", "url": "https://example.org/1"},
        {"title": "Two", "url": "https://example.org/2"},
    ]


@pytest.mark.parametrize(
    ("id", "title", "none"),
    [
        ("q1_no", "None of these", True),
        ("q1_none", "Nothing", True),
        ("q1_9", "None of the above", True),
        ("q1_9", "NONE", True),
        ("q1_9", "None of these apply.", True),
        ("q1_9", "None of the data leaves the region", False),
        ("casino", "Nonessential access is denied", False),
    ],
)
def test_none_of_these(tmp_path: Path, id: str, title: str, none: bool) -> None:
    """A choice is no practice where its id ends in `_no` or `_none`, or its title says "none of these"."""
    imported = read(tmp_path, lens(question(choice("q1_a"), choice("q1_b"), choice(id, title))))
    assert imported.counts.practices == (2 if none else 3)


def test_none_of_these_by_its_id_alone(tmp_path: Path) -> None:
    """A choice that only its id takes for "none of these" is reported."""
    imported = read(tmp_path, lens(question(choice("q1_a"), choice("q1_b"), choice("q1_no", "Encrypt"))))
    assert [key for key, _ in found(imported, "odd-none-choice")] == ["ops/q1/q1_no"]


def test_a_rule_that_can_never_fire(tmp_path: Path) -> None:
    """A rule that no answer reaches is reported with its line and place."""
    rules = [rule("q1_a", "NO_RISK"), rule("!q1_a", "HIGH_RISK"), rule("default", "MEDIUM_RISK")]
    imported = read(tmp_path, lens(question(choice("q1_a"), riskRules=rules)))
    text = "the rule 'default' can never fire: the rules before it take every answer it could apply to"
    assert found(imported, "unreachable-rule") == [("ops/q1/riskRules[2]", text)]
    lines = (tmp_path / "lens.json").read_text().splitlines()
    finding = next(f for f in imported.findings if f.rule == "unreachable-rule")
    assert finding.line is not None
    assert lines[finding.line - 1 : finding.line + 1] == ["{", '"condition": "default",']
    assert finding.file == str(tmp_path / "lens.json")


def test_conditions_that_are_wrong(tmp_path: Path) -> None:
    """A condition that cannot be read or names no choice is reported, and so is a rule of another shape."""
    rules = [rule("q1_a &&", "NO_RISK"), rule("q1_x", "NO_RISK"), 7, {"risk": "NO_RISK"}, rule("default", "NO_RISK")]
    imported = read(tmp_path, lens(question(choice("q1_a"), riskRules=rules)))
    assert imports.rules(imported) == {"condition-syntax": 1, "unknown-choice": 1, "wrong-shape": 2}


def test_ids_given_twice(tmp_path: Path) -> None:
    """An id that is taken gets the next number, and keeps the source's id as its source."""
    second = question(choice("q1_a"), choice("q1_a"), choice("q1_a-2"))
    imported = read(tmp_path, lens(question(), second))
    assert [p["id"] for p in imported.content["practices"]] == ["q1_a", "q1_b", "q1_a-2", "q1_a-3", "q1_a-2-2"]
    assert practice(imported, 3)["source"]["id"] == "q1_a"
    assert [p["id"] for p in imported.content["principles"]] == ["q1", "q1-2"]
    assert len(found(imported, "duplicate-id")) == 4


def test_pillar_ids_clash_with_nothing(tmp_path: Path) -> None:
    """A question or choice with the id of a pillar, even of a later one, gets another id."""
    other = {"id": "sec", "name": "Security", "questions": []}
    data = lens(question(choice("ops"), id="sec"))
    imported = read(tmp_path, {**data, "pillars": [*data["pillars"], other]})
    assert [p["id"] for p in imported.content["pillars"]] == ["ops", "sec"]
    assert imported.content["principles"][0]["id"] == "sec-2"
    assert practice(imported)["id"] == "ops-2"


@pytest.mark.parametrize(
    ("id", "expected", "finding"),
    [
        ("SEC 1/a", "sec-1-a", "invalid-id"),
        ("A" * 101, "a" * 80, "invalid-id"),
        ("1e5", "choice-1e5", "invalid-id"),
        ("a\n", "a", "invalid-id"),
        (7, "choice-7", "invalid-id"),
        (["x"], "encrypt", "invalid-id"),
        (None, "encrypt", "missing-id"),
        ("", "encrypt", "missing-id"),
        ("\u4e2d", "choice", "invalid-id"),
    ],
)
def test_ids_that_cannot_be_kept(tmp_path: Path, id: Any, expected: str, finding: str) -> None:
    """An id that is missing or of another shape is replaced by one of the same words or of the title, and reported."""
    imported = read(tmp_path, lens(question({"id": id, "title": "Encrypt"}, choice("q1_b"))))
    assert practice(imported)["id"] == expected
    assert finding in imports.rules(imported)


@pytest.mark.parametrize("title", [None, "", " ", 7, float("nan"), {"a": 1}, ["x"], "08", "\x07"])
def test_titles_that_are_none(tmp_path: Path, title: Any) -> None:
    """A title that is missing, empty or no text is reported, and the id stands in for it."""
    imported = read(tmp_path, lens(question(choice("q1_a") | {"title": title}, title=title)))
    assert (practice(imported)["title"], imported.content["principles"][0]["title"]) == ("q1_a", "q1")
    assert {"missing-title", "not-text", "control-characters"} & imports.rules(imported).keys()


def test_parts_of_another_shape(tmp_path: Path) -> None:
    """Pillars, questions and choices that are no mappings are reported and left out; the rest is imported."""
    data = lens("question", question(7, choice("q1_a"), None, choices_more=1), question(id="q2", choices={"a": 1}))
    data["pillars"] += ["pillar", {"id": "p", "name": "P", "questions": 5}]
    imported = read(tmp_path, data)
    assert [p["id"] for p in imported.content["practices"]] == ["q1_a"]
    assert [key for key, _ in found(imported, "wrong-shape")] == [
        *("ops/question[0]", "ops/q1/choice[0]", "ops/q1/choice[2]", "ops/q2", "pillar[1]", "p"),
    ]


def test_text_that_is_odd(tmp_path: Path) -> None:
    """Text too long is cut, control characters are taken out, addresses of another kind are left out; all is said."""
    made = choice("q1_a", helpfulResource=resource("x" * 20_001, "javascript:alert(1)"))
    also = choice("q1_b", "Red \x1b[31malert", improvementPlan={"displayText": "a", "Url": "https://example.org"})
    imported = read(tmp_path, lens(question(made, also)))
    assert len(practice(imported)["summary"]) == 20_000
    assert practice(imported)["references"] == []
    assert practice(imported, 1)["title"] == "Red [31malert"
    assert practice(imported, 1)["references"] == [{"title": "a", "url": "https://example.org"}]
    expected = {"control-characters": 1, "odd-url": 1, "text-cut": 1, "unknown-key": 1}
    assert imports.rules(imported) == expected


def test_a_summary_does_not_say_the_title_again(tmp_path: Path) -> None:
    """A text that is the choice's title, or stands in two resources, is not repeated; one of full length is kept."""
    long = "x" * 20_000
    made = choice("q1_a", "Do it", helpfulResource=[resource(long), resource(long)], improvementPlan=resource("Do it"))
    imported = read(tmp_path, lens(question(made, choice("q1_b", improvementPlan=resource("", "https://a.b")))))
    assert [p["summary"] for p in imported.content["practices"]] == [long, ""]
    assert imported.findings == ()


def test_schema_version_and_version(tmp_path: Path) -> None:
    """Another schema version is reported and read all the same; a version in the file is kept as text."""
    imported = read(tmp_path, lens(schemaVersion="2030-01-01", version=2.5))
    assert imports.rules(imported) == {"schema-version": 1}
    assert imported.content["version"] == "2.5"


def test_keys_given_twice(tmp_path: Path) -> None:
    """A key that stands twice in an object is a finding with its line."""
    text = json.dumps(lens()).replace('"name": "Small Lens"', '"name": "Old",\n"name": "Small Lens"')
    imported = imports.read("aws-lens", tmp_path / "lens.json", text)
    assert [(f.rule, f.line) for f in imported.findings] == [("odd-json", 2)]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pillars": {}}', '{"pillars": []}', "{", "\0", "[" * 100_000])
def test_files_that_are_no_lens(tmp_path: Path, text: str) -> None:
    """A file that is empty, is no JSON, has another shape, or holds no practice is refused with its name."""
    with pytest.raises(BadInput) as caught:
        imports.read("aws-lens", tmp_path / "lens.json", text)
    assert {problem.file for problem in caught.value.problems} == {str(tmp_path / "lens.json")}


@given(st.randoms(use_true_random=False), st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_any_lens_is_refused_or_sound(random: Any, times: int) -> None:
    """However a lens is spoiled, it is refused as bad input, or gives a catalog that loads and keeps its words."""
    whole = choice("q2_a", helpfulResource=[resource("It helps", "https://example.org")])
    spoiled = imports.spoiled(lens(question(), question(whole, id="q2")), random, times)
    assert imports.is_refused_or_sound("aws-lens", imports.to_json(spoiled))


COUNTS = {
    "ORR-Whitepaper-Sample-PUBLISHED.json": (3, 16, 38, 1),
    "SaaS-Anywhere-Custom-Lens-v0.1.json": (6, 18, 46, 3),
    "custom-lens-athena-sql-v1.0.json": (4, 16, 52, 5),
    "custom-lens-msk-v1.0.json": (5, 33, 125, 4),
    "custom-lens-personalize-v1.0.json": (4, 11, 26, 6),
    "custom-lens-sagemaker-autogluon-v1.0.json": (4, 15, 37, 8),
    "machine-learning-lens.json": (6, 35, 105, 35),
    "responsible-ai-lens.json": (8, 28, 99, 28),
}


@pytest.mark.parametrize("name", COUNTS)
def test_published_lenses(frameworks_folder: Path, tmp_path: Path, name: str) -> None:
    """The published lenses give their pillars, questions and best practices, and the rules that can never fire."""
    imported = importing.read("aws-lens", frameworks_folder / "aws-lens" / name)
    imports.written(imported, tmp_path)
    counts = imported.counts
    unreachable = imports.rules(imported).get("unreachable-rule", 0)
    assert (counts.pillars, counts.principles, counts.practices, unreachable) == COUNTS[name]


@given(random=st.randoms(use_true_random=False), name=st.sampled_from(sorted(COUNTS)))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_published_lenses_spoiled(frameworks_folder: Path, random: Any, name: str) -> None:
    """A published lens, spoiled at random, is refused or gives a sound catalog."""
    data = json.loads((frameworks_folder / "aws-lens" / name).read_text())
    small = {**copy.deepcopy(data), "pillars": data["pillars"][:2]}
    assert imports.is_refused_or_sound("aws-lens", imports.to_json(imports.spoiled(small, random, 20)))

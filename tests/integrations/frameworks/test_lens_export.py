"""Any catalog becomes an AWS custom lens within the published limits, and what does not fit is said."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import loader
from catalog.errors import BadInput
from catalog.model import Catalog, Practice
from integrations.frameworks import importing, lens_export
from integrations.frameworks.lens_export import Exported
from tests import builders
from tests.integrations.frameworks import imports, lens_rules


def export(*practices: dict[str, Any], **more: Any) -> Exported:
    """Export a catalog; whatever it holds, the lens keeps the rules."""
    return checked(builders.catalog(*practices, **more))


def checked(catalog: Catalog) -> Exported:
    exported = lens_export.export(catalog)
    assert lens_rules.violations(exported.text) == []
    return exported


def questions(exported: Exported) -> list[dict[str, Any]]:
    return [question for pillar in json.loads(exported.text)["pillars"] for question in pillar["questions"]]


def choices(exported: Exported) -> list[dict[str, Any]]:
    found = [choice for question in questions(exported) for choice in question["choices"]]
    return [choice for choice in found if not choice["id"].endswith("_no")]


def left(exported: Exported) -> list[tuple[str, str]]:
    return [(found.rule, found.id) for found in exported.left if found.rule not in ("empty-pillar", "empty-principle")]


def test_a_catalog_becomes_a_lens() -> None:
    """Pillars stay, principles are questions with a choice that says none, practices are choices."""
    exported = export(
        builders.practice("back-ups", summary="Data is lost.", references=[link("https://example.org/a")])
    )
    assert json.loads(exported.text) == {
        "schemaVersion": "2021-11-01",
        "name": "A small catalog",
        "description": "Made from the catalog small 1.0.0. Each choice is a practice, or a level of one.",
        "pillars": [
            {
                "id": "ops",
                "name": "Operations",
                "questions": [
                    {
                        "id": "ops_code",
                        "title": "Operate by code",
                        "choices": [
                            {
                                "id": "back_ups",
                                "title": "Practice back-ups",
                                "helpfulResource": {"displayText": "It is so.\n\nData is lost."},
                                "improvementPlan": {"displayText": "- Do it\nVerify: Look."},
                                "additionalResources": [
                                    {
                                        "type": "IMPROVEMENT_PLAN",
                                        "content": [{"displayText": "Source", "url": "https://example.org/a"}],
                                    }
                                ],
                            },
                            {"id": "ops_code_no", "title": "None of these"},
                        ],
                        "riskRules": [
                            {"condition": "back_ups", "risk": "NO_RISK"},
                            {"condition": "default", "risk": "MEDIUM_RISK"},
                        ],
                    }
                ],
            }
        ],
    }
    assert (exported.pillars, exported.questions, exported.choices) == (1, 1, 1)
    assert [(found.rule, found.id) for found in exported.left] == [
        ("empty-pillar", "sec"),
        ("empty-principle", "sec.trace"),
    ]


def link(url: str) -> dict[str, str]:
    return {"title": "Source", "url": url}


def test_a_ladder_is_a_choice_for_each_level() -> None:
    """Each level is a choice, its prerequisites named; a higher level is as severe as the next lower word."""
    ladder = builders.practice("b", *(builders.level(requires=(f"a/{n}",)) for n in (1, 2, 1)), severity="high")
    exported = export(builders.practice("a", builders.level(), builders.level()), ladder)
    found = {choice["id"]: choice for choice in choices(exported)}
    assert list(found) == ["a_1", "a_2", "b_1", "b_2", "b_3"]
    assert found["b_2"]["title"] == "Practice b, level 2 of 3"
    assert found["b_2"]["improvementPlan"]["displayText"].startswith("First: Practice a, level 2.\n- Do it")
    assert questions(exported)[0]["riskRules"] == [
        {"condition": "b_1 && a_1 && b_2", "risk": "NO_RISK"},
        {"condition": "b_1", "risk": "MEDIUM_RISK"},
        {"condition": "default", "risk": "HIGH_RISK"},
    ]


@given(st.lists(st.sampled_from(["high", "medium", "low"]), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_risk_rules(severities: list[str]) -> None:
    """What is missing makes the risk, the severest first; of choices of low severity, one must be made."""
    risks = {"high": "HIGH_RISK", "medium": "MEDIUM_RISK", "low": "NO_RISK"}
    exported = export(*(builders.practice(f"p{n}", severity=word) for n, word in enumerate(severities)))
    rules = questions(exported)[0]["riskRules"]
    ids = [choice["id"] for choice in choices(exported)]
    order = ["NO_RISK", "MEDIUM_RISK", "HIGH_RISK"]
    for chosen in lens_rules.answers(ids):
        missing = [word for id, word in zip(ids, severities, strict=True) if id not in chosen]
        worst = max((order.index(risks[word]) for word in missing), default=0)
        expected = max(worst, 1) if not chosen and set(severities) == {"low"} and len(ids) > 1 else worst
        assert lens_rules.risk(rules, chosen) == order[expected]


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["a", "ab", "abc"], ["a_choice", "ab_choice", "abc"]),
        (["a.b", "a-b", "a_b"], ["a_b", "a_b_2", "a_b_3"]),
        (["x-no", "y_none", "no"], ["x_no_choice", "y_none_choice", "no_choice"]),
        (["A" * 100, "b" * 100], ["A" * 100, "b" * 100]),
    ],
)
def test_ids(ids: list[str], expected: list[str]) -> None:
    """Ids hold letters, digits and underscores, three at least, each once, and none says that nothing is chosen."""
    assert [choice["id"] for choice in choices(export(*map(builders.practice, ids)))] == expected


def test_more_choices_than_a_question_holds() -> None:
    """A principle with more than 14 choices is several questions; a ladder is not torn apart."""
    ladders = [builders.practice(f"p{n:02}", *(builders.level() for _ in range(3))) for n in range(6)]
    exported = export(*ladders)
    assert [(q["title"], len(q["choices"])) for q in questions(exported)] == [
        ("Operate by code (1 of 2)", 13),
        ("Operate by code (2 of 2)", 7),
    ]
    assert left(exported) == [("question-split", "ops.code")]


def test_a_ladder_longer_than_a_question() -> None:
    """A ladder of more than 14 levels goes over into the next question, and loses none."""
    exported = export(builders.practice("p", *(builders.level() for _ in range(20))))
    assert [len(question["choices"]) for question in questions(exported)] == [15, 7]


def test_more_questions_and_pillars_than_a_lens_holds() -> None:
    """Questions beyond 20 in a pillar and pillars beyond 10 are left out and listed with what is in them."""
    pillars = [{"id": f"pillar{n:02}", "title": f"Pillar {n}"} for n in range(12)]
    principles = [{"id": f"q{n:02}", "pillar": "pillar00", "title": f"Q {n}"} for n in range(22)]
    principles += [{"id": f"one{n:02}", "pillar": f"pillar{n:02}", "title": "One"} for n in range(1, 12)]
    practices = [
        builders.practice(f"p{n:02}", principles=[principle["id"]], contributes={})
        for n, principle in enumerate(principles)
    ]
    exported = export(*practices, pillars=pillars, principles=principles)
    assert (exported.pillars, exported.questions, exported.choices) == (10, 29, 29)
    assert [(found.rule, found.id) for found in exported.left] == [
        ("too-many-questions", "q20"),
        ("too-many-questions", "q21"),
        ("too-many-pillars", "pillar10"),
        ("too-many-pillars", "pillar11"),
    ]
    assert exported.left[0].text.endswith("this one is left out with p20")


def test_long_texts() -> None:
    """Titles beyond 128 characters and texts beyond 2,048 are cut, and that is said."""
    level = builders.level(statement="s" * 3000, verify="")
    exported = export(builders.practice("abc", level, title="word " * 40, severity="low"))
    [choice] = choices(exported)
    assert (len(choice["title"]) <= 128, choice["title"][-6:]) == (True, " word…")
    assert len(choice["helpfulResource"]["displayText"]) == 2048
    assert left(exported) == [("title-cut", "abc"), ("text-cut", "abc")]


def test_more_links_than_a_choice_holds() -> None:
    """Ten links of a practice stay, five of each kind; what is no web address or more is counted."""
    urls = [*(f"https://example.org/{n}" for n in range(11)), "mailto:x@example.org"]
    exported = export(builders.practice("abc", references=[link(url) for url in urls]))
    [choice] = choices(exported)
    assert [len(more["content"]) for more in choice["additionalResources"]] == [5, 5]
    [text] = [found.text for found in exported.left if found.rule == "references-left-out"]
    assert text.startswith("2 of its references are left out")


@pytest.mark.parametrize(
    ("size", "rules", "whole"), [(3_000, {}, True), (2_000, {"shortened": 1}, True), (1_000, {"shortened": 1}, False)]
)
def test_the_size_of_a_lens(monkeypatch: pytest.MonkeyPatch, size: int, rules: dict[str, int], whole: bool) -> None:
    """A lens that is too large gets shorter texts; where that is not enough, questions are left out and listed."""
    monkeypatch.setattr(lens_export, "MAX_BYTES", size)
    second = builders.practice("def", builders.level(statement="t" * 900), principles=["sec.trace"])
    exported = export(builders.practice("abc", builders.level(statement="s" * 900)), second)
    counts = Counter(found.rule for found in exported.left)
    assert len(exported.text.encode()) <= size
    assert (counts["shortened"], exported.choices == 2) == (rules.get("shortened", 0), whole)
    assert whole == ("too-large" not in counts)


def test_nothing_to_export() -> None:
    """A catalog without a practice is refused."""
    with pytest.raises(BadInput, match="small: the catalog has no practice that fits into a lens"):
        export()


def test_a_practice_called_none() -> None:
    """A practice whose title reads like 'none of these' gets one that does not."""
    assert [choice["title"] for choice in choices(export(builders.practice("abc", title="None of these")))] == [
        "Practice: None of these"
    ]


def round_trip(folder: Path, format: str, source: Path) -> tuple[Catalog, Catalog]:
    """A catalog as imported from a source, and as imported from the lens that is made of it."""
    first = imports.written(importing.read(format, source), folder)
    lens = folder / "again.json"
    lens.write_text(checked(first).text, encoding="utf-8")
    return first, imports.written(importing.read("aws-lens", lens), folder)


LENSES = [
    *("ORR-Whitepaper-Sample-PUBLISHED", "SaaS-Anywhere-Custom-Lens-v0.1", "custom-lens-athena-sql-v1.0"),
    *("custom-lens-msk-v1.0", "custom-lens-personalize-v1.0", "custom-lens-sagemaker-autogluon-v1.0"),
    *("machine-learning-lens", "responsible-ai-lens"),
]


@pytest.mark.parametrize("name", LENSES)
def test_published_lenses_come_back_as_they_were(frameworks_folder: Path, tmp_path: Path, name: str) -> None:
    """A published lens, imported, exported and imported again, has the same pillars, principles and practices."""
    first, second = round_trip(tmp_path, "aws-lens", frameworks_folder / "aws-lens" / f"{name}.json")
    assert (second.practices, second.principles) == (first.practices, first.principles)
    assert [(pillar.id, pillar.title) for pillar in second.pillars] == [(p.id, p.title) for p in first.pillars]


OTHERS = {
    "dsomm/model.yaml": ("dsomm", 194),
    "samm": ("samm", 90),
    "openssf/criteria.yml": ("openssf", 129),
    "openssf/baseline_criteria.yml": ("openssf", 64),
    "azure-checklist/ai_lz_checklist.en.json": ("azure-checklist", 177),
    "azure-checklist/azuremachinelearning_sg_checklist.en.json": ("azure-checklist", 33),
}


@pytest.mark.parametrize("name", OTHERS)
def test_published_frameworks_as_lenses(frameworks_folder: Path, tmp_path: Path, name: str) -> None:
    """Every other published framework fits into a lens with all its levels."""
    format, levels = OTHERS[name]
    first, second = round_trip(tmp_path, format, frameworks_folder / name)
    assert (sum(p.top for p in first.practices), sum(p.top for p in second.practices)) == (levels, levels)
    assert sorted(map(told, second.practices)) == sorted(map(told, first.practices))


def told(practice: Practice) -> tuple[str, list[tuple[str, list[str]]]]:
    """What a lens has a place for: the title, and the statement and the stories of each level."""
    levels = [
        (level.statement if practice.top > 1 else "", [s.title for s in level.stories]) for level in practice.levels
    ]
    return practice.title, levels


def test_the_built_in_catalog_as_a_lens() -> None:
    """Every level of the built-in catalog is a choice."""
    catalog = loader.load([loader.locate("five-pillars")])
    assert checked(catalog).choices == sum(practice.top for practice in catalog.practices)


def test_the_built_in_catalog_comes_back(tmp_path: Path) -> None:
    """Exported and imported again, it has as many practices, with the titles and the levels that they had."""
    first = loader.load([loader.locate("five-pillars")])
    lens = tmp_path / "lens.json"
    lens.write_text(checked(first).text, encoding="utf-8")
    second = imports.written(importing.read("aws-lens", lens), tmp_path)
    assert sorted((p.title, p.top) for p in second.practices) == sorted((p.title, p.top) for p in first.practices)


def test_answers_find_the_levels_of_a_ladder(tmp_path: Path) -> None:
    """The ids of a ladder's choices stand in maps_to, each with its level."""
    catalog = builders.catalog(builders.practice("abc", builders.level(), builders.level()))
    lens = tmp_path / "lens.json"
    lens.write_text(checked(catalog).text, encoding="utf-8")
    (practice,) = imports.written(importing.read("aws-lens", lens), tmp_path).practices
    assert [(found.framework, found.id, found.level) for found in practice.maps_to] == [
        ("aws-lens", "abc_1", 1),
        ("aws-lens", "abc_2", 2),
    ]


@pytest.mark.parametrize(
    "change", [("level 2 of 2", "level 2 of 3"), ("abc_2", "abc_3"), ("level 1 of 2", "level 2 of 2")]
)
def test_what_only_looks_like_a_ladder_stays(tmp_path: Path, change: tuple[str, str]) -> None:
    """With a level that is missing, out of order or of another id, each choice is a practice."""
    catalog = builders.catalog(builders.practice("abc", builders.level(), builders.level()))
    lens = tmp_path / "lens.json"
    lens.write_text(checked(catalog).text.replace(*change), encoding="utf-8")
    assert len(imports.written(importing.read("aws-lens", lens), tmp_path).practices) == 2

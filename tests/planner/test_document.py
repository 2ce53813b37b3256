"""The plan document as plain data."""

from __future__ import annotations

import copy
import datetime
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from integrations.plan_formats import render
from planner.document import points, ratio, to_document
from planner.document_schema import PlanDocument
from planner.schemas import MODELS, schema_text
from tests.builders import level, load, practice, story
from tests.planner.small import DIGEST, calendar, document_of, planned

ROOT = Path(__file__).parent.parent.parent

RICH: list[dict[str, Any]] = [
    practice(
        "a", level(story(2.5, tasks=[{"title": "Write", "hours": 4}, {"title": "Try", "hours": 2.5}])), skill="ml"
    ),
    practice("b", level(story(8), story(4, after=[1]), requires=("a/1",)), principles=["sec.trace"]),
    practice("c", level(story(25, tasks=[{"title": f"Task {n}", "hours": 8} for n in range(4)]))),
    practice("d", level(story(11)), level(), contributes={"ops": 1, "sec": 3}),
    practice("e"),
    practice("f", level(), level(requires=("d/2",))),
]
MORE: dict[str, Any] = {
    "calendar": calendar(3, days_off=["2026-12-25", "2027-01-01", "2027-01-06", "2026-12-24"]),
    "team": {"velocity": [9, 10, 12], "skills": {"ml": 5}},
    "values": {"e": 40},
    "edits": [{"exclude": "e", "reason": "later"}],
    "baseline": {"f": {"level": 1}},
    "target": {"default": 1, "practices": {"f": 2}},
}


def rich() -> dict[str, Any]:
    """A document with splits, deferrals of many kinds, skills and pulled-in levels."""
    return document_of(*RICH, **MORE)


# Its parts


def test_the_head_of_a_document() -> None:
    """The format, the workload, and each catalog with its version and digest."""
    found = document_of(practice("a"))
    assert {key: found[key] for key in ("schema", "workload", "catalogs")} == {
        "schema": "colonnade/plan@1",
        "workload": "small",
        "catalogs": [{"id": "small", "version": "1.0.0", "digest": DIGEST}],
    }


def test_a_sprint_of_a_document() -> None:
    """Number, dates, capacity, points, goal and stories."""
    found = document_of(practice("a", level(story(2.5))))
    assert found["sprints"][0] == {
        "number": 1,
        "start": datetime.date(2026, 12, 7),
        "end": datetime.date(2026, 12, 20),
        "capacity": 10,
        "points": 2.5,
        "goal": "Reach Practice a (level 1)",
        "stories": ["a/1/1"],
    }


def test_an_epic_of_a_document() -> None:
    """Id, title, pillar, principle, gap and value."""
    epic = document_of(practice("a", level(), level()), baseline={"a": {"level": 1}}, target={"default": 2})["epics"][0]
    del epic["stories"]
    assert epic == {
        "id": "a",
        "title": "Practice a",
        "pillar": "ops",
        "principle": "ops.code",
        "gap": {"from": 1, "to": 2, "pulled_in": []},
        "value": 4.0,
    }


def test_a_story_of_a_document() -> None:
    """Everything a person or a tracker needs of it."""
    tasks = [{"title": "Write", "hours": 4}]
    made = [practice("a"), practice("b", level(story(2.5, tasks=tasks), requires=("a/1",)), skill="ml")]
    found = document_of(*made, practice("c", level(requires=("b/1",))))["epics"][1]["stories"][0]
    text = found["why"].pop("text")
    assert text.startswith("Part of level 1 of 'Practice b', worth 6.00 per sprint from sprint 1 on.")
    assert found == {
        "id": "b/1/1",
        "title": "Do it",
        "level": 1,
        "points": 2.5,
        "skill": "ml",
        "sprint": 1,
        "depends_on": ["a/1/1"],
        "why": {
            "value": 6.0,
            "parts": {"severity": 2, "gain": 3.0, "pillars": {"ops": 6.0}},
            "waits_for": ["a/1"],
            "unlocks": ["c/1"],
        },
        "acceptance": ["It is done."],
        "tasks": [{"id": "b/1/1/1", "title": "Write", "hours": 4}],
    }


def test_a_story_without_a_skill_has_none() -> None:
    """No skill is null, not an empty text."""
    assert document_of(practice("a"))["epics"][0]["stories"][0]["skill"] is None


def test_a_story_waits_for_levels_and_stories() -> None:
    """Prerequisites and the stories of its own level that come before, sorted."""
    made = practice("b", level(story(), story(after=[1]), requires=("a/1",)))
    assert document_of(practice("a"), made)["epics"][1]["stories"][1]["why"]["waits_for"] == ["a/1", "b/1/1"]


def test_what_a_story_waits_for_and_unlocks_is_sorted() -> None:
    """By id, whatever the order of the catalog."""
    before, after = "gbe", "hcf"
    made = [practice(id) for id in before]
    made.append(practice("a", level(requires=tuple(f"{id}/1" for id in before))))
    made += [practice(id, level(requires=("a/1",))) for id in after]
    story = next(epic for epic in document_of(*made)["epics"] if epic["id"] == "a")["stories"][0]
    found = (story["depends_on"], story["why"]["waits_for"], story["why"]["unlocks"])
    assert found == (["b/1/1", "e/1/1", "g/1/1"], ["b/1", "e/1", "g/1"], ["c/1", "f/1", "h/1"])


def test_what_is_pulled_in_is_marked() -> None:
    """A gap names its levels above the target."""
    found = document_of(practice("a", level(), level()), practice("b", level(requires=("a/2",))))
    assert found["epics"][0]["gap"] == {"from": 0, "to": 2, "pulled_in": [2]}


def test_deferred_stories_are_listed_by_id() -> None:
    """Each with its reason and a sentence, and the sprint of the story is null."""
    found = document_of(practice("b", level(story(11))), practice("a"), edits=[{"exclude": "a"}])
    assert [(entry["id"], entry["reason"]) for entry in found["deferred"]] == [
        ("a/1/1", "excluded"),
        ("b/1/1", "capacity"),
    ]
    assert found["deferred"][0]["text"] == "Excluded by an edit."
    assert found["epics"][0]["stories"][0]["sprint"] is None


@pytest.mark.parametrize(("tenths", "expected"), [(50, "5"), (25, "2.5"), (0, "0")])
def test_points_are_whole_where_they_are_whole(tenths: int, expected: str) -> None:
    """5 points are written 5, not 5.0."""
    assert str(points(tenths)) == expected


@pytest.mark.parametrize(
    ("practices", "workload", "sprint", "expected"),
    [
        ([practice("a")], {}, 1, "Reach Practice a (level 1)"),
        ([practice("a")], {}, 2, ""),
        ([practice("a", level(story(8), story(8)))], {}, 1, "Work on Practice a"),
        (
            [practice("a"), practice("b")],
            {"values": {"a": 1, "b": 2}},
            1,
            "Reach Practice b (level 1) and Practice a (level 1)",
        ),
        ([practice("b"), practice("a")], {}, 1, "Reach Practice a (level 1) and Practice b (level 1)"),
        ([practice(id) for id in "abcd"], {}, 1, "Reach Practice a (level 1), Practice b (level 1) and 2 more"),
        ([practice("a")], {"baseline": {"a": {"done": ["a/1/1"]}}}, 1, ""),
    ],
)
def test_the_goal_of_a_sprint(practices: Any, workload: Any, sprint: int, expected: str) -> None:
    """The levels it reaches by work, the most valuable first; else what it works on; else nothing."""
    assert document_of(*practices, **workload)["sprints"][sprint - 1]["goal"] == expected


# The certificate


def certified(objective: float, bound: float) -> dict[str, Any]:
    plan = planned(practice("a"))
    found = to_document(replace(plan, solution=replace(plan.solution, objective=objective, bound=bound)))["certificate"]
    return {key: found[key] for key in ("objective", "bound", "ratio")}


@pytest.mark.parametrize(
    ("objective", "bound", "expected"),
    [
        (99.999, 100, 0.9999),
        (66.6666, 100, 0.6666),
        (66.66, 100, 0.6666),
        (100, 100, 1.0),
        (100, 100 * (1 + 1e-9), 1.0),
        (0, 100, 0.0),
        (0, 0, 1.0),
    ],
)
def test_the_ratio_rounds_down(objective: float, bound: float, expected: float) -> None:
    """Four decimals, never more than was proven but for the bound's own margin; 1 where there is nothing to earn."""
    assert certified(objective, bound)["ratio"] == expected


@pytest.mark.parametrize(
    ("bound", "expected"), [(12.5, 12.5), (12.3456781, 12.345679), (12.3456789, 12.345679), (0, 0)]
)
def test_the_bound_rounds_up(bound: float, expected: float) -> None:
    """What is written is never below what was proven."""
    assert certified(1, bound)["bound"] == expected


@pytest.mark.parametrize(("objective", "expected"), [(12.3456784, 12.345678), (12.3456786, 12.345679)])
def test_the_objective_has_six_decimals(objective: float, expected: float) -> None:
    """Rounded to the nearest millionth."""
    assert certified(objective, 100)["objective"] == expected


def test_the_ratio_of_a_plan_is_that_of_its_document() -> None:
    """Other pages that show the ratio use the same function."""
    plan = planned(*RICH, **MORE)
    assert ratio(plan) == to_document(plan)["certificate"]["ratio"]


# The schema


def test_a_document_fits_its_model() -> None:
    """The published shape reads what is written."""
    PlanDocument.model_validate(rich())


def test_a_document_fits_the_published_json_schema() -> None:
    """As JSON, and by an independent validator."""
    document = json.loads(render(rich(), "json"))
    validator = jsonschema.Draft202012Validator(json.loads(schema_text("plan")))
    assert list(validator.iter_errors(document)) == []


@pytest.mark.parametrize("name", MODELS)
def test_the_schemas_are_schemas(name: str) -> None:
    """Each is valid by the draft that it names."""
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text(name)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("extra",), 1),
        (("schema",), "colonnade/plan@2"),
        (("inputs",), "md5:0"),
        (("certificate", "ratio"), 1.1),
        (("certificate", "status"), "good"),
        (("sprints", 0, "number"), 0),
        (("sprints", 0, "points"), -1),
        (("sprints", 0, "start"), "soon"),
        (("epics", 0, "stories", 0, "id"), "a b"),
        (("epics", 0, "stories", 0, "sprint"), 0),
        (("deferred", 0, "reason"), "lazy"),
    ],
)
def test_what_is_no_document_is_refused(path: tuple[str | int, ...], value: object) -> None:
    """Unknown keys, figures out of range and words that are not of the format."""
    document: Any = copy.deepcopy(rich())
    at = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(ValidationError):
        PlanDocument.model_validate(document)


def test_reasons_of_a_rich_plan() -> None:
    """The document that these tests check holds split, excluded, too large and waiting stories."""
    found = rich()
    assert {entry["reason"] for entry in found["deferred"]} == {"capacity", "excluded", "prerequisite"}
    assert any("." in story["id"] for epic in found["epics"] for story in epic["stories"])


# The same bytes


def test_planning_twice_gives_the_same_bytes() -> None:
    """Nothing of time, memory or chance is in a document."""
    assert [render(rich(), "yaml")] == [render(rich(), "yaml")]


SCRIPT = """
import sys
from pathlib import Path
from integrations.plan_formats import FORMATS, render
from planner.document import to_document
from planner.plan import make_plan
from planner.workload_file import read_workload
workload, catalog = read_workload(Path(sys.argv[1]))
document = to_document(make_plan(catalog, workload))
sys.stdout.buffer.write("".join(render(document, format) for format in FORMATS).encode())
"""


def test_the_same_bytes_under_any_hash_seed(tmp_path: Path) -> None:
    """Two processes that order sets differently write the same documents in every format."""
    load(tmp_path, *RICH, **MORE)
    written = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(tmp_path / "workload.yaml")],
            check=True,
            capture_output=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert written[0] == written[1] != b""

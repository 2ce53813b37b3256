"""The folder of a SAMM model becomes a catalog, and what is wrong in it is said and does not stop the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.errors import BadInput
from integrations.frameworks import importing, samm_files
from integrations.frameworks.importing import Imported
from tests.integrations.frameworks import imports

Files = dict[str, Any]


def activity(stream: str, level: int, **more: Any) -> dict[str, Any]:
    found = {"type": "Activity", "id": f"a-{stream}-{level}", "stream": stream, "level": f"pl{level}"}
    return {**found, "title": f"Do {stream} {level}", "shortDescription": f"It is so {level}.", **more}


def model(changed: str = "", **values: Any) -> Files:
    """A function, a practice, two streams with two and one level, and a question, by path; one file `changed`."""
    files: Files = {
        "business_functions/Design": {
            "type": "Function",
            "id": "f",
            "name": "Design",
            "order": 1,
            "description": "Why.",
        },
        "security_practices/D-TA": {
            "type": "Practice",
            "id": "p",
            "function": "f",
            "name": "Threat Assessment",
            "shortName": "TA",
            "shortDescription": "Threats are known.",
            "order": 1,
        },
        "streams/D-TA-A": {"type": "Stream", "id": "sa", "practice": "p", "name": "Risk", "letter": "A", "order": 1},
        "streams/D-TA-B": {"type": "Stream", "id": "sb", "practice": "p", "name": "Models", "letter": "B", "order": 2},
        "activities/D-TA-1-A": activity("sa", 1),
        "activities/D-TA-2-A": activity("sa", 2, shortDescription=None, relatedActivities=["a-sb-1"]),
        "activities/D-TA-1-B": activity("sb", 1),
        "questions/D-TA-1-A": {
            "type": "Question",
            "id": "q",
            "activity": "a-sa-1",
            "text": "Is it so?",
            "quality": ["You see it", "It is recent"],
        },
    }
    for number in (1, 2, 3):
        files[f"maturity_levels/{number}"] = {"type": "MaturityLevel", "id": f"m{number}", "number": number}
        level = {"type": "PracticeLevel", "id": f"pl{number}", "practice": "p", "maturityLevel": f"m{number}"}
        files[f"practice_levels/D-TA-{number}"] = level
    if changed:
        files[changed] = {**files[changed], **values}
    return files


def texts(files: Files) -> dict[str, str]:
    return {f"{path}.yml": "---\n" + yaml.safe_dump(data, sort_keys=False) for path, data in files.items()}


def read(folder: Path, files: Files) -> Imported:
    imported = imports.read_folder("samm", folder / "model", texts(files))
    imports.written(imported, folder)
    return imported


def found(imported: Imported) -> list[tuple[str, str, str]]:
    return [(finding.rule, Path(finding.file).name, finding.text) for finding in imported.findings]


def test_a_model_becomes_a_catalog(tmp_path: Path) -> None:
    """Functions are pillars, practices principles, streams practices; an activity is the level of its number."""
    imported = read(tmp_path, model())
    content = imported.content
    assert content["pillars"] == [{"id": "design", "title": "Design", "summary": "Why."}]
    assert content["principles"] == [
        {"id": "threat-assessment", "pillar": "design", "title": "Threat Assessment", "summary": "Threats are known."}
    ]
    assert found(imported) == []
    assert content["practices"][0] == {
        "id": "D-TA-A",
        "title": "Risk",
        "summary": "",
        "principles": ["threat-assessment"],
        "contributes": {"design": 3},
        "severity": "medium",
        "levels": [
            {
                "statement": "It is so 1.",
                "verify": "Is it so?\n- You see it\n- It is recent",
                "gain": 3,
                "requires": [],
                "stories": [{"title": "Do sa 1", "points": 5, "acceptance": ["You see it", "It is recent"]}],
            },
            {
                "statement": "Do sa 2",
                "verify": "Show evidence that this holds: Do sa 2",
                "gain": 2,
                "requires": [],
                "stories": [{"title": "Do sa 2", "points": 5, "acceptance": ["Do sa 2"]}],
            },
        ],
        "references": [],
        "source": {"framework": "samm", "id": "D-TA-A"},
        "maps_to": [
            {"framework": "samm", "id": "D-TA-1-A", "title": "Do sa 1", "level": 1, "sure": "high"},
            {"framework": "samm", "id": "D-TA-2-A", "title": "Do sa 2", "level": 2, "sure": "high"},
        ],
        "see_also": ["D-TA-B"],
        "assumed": ["gain", "severity", "points", "contributes", "statement", "verify"],
    }
    assert (imported.counts.practices, imported.counts.levels, imported.counts.edges) == (2, 3, 0)


@pytest.mark.parametrize(
    ("changed", "values", "file", "expected"),
    [
        ("activities/D-TA-2-A", {"level": "pl9"}, "D-TA-2-A", "level: no PracticeLevel has the id 'pl9'"),
        ("activities/D-TA-2-A", {"stream": None}, "D-TA-2-A", "stream: the id of a Stream was expected, not nothing"),
        ("activities/D-TA-2-A", {"id": "a-sa-1"}, "D-TA-2-A", "the id 'a-sa-1' is that of 'D-TA-1-A' already"),
        ("activities/D-TA-2-A", {"id": None}, "D-TA-2-A", "there is no id, so that nothing can refer to this"),
        ("activities/D-TA-2-A", {"level": "pl1"}, "D-TA-2-A", "'D-TA-1-A' is of this stream and level 1 already"),
        ("activities/D-TA-2-A", {"level": "pl3"}, "D-TA-A", "the stream has activities of the levels 1, 3; they"),
        ("activities/D-TA-2-A", {"title": float("nan")}, "D-TA-2-A", "title: text was expected, not 'nan'"),
        ("activities/D-TA-2-A", {"title": {"a": "map"}}, "D-TA-2-A", "title: text was expected, not a mapping"),
        ("activities/D-TA-2-A", {"relatedActivities": ["x"]}, "D-TA-2-A", "relatedActivities: no Activity has the id"),
        ("activities/D-TA-2-A", {"type": "Stream"}, "D-TA-2-A", "type: 'Activity' was expected in this folder, not"),
        ("maturity_levels/2", {"number": "two"}, "2", "number: a whole number from 1 to 5 was expected, not 'two'"),
        (
            "practice_levels/D-TA-2",
            {"practice": "q"},
            "D-TA-2-A",
            "level: 'D-TA-2' is a level of another practice than",
        ),
        ("streams/D-TA-B", {"practice": "q"}, "D-TA-B", "practice: no Practice has the id 'q'"),
        ("streams/D-TA-B", {"letter": "A"}, "D-TA-B", "the id 'D-TA-A' is taken already; 'D-TA-A-2' is used for this"),
        ("questions/D-TA-1-A", {"quality": {"a": "map"}}, "D-TA-1-A", "quality: a list was expected, not a mapping"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, changed: str, values: Files, file: str, expected: str) -> None:
    """References that lead nowhere, ids given twice and wrong types are findings in their file; the rest is read."""
    imported = read(tmp_path, model(changed, **values))
    said = [text for _, name, text in found(imported) if name == f"{file}.yml" and text.startswith(expected)]
    assert len(said) == 1
    assert "D-TA-A" in [practice["id"] for practice in imported.content["practices"]]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """An empty file, one that is no YAML and one that holds a list are findings with their file and line."""
    folder = tmp_path / "model"
    odd = {"activities/X-1.yml": "", "activities/X-2.yml": "a: [", "activities/X-3.yml": "- a", "streams/X.yml": "# x"}
    imported = imports.read_folder("samm", folder, {**texts(model()), **odd})
    assert [(rule, file) for rule, file, _ in found(imported)] == [
        ("unreadable-file", "X-1.yml"),
        ("unreadable-file", "X-2.yml"),
        ("wrong-shape", "X-3.yml"),
        ("empty-file", "X.yml"),
    ]


def test_missing_folders(tmp_path: Path) -> None:
    """A folder that is not there is a finding, and what refers into it too."""
    imported = read(tmp_path, {path: data for path, data in model().items() if not path.startswith("questions")})
    assert found(imported) == [("missing-folder", "questions", "the model has no such folder")]
    with pytest.raises(BadInput, match="no stream has an activity with a maturity level"):
        read(tmp_path / "b", {path: data for path, data in model().items() if not path.startswith("maturity")})


def test_what_is_no_model_folder(tmp_path: Path) -> None:
    """A file, an empty folder and an absent one are refused in words; the folder above `model` will do."""
    (tmp_path / "file").write_text("a: b")
    (tmp_path / "empty").mkdir()
    for name, expected in (
        ("file", "this is a file; the folder"),
        ("empty", "not the folder"),
        ("x", "no such folder"),
    ):
        with pytest.raises(BadInput, match=expected):
            importing.read("samm", tmp_path / name)
    read(tmp_path, model())
    assert importing.read("samm", tmp_path).counts.practices == 2


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with more than can be a model is refused before it is read."""
    monkeypatch.setattr(samm_files, "MAX_FILES", 5)
    with pytest.raises(BadInput, match="the model has 14 files"):
        read(tmp_path, model())


@given(st.randoms(use_true_random=False), st.integers(1, 30))
@settings(max_examples=40, deadline=None)
def test_any_model_is_refused_or_sound(random: Any, times: int) -> None:
    """However the files are spoiled, the model is refused as bad input, or gives a catalog that loads."""
    files = imports.spoiled(model(), random, times)
    if isinstance(files, dict):
        safe = {f"{path}.yml": imports.to_yaml([data]) for path, data in files.items() if "/" in path}
        assert imports.is_refused_or_sound("samm", safe)


def test_published_model(frameworks_folder: Path, tmp_path: Path) -> None:
    """The published model has 5 functions, 15 practices, 30 streams of 3 activities each, and no prerequisite."""
    imported = importing.read("samm", frameworks_folder / "samm")
    catalog = imports.written(imported, tmp_path)
    counts = imported.counts
    assert (counts.pillars, counts.principles, counts.practices, counts.levels, counts.edges) == (5, 15, 30, 90, 0)
    assert {practice.top for practice in catalog.practices} == {3}
    assert found(imported) == []
    names = sorted(path.stem for path in (frameworks_folder / "samm" / "model" / "activities").iterdir())
    assert sorted(c.id for practice in catalog.practices for c in practice.maps_to) == names

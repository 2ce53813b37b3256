"""Baselines of other frameworks: the answers in their files, what is wrong in these, and what an import gives."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.errors import BadInput
from integrations.frameworks import baselines, importing
from integrations.frameworks.baselines import FORMATS
from planner.answers import State
from planner.workload import Calendar, Team, Workload
from tests import builders
from tests.integrations.frameworks import imports

DAY = datetime.date(2026, 11, 20)
WORKLOAD = Workload("w", ("c",), Team((10,)), Calendar(DAY))

Answers = list[tuple[str, State, str]]
Findings = list[tuple[int | None, str, str]]


def read(folder: Path, format: str, source: Any, team: str = "") -> tuple[Answers, Findings]:
    """The answers in a source, and what is wrong in it: line, rule, place."""
    path = folder / "source"
    path.write_text(source if isinstance(source, str) else json.dumps(source, indent=0), encoding="utf-8")
    answers, notes = FORMATS[format].read(path, team)
    return [(a.id, a.state, a.said) for a in answers], [(f.line, f.rule, f.key) for f in notes.found]


def question(*selected: str, **more: Any) -> dict[str, Any]:
    choices = [{"ChoiceId": id, "Title": title} for id, title in (("a", "Do a"), ("b", "Do b"), ("q_no", "None"))]
    return {"QuestionId": "q", "Choices": choices, "SelectedChoices": list(selected), "Risk": "HIGH", **more}


def detail(id: str, status: str, reason: str = "NONE") -> dict[str, str]:
    return {"ChoiceId": id, "Status": status, "Reason": reason}


MET, UNMET, NA = State.MET, State.UNMET, State.NOT_APPLICABLE
A, B = ("a", MET, "selected"), ("b", UNMET, "not selected")
OUT = "not applicable, out of scope"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (question("a"), [A, B]),
        ([question("a")], [A, B]),
        ({"AnswerSummaries": [question("a")]}, [A, B]),
        ([{"AnswerSummaries": [question("a")]}, {"AnswerSummaries": []}], [A, B]),
        ({"Answer": question("a")}, [A, B]),
        (question("a", "b"), [A, ("b", MET, "selected")]),
        (question("q_no"), [("a", UNMET, "not selected"), B]),
        (question("z", Choices=[{"ChoiceId": "b"}, {"ChoiceId": "z", "Title": "None of these"}]), [B]),
        (question(Risk="UNANSWERED"), []),
        (question(Risk="NONE"), [("a", UNMET, "not selected"), B]),
        (question("a", ChoiceAnswerSummaries=[detail("b", "NOT_APPLICABLE", "OUT_OF_SCOPE")]), [A, ("b", NA, OUT)]),
        (question(IsApplicable=False, Reason="OTHER"), [(id, NA, "question not applicable") for id in "ab"]),
    ],
)
def test_aws_answers(tmp_path: Path, source: Any, expected: Answers) -> None:
    """Pages, lists and single answers are read; choices of an answered question are made, not made, not applicable."""
    assert read(tmp_path, "aws-answers", source) == (expected, [])


def test_an_answer_without_its_choices(tmp_path: Path) -> None:
    """What it selects or tells is read, and it is said that the others are not known."""
    source = question("a", Choices=None, ChoiceAnswerSummaries=[detail("b", "UNSELECTED")])
    assert read(tmp_path, "aws-answers", source) == ([A, B], [(1, "missing-choices", "q")])


def test_pages_behind_each_other(tmp_path: Path) -> None:
    """Pages that were printed one after the other are read, and a missing further one is a finding."""
    pages = [{"AnswerSummaries": [question("a", QuestionId=id)], "NextToken": "x"} for id in "qr"]
    answers, findings = read(tmp_path, "aws-answers", "\n".join(map(json.dumps, pages)))
    assert [rule for _, rule, _ in findings] == ["more-pages", "more-pages"]
    assert answers == [A, B, A, B]


def test_codes_in_titles(tmp_path: Path) -> None:
    """A best practice's code at the start of a choice's title is a further name of it."""
    choices = [{"ChoiceId": "ops_x", "Title": "[OPS05-BP01] Use version control"}]
    path = tmp_path / "source"
    path.write_text(json.dumps(question("ops_x", Choices=choices)))
    [answer] = FORMATS["aws-answers"].read(path, "")[0]
    assert answer.ids == ("ops_x", "OPS05-BP01")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"SelectedChoices": ["a", "x"]}, "unknown-choice"),
        ({"SelectedChoices": ["a", "q_no"]}, "contradiction"),
        ({"SelectedChoices": ["a"], "ChoiceAnswerSummaries": [detail("a", "UNSELECTED")]}, "contradiction"),
        ({"ChoiceAnswerSummaries": [detail("a", "CHOSEN")]}, "odd-status"),
        ({"ChoiceAnswerSummaries": [{"Status": "SELECTED"}]}, "missing-id"),
        ({"ChoiceAnswerSummaries": ["a"]}, "wrong-shape"),
        ({"Risk": "HIHG"}, "odd-risk"),
        ({"Choices": [{"Title": "no id"}]}, "missing-id"),
        ({"Choices": {"a": "map"}}, "wrong-shape"),
        ({"SelectedChoices": "a"}, "wrong-shape"),
        ({"QuestionId": float("nan")}, "not-text"),
    ],
)
def test_what_is_wrong_in_aws_answers(tmp_path: Path, more: dict[str, Any], expected: str) -> None:
    """Choices of no question, contradictions, unknown words and wrong types are findings."""
    assert expected in [rule for _, rule, _ in read(tmp_path, "aws-answers", [question("a"), question(**more)])[1]] or (
        expected in [rule for _, rule, _ in read(tmp_path, "aws-answers", question(**more))[1]]
    )


def test_the_same_question_twice(tmp_path: Path) -> None:
    """Of two answers to one question the first holds, and the second is a finding with its line."""
    answers, findings = read(tmp_path, "aws-answers", [question("a"), question("b")])
    assert (answers, [rule for _, rule, _ in findings]) == ([A, B], ["duplicate-question"])


PROGRESS = """\
progress:
  u1:  # Name
    'Team A': {'Started': 2025-02-01}
    'Team B': {'Started': 2025-03-01, 'Fully implemented': 2025-04-01}
  u2:
    Team A: {Fully implemented: 2025-05-01}
  u3:
"""


@pytest.mark.parametrize(
    ("team", "expected"),
    [
        (
            "",
            [
                ("u1", State.PARTLY, "Team A: started 2025-02-01, Team B: fully implemented 2025-04-01"),
                ("u2", State.PARTLY, "Team A: fully implemented 2025-05-01, Team B: not implemented"),
            ],
        ),
        (
            "Team B",
            [
                ("u1", MET, "Team B: fully implemented 2025-04-01"),
                ("u2", UNMET, "Team B: not implemented"),
            ],
        ),
    ],
)
def test_dsomm_progress(tmp_path: Path, team: str, expected: Answers) -> None:
    """An activity is met when the team, or every team in the file, has wholly implemented it."""
    assert read(tmp_path, "dsomm-progress", PROGRESS, team) == (expected, [])


def test_states_of_meta_yaml(tmp_path: Path) -> None:
    """The states and scores of the meta.yaml beside the file hold; those of the file itself go before."""
    (tmp_path / "meta.yaml").write_text("progressDefinition: {Begun: 10%, Done: {score: 1}, Odd: much}\n")
    text = "progress:\n u1: {T: {Done: 2025-01-01}}\n u2: {T: {Started: 2025-01-01}}\n"
    answers, findings = read(tmp_path, "dsomm-progress", text)
    assert answers == [("u1", MET, "T: done 2025-01-01"), ("u2", UNMET, "T: not implemented")]
    assert findings == [(None, "odd-score", ""), (3, "unknown-state", "u2/T")]
    own = read(tmp_path, "dsomm-progress", text + "progressDefinition: {Started: 100%, Done: 0%}\n")[0]
    assert own == [("u1", UNMET, "T: not implemented"), ("u2", MET, "T: started 2025-01-01")]


def test_generated_model_with_teams(tmp_path: Path) -> None:
    """Models of earlier versions say for each activity which teams have implemented it."""
    text = """\
Dim:
  Sub:
    One: {uuid: u1, teamsImplemented: {A: true, B: false}}
    Two: {uuid: u2, teamsImplemented: {A: true, B: yes please}}
    Three: {isImplemented: true}
"""
    answers, findings = read(tmp_path, "dsomm-progress", text, "A")
    assert answers[:2] == [("u1", MET, "A: implemented"), ("u2", MET, "A: implemented")]
    assert findings == [(4, "not-a-truth-value", "Dim/Sub/Two"), (5, "missing-uuid", "Dim/Sub/Three")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("progress:\n u1: {T: {Started: soon}}\n", [(2, "odd-date", "u1/T")]),
        ("progress:\n u1: [T]\n u2: {T: {Started: 2025-01-01}}\n", [(2, "wrong-shape", "u1")]),
        ("progress:\n u1: {T: Started}\n", [(2, "wrong-shape", "u1/T")]),
        ("progress:\n u1: {T: {Started: '2025-01-01T00:00:00Z'}}\n", []),
        ("progress:\n u1: {T: {Startd: 2025-01-01}}\n", [(2, "unknown-state", "u1/T")]),
        ("progress:\n u1: {T: {}}\n u1: {T: {}}\n", [(3, "repeated-key", "")]),
    ],
)
def test_what_is_wrong_in_dsomm_progress(tmp_path: Path, text: str, expected: Findings) -> None:
    """Dates that are none, states that nobody knows and wrong types are findings with their line."""
    assert read(tmp_path, "dsomm-progress", text)[1] == expected


def test_team_that_is_not_there(tmp_path: Path) -> None:
    """A team that the file does not name is refused with the nearest that it does."""
    with pytest.raises(BadInput, match="no progress of the team 'Team C'; the nearest known name is 'Team"):
        read(tmp_path, "dsomm-progress", PROGRESS, "Team C")


def test_badge_answers(tmp_path: Path) -> None:
    """Statuses are answers with their justification; `?` is none, and what no status is stays unread."""
    source = {
        "name": "x",
        "a_status": "Met",
        "a_justification": "See here.",
        "b_status": "Unmet",
        "c_status": "N/A",
        "c_justification": "No such thing.",
        "d_status": "?",
        "e_status": "met",
        "_status": "Met",
        "f_justification": "Why so.",
        "g_state": "Met",
        "h_status": "",
    }
    answers, findings = read(tmp_path, "bestpractices-json", source)
    assert answers == [
        ("a", MET, "Met: See here."),
        ("b", UNMET, "Unmet"),
        ("c", NA, "N/A: No such thing."),
        ("e", MET, "met"),
    ]
    assert [(rule, key) for _, rule, key in findings] == [
        ("unknown-key", "_status"),
        ("missing-status", "f_justification"),
        ("unknown-key", "g_state"),
        ("odd-status", "h_status"),
    ]


@pytest.mark.parametrize(("value", "rule"), [("Mett", "odd-status"), (True, "not-text"), (["Met"], "not-text")])
def test_what_is_wrong_in_badge_answers(tmp_path: Path, value: Any, rule: str) -> None:
    """A status that is none is a finding with its line, and no answer."""
    answers, findings = read(tmp_path, "bestpractices-json", {"a_status": "Met", "b_status": value})
    assert (answers, [(line, found) for line, found, _ in findings]) == ([("a", MET, "Met")], [(3, rule)])


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "1", '"a"', "[1]", '{"a": 1}', "progress:\n", "{", '{"AnswerSummaries": []}']
)
def test_files_that_are_no_answers(tmp_path: Path, format: str, text: str) -> None:
    """A file without an answer is refused with its name."""
    with pytest.raises(BadInput) as caught:
        read(tmp_path, format, text)
    assert {problem.file for problem in caught.value.problems} == {str(tmp_path / "source")}


SMALL: dict[str, Any] = {
    "aws-answers": {"AnswerSummaries": [question("a", ChoiceAnswerSummaries=[detail("b", "NOT_APPLICABLE", "OTHER")])]},
    "dsomm-progress": {"progress": {"a": {"T": {"Started": DAY}}, "b": {"T": {"Implemented": DAY}, "U": {}}}},
    "bestpractices-json": {"a_status": "Met", "a_justification": "Why", "b_status": "N/A"},
}
CATALOG = builders.catalog(
    *(
        builders.practice(f"{framework}-{id}", source={"framework": framework, "id": id})
        for framework in ("aws-lens", "dsomm", "openssf")
        for id in "ab"
    )
)


@given(st.randoms(use_true_random=False), st.integers(1, 20), st.sampled_from(sorted(SMALL)))
@settings(max_examples=120, deadline=None)
def test_any_answers_are_refused_or_read(tmp_path_factory: Any, random: Any, times: int, format: str) -> None:
    """However answers are spoiled, they are refused as bad input, or read into levels of practices."""
    spoiled = imports.spoiled(SMALL[format], random, times)
    path = tmp_path_factory.mktemp("any") / "source"
    text = imports.to_yaml([spoiled]) if format == "dsomm-progress" else imports.to_json(spoiled)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with contextlib.suppress(BadInput):
        imported = baselines.read(format, path, WORKLOAD, CATALOG, DAY)
        json.dumps(baselines.summary(imported, False)).encode()
        assert set(imported.workload.baseline) <= set(CATALOG.practice)


def test_an_import(tmp_path: Path) -> None:
    """An import says what is set, what stays open, what matched nothing, and what was wrong."""
    path = tmp_path / "source"
    path.write_text(json.dumps({"a_status": "Met", "c_status": "Unmet", "d_status": "x"}, indent=0))
    summary = baselines.summary(baselines.read("bestpractices-json", path, WORKLOAD, CATALOG, DAY), False)
    assert summary == {
        "format": "bestpractices-json",
        "file": str(path),
        "written": False,
        "answers": {"met": 1, "not met": 1},
        "levels": [
            {
                "practice": "openssf-a",
                "present": None,
                "level": 1,
                "not_applicable": False,
                "reason": "",
                "evidence": "openssf a: Met",
                "proposed": False,
                "kept": "",
            }
        ],
        "open": [],
        "unmatched": [{"id": "c", "state": "not met", "line": 3, "near": None}],
        "findings": [
            {
                "rule": "odd-status",
                "file": str(path),
                "line": 4,
                "key": "d_status",
                "text": "'x' is none of Met, Unmet, N/A, ?",
            }
        ],
    }


def test_a_catalog_that_does_not_know_the_framework(tmp_path: Path) -> None:
    """Answers to a framework that the catalog does not know are refused, saying what would help."""
    path = tmp_path / "source"
    path.write_text(json.dumps(SMALL["bestpractices-json"]))
    with pytest.raises(BadInput, match="comes from openssf or names a counterpart in it"):
        baselines.read("bestpractices-json", path, WORKLOAD, builders.catalog(builders.practice("p")), DAY)


def test_published_assessment(frameworks_folder: Path, tmp_path: Path) -> None:
    """The published self-assessment has 52 statuses, all of criteria that the published file has."""
    folder = frameworks_folder / "openssf"
    catalog = imports.written(importing.read("openssf", folder / "criteria.yml"), tmp_path)
    assessment = folder / "Ensono-eirctl.bestpractices.json"
    imported = baselines.read("bestpractices-json", assessment, WORKLOAD, catalog, DAY)
    assert Counter(answer.state for answer in imported.answers) == {MET: 48, UNMET: 1, NA: 3}
    assert (imported.weighed.unmatched, imported.findings) == ((), ())
    levels = Counter(("n/a" if s.not_applicable else s.level) for s in imported.workload.baseline.values())
    assert levels == {1: 48, 0: 1, "n/a": 3}


def test_published_model_with_teams(frameworks_folder: Path) -> None:
    """The published earlier model holds the progress of three example teams for each of its 190 activities."""
    path = frameworks_folder / "dsomm" / "generated-2025-03-21-level-inversion.yaml"
    answers, notes = FORMATS["dsomm-progress"].read(path, "")
    assert (len(answers), {answer.state for answer in answers}, notes.found) == (190, {UNMET}, [])

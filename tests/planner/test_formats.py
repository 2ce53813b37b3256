"""The plan document as text, and how text is written."""

from __future__ import annotations

import csv
import datetime
import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.errors import BadInput
from integrations import writing
from integrations.plan_formats import COLUMNS, FORMATS, render
from integrations.writing import SixDecimals, to_yaml, write_file
from tests.builders import level, practice, story
from tests.planner.small import document_of
from tests.planner.test_document import rich


def rows(document: dict[str, Any]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(document, "csv"), newline="")))


def titled(title: str, **more: Any) -> dict[str, Any]:
    """A document with a single story of this title."""
    return document_of(practice("a", level(story(title=title, **more))))


# YAML and JSON


def test_yaml_writes_objective_and_bound_with_six_decimals() -> None:
    """The figures of the certificate have six decimals, also where these are zeros."""
    document = document_of(practice("a"), values={"a": 40})
    assert "  objective: 40.000000\n  bound: 40.000000\n" in render(document, "yaml").replace("40.000001", "40.000000")


def test_yaml_keeps_the_order_of_keys() -> None:
    """A document begins with its schema and ends with what is deferred."""
    keys = [line.split(":")[0] for line in render(rich(), "yaml").splitlines() if line[:1].isalpha()]
    assert keys == ["schema", "workload", "catalogs", "inputs", "certificate", "sprints", "epics", "deferred"]


def test_yaml_has_no_anchors() -> None:
    """What occurs twice is written twice."""
    twice = ["x"]
    assert to_yaml({"a": twice, "b": twice}) == "a:\n- x\nb:\n- x\n"


def test_yaml_keeps_letters_of_all_languages() -> None:
    """Text is not escaped to ASCII."""
    assert "Größe → ok" in render(titled("Größe → ok"), "yaml")


@pytest.mark.parametrize("title", ["yes", "1.0", "2026-12-07", "a: b", "# no", "null", "- x", "'", "a\nb", "=1+1"])
def test_yaml_reads_back_what_was_written(title: str) -> None:
    """Text that looks like something else stays text."""
    assert yaml.safe_load(render(titled(title), "yaml"))["epics"][0]["stories"][0]["title"] == title


def test_json_equals_yaml() -> None:
    """Both hold the same document, dates as text in JSON."""
    from_yaml = yaml.safe_load(render(rich(), "yaml"))
    plain = json.loads(json.dumps(from_yaml, default=datetime.date.isoformat))
    assert json.loads(render(rich(), "json")) == plain


def test_the_text_is_the_document() -> None:
    """Nothing is lost or added in YAML."""
    assert yaml.safe_load(render(rich(), "yaml")) == rich()


@pytest.mark.parametrize("format", ["yaml", "json", "csv", "markdown"])
def test_text_ends_with_one_line_end(format: str) -> None:
    """Files end as editors end them."""
    text = render(rich(), format)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_an_unknown_format_is_a_key_error() -> None:
    """There are four formats."""
    assert list(FORMATS) == ["yaml", "json", "csv", "markdown"]
    with pytest.raises(KeyError):
        render(rich(), "docx")


@pytest.mark.parametrize(("figure", "text"), [(1.0, "1.000000"), (0.1234567, "0.123457"), (1e9, "1000000000.000000")])
def test_six_decimals(figure: float, text: str) -> None:
    """A figure marked so is a plain YAML number with six decimals."""
    assert to_yaml([SixDecimals(figure)]) == f"- {text}\n"


# CSV


def test_csv_has_a_row_for_each_story() -> None:
    """Placed ones in the order of their sprints, then those left out."""
    document = rich()
    ids = [id for sprint in document["sprints"] for id in sprint["stories"]]
    assert [row["id"] for row in rows(document)] == ids + [entry["id"] for entry in document["deferred"]]


def test_csv_rows_are_in_the_order_of_sprints_and_ids() -> None:
    """Whatever the order of the catalog; what is deferred comes last."""
    edits = [{"exclude": "d"}, {"pin": "c", "sprint": 2}]
    document = document_of(*(practice(id) for id in "dcba"), edits=edits)
    assert [row["id"] for row in rows(document)] == ["a/1/1", "b/1/1", "c/1/1", "d/1/1"]


def test_csv_columns() -> None:
    """The head names every column."""
    assert tuple(rows(rich())[0]) == COLUMNS


def test_a_row_of_csv() -> None:
    """What a story is, where it is and why."""
    tasks = [{"title": "Write", "hours": 4}, {"title": "Try", "hours": 2.5}]
    made = practice("b", level(story(2.5, tasks=tasks, acceptance=["One.", "Two."]), requires=("a/1",)), skill="ml")
    row = rows(document_of(practice("a"), made))[1]
    assert row.pop("text").startswith("Part of level 1 of 'Practice b'")
    assert row == {
        "id": "b/1/1",
        "epic": "b",
        "epic_title": "Practice b",
        "title": "Do it",
        "pillar": "ops",
        "principle": "ops.code",
        "level": "1",
        "points": "2.5",
        "skill": "ml",
        "sprint": "1",
        "start": "2026-12-07",
        "end": "2026-12-20",
        "value": "6.0",
        "depends_on": "a/1/1",
        "deferred": "",
        "acceptance": "One.\nTwo.",
        "tasks": "Write (4 h)\nTry (2.5 h)",
    }


def test_a_row_of_csv_for_what_is_deferred() -> None:
    """No sprint and no dates, but the reason."""
    row = rows(document_of(practice("a"), edits=[{"exclude": "a"}]))[0]
    assert [row[key] for key in ("sprint", "start", "end", "deferred")] == ["", "", "", "excluded"]


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_csv_holds_no_formulas(title: str) -> None:
    """Text that a spreadsheet would run is marked as text."""
    assert rows(titled(title))[0]["title"] == "'" + title


@pytest.mark.parametrize(("start", "read"), [("\t", "\t"), ("\r", "\n"), ("\n", "\n"), ("\r\n", "\n")])
def test_csv_holds_no_formulas_after_white_space(start: str, read: str) -> None:
    """Nor does a tab or a line break hide one."""
    document = titled("x")
    document["epics"][0]["stories"][0]["title"] = start + "=1+1"
    assert rows(document)[0]["title"] == "'" + read + "=1+1"


def test_csv_has_one_kind_of_line_break() -> None:
    """A carriage return inside a text does not begin a new row."""
    assert [row["title"] for row in rows(titled("a\rb\r\nc"))] == ["a\nb\nc"]


@pytest.mark.parametrize("key", ["acceptance", "tasks"])
def test_csv_holds_no_formulas_in_joined_cells(key: str) -> None:
    """Lists that begin with a formula are marked too."""
    given = ["=1+1"] if key == "acceptance" else [{"title": "=1+1", "hours": 1}]
    assert rows(titled("x", **{key: given}))[0][key].startswith("'=1+1")


@pytest.mark.parametrize("title", ["a, b", 'say "x"', "a\nb", "x = 1", "Größe"])
def test_csv_reads_back_what_was_written(title: str) -> None:
    """Commas, quotes and line breaks are kept."""
    assert rows(titled(title))[0]["title"] == title


# Markdown


def test_markdown_has_sprints_and_what_is_deferred() -> None:
    """A heading for the plan, one for each sprint, one for the rest."""
    heads = [line for line in render(rich(), "markdown").splitlines() if line.startswith("#")]
    assert heads == [
        "# Plan of small",
        "## Sprint 1: 2026-12-07 to 2026-12-20",
        "## Sprint 2: 2026-12-21 to 2027-01-03",
        "## Sprint 3: 2027-01-04 to 2027-01-17",
        "## Deferred",
    ]


def test_markdown_without_deferrals_has_no_such_heading() -> None:
    """Nothing left out, nothing said."""
    assert "Deferred" not in render(document_of(practice("a")), "markdown")


def test_a_sprint_in_markdown() -> None:
    """Points of capacity, the goal, and a table of its stories."""
    text = render(document_of(practice("a", level(story(2.5)), skill="ml")), "markdown")
    assert text.splitlines()[4:13] == [
        "## Sprint 1: 2026-12-07 to 2026-12-20",
        "",
        "2.5 of 10 points. Reach Practice a (level 1)",
        "",
        "| title | pillar | points | skill | story |",
        "|---|---|---|---|---|",
        "| Do it | ops | 2.5 | ml | a/1/1 |",
        "",
        "## Sprint 2: 2026-12-21 to 2027-01-03",
    ]


def test_an_empty_sprint_in_markdown_has_no_table() -> None:
    """Points of capacity and nothing else, without spaces at the end of a line."""
    assert render(document_of(practice("a")), "markdown").splitlines()[-1] == "0 of 10 points."


def test_a_deferred_story_in_markdown() -> None:
    """A line for its level, with size, value and reason."""
    text = render(document_of(practice("a"), edits=[{"exclude": "a"}], values={"a": 40}), "markdown")
    assert text.splitlines()[-1] == "- Practice a, level 1 (`a`, 2 points, 40.0 per sprint): Excluded by an edit."


def test_markdown_says_how_good_the_plan_is() -> None:
    """Objective, bound, share and status."""
    text = render(document_of(practice("a"), values={"a": 40}), "markdown")
    assert text.splitlines()[2] == "Earns 40.00 of at most 40.00 (100.0 %, optimal)."


@pytest.mark.parametrize(("title", "cell"), [("a|b", "a\\|b"), ("a\nb", "a b"), ("||", "\\|\\|")])
def test_a_title_does_not_break_the_table(title: str, cell: str) -> None:
    """Pipes are escaped, and a line break becomes a space."""
    row = next(line for line in render(titled(title), "markdown").splitlines() if line.endswith("| a/1/1 |"))
    assert row == f"| {cell} | ops | 2 |  | a/1/1 |"


# Writing files


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written(tmp_path: Path) -> None:
    """The text as it is, in UTF-8, with plain line ends, and nothing beside it."""
    write_file(tmp_path / "plan.yaml", "Größe\n")
    assert (tmp_path / "plan.yaml").read_bytes() == "Größe\n".encode()
    assert names(tmp_path) == ["plan.yaml"]


def test_a_file_is_replaced(tmp_path: Path) -> None:
    """The new text takes the place of the old, however long that was."""
    (tmp_path / "plan.yaml").write_text("old and longer")
    write_file(tmp_path / "plan.yaml", "new")
    assert (tmp_path / "plan.yaml").read_text() == "new"


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    """A file that only its owner may read stays so."""
    path = tmp_path / "plan.yaml"
    path.write_text("old")
    path.chmod(0o600)
    write_file(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    """A new file may be read by whoever may read any other new file."""
    (tmp_path / "other").write_text("")
    write_file(tmp_path / "plan.yaml", "new")
    assert (tmp_path / "plan.yaml").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()])
@pytest.mark.parametrize("step", ["fsync", "fdopen"])
def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, step: str
) -> None:
    """Whatever goes wrong, the old text is whole and no half-written file is left."""

    def fail(*_: object, **__: object) -> None:
        raise error

    path = tmp_path / "plan.yaml"
    path.write_text("old")
    monkeypatch.setattr(writing.os, step, fail)
    with pytest.raises((BadInput, type(error))):
        write_file(path, "new")
    assert (path.read_text(), names(tmp_path)) == ("old", ["plan.yaml"])


def test_text_that_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    """Half a surrogate pair is no text in UTF-8; it is refused with the file's name."""
    (tmp_path / "plan.yaml").write_text("old")
    with pytest.raises(BadInput, match=r"plan\.yaml: the file cannot be written"):
        write_file(tmp_path / "plan.yaml", "new \ud800")
    assert ((tmp_path / "plan.yaml").read_text(), names(tmp_path)) == ("old", ["plan.yaml"])


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """Naming a folder is said in words."""
    with pytest.raises(BadInput, match="this is a folder; name a file to write"):
        write_file(tmp_path, "new")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """The system's own words, with the file's name."""
    with pytest.raises(BadInput, match="the file cannot be written: No such file or directory"):
        write_file(tmp_path / "missing" / "plan.yaml", "new")


def test_a_long_name_can_be_written(tmp_path: Path) -> None:
    """The temporary name does not outgrow what a file system allows."""
    write_file(tmp_path / ("x" * 250), "new")
    assert names(tmp_path) == ["x" * 250]

"""The commands between catalogs and other frameworks: import, export, coverage, and baselines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders import catalog_data, level, practice, workload_data, write
from tests.tui.running import files, refused, run

pytestmark = pytest.mark.usefixtures("desk")

COUNTERPARTS = {
    "a": [{"framework": "openssf", "id": "build", "level": 1, "sure": "high"}],
    "b": [{"framework": "openssf", "id": "test", "level": 2, "sure": "medium"}],
    "c": [{"framework": "openssf", "id": "signed", "level": 1, "sure": "low"}],
}
ANSWERS = {"build_status": "Met", "test_status": "N/A", "signed_status": "Met", "other_status": "Unmet"}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workload over three practices that name counterparts, and answers about these."""
    monkeypatch.chdir(tmp_path)
    practices = [practice(id, level(), level(), maps_to=others) for id, others in COUNTERPARTS.items()]
    write(tmp_path / "catalog.yaml", catalog_data(*practices))
    text = yaml.safe_dump(workload_data(), sort_keys=False)
    (tmp_path / "workload.yaml").write_text(f"# ours\n{text}baseline:\n  b: {{level: 1, by: me}}  # looked at\n")
    (tmp_path / "answers.json").write_text(json.dumps(ANSWERS, indent=0))
    return tmp_path


def result(*args: str) -> Any:
    return json.loads(run(*args, "--json")[1])


IMPORT = ("baseline", "import", "workload.yaml", "bestpractices-json", "answers.json")


def test_what_an_import_would_propose() -> None:
    """Without --write it is only shown what would be proposed, what is open, and what matched nothing."""
    before = Path("workload.yaml").read_text()
    found = result(*IMPORT)
    assert [(e["practice"], e["level"], e["proposed"], e["kept"]) for e in found["levels"]] == [
        ("a", 1, True, ""),
        ("b", 0, True, "level 1 was set"),
    ]
    assert [(entry["practice"], entry["hint"]) for entry in found["open"]] == [("c", True)]
    assert [entry["id"] for entry in found["unmatched"]] == ["other"]
    assert (found["written"], Path("workload.yaml").read_text()) == (False, before)


def test_an_import_is_written() -> None:
    """With --write the proposals stand in the workload, whose comments stay; again, it changes nothing."""
    status, _, err = run(*IMPORT, "--write")
    text = Path("workload.yaml").read_text()
    baseline = yaml.safe_load(text)["baseline"]
    assert (status, err) == (0, "")
    assert text.startswith("# ours\n")
    assert "# looked at" in text
    assert (baseline["a"]["level"], baseline["a"]["proposed"], baseline["b"]) == (1, True, {"level": 1, "by": "me"})
    run(*IMPORT, "--write")
    assert Path("workload.yaml").read_text() == text


def test_an_import_as_a_page() -> None:
    """The page names what is proposed with its evidence, what is open and why, and what matched nothing."""
    page = " ".join(run(*IMPORT)[1].split())
    for expected in (
        "a – 1 proposed openssf build: Met (sure: high)",
        "Answers: 2 met, 1 not met, 1 not applicable. Levels set: 0; proposed: 1.",
        "b: level 1 was set",
        "c: openssf signed: Met (sure: low) argues for it, but only weakly",
        "Matched no practice of the catalog: 1: other",
        "Nothing was written; --write puts it into the workload.",
    ):
        assert expected in page


def test_an_import_of_what_is_no_answer() -> None:
    """Files that are no answers are refused, and nothing is written."""
    assert run(*IMPORT[:-1], "workload.yaml") == refused(
        'workload.yaml:1: this is not JSON: a value was expected, not "#" (column 1)'
    )
    assert run(*IMPORT[:-1], "answer.json") == refused(
        "answer.json: there is no such file; the nearest known name is 'answers.json'"
    )


def test_export_of_a_lens() -> None:
    """The lens is written, its figures are on standard output, and what does not fit on standard error."""
    status, out, err = run("catalog", "export", "aws-lens", "--catalog", "catalog.yaml", "-o", "lens.json")
    assert (status, out.split(", ")[0]) == (0, "Wrote lens.json: 6 choices of 1 questions in 1 pillars")
    assert err.splitlines()[0] == "sec: the pillar has no practice, and no place in a lens [empty-pillar]"
    assert len(json.loads(Path("lens.json").read_text())["pillars"]) == 1
    found = result("catalog", "export", "aws-lens", "--catalog", "catalog.yaml", "-o", "lens.json")
    assert (found["choices"], found["bytes"], [left["rule"] for left in found["findings"]]) == (
        6,
        Path("lens.json").stat().st_size,
        ["empty-pillar", "empty-principle"],
    )


def test_an_export_never_replaces_its_catalog() -> None:
    """The file to write cannot be the catalog itself."""
    expected = refused("catalog.yaml: this is what was read; name another file to write")
    assert run("catalog", "export", "aws-lens", "--catalog", "catalog.yaml", "-o", "catalog.yaml") == expected


def test_coverage() -> None:
    """The page says how many entries of a framework are named, which are not, and which are not there."""
    Path("criteria.yml").write_text("'0': {Basics: {Site: {build: {category: MUST}, docs: {category: MUST}}}}\n")
    run("catalog", "import", "openssf", "criteria.yml", "-o", "criteria.yaml")
    page = run("catalog", "coverage", "criteria.yaml", "--catalog", "catalog.yaml")[1]
    assert "1 of 2 entries of openssf are named as counterparts." in page
    assert "Not named:\n  docs: Docs\n" in page
    assert "Named, but not there:\n  openssf signed, named by c\n  openssf test, named by b\n" in page
    found = result("catalog", "coverage", "criteria.yaml", "--catalog", "catalog.yaml")
    assert (found["covered"], found["entries"], found["pillars"]) == (
        *(1, 2),
        [{"pillar": "basics", "entries": 2, "covered": 1}],
    )


@pytest.mark.parametrize("format", ["aws-lens", "dsomm", "samm", "azure-checklist", "openssf"])
def test_an_import_of_nothing(format: str) -> None:
    """A source that is not there is refused whatever the format, and nothing is written."""
    before = files()
    status, out, err = run("catalog", "import", format, "nowhere", "-o", "out.yaml")
    assert (status, out, files()) == (3, "", before)
    assert err.startswith("colonnade: nowhere: there is no such f")

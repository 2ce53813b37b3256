"""The commands of the workspace, as a person types them."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.tui.running import ROOT, refused, run, start

NO_DB = "sqlite:///colonnade.db"


@pytest.fixture(autouse=True)
def nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001  # the folder is what matters
    """Every decision is made by ann, and no workspace of the machine is meant."""
    monkeypatch.setenv("LOGNAME", "ann")
    monkeypatch.delenv("COLONNADE_DB", raising=False)


def done(*args: str) -> str:
    """The standard output of a command that must succeed."""
    status, out, err = run(*args)
    assert 0 == status, err
    return out


def data(*args: str) -> Any:
    return json.loads(done(*args, "--json"))


@pytest.fixture
def imported(folder: Path) -> str:
    """The workload of the folder in a workspace, as w."""
    done("import", "w", str(folder / "workload.yaml"))
    return "w"


def test_import_says_what_it_did() -> None:
    """An import names the file, the workload, its version and the workspace."""
    said = "Imported workload.yaml as w (version 1) into sqlite:///colonnade.db.\n"

    assert (0, "", said) == run("import", "w", "workload.yaml")


def test_a_name_is_planned_as_its_file(imported: str) -> None:
    """The plan of a workload of the workspace is that of its file, byte for byte."""
    assert done("plan", "workload.yaml") == done("plan", imported)
    assert done("gaps", "workload.yaml") == done("gaps", imported)
    assert done("why", "workload.yaml", "tests/1/1") == done("why", imported, "tests/1/1")
    assert done("baseline", "show", "workload.yaml") == done("baseline", "show", imported)


def test_export_is_what_was_imported(imported: str) -> None:
    """Exported, imported and exported again, a workload is the same file."""
    done("export", imported, "one.yaml")
    done("import", "again", "one.yaml")
    done("export", "again", "two.yaml")

    assert Path("one.yaml").read_bytes() == Path("two.yaml").read_bytes()


def test_a_name_is_taken(imported: str) -> None:
    """A second import of a name is refused; --replace puts the file in its place, and undo takes that back."""
    done("edit", "weight", imported, "ops", "3")

    assert refused("w: the workspace has a workload of this name already") == run("import", "w", "workload.yaml")
    assert "(version 3)" in run("import", "w", "workload.yaml", "--replace")[2]
    assert "undo: import workload.yaml again" in done("undo", "w")


def test_a_file_wins(imported: str) -> None:
    """A file is read before a workload of the same name, and that is said."""
    Path(imported).write_text(Path("workload.yaml").read_text())
    status, _, err = run("gaps", "w")

    assert (0, "Reading the file w; the workspace has a workload of this name too.\n") == (status, err)


def test_neither_file_nor_workspace() -> None:
    """Where there is neither, both are told."""
    said = f"w: there is no such file, and no workspace {NO_DB} with a workload of this name"

    assert refused(said) == run("plan", "w")
    assert not Path("colonnade.db").exists()


def test_the_workspace_of_an_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--db, before or after the command, is where the workspace is; else COLONNADE_DB."""
    url = f"sqlite:///{tmp_path}/other.db"
    done("import", "w", "workload.yaml", "--db", url)
    monkeypatch.setenv("COLONNADE_DB", url)

    assert ["w"] == [row["name"] for row in data("workload", "list")["workloads"]]
    assert [] == data("--db", url, "db", "check")["findings"]
    assert refused(f"{NO_DB}: there is no workspace here; the first 'colonnade import NAME FILE' makes it") == run(
        "log", "w", "--db", NO_DB
    )


def test_a_decision_shows_what_it_does(imported: str) -> None:
    """A decision is told with what became of the plan, and undo and redo with what they do to it."""
    out = done("edit", "exclude", imported, "tests", "--reason", "later")
    assert out.startswith("exclude tests (later): ")
    assert out.endswith("(version 2).\n")

    assert done("undo", imported).startswith("undo: exclude tests (later): ")
    assert done("redo", imported).startswith("redo: exclude tests (later): ")
    log = data("log", imported)["entries"]
    assert [("import", None), ("edit", True), ("undo", None), ("redo", None)] == [(e["kind"], e["holds"]) for e in log]
    assert {"ann"} == {entry["who"] for entry in log}


def test_every_verb(imported: str) -> None:
    """Every verb of edit is taken, and the export holds what was decided."""
    for words in (
        ("pin", "tests/1/1", "1"),
        ("unpin", "tests/1/1"),
        ("not-before", "tests", "1"),
        ("deadline", "tests", "2"),
        ("exclude", "release"),
        ("include", "release"),
        ("resize", "tests/1/1", "2.5"),
        ("capacity", "1", "9"),
        ("weight", "ops", "2"),
        ("target", "release", "1"),
        ("level", "release", "0"),
        ("not-applicable", "release", "not here"),
    ):
        done("edit", words[0], imported, *words[1:])
    out = done("export", imported, "-")

    for expected in (
        "not_before: tests",
        "deadline: tests",
        "resize: tests/1/1",
        "points: 2.5",
        "capacity: 9",
        "weight: ops",
    ):
        assert expected in out
    assert "not_applicable: true" in out
    assert "pin:" not in out


def test_a_decision_is_checked(imported: str) -> None:
    """What a decision names and is not there is refused, and nothing is logged."""
    status, out, err = run("edit", "pin", imported, "tests/1/9", "1")

    assert (3, "") == (status, out)
    assert "the practice 'tests' has no story 'tests/1/9'; the nearest known name is 'tests/1/1'" in err
    assert 1 == len(data("log", imported)["entries"])


def test_a_decision_that_leaves_no_plan(imported: str) -> None:
    """A decision that cannot be met ends with exit status 4, names the clash, and is not made."""
    status, _, err = run("edit", "pin", imported, "tests/1/1", "99")

    assert 4 == status
    assert "it clashes with the edit to pin tests/1/1 to sprint 99" in err
    assert 1 == len(data("log", imported)["entries"])


@pytest.mark.parametrize("verb", ["undo", "redo", "log", "trends"])
def test_a_file_has_no_history(verb: str) -> None:
    """What goes back in time is refused on a file, with the command that gives it a history."""
    status, _, err = run(verb, "workload.yaml")

    assert 3 == status
    assert "colonnade import NAME workload.yaml" in err


def test_a_branch(imported: str) -> None:
    """A branch is tried by itself, compared, and merged; then its name is free again."""
    done("edit", "branch", imported, "x")
    done("edit", "exclude", "w@x", "tests")
    done("edit", "weight", imported, "ops", "5")
    assert 0 < len(data("diff", imported, "w@x")["changes"])
    assert done("edit", "merge", imported, "x").startswith("merge w@x: ")

    out = done("export", imported, "-")
    assert ("exclude: tests" in out, "weight: ops" in out) == (True, True)
    assert ["w"] == [row["name"] for row in data("workload", "list")["workloads"]]
    assert [] == data("db", "check")["findings"]


def test_a_branch_that_clashes(imported: str) -> None:
    """A branch that decided differently on the same thing is not merged; --retry takes its word."""
    done("edit", "branch", imported, "x")
    done("edit", "weight", "w@x", "ops", "3")
    done("edit", "weight", imported, "ops", "5")
    status, _, err = run("edit", "merge", imported, "x")

    assert 5 == status
    assert "decided differently on the same (--retry merges):\n  edits weight ops\n" in err
    done("edit", "merge", imported, "x", "--retry")
    assert "value: 3" in done("export", imported, "-")


def test_a_branch_is_dropped(imported: str) -> None:
    """What was decided on a dropped branch is nowhere."""
    done("edit", "branch", imported, "x")
    done("edit", "drop", imported, "x")

    assert (3, "") == run("log", "w@x")[:2]


def test_another_name(imported: str) -> None:
    """A workload is renamed with its links to Jira, which stay where the name is taken or is none."""
    done("import", "taken", "workload.yaml")
    links = Path(".colonnade")
    links.mkdir()
    (links / "w.jira.json").write_text("{}")
    status, _, err = run("workload", "rename", imported, "taken")
    assert (3, ["w.jira.json"]) == (status, sorted(p.name for p in links.glob("*.json"))), err
    assert 3 == run("workload", "rename", imported, "no/name")[0]

    assert "w is now v.\n" == done("workload", "rename", imported, "v")
    assert ["v.jira.json"] == sorted(p.name for p in links.glob("*.json"))
    assert ["taken", "v"] == [row["name"] for row in data("workload", "list")["workloads"]]


def test_deleted_and_restored(imported: str) -> None:
    """A deleted workload is gone and says how it comes back; restored, it is what it was."""
    before = done("export", imported, "-")
    said = (0, "w is deleted.\n", "Bring it back with: colonnade workload restore w\n")
    assert said == run("workload", "delete", imported)
    assert 3 == run("plan", imported)[0]

    assert "w is back, version 3.\n" == done("workload", "restore", "w")
    assert before == done("export", imported, "-")
    assert refused("w: there is nothing to undo") == run("undo", imported)


def test_who_decides_is_said_everywhere(imported: str) -> None:
    """Whatever changes a workload is logged with who did it: the login, or who --by names."""
    done("edit", "weight", imported, "ops", "3", "--by", "bob")
    done("baseline", "set", imported, "release", "0", "--by", "eve")
    done("close", imported, "1", "--none-done", "--by", "joe")
    done("undo", imported, "--by", "sue")
    done("workload", "rename", imported, "v", "--by", "kim")

    assert ["ann", "bob", "eve", "joe", "sue", "kim"] == [entry["who"] for entry in data("log", "v")["entries"]]


def test_a_scan_of_a_workload_of_the_workspace(imported: str) -> None:
    """A scan takes the workload by its name; what it proposes is one change in its log, however often it scans."""
    signals = "    signals: [{file: Dockerfile, level: 1}]\n"
    Path("catalog.yaml").write_text(Path("catalog.yaml").read_text() + signals)
    Path("repo").mkdir()
    Path("repo/Dockerfile").write_text("FROM x\n")
    for _ in range(2):
        done("scan", imported, "repo", "--write", "--by", "bob")

    log = data("log", imported)["entries"]
    assert [("take over what a scan of repo found", "bob")] == [(entry["text"], entry["who"]) for entry in log[1:]]
    assert "proposed: true" in done("export", imported, "-")


def test_a_sprint_is_closed(imported: str) -> None:
    """Closing moves the baseline with the sprint as evidence, and the plan goes on with the next sprint."""
    found = data("close", imported, "1", "--all-done")

    assert 1 == found["sprint"]
    assert found["stories"]["planned"] == found["stories"]["done"]
    assert [{"practice": "tests", "from": 0, "to": 1}] == [r for r in found["reached"] if r["practice"] == "tests"]
    assert "sprint 1, " in done("export", imported, "-")
    assert 2 == json.loads(done("plan", imported, "--format", "json"))["sprints"][0]["number"]


def test_several_ids_follow_an_option(imported: str) -> None:
    """`--done A B` is the same as `--done A --done B`; what comes before the arguments takes one value."""
    planned = json.loads(done("plan", imported, "--format", "json"))["sprints"][0]["stories"]
    ways = [
        ["close", imported, "1", "--done", *planned, "--by", "bob"],
        ["close", "--done", planned[0], imported, "1", f"--done={planned[1]}"],
    ]
    found = []
    for way in ways:
        found.append(data(*way)["stories"])
        done("undo", imported)

    assert found[0] == found[1]
    assert 2 == len(planned)
    assert planned == found[0]["done"]
    assert 2 == run("close", imported, "1", "2", "--all-done")[0]


def test_sprints_are_closed_in_turn(imported: str) -> None:
    """Only the running sprint can be closed, once; undo opens it again."""
    assert refused("w: sprint 2 has not begun; the running one is sprint 1, close that first") == run(
        "close", imported, "2", "--all-done"
    )
    done("close", imported, "1", "--all-done")
    assert refused("w: sprint 1 is over; the running one is sprint 2") == run("close", imported, "1", "--all-done")
    done("undo", imported)
    done("close", imported, "1", "--none-done")


def test_trends_go_from_sprint_to_sprint(imported: str) -> None:
    """Trends have a row for the start and one for each closed sprint; a file has none."""
    done("close", imported, "1", "--all-done")
    found = data("trends", imported)["points"]

    assert ["start", "sprint 1"] == [point["label"] for point in found]
    assert found[0]["levels"] < found[1]["levels"]
    assert "sprint 1" in done("trends", imported)
    assert 3 == run("trends", "workload.yaml")[0]


def test_baselines_are_compared(imported: str) -> None:
    """A baseline kept under a name is compared with the one of now."""
    done("baseline", "snapshot", imported, "start")
    done("baseline", "set", imported, "release", "0", "--by", "bob")
    found = data("baseline", "diff", imported, "start", "now")["changes"]

    assert [("release", None, "bob")] == [(c["practice"], c["before"], c["after"]["by"]) for c in found]
    assert data("baseline", "diff", imported, "start", "@1") == {"changes": []}


def test_a_backup_is_a_workspace(imported: str) -> None:
    """A backup is opened as it is, and restored into an empty database."""
    done("db", "backup", "kept.db")
    done("db", "restore", "kept.db", "--db", "sqlite:///again.db")

    assert done("export", imported, "-") == done("export", imported, "-", "--db", "sqlite:///kept.db")
    assert done("export", imported, "-") == done("export", imported, "-", "--db", "sqlite:///again.db")
    assert refused("kept.db: there is a file of this name already; a backup replaces nothing") == run(
        "db", "backup", "kept.db"
    )


def test_a_backup_names_itself(imported: str) -> None:
    """Without a name, a backup gets one with the time, beside the database."""
    said = run("db", "backup")[2]
    (kept,) = Path().glob("colonnade-backup-*.db")

    assert f"Copied {NO_DB} to {kept}.\n" == said
    assert done("export", imported, "-") == done("export", imported, "-", "--db", f"sqlite:///{kept}")


@pytest.mark.usefixtures("imported")
def test_an_upgrade_of_the_present_schema() -> None:
    """A workspace of the present schema is left alone."""
    assert (0, "", f"{NO_DB} has schema 0001, which is the present one.\n") == run("db", "upgrade")
    assert [] == [path.name for path in Path().glob("*-0001-*")]


def test_a_password_is_never_shown() -> None:
    """A server that cannot be reached ends with exit status 5, and its password is in no output."""
    status, out, err = run("plan", "w", "--db", "postgresql://ann:s3cret@127.0.0.1:1/db")

    assert (5, "", False) == (status, out, "s3cret" in err)
    assert err.startswith("colonnade: postgresql://ann@127.0.0.1:1/db: the database cannot be reached")


def test_a_full_disk(imported: str, folder: Path) -> None:
    """Where the database may not grow, a clear sentence ends the command and nothing is lost."""
    before = done("export", imported, "-")
    command = "from tui.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", command, "edit", "weight", "w", "ops", "5"],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LOGNAME": "ann", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )

    assert (3, 1, "") == (ran.returncode, ran.stderr.count("\n"), ran.stdout)
    assert ran.stderr.startswith(f"colonnade: {NO_DB}: ")
    assert before == done("export", imported, "-")
    assert [] == data("db", "check")["findings"]


def test_planning_imports_no_database(imported: str, folder: Path) -> None:
    """A plan, from a file or from the workspace, is made without what takes long to import."""
    watched = (
        "import sys\nfrom tui.cli import main\ntry:\n    main()\nfinally:\n"
        "    print(sorted({'sqlmodel', 'sqlalchemy', 'alembic'} & set(sys.modules)), file=sys.stderr)"
    )
    for args in (["plan", imported], ["plan", "workload.yaml"], ["gaps", imported], ["db", "--help"], ["edit", "-h"]):
        status, _, err = start(*args, cwd=folder, code=watched)
        assert (0, "[]") == (status, err.splitlines()[-1]), err

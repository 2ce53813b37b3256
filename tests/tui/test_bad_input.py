"""Bad input through the real command: a sentence with file, line and key, an exit status, and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.bad_catalogs import BAD_CATALOGS, EDITS
from tests.tui.bad_files import BAD_WORKLOADS, CATALOG, VERBS, WORKLOAD, WORKLOAD_KEYS, but
from tests.tui.running import FILES, Ran, files, impossible, refused, run, start

pytestmark = pytest.mark.usefixtures("folder")

PLAN_KEYS = "schema, workload, catalogs, inputs, certificate, sprints, epics, deferred"


def plan() -> tuple[Ran, list[str]]:
    """What planning into a file says and gives, and the files that are there afterwards."""
    return run("plan", "workload.yaml", "-o", "plan.yaml"), files()


def test_sound_input() -> None:
    """The files that the tests below spoil are sound: they give a plan."""
    (status, _, _), there = plan()

    assert (0, ["catalog.yaml", "plan.yaml", "workload.yaml"]) == (status, there)


def test_last_calendar() -> None:
    """A calendar that ends with the year 9999 is planned."""
    Path("workload.yaml").write_text(but("2026-12-07", "9999-12-03"))

    assert 0 == plan()[0][0]


@pytest.mark.parametrize(("text", "problems"), BAD_WORKLOADS.values(), ids=BAD_WORKLOADS)
def test_bad_workload(text: str, problems: list[str]) -> None:
    """A bad workload is refused with exit status 3, each problem by file, line and key, and leaves no file behind."""
    Path("workload.yaml").write_text(text)

    assert (refused(*problems), FILES) == plan()


@pytest.mark.parametrize(("text", "problems"), BAD_CATALOGS.values(), ids=BAD_CATALOGS)
def test_bad_catalog(text: str, problems: list[str]) -> None:
    """A bad catalog is refused like a bad workload."""
    Path("catalog.yaml").write_text(text)

    assert (refused(*problems), FILES) == plan()


def test_all_errors_of_both_files() -> None:
    """All errors of the workload and of its catalog are listed at once, each with its place."""
    Path("workload.yaml").write_text(but("velocity: 10", "velocity: -1") + "zzz: 1\nedits: [{}]\n")
    Path("catalog.yaml").write_text(but("points: 3", "points: 0", CATALOG) + "titel: x\n")

    assert (
        refused(
            "catalog.yaml:16: practices[0].levels[1].stories[0].points: must be more than 0, not '0'",
            "catalog.yaml:26: titel: unknown key 'titel'; the nearest known name is 'title'",
            "workload.yaml:3: team.velocity: must be more than 0, not '-1'",
            f"workload.yaml:6: zzz: unknown key 'zzz'; known keys: {WORKLOAD_KEYS}",
            f"workload.yaml:7: edits[0]: an edit has exactly one of {VERBS}; here none",
        ),
        FILES,
    ) == plan()


def test_all_names_that_lead_nowhere() -> None:
    """All names in a workload that lead nowhere are listed at once."""
    Path("workload.yaml").write_text(
        WORKLOAD
        + "baseline:\n  test: {level: 1}\n  release: {level: 9}\nedits:\n  - {exclude: tets}\nvalues: {zzz: 1}\n"
    )

    assert (
        refused(
            "workload.yaml:7: baseline.test: the catalog has no practice 'test'; the nearest known name is 'tests'",
            "workload.yaml:8: baseline.release.level: 'release' has 1 levels, so 9 is out of range",
            "workload.yaml:10: edits[0].exclude: the catalog has no practice 'tets'; the nearest known name is 'tests'",
            "workload.yaml:11: values.zzz: the catalog has no practice 'zzz'",
        ),
        FILES,
    ) == plan()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"workload: small\n\0\0\0", "workload.yaml:2: this is a binary file; text was expected"),
        (WORKLOAD.encode("utf-16"), "workload.yaml:1: this is a binary file; text was expected"),
        (b"# a\nworkload: caf\xe9\n", "workload.yaml:2: byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (b"a: \x07\n", "workload.yaml:1: this is not YAML: control characters are not allowed"),
    ],
)
def test_not_text(content: bytes, problem: str) -> None:
    """A file that is not UTF-8 text is refused."""
    Path("workload.yaml").write_bytes(content)

    assert (refused(problem), FILES) == plan()


def test_large_file() -> None:
    """A file of 50 MB is refused before it is read."""
    with Path("workload.yaml").open("wb") as file:
        file.truncate(50_000_000)

    assert (
        refused("workload.yaml: the file has 50 MB; at most 20 MB are read; split it into several files"),
        FILES,
    ) == plan()


def test_alias_bomb() -> None:
    """A file whose aliases would unfold to a billion values is refused, every alias by its line."""
    lines = ["a: &a [x, x, x]", "b: &b [*a, *a, *a]", "c: &c [*b, *b, *b]", "d: [*c, *c, *c]"]
    Path("workload.yaml").write_text("\n".join(lines) + "\n")
    anchors = [
        f"workload.yaml:{n}: the anchor '&{name}' is not accepted; write the value out where needed"
        for n, name in enumerate("abc", 1)
    ]
    aliases = [
        f"workload.yaml:{n}: the alias '*{name}' is not accepted; write the value out"
        for n, name in enumerate("abc", 2)
    ]
    expected = [anchors[0], *aliases[:1] * 3, anchors[1], *aliases[1:2] * 3, anchors[2], *aliases[2:] * 3]

    assert (refused(*expected), FILES) == plan()


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (["plan", "worklod.yaml"], "worklod.yaml: there is no such file; the nearest known name is 'workload.yaml'"),
        (["plan", "nowhere/zzz"], "nowhere/zzz: there is no such file"),
        (["plan", "."], ".: this is a folder; a file was expected"),
        (["plan", ""], ".: this is a folder; a file was expected"),
        (["plan", "/dev/zero"], "/dev/zero: this is not a regular file"),
        (["plan", "workload.yaml/x"], "workload.yaml/x: the file cannot be read: Not a directory"),
        (["plan", "a\0b"], r"'a\x00b': no path can hold these characters"),
        (["gaps", "worklod.yaml"], "worklod.yaml: there is no such file; the nearest known name is 'workload.yaml'"),
        (
            ["why", "worklod.yaml", "x"],
            "worklod.yaml: there is no such file; the nearest known name is 'workload.yaml'",
        ),
        (
            ["diff", "plan.yaml", "plan.yaml"],
            "plan.yaml: there is no such file; the nearest known name is 'workload.yaml'",
        ),
        (
            ["plan", "workload.yaml", "--previous", "plan.yaml"],
            "plan.yaml: there is no such file; the nearest known name is 'workload.yaml'",
        ),
        (
            ["catalog", "lint", "catalogue.yaml"],
            "catalogue.yaml: there is no catalog of this name, and no file or folder; "
            "the nearest known name is 'catalog.yaml'",
        ),
        (
            ["catalog", "show", "test", "--catalog", "catalog.yaml"],
            "test: the catalog has no such practice; the nearest known name is 'tests'",
        ),
        (
            ["catalog", "list", "--catalog", "catalog.yaml", "--pillar", "opps"],
            "--pillar: the catalog has no pillar 'opps'; the nearest known name is 'ops'",
        ),
        (
            ["catalog", "list", "--catalog", "catalog.yaml", "--pillar", "zzz"],
            "--pillar: the catalog has no pillar 'zzz'; there are ops, sec",
        ),
        (["catalog", "lint", "empty"], "empty: the folder holds no .yaml file"),
    ],
)
def test_bad_argument(args: list[str], problem: str) -> None:
    """What is named on the command line and is not there is refused with the nearest name."""
    Path("empty").mkdir()

    assert (refused(problem), sorted([*FILES, "empty"])) == (run(*args), files())


def test_unknown_story() -> None:
    """A story that is in no catalog is refused with the nearest one."""
    status, out, err = run("why", "workload.yaml", "tests/1/7")

    assert (3, "", True) == (status, out, "the nearest known name is 'tests/1/1'" in err)


@pytest.mark.parametrize(("edits", "clash"), EDITS.values(), ids=EDITS)
def test_no_plan(edits: str, clash: list[str]) -> None:
    """Edits that cannot all hold end with exit status 4 and the names of those that clash; nothing is written."""
    Path("workload.yaml").write_text(WORKLOAD + f"edits: {edits}\n")

    assert (impossible(*clash), FILES) == plan()


@pytest.mark.parametrize("capacity", [0, 1, 3.9])
def test_deadline_without_room(capacity: float) -> None:
    """A deadline for which the sprint has no room names itself and the capacity."""
    Path("workload.yaml").write_text(
        WORKLOAD + f"edits: [{{deadline: release, sprint: 1}}, {{capacity: {capacity}, sprint: 1}}]\n"
    )
    (status, out, err), there = plan()

    assert (4, "", FILES) == (status, out, there)
    assert err.splitlines()[-2:] == [
        "  the edit to finish release by sprint 1",
        f"  the edit to set the capacity of sprint 1 to {capacity:g} points",
    ]


@pytest.mark.parametrize("command", [["plan"], ["plan", "--format", "json"], ["plan", "--format", "board"], ["gaps"]])
@pytest.mark.parametrize("edits", ["", "baseline: {tests: {level: 2}, release: {level: 1}}\n"])
def test_nothing_to_plan(command: list[str], edits: str) -> None:
    """A catalog without practices, and a baseline that has all, are no defects: there is nothing to do."""
    Path("workload.yaml").write_text(WORKLOAD + edits)
    if not edits:
        Path("catalog.yaml").write_text(CATALOG.partition("practices:")[0])
    status, _, _ = run(*command, "workload.yaml")

    assert 0 == status


def make_plan() -> str:
    """A plan document of the sound workload; its text."""
    run("plan", "workload.yaml", "-o", "plan.yaml")
    return Path("plan.yaml").read_text()


def test_workload_in_place_of_a_plan() -> None:
    """A workload is no plan document: what is missing in it and what it has too much is listed."""
    make_plan()
    missing = ["catalogs", "certificate", "deferred", "epics", "inputs", "schema", "sprints"]
    expected = [f"workload.yaml:1: {key}: the key '{key}' is missing" for key in missing]
    expected += ["workload.yaml:2: catalog: unknown key 'catalog'; the nearest known name is 'catalogs'"]
    expected += [
        f"workload.yaml:{line}: {key}: unknown key '{key}'; known keys: {PLAN_KEYS}"
        for line, key in [(3, "team"), (4, "calendar"), (5, "target")]
    ]

    assert refused(*expected) == run("diff", "plan.yaml", "workload.yaml")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "plan@1",
            "plan@2",
            "changed.yaml:1: schema: 'colonnade/plan@2' is not one of 'colonnade/plan@1'; "
            "the nearest known name is 'colonnade/plan@1'",
        ),
        (
            "workload: small\n",
            "workload: 7\n",
            "changed.yaml:2: workload: text was expected, not '7'; put it in quotes",
        ),
    ],
)
def test_wrong_plan_document(old: str, new: str, problem: str) -> None:
    """A plan document of another version, or with a wrong value, is refused at its line."""
    Path("changed.yaml").write_text(but(old, new, make_plan()))

    assert refused(problem) == run("diff", "plan.yaml", "changed.yaml")


def test_csv_in_place_of_a_plan() -> None:
    """A CSV export is no plan document."""
    run("plan", "workload.yaml", "--format", "csv", "-o", "plan.csv")
    status, out, err = run("plan", "workload.yaml", "--previous", "plan.csv")

    assert (3, "", "colonnade: plan.csv:") == (status, out, err[:20])


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "Usage: colonnade"),
        (["plann"], "Error: No such command 'plann'. Did you mean 'plan'?"),
        (["plan"], "Error: Missing argument 'WORKLOAD'."),
        (["plan", "workload.yaml", "--efort", "quick"], "Error: No such option '--efort'."),
        (["plan", "workload.yaml", "--format", "yml"], "Error: Invalid value for '--format': 'yml' is not one of"),
        (["plan", "workload.yaml", "--frozen", "1"], "Error: --frozen needs the plan that it keeps: --previous PLAN"),
        (["plan", "workload.yaml", "--frozen", "-1"], "Error: Invalid value for '--frozen'"),
        (["catalog", "graph", "--format", "dott"], "Error: Invalid value for '--format': 'dott' is not one of"),
        (["schema", "wrkload"], "Error: Invalid value for"),
        (["catalog", "import", "excel", "x", "-o", "y"], "Error: Invalid value for"),
    ],
)
def test_wrong_usage(args: list[str], said: str) -> None:
    """Wrong usage ends with exit status 2 and a sentence on standard error."""
    status, out, err = run(*args)

    assert (2, "", True) == (status, out, said in err)


def test_titles_are_shown_as_they_are() -> None:
    """Brackets and colons in a catalog's texts are no commands to the terminal, and no failure."""
    title = "Use [/tmp] and [bold] :smile:"
    Path("catalog.yaml").write_text(but("title: Release", f"title: '{title}'\n    summary: '{title}'", CATALOG))
    shown = [
        run("catalog", "show", "release", "--catalog", "catalog.yaml"),
        run("catalog", "list", "--catalog", "catalog.yaml"),
        run("gaps", "workload.yaml"),
    ]

    assert [(0, True)] * 3 == [(status, title in out) for status, out, _ in shown]


SUBPROCESSES: dict[str, tuple[list[str], Ran]] = {
    "bad input": (
        ["plan", "worklod.yaml", "-o", "plan.yaml"],
        refused("worklod.yaml: there is no such file; the nearest known name is 'workload.yaml'"),
    ),
    "several errors": (
        ["plan", "two.yaml", "-o", "plan.yaml"],
        refused(
            "two.yaml:1: catalog: the key 'catalog' is missing",
            "two.yaml:1: workload: the key 'workload' is missing",
            "two.yaml:2: calendar: a mapping (key: value) was expected, not a list",
        ),
    ),
    "no plan": (
        ["plan", "pinned.yaml", "-o", "plan.yaml"],
        impossible(
            "tests/1/1 must be in sprint 3; there are 2", "it clashes with the edit to pin tests/1/1 to sprint 3"
        ),
    ),
}


@pytest.mark.parametrize(("args", "expected"), SUBPROCESSES.values(), ids=SUBPROCESSES)
def test_process(folder: Path, args: list[str], expected: Ran) -> None:
    """As a process of its own the command says the same, with the same exit status, and leaves no file."""
    Path("two.yaml").write_text("team: {velocity: 1}\ncalendar: []\n")
    Path("pinned.yaml").write_text(WORKLOAD + "edits: [{pin: tests/1/1, sprint: 3}]\n")

    assert (expected, sorted([*FILES, "pinned.yaml", "two.yaml"])) == (start(*args, cwd=folder), files())

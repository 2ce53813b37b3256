"""The commands for Jira, as a person types them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jira_double.server import Double, Trouble, running
from tests.jira_double.world import World
from tests.tui.running import Ran, refused, run


@pytest.fixture
def jira(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Double]:
    """A Jira that the workload names, with a token in the environment."""
    with running(World()) as double:
        text = Path("workload.yaml").read_text() + f"jira: {{server: '{double.url}', project: FRAUD}}\n"
        (folder / "workload.yaml").write_text(text)
        monkeypatch.setenv("JIRA_USER", "me@example.com")
        monkeypatch.setenv("JIRA_TOKEN", double.token)
        yield double


def told(ran: Ran) -> tuple[int, object]:
    """The exit status and the JSON of a command."""
    return ran[0], json.loads(ran[1])


def test_check(jira: Double) -> None:
    """check says what the project is, and has nothing against it."""
    status, out, err = run("jira", "check", "workload.yaml")

    assert (0, "") == (status, err)
    assert "project        FRAUD, Fraud scoring (company-managed)" in out
    assert [] == jira.writes


def test_check_blocked(jira: Double) -> None:
    """A required field that nobody fills in is found by check (status 1) and by apply (status 3), before any write."""
    jira.world.required["10001"].add("customfield_77")
    text = "'Story' requires the field 'customfield_77' (customfield_77), which has no default: give it one"
    status, data = told(run("jira", "check", "workload.yaml", "--json"))

    assert (1, [text], False) == (status, data["blocked"], data["ready"])  # type: ignore[index]
    assert refused(f"workload.yaml: jira: {text}") == run("jira", "apply", "workload.yaml", "--yes")
    assert [] == jira.writes


def test_diff_writes_nothing(jira: Double) -> None:
    """diff shows the changes in their order, and writes neither to Jira nor beside the workload."""
    status, data = told(run("jira", "diff", "workload.yaml", "--json", "--exit-code"))

    changes = [(c["action"], c["kind"], c["id"]) for c in data["changes"]]  # type: ignore[index]
    assert 1 == status
    assert [
        ("create", "sprint", "1"),
        ("create", "sprint", "2"),
        ("create", "epic", "release"),
        ("create", "epic", "tests"),
        ("create", "story", "release/1/1"),
        ("create", "story", "tests/1/1"),
        ("move", "story", "release/1/1"),
        ("move", "story", "tests/1/1"),
        ("link", "story", "release/1/1"),
    ] == changes
    assert ([], False) == (jira.writes, Path(".colonnade").exists())


DONE = {"created": 4, "updated": 0, "moved": 2, "linked": 1, "conflicts": [], "failed": [], "requests": 21}
QUIET = {**DONE, "created": 0, "moved": 0, "linked": 0, "requests": 13}


@pytest.mark.usefixtures("jira")
def test_apply_twice() -> None:
    """apply says what it did; the second one has nothing to do, and neither has diff."""
    assert (0, DONE) == told(run("jira", "apply", "workload.yaml", "--yes", "--json"))
    assert (0, QUIET) == told(run("jira", "apply", "workload.yaml", "--yes", "--json"))
    assert (0, "Nothing to write\n", "") == run("jira", "diff", "workload.yaml", "--exit-code")


def test_apply_without_yes(jira: Double) -> None:
    """Outside a terminal apply writes nothing without --yes, and says so."""
    status, out, err = run("jira", "apply", "workload.yaml")

    assert (1, "", True, []) == (status, out, err.endswith("Nothing was written: add --yes.\n"), jira.writes)


@pytest.mark.usefixtures("jira")
def test_apply_what_was_shown() -> None:
    """apply --plan writes what was shown while nothing has changed since."""
    run("jira", "diff", "workload.yaml", "-o", "sync.json")

    assert (0, DONE) == told(run("jira", "apply", "workload.yaml", "--plan", "sync.json", "--yes", "--json"))


def test_apply_something_else(jira: Double) -> None:
    """apply --plan refuses where Jira has changed since, and writes nothing."""
    run("jira", "diff", "workload.yaml", "-o", "sync.json")
    jira.world.sprints[9] = {"id": 9, "state": "future", "name": "New", "goal": ""}
    text = "the plan or the tracker has changed since this was shown; nothing was written: run diff again"

    assert refused(f"sync.json: {text}") == run("jira", "apply", "workload.yaml", "--plan", "sync.json", "--yes")
    assert [] == jira.writes


def test_resume_what_was_shown(jira: Double) -> None:
    """A stopped apply --plan goes on with the same file: what is left was all shown."""
    run("jira", "diff", "workload.yaml", "-o", "sync.json")
    jira.troubles.append(Trouble("POST", "/rest/api/3/issue/bulk", 429, {"Retry-After": "300"}, skip=1))

    first = run("jira", "apply", "workload.yaml", "--plan", "sync.json", "--yes")
    again = run("jira", "apply", "workload.yaml", "--plan", "sync.json", "--yes", "--json")

    assert (5, "") == first[:2]
    assert "asks to wait 300 seconds (status 429); run the same again in 5 minutes" in first[2]
    assert (0, 2) == (again[0], json.loads(again[1])["created"])


def test_refusals(jira: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong before a request is a sentence: no project named, no token, no such item, no such project."""
    Path("bare.yaml").write_text(Path("workload.yaml").read_text().partition("jira:")[0])
    Path("other.yaml").write_text(Path("workload.yaml").read_text().replace("FRAUD", "FROD"))
    Path("odd.json").write_text("[]")
    where = "the workload does not say where its Jira project is: add server and project under jira:"

    assert refused(f"bare.yaml: jira: {where}") == run("jira", "diff", "bare.yaml")
    text = "the plan has no such item; the nearest known name is 'tests/1/1'"
    assert refused(f"--ours: test/1/1: {text}") == run("jira", "diff", "workload.yaml", "--ours", "test/1/1")
    text = "this is not what `jira diff -o` writes (schema colonnade/sync-plan@1)"
    assert refused(f"odd.json: {text}") == run("jira", "apply", "workload.yaml", "--plan", "odd.json", "--yes")
    text = f"{jira.url} has no project 'FROD', or you may not see it"
    assert refused(f"other.yaml: jira.project: {text}") == run("jira", "check", "other.yaml")
    monkeypatch.delenv("JIRA_TOKEN")
    assert "there is no token: set JIRA_TOKEN" in run("jira", "check", "workload.yaml")[2]


def test_another_project(jira: Double) -> None:
    """Links that belong to one project are not used for another."""
    run("jira", "apply", "workload.yaml", "--yes")
    with running(World()) as other:
        Path("workload.yaml").write_text(Path("workload.yaml").read_text().replace(jira.url, other.url))
        text = f"the links beside this file belong to the project {jira.url} 10100, and this leads to {other.url} 10100"

        assert refused(f"workload.yaml: jira: {text}") == run("jira", "apply", "workload.yaml", "--yes")
        assert [] == other.writes


@pytest.mark.usefixtures("jira")
def test_spoilt_links() -> None:
    """A file of links that is not as we wrote it is refused, and not taken for an empty one."""
    run("jira", "apply", "workload.yaml", "--yes")
    path = Path(".colonnade/small.jira.json")
    path.write_text(path.read_text()[:100])
    status, out, err = run("jira", "apply", "workload.yaml", "--yes")

    assert (3, "", True) == (status, out, "this is not a file of links as Colonnade writes it" in err)


def finish(jira: Double, id: str) -> str:
    """A person finishes a story; its key."""
    [issue] = jira.world.marked(id)
    issue.fields["status"] = "Done"
    return issue.key


def test_pull(jira: Double) -> None:
    """What is done in Jira moves the baseline, with the issue as evidence; without --write nothing is written."""
    run("jira", "apply", "workload.yaml", "--yes")
    key = finish(jira, "tests/1/1")
    before = Path("workload.yaml").read_text()
    step = {"practice": "tests", "before": 0, "after": 1, "done": [], "evidence": [key]}

    status, data = told(run("jira", "pull", "workload.yaml", "--json"))
    assert (0, [step], False) == (status, data["baseline"], data["written"])  # type: ignore[index]
    assert before == Path("workload.yaml").read_text()

    status, data = told(run("jira", "pull", "workload.yaml", "--write", "--json"))
    assert (0, [step], True) == (status, data["baseline"], data["written"])  # type: ignore[index]
    assert f"evidence: 'done in Jira: {key}'" in Path("workload.yaml").read_text()
    assert [] == json.loads(run("jira", "pull", "workload.yaml", "--json")[1])["baseline"]


def test_a_workload_of_the_workspace(jira: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name takes the place of a file: applied, pulled into the log, undone; a branch does not go to Jira."""
    monkeypatch.delenv("COLONNADE_DB", raising=False)
    run("import", "w", "workload.yaml")
    assert (0, DONE) == told(run("jira", "apply", "w", "--yes", "--json"))
    key = finish(jira, "tests/1/1")
    step = {"practice": "tests", "before": 0, "after": 1, "done": [], "evidence": [key]}

    status, data = told(run("jira", "pull", "w", "--write", "--json"))
    assert (0, [step], True) == (status, data["baseline"], data["written"])  # type: ignore[index]
    assert f"take over what is done in Jira: {key}" in run("log", "w")[1]
    assert f"undo: take over what is done in Jira: {key}" in run("undo", "w")[1]
    run("edit", "branch", "w", "b")
    assert refused("w@b: a branch does not go to Jira: merge it, then name the workload itself") == run(
        "jira", "diff", "w@b"
    )


def test_pull_then_apply(jira: Double) -> None:
    """After a pull the finished story is out of the plan, and its issue stays where it is and as it is."""
    run("jira", "apply", "workload.yaml", "--yes")
    finish(jira, "tests/1/1")
    run("jira", "pull", "workload.yaml", "--write")
    jira.log.clear()
    status, _, _ = run("jira", "apply", "workload.yaml", "--yes")

    assert (0, []) == (status, [path for _, path in jira.writes if not path.startswith("/rest/agile/1.0/sprint/")])
    assert [71] == jira.world.marked("tests/1/1")[0].sprints

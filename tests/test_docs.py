"""The documents are true: what is generated is fresh, each command appears, each example runs."""

from __future__ import annotations

import contextlib
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.schema import CatalogShape
from catalog.shape import check
from catalog.yaml_text import parse
from integrations.frameworks import importing
from planner.workload_schema import WorkloadShape
from tests.generated import ROOT, commands, pages
from tests.jira_double.server import running
from tests.jira_double.world import World
from tests.tui.running import run, with_little_effort
from tests.tui.session.terminal import terminal
from tui.commands.root import cli

DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMES = [name for name, _ in commands(cli)]
EPILOGS = [command.epilog or "" for _, command in commands(cli)]


def test_generated_pages_are_fresh() -> None:
    """A page made from the program holds what the program would write now; else run `make docs`."""
    stale = [path.name for path, text in pages().items() if path.read_text(encoding="utf-8") != text]
    assert [] == stale


@pytest.mark.parametrize("name", NAMES)
def test_each_command_is_documented(name: str) -> None:
    """Each command has a section of its own in docs/commands.md."""
    assert f"## {name}\n" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def examples() -> list[tuple[str, ...]]:
    """The commands of each document's console blocks, in order, and each command's own example; none twice."""
    found: list[tuple[str, ...]] = []
    for path in DOCS:
        for block in re.findall(r"```console\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
            found.append(tuple(line[2:] for line in block.splitlines() if line.startswith("$ colonnade ")))
    found += [(text.removeprefix("Example: "),) for text in EPILOGS if text.startswith("Example: colonnade ")]
    inside = {lines[:1] for lines in found if len(lines) > 1}  # what begins a block runs there, at the same desk
    return [lines for lines in dict.fromkeys(found) if lines and lines not in inside]


WORKSPACE = """\
import fraud workload.yaml
baseline snapshot fraud before-the-move
edit branch fraud what-if
edit weight fraud rel 3
edit weight fraud cost 2
undo fraud
import was-deleted workload.yaml
workload delete was-deleted
db backup kept.db
"""


@pytest.fixture(scope="session")
def first_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files and the workspace that examples speak of."""
    tmp_path = tmp_path_factory.mktemp("desk")
    (tmp_path / "data").symlink_to(ROOT / "data")
    workload = (ROOT / "data" / "examples" / "fraud-scoring.yaml").read_text(encoding="utf-8")
    (tmp_path / "workload.yaml").write_text(workload, encoding="utf-8")
    block = re.findall(r"```yaml\n(# catalog\n.*?)```", (ROOT / "docs" / "file-formats.md").read_text(), re.DOTALL)
    for name in ("my-catalog.yaml", "old-catalog.yaml"):
        (tmp_path / name).write_text(block[0], encoding="utf-8")
    block = re.findall(r"```json\n(.*?)```", (ROOT / "docs" / "file-formats.md").read_text(), re.DOTALL)
    (tmp_path / "problem.json").write_text(block[0], encoding="utf-8")
    choice = {"id": "q1_a", "title": "Alert on it"}
    question = {"id": "q1", "title": "Who hears of it?", "choices": [choice], "riskRules": []}
    pillar = {"id": "ops", "name": "Operations", "questions": [question]}
    lens = {"schemaVersion": "2021-11-01", "name": "Small", "pillars": [pillar]}
    (tmp_path / "lens.json").write_text(json.dumps(lens), encoding="utf-8")
    imported = importing.read("aws-lens", tmp_path / "lens.json")
    (tmp_path / "lens.yaml").write_text(importing.to_text(imported), encoding="utf-8")
    review = "workload: review\ncatalog: [lens.yaml]\nteam: {velocity: 10}\ncalendar: {start: 2026-12-07}\n"
    (tmp_path / "review.yaml").write_text(review, encoding="utf-8")
    answer = {"QuestionId": "q1", "Choices": [{"ChoiceId": "q1_a"}], "SelectedChoices": ["q1_a"], "Risk": "NONE"}
    (tmp_path / "answers.json").write_text(json.dumps({"AnswerSummaries": [answer]}), encoding="utf-8")
    (tmp_path / "workloads").mkdir()
    (tmp_path / "workloads" / "fraud-scoring.yaml").write_text(workload, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        at_desk(patch, tmp_path)
        for line in ("plan workload.yaml -o old.yaml", "plan workload.yaml -o plan.yaml", *WORKSPACE.splitlines()):
            assert (line, 0) == (line, run(*line.split())[0])
    return tmp_path


def at_desk(patch: pytest.MonkeyPatch, desk: Path) -> None:
    """Commands run at the desk, in this process, and plan with little effort: that they run is what examples prove."""
    patch.chdir(desk)
    patch.delenv("COLONNADE_DB", raising=False)
    with_little_effort(patch)


@pytest.fixture
def desk(first_desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, for one example, as the present folder."""
    copy = shutil.copytree(first_desk, tmp_path / "desk", symlinks=True)
    at_desk(monkeypatch, copy)
    return copy


@contextlib.contextmanager
def jira(desk: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Jira that the workload names, and the environment in which a token for it is set."""
    with running(World()) as double, (desk / "workload.yaml").open("a", encoding="utf-8") as workload:
        workload.write(f"\njira: {{server: '{double.url}', project: FRAUD}}\n")
        workload.flush()
        patch.setenv("JIRA_USER", "me@example.com")
        patch.setenv("JIRA_TOKEN", double.token)
        yield


def opened_and_left(line: str, desk: Path) -> int:
    """A session in a terminal, left when it is ready; its exit status."""
    with terminal(shlex.split(line)[1:], desk, XDG_STATE_HOME=str(desk)) as screen:
        screen.wait_for("Ready.")
        screen.send("q")
        return screen.ended()


@pytest.mark.parametrize("lines", examples(), ids=lambda lines: lines[0][:60])
def test_examples_run(lines: tuple[str, ...], desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a document shows can be typed as it stands."""
    with jira(desk, monkeypatch) if any(" jira " in line for line in lines) else contextlib.nullcontext():
        for line in lines:
            if line.startswith("colonnade session"):
                assert (line, 0) == (line, opened_and_left(line, desk))
                continue
            status, _, err = run(*shlex.split(line.split(" > ")[0])[1:])
            assert (line, 0, "") == (line, status, err if status else "")


def test_the_installed_command(desk: Path) -> None:
    """The command that is installed does what the examples do in this process."""
    command = [str(Path(sys.executable).parent / "colonnade"), "catalog", "list"]
    done = subprocess.run(command, cwd=desk, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == run("catalog", "list")


@pytest.mark.parametrize(("kind", "model"), [("catalog", CatalogShape), ("workload", WorkloadShape)])
def test_yaml_examples_are_valid(kind: str, model: type[CatalogShape] | type[WorkloadShape]) -> None:
    """The example of each format is accepted by the program, with every key in use."""
    text = (ROOT / "docs" / "file-formats.md").read_text(encoding="utf-8")
    (block,) = re.findall(rf"```yaml\n# {kind}\n(.*?)```", text, re.DOTALL)

    read = check(model, parse(block, "file-formats.md"))  # type: ignore[type-var]

    assert sorted(read.model_fields_set) == sorted(model.model_fields)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Each relative link of a document is a file of the repository."""
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
    missing = [link for link in links if not link.startswith("http") and not (path.parent / link).exists()]
    assert missing == []


def test_modules_keep_to_their_size() -> None:
    """No module has more than 400 lines."""
    long = [
        str(path.relative_to(ROOT))
        for package in ("catalog", "planner", "integrations", "tui", "tests")
        for path in sorted((ROOT / package).rglob("*.py"))
        if len(path.read_text(encoding="utf-8").splitlines()) > 400
    ]
    assert long == []


def test_packages_import_nothing() -> None:
    """Each `__init__.py` holds at most a docstring."""
    loud = [
        str(path.relative_to(ROOT))
        for package in ("catalog", "planner", "integrations", "tui")
        for path in sorted((ROOT / package).rglob("__init__.py"))
        if not re.fullmatch(r'"""[^"]*"""\n', path.read_text(encoding="utf-8"))
    ]
    assert loud == []

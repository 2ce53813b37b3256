"""Output that cannot be written, files that may not be read, and failures that nobody foresaw."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.bad_files import CATALOG, WORKLOAD, but
from tests.tui.running import FILES, Ran, files, refused, run, start

pytestmark = pytest.mark.usefixtures("folder")


@pytest.mark.parametrize(
    ("output", "problem"),
    [
        ("missing/plan.yaml", "missing/plan.yaml: the file cannot be written: No such file or directory"),
        (".", ".: this is a folder; name a file to write"),
        ("workload.yaml/x", "workload.yaml/x: the file cannot be written: Not a directory"),
        ("x" * 300, f"{'x' * 300}: the file cannot be written: File name too long"),
        ("a\0b", r"a\x00b: the file cannot be written: no path can hold these characters"),
    ],
)
@pytest.mark.parametrize("command", [["plan", "workload.yaml"], ["catalog", "graph", "--catalog", "catalog.yaml"]])
def test_unwritable_output(command: list[str], output: str, problem: str) -> None:
    """An output that cannot be written is refused, and nothing else is left in its folder."""
    assert (refused(problem), FILES) == (run(*command, "-o", output), files())


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_no_temporary_file_is_left(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Where the system fails in the middle of writing, the file begun is taken away again."""

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, fail)
    problem = "plan.yaml: the file cannot be written: No space left on device"

    assert (refused(problem), FILES) == (run("plan", "workload.yaml", "-o", "plan.yaml"), files())


def test_old_output_is_kept() -> None:
    """A plan that was there is untouched where planning fails."""
    run("plan", "workload.yaml", "-o", "plan.yaml")
    before = Path("plan.yaml").read_text()
    Path("workload.yaml").write_text("")
    run("plan", "workload.yaml", "-o", "plan.yaml")

    assert before == Path("plan.yaml").read_text()


def test_demo_into_a_file() -> None:
    """A file in place of the demo's folder is refused."""
    assert refused("workload.yaml: the folder cannot be made: File exists") == run("demo", "--out", "workload.yaml")


def test_defect() -> None:
    """A failure that nobody foresaw is called a defect, with exit status 70 and without a traceback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.workloads.read_workload", lambda *_: {}["missing"])
        status, out, err = run("gaps", "workload.yaml")

    assert (
        70,
        "",
        "a defect in Colonnade: KeyError: 'missing'\nPlease report it; COLONNADE_DEBUG=1 shows where.\n",
    ) == (status, out, err)


def test_defect_with_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """COLONNADE_DEBUG shows where a defect came to light."""
    monkeypatch.setenv("COLONNADE_DEBUG", "1")
    monkeypatch.setattr("tui.workloads.read_workload", lambda *_: {}["missing"])

    assert run("gaps", "workload.yaml")[2].startswith("Traceback (most recent call last):\n")


NOBODY = """
import contextlib, io, os, sys
from tui.cli import main
wanted = sys.argv
for args in ["plan sound.yaml -o sound.plan", "plan nowhere.yaml", "catalog lint catalog.yaml"]:
    sys.argv = ["colonnade", *args.split()]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        with contextlib.suppress(SystemExit):
            main()  # so that everything is imported before the right to read it may be lost
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
sys.argv = wanted
main()
"""
"""The command without the rights of root, so that permissions count for it."""


def as_nobody(folder: Path, *args: str) -> Ran:
    Path("sound.yaml").write_text(WORKLOAD)
    folder.chmod(0o755)
    return start(*args, cwd=folder, code=NOBODY)


@pytest.mark.parametrize("name", ["workload.yaml", "catalog.yaml"])
def test_no_permission_to_read(folder: Path, name: str) -> None:
    """A file that may not be read is told as such."""
    Path("sound.yaml").write_text(WORKLOAD)
    secret = Path("secret.yaml")
    secret.write_bytes(Path(name).read_bytes())
    secret.chmod(0)
    Path("other.yaml").write_text(but("[catalog.yaml]", "[secret.yaml]"))
    asked = "secret.yaml" if name == "workload.yaml" else "other.yaml"

    assert refused("secret.yaml: the file cannot be read: Permission denied") == as_nobody(folder, "plan", asked)


def test_no_permission_to_list(folder: Path) -> None:
    """A folder that may not be listed is told as such."""
    secret = Path("secret")
    secret.mkdir()
    secret.chmod(0o311)

    assert refused("secret: the folder cannot be read: Permission denied") == as_nobody(
        folder, "catalog", "lint", "secret"
    )


def test_no_permission_to_write(folder: Path) -> None:
    """A folder that may not be written to is told as such, and stays as it was."""
    output = Path("output")
    output.mkdir()
    output.chmod(0o555)
    ran = as_nobody(folder, "plan", "workload.yaml", "-o", "output/plan.yaml")

    assert (refused("output/plan.yaml: the file cannot be written: Permission denied"), []) == (
        ran,
        list(output.iterdir()),
    )


def test_full_disk(folder: Path) -> None:
    """An output that the system refuses to take ends with exit status 3 and a sentence."""
    with Path("/dev/full").open("w") as full:
        ran = start("catalog", "graph", "--catalog", "catalog.yaml", cwd=folder, stdout=full)

    assert (3, "", "colonnade: the output cannot be written: No space left on device\n") == ran


def test_documents_are_utf_8(folder: Path) -> None:
    """Documents are UTF-8 whatever the locale of the process."""
    Path("catalog.yaml").write_text(but("title: Do more", "title: Größer → besser", CATALOG), encoding="utf-8")
    Path("workload.yaml").write_text(but("default: 1", "default: 2"))
    expected = run("plan", "workload.yaml")[1]

    assert (0, expected) == start("plan", "workload.yaml", cwd=folder, PYTHONIOENCODING="ascii", LC_ALL="C")[:2]

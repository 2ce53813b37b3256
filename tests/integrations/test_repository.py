"""A repository is gone through whatever is in it: nothing outside is read, nothing hangs, what is left out is said."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from catalog.errors import BadInput
from integrations import repository
from integrations.repository import Scan, scan, shown
from integrations.scan_reporter import ScanReporter
from tests.builders import catalog, level, practice

SECRET = {"file": "*", "contains": "needle", "level": 1}


def look(root: Path, *signals: dict[str, Any], reporter: ScanReporter | None = None) -> Scan:
    """A scan for the signals of one practice `a` of three levels; for files that hold `needle` if none is given."""
    ladder = (level(), level(), level())
    return scan(catalog(practice("a", *ladder, signals=list(signals or [SECRET]))), root, reporter or ScanReporter())


def evidence(result: Scan) -> list[str]:
    return [str(each) for each in result.found.of("a")] if result.found.level else []


def test_line(tmp_path: Path) -> None:
    """The evidence is the first line that matches, whatever ends the lines before it."""
    (tmp_path / "f").write_bytes(b"one\r\ntwo\rthree\nneedle\nneedle\n")
    assert evidence(look(tmp_path)) == ["f:4"]


def test_nearest_first(tmp_path: Path) -> None:
    """Of many files the three nearest to the root are named, by name among equals."""
    for name in ("z/z/f", "z/f", "a/f", "b"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("needle")
    assert evidence(look(tmp_path)) == ["b:1", "a/f:1", "z/f:1"]


def test_highest_level(tmp_path: Path) -> None:
    """The highest level that anything argues for holds, with its own evidence only."""
    (tmp_path / "f").write_text("needle\nthread\n")
    signals = [{"file": "f", "level": 1}, {"file": "f", "contains": "thread", "level": 2}, SECRET]
    result = look(tmp_path, *signals)
    assert (result.found.level, evidence(result)) == ({"a": 2}, ["f:2"])


def test_links(tmp_path: Path) -> None:
    """Links are counted and not followed: to a file outside, to a folder outside, in a circle, to nothing."""
    (tmp_path / "out" / "inner").mkdir(parents=True)
    (tmp_path / "out" / "inner" / "f").write_text("needle")
    root = tmp_path / "repo"
    root.mkdir()
    for name, target in (("f", "../out/inner/f"), ("d", "../out"), ("loop", "."), ("none", "nowhere")):
        (root / name).symlink_to(target)
    (root / ".gitignore").symlink_to("../out/inner/f")
    result = look(root)
    assert (evidence(result), result.files, result.links) == ([], 0, 5)


def test_what_is_no_file(tmp_path: Path) -> None:
    """A pipe and a socket are passed by; nothing waits for them."""
    os.mkfifo(tmp_path / "pipe")
    os.mkfifo(tmp_path / ".gitignore")
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(tmp_path / "socket"))
        result = look(tmp_path)
    assert (result.files, [skipped.path for skipped in result.skipped]) == (0, [".gitignore"])


def test_huge_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a huge file its beginning is looked into, and that is said; a file of just that size is whole."""
    monkeypatch.setattr(repository, "MAX_BYTES", 1000)
    (tmp_path / "end").write_text("x" * 1000 + "needle")
    (tmp_path / "start").write_text("needle" + "x" * 1000)
    (tmp_path / "whole").write_text("needle" + "x" * 994)
    result = look(tmp_path)
    assert (evidence(result), [s.path for s in result.skipped]) == (["start:1", "whole:1"], ["end", "start"])


def test_a_file_with_holes(tmp_path: Path) -> None:
    """A file of a terabyte of nothing is passed by at once."""
    with (tmp_path / "f").open("wb") as file:
        file.truncate(1 << 40)
    assert evidence(look(tmp_path)) == []


def test_binary_files(tmp_path: Path) -> None:
    """What has a zero byte near its beginning is not searched; its name counts all the same."""
    (tmp_path / "f.bin").write_bytes(b"needle\0")
    named = {"file": "*.bin", "level": 2}
    assert (evidence(look(tmp_path)), evidence(look(tmp_path, named))) == ([], ["f.bin:1"])


def test_the_git_folder(tmp_path: Path) -> None:
    """Nothing in `.git` is seen, at the root or in a repository inside, nor the file that stands for one."""
    for folder in (tmp_path, tmp_path / "sub"):
        (folder / ".git").mkdir(parents=True)
        (folder / ".git" / "config").write_text("needle")
    (tmp_path / "module").mkdir()
    (tmp_path / "module" / ".git").write_text("needle")
    assert look(tmp_path).files == 0


def test_names_of_any_bytes(tmp_path: Path) -> None:
    """A name that is not UTF-8, or holds terminal commands, is scanned and comes out as plain text."""
    for name in (b"\xff\xfe.txt", b"a\x1b[31m\n.txt", "\u202eb.txt".encode()):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("needle")
    found = evidence(look(tmp_path, {"file": "*.txt", "contains": "needle", "level": 1}))
    assert found == ["a\\x1b[31m\\n.txt:1", "\\u202eb.txt:1", "\\udcff\\udcfe.txt:1"]


def test_content_of_any_bytes(tmp_path: Path) -> None:
    """A text that is not UTF-8 is searched all the same."""
    (tmp_path / "f").write_bytes(b"\xff\xfe\xe9 needle \x80")
    assert evidence(look(tmp_path)) == ["f:1"]


def test_long_paths() -> None:
    """A path without end is shown by its beginning and its end."""
    assert shown("a" * 500 + "b") == "a" * 120 + "…" + "a" * 119 + "b"


def test_deep_trees(tmp_path: Path) -> None:
    """A tree deeper than a path can be long is left out where it gets so deep, and said; the rest is seen."""
    (tmp_path / "f").write_text("needle")
    handle = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(40):
            os.mkdir("d" * 200, dir_fd=handle)  # deeper than a path can say
            inner = os.open("d" * 200, os.O_RDONLY, dir_fd=handle)
            os.close(handle)
            handle = inner
    finally:
        os.close(handle)
    result = look(tmp_path)
    assert (evidence(result), ["too long" in s.why for s in result.skipped]) == (["f:1"], [True])


def test_many_folders_deep(tmp_path: Path) -> None:
    """Three hundred folders in each other are no matter."""
    deep = tmp_path
    for _ in range(300):
        deep = deep / "a"
        deep.mkdir()
    (deep / "f").write_text("needle")
    assert evidence(look(tmp_path)) == [f"{shown('a/' * 300 + 'f')}:1"]


def test_what_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder or file that may not be read is said, and the others are looked into."""
    for name in ("a", "b", "shut/f"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("needle")

    def refuse(call: Any, end: str) -> Any:
        def guarded(path: Any, *rest: Any) -> Any:
            if str(path).rstrip("/").endswith(end):
                raise PermissionError(13, "Permission denied")
            return call(path, *rest)

        return guarded

    monkeypatch.setattr(os, "scandir", refuse(os.scandir, "shut"))  # root may read anything
    monkeypatch.setattr(os, "open", refuse(os.open, "/a"))
    result = look(tmp_path)
    assert (evidence(result), [(s.path, s.why) for s in result.skipped]) == (
        ["b:1"],
        [("a", "cannot be read: Permission denied"), ("shut/", "the folder cannot be read: Permission denied")],
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("file", "this is a file; a folder was expected"),
        ("fil", "there is no such folder; the nearest known name is 'file'"),
        ("a\0b", "there is no such folder"),
    ],
)
def test_no_folder(tmp_path: Path, name: str, said: str) -> None:
    """What is no folder is refused with the reason."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInput) as caught:
        look(tmp_path / name)
    assert caught.value.problems[0].text == said


def test_too_many_patterns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a tree has more ignore patterns than people write, the rest of them is left out, and that is said."""
    monkeypatch.setattr("integrations.git_ignore.MAX_PATTERNS", 1)
    (tmp_path / ".gitignore").write_text("a\nb\n")
    for name in "ab":
        (tmp_path / name).write_text("needle")
    result = look(tmp_path)
    assert (evidence(result), [skipped.path for skipped in result.skipped]) == (["b:1"], [".gitignore"])


CATALOG = "practices:\n  - id: a\n    principles: [ops.a]\n    levels:\n      - statement: needle\n"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.yaml", CATALOG, []),
        ("a.YML", CATALOG.replace("\n", "\r\n"), []),
        ("a.yaml", "workload: w\ncatalog: [a]\nbaseline: {a: {level: 1, evidence: needle}}\n", []),
        ("a.txt", CATALOG, ["a.txt:5"]),
        ("a.yaml", "practices:\n  - needle\n", ["a.yaml:2"]),
        ("a.yaml", "catalog: needle\n", ["a.yaml:1"]),
        ("a.yaml", "practices:\n  - levels: needle\n", ["a.yaml:2"]),
        ("a.yaml", "all:\n  practices:\n    levels: needle\n    principles: 1\n", ["a.yaml:3"]),
    ],
)
def test_catalogs_and_workloads(tmp_path: Path, name: str, text: str, expected: list[str]) -> None:
    """What a catalog or a workload says is no evidence, and such files are counted; other YAML is searched."""
    (tmp_path / name).write_bytes(text.encode())
    result = look(tmp_path)
    assert (evidence(result), result.own) == (expected, 0 if expected else 1)


def test_own_ignore_file(tmp_path: Path) -> None:
    """`.colonnadeignore` leaves out more than git does and takes back what git ignores, in its folder and below."""
    files = {".gitignore": "a\nb\n", ".colonnadeignore": "!a\nc\n", "sub/.colonnadeignore": "!c\nd\n"}
    for name, text in (files | dict.fromkeys(("a", "b", "c", "d", "sub/c", "sub/d"), "needle")).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert evidence(look(tmp_path)) == ["a:1", "d:1", "sub/c:1"]


def test_progress(tmp_path: Path) -> None:
    """The reporter hears of the files seen, of those to be looked into, and of each of these."""
    heard: list[tuple[str, int]] = []

    class Listener(ScanReporter):
        def walked(self, files: int) -> None:
            heard.append(("walked", files))

        def reading(self, files: int) -> None:
            heard.append(("reading", files))

        def read(self) -> None:
            heard.append(("read", 1))

    for name in ("a.txt", "b.txt", "c"):
        (tmp_path / name).write_text("x")
    look(tmp_path, {"file": "*.txt", "contains": "x", "level": 1}, reporter=Listener())
    assert heard == [("walked", 3), ("reading", 2), ("read", 1), ("read", 1)]

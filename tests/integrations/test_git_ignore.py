"""What git ignores, as `git ls-files --others --exclude-standard` has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.model import Catalog
from integrations.repository import scan
from integrations.scan_reporter import ScanReporter
from tests.builders import catalog, practice

ANY = {"file": "**", "level": 1}
FILES = ["a.log", "b/a.log", "b/c/d.py", "b/x", "build/x", "keep.log", "sub/build/y", "sub/keep.log"]


def seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that a scan sees, `.gitignore` files left out."""
    monkeypatch.setattr("planner.scan.MOST", 1000)
    found = scan(everything(), folder, ScanReporter()).found
    return sorted(e.path for e in (found.of("a") if found.level else ()) if ".gitignore" not in e.path)


def everything() -> Catalog:
    return catalog(practice("a", signals=[ANY]))


def fill(folder: Path, **ignores: str) -> None:
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    for name, text in ignores.items():
        (folder / ("" if name == "root" else name) / ".gitignore").write_text(text)


@pytest.mark.parametrize(
    ("ignores", "gone"),
    [
        ({}, []),
        ({"root": "*.log\n"}, ["a.log", "b/a.log", "keep.log", "sub/keep.log"]),
        ({"root": "*.log\n!keep.log\n"}, ["a.log", "b/a.log"]),
        ({"root": "/a.log"}, ["a.log"]),
        ({"root": "build/"}, ["build/x", "sub/build/y"]),
        ({"root": "/build"}, ["build/x"]),
        ({"root": "x/"}, []),
        ({"root": "b/*\n!b/c\n"}, ["b/a.log", "b/x"]),
        ({"root": "b\n!b/c/d.py\n"}, ["b/a.log", "b/c/d.py", "b/x"]),
        ({"root": "**/c/**"}, ["b/c/d.py"]),
        ({"root": "b/**/d.py"}, ["b/c/d.py"]),
        ({"root": "*\n!*/\n!*.py\n"}, [name for name in FILES if not name.endswith(".py")]),
        ({"root": "[a-c].log\n"}, ["a.log", "b/a.log"]),
        ({"root": "[!a]*.log\n"}, ["keep.log", "sub/keep.log"]),
        ({"root": "*.log", "sub": "!keep.log"}, ["a.log", "b/a.log", "keep.log"]),
        ({"root": "build/\nx\ny\n", "sub": "!build/"}, ["b/x", "build/x", "sub/build/y"]),
        ({"b": "*.log"}, ["b/a.log"]),
        ({"root": "# a.log\n\n \\#x\n[\n[z-a]\nx\\\n\\\n!\n/\n"}, []),
        ({"root": "\ufeffa.log\r\nx  \r\n"}, ["a.log", "b/a.log", "b/x", "build/x"]),
        ({"root": r"\a.log"}, ["a.log", "b/a.log"]),
    ],
)
def test_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ignores: dict[str, str], gone: list[str]) -> None:
    """These files are not seen, in a folder that is no git checkout."""
    fill(tmp_path, **ignores)
    assert seen(tmp_path, monkeypatch) == [name for name in FILES if name not in gone]


def test_part_of_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the root of a checkout, what is ignored from above is ignored too; beyond its `.git` nothing is."""
    (tmp_path / ".gitignore").write_text("y\n")
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    fill(tmp_path / "repo", root="sub/*.log\n")
    assert seen(tmp_path / "repo" / "sub", monkeypatch) == ["build/y"]


@pytest.mark.parametrize("pattern", ["*a" * 40 + "b", "**/" * 60 + "b", "(a+)+b", "[" * 1000])
def test_exploding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str) -> None:
    """A pattern made to take for ever takes no time."""
    (tmp_path / ("a" * 200)).write_text("x")
    (tmp_path / ".gitignore").write_text(f"{pattern}\n")
    assert seen(tmp_path, monkeypatch) == ["a" * 200]

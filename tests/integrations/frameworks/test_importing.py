"""What an import gives to the command: the text of a catalog, and a summary for people and programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalog.errors import BadInput
from integrations.frameworks import catalog_file, foreign, importing
from tests.integrations.frameworks import imports

MODEL = "Dim:\n Sub:\n  A: {level: 1, uuid: u1}\n  B: {level: 1, uuid: u2, dependsOn: [A, X]}\n"


def test_summary(tmp_path: Path) -> None:
    """The summary has the figures, each assumption with its sentence, and each finding with its place."""
    imported = imports.read("dsomm", tmp_path / "m.yaml", MODEL)
    summary = importing.summary(imported, "out.yaml")
    assert list(summary) == [
        *("format", "output", "pillars", "principles", "practices", "levels", "edges", "longest_chain"),
        *("assumed", "findings", "counts"),
    ]
    assert list(summary.values())[:8] == ["dsomm", "out.yaml", 1, 1, 2, 2, 1, 2]
    assert summary["findings"] == [
        {
            "rule": "dangling-dependency",
            "file": str(tmp_path / "m.yaml"),
            "line": 4,
            "key": "Dim/Sub/B",
            "text": "dependsOn: 'X' names nothing here; the dependency is left out",
        }
    ]
    assert summary["counts"] == {"dangling-dependency": 1}
    assert json.loads(json.dumps(summary)) == summary


def test_same_bytes(tmp_path: Path) -> None:
    """The same source gives the same text, without keys that would be empty."""
    first, second = (importing.to_text(imports.read("dsomm", tmp_path / "m.yaml", MODEL)) for _ in range(2))
    assert first == second
    assert "summary" not in first


def test_a_catalog_too_large_to_be_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalog larger than the reader takes is refused, and the source is named."""
    imported = imports.read("dsomm", tmp_path / "m.yaml", MODEL)
    monkeypatch.setattr(catalog_file, "MAX_BYTES", 100)
    with pytest.raises(BadInput, match=r"m\.yaml: the catalog would have more than"):
        importing.to_text(imported)


@pytest.mark.parametrize("format", importing.FORMATS)
def test_files_that_cannot_be_read(tmp_path: Path, format: str) -> None:
    """A missing file, a folder without what is looked for and a binary file are refused in words."""
    (tmp_path / "binary").write_bytes(b"\0\1")
    for name in ("absent", ".", "binary"):
        with pytest.raises(BadInput):
            importing.read(format, tmp_path / name)


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ({}, 0),
        ({"a": []}, 1),
        ({"a": ["b"], "b": ["c"], "c": [], "d": ["a", "c"]}, 4),
        ({"a": ["b", "c"], "b": [], "c": []}, 2),
    ],
)
def test_longest_chain(needs: dict[str, list[str]], expected: int) -> None:
    """The longest chain counts the practices on the longest path."""
    assert catalog_file.longest_chain(needs) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("4.3.1", "4.3.1"),
        ("1.10", "1.10"),
        ("010", "v010"),
        ("1e5", "v1e5"),
        (2, "2"),
        (True, "1"),
        ([], "1"),
        (" ", "1"),
    ],
)
def test_versions(given: object, expected: str) -> None:
    """A version is kept as text that no reader takes for another number."""
    node = foreign.Node(given, foreign.Lines(1), "", foreign.Notes("file"))
    assert node.version() == expected


def test_ids_fit_even_with_a_number() -> None:
    """An id with a number behind it has at most a hundred characters."""
    ids = foreign.Ids()
    assert max(len(ids.give("a" * 100)) for _ in range(12)) == 100
    assert len(ids.given) == 12

"""Each rule of lint fires on the smallest catalog with its defect, at its line, and not on the nearest sound one."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from catalog import loader
from catalog.lint import RULES, lint
from catalog.model import Reading
from tests.builders import catalog_data, level, line_of, practice, story, write
from tests.catalog import lint_cases, lint_wording_cases
from tests.catalog.lint_cases import OPS

FIRES = lint_cases.FIRES + lint_wording_cases.FIRES
SILENT = lint_cases.SILENT + lint_wording_cases.SILENT
SOURCES = ("lint.py", "integrity.py", "loader.py", "wording.py", "balance.py")


def told_apart(practices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The practices, the stories of the builders each with a title of its own."""
    practices = copy.deepcopy(practices)
    for each in practices:
        for number, one in enumerate(each["levels"], 1):
            for n, told in enumerate(one["stories"], 1):
                if told["title"] == "Do it":
                    told["title"] = f"Do {each['id']}/{number}/{n}"
    return practices


def read(folder: Path, practices: list[dict[str, Any]], header: dict[str, Any]) -> Reading:
    practices = told_apart(practices)
    write(folder / "catalog.yaml", catalog_data(*practices, **{**OPS, **header}))
    return loader.read([Path("catalog.yaml")])


def _line(path: Path, text: str) -> int:
    """The line that holds the text, the first of several; with `:#` at its end the line after it."""
    if "# again" in text:
        return line_of(path, "Again") + 1
    if text.endswith(":#"):
        return line_of(path, text[:-1]) + 1
    first, *others = (n for n, line in enumerate(path.read_text().splitlines(), 1) if text.rstrip("#") in line)
    assert not others or text.endswith("#")
    return first


@pytest.mark.parametrize(("practices", "header", "expected"), [case[1:] for case in FIRES], ids=[c[0] for c in FIRES])
def test_rule_fires(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    practices: list[dict[str, Any]],
    header: dict[str, Any],
    expected: list[tuple[str, ...]],
) -> None:
    """The smallest catalog with a defect has its findings and no other, each at its file and line."""
    monkeypatch.chdir(tmp_path)
    found = lint(read(tmp_path, practices, header))
    path = tmp_path / "catalog.yaml"
    lines = [_line(path, text) for text, *_ in expected]

    assert [("catalog.yaml", line, *rest) for line, (_, *rest) in zip(lines, expected, strict=True)] == [
        (f.place.file, f.place.line, f.rule, f.severity, f.id, f.text) for f in found
    ]


@pytest.mark.parametrize(("practices", "header"), [case[1:] for case in SILENT], ids=[case[0] for case in SILENT])
def test_rule_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, practices: list[dict[str, Any]], header: dict[str, Any]
) -> None:
    """The nearest sound catalog has no finding."""
    monkeypatch.chdir(tmp_path)

    assert [] == lint(read(tmp_path, practices, header))


def test_no_rule_is_left_untested() -> None:
    """Every rule that the code can name has a case above."""
    sources = [Path(loader.__file__).with_name(name).read_text() for name in SOURCES]
    named = {part.split('"')[0] for source in sources for part in source.split('Finding("')[1:]}

    assert named == {rule for *_, expected in FIRES for _, rule, *_ in expected}


def test_order(tmp_path: Path) -> None:
    """Findings come in the order of file, line and rule, whatever rule finds them."""
    write(tmp_path / "a.yaml", catalog_data(practice("a", level(story(9), stories=[], verify="")), **OPS))
    write(
        tmp_path / "b.yaml",
        {"practices": [practice("b", level(story(9, title="Two"))), practice("c", level(requires=("x/1",)))]},
    )
    found = lint(loader.read([tmp_path]))

    assert sorted(found, key=lambda f: (f.place.file, f.place.line, f.rule)) == found
    assert 5 == len(found)


def test_rules_say_what_they_look_for() -> None:
    """Rules are listed once each."""
    assert len(RULES) == len({rule.__name__ for rule in RULES})


def test_catalog_that_ships() -> None:
    """The catalog that ships has no finding."""
    assert [] == lint(loader.read([loader.locate("five-pillars")]))

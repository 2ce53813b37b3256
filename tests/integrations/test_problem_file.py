"""Reading problem files."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.errors import BadInput
from integrations.problem_file import read_problem

HEAD = '{"schema": "colonnade/problem@1", "horizon": 2,\n'


def problems(tmp_path: Path, text: str) -> list[str]:
    """What is wrong with a file, without its name."""
    path = tmp_path / "p.json"
    path.write_text(text)
    with pytest.raises(BadInput) as caught:
        read_problem(path)
    return [str(problem).removeprefix(str(path)) for problem in caught.value.problems]


def test_good_file(tmp_path: Path) -> None:
    """A file that is right is read, with what it leaves out at its default."""
    path = tmp_path / "p.json"
    path.write_text(HEAD + '"items": [{"id": "a"}]}')
    read = read_problem(path)

    assert (2, 1.0, ["a"], 0.0, 1) == (
        read.horizon, read.discount, [item.id for item in read.items], read.items[0].value, read.items[0].not_before,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            HEAD + '"items": [{"id": "a", "valu": 1}]}',
            [":2: items[0].valu: unknown key 'valu'; the nearest known name is 'value'"],
        ),
        (HEAD + '"items": [{"id": "a", "value": NaN}]}', [":2: NaN is not a finite number, and not JSON"]),
        (HEAD + '"items": [{"id": "a", "value": 1e999}]}', [":2: 1e999 is not a finite number, and not JSON"]),
        (HEAD + '"items": [{"id": "a",\n"id": "b"}]}', [':3: the key "id" stands here again; it was given on line 2']),
        (
            HEAD + '"items": [{"id": "a",\n"requires": [{"id": "b"}]}]}',
            [":3: items[0].requires[0].id: there is no item 'b'"],
        ),
        (
            HEAD + '"discount": 1.5,\n"items": [{"id": "a", "value": Infinity, "effort": {"points": -1}}]}',
            [
                ":2: discount: must be at most 1, not '1.5'",
                ":3: Infinity is not a finite number, and not JSON",
                ":3: items[0].effort.points: must be at least 0, not '-1'",
            ],
        ),
        ("{" * 60_000, [':1: this is not JSON: a key in double quotes was expected, not "{" (column 2)']),
        ("[" * 60_000, [":1: nested deeper than 50 levels"]),
        ("[]", [":1: a mapping (key: value) was expected, not a list"]),
    ],
    ids=["unknown key", "NaN", "infinity", "repeated key", "dangling", "several", "braces", "deep", "a list"],
)
def test_bad_file(tmp_path: Path, text: str, expected: list[str]) -> None:
    """Everything wrong in a file is told with its line and key."""
    assert expected == problems(tmp_path, text)

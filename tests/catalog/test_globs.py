"""Patterns of file names mean what the documents say, and those that mean nothing are refused."""

from __future__ import annotations

import pytest

from catalog.globs import to_regex
from catalog.signals import compiled

PATHS = [
    "Makefile",
    "a/Makefile",
    "a/b/Makefile",
    "main.tf",
    "a/main.TF",
    "a/b.yml",
    "a/b.yaml",
    "a/b/c.yml",
    ".x/y.yml",
]


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("makefile", ["Makefile", "a/Makefile", "a/b/Makefile"]),
        ("/Makefile", ["Makefile"]),
        ("a/Makefile", ["a/Makefile"]),
        ("*/Makefile", ["a/Makefile"]),
        ("**/Makefile", ["Makefile", "a/Makefile", "a/b/Makefile"]),
        ("a/**/Makefile", ["a/Makefile", "a/b/Makefile"]),
        ("**/b/**", ["a/b/Makefile", "a/b/c.yml"]),
        ("*.tf", ["main.tf", "a/main.TF"]),
        ("a/*.{yml,yaml}", ["a/b.yml", "a/b.yaml"]),
        ("{a,.x}/[by].yml", ["a/b.yml", ".x/y.yml"]),
        ("{a/{b,c},.x}/?.yml", ["a/b/c.yml", ".x/y.yml"]),
        ("[!m]*.y*ml", ["a/b.yml", "a/b.yaml", "a/b/c.yml", ".x/y.yml"]),
        ("a*.yml", []),
        ("a,b", []),
    ],
)
def test_glob(glob: str, expected: list[str]) -> None:
    """A pattern matches these paths of all."""
    expression = compiled(to_regex(glob))
    assert [path for path in PATHS if expression.fullmatch(path.encode())] == expected


@pytest.mark.parametrize("name", ["a+b", "a.b", "a(b)", "a|b", "$a^", "ü", "a,b", "]"])
def test_characters_that_mean_themselves(name: str) -> None:
    """What means something in an expression means itself in a pattern."""
    assert compiled(to_regex(name)).fullmatch(name.encode())


@pytest.mark.parametrize(
    ("glob", "said"),
    [
        ("a\\b", "backslash"),
        ("a/", "names a folder"),
        ("a//b", "empty"),
        ("../a", "'..'"),
        ("./a", "'.'"),
        ("{a", "without its '}'"),
        ("a}", "without its '{'"),
        ("[a", "without its ']'"),
        ("[a/b]", "among the characters"),
        ("a**", "stands alone"),
        ("**a/b", "stands alone"),
        ("{" * 6 + "}" * 6, "deeper than 5"),
        ("a" * 501, "longer than 500"),
    ],
)
def test_refused(glob: str, said: str) -> None:
    """A pattern that could match nothing, or not what its author means, is refused with the reason."""
    with pytest.raises(ValueError, match=said.replace("[", r"\[").replace("(", r"\(")):
        to_regex(glob)

"""The table of scenarios names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_named_tests_exist() -> None:
    """Each test that the README names is a function of the file that it names."""
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", (HERE / "README.md").read_text())
    there = {
        (path.name, name)
        for path in HERE.glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    }

    assert ([], True) == ([pair for pair in named if pair not in there], len(named) > 30)

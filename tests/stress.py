"""How much a test does: little by default, and at its full size under `pytest --stress` (`make stress`)."""

from __future__ import annotations

FULL = False
"""Set by tests/conftest.py before any test module is imported."""


def size(default: int, full: int) -> int:
    """`default`, or `full` under --stress; may be called where a module is imported, as in a decorator's arguments.

    Mark the test with `pytest.mark.stress`, so that `make stress` runs it.
    """
    return full if FULL else default

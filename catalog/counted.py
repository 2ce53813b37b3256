"""Numbers with their nouns."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """The number with its noun: `counted(1, "level")` is `1 level`; `many` where the plural takes more than an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

"""How pillars look everywhere: a letter and a colour each, the letter being enough."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from rich.text import Text

from catalog.model import Catalog

COLOURS = ("blue", "red", "green", "magenta", "cyan", "yellow", "white")


def letters(catalog: Catalog) -> Mapping[str, str]:
    """A letter for each pillar, unlike the others: the first of its title that is still free."""
    taken: dict[str, str] = {}
    for pillar in catalog.pillars:
        candidates = [c for c in pillar.title.upper() if c.isalnum()] + [chr(n) for n in range(ord("A"), ord("Z") + 1)]
        taken[pillar.id] = next((c for c in candidates if c not in taken.values()), "?")
    return taken


def pillar_style(catalog: Catalog, pillar: str) -> Style:
    index = list(catalog.pillar).index(pillar)
    return Style(color=COLOURS[index % len(COLOURS)], bold=True)


def badge(catalog: Catalog, pillar: str) -> Text:
    """The pillar's letter in its colour."""
    return Text(letters(catalog)[pillar], style=pillar_style(catalog, pillar))


def meter(used: int, limit: int, width: int = 20) -> str:
    """A bar of blocks, filled to the eighth: how much of a limit is used."""
    if limit <= 0:
        return "·" * width
    eighths = min(used * width * 8 // limit, width * 8)
    full, rest = divmod(eighths, 8)
    bar = "█" * full + (" ▏▎▍▌▋▊▉"[rest] if rest else "")
    return bar.ljust(width, "·")

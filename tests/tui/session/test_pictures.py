"""Every screen at three sizes, in three manners: what stands there is what stood there when it was looked at."""

from __future__ import annotations

import pytest

from tests.tui.session.pictures import SIZES, SNAPSHOTS, snapshots


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "NO_COLOR"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_screens(size: tuple[int, int], theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of each screen is that of its snapshot, whatever the colours: none of them is the only sign.

    After a change that is meant, `make docs` writes the snapshots; look at what changed.
    """
    if theme == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    found = snapshots(size, theme if theme != "NO_COLOR" else "textual-dark")
    stored = {name: (SNAPSHOTS / f"{name}-{size[0]}x{size[1]}.txt").read_text(encoding="utf-8") for name in found}
    assert found == stored

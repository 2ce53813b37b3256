"""The trends as a person sees them."""

from __future__ import annotations

import datetime

from planner.trends import Point, Progress
from tests.planner.small import catalog_of
from tui.console import as_text
from tui.trends_page import WIDTH, trends_data, trends_page

CATALOG = catalog_of()


def point(day: int, value: float) -> Point:
    date = datetime.date(2026, 12, 1) + datetime.timedelta(days=day)
    return Point(date, f"day {day}", {"ops": Progress(round(value), 8, value, 8.0), "sec": Progress()})


def page(*points: Point) -> list[str]:
    return [line.rstrip() for line in as_text(trends_page(CATALOG, points)).splitlines()]


def test_a_row_a_snapshot() -> None:
    """The table gives date, label, levels by pillar, and what is earned of the target."""
    assert "2026-12-03 day 2 6/8 0/0 6/8 6.0 75 %" in [" ".join(line.split()) for line in page(point(2, 6))]


def test_a_line_a_pillar() -> None:
    """A pillar's line rises by an eighth of a block for each eighth of its target."""
    assert "O Operations ▁▄█ 12 % → 100 %" in [
        " ".join(line.split()) for line in page(point(0, 1), point(1, 4), point(2, 8))
    ]


def test_the_plot_has_a_scale_from_nothing_to_all() -> None:
    """Half of the target fills two and a half of five rows; the axis names 0 and 100 %."""
    plot = page(point(0, 4), point(14, 8))[-7:]
    assert [
        " 100 % ┤ █",
        "  80 % ┤ █",
        "  60 % ┤▄█",
        "  40 % ┤██",
        "  20 % ┤██",
        "   0 % └──",
        "        2026-12-01   2026-12-15",
    ] == plot


def test_a_long_history_is_thinned() -> None:
    """A plot is never wider than its limit, and ends with the last snapshot."""
    lines = page(*[point(day, 8 if day == 199 else 0) for day in range(200)])
    top = next(line for line in lines if "100 % ┤" in line)
    bottom = next(line for line in lines if "0 % └" in line)
    assert ("█", True) == (top[-1], len(bottom) - bottom.index("└") - 1 <= WIDTH)
    assert len(top) == len(bottom)


def test_nothing_yet() -> None:
    """Without snapshots the page says what is missing."""
    assert ["There is nothing to show yet: no sprint was closed, and no baseline kept."] == page()


def test_json_has_the_same() -> None:
    """JSON gives each point, in all and by pillar."""
    [found] = trends_data(CATALOG, [point(2, 6)])["points"]
    assert ("2026-12-03", 6, 0.75, ["ops", "sec"]) == (
        found["date"],
        found["levels"],
        found["share"],
        [pillar["id"] for pillar in found["pillars"]],
    )

"""The smallest catalogs with a defect, and the nearest sound ones: wording and figures."""

from __future__ import annotations

from typing import Any

from tests.builders import level, practice, story
from tests.catalog.lint_cases import TESTS, Fires, Silent, need, rung

HIGH = practice("high", level(), level(), level())

ABOUT = "Copies of tables, features and models are restored weekly into an empty environment and compared row by row."

THREE: dict[str, Any] = {
    "pillars": [{"id": id, "title": id} for id in ("ops", "sec", "rel")],
    "principles": [{"id": f"{id}.all", "pillar": id, "title": f"All of {id}"} for id in ("ops", "sec", "rel")],
}


def pillar_of(pillar: str, count: int) -> list[dict[str, Any]]:
    """So many practices of a pillar, each worth 12: medium severity, gain 3, contribution 2."""
    return [practice(f"{pillar}-{n}", principles=[f"{pillar}.all"], contributes={pillar: 2}) for n in range(count)]


def task(hours: float) -> dict[str, Any]:
    return {"title": f"Work for {hours} hours", "hours": hours}


FIRES: Fires = [
    (
        "two practices of one title",
        [practice("a", title="One title"), practice("b", title="one  Title")],
        {},
        [("- id: b", "repeated-title", "warning", "b", "its title is that of a: 'one  Title'")],
    ),
    (
        "two stories of one title",
        [practice("a", level(story(title="Once"))), practice("b", level(story(title="once")))],
        {},
        [("title: once", "repeated-title", "warning", "b/1/1", "its title is that of a/1/1: 'once'")],
    ),
    (
        "criterion without a verb",
        [practice("a", level(story(title="Test it", acceptance=["It is done.", "All tests green"])))],
        {},
        [
            (
                "Test it",
                *("acceptance-without-verb", "warning", "a/1/1"),
                "this acceptance criterion has no verb: 'All tests green'",
            )
        ],
    ),
    (
        "stories about something else",
        [practice("a", level(statement="Every nightly backup is restored into an empty environment."))],
        {},
        [
            (
                "Every nightly",
                *("stories-off-statement", "warning", "a/1"),
                "its stories name 0 of the 5 words that carry its statement",
            )
        ],
    ),
    (
        "practice told twice",
        [
            practice("a", title="Nightly backups", summary=ABOUT),
            practice("b", title="Backups each night", summary=ABOUT.replace("empty", "bare")),
        ],
        {},
        [("- id: b", "near-duplicate", "warning", "b", "it says nearly the same as 'a' (similarity 0.85)")],
    ),
    (
        "too few hours",
        [practice("a", level(story(5, title="Quick", tasks=[task(4), task(5.5)])))],
        {},
        [
            (
                "Quick",
                *("hours-contradict-points", "warning", "a/1/1"),
                "its tasks take 9.5 hours for 5 points; 2 to 12 a point agree",
            )
        ],
    ),
    (
        "too many hours",
        [practice("a", level(story(1, title="Slow", tasks=[task(13)])))],
        {},
        [
            (
                "Slow",
                *("hours-contradict-points", "warning", "a/1/1"),
                "its tasks take 13 hours for 1 points; 2 to 12 a point agree",
            )
        ],
    ),
    (
        "rung left out",
        [HIGH, practice("a", rung("First.", need("high/1")), level(), rung("Third.", need("high/3", "climbs")))],
        {},
        [
            (
                "climbs",
                *("skipped-level", "warning", "a/3"),
                "asks for level 3 of 'high', of which the level below needs level 1",
            )
        ],
    ),
    (
        "rung left out from nothing",
        [HIGH, practice("a", level(), level(), rung("Third.", need("high/3", "climbs")))],
        {},
        [
            (
                "climbs",
                *("skipped-level", "warning", "a/3"),
                "asks for level 3 of 'high', of which the level below needs none",
            )
        ],
    ),
    (
        "see-also link to a prerequisite",
        [TESTS, practice("a", rung("First.", need("tests/1")), see_also=["tests"])],
        {},
        [("see_also:#", "needless-see-also", "warning", "a", "'tests' under see_also is a prerequisite already")],
    ),
    (
        "see-also link to itself",
        [practice("a", level(), see_also=["a"])],
        {},
        [("see_also:#", "needless-see-also", "warning", "a", "'a' under see_also is the practice itself")],
    ),
    (
        "pillar with too little",
        [*pillar_of("ops", 15), *pillar_of("sec", 15), *pillar_of("rel", 7)],
        THREE,
        [
            (
                "- id: rel#",
                "pillar-far-off",
                "warning",
                "rel",
                "its practices are worth 84 in all, the middle pillar's 180",
            )
        ],
    ),
    (
        "pillar with too much",
        [*pillar_of("ops", 9), *pillar_of("sec", 9), *pillar_of("rel", 19)],
        THREE,
        [
            (
                "- id: rel#",
                "pillar-far-off",
                "warning",
                "rel",
                "its practices are worth 228 in all, the middle pillar's 108",
            )
        ],
    ),
]


SILENT: Silent = [
    ("titles", [practice("a", level(story(title="One"))), practice("b", level(story(title="Another")))], {}),
    (
        "title of what another framework wrote",
        [practice("a", title="One"), practice("b", title="One", source={"framework": "f", "id": "1"})],
        {},
    ),
    ("criteria with verbs", [practice("a", level(story(acceptance=["All tests pass.", "Backups are read."])))], {}),
    (
        "stories to the statement",
        [practice("a", level(story(title="Back up"), statement="A nightly backup runs."))],
        {},
    ),
    ("short statement", [practice("a", level(statement="Nightly backups run."))], {}),
    (
        "practices of a kind",
        [practice("a", summary=ABOUT), practice("b", summary="Alerts on tables and models reach whoever is on call.")],
        {},
    ),
    ("few hours", [practice("a", level(story(5, tasks=[task(10)])))], {}),
    ("many hours", [practice("a", level(story(1, tasks=[task(12)])))], {}),
    ("no tasks", [practice("a", level(story(5)))], {}),
    ("next rung", [HIGH, practice("a", level(), rung("Second.", need("high/2")), rung("Third.", need("high/3")))], {}),
    (
        "next rung through another",
        [
            HIGH,
            practice("b", level(), rung("Second.", need("high/2"))),
            practice("a", level(), rung("Second.", need("b/2")), rung("Third.", need("high/3"))),
        ],
        {},
    ),
    ("see-also link", [TESTS, practice("a", see_also=["tests"])], {}),
    ("pillars within twice", [*pillar_of("ops", 14), *pillar_of("sec", 14), *pillar_of("rel", 7)], THREE),
    ("pillars of few practices", [*pillar_of("ops", 13), *pillar_of("sec", 13), *pillar_of("rel", 3)], THREE),
]

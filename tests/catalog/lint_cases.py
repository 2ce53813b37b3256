"""The smallest catalogs with a defect, and the nearest sound ones: names, order and ladders."""

from __future__ import annotations

from typing import Any

from tests.builders import HEADER, level, practice, story

Fires = list[tuple[str, list[dict[str, Any]], dict[str, Any], list[tuple[str, str, str, str, str]]]]
"""The name of a case, practices, header, findings: text that its line holds, rule, severity, id, sentence."""

Silent = list[tuple[str, list[dict[str, Any]], dict[str, Any]]]

OPS = {"pillars": HEADER["pillars"][:1], "principles": HEADER["principles"][:1]}
"""A header whose only principle every practice of the builders serves."""

DATA = {"id": "ops.data", "pillar": "ops", "title": "By data"}


def need(at: str, because: str = "", lag: int = 0) -> dict[str, Any]:
    """A prerequisite, its reason first, so that a test finds its line."""
    name, number = at.split("/")
    return {**({"because": because} if because else {}), "practice": name, "level": int(number), "lag": lag}


def rung(statement: str, *needs: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**level(statement=statement, **more), "requires": list(needs)}


TESTS = practice("tests", level(), level())

FIRES: Fires = [
    (
        "pillar of a principle",
        [practice("a")],
        {"principles": [{"id": "ops.code", "pillar": "opps", "title": "By code"}]},
        [
            (
                "pillar: opps",
                *("dangling-id", "error", "ops.code"),
                "the pillar 'opps' is not in the catalog; the nearest known name is 'ops'",
            )
        ],
    ),
    (
        "principle of a practice",
        [practice("a", principles=["ops.code", "ops.data"])],
        {},
        [
            (
                "- ops.data",
                *("dangling-id", "error", "a"),
                "the principle 'ops.data' is not in the catalog; the nearest known name is 'ops.code'",
            )
        ],
    ),
    (
        "pillar of a contribution",
        [practice("a", contributes={"ops": 1, "sec": 4})],
        {},
        [("sec: 4", "dangling-id", "error", "a", "the pillar 'sec' is not in the catalog")],
    ),
    (
        "prerequisite",
        [TESTS, practice("a", rung("First.", need("test/1", "needed")))],
        {},
        [
            (
                "First.",
                *("unreachable-level", "error", "a/1"),
                "this level can never be reached: test/1 is not in the catalog",
            ),
            (
                "needed",
                *("dangling-id", "error", "a/1"),
                "the prerequisite 'test' is not in the catalog; the nearest known name is 'tests'",
            ),
        ],
    ),
    (
        "level of a prerequisite",
        [TESTS, practice("a", level(), level(), rung("Third.", need("tests/3", "needed")))],
        {},
        [
            (
                "Third.",
                *("unreachable-level", "error", "a/3"),
                "this level can never be reached: tests/3 is not in the catalog",
            ),
            (
                "needed",
                *("level-out-of-range", "error", "a/3"),
                "'tests' has 2 levels, so the prerequisite 3 is out of range",
            ),
        ],
    ),
    (
        "level of a signal",
        [practice("a", signals=[{"file": "tox.ini", "level": 2}])],
        {},
        [("tox.ini", "level-out-of-range", "error", "a", "a signal argues for level 2, but there are only 1")],
    ),
    (
        "story that is not there",
        [practice("a", level(story(title="First", after=[2])))],
        {},
        [("First", "dangling-id", "error", "a/1/1", "'after' names story 2, but the level has 1")],
    ),
    (
        "circle of stories",
        [practice("a", level(story(title="First", after=[2]), story(after=[1])))],
        {},
        [("First", "cycle", "error", "a/1/1", "'after' goes in a circle: 1 → 2 → 1")],
    ),
    (
        "circle of levels",
        [practice("a", rung("First.", need("b/1"))), practice("b", rung("Second.", need("a/1")))],
        {},
        [
            ("First.", "cycle", "error", "a/1", "prerequisites go in a circle: a/1 → b/1 → a/1"),
            ("First.", "unreachable-level", "error", "a/1", "this level can never be reached: it lies on a circle"),
            ("Second.", "unreachable-level", "error", "b/1", "this level can never be reached: it lies on a circle"),
        ],
    ),
    (
        "duplicate",
        [practice("a"), practice("b"), {"title": "Again", **practice("a", title="Again")}],
        {},
        [("id: a # again", "duplicate-id", "error", "a", "the practice 'a' stands in catalog.yaml:12 already")],
    ),
    (
        "levels that wait for what cannot be reached",
        [
            practice("a", rung("First.", need("x/1", "needed")), rung("Second.")),
            practice("b", level(), rung("Third.", need("a/2"))),
        ],
        {},
        [
            (
                "First.",
                *("unreachable-level", "error", "a/1"),
                "this level can never be reached: x/1 is not in the catalog",
            ),
            ("needed", "dangling-id", "error", "a/1", "the prerequisite 'x' is not in the catalog"),
            (
                "Second.",
                *("unreachable-level", "error", "a/2"),
                "this level can never be reached: a/1 cannot be reached either",
            ),
            (
                "Third.",
                *("unreachable-level", "error", "b/2"),
                "this level can never be reached: a/2 cannot be reached either",
            ),
        ],
    ),
    (
        "inversion",
        [TESTS, practice("a", rung("First.", need("tests/2", "needed")))],
        {},
        [
            (
                "needed",
                *("level-inversion", "warning", "a/1"),
                "level 1 asks for level 2 of 'tests', a higher one",
            )
        ],
    ),
    (
        "no stories",
        [practice("a", level(), level(stories=[], statement="Second."))],
        {},
        [("Second.", "level-without-stories", "warning", "a/2", "no story leads to this level")],
    ),
    (
        "nothing to verify",
        [practice("a", level(), level(verify=" ", statement="Second."))],
        {},
        [("Second.", "level-without-verify", "warning", "a/2", "nothing says how to verify this level")],
    ),
    (
        "large story",
        [practice("a", level(story(), story(8.1, "Second")))],
        {},
        [("Second", "oversized-story", "warning", "a/1/2", "the story has 8.1 points, more than 8; split it")],
    ),
    (
        "large story by its likely size",
        [practice("a", level({**story(title="First"), "points": {"low": 1, "likely": 9, "high": 9}}))],
        {},
        [("First", "oversized-story", "warning", "a/1/1", "the story has 9 points, more than 8; split it")],
    ),
    (
        "principle without practices",
        [practice("a")],
        {"principles": [*OPS["principles"], DATA]},
        [("id: ops.data", "principle-without-practices", "warning", "ops.data", "no practice serves this principle")],
    ),
    (
        "label in Jira",
        [practice("a.b"), practice("A--b")],
        {},
        [("id: A--b", "label-clash", "warning", "A--b", "its label in Jira would be that of 'a.b': colonnade-a-b")],
    ),
    (
        "three of one label",
        [practice("a.b"), practice("a-b"), practice("a_b")],
        {},
        [
            ("id: a-b", "label-clash", "warning", "a-b", "its label in Jira would be that of 'a.b': colonnade-a-b"),
            ("id: a_b", "label-clash", "warning", "a_b", "its label in Jira would be that of 'a.b': colonnade-a-b"),
        ],
    ),
    (
        "prerequisite that another implies",
        [
            practice("a"),
            practice("b", rung("First.", need("a/1"))),
            practice("c", rung("First.", need("b/1"), need("a/1", "twice"))),
        ],
        {},
        [("twice", "redundant-prerequisite", "warning", "c/1", "'a' level 1 follows from b/1 already")],
    ),
    (
        "prerequisite that the level below implies",
        [TESTS, practice("a", rung("First.", need("tests/1")), rung("Second.", need("tests/1", "twice")))],
        {},
        [("twice", "redundant-prerequisite", "warning", "a/2", "'tests' level 1 follows from a/1 already")],
    ),
    (
        "prerequisite given twice",
        [TESTS, practice("a", rung("First.", need("tests/1"), need("tests/1", "twice")))],
        {},
        [("twice", "redundant-prerequisite", "warning", "a/1", "'tests' level 1 follows from tests/1 already")],
    ),
    (
        "level below as a prerequisite",
        [practice("a", level(), rung("Second.", need("a/1", "twice")))],
        {},
        [("twice", "redundant-prerequisite", "warning", "a/2", "'a' level 1 follows from a/1 already")],
    ),
]

SILENT: Silent = [
    ("names that lead somewhere", [practice("a", principles=["ops.code"], contributes={"ops": 4})], {}),
    ("prerequisite", [TESTS, practice("a", rung("First.", need("tests/1")))], {}),
    ("highest level", [TESTS, practice("a", level(), rung("Second.", need("tests/2")))], {}),
    ("level of a signal", [practice("a", level(), level(), signals=[{"file": "tox.ini", "level": 2}])], {}),
    ("order of stories", [practice("a", level(story(after=[2]), story()))], {}),
    ("ids of a common start", [practice("a"), practice("ab")], {}),
    ("story of 8 points", [practice("a", level(story(8)))], {}),
    (
        "story of 8 likely points",
        [practice("a", level({**story(), "points": {"low": 1, "likely": 8, "high": 20}}))],
        {},
    ),
    ("pillar without principles", [practice("a")], {"pillars": HEADER["pillars"]}),
    (
        "principle served second",
        [practice("a", principles=["ops.code", "ops.data"])],
        {"principles": [*OPS["principles"], DATA]},
    ),
    ("labels in Jira", [practice("a.b"), practice("a.c"), practice("ab")], {}),
    (
        "two that need the same",
        [TESTS, practice("a", rung("First.", need("tests/1"))), practice("b", rung("First.", need("tests/1")))],
        {},
    ),
    (
        "prerequisite with a lag",
        [
            practice("a"),
            practice("b", rung("First.", need("a/1"))),
            practice("c", rung("First.", need("b/1"), need("a/1", lag=1))),
        ],
        {},
    ),
    (
        "higher level of what the level below needs",
        [TESTS, practice("a", rung("First.", need("tests/1")), rung("Second.", need("tests/2")))],
        {},
    ),
]

"""Catalogs with one thing wrong in each, and edits that cannot all hold, with what is said of them."""

from __future__ import annotations

from tests.tui.bad_files import CATALOG, NO_ID, but

BAD_CATALOGS: dict[str, tuple[str, list[str]]] = {
    "unknown key": (
        but(
            "    severity: high\n    levels:\n      - statement: It is so.\n        requires",
            "    severity: high\n    skil: ml\n    levels:\n      - statement: It is so.\n        requires",
            CATALOG,
        ),
        ["catalog.yaml:22: practices[1].skil: unknown key 'skil'; the nearest known name is 'skill'"],
    ),
    "unknown severity": (
        CATALOG.replace("severity: high", "severity: hihg", 1),
        [
            "catalog.yaml:11: practices[0].severity: 'hihg' is not one of 'high', 'medium' or 'low'; "
            "the nearest known name is 'high'"
        ],
    ),
    "negative points": (
        but("points: 3", "points: -3", CATALOG),
        ["catalog.yaml:16: practices[0].levels[1].stories[0].points: must be more than 0, not '-3'"],
    ),
    "points that fall": (
        but("points: 3", "points: {low: 3, likely: 2, high: 8}", CATALOG),
        ["catalog.yaml:16: practices[0].levels[1].stories[0].points: low, likely and high must not fall"],
    ),
    "points of three kinds but one": (
        but("points: 3", "points: {low: 3, likly: 5, high: 8}", CATALOG),
        [
            "catalog.yaml:16: practices[0].levels[1].stories[0].points.likely: the key 'likely' is missing",
            "catalog.yaml:16: practices[0].levels[1].stories[0].points.likly: unknown key 'likly'; "
            "the nearest known name is 'likely'",
        ],
    ),
    "version that is a number": (
        but("1.0.0", "1.0", CATALOG),
        ["catalog.yaml:2: version: text was expected, not '1.0'; put it in quotes"],
    ),
    "dangling prerequisite": (
        but("practice: tests", "practice: test", CATALOG),
        [
            "catalog.yaml:24: release/1: the prerequisite 'test' is not in the catalog; "
            "the nearest known name is 'tests'"
        ],
    ),
    "prerequisite out of range": (
        but("level: 1}", "level: 3}", CATALOG),
        ["catalog.yaml:24: release/1: 'tests' has 2 levels, so the prerequisite 3 is out of range"],
    ),
    "dangling principle": (
        CATALOG.replace("principles: [ops.code]", "principles: [ops.cod]", 1),
        ["catalog.yaml:9: tests: the principle 'ops.cod' is not in the catalog; the nearest known name is 'ops.code'"],
    ),
    "circle": (
        but(
            "It is so.\n        stories",
            "It is so.\n        requires: [{practice: release, level: 1}]\n        stories",
            CATALOG,
        ),
        ["catalog.yaml:24: release/1: prerequisites go in a circle: release/1 → tests/1 → release/1"],
    ),
    "duplicate id": (
        but("id: release", "id: tests", CATALOG),
        ["catalog.yaml:17: tests: the practice 'tests' stands in catalog.yaml:7 already"],
    ),
    "id with a slash": (
        but("id: release", "id: rel/ease", CATALOG),
        [f"catalog.yaml:17: practices[1].id: {NO_ID}, not 'rel/ease'"],
    ),
    "no header": (
        but("version: 1.0.0\n", "", CATALOG),
        ["catalog.yaml: version: the key 'version' is missing; one of the catalog's files gives it"],
    ),
    "empty": ("", ["catalog.yaml: the file is empty"]),
}


EDITS: dict[str, tuple[str, list[str]]] = {
    "a pin after the last sprint": (
        "[{pin: tests/1/1, sprint: 3}]",
        ["tests/1/1 must be in sprint 3; there are 2", "it clashes with the edit to pin tests/1/1 to sprint 3"],
    ),
    "a pin before its prerequisite": (
        "[{pin: release/1/1, sprint: 1}, {pin: tests/1/1, sprint: 2}]",
        [
            "tests/1/1: it cannot be before sprint 2 and must be by sprint 1",
            "the edit to pin release/1/1 to sprint 1",
            "the edit to pin tests/1/1 to sprint 2",
        ],
    ),
    "contradictory pins": (
        "[{pin: tests, sprint: 1}, {pin: tests/1/1, sprint: 2}]",
        ["tests/1/1 cannot be in two sprints: pin tests to sprint 1, and pin tests/1/1 to sprint 2"],
    ),
    "a pin of an excluded story": (
        "[{pin: tests/1/1, sprint: 1}, {exclude: tests, reason: later}]",
        ["tests/1/1 must be in the plan, and there is an edit to exclude tests (later)"],
    ),
    "a pin of what waits for an excluded story": (
        "[{pin: release/1/1, sprint: 1}, {exclude: tests}]",
        ["release/1/1 must be in the plan and waits for tests/1, and there is an edit to exclude tests"],
    ),
    "a deadline before its time": (
        "[{deadline: tests, sprint: 1}, {not_before: tests/1, sprint: 2}]",
        [
            "tests/1/1: it cannot be before sprint 2 and must be by sprint 1",
            "the edit to finish tests by sprint 1",
            "the edit to keep tests/1 out of the sprints before 2",
        ],
    ),
}

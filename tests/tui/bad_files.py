"""Workloads with one thing wrong in each, and what is said of them."""

from __future__ import annotations

WORKLOAD = """\
workload: small
catalog: [catalog.yaml]
team: {velocity: 10}
calendar: {start: 2026-12-07, sprints: 2}
target: {default: 1}
"""

CATALOG = """\
catalog: small
version: 1.0.0
title: A small catalog
pillars: [{id: ops, title: Operations}, {id: sec, title: Security}]
principles: [{id: ops.code, pillar: ops, title: Operate by code}]
practices:
  - id: tests
    title: Tests
    principles: [ops.code]
    contributes: {ops: 2}
    severity: high
    levels:
      - statement: It is so.
        stories: [{title: Do it, points: 2}]
      - statement: It is more so.
        stories: [{title: Do more, points: 3}]
  - id: release
    title: Release
    principles: [ops.code]
    contributes: {ops: 2}
    severity: high
    levels:
      - statement: It is so.
        requires: [{practice: tests, level: 1}]
        stories: [{title: Do it, points: 2}]
"""

NO_ID = "an id holds letters, digits, '.', '-' and '_' only, at most 100 of them"
VERBS = "pin, not_before, deadline, exclude, resize, split, capacity, weight"
WORKLOAD_KEYS = "workload, catalog, team, calendar, policy, target, baseline, values, edits, jira"


def but(old: str, new: str, text: str = WORKLOAD) -> str:
    """The sound file with one thing put in place of another."""
    assert 1 == text.count(old)
    return text.replace(old, new)


BAD_WORKLOADS: dict[str, tuple[str, list[str]]] = {
    "unknown key": (
        WORKLOAD + "polcy: {}\n",
        ["workload.yaml:6: polcy: unknown key 'polcy'; the nearest known name is 'policy'"],
    ),
    "unknown key far from all": (
        WORKLOAD + "zzz: 1\n",
        [f"workload.yaml:6: zzz: unknown key 'zzz'; known keys: {WORKLOAD_KEYS}"],
    ),
    "misspelt key": (
        but("velocity", "velocty"),
        [
            "workload.yaml:3: team.velocity: the key 'velocity' is missing",
            "workload.yaml:3: team.velocty: unknown key 'velocty'; the nearest known name is 'velocity'",
        ],
    ),
    "missing keys": (
        "workload: small\ncatalog: [catalog.yaml]\n",
        [
            "workload.yaml:1: calendar: the key 'calendar' is missing",
            "workload.yaml:1: team: the key 'team' is missing",
        ],
    ),
    "wrong type": (
        but("{velocity: 10}", "ten"),
        ["workload.yaml:3: team: a mapping (key: value) was expected, not 'ten'"],
    ),
    "a number in quotes": (
        but("velocity: 10", "velocity: '10'"),
        ["workload.yaml:3: team.velocity: a number was expected, not '10'"],
    ),
    "an empty key": (
        WORKLOAD + "edits:\n",
        ["workload.yaml:6: edits: a list was expected, not nothing"],
    ),
    "a list as the whole": (
        "- workload: small\n",
        ["workload.yaml:1: a mapping (key: value) was expected, not a list"],
    ),
    "bad date": (
        but("2026-12-07", "2026-02-30"),
        ["workload.yaml:4: calendar.start: a date like 2026-12-07 was expected, not '2026-02-30'"],
    ),
    "bad day off": (
        but("sprints: 2", "days_off: [2026-12-24, Christmas]"),
        ["workload.yaml:4: calendar.days_off[1]: a date like 2026-12-07 was expected, not 'Christmas'"],
    ),
    "calendar past the year 9999": (
        but("2026-12-07", "9999-12-04"),
        ["workload.yaml:4: calendar.start: 2 sprints from 9999-12-04 run past the year 9999"],
    ),
    "too many sprints": (
        but("sprints: 2", "sprints: 1001"),
        ["workload.yaml:4: calendar.sprints: must be at most 1000, not '1001'"],
    ),
    "negative velocity": (
        but("velocity: 10", "velocity: [12, -1]"),
        ["workload.yaml:3: team.velocity[1]: must be more than 0, not '-1'"],
    ),
    "no velocity": (
        but("velocity: 10", "velocity: []"),
        ["workload.yaml:3: team.velocity: must not be empty"],
    ),
    "not a number": (
        but("velocity: 10", "velocity: .nan"),
        ["workload.yaml:3: team.velocity: a finite number was expected, not 'nan'"],
    ),
    "infinity": (
        WORKLOAD + "policy: {stability: .inf}\n",
        ["workload.yaml:6: policy.stability: a finite number was expected, not 'inf'"],
    ),
    "10 to the 400th": (
        but("velocity: 10", f"velocity: 1{'0' * 400}"),
        ["workload.yaml:3: team.velocity: a finite number was expected, not 'inf'"],
    ),
    "5000 digits": (
        but("sprints: 2", f"sprints: {'9' * 5000}"),
        ["workload.yaml:4: calendar.sprints: a whole number was expected, not 'inf'"],
    ),
    "200 digits": (
        but("sprints: 2", f"sprints: {'9' * 200}"),
        [f"workload.yaml:4: calendar.sprints: must be at most 1000, not '{'9' * 57}...'"],
    ),
    "discount above 1": (
        WORKLOAD + "policy: {discount: 1.1}\n",
        ["workload.yaml:6: policy.discount: must be at most 1, not '1.1'"],
    ),
    "yes in place of true": (
        WORKLOAD + "policy: {strict: yes}\n",
        ["workload.yaml:6: policy.strict: true or false was expected, not 'yes'"],
    ),
    "unknown pillar in weights": (
        WORKLOAD + "policy: {weights: {sek: 2}}\n",
        ["workload.yaml:6: policy.weights.sek: the catalog has no pillar 'sek'; the nearest known name is 'sec'"],
    ),
    "negative weight": (
        WORKLOAD + "policy: {weights: {sec: -2}}\n",
        ["workload.yaml:6: policy.weights.sec: must be at least 0, not '-2'"],
    ),
    "all weights zero": (
        WORKLOAD + "policy: {weights: {ops: 0, sec: 0}}\n",
        ["workload.yaml:6: policy.weights: at least one pillar must weigh more than 0"],
    ),
    "all weights zero by edits": (
        WORKLOAD + "policy: {weights: {sec: 0}}\nedits:\n  - {exclude: tests}\n  - {weight: ops, value: 0}\n",
        ["workload.yaml:9: edits[1].value: at least one pillar must weigh more than 0"],
    ),
    "unknown pillar in the target": (
        but("default: 1", "pillars: {opps: 2}"),
        ["workload.yaml:5: target.pillars.opps: the catalog has no pillar 'opps'; the nearest known name is 'ops'"],
    ),
    "unknown practice in the target": (
        but("default: 1", "practices: {test: 2}"),
        [
            "workload.yaml:5: target.practices.test: the catalog has no practice 'test'; "
            "the nearest known name is 'tests'"
        ],
    ),
    "unknown practice in the values": (
        WORKLOAD + "values: {relese: 2}\n",
        ["workload.yaml:6: values.relese: the catalog has no practice 'relese'; the nearest known name is 'release'"],
    ),
    "unknown practice in the baseline": (
        WORKLOAD + "baseline:\n  test: {level: 1}\n",
        ["workload.yaml:7: baseline.test: the catalog has no practice 'test'; the nearest known name is 'tests'"],
    ),
    "level out of range": (
        WORKLOAD + "baseline:\n  tests:\n    level: 3\n",
        ["workload.yaml:8: baseline.tests.level: 'tests' has 2 levels, so 3 is out of range"],
    ),
    "level below all ladders": (
        WORKLOAD + "baseline:\n  tests: {level: -1}\n",
        ["workload.yaml:7: baseline.tests.level: must be at least 0, not '-1'"],
    ),
    "unknown story in the baseline": (
        WORKLOAD + "baseline:\n  tests:\n    done:\n      - tests/1/1\n      - tests/1/2\n",
        [
            "workload.yaml:10: baseline.tests.done[1]: 'tests' has no story 'tests/1/2'; "
            "the nearest known name is 'tests/1/1'"
        ],
    ),
    "story done twice": (
        WORKLOAD + "baseline:\n  tests:\n    done:\n      - tests/1/1\n      - tests/1/1\n",
        ["workload.yaml:10: baseline.tests.done[1]: 'tests/1/1' is named twice"],
    ),
    "not applicable without a reason": (
        WORKLOAD + "baseline:\n  tests: {not_applicable: true}\n",
        ["workload.yaml:7: baseline.tests: not applicable needs a reason"],
    ),
    "not applicable with a level": (
        WORKLOAD + "baseline:\n  tests: {not_applicable: true, reason: none, level: 1}\n",
        ["workload.yaml:7: baseline.tests: what is not applicable has no level and nothing done"],
    ),
    "an id with path characters": (
        but("workload: small", "workload: ../../etc/passwd"),
        [f"workload.yaml:1: workload: {NO_ID}, not '../../etc/passwd'"],
    ),
    "an id with shell characters": (
        but("workload: small", "workload: 'x; $(touch gone)'"),
        [f"workload.yaml:1: workload: {NO_ID}, not 'x; $(touch gone)'"],
    ),
    "an id with a line feed at its end": (
        but("workload: small", 'workload: "small\\n"'),
        [f"workload.yaml:1: workload: {NO_ID}, not 'small\\n'"],
    ),
    "a key with path characters": (
        WORKLOAD + "baseline: {../tests: {level: 1}}\n",
        [f"workload.yaml:6: baseline.../tests: {NO_ID}, not '../tests'"],
    ),
    "terminal commands": (
        WORKLOAD + 'days: "\\e[2J"\n',
        ["workload.yaml:6: the control character U+001B is not accepted; leave it out"],
    ),
    "an edit with two verbs": (
        WORKLOAD + "edits: [{pin: tests/1/1, exclude: release, sprint: 1}]\n",
        [f"workload.yaml:6: edits[0]: an edit has exactly one of {VERBS}; here pin and exclude"],
    ),
    "an edit without a verb": (
        WORKLOAD + "edits:\n  - {pin: tests/1/1, sprint: 1}\n  - {sprint: 1}\n",
        [f"workload.yaml:8: edits[1]: an edit has exactly one of {VERBS}; here none"],
    ),
    "an edit with an unknown verb": (
        WORKLOAD + "edits: [{exlude: tests}]\n",
        ["workload.yaml:6: edits[0].exlude: unknown key 'exlude'; the nearest known name is 'exclude'"],
    ),
    "a pin to no sprint": (
        WORKLOAD + "edits: [{pin: tests/1/1}]\n",
        ["workload.yaml:6: edits[0]: pin needs 'sprint'"],
    ),
    "a pin with points": (
        WORKLOAD + "edits: [{pin: tests/1/1, sprint: 1, points: 3}]\n",
        ["workload.yaml:6: edits[0]: pin does not take 'points'"],
    ),
    "an edit of an unknown practice": (
        WORKLOAD + "edits:\n  - {sprint: 1, deadline: relase}\n",
        [
            "workload.yaml:7: edits[0].deadline: the catalog has no practice 'relase'; "
            "the nearest known name is 'release'"
        ],
    ),
    "an edit of an unknown level": (
        WORKLOAD + "edits: [{exclude: tests/3}]\n",
        [
            "workload.yaml:6: edits[0].exclude: the practice 'tests' has no level 'tests/3'; "
            "the nearest known name is 'tests/2'"
        ],
    ),
    "an edit of an unknown story": (
        WORKLOAD + "edits: [{not_before: tests/1/2, sprint: 2}]\n",
        [
            "workload.yaml:6: edits[0].not_before: the practice 'tests' has no story 'tests/1/2'; "
            "the nearest known name is 'tests/1/1'"
        ],
    ),
    "an edit of a task": (
        WORKLOAD + "edits: [{pin: tests/1/1/1, sprint: 1}]\n",
        ["workload.yaml:6: edits[0].pin: 'tests/1/1/1' is no practice, level or story"],
    ),
    "an edit of a path": (
        WORKLOAD + "edits: [{pin: ../tests/1, sprint: 1}]\n",
        ["workload.yaml:6: edits[0].pin: the catalog has no practice '..'"],
    ),
    "a size for a practice": (
        WORKLOAD + "edits: [{resize: tests, points: 1}]\n",
        ["workload.yaml:6: edits[0].resize: the catalog has no story 'tests'; the nearest known name is 'tests/2/1'"],
    ),
    "a size for a story of an unknown practice": (
        WORKLOAD + "edits: [{resize: test/1/1, points: 1}]\n",
        ["workload.yaml:6: edits[0].resize: the catalog has no practice 'test'; the nearest known name is 'tests'"],
    ),
    "a size for an unknown story": (
        WORKLOAD + "edits: [{resize: release/1/2, points: 1}]\n",
        [
            "workload.yaml:6: edits[0].resize: the practice 'release' has no story 'release/1/2'; "
            "the nearest known name is 'release/1/1'"
        ],
    ),
    "negative points": (
        WORKLOAD + "edits: [{resize: tests/1/1, points: -1}]\n",
        ["workload.yaml:6: edits[0].points: must be more than 0, not '-1'"],
    ),
    "hundredths of a point": (
        WORKLOAD + "edits: [{capacity: 3.25, sprint: 1}]\n",
        ["workload.yaml:6: edits[0].capacity: points are given to a tenth at most, not '3.25'"],
    ),
    "capacity of a sprint that is not there": (
        WORKLOAD + "edits: [{capacity: 3, sprint: 3}]\n",
        ["workload.yaml:6: edits[0].sprint: the calendar has 2 sprints, so 3 is out of range"],
    ),
    "weight of an unknown pillar": (
        WORKLOAD + "edits: [{weight: opps, value: 3}]\n",
        ["workload.yaml:6: edits[0].weight: the catalog has no pillar 'opps'; the nearest known name is 'ops'"],
    ),
    "a server that is no address": (
        WORKLOAD + "jira: {server: jira.example.com, project: P}\n",
        ["workload.yaml:6: jira.server: 'jira.example.com' does not match ^https?://"],
    ),
    "a deployment that is not known": (
        WORKLOAD + "jira: {server: 'https://x', project: P, deployment: clowd}\n",
        [
            "workload.yaml:6: jira.deployment: 'clowd' is not one of 'cloud' or 'datacenter'; "
            "the nearest known name is 'cloud'"
        ],
    ),
    "an unknown catalog": (
        but("[catalog.yaml]", "[five-pilars]"),
        [
            "workload.yaml:2: catalog[0]: 'five-pilars': there is no catalog of this name, and no file or folder; "
            "the nearest known name is 'five-pillars'"
        ],
    ),
    "a missing catalog file": (
        but("[catalog.yaml]", "\n  - catalog.yaml\n  - catalogue.yaml"),
        [
            "workload.yaml:4: catalog[1]: 'catalogue.yaml': there is no catalog of this name, and no file or folder; "
            "the nearest known name is 'catalog.yaml'"
        ],
    ),
    "the same catalog twice": (
        but("[catalog.yaml]", "[catalog.yaml, catalog.yaml]"),
        ["catalog.yaml:1: catalog: the catalog 'small' is given twice"],
    ),
    "one catalog without a list": (
        but("[catalog.yaml]", "catalog.yaml"),
        ["workload.yaml:2: catalog: a list was expected, not 'catalog.yaml'"],
    ),
    "a catalog path with a null": (
        but("[catalog.yaml]", '["a\\0b"]'),
        ["workload.yaml:2: the control character U+0000 is not accepted; leave it out"],
    ),
    "an empty file": ("", ["workload.yaml: the file is empty"]),
    "nothing but comments": ("# one\n# two\n", ["workload.yaml:1: the file holds nothing but comments"]),
    "tab indentation": (
        but("{velocity: 10}", "\n\tvelocity: 10"),
        ["workload.yaml:4: this is not YAML: a tab cannot indent YAML; use spaces (column 1)"],
    ),
    "an open bracket": (
        but("[catalog.yaml]", "[catalog.yaml"),
        ["workload.yaml:3: this is not YAML: did not find expected ',' or ']' (column 5)"],
    ),
    "an anchor": (
        but("{default: 1}", "&one {default: 1}"),
        ["workload.yaml:5: the anchor '&one' is not accepted; write the value out where needed"],
    ),
    "a merge key": (
        but("{default: 1}", "{<<: {default: 1}}"),
        ["workload.yaml:5: the merge key '<<' is not accepted; write the keys out"],
    ),
    "a tag that runs code": (
        WORKLOAD + "policy: !!python/object/apply:os.system [touch gone]\n",
        ["workload.yaml:6: the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not accepted; leave it out"],
    ),
    "a repeated key": (
        WORKLOAD + "team: {velocity: 12}\n",
        ["workload.yaml:6: the key 'team' stands here again; it was given on line 3"],
    ),
    "two documents": (
        WORKLOAD + "---\n" + WORKLOAD,
        ["workload.yaml:7: a second document starts here; one document a file is read"],
    ),
    "deep nesting": (
        WORKLOAD + "policy: " + "[" * 100_000 + "]" * 100_000 + "\n",
        ["workload.yaml:6: nested deeper than 50 levels"],
    ),
    "a list as a key": (
        WORKLOAD + "? [a, b]\n: 1\n",
        ["workload.yaml:6: a key must be one word, not a list or a mapping"],
    ),
}

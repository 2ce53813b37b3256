"""A workload as plain data: nothing of it is lost, in a file or in the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from catalog.shape import check
from catalog.yaml_text import parse
from integrations.writing import to_yaml
from planner.state import State, from_plain, to_plain
from planner.workload import Workload
from planner.workload_document import to_data
from planner.workload_file import read_workload
from planner.workload_schema import WorkloadShape, to_workload
from tests.generated import ROOT
from tests.planner.cases import Case, cases
from tests.stress import size

EXAMPLES = sorted((ROOT / "data" / "examples").glob("*.yaml"))


def through_file(workload: Workload) -> Workload:
    return to_workload(check(WorkloadShape, parse(to_yaml(to_data(workload)), "workload.yaml")))


def exported(workload: Workload) -> str:
    return to_yaml(to_data(workload))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_survive(path: Path) -> None:
    """Every example is the same workload after a way through a file and through the workspace."""
    workload, _ = read_workload(path)

    assert workload == through_file(workload) == from_plain(to_plain(State(workload))).workload


@pytest.mark.stress
@given(cases())
@settings(max_examples=size(100, 500))
def test_exports_are_the_same_bytes(case: Case) -> None:
    """Exported, imported, kept in the workspace and exported again, a workload gives the same file."""
    first = exported(case.workload)
    again = from_plain(to_plain(State(through_file(case.workload)))).workload

    assert first == exported(again)
    assert case.workload == again


FULL = """\
workload: full
catalog: [five-pillars, ../more.yaml]
team: {velocity: [21.5, 26], improvement_share: 0.5, skills: {ml: 6.5}}
calendar: {start: 2026-12-07, sprint_days: 7, sprints: 4, first: 3, days_off: [2026-12-25, 2026-12-24]}
policy: {weights: {sec: 2, ops: 0.5}, discount: 0.9, epics_in_progress: 3, stability: 0.25, strict: true}
target: {default: 1, pillars: {sec: 3}, practices: {a: 0}}
baseline:
  b: {level: 2, evidence: "yes: 08", assessed: 2026-11-20, by: 'no'}
  a: {level: 0, done: [a/1/1, a/1/2.1], reason: why}
  c: {not_applicable: true, reason: 'null'}
  d: {level: 1, evidence: scan, proposed: true}
  e: {level: 1, proposed: {level: 2, evidence: scan}}
values: {a: 7.5}
edits:
  - {pin: a/1/1, sprint: 3, reason: agreed}
  - {not_before: a, sprint: 4, reason: r}
  - {deadline: a/1, sprint: 5, reason: r}
  - {exclude: b, reason: "multi\\nline"}
  - {resize: a/1/1, points: 2.5, reason: r}
  - {split: a/1/2, after: [1, 3], reason: r}
  - {split: a/1/3}
  - {capacity: 8.5, sprint: 4, reason: r}
  - {weight: sec, value: 0.5, reason: r}
  - {pin: a/1/1, sprint: 3}
jira:
  {server: "https://jira.example.com", project: F, board: 3, deployment: cloud, points_field: P, done: [Done],
   issue_types: {epic: E}}
"""


def test_every_key_survives() -> None:
    """A file that uses every key says the same after the round trip, twice decided things included."""
    workload = to_workload(check(WorkloadShape, parse(FULL, "full.yaml")))
    again = from_plain(to_plain(State(workload))).workload

    assert workload == through_file(workload) == again
    assert exported(workload) == exported(again)

"""Planning again after one decision, from the plan before it."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from planner import edits
from planner.decisions import with_edit
from planner.document import to_document
from planner.errors import NoPlan
from planner.plan import Plan, make_plan
from planner.replanning import improvements, replan
from planner.translate import Frozen
from tests.builders import level, load, practice, story
from tests.planner.cases import Case, cases
from tests.planner.rules import Rules
from tests.stress import size

PRACTICES = [
    practice(id, level(story(5)), severity=severity) for id, severity in zip("abcd", ("high",) * 4, strict=True)
]


def four(folder: Path) -> Plan:
    """Four stories of 5 points in two sprints of 10."""
    workload, catalog = load(folder, *PRACTICES)
    return make_plan(catalog, workload)


def placed(plan: Plan) -> dict[str, int | None]:
    return {id: plan.sprint_of(id) for id in sorted(plan.backlog.story)}


def decided(plan: Plan, edit: edits.Edit) -> Plan:
    return replan(plan, with_edit(plan.workload, edit))


def test_nothing_decided_moves_nothing(tmp_path: Path) -> None:
    """The same workload again has the same placements."""
    plan = four(tmp_path)

    assert placed(replan(plan, plan.workload)) == placed(plan) == {"a/1/1": 1, "b/1/1": 1, "c/1/1": 2, "d/1/1": 2}


def test_a_decision_moves_what_it_must(tmp_path: Path) -> None:
    """A pinned story goes to its sprint, one story makes room for it, and the others stay."""
    plan = four(tmp_path)

    moved = placed(decided(plan, edits.Pin("a/1/1", 2)))
    away = {id for id, sprint in placed(plan).items() if moved[id] != sprint}
    assert (moved["a/1/1"], len(away), "b/1/1" in away) == (2, 2, False)


def test_what_cannot_hold_is_named_and_the_plan_is_as_it_was(tmp_path: Path) -> None:
    """Three stories of 5 pinned to one sprint of 10; the plan before can be gone on from."""
    plan = decided(decided(four(tmp_path), edits.Pin("a/1/1", 1)), edits.Pin("b/1/1", 1))

    with pytest.raises(NoPlan) as error:
        decided(plan, edits.Pin("c/1/1", 1))
    assert error.value.clash[0] == "sprint 1 has no room for c/1/1 beside a/1/1 and b/1/1"
    assert decided(plan, edits.Pin("c/1/1", 2)).sprint_of("c/1/1") == 2


def test_improving_ends_and_gains(tmp_path: Path) -> None:
    """After an exclusion is taken back piece by piece, each better plan earns more than the last."""
    plan = decided(four(tmp_path), edits.Deadline("d/1/1", 1))
    free = replan(plan, replace(plan.workload, edits=()))

    found = [free.objective, *(better.objective for better in improvements(free) if better is not None)]
    assert found == sorted(set(found))
    assert found[-1] == pytest.approx(four(tmp_path).objective)


@given(cases())
@settings(
    max_examples=size(40, 400),
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_each_plan_of_a_series_keeps_every_rule(case: Case) -> None:
    """One decision after the other, from plan to plan: the rules hold, and the bound is true."""
    plan = make_plan(case.catalog, replace(case.workload, edits=()), effort="quick")
    for edit in case.workload.edits:
        with contextlib.suppress(NoPlan):
            plan = decided(plan, edit)
        Rules(case.catalog, plan.workload, to_document(plan), Frozen()).check_all()
    for better in improvements(plan):
        if better is not None:
            Rules(case.catalog, plan.workload, to_document(better), Frozen()).check_all()

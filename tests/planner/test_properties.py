"""What holds of every plan, over generated catalogs and workloads; the rules are in `tests.planner.rules`."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrations.plan_formats import render
from planner import edits
from planner.document import to_document
from planner.document_schema import PlanDocument
from planner.errors import NoPlan
from planner.optimiser.solve import Effort
from planner.plan import Plan, make_plan
from planner.translate import Frozen
from planner.why import why
from tests.planner.cases import Case, cases
from tests.planner.rules import Rules
from tests.stress import size

pytestmark = pytest.mark.stress


def examples(count: int) -> settings:
    """So many cases under --stress, half of them else."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=size(count // 2, count), derandomize=True, deadline=None, suppress_health_check=checks)


def attempt(case: Case, frozen: Frozen | None = None, *, effort: Effort = "normal") -> Plan | None:
    """The plan of a case; None where there is none and something is named that clashes."""
    clash: tuple[str, ...] = ()
    try:
        return make_plan(case.catalog, case.workload, frozen=frozen, effort=effort)
    except NoPlan as error:
        clash = error.clash
    assert clash
    return None


def placed(plan: Plan) -> dict[str, int]:
    return {id: sprint for id in plan.backlog.story if (sprint := plan.sprint_of(id)) is not None}


def obliges(case: Case) -> bool:
    return any(isinstance(edit, edits.Pin | edits.Deadline) for edit in case.workload.edits)


@given(cases())
@examples(300)
def test_a_plan_keeps_every_rule(case: Case) -> None:
    """Every story once, capacities, prerequisites, edits, worth, objective and bound, all read off the document."""
    plan = attempt(case)
    if plan is not None:
        Rules(case.catalog, case.workload, to_document(plan), Frozen()).check_all()


@given(cases())
@examples(150)
def test_without_obligations_there_is_a_plan(case: Case) -> None:
    """Only pins and deadlines can make a plan impossible."""
    free = tuple(edit for edit in case.workload.edits if not isinstance(edit, edits.Pin | edits.Deadline))
    assert make_plan(case.catalog, replace(case.workload, edits=free), effort="quick")


@given(cases())
@examples(100)
def test_the_same_input_gives_the_same_document(case: Case) -> None:
    """Planning twice gives equal documents, and equal text of them."""
    first, second = attempt(case), attempt(case)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert render(to_document(first), "yaml") == render(to_document(second), "yaml")


@given(cases())
@examples(100)
def test_a_quick_plan_keeps_every_rule(case: Case) -> None:
    """Looking no further than the first order changes how good a plan is, not whether it holds."""
    plan = attempt(case, effort="quick")
    if plan is not None:
        Rules(case.catalog, case.workload, to_document(plan), Frozen()).check_all()


@given(cases(), st.integers(0, 3), st.booleans())
@examples(120)
def test_planning_again_keeps_every_rule(case: Case, sprints: int, longer: bool) -> None:
    """With sprints frozen, under changed edits too, the rules hold; what is under way stays, and nothing enters."""
    before = attempt(Case(case.catalog, replace(case.workload, edits=())))
    assert before is not None
    frozen = Frozen(placed(before), min(sprints, len(before.sprints)))
    again = case
    if longer:
        calendar = replace(case.workload.calendar, sprints=len(before.sprints) + 1)
        again = Case(case.catalog, replace(case.workload, calendar=calendar))
    plan = attempt(again, frozen)
    if plan is not None:
        Rules(again.catalog, again.workload, to_document(plan), frozen).check_all()


@given(cases())
@examples(100)
def test_at_a_high_price_nothing_moves(case: Case) -> None:
    """Planning again from a plan, with nothing changed and moves at a thousand, gives every story its old sprint."""
    policy = replace(case.workload.policy, stability=1000.0)
    case = Case(case.catalog, replace(case.workload, policy=policy))
    before = attempt(case)
    if before is not None:
        again = attempt(case, Frozen(placed(before), 0))
        assert again is not None
        assert {id: again.sprint_of(id) for id in placed(before)} == placed(before)


@given(cases())
@examples(120)
def test_what_holds_a_story_back_is_a_fact(case: Case) -> None:
    """Whatever is named as the reason for a story's sprint is so in this plan."""
    plan = attempt(case)
    for id, sprint in placed(plan).items() if plan else ():
        assert plan.holds(id)
        for hold in plan.holds(id):
            assert _is_so(plan, id, sprint, hold.kind, hold.subject)


def _is_so(plan: Plan, id: str, sprint: int, kind: str, subject: str) -> bool:
    story = plan.backlog.story[id]
    mates = [plan.backlog.story[other] for other in plan.by_sprint.get(sprint - 1, ())]
    match kind:
        case "first":
            return sprint == 1
        case "pin":
            return any(isinstance(e, edits.Pin) and e.sprint == sprint for e in plan.workload.edits)
        case "not-before":
            return any(isinstance(e, edits.NotBefore) and e.sprint == sprint for e in plan.workload.edits)
        case "prerequisite":
            milestone = plan.backlog.milestone[story.milestone]
            lags = [wait.lag for wait in milestone.waits if wait.milestone == subject] or [0]
            at = plan.solution.placement[subject]
            return at is not None and at + max(lags) == sprint
        case "capacity":
            before = plan.sprints[sprint - 2]
            held = sum(mate.size for mate in mates if subject == "points" or mate.skill == subject)
            return held + story.size > (before.capacity if subject == "points" else before.skills[subject])
        case "groups":
            open_ = {mate.practice for mate in mates}
            return len(open_) == plan.workload.policy.epics_in_progress and story.practice not in open_
    return False


@given(cases())
@examples(100)
def test_what_keeps_a_story_out_is_a_fact(case: Case) -> None:
    """What is said to be impossible is refused when an edit asks for it; what is said to be missing is missing."""
    plan = attempt(case)
    if plan is None:
        return
    last = len(plan.sprints)
    for id, deferral in plan.deferrals.items():
        milestone = plan.backlog.milestone[plan.backlog.story[id].milestone]
        if deferral.reason == "prerequisite":
            for cause in deferral.cause:
                if cause in plan.deferrals:
                    assert plan.deferrals[cause].reason == "excluded"
                else:
                    lag = max(wait.lag for wait in milestone.waits if wait.milestone == cause)
                    assert (plan.reached(cause) or last + 1) + lag > last
        elif deferral.reason != "capacity" or deferral.cause:
            asked = (*case.workload.edits, edits.Deadline(milestone.id, last))
            assert attempt(Case(case.catalog, replace(case.workload, edits=asked)), effort="quick") is None


@given(cases())
@examples(30)
def test_why_has_an_answer_for_every_story(case: Case) -> None:
    """No story of any plan is beyond explanation."""
    plan = attempt(case)
    for id in sorted(plan.backlog.story)[:3] if plan else ():
        assert why(plan, id).reason


@given(cases())
@examples(60)
def test_documents_fit_their_schema_in_every_format(case: Case) -> None:
    """The YAML and the JSON of a plan are read back as the same document, and fit the model."""
    plan = attempt(case)
    if plan is not None:
        document = to_document(plan)
        from_json = json.loads(render(document, "json"))
        from_yaml = yaml.load(render(document, "yaml"), yaml.CSafeLoader)
        assert json.loads(json.dumps(from_yaml, default=datetime.date.isoformat)) == from_json
        assert PlanDocument.model_validate(from_json) == PlanDocument.model_validate(from_yaml)
        assert render(document, "csv")
        assert render(document, "markdown")

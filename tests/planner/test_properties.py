"""What holds of every plan, over generated catalogs and workloads; the rules are in `tests.planner.rules`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner import edits
from planner.document import to_document
from planner.document_schema import PlanDocument
from planner.errors import NoPlan
from planner.plan import Plan, make_plan
from planner.translate import Frozen
from tests.planner.cases import Case, cases
from tests.planner.rules import Rules

many = settings(
    max_examples=300,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def attempt(case: Case, frozen: Frozen | None = None, *, quick: bool = False) -> Plan | None:
    try:
        return make_plan(case.catalog, case.workload, frozen=frozen, quick=quick)
    except NoPlan as error:
        assert error.clash
        return None


@given(cases())
@many
def test_a_plan_keeps_every_rule(case: Case) -> None:
    """Every story once, capacities, prerequisites, edits, worth, objective and bound, all read off the document."""
    plan = attempt(case)
    if plan is not None:
        Rules(case.catalog, case.workload, to_document(plan), Frozen()).check_all()

"""What is exported from a workspace, imported again and exported again is the same bytes, on both databases."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from planner.state import State
from planner.store.address import Address
from planner.store.reading import fetch
from planner.store.repository import Repository
from planner.workload import Workload
from planner.workload_file import read_workload
from tests.planner.cases import Case, cases
from tests.planner.store.test_repository import ANN
from tests.planner.test_workload_document import EXAMPLES, exported, through_file
from tests.stress import size

NUMBERS = itertools.count(1)


def kept(store: Repository, workload: Workload) -> Workload:
    """A workload as a plan reads it from the workspace that it was taken into."""
    name = f"w{next(NUMBERS)}"
    store.create(name, State(workload), ANN, "import")
    return fetch(store.address, name)[0].workload


def again(store: Repository, workload: Workload) -> tuple[str, str]:
    """The first export, and the one after that was imported."""
    first = kept(store, workload)
    second = kept(store, through_file(first))
    assert workload == first == second
    return exported(first), exported(second)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples(store: Repository, path: Path) -> None:
    """Every example comes back as it was."""
    first, second = again(store, read_workload(path)[0])

    assert first == second


@pytest.mark.stress
@given(case=cases())
@settings(max_examples=size(10, 500), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_generated_workloads(address: Address, case: Case) -> None:
    """So does every generated one."""
    first, second = again(Repository.open(address, create=True), case.workload)

    assert first == second

"""The digest of everything that a plan depends on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from planner.document import inputs_digest, to_document
from planner.optimiser.solve import Effort
from planner.plan import make_plan
from planner.translate import Frozen
from planner.workload_file import read_workload
from tests.builders import load, practice
from tests.planner.small import calendar, planned, workload_of
from tests.planner.test_document import MORE, RICH

PLAN = planned(practice("a"), practice("b"))


def digest(frozen: Frozen | None = None, effort: Effort = "normal", **workload: Any) -> str:
    posed = replace(PLAN.posed, workload=workload_of(**workload), frozen=frozen or Frozen())
    return inputs_digest(replace(PLAN, posed=posed, effort=effort))


@pytest.mark.parametrize(
    "change",
    [
        {"workload": "other"},
        {"team": {"velocity": 11}},
        {"team": {"velocity": [10, 10]}},
        {"team": {"velocity": 10, "improvement_share": 0.5}},
        {"team": {"velocity": 10, "skills": {"ml": 5}}},
        {"calendar": {"start": "2026-12-08", "sprints": 2}},
        {"calendar": {"start": "2026-12-07", "sprints": 3}},
        {"calendar": {"start": "2026-12-07", "sprints": 2, "sprint_days": 7}},
        {"calendar": {"start": "2026-12-07", "sprints": 2, "days_off": ["2026-12-25"]}},
        {"policy": {"weights": {"ops": 2}}},
        {"policy": {"discount": 0.9}},
        {"policy": {"epics_in_progress": 2}},
        {"policy": {"stability": 1}},
        {"policy": {"strict": True}},
        {"target": {"default": 2}},
        {"target": {"default": 1, "pillars": {"ops": 1}}},
        {"target": {"default": 1, "practices": {"a": 1}}},
        {"baseline": {"a": {"level": 0}}},
        {"baseline": {"a": {"done": ["a/1/1"]}}},
        {"baseline": {"a": {"not_applicable": True, "reason": "never"}}},
        {"values": {"a": 40}},
        {"edits": [{"pin": "a", "sprint": 1}]},
        {"frozen": Frozen({"a/1/1": 1}, 0)},
        {"frozen": Frozen({}, 1)},
        {"effort": "quick"},
    ],
)
def test_the_digest_changes_with_every_input(change: dict[str, Any]) -> None:
    """Whatever a plan depends on is part of the digest."""
    assert digest(**change) != digest()


@pytest.mark.parametrize("verb", ["not_before", "deadline"])
def test_the_digest_tells_edits_of_the_same_figures_apart(verb: str) -> None:
    """A pin is no deadline, though both name an id and a sprint."""
    assert digest(edits=[{verb: "a", "sprint": 1}]) != digest(edits=[{"pin": "a", "sprint": 1}])


def test_the_digest_changes_with_the_order_of_edits() -> None:
    """Of two edits of one thing the later holds, so their order counts."""
    edits = [{"capacity": 3, "sprint": 1}, {"capacity": 4, "sprint": 1}]
    assert digest(edits=edits) != digest(edits=edits[::-1])


def test_the_digest_changes_with_the_catalog() -> None:
    """The digest of each catalog is part of it."""
    part = replace(PLAN.catalog.parts[0], digest="sha256:" + "1" * 64)
    posed = replace(PLAN.posed, catalog=replace(PLAN.catalog, parts=(part,)))
    assert inputs_digest(replace(PLAN, posed=posed)) != inputs_digest(PLAN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"team": {"velocity": 10}}, {"team": {"velocity": 10.0, "improvement_share": 1, "skills": {}}}),
        ({"values": {"a": 1, "b": 2}}, {"values": {"b": 2.0, "a": 1.0}}),
        ({"policy": {"weights": {"ops": 1, "sec": 2}}}, {"policy": {"weights": {"sec": 2, "ops": 1}}}),
        ({"baseline": {"a": {"level": 1}, "b": {"level": 0}}}, {"baseline": {"b": {"level": 0}, "a": {"level": 1}}}),
        (
            {"calendar": calendar(2, days_off=["2026-12-25", "2026-12-24"])},
            {"calendar": calendar(2, days_off=["2026-12-24", "2026-12-25"])},
        ),
        ({"catalog": ["catalog.yaml"]}, {"catalog": ["../elsewhere/catalog.yaml"]}),
        ({}, {"jira": {"server": "https://jira.example.com", "project": "X"}}),
    ],
)
def test_the_digest_does_not_change_with_writing(one: dict[str, Any], other: dict[str, Any]) -> None:
    """The order of keys, 10 or 10.0, defaults written out, where a catalog lies and where Jira is do not matter."""
    assert digest(**one) == digest(**other)


def test_the_digest_does_not_change_with_formatting(tmp_path: Path) -> None:
    """The same content in another layout, with comments, gives the same digest of file and catalog."""
    of, catalog = load(tmp_path, *RICH, **MORE)
    first = inputs_digest(make_plan(catalog, of, effort="quick"))
    for path in tmp_path.glob("*.yaml"):
        data = yaml.safe_load(path.read_text())
        path.write_text("# a comment\n" + yaml.safe_dump(data, default_flow_style=True, width=60))
    of, catalog = read_workload(tmp_path / "workload.yaml")
    assert inputs_digest(make_plan(catalog, of, effort="quick")) == first


def test_a_document_carries_the_digest_of_its_inputs() -> None:
    """Of the catalog, the workload and the plan it started from."""
    plan = planned(practice("a"), frozen=Frozen({"a/1/1": 1}, 1))
    assert to_document(plan)["inputs"] == inputs_digest(plan)

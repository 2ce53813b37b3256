"""A decision makes another workload; what it takes the place of is gone, what it does not concern stays."""

from __future__ import annotations

import datetime

import pytest

from catalog.errors import BadInput
from planner import edits
from planner.decisions import Decision, Include, SetTarget, Unpin, decide, not_applicable, set_level
from planner.workload import Standing, Workload
from tests.builders import practice
from tests.planner.small import catalog_of, workload_of

CATALOG = catalog_of(practice("a"), practice("b"))
TODAY = datetime.date(2026, 12, 7)


def after(*decisions: Decision, **workload: object) -> Workload:
    found = workload_of(**workload)
    for decision in decisions:
        found = decide(found, decision, CATALOG)
    return found


def test_edits_are_added() -> None:
    """Edits on different things stand one after the other."""
    assert (edits.Pin("a", 1), edits.Exclude("b")) == after(edits.Pin("a", 1), edits.Exclude("b")).edits


def test_a_later_edit_takes_the_place_of_an_earlier_one() -> None:
    """Of two pins of one thing the later holds, in the place of the first; a deadline of it is another thing."""
    decided = after(edits.Pin("a", 1), edits.Deadline("a", 2), edits.Pin("a", 2, "agreed"))

    assert (edits.Pin("a", 2, "agreed"), edits.Deadline("a", 2)) == decided.edits


def test_capacities_are_told_apart_by_sprint() -> None:
    """Each sprint has a capacity of its own."""
    decided = after(edits.SetCapacity(1, 50), edits.SetCapacity(2, 50), edits.SetCapacity(1, 80))

    assert (edits.SetCapacity(1, 80), edits.SetCapacity(2, 50)) == decided.edits


def test_pins_and_exclusions_are_taken_back() -> None:
    """Unpin and include take back what was decided of exactly this."""
    decided = after(edits.Pin("a", 1), edits.Exclude("a"), edits.Pin("b", 1), Unpin("a"), Include("a"))

    assert (edits.Pin("b", 1),) == decided.edits


@pytest.mark.parametrize(
    ("decision", "text"),
    [
        (Unpin("a/1"), "a/1: this is not pinned by an edit of its own; pinned: a"),
        (Include("a"), "a: this is not excluded by an edit of its own; nothing is excluded"),
        (SetTarget("opss", 1), "opss: the catalog has no such practice or pillar; the nearest known name is 'ops'"),
        (set_level("aa", 1, "seen", "", TODAY), "aa: the catalog has no such practice; the nearest known name is 'a'"),
    ],
)
def test_what_is_not_there(decision: Decision, text: str) -> None:
    """What a decision names and is not there is told, with the nearest name."""
    with pytest.raises(BadInput) as refused:
        after(edits.Pin("a", 1), decision)

    assert text == str(refused.value)


def test_levels() -> None:
    """A level is set with its evidence, and takes the place of what was said before."""
    decided = after(not_applicable("a", "no", "ann", TODAY), set_level("a", 1, "seen", "bob", TODAY))

    assert {"a": Standing(1, (), "seen", TODAY, "bob")} == decided.baseline


def test_targets() -> None:
    """A target is set for a practice, a pillar or by default, and taken back."""
    target = after(SetTarget("a", 3), SetTarget("ops", 2), SetTarget("default", 0), SetTarget("b", 1)).target

    assert (0, {"ops": 2}, {"a": 3, "b": 1}) == (target.default, target.pillars, target.practices)
    assert {} == after(SetTarget("a", 3), SetTarget("a", None)).target.practices

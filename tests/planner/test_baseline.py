"""What becomes of proposals, and of what people set."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from planner import baseline
from planner.baseline import Proposal
from planner.document import inputs_digest
from planner.gaps import find_gaps
from planner.plan import make_plan
from planner.workload import Standing, Workload
from tests.builders import level, load, practice

DAY = datetime.date(2026, 12, 1)
NA = {"not_applicable": True, "reason": "never"}


def workload(folder: Path, **entries: object) -> Workload:
    practices = [practice(id, level(), level(), level()) for id in "ab"]
    return load(folder, *practices, baseline=entries, target={"default": 3})[0]


@pytest.mark.parametrize(
    ("entry", "proposal", "kept", "proposed"),
    [
        (None, Proposal("a", 2, "e"), "", Standing(2, evidence="e", assessed=DAY)),
        (None, Proposal("a", 0, "e", True, "r"), "", Standing(0, (), "e", DAY, "", True, "r")),
        ({"level": 1}, Proposal("a", 2, "e"), "", Standing(2, evidence="e", assessed=DAY)),
        ({"level": 2}, Proposal("a", 2, "e"), "level 2 was set already", None),
        ({"level": 3}, Proposal("a", 2, "e"), "level 3 was set already", None),
        ({"level": 0}, Proposal("a", 0, "e", True, "r"), "level 0 was set", None),
        (NA, Proposal("a", 2, "e"), "set as not applicable: never", None),
        ({"level": 1, "proposed": True}, Proposal("a", 2, "e"), "", Standing(2, evidence="e", assessed=DAY)),
        ({"level": 2, "proposed": True}, Proposal("a", 2, "e"), "level 2 is proposed already", Standing(2)),
        ({"level": 2, "proposed": True}, Proposal("a", 1, "e"), "level 2 is proposed already", Standing(2)),
        ({**NA, "proposed": True}, Proposal("a", 1, "e"), "proposed as not applicable already: never", "same"),
        ({"level": 1, "proposed": {"level": 2}}, Proposal("a", 2, "e"), "level 2 is proposed already", Standing(2)),
    ],
)
def test_propose(tmp_path: Path, entry: object, proposal: Proposal, kept: str, proposed: Standing | str | None) -> None:
    """What a person set is not touched; a higher level is proposed beside it; the highest proposal holds."""
    before = workload(tmp_path, **({"a": entry} if entry is not None else {}))
    after, [decision] = baseline.propose(before, [proposal], DAY)
    expected = before.proposed["a"] if proposed == "same" else proposed
    assert (decision.kept, after.baseline, after.proposed.get("a")) == (kept, before.baseline, expected)


def test_a_proposal_does_not_plan(tmp_path: Path) -> None:
    """What is only proposed is planned as if it were not there, and the digest of the inputs does not hold it."""
    practices = [practice("a", level(), level())]
    plans = []
    for entry in ({}, {"a": {"level": 2, "proposed": True}}):
        read, catalog = load(tmp_path, *practices, baseline=entry, target={"default": 2})
        [gap] = find_gaps(catalog, read)
        plans.append((gap.start, gap.assessed, inputs_digest(make_plan(catalog, read))))
    assert plans[0] == plans[1] == (0, False, plans[0][2])


def test_accept(tmp_path: Path) -> None:
    """What is accepted holds from that day, and is proposed no longer."""
    before = workload(tmp_path, a={"level": 2, "evidence": "e", "assessed": "2026-11-01", "proposed": True})
    after = baseline.accept(before, ["a"], DAY, "me")
    assert (dict(after.proposed), after.baseline) == ({}, {"a": Standing(2, evidence="e", assessed=DAY, by="me")})


def test_accept_keeps_what_is_above(tmp_path: Path) -> None:
    """Stories that were finished above the accepted level stay finished, those below it are in it."""
    entry = {"level": 0, "done": ["a/1/1", "a/2/1"], "proposed": {"level": 1}}
    after = baseline.accept(workload(tmp_path, a=entry), ["a"], DAY)
    assert after.baseline["a"] == Standing(1, ("a/2/1",), assessed=DAY)


def test_reject(tmp_path: Path) -> None:
    """What is rejected goes, and what a person set stays."""
    before = workload(tmp_path, a={"level": 1, "proposed": {"level": 2}}, b={"level": 1, "proposed": True})
    after = baseline.reject(before, ["a", "b"])
    assert (dict(after.proposed), after.baseline) == ({}, {"a": Standing(1)})


def test_setting_settles(tmp_path: Path) -> None:
    """A level that a person sets takes the place of a proposal, be it higher."""
    before = workload(tmp_path, a={"level": 2, "proposed": True}, b={"level": 1, "proposed": True})
    after = baseline.set_standing(before, "a", Standing(0, evidence="a toy"))
    assert (after.baseline, list(after.proposed)) == ({"a": Standing(0, evidence="a toy")}, ["b"])

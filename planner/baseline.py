"""How a baseline changes: what is proposed for it, what people make of a proposal, and what they set themselves.

A proposal comes from a scan or an import. It stands beside the baseline until a person accepts it, and nothing is
planned by it: a gap that a machine closed by mistake would go out of the plan unseen, while work that is planned
though it is done is seen in the next session.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from catalog.errors import nearest
from planner.workload import Standing, Workload


@dataclass(frozen=True, slots=True)
class Proposal:
    """That a practice stands at `level`, or is not applicable for a `reason`, on what evidence."""

    practice: str
    level: int
    evidence: str
    not_applicable: bool = False
    reason: str = ""

    def standing(self, today: datetime.date) -> Standing:
        return Standing(
            level=0 if self.not_applicable else self.level,
            evidence=self.evidence,
            assessed=today,
            not_applicable=self.not_applicable,
            reason=self.reason,
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a proposal. `present` is where the practice stands by a person's word, None if nobody said.

    `kept` says why the workload stays as it is; it is empty where the proposal was taken into it.
    """

    proposal: Proposal
    present: Standing | None
    kept: str = ""


def propose(
    workload: Workload, proposals: Iterable[Proposal], today: datetime.date
) -> tuple[Workload, tuple[Decision, ...]]:
    """The workload with what is proposed for it, and what became of each proposal, in their order.

    What a person set is never touched: a higher level stands beside it as a proposal, an equal or lower one falls.
    Of several proposals for a practice the highest level holds, and of equal ones the earliest, so that proposing
    the same again changes nothing.
    """
    proposed = dict(workload.proposed)
    decisions: list[Decision] = []
    for proposal in proposals:
        present = workload.baseline.get(proposal.practice)
        kept = _kept(proposal, present, proposed.get(proposal.practice))
        decisions.append(Decision(proposal, present, kept))
        if not kept:
            proposed[proposal.practice] = proposal.standing(today)
    return replace(workload, proposed=proposed), tuple(decisions)


def _kept(proposal: Proposal, present: Standing | None, earlier: Standing | None) -> str:
    if present is not None:
        if present.not_applicable:
            return f"set as not applicable: {present.reason}"
        if proposal.not_applicable:
            return f"level {present.level} was set"
        if present.level >= proposal.level:
            return f"level {present.level} was set already"
    if earlier is not None:
        if earlier.not_applicable:
            return f"proposed as not applicable already: {earlier.reason}"
        if proposal.not_applicable or earlier.level >= proposal.level:
            return f"level {earlier.level} is proposed already"
    return ""


def accept(workload: Workload, practices: Iterable[str], today: datetime.date, by: str = "") -> Workload:
    """The workload in which what is proposed for these practices holds. Raises KeyError where nothing is."""
    baseline, proposed = dict(workload.baseline), dict(workload.proposed)
    for id in practices:
        found, before = proposed.pop(id), workload.standing(id)
        evidence = "; ".join(filter(None, (before.evidence, found.evidence)))
        done = () if found.not_applicable else _above(before.done, found.level)
        baseline[id] = replace(found, evidence=evidence, assessed=today, by=by or before.by or found.by, done=done)
    return replace(workload, baseline=baseline, proposed=proposed)


def reject(workload: Workload, practices: Iterable[str]) -> Workload:
    """The workload without what is proposed for these practices. Raises KeyError where nothing is."""
    proposed = dict(workload.proposed)
    for id in practices:
        del proposed[id]
    return replace(workload, proposed=proposed)


def set_standing(workload: Workload, practice: str, standing: Standing) -> Workload:
    """The workload in which a practice stands as a person says; what was proposed for it is settled by that.

    Stories that were finished above the new level stay finished.
    """
    done = () if standing.not_applicable else _above(workload.standing(practice).done, standing.level)
    proposed = {id: other for id, other in workload.proposed.items() if id != practice}
    return replace(workload, baseline={**workload.baseline, practice: replace(standing, done=done)}, proposed=proposed)


def _above(stories: tuple[str, ...], level: int) -> tuple[str, ...]:
    return tuple(story for story in stories if int(story.split("/")[1]) > level)


def not_proposed(proposed: Mapping[str, Standing], practice: str) -> str:
    """That nothing is proposed for a practice, as a sentence."""
    hint = nearest(practice, proposed) or ("" if proposed else "; there are no proposals in this workload")
    return f"nothing is proposed for '{practice}'{hint}"

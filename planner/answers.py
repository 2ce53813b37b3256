"""What answers to another framework say of a baseline: levels to set, levels to propose, and what they leave open.

Of a practice that was imported from the framework, an answer is the standing itself. Of one that names counterparts
there (`maps_to`), answers are evidence, weighed as a sceptical assessor would:

- A level is argued for by a counterpart of it that is met and `sure: high`, or by counterparts of it that are
  `sure: medium` where every one of these is met. What is `sure: low` argues for nothing by itself, and is a hint.
- A level is not proposed where a counterpart of it or of a level below, sure high or medium, is not met or met in part.
- The highest level that is argued for, and against which nothing stands, is proposed. That a counterpart is not met
  is no evidence for level 0: theirs may ask for more than ours.
- A practice is proposed as not applicable only where all its counterparts are, and not by low ones alone.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from catalog.model import Catalog, Counterpart, Practice
from planner.baseline import Decision, Proposal, propose, set_standing
from planner.workload import Standing, Workload

FAMILIES = ("aws", "azure")
"""Publishers whose frameworks share ids: a lens is imported as `aws-lens`, whatever its own name is in `maps_to`."""

MAX_COMPARISONS = 200_000
"""How many ids are compared to find the nearest for answers without a practice; beyond that none is looked for."""


class State(Enum):
    MET = "met"
    PARTLY = "partly met"
    UNMET = "not met"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a team answered about one entry of a framework.

    `ids` are the names that it goes by there, the first its own, and `group` what they belong to where they are not
    unique; `said` is the answer in the source's words; `reason` says why it is not applicable; `line` is where it
    stands in the source.
    """

    ids: tuple[str, ...]
    state: State
    said: str
    reason: str = ""
    line: int | None = None
    group: str = ""

    @property
    def id(self) -> str:
        return self.ids[0]


@dataclass(frozen=True, slots=True)
class Open:
    """A practice for which answers were found and nothing is proposed; `hint` where something argues for it weakly."""

    practice: str
    why: str
    hint: bool


@dataclass(frozen=True, slots=True)
class Unmatched:
    """An answer that no practice of the catalog knows; `near` is the nearest id of the framework's own
    catalog, empty where none is near or another catalog is used."""

    answer: Answer
    near: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the answers say. `direct` are levels of practices that come from the framework, `proposed` of counterparts.

    `open` are the practices that have answered counterparts and get no proposal, `unmatched` the answers without a
    practice. `known` tells whether the catalog knows the framework at all.
    """

    direct: tuple[Proposal, ...]
    proposed: tuple[Proposal, ...]
    open: tuple[Open, ...]
    unmatched: tuple[Unmatched, ...]
    known: bool


def family(framework: str) -> str:
    """The frameworks that share ids, by one name."""
    start = framework.split("-", 1)[0]
    return start if start in FAMILIES else framework


def entries(practice: Practice, wanted: str) -> tuple[Counterpart, ...]:
    """What a practice comes from in the family `wanted`: its levels' own entries where it names them, else its source.

    Empty where it was not imported from there.
    """
    source = practice.source
    if source is None or family(source.framework) != wanted:
        return ()
    own = tuple(c for c in practice.maps_to if c.framework == source.framework)
    return own or (Counterpart(source.framework, source.id, practice.top, "high"),)


def weigh(catalog: Catalog, answers: Sequence[Answer], framework: str) -> Weighed:
    """Weigh the answers to a framework, practice by practice in the order of the catalog."""
    wanted = family(framework)
    by_id: dict[str, list[Answer]] = {}
    for answer in answers:
        for id in answer.ids:
            by_id.setdefault(id, []).append(answer)
    direct: list[Proposal] = []
    proposed: list[Proposal] = []
    left_open: list[Open] = []
    known: set[str] = set()
    imported: set[str] = set()
    for practice in catalog.practices:
        own = entries(practice, wanted)
        others = own or tuple(c for c in practice.maps_to if family(c.framework) == wanted)
        known |= {c.id for c in others}
        imported |= {c.id for c in own}
        answered = [(c, _of_group(by_id[c.id], practice)) for c in others if c.id in by_id]
        if not answered:
            continue
        found = _standing(practice, answered) if own else _argued(practice, others, answered)
        if isinstance(found, Open):
            left_open.append(found)
        else:
            (direct if own else proposed).append(found)
    strangers = [answer for answer in answers if not known.intersection(answer.ids)]
    hints = MAX_COMPARISONS // max(1, len(imported))
    unmatched = [
        Unmatched(answer, _nearest(answer.id, imported) if count < hints else "")
        for count, answer in enumerate(strangers)
    ]
    return Weighed(tuple(direct), tuple(proposed), tuple(left_open), tuple(unmatched), bool(known))


def _of_group(answers: Sequence[Answer], practice: Practice) -> Answer:
    """Of several answers of one id, that of the practice's own group, its home principle; else the first."""
    return next((answer for answer in answers if answer.group == practice.principles[0]), answers[0])


def _nearest(id: str, known: set[str]) -> str:
    return next(iter(difflib.get_close_matches(id[:100], sorted(known), n=1, cutoff=0.8)), "")


Answered = Sequence[tuple[Counterpart, Answer]]


def _standing(practice: Practice, answered: Answered) -> Proposal:
    """Where a practice stands by the answers to what it comes from: the level up to which all of these are met."""
    evidence = "; ".join(f"{c.framework} {answer.id}: {answer.said}" for c, answer in answered)
    if all(answer.state is State.NOT_APPLICABLE for _, answer in answered):
        return Proposal(practice.id, 0, evidence, not_applicable=True, reason=_reasons(answered))
    met = {c.level for c, answer in answered if answer.state is State.MET}
    missed = [c.level for c, answer in answered if answer.state in (State.UNMET, State.PARTLY)]
    below = min(missed, default=practice.top + 1)
    return Proposal(practice.id, max((level for level in met if level < below), default=0), evidence)


def _argued(practice: Practice, others: Sequence[Counterpart], answered: Answered) -> Proposal | Open:
    """What the answers to a practice's counterparts allow to propose, or why nothing is.

    Only frameworks with an answer count: of two of one publisher, the other may not have been asked about.
    """
    asked = {c.framework for c, _ in answered}
    others = [c for c in others if c.framework in asked]
    strong = [(c, answer) for c, answer in answered if c.sure != "low"]
    na = [(c, answer) for c, answer in answered if answer.state is State.NOT_APPLICABLE]
    if {c.id for c, _ in na} == {c.id for c in others} and any(c.sure != "low" for c, _ in na):
        return Proposal(practice.id, 0, _evidence(na), not_applicable=True, reason=_reasons(na))
    met = [(c, answer) for c, answer in answered if answer.state is State.MET]
    against = [(c, answer) for c, answer in strong if answer.state in (State.UNMET, State.PARTLY)]
    for level in sorted({c.level for c, _ in met}, reverse=True):
        here = [(c, answer) for c, answer in met if c.level == level]
        medium = {c.id for c in others if c.level == level and c.sure == "medium"}
        by_high = any(c.sure == "high" for c, _ in here)
        by_medium = medium and medium <= {c.id for c, _ in here}
        if (by_high or by_medium) and not any(c.level <= level for c, _ in against):
            return Proposal(practice.id, level, _evidence([pair for pair in here if pair[0].sure != "low"]))
    return Open(practice.id, _why_open(met, against, others), bool(met))


def _why_open(met: Answered, against: Answered, others: Sequence[Counterpart]) -> str:
    if not met:
        return "nothing that argues for it is met"
    said = f"{_evidence(met)} argues for it"
    if against:
        return f"{said}, but {_evidence(against)} stands against it"
    if all(c.sure == "low" for c, _ in met):
        return f"{said}, but only weakly"
    silent = sorted({c.id for c in others if c.sure == "medium"} - {c.id for c, _ in met})
    return f"{said}, but what else is as sure is not said to be met: {', '.join(silent)}"


def _evidence(pairs: Answered) -> str:
    return "; ".join(f"{c.framework} {c.id}: {answer.said} (sure: {c.sure})" for c, answer in pairs)


def _reasons(pairs: Answered) -> str:
    """Why these are not applicable, each reason once."""
    return "; ".join(dict.fromkeys(answer.reason or f"{c.framework} {c.id}: {answer.said}" for c, answer in pairs))


def take(workload: Workload, weighed: Weighed, by: str, today: datetime.date) -> tuple[Workload, tuple[Decision, ...]]:
    """The workload with what the answers say, and what became of each, those set directly first.

    A direct answer becomes the baseline where nobody said anything, or the same source (`by`) did and not more; all
    else is a proposal like the others.
    """
    rest: list[Proposal] = []
    decisions: list[Decision] = []
    for proposal in weighed.direct:
        present = workload.baseline.get(proposal.practice)
        if present is not None and not (present.by == by and _no_less(proposal, present)):
            rest.append(proposal)
            continue
        standing = replace(proposal.standing(today), by=by)
        if present is not None and replace(standing, assessed=present.assessed, done=present.done) == present:
            decisions.append(Decision(proposal, present, waits=False, kept="set already"))
            continue
        workload = set_standing(workload, proposal.practice, standing)
        decisions.append(Decision(proposal, present, waits=False))
    workload, others = propose(workload, (*rest, *weighed.proposed), today)
    return workload, (*decisions, *others)


def _no_less(proposal: Proposal, present: Standing) -> bool:
    """Whether a proposal takes nothing away: a person may have accepted more on top of what a source said before."""
    return present.not_applicable or present.level <= (0 if proposal.not_applicable else proposal.level)

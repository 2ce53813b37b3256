"""What answers to another framework allow to set and to propose."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from planner.answers import Answer, Open, State, family, take, weigh
from planner.baseline import Proposal
from planner.workload import Calendar, Standing, Team, Workload
from tests import builders

DAY = datetime.date(2026, 11, 20)
MET, PARTLY, UNMET, NA = State.MET, State.PARTLY, State.UNMET, State.NOT_APPLICABLE


def counterpart(id: str, level: int, sure: str, framework: str = "aws-ml-lens") -> dict[str, Any]:
    return {"framework": framework, "id": id, "level": level, "sure": sure}


def mapped(*counterparts: dict[str, Any], id: str = "p") -> dict[str, Any]:
    return builders.practice(id, *(builders.level() for _ in range(3)), maps_to=list(counterparts))


def imported(id: str, **more: Any) -> dict[str, Any]:
    return builders.practice(id, **{"source": {"framework": "aws-lens", "id": id}, **more})


def answers(**states: State) -> list[Answer]:
    return [Answer((id,), state, f"is {state.value}", "no need" if state is NA else "") for id, state in states.items()]


def proposed(practice: dict[str, Any], **states: State) -> int | str | None:
    """The level that is proposed, `n/a`, or None."""
    found = weigh(builders.catalog(practice), answers(**states), "aws-lens")
    assert len(found.proposed) + len(found.open) <= 1
    return next(("n/a" if p.not_applicable else p.level for p in found.proposed), None)


HIGH_1, HIGH_2 = counterpart("h1", 1, "high"), counterpart("h2", 2, "high")
MEDIUM_1, OTHER_1 = counterpart("m1", 1, "medium"), counterpart("n1", 1, "medium")
ELSEWHERE = counterpart("w1", 1, "medium", "aws-well-architected")
LOW_1 = counterpart("l1", 1, "low")


@pytest.mark.parametrize(
    ("counterparts", "states", "expected"),
    [
        ((HIGH_1,), {"h1": MET}, 1),
        ((HIGH_1,), {"h1": UNMET}, None),
        ((HIGH_1,), {"h1": PARTLY}, None),
        ((HIGH_1,), {"h1": NA}, "n/a"),
        ((HIGH_1, HIGH_2), {"h1": MET, "h2": MET}, 2),
        ((HIGH_1, HIGH_2), {"h2": MET}, 2),
        ((HIGH_1, HIGH_2), {"h1": MET, "h2": UNMET}, 1),
        ((HIGH_1, HIGH_2), {"h1": UNMET, "h2": MET}, None),
        ((HIGH_1, HIGH_2), {"h1": MET, "h2": NA}, 1),
        ((HIGH_1, HIGH_2), {"h1": NA}, None),
        ((HIGH_1, HIGH_2), {"h1": NA, "h2": NA}, "n/a"),
        ((HIGH_1, MEDIUM_1), {"h1": MET, "m1": UNMET}, None),
        ((HIGH_1, LOW_1), {"h1": MET, "l1": UNMET}, 1),
        ((HIGH_2, MEDIUM_1), {"h2": MET, "m1": UNMET}, None),
        ((MEDIUM_1,), {"m1": MET}, 1),
        ((MEDIUM_1, OTHER_1), {"m1": MET}, None),
        ((MEDIUM_1, OTHER_1), {"m1": MET, "n1": MET}, 1),
        ((MEDIUM_1, OTHER_1), {"m1": MET, "n1": NA}, None),
        ((MEDIUM_1, HIGH_2), {"m1": MET, "h2": UNMET}, 1),
        ((MEDIUM_1, ELSEWHERE), {"m1": MET}, 1),
        ((MEDIUM_1, ELSEWHERE), {"m1": MET, "w1": UNMET}, None),
        ((MEDIUM_1, ELSEWHERE), {"m1": NA}, "n/a"),
        ((LOW_1,), {"l1": MET}, None),
        ((LOW_1,), {"l1": NA}, None),
        ((LOW_1, HIGH_1), {"l1": NA, "h1": NA}, "n/a"),
    ],
)
def test_levels_by_counterparts(
    counterparts: tuple[dict[str, Any], ...], states: dict[str, State], expected: int | str | None
) -> None:
    """A level is argued for by a high counterpart or by all medium ones, not by low ones, and nothing is against it."""
    assert proposed(mapped(*counterparts), **states) == expected


def test_evidence_names_what_argues() -> None:
    """A proposal says framework, id, answer and how sure; that of not applicable gives its reasons."""
    catalog = builders.catalog(mapped(HIGH_1, LOW_1), mapped(MEDIUM_1, id="q"))
    found = weigh(catalog, answers(h1=MET, l1=MET, m1=NA), "aws-lens")
    assert found.proposed == (
        Proposal("p", 1, "aws-ml-lens h1: is met (sure: high)"),
        Proposal("q", 0, "aws-ml-lens m1: is not applicable (sure: medium)", True, "no need"),
    )


def test_what_stays_open_says_why() -> None:
    """Where nothing is proposed though there are answers, it is said why, and whether something argues for it."""
    practices = [
        mapped(HIGH_1, id="a"),
        mapped(MEDIUM_1, OTHER_1, id="b"),
        mapped(LOW_1, id="c"),
        mapped(counterpart("l1", 2, "high"), HIGH_1, id="d"),
        mapped(counterpart("x", 1, "high"), id="e"),
    ]
    found = weigh(builders.catalog(*practices), answers(h1=UNMET, m1=MET, l1=MET), "aws-lens")
    assert found.open == (
        Open("a", "nothing that argues for it is met", False),
        Open("b", "aws-ml-lens m1: is met (sure: medium) argues for it, but what else is as sure is not said to be "
             "met: n1", True),
        Open("c", "aws-ml-lens l1: is met (sure: low) argues for it, but only weakly", True),
        Open("d", "aws-ml-lens l1: is met (sure: high) argues for it, but aws-ml-lens h1: is not met (sure: high) "
             "stands against it", True),
    )  # fmt: skip


def test_direct_answers() -> None:
    """Of an imported practice the answer is the standing: its level, level 0, or not applicable."""
    catalog = builders.catalog(*(imported(id) for id in "abcd"))
    found = weigh(catalog, answers(a=MET, b=UNMET, c=NA), "aws-lens")
    assert found.direct == (
        Proposal("a", 1, "aws-lens a: is met"),
        Proposal("b", 0, "aws-lens b: is not met"),
        Proposal("c", 0, "aws-lens c: is not applicable", True, "no need"),
    )
    assert (found.proposed, found.open) == ((), ())


@pytest.mark.parametrize(
    ("states", "level"),
    [
        ({"s1": MET}, 1),
        ({"s1": MET, "s2": MET, "s3": UNMET}, 2),
        ({"s1": UNMET, "s2": MET}, 0),
        ({"s2": MET}, 2),
        ({"s1": PARTLY}, 0),
        ({"s1": NA, "s2": MET}, 2),
    ],
)
def test_direct_answers_of_a_ladder(states: dict[str, State], level: int) -> None:
    """Of an imported ladder, the level is that up to which its own entries are met."""
    own = [counterpart(f"s{n}", n, "high", "samm") for n in (1, 2, 3)]
    practice = {**mapped(*own), "source": {"framework": "samm", "id": "s"}}
    [found] = weigh(builders.catalog(practice), answers(**states), "samm").direct
    assert found.level == level


def test_frameworks_of_one_publisher() -> None:
    """AWS's lenses share ids whatever they are called; other frameworks are known by their own name."""
    assert [family(name) for name in ("aws-lens", "aws-ml-lens", "azure-ml", "dsomm")] == [
        "aws",
        "aws",
        "azure",
        "dsomm",
    ]
    other = mapped(counterpart("h1", 1, "high", "dsomm"))
    found = weigh(builders.catalog(other), answers(h1=MET), "aws-lens")
    assert (found.known, [u.answer.id for u in found.unmatched]) == (False, ["h1"])


def test_unmatched_answers() -> None:
    """Answers that no practice knows are listed, with the nearest id where the framework's own catalog has one."""
    found = weigh(builders.catalog(imported("QUESTION_A")), answers(QUESTON_A=MET, other=UNMET), "aws-lens")
    assert [(u.answer.id, u.near) for u in found.unmatched] == [("QUESTON_A", "QUESTION_A"), ("other", "")]


def test_further_names_of_an_answer() -> None:
    """An answer is found by any of its ids."""
    answer = Answer(("ops_version", "h1"), MET, "selected")
    assert [p.level for p in weigh(builders.catalog(mapped(HIGH_1)), [answer], "aws-lens").proposed] == [1]


def test_answers_of_one_id() -> None:
    """Where an id is not unique in the framework, the answer of the practice's own question is taken."""
    catalog = builders.catalog(imported("a"), imported("b", principles=["sec.trace"], source=A_OF_LENS))
    found = weigh(catalog, [Answer(("a",), state, "", group=group) for group, state in GROUPS], "aws-lens")
    assert [(p.practice, p.level) for p in found.direct] == [("a", 0), ("b", 1)]


A_OF_LENS = {"framework": "aws-lens", "id": "a"}
GROUPS = (("sec.trace", MET), ("ops.code", UNMET))


def workload(**baseline: Standing) -> Workload:
    return Workload("w", ("c",), Team((10,)), Calendar(DAY), baseline=baseline)


def test_direct_answers_are_set() -> None:
    """A direct answer becomes the baseline, with its evidence, day and source; taking it again changes nothing."""
    found = weigh(builders.catalog(imported("a")), answers(a=MET), "aws-lens")
    once, decisions = take(workload(), found, "aws-answers", DAY)
    assert once.baseline == {"a": Standing(1, evidence="aws-lens a: is met", assessed=DAY, by="aws-answers")}
    assert (once.proposed, [d.kept for d in decisions]) == ({}, [""])
    again, decisions = take(once, found, "aws-answers", DAY + datetime.timedelta(days=9))
    assert (again, [d.kept for d in decisions]) == (once, ["set already"])


@pytest.mark.parametrize(
    ("before", "state", "after"),
    [
        (Standing(0, by="aws-answers"), MET, (1, False)),
        (Standing(0, by="aws-answers"), NA, (0, True)),
        (Standing(not_applicable=True, reason="x", by="aws-answers"), UNMET, (0, False)),
        (Standing(1, by="aws-answers"), UNMET, (1, False)),
        (Standing(1, by="aws-answers"), NA, (1, False)),
    ],
)
def test_later_direct_answers(before: Standing, state: State, after: tuple[int, bool]) -> None:
    """What the same source said before is raised, or found to be not applicable; a level is never taken away."""
    found = weigh(builders.catalog(imported("a")), answers(a=state), "aws-lens")
    made, decisions = take(workload(a=before), found, "aws-answers", DAY)
    assert (made.baseline["a"].level, made.baseline["a"].not_applicable) == after
    assert (made.proposed, len(decisions)) == ({}, 1)


@pytest.mark.parametrize(("state", "waits"), [(MET, {"a": 1}), (UNMET, {}), (NA, {})])
def test_what_a_person_set_stays(state: State, waits: dict[str, int]) -> None:
    """Where a person said something, a direct answer is a proposal beside it if it is higher, and nothing else."""
    before = workload(a=Standing(0, by="me"))
    after, _ = take(before, weigh(builders.catalog(imported("a")), answers(a=state), "aws-lens"), "aws-answers", DAY)
    assert after.baseline == before.baseline
    assert {id: standing.level for id, standing in after.proposed.items()} == waits

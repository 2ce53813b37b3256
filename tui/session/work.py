"""What takes longer than a key press, for worker threads: they read, plan and look, and give back values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from textual.message import Message

from catalog.errors import BadInput
from planner.decisions import Decision
from planner.errors import NoPlan, NotNow
from planner.plan import Plan, make_plan
from planner.replanning import improvements, replan
from planner.workload import Workload
from tui.session.deciding import effect, settle, way_out, words
from tui.session.journal import Journal, digest, replay
from tui.session.messages import Opened, Planned, Refused, Told
from tui.session.place import Place
from tui.session.state import Session, begin, fork


def open_session(argument: str) -> Message:
    """Reads and plans a workload, and goes on from the journal of an earlier session of it."""
    journal: Journal | None = None
    try:
        place = Place.open(argument)
        journal = Journal(place.journal)
        if not journal.hold():
            return Told(
                f"{argument}: another session of this workload is open; end that one first", bad=True, fatal=True
            )
        plan = make_plan(place.catalog, place.workload, frozen=place.start)
        session = begin(plan)
        session, note = _resumed(session, journal, place.workload)
        if not note:
            journal.begin(place.workload)
        if session.workload != plan.workload:
            session = replace(session, plan=replan(plan, session.workload))
        return Opened(place, journal, session, note)
    except (BadInput, NoPlan, NotNow, OSError) as error:
        if journal is not None:
            journal.let_go()
        return Told("\n".join(sentences(error)), bad=True, fatal=True)


def _resumed(session: Session, journal: Journal, workload: Workload) -> tuple[Session, str]:
    """The session that a journal goes on from, and a sentence on it."""
    try:
        acts = journal.read()
    except ValueError:
        return session, _aside(journal, workload, "the journal of an earlier session cannot be read")
    if len(acts) < 2:
        return session, ""
    if acts[0].get("base") != digest(workload):
        return session, _aside(
            journal, workload, "the workload has changed since an earlier session that was not saved"
        )
    try:
        (steps, undone), origin = replay(workload, acts[1:])
    except (ValueError, KeyError, IndexError, TypeError):
        return session, _aside(journal, workload, "the journal of an earlier session cannot be followed")
    first = session.steps[0]
    found = replace(session, steps=(first, *steps[1:]), undone=undone)
    if origin is not None:
        before = replace(session, steps=(first, *origin[0][1:]), undone=origin[1])
        found = replace(fork(before), steps=found.steps, undone=found.undone)
    count = len(steps) - 1
    return found, f"Gone on from an earlier session: {count} decision{'' if count == 1 else 's'} not saved yet."


def _aside(journal: Journal, workload: Workload, why: str) -> str:
    aside = journal.set_aside()
    journal.begin(workload)
    return f"Begun anew: {why}. What it held is in {aside}."


def decide(plan: Plan, decisions: Sequence[Decision]) -> Message:
    """The plan after decisions, or why they cannot hold and what would help."""
    try:
        made = settle(plan, decisions)
    except NoPlan as error:
        return Refused(decisions, error.clash, way_out(plan, decisions))
    except BadInput as error:
        return Refused(decisions, [problem.text for problem in error.problems], None)
    return Planned(words(decisions), made, effect(plan, made))


def soonest(plan: Plan, decide_for: Callable[[int], Sequence[Decision]], before: int) -> Message:
    """The first sprint for which decisions hold, of those before one."""
    first = plan.sprints[0].number
    for sprint in range(first, before):
        found = decide(plan, decide_for(sprint))
        if isinstance(found, Planned):
            return found
    return Told(f"It cannot be earlier than sprint {before}: no sprint before it can take it.", bad=True)


def better(plan: Plan, stopped: Callable[[], bool]) -> Plan | None:
    """The best plan that improving finds, or None; `stopped` is asked between two steps."""
    best = None
    for found in improvements(plan):
        if stopped():
            return None
        best = found or best
    return best


def sentences(error: Exception) -> list[str]:
    """A failure in words."""
    match error:
        case BadInput():
            return [str(problem) for problem in error.problems]
        case NoPlan():
            return ["no plan satisfies the constraints:", *error.clash]
        case NotNow():
            return [error.text, *error.more]
        case OSError():
            return [f"{error.filename or 'a file'}: {error.strerror or error}"]
        case _:
            return [str(error)]


def answer_proposal(plan: Plan, practice: str, *, accept: bool) -> Message:
    """The plan after a proposed level is accepted or rejected."""
    import datetime

    from planner import baseline

    workload = plan.workload
    if accept:
        workload = baseline.accept(workload, [practice], datetime.date.today())
    else:
        workload = baseline.reject(workload, [practice])
    made = replan(plan, workload)
    return Planned(f"{'accept' if accept else 'reject'} what is proposed for {practice}", made, effect(plan, made))

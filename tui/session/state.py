"""What a planning session knows, as a frozen value, and its pure transitions. Nothing here knows a screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.plan import Plan
    from planner.workload import Workload


@dataclass(frozen=True)
class Step:
    """A decision and the workload that it made; `plan` is None until it was planned for, as after resuming."""

    text: str
    workload: Workload
    plan: Plan | None = None


@dataclass(frozen=True)
class Session:
    """`steps` are the beginning and the decisions that hold, `undone` those to be made again, the next last.

    `plan` is the present plan, `note` what the last act did, `offer` a better plan of the same workload.
    `origin` is the session that a what-if was forked from, None outside of one; `saved` is the workload as
    it was last saved.
    """

    steps: tuple[Step, ...]
    plan: Plan
    saved: Workload
    undone: tuple[Step, ...] = ()
    selected: frozenset[str] = frozenset()
    filter: str = ""
    note: str = ""
    offer: Plan | None = None
    origin: Session | None = None

    @property
    def workload(self) -> Workload:
        return self.steps[-1].workload

    @property
    def changed(self) -> bool:
        """Whether there is something to save."""
        return self.workload != self.saved


def begin(plan: Plan) -> Session:
    return Session((Step("the beginning", plan.workload, plan),), plan, plan.workload)


def decided(session: Session, text: str, plan: Plan) -> Session:
    """After a decision and its plan; what was undone before cannot be made again."""
    step = Step(text, plan.workload, plan)
    return replace(session, steps=(*session.steps, step), plan=plan, undone=(), offer=None, selected=frozenset())


def undo(session: Session) -> Session | None:
    """Before the last decision; None where there is none. The caller plans where `plan` is of another workload."""
    if len(session.steps) < 2:
        return None
    *steps, last = session.steps
    plan = steps[-1].plan or session.plan
    return replace(session, steps=tuple(steps), undone=(*session.undone, last), plan=plan, offer=None)


def redo(session: Session) -> Session | None:
    if not session.undone:
        return None
    *undone, step = session.undone
    plan = step.plan or session.plan
    return replace(session, steps=(*session.steps, step), undone=tuple(undone), plan=plan, offer=None)


def planned(session: Session, plan: Plan) -> Session:
    """With another plan of the present workload."""
    steps = (*session.steps[:-1], replace(session.steps[-1], plan=plan))
    return replace(session, steps=steps, plan=plan, offer=None)


def offered(session: Session, plan: Plan) -> Session:
    """With a better plan to take, where it is one of the present workload."""
    better = plan.workload == session.workload and plan.objective > session.plan.objective + 1e-9
    return replace(session, offer=plan) if better else session


def fork(session: Session) -> Session:
    """A what-if: decisions from now on can be dropped together. There is one at a time."""
    return session if session.origin else replace(session, origin=session, offer=None)


def keep(session: Session) -> Session:
    """The what-if's decisions hold."""
    return replace(session, origin=None)


def drop(session: Session) -> Session:
    """As it was when the what-if was forked."""
    return session.origin or session


def toggled(session: Session, story: str) -> Session:
    """With a story among the selected ones, or no longer."""
    return replace(session, selected=session.selected ^ {story})


def filtered(session: Session, words: str) -> Session:
    return replace(session, filter=words)


def cleared(session: Session) -> Session:
    """Without filter, selection, note and offer."""
    return replace(session, filter="", selected=frozenset(), note="", offer=None)


def saved(session: Session, workload: Workload) -> Session:
    """With a workload as what is kept where the session's came from."""
    return replace(session, saved=workload)


def told(session: Session, note: str) -> Session:
    return replace(session, note=note)

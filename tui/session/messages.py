"""What workers post to the session: values only, so that nothing but the app changes its state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from planner.decisions import Decision
    from planner.plan import Plan
    from planner.workload import Workload
    from tui.session.deciding import Fix
    from tui.session.journal import Journal
    from tui.session.place import Place
    from tui.session.state import Session


@dataclass(eq=False)
class Opened(Message):
    """The workload was read and planned; `note` says what became of an earlier session."""

    place: Place
    journal: Journal
    session: Session
    note: str


@dataclass(eq=False)
class Planned(Message):
    """Decisions hold, and this is their plan."""

    text: str
    plan: Plan
    effect: str


@dataclass(eq=False)
class Replanned(Message):
    """The plan of a workload that was gone back to."""

    plan: Plan


@dataclass(eq=False)
class Refused(Message):
    """Decisions cannot hold; `fix` is a way out, where there is one."""

    decisions: Sequence[Decision]
    lines: Sequence[str]
    fix: Fix | None


@dataclass(eq=False)
class Offered(Message):
    """A better plan of the workload."""

    plan: Plan


@dataclass(eq=False)
class Shown(Message):
    """A page that was asked for; `number` tells pages apart that were asked for one after the other."""

    number: int
    page: RenderableType


@dataclass(eq=False)
class Told(Message):
    """A sentence for the person, good or bad."""

    text: str
    bad: bool = False
    fatal: bool = False


@dataclass(eq=False)
class Saved(Message):
    """What was decided is written; `workload` is what was."""

    text: str
    workload: Workload

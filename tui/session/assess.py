"""Assessing: the practices one by one, their levels by digit, with what shows them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Header, OptionList, Static
from textual.widgets.option_list import Option

from catalog.model import Practice
from planner.decisions import Decision, not_applicable, set_level
from tui.session import work
from tui.session.bindings import bindings
from tui.session.dialogs import Ask
from tui.session.unlocking import unlocks
from tui.style import badge, meter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.session.app import SessionApp
    from tui.session.state import Session

STATED = "stated in the planning session"
"""The evidence where nobody says more."""


class AssessScreen(Screen[None]):
    """The list of practices, and the one under the cursor with its levels."""

    WHERE = "assess"
    CSS = """
    #list { width: 2fr; max-width: 60; border: none; text-wrap: nowrap; text-overflow: ellipsis; }
    #detail { width: 3fr; padding: 0 1; }
    #progress, #note { height: auto; max-height: 3; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(b for b in bindings("assess") if isinstance(b, Binding) and b.id != "level"),
        *(Binding(str(n), f"level({n})", "Level", show=n == 0, key_display="0…9", id=f"level{n}") for n in range(10)),
        Binding("escape", "app.board", "Board"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        catalog = session.plan.catalog
        self.waiting: Mapping[str, int] = {}
        order = list(catalog.principle)
        self.practices = sorted(catalog.practices, key=lambda p: order.index(catalog.home(p).id))

    def compose(self) -> ComposeResult:
        yield Header()
        with Horizontal():
            yield OptionList(*(Option(self._line(p), id=p.id) for p in self.practices), id="list")
            with VerticalScroll(id="detail", can_focus=False):
                yield Static(id="practice", markup=False)
        yield Static(id="progress", markup=False)
        yield Static(id="note", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self.options.focus()
        self.options.highlighted = 0
        self.show(self.session)

    @property
    def own(self) -> SessionApp:
        return cast("SessionApp", self.app)

    @property
    def options(self) -> OptionList:
        return self.query_one("#list", OptionList)

    @property
    def practice(self) -> Practice:
        return self.practices[self.options.highlighted or 0]

    def show(self, session: Session) -> None:
        before, self.session = self.session, session
        old, new = before.workload, session.workload
        for index, practice in enumerate(self.practices):
            id = practice.id
            if (old.baseline.get(id), old.proposed.get(id)) != (new.baseline.get(id), new.proposed.get(id)):
                self.options.replace_option_prompt_at_index(index, self._line(practice))
        self._detail()
        self.query_one("#progress", Static).update(self._progress())
        self.query_one("#note", Static).update(Text(session.note))

    def on_option_list_option_highlighted(self) -> None:
        self._detail()

    def _line(self, practice: Practice) -> Text:
        workload, catalog = self.session.workload, self.session.plan.catalog
        return Text.assemble(
            badge(catalog, catalog.home(practice).pillar),
            f" {_sign(self.session, practice.id)} ",
            (f"{workload.standing(practice.id).level}/{practice.top} ", "dim"),
            practice.title,
            no_wrap=True,
            overflow="ellipsis",
        )

    def _detail(self) -> None:
        self.query_one("#practice", Static).update(practice_text(self.session, self.practice))

    def _progress(self) -> RenderableType:
        """How much of each pillar was looked at."""
        catalog, known = self.session.plan.catalog, self.session.workload.baseline
        line = Text()
        for pillar in catalog.pillars:
            own = [p.id for p in self.practices if catalog.home(p).pillar == pillar.id]
            done = sum(id in known for id in own)
            line.append_text(badge(catalog, pillar.id)).append(f" {meter(done, len(own), 8)} {done}/{len(own)}   ")
        return line

    # acts

    def _say(self, *decisions: Decision) -> None:
        self.own.decide(decisions)

    def action_next(self) -> None:
        self.options.action_cursor_down()

    def action_previous(self) -> None:
        self.options.action_cursor_up()

    def action_level(self, level: int) -> None:
        practice = self.practice
        if level > practice.top:
            self.own.tell(f"'{practice.title}' has levels 0 to {practice.top}.", bad=True)
        elif level == 0:
            self._say(set_level(practice.id, 0, "", "", datetime.date.today()))
        else:
            self._ask_evidence(practice, level)

    def action_evidence(self) -> None:
        self._ask_evidence(self.practice, self.session.workload.standing(self.practice.id).level)

    def _ask_evidence(self, practice: Practice, level: int) -> None:
        before = self.session.workload.standing(practice.id).evidence or STATED
        check = {True: lambda text: "" if text else "say what shows it", False: lambda _: ""}[level > 0]

        def answered(text: str | None) -> None:
            if text is not None:
                self._say(set_level(practice.id, level, text, "", datetime.date.today()))

        self.app.push_screen(Ask(f"{practice.title}, level {level}: what shows it?", before, check), answered)

    def action_not_applicable(self) -> None:
        practice = self.practice

        def answered(text: str | None) -> None:
            if text:
                self._say(not_applicable(practice.id, text, "", datetime.date.today()))

        question = f"Why does '{practice.title}' not concern this system?"
        self.app.push_screen(Ask(question, check=lambda text: "" if text else "a reason is needed"), answered)

    def action_accept(self) -> None:
        self._answer_proposal(accept=True)

    def action_reject(self) -> None:
        self._answer_proposal(accept=False)

    def _answer_proposal(self, *, accept: bool) -> None:
        id = self.practice.id
        if id not in self.session.workload.proposed:
            self.own.tell(f"Nothing is proposed for '{self.practice.title}'.")
            return
        self.own.ask_for(lambda session: work.answer_proposal(session.plan, id, accept=accept))

    def action_unassessed(self) -> None:
        known, start = self.session.workload.baseline, (self.options.highlighted or 0) + 1
        order = [*range(start, len(self.practices)), *range(start)]
        found = next((n for n in order if self.practices[n].id not in known), None)
        self._jump(found, "Every practice was assessed.")

    def action_unlocks(self) -> None:
        known = self.session.workload.baseline
        self.waiting = count = self.waiting or unlocks(self.session.plan.catalog)
        left = [n for n, p in enumerate(self.practices) if p.id not in known]
        found = max(left, key=lambda n: (count[self.practices[n].id], -n), default=None)
        self._jump(found, "Every practice was assessed.")

    def _jump(self, index: int | None, otherwise: str) -> None:
        if index is None:
            self.own.tell(otherwise)
        else:
            self.options.highlighted = index


def _sign(session: Session, id: str) -> str:
    """How a practice stands, in a letter: assessed, not applicable, proposed, or open."""
    standing = session.workload.baseline.get(id)
    if standing is None:
        return "?" if id in session.workload.proposed else "·"
    return "–" if standing.not_applicable else "✓"


def practice_text(session: Session, practice: Practice) -> RenderableType:
    """A practice with its levels, where it stands, and what is proposed."""
    workload, catalog = session.workload, session.plan.catalog
    standing = workload.standing(practice.id)
    home = catalog.home(practice)
    rows: list[RenderableType] = [
        Text(practice.title, "bold"),
        Text(f"{catalog.pillar[home.pillar].title} › {home.title}", "dim"),
    ]
    if practice.summary:
        rows.append(Text(practice.summary))
    if standing.not_applicable:
        rows.append(Text(f"Not applicable: {standing.reason}"))
    elif practice.id in workload.baseline:
        rows.append(Text(f"Level {standing.level}" + (f": {standing.evidence}" if standing.evidence else "")))
    else:
        rows.append(Text("Not assessed; counted as level 0.", "dim"))
    proposed = workload.proposed.get(practice.id)
    if proposed is not None:
        rows.append(Text(f"Proposed: level {proposed.level}: {proposed.evidence}  [y: accept, r: reject]"))
    for number, level in enumerate(practice.levels, 1):
        mark = "●" if number <= standing.level and not standing.not_applicable else "○"
        rows += ["", Text.assemble((f"{mark} {number}  ", "bold"), level.statement)]
        if level.verify:
            rows.append(Padding(Text.assemble(("verify  ", "dim"), level.verify), (0, 0, 0, 5)))
    return Group(*rows)

"""The way to Jira: what would change, conflicts one by one, and applying by typing the project's key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from rich.console import Group, RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Header, ProgressBar, Static

from tui.session.bindings import bindings
from tui.session.dialogs import Ask

if TYPE_CHECKING:
    from integrations.walk import Outcome
    from planner.plan import Plan
    from tui.session.app import SessionApp
    from tui.session.syncing import Look


@dataclass
class Looked(Message):
    """What would change, or in words why that cannot be said."""

    look: Look | None
    wrong: str


@dataclass
class Stepped(Message):
    """So many changes are through."""

    steps: int


@dataclass
class Written(Message):
    """What became of writing, or in words why it stopped."""

    outcome: Outcome | None
    wrong: str


class SyncScreen(Screen[None]):
    """Shows the sync plan of the session's present plan. Nothing is written until the project's key is typed."""

    WHERE = "sync"
    CSS = "#told { height: auto; max-height: 5; padding: 0 1; } ProgressBar { padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sync"), Binding("escape", "app.board", "Board")]

    def __init__(self, argument: str, plan: Plan) -> None:
        super().__init__()
        self.argument, self.plan = argument, plan
        self.look: Look | None = None
        self.chosen: dict[str, str] = {}
        self.at = 0
        self.busy = False

    def compose(self) -> ComposeResult:
        yield Header()
        with VerticalScroll():
            yield Static("Reading Jira; nothing is written by that ...", id="changes", markup=False)
        yield Static(id="told", markup=False)
        yield ProgressBar(show_eta=True)
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(ProgressBar).display = False
        self._look()

    @property
    def own(self) -> SessionApp:
        return cast("SessionApp", self.app)

    def tell(self, text: str) -> None:
        self.query_one("#told", Static).update(Text(text))

    def _look(self) -> None:
        from tui.failures import lines_of
        from tui.session import syncing

        before, chosen = self.look, dict(self.chosen)

        def task() -> Message:
            try:
                return Looked(syncing.look(self.argument, self.plan, chosen, before), "")
            except Exception as error:
                return Looked(None, "\n".join(lines_of(error)))

        self._start(task)

    def _start(self, task: Callable[[], Message]) -> None:
        self.busy = True
        self.run_worker(lambda: self.post_message(task()), thread=True, group="sync")

    def on_looked(self, message: Looked) -> None:
        self.busy = False
        if message.look is None:
            self.tell(message.wrong)
            return
        self.look = message.look
        self.at = min(self.at, max(0, len(self._conflicts()) - 1))
        self._show()

    def _conflicts(self) -> list[str]:
        """The items to be decided, each once, and those that were decided here."""
        open_ = [c.id for c in self.look.plan.conflicts if c.why == "both-changed"] if self.look else []
        return list(dict.fromkeys([*self.chosen, *open_]))

    def _show(self) -> None:
        from tui.sync_page import diff_page

        assert self.look is not None
        rows: list[RenderableType] = [diff_page(self.look.plan, self.look.tracker.site)]
        for index, id in enumerate(self._conflicts()):
            mark = "▸" if index == self.at else " "
            rows.append(Text(f"{mark} {id}: {self.chosen.get(id, 'not decided: o ours, t theirs')}"))
        self.query_one("#changes", Static).update(Group(*rows))
        if not self.look.plan.changes:
            self.tell("There is nothing to write.")
        else:
            self.tell(f"A dry run: nothing is written. Enter, then the key {self.look.key}, writes it.")

    def action_conflict(self) -> None:
        count = len(self._conflicts())
        if self.look is not None and count:
            self.at = (self.at + 1) % count
            self._show()

    def action_ours(self) -> None:
        self._choose("ours")

    def action_theirs(self) -> None:
        self._choose("theirs")

    def _choose(self, side: str) -> None:
        conflicts = self._conflicts()
        if self.busy or not conflicts:
            self.tell("There is nothing to decide.")
            return
        self.chosen[conflicts[self.at]] = side
        self._look()

    def action_apply(self) -> None:
        seen = self.look
        if self.busy or seen is None or not seen.plan.changes:
            return
        wrong = f"that is not the key of the project, {seen.key}"
        ask = Ask(
            f"Write {len(seen.plan.changes)} changes to {seen.tracker.site.server}? Type the project's key.",
            check=lambda text: "" if text == seen.key else wrong,
        )
        self.app.push_screen(ask, lambda key: self._write(seen) if key else None)

    def _write(self, seen: Look) -> None:
        from tui.failures import lines_of
        from tui.session import syncing

        bar = self.query_one(ProgressBar)
        bar.display = True
        bar.update(total=len(seen.plan.changes), progress=0)

        def step(count: int) -> None:
            self.post_message(Stepped(count))

        def task() -> Message:
            try:
                return Written(syncing.write(seen, step), "")
            except Exception as error:
                return Written(None, "\n".join(lines_of(error)))

        self.tell("Writing ...")
        self._start(task)

    def on_stepped(self, message: Stepped) -> None:
        self.query_one(ProgressBar).advance(message.steps)

    def on_written(self, message: Written) -> None:
        from tui.sync_page import outcome_page

        self.busy = False
        self.query_one(ProgressBar).display = False
        if message.outcome is None:
            self.tell(f"{message.wrong}\nWhat was done is recorded: S again goes on.")
            return
        assert self.look is not None
        self.query_one("#changes", Static).update(outcome_page(message.outcome, self.look.tracker))
        self.tell("Written.")
        self.look = None

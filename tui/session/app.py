"""The planning session: the one place where its state changes, by messages."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Header, Static
from textual.worker import get_current_worker

from tui.session import state
from tui.session.bindings import bindings
from tui.session.dialogs import Ask
from tui.session.messages import Offered, Opened, Planned, Refused, Replanned, Saved, Shown, Told
from tui.session.page_screen import PageScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from planner.decisions import Decision
    from tui.session.deciding import Fix
    from tui.session.journal import Journal
    from tui.session.place import Place
    from tui.session.state import Session


class SessionApp(App[str]):
    """A session on one workload; it ends with what there is to say afterwards."""

    TITLE = "Colonnade"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = bindings("everywhere")

    def __init__(self, argument: str, keys: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.argument = argument
        self.place: Place | None = None
        self.session: Session | None = None
        self.journal: Journal | None = None
        self.fix: Fix | None = None
        self.waiting: deque[Callable[[Session], Message]] = deque()
        self.busy = False
        self.pages = 0
        self.set_keymap(dict(keys or {}))

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static("Reading and planning ...", id="first")

    def on_mount(self) -> None:
        def opened() -> Message:
            from tui.session import board_screen, work  # heavy, so while the first screen is there already

            del board_screen
            return work.open_session(self.argument)

        self.in_background(opened)

    def on_unmount(self) -> None:
        if self.journal is not None:
            self.journal.let_go()

    def on_key(self, event: events.Key) -> None:
        """What was typed while a question opened is meant for the question."""
        if isinstance(self.screen, Ask) and event.is_printable:
            event.stop().prevent_default()
            self.call_after_refresh(self.post_message, events.Key(event.key, event.character))

    def in_background(self, task: Callable[[], Message | None], group: str = "plan") -> None:
        """Does a task in a thread, and posts what it gives."""

        def run() -> None:
            found = task()
            if found is not None and not get_current_worker().is_cancelled:
                self.post_message(found)

        self.run_worker(run, thread=True, group=group, exclusive=group != "plan")

    # what people do

    def decide(self, decisions: Sequence[Decision]) -> None:
        from tui.session import work

        if decisions:
            self.ask_for(lambda session: work.decide(session.plan, decisions))

    def ask_for(self, task: Callable[[Session], Message]) -> None:
        """Queues what needs a plan; each begins with the state that the one before has left."""
        self.waiting.append(task)
        self._next()

    def _next(self) -> None:
        if self.busy or not self.waiting or self.session is None:
            return
        task, session = self.waiting.popleft(), self.session
        self.busy = True
        self.workers.cancel_group(self, "better")
        self.in_background(lambda: task(session))

    def show(self, session: Session) -> None:
        """The state is another one from now on."""
        self.session = session
        for screen in self.screen_stack:
            if screen.is_mounted and hasattr(screen, "show"):
                screen.show(session)

    def tell(self, text: str, *, bad: bool = False) -> None:
        if self.session is not None:
            self.show(state.told(self.session, text))
        if bad:
            self.notify(text, severity="error", timeout=8, markup=False)

    # what workers say

    def on_opened(self, message: Opened) -> None:
        from tui.session.board_screen import BoardScreen

        self.place, self.journal = message.place, message.journal
        self.push_screen(BoardScreen())
        self.sub_title = f"{message.place.workload.name} ({self.argument})"
        self.show(state.told(message.session, message.note or "Ready. ? shows the keys."))
        self._look_for_better()
        self._next()

    def on_planned(self, message: Planned) -> None:
        assert self.session is not None
        assert self.journal is not None
        self.busy, self.fix = False, None
        self.journal.decided(message.text, self.session.workload, message.plan.workload)
        session = state.decided(self.session, message.text, message.plan)
        self.show(state.told(session, f"{message.text}: {message.effect}"))
        self._settled()

    def on_replanned(self, message: Replanned) -> None:
        assert self.session is not None
        self.busy = False
        self.show(state.planned(self.session, message.plan))
        self._settled()

    def on_refused(self, message: Refused) -> None:
        self.busy, self.fix = False, message.fix
        more = f"  [a: {message.fix.text}]" if message.fix else ""
        self.tell(f"Not possible: {'; '.join(message.lines)}{more}", bad=True)
        self._settled()

    def on_offered(self, message: Offered) -> None:
        if self.session is not None and not self.busy:
            self.show(state.offered(self.session, message.plan))

    def on_told(self, message: Told) -> None:
        if message.fatal:
            self.exit(message.text, return_code=3)
            return
        self.busy = False
        self.tell(message.text, bad=message.bad)
        self._settled()

    def on_shown(self, message: Shown) -> None:
        if isinstance(self.screen, PageScreen) and self.screen.number == message.number:
            self.screen.fill(message.page)

    def _settled(self) -> None:
        if self.waiting:
            self._next()
        else:
            self._look_for_better()

    def _look_for_better(self) -> None:
        from tui.session import work

        assert self.session is not None
        plan = self.session.plan

        def look() -> Message | None:
            worker = get_current_worker()
            found = work.better(plan, lambda: worker.is_cancelled)
            return Offered(found) if found is not None else None

        self.in_background(look, group="better")

    # actions that every screen has

    def action_undo(self) -> None:
        self._walk("undo", state.undo)

    def action_redo(self) -> None:
        self._walk("redo", state.redo)

    def _walk(self, way: str, step: Callable[[Session], Session | None]) -> None:
        if self.session is None or self.busy or self.waiting or self.journal is None:
            return
        before = self.session
        after = step(before)
        if after is None:
            self.tell(f"There is nothing to {way}.")
            return
        self.journal.did(way)
        text = before.steps[-1].text if way == "undo" else after.steps[-1].text
        self.show(state.told(after, f"{way}: {text}"))
        if after.plan.workload != after.workload:
            from planner.replanning import replan

            self.busy = True
            self.in_background(lambda: Replanned(replan(after.plan, after.workload)))
        else:
            self._look_for_better()

    def action_save(self) -> None:
        if self.session is None or self.place is None or self.busy:
            return
        if self.session.origin is not None:
            self.tell("This is a what-if: keep it (ctrl+k) or drop it (ctrl+d) first.", bad=True)
        elif not self.session.changed:
            self.tell("There is nothing to save.")
        else:
            self._save(self.session, self.place)

    def _save(self, session: Session, place: Place) -> None:
        from catalog.errors import BadInput
        from planner.errors import NotNow
        from tui.session import work

        known = [n for n, step in enumerate(session.steps) if step.workload == session.saved]
        steps = session.steps[known[-1] if known else 0 :]

        def save() -> Message:
            try:
                return Saved(place.save(steps, session.plan), session.workload)
            except (BadInput, NotNow, OSError) as error:
                return Told("\n".join(work.sentences(error)), bad=True)

        self.busy = True
        self.in_background(save)

    def on_saved(self, message: Saved) -> None:
        assert self.session is not None
        assert self.journal is not None
        self.busy = False
        self.journal.begin(message.workload)
        self.show(state.told(state.saved(self.session, message.workload), message.text))
        self._settled()

    def action_export(self) -> None:
        if self.session is not None:
            self.push_screen(Ask("Write the plan to which file? (.yaml, .json, .csv, .md)", "plan.yaml"), self._export)

    def _export(self, name: str | None) -> None:
        from pathlib import Path

        from catalog.errors import BadInput
        from integrations.plan_formats import render
        from integrations.writing import write_file
        from planner.document import to_document
        from tui.session import work

        if not name or self.session is None:
            return
        format = {".json": "json", ".csv": "csv", ".md": "markdown"}.get(Path(name).suffix, "yaml")
        try:
            write_file(Path(name), render(to_document(self.session.plan), format))
        except (BadInput, OSError) as error:
            self.tell("\n".join(work.sentences(error)), bad=True)
        else:
            self.tell(f"Wrote {name}.")

    def action_leave(self) -> None:
        """Everything is in the journal: nothing is lost, and nothing is asked."""
        changed = self.session is not None and (self.session.changed or self.session.origin is not None)
        if self.journal is not None and not changed:
            self.journal.end()
        kept = f"What was decided is not saved yet; go on with: colonnade session {self.argument}"
        self.exit(kept if changed else "")

    def fork(self) -> None:
        """Begins a what-if; in one, shows it beside what it was forked from."""
        from tui.session import pages

        session = self.session
        if session is None or self.journal is None or self.busy:
            return
        if session.origin is not None:
            self.open_page("What if", lambda: pages.what_if(session))
            return
        self.journal.did("fork")
        self.show(state.told(state.fork(session), "A what-if: w compares, ctrl+k keeps, ctrl+d drops it."))

    def end_fork(self, *, keep: bool) -> None:
        session = self.session
        if session is None or self.journal is None or self.busy:
            return
        if session.origin is None:
            self.tell("There is no what-if; w forks one.")
            return
        self.journal.did("keep" if keep else "drop")
        note = "The what-if is kept." if keep else "The what-if is dropped."
        self.show(state.told((state.keep if keep else state.drop)(session), note))

    def action_board(self) -> None:
        """Back to the board, which lies over the first screen."""
        while len(self.screen_stack) > 2:
            self.pop_screen()

    def action_assess(self) -> None:
        from tui.session.assess import AssessScreen

        if self.session is not None and not isinstance(self.screen, AssessScreen):
            self.action_board()
            self.push_screen(AssessScreen(self.session))

    def action_sync(self) -> None:
        from tui.session.sync_screen import SyncScreen

        if self.session is not None and not isinstance(self.screen, SyncScreen):
            self.action_board()
            self.push_screen(SyncScreen(self.argument, self.session.plan))

    def action_keys(self) -> None:
        where = getattr(self.screen, "WHERE", "everywhere")
        from tui.session.keys_page import keys_page

        self.open_page("Keys", lambda: keys_page(where))

    def open_page(self, title: str, make: Callable[[], RenderableType], first: RenderableType = "") -> None:
        """A page over the screen, filled when it is made; until then `first` is what is known at once."""
        self.pages += 1
        number = self.pages
        self.push_screen(PageScreen(title, number, first))
        self.in_background(lambda: Shown(number, make()), group="page")

    def action_heat(self) -> None:
        self._page("Heat map", "heat")

    def action_forecast(self) -> None:
        self._page("Forecast", "forecast")

    def action_changes(self) -> None:
        self._page("Changes since it was last saved", "changes")

    def _page(self, title: str, name: str) -> None:
        from tui.session import pages

        session = self.session
        if session is not None:
            make: Any = getattr(pages, name)
            self.open_page(title, lambda: make(session))

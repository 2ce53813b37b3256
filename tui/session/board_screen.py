"""The board's screen: the board, the line on what the last act did, and the acts on stories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Header, Static

from planner import edits, explain
from planner.decisions import Decision
from tui.session import deciding, state, work
from tui.session.bindings import bindings
from tui.session.board import BoardView
from tui.session.dialogs import Ask

if TYPE_CHECKING:
    from planner.plan import Plan
    from tui.session.app import SessionApp
    from tui.session.state import Session

STEP = 10
"""A point, in tenths."""


class BoardScreen(Screen[None]):
    """Acts on the story under the cursor, or on all selected ones."""

    WHERE = "board"
    CSS = """
    #note { height: auto; max-height: 4; padding: 0 1; }
    #proof { height: 1; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("board")

    def compose(self) -> ComposeResult:
        yield Header()
        yield BoardView()
        yield Static(id="proof", markup=False)
        yield Static(id="note", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self.board.focus()
        if self.own.session is not None:
            self.show(self.own.session)

    @property
    def own(self) -> SessionApp:
        return cast("SessionApp", self.app)

    @property
    def board(self) -> BoardView:
        return self.query_one(BoardView)

    def show(self, session: Session) -> None:
        self.board.show(session)
        plan = session.plan
        short = 100 * (1 - plan.objective / plan.bound) if plan.bound > 0 else 0.0
        parts = [f"Earns {plan.objective:.1f}, at most {plan.bound:.1f} can be ({short:.1f} % short)"]
        if session.origin is not None:
            parts.insert(
                0, f"WHAT IF: {deciding.effect(session.origin.plan, plan)}  (w compare, ctrl+k keep, ctrl+d drop)"
            )
        parts += [f"filter: {session.filter}"] if session.filter else []
        parts += [f"{len(session.selected)} selected"] if session.selected else []
        parts += ["not saved"] if session.changed else []
        self.query_one("#proof", Static).update(Text(" · ".join(parts), no_wrap=True, overflow="ellipsis"))
        note = session.note
        if session.offer is not None:
            note += f"\nA better plan was found: {deciding.effect(plan, session.offer)}  [a: take it]"
        self.query_one("#note", Static).update(Text(note))

    # the cursor

    def action_left(self) -> None:
        self.board.go(self.board.at[0] - 1, self.board.at[1])

    def action_right(self) -> None:
        self.board.go(self.board.at[0] + 1, self.board.at[1])

    def action_up(self) -> None:
        self.board.go(self.board.at[0], self.board.at[1] - 1)

    def action_down(self) -> None:
        self.board.go(self.board.at[0], self.board.at[1] + 1)

    def action_first(self) -> None:
        self.board.go(self.board.at[0], 0)

    def action_last(self) -> None:
        self.board.go(self.board.at[0], 10**6)

    # acts

    def _act(self, make: Callable[[Plan, Sequence[str]], Sequence[Decision]]) -> None:
        """Makes decisions of the stories that are meant, when it is their turn."""
        stories = self._meant()
        if stories:
            self.own.ask_for(lambda session: work.decide(session.plan, make(session.plan, stories)))

    def _meant(self) -> list[str]:
        session, story = self.own.session, self.board.story
        if session is None:
            return []
        chosen = sorted(session.selected) or ([story] if story else [])
        if not chosen:
            self.own.tell("There is no story here.")
        return chosen

    def _shift(self, by: int) -> None:
        def pins(plan: Plan, stories: Sequence[str]) -> Sequence[Decision]:
            first, last = plan.sprints[0].number, plan.sprints[-1].number
            found: list[Decision] = []
            for id in stories:
                at = plan.sprint_of(id)
                to = (last if by < 0 else None) if at is None else at + by
                if to is not None and first <= to <= last:
                    found += deciding.moves(plan, [id], to)
            return found

        self._act(pins)

    def action_earlier(self) -> None:
        self._shift(-1)

    def action_later(self) -> None:
        self._shift(1)

    def action_soonest(self) -> None:
        stories = self._meant()

        def soonest(session: Session) -> Message:
            plan = session.plan
            last = plan.sprints[-1].number + 1
            now = min((plan.sprint_of(id) or last for id in stories), default=last)
            return work.soonest(plan, lambda sprint: deciding.moves(plan, stories, sprint), now)

        if stories:
            self.own.ask_for(soonest)

    def action_put_off(self) -> None:
        def later(plan: Plan, stories: Sequence[str]) -> Sequence[Decision]:
            placed = [(id, at) for id in stories if (at := plan.sprint_of(id)) is not None]
            return [edits.NotBefore(id, at + 1) for id, at in placed if at < plan.sprints[-1].number]

        self._act(later)

    def _ask_sprint(self, question: str, make: Callable[[Plan, Sequence[str], int], Sequence[Decision]]) -> None:
        stories, session = self._meant(), self.own.session
        if not stories or session is None:
            return
        last = session.plan.sprints[-1].number

        def check(text: str) -> str:
            first = session.plan.sprints[0].number
            return (
                ""
                if text.isdecimal() and first <= int(text) <= last
                else f"a sprint is a number from {first} to {last}"
            )

        def answered(text: str | None) -> None:
            if text:
                number = int(text)
                self.own.ask_for(lambda now: work.decide(now.plan, make(now.plan, stories, number)))

        self.app.push_screen(Ask(question, check=check, digits=last), answered)

    def action_send(self) -> None:
        self._ask_sprint("To which sprint?", deciding.moves)

    def action_deadline(self) -> None:
        self._ask_sprint("Done by which sprint?", lambda _, stories, at: [edits.Deadline(id, at) for id in stories])

    def action_pin(self) -> None:
        self._act(deciding.toggle_pin)

    def action_exclude(self) -> None:
        self._act(deciding.toggle_exclude)

    def action_split(self) -> None:
        self._act(lambda _, stories: [edits.Split(id) for id in stories])

    def action_larger(self) -> None:
        self._resize_by(STEP)

    def action_smaller(self) -> None:
        self._resize_by(-STEP)

    def _resize_by(self, by: int) -> None:
        def resized(plan: Plan, stories: Sequence[str]) -> Sequence[Decision]:
            sizes = {id: plan.backlog.story[id].size for id in stories if id in plan.backlog.story}
            return [edits.Resize(id, size + by) for id, size in sizes.items() if size + by > 0]

        self._act(resized)

    def action_resize(self) -> None:
        stories, session = self._meant(), self.own.session
        if not stories or session is None:
            return
        size = explain.points(session.plan.backlog.story[stories[0]].size)

        def answered(text: str | None) -> None:
            if text:
                tenths = _tenths(text)
                self.own.decide([edits.Resize(id, tenths) for id in stories])

        self.app.push_screen(Ask("How many points?", size, lambda text: _wrong_points(text, least=1)), answered)

    def action_capacity(self) -> None:
        column = self.board.column
        if column is None or column.sprint is None:
            self.own.tell("The shelf has no capacity; put the cursor on a sprint.")
            return
        sprint = column.sprint

        def answered(text: str | None) -> None:
            if text:
                self.own.decide([edits.SetCapacity(sprint, _tenths(text))])

        question = f"How many points can sprint {sprint} hold?"
        self.app.push_screen(Ask(question, explain.points(column.capacity), _wrong_points), answered)

    def action_select(self) -> None:
        session, story = self.own.session, self.board.story
        if session is not None and story is not None:
            self.own.show(state.toggled(session, story))
            self.action_down()

    def action_filter(self) -> None:
        session = self.own.session
        if session is not None:
            self.app.push_screen(Ask("Show which stories? (nothing: all)", session.filter), self._filter)

    def _filter(self, text: str | None) -> None:
        session = self.own.session
        if session is not None and text is not None:
            self.own.show(state.filtered(session, text))

    def action_clear(self) -> None:
        if self.own.session is not None:
            self.own.fix = None
            self.own.show(state.cleared(self.own.session))

    def action_take(self) -> None:
        fix, session = self.own.fix, self.own.session
        if fix is not None:
            self.own.decide(fix.decisions)
        elif session is not None and session.offer is not None:
            offer = session.offer
            self.own.show(state.told(state.planned(session, offer), f"Taken: {deciding.effect(session.plan, offer)}"))
        else:
            self.own.tell("Nothing is offered.")

    def on_board_view_dragged(self, message: BoardView.Dragged) -> None:
        story, sprint = message.story, message.sprint
        if sprint is None:
            self.own.ask_for(lambda session: work.decide(session.plan, deciding.toggle_exclude(session.plan, [story])))
        else:
            self.own.ask_for(lambda session: work.decide(session.plan, deciding.moves(session.plan, [story], sprint)))

    # pages on the story

    def action_why(self) -> None:
        from tui.session import pages

        session, story = self.own.session, self.board.story
        if session is not None and story is not None:
            self.own.open_page(f"Why {story}", lambda: pages.why(session, story), pages.why_at_once(session, story))

    def action_tree(self) -> None:
        from tui.session import pages

        session, story = self.own.session, self.board.story
        if session is not None and story is not None:
            self.own.open_page(f"Prerequisites of {story}", lambda: pages.tree(session, story))

    # what if

    def action_fork(self) -> None:
        self.own.fork()

    def action_keep(self) -> None:
        self.own.end_fork(keep=True)

    def action_drop(self) -> None:
        self.own.end_fork(keep=False)


def _tenths(text: str) -> int:
    return round(float(text) * 10)


def _wrong_points(text: str, least: int = 0) -> str:
    """What is wrong with points, in words; nothing where they are right."""
    try:
        tenths = float(text) * 10
    except ValueError:
        tenths = -1.0
    fits = least <= tenths <= 10**6 and abs(tenths - round(tenths)) < 1e-6
    return "" if fits else "points are a number, to a tenth at most, such as 3 or 2.5"

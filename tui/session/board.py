"""The board as one widget: a column for each sprint, three lines for each story, drawn line by line."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from planner.explain import points
from tui.session.columns import Column, columns, letters, place_of
from tui.style import letters as pillar_letters
from tui.style import meter, pillar_style

if TYPE_CHECKING:
    from planner.plan import Plan
    from tui.session.state import Session

HEAD = 3
"""Lines over the stories: the sprint, its capacity, its skills."""
CARD = 3
"""Lines of a story: two of its title, one of its figures."""
NARROWEST, WIDEST = 24, 36


class BoardView(ScrollView, can_focus=True):
    """Shows a session's plan; `at` is the column and the row of the cursor."""

    DEFAULT_CSS = "BoardView { height: 1fr; }"

    class Dragged(Message):
        """A story was dragged to the column of another sprint, None for the shelf."""

        def __init__(self, story: str, sprint: int | None) -> None:
            super().__init__()
            self.story, self.sprint = story, sprint

    class Moved(Message):
        """The cursor is somewhere else."""

    def __init__(self) -> None:
        super().__init__()
        self.session: Session | None = None
        self.columns: tuple[Column, ...] = ()
        self.at = (0, 0)
        self.left, self.top = 0, 0
        self.held: str | None = None

    def show(self, session: Session) -> None:
        """Draw another state; the cursor stays on its story, or near its place."""
        story = self.story
        self.session = session
        self.columns = columns(session.plan, session.filter)
        self.letters = letters(session.plan)
        self.marks = pillar_letters(session.plan.catalog)
        self.styles_of = {p: pillar_style(session.plan.catalog, p) for p in session.plan.catalog.pillar}
        self.completing = _last_of_levels(session.plan)
        self.pinned = {id for id in session.plan.backlog.story if _pinned(session.plan, id)}
        self.go(*(place_of(self.columns, story) or self.at) if story else self.at)

    @property
    def column(self) -> Column | None:
        return self.columns[self.at[0]] if self.columns else None

    @property
    def story(self) -> str | None:
        """The story under the cursor, None in an empty column."""
        column = self.column
        return column.stories[self.at[1]] if column and self.at[1] < len(column.stories) else None

    def go(self, column: int, row: int) -> None:
        """Put the cursor somewhere, within what there is, and scroll so that it is seen."""
        column = max(0, min(column, len(self.columns) - 1))
        rows = len(self.columns[column].stories) if self.columns else 0
        self.at = (column, max(0, min(row, rows - 1)))
        shown = self.count
        self.left = max(0, min(self.left, column), column - shown + 1, min(self.left, len(self.columns) - shown))
        if self.left + shown > len(self.columns):
            self.left = max(0, len(self.columns) - shown)
        visible = max(1, (self.size.height - HEAD) // CARD)
        self.top = max(0, min(self.top, self.at[1]), self.at[1] - visible + 1)
        self.refresh()
        self.post_message(self.Moved())

    @property
    def count(self) -> int:
        """How many columns fit."""
        return max(1, min(len(self.columns) or 1, self.size.width // NARROWEST))

    @property
    def width(self) -> int:
        return min(WIDEST, max(1, self.size.width // self.count))

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, self.size.height)
        if self.columns:
            self.go(*self.at)

    def render_line(self, y: int) -> Strip:
        if self.session is None:
            text = Text("Reading and planning ..." if y == 0 else "")
            strip = Strip(text.render(self.app.console)).adjust_cell_length(self.size.width, self.rich_style)
            return strip.apply_style(self.rich_style)
        line = Text(end="")
        for index in range(self.left, min(self.left + self.count, len(self.columns))):
            cell = self._head(index, y) if y < HEAD else self._card(index, y - HEAD)
            cell.truncate(self.width - 1, overflow="ellipsis", pad=True)
            line.append_text(cell).append("│", Style(dim=True))
        strip = Strip(line.render(self.app.console), line.cell_len)
        return strip.adjust_cell_length(self.size.width, self.rich_style).apply_style(self.rich_style)

    def _head(self, index: int, y: int) -> Text:
        column, own = self.columns[index], index == self.at[0]
        assert self.session is not None
        plan = self.session.plan
        if column.sprint is None:
            lines = (f"Shelf: {len(column.stories)} deferred", f"{points(column.used)} points", "")
            return Text(lines[y], Style(bold=y == 0, underline=own and y == 0))
        sprint = plan.sprint(column.sprint)
        if y == 0:
            more = "" if self.left < index or not index else "◀ "
            more += "" if index + 1 < self.left + self.count or index + 1 == len(self.columns) else "▶ "
            dates = f"  {sprint.start:%-d %b}–{sprint.end:%-d %b}"
            return Text.assemble(more, (f"Sprint {column.sprint}", Style(bold=True, underline=own)), (dates, "dim"))
        if y == 1:
            over = column.used > column.capacity
            said = f" {points(column.used)}/{points(column.capacity)}" + (" over!" if over else "")
            return Text.assemble((meter(column.used, column.capacity, 10), "red" if over else "green"), said)
        skills = "  ".join(f"{s[:8]} {points(used)}/{points(limit)}" for s, (used, limit) in column.skills.items())
        return Text(skills, "dim")

    def _card(self, index: int, y: int) -> Text:
        assert self.session is not None
        row, line = self.top + y // CARD, y % CARD
        stories = self.columns[index].stories
        if row >= len(stories):
            return Text("no story" if not stories and y == 0 else "", "dim")
        plan, id = self.session.plan, stories[row]
        story = plan.backlog.story[id]
        own = (index, row) == self.at
        pillar = plan.epic[story.practice].pillar
        base = Style(reverse=True) if own and self.has_focus else Style(underline=own)
        sign = "*" if id in self.session.selected else "▸" if own else " "
        if line < CARD - 1:
            badge = f"{self.marks[pillar]}·{self.letters[story.practice]}"
            title = _in_two(story.title, self.width - 4 - len(badge), self.width - 3)
            head = Text.assemble(sign, (badge, self.styles_of[pillar]), " ", title[0], style=base)
            return head if line == 0 else Text(f"  {title[1]}", base)
        marks = ("⚲ " if id in self.pinned else "") + ("▲ " if id in self.completing else "")
        said = f"  {points(story.size)} pt {marks}{story.skill} {id}"
        return Text(said, base + Style(dim=not own))

    def _under(self, event: events.MouseEvent) -> tuple[int, int] | None:
        """Column and row at the mouse; a row of −1 is the head."""
        column = self.left + event.x // self.width
        if column >= min(self.left + self.count, len(self.columns)):
            return None
        return column, -1 if event.y < HEAD else self.top + (event.y - HEAD) // CARD

    def on_mouse_down(self, event: events.MouseDown) -> None:
        under = self._under(event)
        if under is None:
            return
        self.go(under[0], max(under[1], 0))
        self.held = self.story if 0 <= under[1] < len(self.columns[under[0]].stories) else None

    def on_mouse_up(self, event: events.MouseUp) -> None:
        held, self.held = self.held, None
        under = self._under(event)
        if held is None or under is None or self.session is None:
            return
        sprint = self.columns[under[0]].sprint
        if sprint != self.session.plan.sprint_of(held):
            self.post_message(self.Dragged(held, sprint))


def _in_two(title: str, first: int, second: int) -> tuple[str, str]:
    """A title on two lines of these widths, broken between words, cut off where it is longer."""
    lines = textwrap.wrap(title, max(first, 8)) or [""]
    rest = title[len(lines[0]) :].strip()
    return lines[0], textwrap.shorten(rest, max(second, 8), placeholder=" …")


def _pinned(plan: Plan, id: str) -> bool:
    return any(hold.kind == "pin" for hold in plan.holds(id))


def _last_of_levels(plan: Plan) -> set[str]:
    """The stories with which a level is complete: the last ones in the sprint that reaches it."""
    found = set()
    for milestone in plan.backlog.milestone.values():
        reached = plan.reached(milestone.id)
        own = [id for id in milestone.stories if plan.sprint_of(id) == reached]
        if reached is not None and own:
            found.add(sorted(own)[-1])
    return found

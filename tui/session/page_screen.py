"""A page over the board, of whatever can be printed."""

from __future__ import annotations

from typing import ClassVar

from rich.console import Group, RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Header, Static


class PageScreen(Screen[None]):
    """A page that can be scrolled; escape or q goes back."""

    WHERE = "page"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q", "back", "Back"),
        ("j", "scroll('down')", ""),
        ("k", "scroll('up')", ""),
    ]

    def __init__(self, title: str, number: int, first: RenderableType = "") -> None:
        super().__init__()
        self.heading, self.number, self.first = title, number, first

    def compose(self) -> ComposeResult:
        yield Header()
        with VerticalScroll():
            yield Static(Group(Text(f"{self.heading} ...", "bold"), "", self.first), id="page", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def fill(self, page: RenderableType) -> None:
        self.query_one("#page", Static).update(Group(Text(self.heading, "bold"), "", page))

    def action_back(self) -> None:
        self.dismiss()

    def action_scroll(self, way: str) -> None:
        getattr(self.query_one(VerticalScroll), f"scroll_{way}")()

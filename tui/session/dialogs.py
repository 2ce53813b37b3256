"""Questions that lie over a screen: a line of text, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static


class Ask(ModalScreen[str | None]):
    """Asks for a line of text; None where a person gives up.

    `check` says what is wrong with an answer, or nothing; with `digits`, a number that can only be meant so is taken at
    once, `digits` being the largest.
    """

    CSS = """
    Ask { align: center middle; }
    Ask > Vertical { width: 64; max-width: 90%; height: auto; padding: 0 1; }
    Ask > Vertical { border: round $primary; background: $surface; }
    Ask #wrong { color: $error; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss(None)", "Give up")]

    def __init__(
        self, question: str, value: str = "", check: Callable[[str], str] = lambda _: "", digits: int = 0
    ) -> None:
        super().__init__()
        self.question, self.value, self.check, self.digits = question, value, check, digits

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self.question, markup=False)
            yield Input(self.value, select_on_focus=True)
            yield Static("", id="wrong", markup=False)
            yield Static("enter: take   escape: give up", classes="dim")

    def on_input_changed(self, event: Input.Changed) -> None:
        text = event.value.strip()
        if self.digits and text.isdecimal() and 0 < int(text) <= self.digits < int(text) * 10:
            self._take(text)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._take(event.value.strip())

    def _take(self, text: str) -> None:
        wrong = self.check(text)
        if wrong:
            self.query_one("#wrong", Static).update(wrong)
        else:
            self.dismiss(text)

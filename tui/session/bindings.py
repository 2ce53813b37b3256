"""The actions of a place as Textual's bindings."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from tui.session.actions import ACTIONS


def bindings(where: str) -> list[BindingType]:
    """A binding for each action, by the action's id, so that its keys can be changed."""
    own = [action for action in ACTIONS if action.where == where]
    return [Binding(a.keys, a.id, a.title, show=a.shown, id=a.id, tooltip=a.help) for a in own]

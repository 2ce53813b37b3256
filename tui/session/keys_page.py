"""The keys of a place, for the help page and for docs/."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tui.session.actions import ACTIONS, Action, keys_file

TITLES = {"board": "On the board", "assess": "Assessing", "sync": "Going to Jira", "everywhere": "Everywhere"}
NAMES = {
    "plus": "+",
    "minus": "-",
    "slash": "/",
    "question_mark": "?",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
}


def shown(keys: str) -> str:
    """Keys as people write them: `h ←`."""
    names = [
        NAMES.get(key, key.replace("shift+", "⇧").replace("⇧left", "⇧←").replace("⇧right", "⇧→"))
        for key in keys.split(",")
    ]
    text = " ".join(name.replace("⇧up", "⇧↑").replace("⇧down", "⇧↓") for name in names)
    return "0 … 9" if text.startswith("0 1 2") else text


def table(actions: list[Action]) -> Table:
    found = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 2))
    for _ in range(3):
        found.add_column()
    for action in actions:
        found.add_row(Text(shown(action.keys), "bold"), action.title, action.help)
    return found


def keys_page(where: str) -> RenderableType:
    """The keys of a place first, then those that work everywhere."""
    rows: list[RenderableType] = []
    for place in dict.fromkeys((where if where in TITLES else "board", "everywhere")):
        rows += [Text(TITLES[place], "bold"), table([a for a in ACTIONS if a.where == place]), ""]
    rows.append(Text(f"⚲ pinned   ▲ completes a level   * selected.  Other keys: {keys_file()}", "dim"))
    return Group(*rows)


def keys_markdown() -> str:
    """All keys as tables of docs/session.md."""
    parts = []
    for where, title in TITLES.items():
        rows = [f"| `{shown(a.keys)}` | `{a.id}` | {a.help} |" for a in ACTIONS if a.where == where]
        parts.append("\n".join([f"### {title}", "", "| keys | action | what it does |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"

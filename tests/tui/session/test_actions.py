"""Every action of the table does what it says, by its keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from catalog.errors import BadInput
from planner.workload_file import read_workload
from tests.tui.session.driving import path, pressed
from tui.session.actions import ACTIONS, BY_ID, read_keys
from tui.session.app import SessionApp
from tui.session.assess import AssessScreen
from tui.session.board_screen import BoardScreen
from tui.session.page_screen import PageScreen

__all__ = ["path"]


def cursor(app: SessionApp) -> tuple[int, int]:
    screen = app.screen
    assert isinstance(screen, BoardScreen)
    return screen.board.at


def story(app: SessionApp) -> str | None:
    screen = app.screen
    assert isinstance(screen, BoardScreen)
    return screen.board.story


def edits(app: SessionApp) -> list[str]:
    assert app.session is not None
    return [str(edit) for edit in app.session.workload.edits]


def note(app: SessionApp) -> str:
    assert app.session is not None
    return app.session.note


def practice(app: SessionApp) -> str:
    screen = app.screen
    assert isinstance(screen, AssessScreen)
    return screen.practice.id


def heading(app: SessionApp) -> str:
    screen = app.screen
    assert isinstance(screen, PageScreen)
    return screen.heading


def told(app: SessionApp) -> str:
    """The line of the way to Jira, up to a colon in it, without the folder."""
    text = str(app.screen.query_one("#told", Static).content)
    return text.rpartition("/")[2].partition(": add server")[0]


def standing(id: str) -> Callable[[SessionApp], Any]:
    def found(app: SessionApp) -> Any:
        assert app.session is not None
        return app.session.workload.baseline.get(id)

    return found


def level(app: SessionApp) -> tuple[int, str]:
    found = standing("a")(app)
    return found.level, found.evidence


def selected(app: SessionApp) -> list[str]:
    assert app.session is not None
    return sorted(app.session.selected)


def shown(app: SessionApp) -> list[str]:
    screen = app.screen
    assert isinstance(screen, BoardScreen)
    return [id for column in screen.board.columns for id in column.stories]


CASES: list[tuple[str, list[str], Callable[[SessionApp], Any], Any]] = [
    ("right", ["l"], cursor, (1, 0)),
    ("left", ["l", "l", "h"], cursor, (1, 0)),
    ("down", ["j"], cursor, (0, 1)),
    ("up", ["j", "k"], cursor, (0, 0)),
    ("last", ["end"], cursor, (0, 1)),
    ("first", ["end", "home"], cursor, (0, 0)),
    ("later", ["L"], edits, ["pin b/1/1 to sprint 2"]),
    ("earlier", ["l", "H"], edits, ["pin c/1/1 to sprint 1"]),
    ("soonest", ["l", "K"], edits, ["pin c/1/1 to sprint 1"]),
    ("put_off", ["J"], edits, ["keep b/1/1 out of the sprints before 2"]),
    ("send", ["m", "3"], edits, ["pin b/1/1 to sprint 3"]),
    ("pin", ["p"], edits, ["pin b/1/1 to sprint 1"]),
    ("pin", ["p", "p"], edits, []),
    ("exclude", ["x"], edits, ["exclude b/1/1"]),
    ("exclude", ["x", "l", "l", "l", "x"], edits, []),
    ("deadline", ["d", "2"], edits, ["finish b/1/1 by sprint 2"]),
    ("resize", ["e", "to:2.5", "enter"], edits, ["resize b/1/1 to 2.5 points"]),
    ("larger", ["plus"], edits, ["resize b/1/1 to 6 points"]),
    ("smaller", ["minus", "minus"], edits, ["resize b/1/1 to 3 points"]),
    ("split", ["j", "s"], edits, ["split a/1/1 at every task"]),
    ("capacity", ["l", "C", "to:7", "enter"], edits, ["set the capacity of sprint 2 to 7 points"]),
    ("select", ["space"], selected, ["b/1/1"]),
    ("select", ["space", "space", "L"], edits, ["pin a/1/1 to sprint 2", "pin b/1/1 to sprint 2"]),
    ("filter", ["slash", "to:alone", "enter"], shown, ["c/1/1"]),
    ("clear", ["space", "slash", "to:alone", "enter", "escape"], lambda app: (selected(app), len(shown(app))), ([], 4)),
    ("why", ["y"], heading, "Why b/1/1"),
    ("tree", ["t"], heading, "Prerequisites of b/1/1"),
    ("fork", ["w"], note, "A what-if: w compares, ctrl+k keeps, ctrl+d drops it."),
    ("fork", ["w", "x", "w"], heading, "What if"),
    ("keep", ["w", "x", "ctrl+k"], lambda app: (edits(app), note(app)), (["exclude b/1/1"], "The what-if is kept.")),
    ("drop", ["w", "x", "ctrl+d"], lambda app: (edits(app), note(app)), ([], "The what-if is dropped.")),
    ("take", ["a"], note, "Nothing is offered."),
    ("assess", ["A"], lambda app: type(app.screen), AssessScreen),
    ("board", ["A", "B"], lambda app: type(app.screen), BoardScreen),
    ("heat", ["g"], heading, "Heat map"),
    ("forecast", ["f"], heading, "Forecast"),
    ("changes", ["c"], heading, "Changes since it was last saved"),
    ("keys", ["question_mark"], heading, "Keys"),
    ("sync", ["S"], told, "workload.yaml: jira: the workload does not say where its Jira project is"),
    ("conflict", ["S", "j"], told, "workload.yaml: jira: the workload does not say where its Jira project is"),
    ("ours", ["S", "o"], told, "There is nothing to decide."),
    ("theirs", ["S", "t"], told, "There is nothing to decide."),
    ("apply", ["S", "enter"], told, "workload.yaml: jira: the workload does not say where its Jira project is"),
    ("undo", ["x", "u"], lambda app: (edits(app), note(app)), ([], "undo: exclude b/1/1")),
    ("redo", ["x", "u", "ctrl+r"], lambda app: (edits(app), note(app)), (["exclude b/1/1"], "redo: exclude b/1/1")),
    ("save", ["x", "ctrl+s"], lambda _: read_workload(Path("workload.yaml"))[0].edits != (), True),
    ("export", ["X", "enter"], lambda _: Path("plan.yaml").read_text()[:22], "schema: colonnade/plan"),
    ("leave", ["q"], lambda app: app.return_value, ""),
    ("next", ["A", "j"], practice, "b"),
    ("previous", ["A", "j", "j", "k"], practice, "b"),
    ("level", ["A", "1", "enter"], level, (1, "stated in the planning session")),
    ("level", ["A", "0"], level, (0, "")),
    ("evidence", ["A", "1", "enter", "e", "to:seen", "enter"], level, (1, "seen")),
    ("not_applicable", ["A", "n", "to:no", "enter"], lambda app: standing("a")(app).reason, "no"),
    ("accept", ["A", "y"], note, "Nothing is proposed for 'Practice a'."),
    ("reject", ["A", "r"], note, "Nothing is proposed for 'Practice a'."),
    ("unassessed", ["A", "tab"], practice, "b"),
    ("unlocks", ["A", "j", "j", "o"], practice, "a"),
]


@pytest.mark.parametrize(("action", "keys", "look", "expected"), CASES)
def test_each_action(
    path: Path, action: str, keys: list[str], look: Callable[[SessionApp], Any], expected: Any
) -> None:
    """By the keys that the table gives it, an action does what it says."""
    assert action in BY_ID
    assert pressed(path, keys, look) == expected


def test_no_action_is_left_out() -> None:
    """Each action of the table has a case here."""
    assert {action.id for action in ACTIONS} == {case[0] for case in CASES}


def test_no_key_has_two_actions_at_a_place() -> None:
    """At each place a key does one thing."""
    for where in ("board", "assess", "sync"):
        keys = [key for a in ACTIONS if a.where in (where, "everywhere") for key in a.keys.split(",")]
        assert sorted(keys) == sorted(set(keys))


def test_other_keys(path: Path) -> None:
    """Keys from the file take the place of those of the table."""
    file = path.parent / "keys.toml"
    file.write_text('exclude = "z"\n"put_off" = "ctrl+l,f5"\n')

    assert read_keys(file) == {"exclude": "z", "put_off": "ctrl+l,f5"}
    assert read_keys(path.parent / "none.toml") == {}


def test_bad_keys_are_named(path: Path) -> None:
    """All that is wrong with the file, with lines and the nearest name."""
    file = path.parent / "keys.toml"
    file.write_text('exclud = "z"\npin = 3\n')

    with pytest.raises(BadInput) as error:
        read_keys(file)
    assert str(error.value).splitlines() == [
        f"{file}:1: exclud: there is no such action; the nearest known name is 'exclude'",
        f'{file}:2: pin: keys are text, as in "ctrl+z" or "z,f2"',
    ]

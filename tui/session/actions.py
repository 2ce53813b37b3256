"""Every action of the session, in one table: its keys, what it does, and where. Bindings, palette and help read it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import BadInput, nearest


@dataclass(frozen=True, slots=True)
class Action:
    """`where` is board, assess, sync or everywhere; `shown` says whether the footer names it."""

    id: str
    keys: str
    title: str
    help: str
    where: str = "board"
    shown: bool = False


ACTIONS = (
    Action("left", "h,left", "Left", "The column before."),
    Action("right", "l,right", "Right", "The next column; the last one is the shelf of what is deferred."),
    Action("up", "k,up", "Up", "The story above."),
    Action("down", "j,down", "Down", "The story below."),
    Action("first", "home", "First", "The first story of the column."),
    Action("last", "end", "Last", "The last story of the column."),
    Action(
        "earlier",
        "H,shift+left",
        "Earlier",
        "Pin the story one sprint earlier; from the shelf, in the last sprint.",
        shown=True,
    ),
    Action("later", "L,shift+right", "Later", "Pin the story one sprint later.", shown=True),
    Action("soonest", "K,shift+up", "As early as possible", "Pin the story in the first sprint that can take it."),
    Action(
        "put_off",
        "J,shift+down",
        "Put off",
        "Keep the story out of this sprint and those before; the plan chooses when.",
    ),
    Action("send", "m", "To a sprint", "Pin the story in a sprint: its number follows.", shown=True),
    Action("pin", "p", "Pin", "Pin the story where it is, or take its pin back.", shown=True),
    Action("exclude", "x", "Exclude", "Leave the story out of the plan, or let it in again.", shown=True),
    Action("deadline", "d", "Deadline", "The story must be done by a sprint: its number follows."),
    Action("resize", "e", "Resize", "Give the story another size in points."),
    Action("larger", "plus", "Larger", "One point more."),
    Action("smaller", "minus", "Smaller", "One point less."),
    Action("split", "s", "Split", "Split the story at all its tasks."),
    Action("capacity", "C", "Capacity", "Say what the sprint can hold in all."),
    Action("select", "space", "Select", "Select the story, or no longer; an act is then done to all selected ones."),
    Action("filter", "slash", "Filter", "Show only what holds these words in title, id, skill, pillar or epic."),
    Action("clear", "escape", "Clear", "Drop filter, selection and what is offered."),
    Action("take", "a", "Take", "Take the better plan, or the way out, that is offered."),
    Action("why", "y", "Why", "Why the story is where it is, and what would change that.", shown=True),
    Action(
        "tree", "t", "Prerequisites", "What the story's practice waits for and what waits for it; the critical path."
    ),
    Action("fork", "w", "What if", "Fork a what-if; in one, look at it beside what it was forked from."),
    Action("keep", "ctrl+k", "Keep", "Keep the what-if."),
    Action("drop", "ctrl+d", "Drop", "Drop the what-if and all its decisions."),
    Action("assess", "A", "Assess", "Walk the practices and say where the team stands.", "everywhere", shown=True),
    Action("board", "B", "Board", "Back to the board.", "everywhere"),
    Action("heat", "g", "Heat map", "Pillars by sprints: the levels reached of those wanted.", "everywhere"),
    Action("forecast", "f", "Forecast", "When it will be done: P50, P85, P95.", "everywhere"),
    Action("changes", "c", "Changes", "What changed since it was last saved.", "everywhere"),
    Action("sync", "S", "Jira", "What would change in Jira; type the project key to apply it.", "everywhere"),
    Action("undo", "u", "Undo", "Take back the last decision; without limit.", "everywhere", shown=True),
    Action("redo", "ctrl+r", "Redo", "Make it again.", "everywhere"),
    Action(
        "save", "ctrl+s", "Save", "Write what was decided into the file or the workspace.", "everywhere", shown=True
    ),
    Action("export", "X", "Export", "Write the plan to a file: .yaml, .json, .csv or .md.", "everywhere"),
    Action("keys", "question_mark,f1", "Help", "The keys of the place one is in.", "everywhere", shown=True),
    Action("leave", "q", "Quit", "Leave; what is not saved is kept and can be gone on from.", "everywhere", shown=True),
    Action("conflict", "j,down", "Next", "The next conflict.", "sync"),
    Action("ours", "o", "Ours", "Of the conflict, write what the plan says.", "sync", shown=True),
    Action("theirs", "t", "Theirs", "Of the conflict, keep what Jira says.", "sync", shown=True),
    Action("apply", "enter", "Apply", "Write the changes: the project key is asked for.", "sync", shown=True),
    Action("next", "j,down", "Next", "The next practice.", "assess"),
    Action("previous", "k,up", "Previous", "The practice before.", "assess"),
    Action(
        "level",
        "0,1,2,3,4,5,6,7,8,9",
        "Level",
        "The level that is reached; what shows it is asked for.",
        "assess",
        shown=True,
    ),
    Action("evidence", "e", "Evidence", "What shows that the level is reached.", "assess", shown=True),
    Action(
        "not_applicable",
        "n",
        "Not applicable",
        "The practice does not concern this system; the reason is asked for.",
        "assess",
        shown=True,
    ),
    Action("accept", "y", "Accept", "Accept the level that a scan or an import proposes.", "assess", shown=True),
    Action("reject", "r", "Reject", "Reject what is proposed.", "assess"),
    Action("unassessed", "tab", "Next open", "The next practice that was not assessed.", "assess", shown=True),
    Action(
        "unlocks", "o", "Unlocks most", "The practice not assessed that the most others wait for.", "assess", shown=True
    ),
)

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}


def of(where: str) -> tuple[Action, ...]:
    """The actions that can be done at a place, its own ones first."""
    return (*(a for a in ACTIONS if a.where == where), *(a for a in ACTIONS if a.where == "everywhere"))


def keys_file() -> Path:
    from platformdirs import user_config_path

    return user_config_path("colonnade", appauthor=False) / "keys.toml"


def read_keys(path: Path) -> dict[str, str]:
    """Other keys for actions, from a TOML file of `action = "key"` or `"key,key"`. A missing file says nothing.

    Raises BadInput with all that is wrong with it.
    """
    try:
        text = path.read_text(encoding="utf-8")
        found = tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadInput.one(str(path), error.strerror or str(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput.one(str(path), f"this is not TOML: {error}") from None
    problems = []
    for id, keys in found.items():
        line = next((n for n, row in enumerate(text.splitlines(), 1) if row.strip().strip('"').startswith(id)), None)
        if id not in BY_ID:
            problems.append(BadInput.one(str(path), f"there is no such action{nearest(id, BY_ID)}", line, id))
        elif not isinstance(keys, str) or not keys.strip():
            problems.append(BadInput.one(str(path), 'keys are text, as in "ctrl+z" or "z,f2"', line, id))
    if problems:
        raise BadInput([problem for error in problems for problem in error.problems])
    return {id: str(keys) for id, keys in found.items()}

"""The journal of a session: every act on the disk before it is shown, so that a killed session goes on where it was.

A line of JSON for each act, after a first line that says of what. A decision is kept as its changes to the workload,
which replay under any later version of the program.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from planner.changes import Change, apply, compare
from planner.state import State, from_plain, to_plain
from planner.workload import Workload
from tui.session.state import Step

FORMAT = "colonnade/session@1"


def digest(workload: Workload) -> str:
    text = json.dumps(to_plain(State(workload)), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def changes(before: Workload, after: Workload) -> list[list[Any]]:
    """What makes one workload of another, as plain data."""
    return [change.to_plain() for change in compare(to_plain(State(before)), to_plain(State(after)))]


def changed(workload: Workload, plain: Iterable[list[Any]]) -> Workload:
    """The workload with changes made that were kept as plain data."""
    made = apply(to_plain(State(workload)), [Change.from_plain(each) for each in plain])
    return from_plain(made).workload


class Journal:
    """A file that grows by a line for each act, each on the disk when the call ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.held: IO[str] | None = None

    def hold(self) -> bool:
        """Keeps other sessions of the workload out until this one lets go or ends; gives whether that could be."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.with_suffix(".lock").open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self.held = file
        return True

    def let_go(self) -> None:
        if self.held is not None:
            self.held.close()
            self.held = None

    def begin(self, workload: Workload) -> None:
        """A new journal, of a workload as it is where it is kept."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._write({"format": FORMAT, "workload": workload.name, "base": digest(workload)}, "w")

    def decided(self, text: str, before: Workload, after: Workload) -> None:
        self._write({"do": "decide", "text": text, "changes": changes(before, after)})

    def did(self, what: str) -> None:
        """An act without more to say: undo, redo, fork, keep, drop."""
        self._write({"do": what})

    def end(self) -> None:
        """All is saved, or given up: there is nothing to go on from."""
        self.path.unlink(missing_ok=True)

    def _write(self, line: dict[str, Any], mode: str = "a") -> None:
        with self.path.open(mode, encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> list[dict[str, Any]]:
        """The acts, after the first line; a last line that was cut off by a crash is left out, and cut off here too."""
        if not self.path.is_file():
            return []
        whole = self.path.read_bytes()
        lines = whole.split(b"\n")
        if lines[-1]:
            with self.path.open("r+b") as file:
                file.truncate(len(whole) - len(lines[-1]))
        return [json.loads(line) for line in lines[:-1] if line]

    def set_aside(self) -> Path:
        """Moves the journal away, so that nothing of it is lost; gives where to."""
        aside = self.path.with_suffix(".old")
        self.path.replace(aside)
        return aside


Trail = tuple[tuple[Step, ...], tuple[Step, ...]]
"""The steps that hold, and those that were undone, the next one last."""


def replay(workload: Workload, acts: Iterable[dict[str, Any]]) -> tuple[Trail, Trail | None]:
    """The trail that acts make of a workload, and that from which a what-if was forked, where one is going on.

    Raises ValueError or KeyError where the acts do not fit.
    """
    steps: tuple[Step, ...] = (Step("the beginning", workload),)
    undone: tuple[Step, ...] = ()
    origin: Trail | None = None
    for act in acts:
        match act["do"]:
            case "decide":
                steps = (*steps, Step(act["text"], changed(steps[-1].workload, act["changes"])))
                undone = ()
            case "undo":
                steps, undone = steps[:-1], (*undone, steps[-1])
            case "redo":
                steps, undone = (*steps, undone[-1]), undone[:-1]
            case "fork":
                origin = (steps, undone)
            case "keep":
                origin = None
            case "drop" if origin:
                (steps, undone), origin = origin, None
            case other:
                raise ValueError(f"a journal does not hold '{other}' here")
    return (steps, undone), origin

"""A ledger in files beside the workload: one that is whole, and a journal of the steps since."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from catalog.errors import BadInput
from integrations.links import Intent, Ledger, Link, Record, replay
from integrations.tracker import TrackerStopped
from integrations.writing import make_folder, write_file

SCHEMA = "colonnade/jira-links@1"
FOLDER = ".colonnade"


class FileStore:
    """`.colonnade/<workload>.jira.json` and `.jira.journal`, in the folder of the workload file."""

    def __init__(self, workload: Path, name: str) -> None:
        folder = workload.parent / FOLDER
        self.path = folder / f"{name}.jira.json"
        self.journal = folder / f"{name}.jira.journal"
        self.guard = folder / f"{name}.jira.lock"

    def load(self) -> Ledger:
        """Raises BadInput where a file is not what this program wrote; never goes on without it in silence."""
        return replay(self._whole(), self._records())

    def append(self, records: Sequence[Record]) -> None:
        text = "".join(json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n" for record in records)
        make_folder(self.journal.parent)
        try:
            with self.journal.open("ab") as file:
                file.truncate(_whole_lines(self.journal))  # what a cut-off write left would spoil this one
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise BadInput.one(str(self.journal), f"the journal cannot be written: {error.strerror}") from None

    def fold(self, ledger: Ledger) -> None:
        """The whole first, then the journal goes: replaying a journal that is already in the whole changes nothing."""
        make_folder(self.path.parent)
        write_file(self.path, json.dumps(to_data(ledger), indent=1, ensure_ascii=False, sort_keys=True) + "\n")
        with contextlib.suppress(FileNotFoundError):
            self.journal.unlink()

    def move(self, name: str) -> None:
        """The links of a workload go with it to another name; raises BadInput where there are links of that name."""
        if not (self.path.exists() or self.journal.exists()):
            return
        with self.lock():
            to = FileStore(self.path.parent.parent / name, name)
            if to.path.exists() or to.journal.exists():
                raise BadInput.one(str(to.path), "there are links to a tracker under this name; move them away first")
            for old, new in ((self.journal, to.journal), (self.path, to.path)):
                if old.exists():
                    old.rename(new)

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Held by one process at a time, and let go by the system when that one ends in whatever way.

        Raises TrackerStopped where another process holds it.
        """
        make_folder(self.guard.parent)
        with self.guard.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise TrackerStopped(f"another apply of this workload is running (it holds {self.guard})") from None
            yield

    def _whole(self) -> Ledger:
        if not self.path.exists():
            return Ledger()
        try:
            return from_data(json.loads(self.path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            text = (
                "this is not a file of links as Colonnade writes it; restore it, or move it away: the issues are found "
            )
            raise BadInput.one(str(self.path), text + "again by their marks") from None

    def _records(self) -> list[Record]:
        if not self.journal.exists():
            return []
        lines = self.journal.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
        if lines and not lines[-1].endswith("\n"):
            lines.pop()  # a write that was cut off, so nothing was sent after it
        try:
            return [json.loads(line) for line in lines]
        except ValueError:
            raise BadInput.one(str(self.journal), "a line is not as Colonnade writes them; restore the file") from None


def _whole_lines(path: Path) -> int:
    """The bytes of a journal up to the end of its last whole line."""
    return path.read_bytes().rfind(b"\n") + 1


def to_data(ledger: Ledger) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "project": ledger.project,
        "applying": ledger.applying,
        "items": {id: {"number": k.number, "key": k.key, "base": dict(k.base)} for id, k in ledger.items.items()},
        "sprints": {str(number): dict(base) for number, base in ledger.sprints.items()},
        "blocks": sorted(map(list, ledger.blocks)),
        "intents": {id: {"base": dict(i.base), "top": i.top, "at": i.at} for id, i in ledger.intents.items()},
    }


def from_data(data: Any) -> Ledger:
    """Raises KeyError, TypeError or ValueError for anything that `to_data` does not give."""
    if data["schema"] != SCHEMA:
        raise ValueError(data["schema"])
    return Ledger(
        project=data["project"],
        applying=data["applying"],
        items={id: Link(k["number"], k["key"], k["base"]) for id, k in data["items"].items()},
        sprints={int(number): base for number, base in data["sprints"].items()},
        blocks=frozenset((a, b) for a, b in data["blocks"]),
        intents={id: Intent(i["base"], i["top"], i["at"]) for id, i in data["intents"].items()},
    )

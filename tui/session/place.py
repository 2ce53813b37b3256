"""Where the workload of a session comes from and goes to: a file, or the workspace."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from catalog.errors import BadInput
from catalog.model import Catalog
from integrations.workload_edit import save_workload
from planner.plan import Plan
from planner.translate import Frozen
from planner.workload import Workload
from planner.workload_file import read_workload
from tui.session.state import Step
from tui.workloads import address, find


@dataclass
class Place:
    """`version` is that of the workload in the workspace when it was last read or saved; None for a file."""

    argument: str
    workload: Workload
    catalog: Catalog
    start: Frozen | None
    version: int | None

    @classmethod
    def open(cls, argument: str) -> Place:
        """Raises BadInput with everything that is wrong with it."""
        found = find(argument)
        return cls(argument, found.workload, found.catalog, found.start, found.version)

    @property
    def journal(self) -> Path:
        """Where the journal of this workload's session is kept: in the user's folder for state."""
        from platformdirs import user_state_path

        key = f"{address().shown} {self.argument}" if self.version is not None else str(Path(self.argument).resolve())
        name = f"{self.workload.name}-{hashlib.sha256(key.encode()).hexdigest()[:12]}.jsonl"
        return user_state_path("colonnade", appauthor=False) / "sessions" / name

    def save(self, steps: Sequence[Step], plan: Plan) -> str:
        """Writes what was decided; gives a sentence. `steps` begins with the workload as it was last saved.

        Raises BadInput where a file was changed by somebody else, NotNow where the workspace was.
        """
        if self.version is None:
            return self._into_file(steps[-1].workload)
        return self._into_workspace(steps, plan)

    def _into_file(self, workload: Workload) -> str:
        read = read_workload(Path(self.argument))[0]
        if read != self.workload:
            text = "somebody else has changed this file meanwhile; copy what you decided (export), and open it again"
            raise BadInput.one(self.argument, text)
        save_workload(Path(self.argument), workload)
        self.workload = workload
        return f"Wrote {self.argument}."

    def _into_workspace(self, steps: Sequence[Step], plan: Plan) -> str:
        """An entry of the log for each decision, the last one with the plan."""
        from planner.state import State
        from planner.store.deciding import decide
        from planner.store.records import Note
        from tui.commands.workspace import author, repository
        from tui.deciding import columns
        from tui.session.journal import changed, changes

        store, placed = repository(), dict(self.start.placement) if self.start else {}

        def act(made: list[list[Any]], text: str, last: dict[str, Any] | None, state: State) -> tuple[State, Note]:
            after = replace(state, workload=changed(state.workload, made), placed=state.placed or placed)
            return after, Note("edit", text, "decided in a planning session", plan=last)

        for before, step in itertools.pairwise(steps):
            last = columns(plan) if step is steps[-1] else None
            write = partial(act, changes(before.workload, step.workload), step.text, last)
            self.version = decide(store, self.argument, write, author(""), seen=self.version).version
        self.workload = steps[-1].workload
        return f"{self.argument} has version {self.version}."

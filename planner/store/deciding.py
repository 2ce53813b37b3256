"""Deciding on a workload that others decide on too: compare and set, and again on top of theirs where that is safe."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planner.changes import clashes, compare
from planner.errors import NotNow
from planner.state import State, to_plain
from planner.store.records import Author, Entry, Kept, Note
from planner.store.repository import Repository, Stale

TRIES = 3
"""How often somebody else may be quicker before the step is made while the others wait."""


def decide(
    repository: Repository,
    name: str,
    step: Callable[[State], tuple[State, Note]],
    author: Author,
    *,
    seen: int | None = None,
    insist: bool = False,
    retire: str | None = None,
) -> Kept:
    """Makes a step on a workload as it is now; `seen` is the version that the decision was made on, if an earlier one.

    What others changed meanwhile stays. Where it concerns something else, the step is made on top of it; where it
    concerns the same, NotNow is raised with what they did and nothing is written, unless we `insist`.
    """

    def agreed(before: State, theirs: Sequence[Entry]) -> tuple[State, Note]:
        state, note = step(before)
        if not insist:
            _must_agree(name, before, state, theirs)
        return state, note

    kept = repository.load(name)
    seen = kept.version if seen is None else seen
    for _ in range(TRIES):
        theirs = repository.log(name, seen) if kept.version != seen else []
        state, note = agreed(kept.state, theirs)
        try:
            return repository.change(name, kept.version, state, note, author, retire)
        except Stale:
            kept = repository.load(name)
    return repository.change_in_turn(name, seen, agreed, author, retire)


def _must_agree(name: str, before: State, after: State, theirs: Sequence[Entry]) -> None:
    ours = [change for change in compare(to_plain(before), to_plain(after)) if change.path[0] == "workload"]
    against = [entry for entry in theirs if clashes(ours, entry.changes)]
    if against:
        raise NotNow(
            f"{name}: somebody else has decided on the same meanwhile; nothing was changed (--retry goes on top):",
            [said(entry) for entry in against],
        )


def said(entry: Entry) -> str:
    """An entry of the log in a line: `12 (ann, 2026-12-07T09:30:00+00:00): pin a/1/1 to sprint 2`."""
    return f"{entry.number} ({', '.join(filter(None, (entry.who, entry.at)))}): {entry.text}"

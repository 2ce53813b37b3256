"""From what a person asks for on the board to decisions, their plan, and where that is refused to a way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from planner import edits
from planner.decisions import Decision, Include, Unpin, decide
from planner.errors import NoPlan
from planner.plan import Plan
from planner.replanning import replan
from planner.workload_file import must_fit


@dataclass(frozen=True)
class Fix:
    """Decisions that would hold where those asked for do not, and what they are in words."""

    text: str
    decisions: tuple[Decision, ...]


def settle(plan: Plan, decisions: Sequence[Decision]) -> Plan:
    """The plan after decisions. Raises BadInput where they name what is not there, NoPlan where they cannot hold."""
    workload = plan.workload
    for decision in decisions:
        workload = decide(workload, decision, plan.catalog)
    must_fit(workload, plan.catalog, workload.name)
    return replan(plan, workload)


def words(decisions: Sequence[Decision]) -> str:
    """What was decided, in a line."""
    if len(decisions) < 3:
        return " and ".join(map(str, decisions))
    return f"{decisions[0]} and {len(decisions) - 1} more"


def moves(plan: Plan, stories: Iterable[str], to: int) -> tuple[Decision, ...]:
    """Pins that send stories to a sprint; an exclusion of exactly one of them is taken back."""
    found: list[Decision] = []
    for id in stories:
        found += _included(plan, id)
        found.append(edits.Pin(id, to))
    return tuple(found)


def _included(plan: Plan, story: str) -> list[Decision]:
    own = [edit.id for edit in plan.workload.edits if isinstance(edit, edits.Exclude)]
    return [Include(story)] if story in own else []


def toggle_pin(plan: Plan, stories: Iterable[str]) -> tuple[Decision, ...]:
    """A pin where a story is; without it where it has one of its own."""
    own = {edit.id for edit in plan.workload.edits if isinstance(edit, edits.Pin)}
    found: list[Decision] = []
    for id in stories:
        sprint = plan.sprint_of(id)
        if id in own:
            found.append(Unpin(id))
        elif sprint is not None:
            found.append(edits.Pin(id, sprint))
    return tuple(found)


def toggle_exclude(plan: Plan, stories: Iterable[str], reason: str = "") -> tuple[Decision, ...]:
    """Out of the plan, or back into it; a pin of exactly one of them is taken back."""
    found: list[Decision] = []
    pinned = {edit.id for edit in plan.workload.edits if isinstance(edit, edits.Pin)}
    for id in stories:
        back = _included(plan, id)
        found += back or ([Unpin(id)] if id in pinned else []) + [edits.Exclude(id, reason)]
    return tuple(found)


def way_out(plan: Plan, decisions: Sequence[Decision]) -> Fix | None:
    """Where pins cannot hold for what waits or is waited for: that moved as well, if it can be."""
    wanted = {decision.id: decision.sprint for decision in decisions if isinstance(decision, edits.Pin)}
    if not wanted:
        return None
    also: dict[str, int] = {}
    for edit in plan.workload.edits:
        if isinstance(edit, edits.Pin) and edit.id not in wanted:
            for story, sprint in wanted.items():
                before, after = _relatives(plan, story)
                if (edit.id in before and edit.sprint > sprint) or (edit.id in after and edit.sprint < sprint):
                    also[edit.id] = sprint
    if not also:
        return None
    together = (*decisions, *(edits.Pin(id, sprint) for id, sprint in also.items()))
    try:
        settle(plan, together)
    except NoPlan:
        return None
    return Fix(f"move {' and '.join(also)} as well", together)


def _relatives(plan: Plan, story: str) -> tuple[set[str], set[str]]:
    """The stories that a story waits for, and those that wait for it, near and far."""
    before = _closure(story, {id: plan.backlog.depends_on(s) for id, s in plan.backlog.story.items()})
    waiting: dict[str, list[str]] = {}
    for id, own in plan.backlog.story.items():
        for needed in plan.backlog.depends_on(own):
            waiting.setdefault(needed, []).append(id)
    return before, _closure(story, waiting)


def _closure(start: str, steps: Mapping[str, Sequence[str]]) -> set[str]:
    found: set[str] = set()
    queue = [start]
    for id in queue:
        fresh = [other for other in steps.get(id, ()) if other not in found]
        found.update(fresh)
        queue += fresh
    return found


def effect(before: Plan, after: Plan) -> str:
    """`3 moved, 1 deferred; value −1.2 %`: what an act did to the plan."""
    old, new = before.backlog.story, after.backlog.story
    counts = dict.fromkeys(("moved", "placed", "deferred", "added", "dropped", "resized"), 0)
    counts["added"], counts["dropped"] = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    for id in old.keys() & new.keys():
        was, now = before.sprint_of(id), after.sprint_of(id)
        if was != now:
            counts["placed" if was is None else "deferred" if now is None else "moved"] += 1
        counts["resized"] += old[id].size != new[id].size
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "no story moved"
    return f"{said}; {_share(before.objective, after.objective)}"


def _share(before: float, after: float) -> str:
    if abs(after - before) < 5e-7 or not before:
        return "value as before" if abs(after - before) < 5e-7 else f"value {after - before:+.2f}".replace("-", "−")
    return f"value {100 * (after / before - 1):+.1f} %".replace("-", "−")

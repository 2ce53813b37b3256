"""The critical path to a level: of all chains of unfinished levels that lead to it, the one with the most work."""

from __future__ import annotations

from planner.plan import Plan


def work_of(plan: Plan, milestone: str) -> int:
    """The size of what is left to do for a level by itself, in tenths of a point."""
    return sum(plan.backlog.story[id].size for id in plan.backlog.milestone[milestone].stories)


def critical_path(plan: Plan, milestone: str) -> tuple[str, ...]:
    """The levels of the longest chain to a level of the backlog, by points, the level itself last.

    Of chains with the same points the one with the alphabetically first levels.
    """
    best: dict[str, tuple[int, tuple[str, ...]]] = {}
    stack = [milestone]
    while stack:
        at = stack[-1]
        before = sorted(wait.milestone for wait in plan.backlog.milestone[at].waits)
        open_ = [id for id in before if id not in best]
        if open_:
            stack += open_
            continue
        stack.pop()
        total, path = max((best[id] for id in before), key=lambda b: (b[0], [*map(_reversed, b[1])]), default=(0, ()))
        best[at] = (total + work_of(plan, at), (*path, at))
    return best[milestone][1]


def _reversed(id: str) -> tuple[int, ...]:
    """A key by which alphabetically first is greatest."""
    return tuple(-ord(letter) for letter in id)

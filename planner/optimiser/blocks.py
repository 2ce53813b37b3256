"""Items that are only done together, gathered into blocks.

A milestone without effort of its own and the stories that nothing else waits for make one block: it earns the
milestone's value for the effort of them all. Bound and order are computed over blocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.optimiser.problem import Problem


@dataclass(frozen=True, slots=True)
class Block:
    """`members` in an order that respects their needs, `head` the last; `before` are blocks it waits for, with lags."""

    head: str
    members: tuple[str, ...]
    value: float
    effort: Mapping[str, int]
    before: tuple[tuple[int, int], ...]


def topological(problem: Problem) -> list[str]:
    """The ids of all items, each after what it needs. Raises ValueError where needs go in a circle."""
    waiting: dict[str, list[str]] = {}
    missing = {}
    for item in problem.items:
        missing[item.id] = len(item.needs)
        for need in item.needs:
            waiting.setdefault(need.id, []).append(item.id)
    order = [id for id, count in missing.items() if not count]
    for id in order:  # grows while it is walked
        for later in waiting.get(id, ()):
            missing[later] -= 1
            if not missing[later]:
                order.append(later)
    if len(order) < len(problem.items):
        stuck = next(id for id, count in missing.items() if count)
        raise ValueError(f"the needs of '{stuck}' go in a circle")
    return order


def first_sprints(problem: Problem, order: Sequence[str]) -> dict[str, int]:
    """The first sprint that lags and limits allow each item, if there were room for everything.

    `order` has each item after what it needs.
    """
    found: dict[str, int] = {}
    for id in order:
        item = problem.item[id]
        found[id] = max([item.not_before, item.pin or 1, *(found[need.id] + need.lag for need in item.needs)])
    return found


def dependents(blocks: Sequence[Block]) -> list[list[int]]:
    """For each block, those that wait for it directly."""
    waiting: list[list[int]] = [[] for _ in blocks]
    for n, block in enumerate(blocks):
        for b, _ in block.before:
            waiting[b].append(n)
    return waiting


def make_blocks(problem: Problem, order: Sequence[str]) -> list[Block]:
    """The blocks of a problem, each after the blocks it waits for."""
    waiting: dict[str, set[str]] = {}
    for item in problem.items:
        for need in item.needs:
            waiting.setdefault(need.id, set()).add(item.id)
    block_of: dict[str, str] = {}
    for id in reversed(order):
        item = problem.item[id]
        heads = {block_of[later] for later in waiting.get(id, ())}
        joins = len(heads) == 1 and not item.value
        head = next(iter(heads)) if joins else ""
        if joins and not problem.item[head].effort and all(need_lag(problem, later, id) == 0 for later in waiting[id]):
            block_of[id] = head
        else:
            block_of[id] = id
    members: dict[str, list[str]] = {}
    for id in order:
        members.setdefault(block_of[id], []).append(id)
    heads_in_order = [id for id in order if block_of[id] == id]
    index = {head: n for n, head in enumerate(heads_in_order)}
    return [_block(problem, head, members[head], block_of, index) for head in heads_in_order]


def need_lag(problem: Problem, later: str, earlier: str) -> int:
    return max(need.lag for need in problem.item[later].needs if need.id == earlier)


def _block(
    problem: Problem, head: str, members: list[str], block_of: Mapping[str, str], index: Mapping[str, int]
) -> Block:
    effort: dict[str, int] = {}
    before: dict[int, int] = {}
    for id in members:
        item = problem.item[id]
        for resource, amount in item.effort.items():
            effort[resource] = effort.get(resource, 0) + amount
        for need in item.needs:
            if block_of[need.id] != head:
                at = index[block_of[need.id]]
                before[at] = max(before.get(at, 0), need.lag)
    value = sum(problem.item[id].value for id in members)
    return Block(head, tuple(members), value, effort, tuple(sorted(before.items())))

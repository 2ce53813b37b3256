"""The catalog as a graph of levels: what a level needs, what waits for it, and the longest way.

An edge runs from a prerequisite to the level that waits for it. networkx is imported here only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import networkx as nx

from catalog.model import Catalog, LevelId


class CatalogGraph:
    """Questions about a sound catalog (no circle, no dangling id: see `catalog.integrity`)."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        graph: nx.DiGraph[LevelId] = nx.DiGraph()
        for practice in catalog.practices:
            for number in range(1, practice.top + 1):
                graph.add_node((practice.id, number))
        for at in list(graph):
            for needed in catalog.needs(at):
                graph.add_edge((needed.practice, needed.level), at, lag=needed.lag)
        self.graph = graph

    def closure(self, at: LevelId) -> set[LevelId]:
        """All levels that must be reached before `at`, directly or not; `at` itself not among them."""
        return set(nx.ancestors(self.graph, at))

    def dependents(self, at: LevelId) -> set[LevelId]:
        """All levels that wait for `at`, directly or not."""
        return set(nx.descendants(self.graph, at))

    def points(self, at: LevelId) -> int:
        """The size of a level's stories, in tenths of a point."""
        return sum(story.size.likely for story in self.catalog.level(at).stories)

    def critical_path(self) -> tuple[list[LevelId], int]:
        """The chain of levels with the most points on it, first to last, and those points in tenths."""
        best: dict[LevelId, tuple[int, LevelId | None]] = {}
        for at in self.order:
            before = max(((best[p][0], p) for p in self.graph.predecessors(at)), default=(0, None))
            best[at] = (before[0] + self.points(at), before[1])
        return self._trace(best)

    def longest_chain(self) -> list[LevelId]:
        """The chain with the most practices on it, first to last; climbing one practice's ladder counts once."""
        best: dict[LevelId, tuple[int, LevelId | None]] = {}
        for at in self.order:
            steps = ((best[p][0] + (p[0] != at[0]), p) for p in self.graph.predecessors(at))
            best[at] = max(steps, default=(1, None))
        return self._trace(best)[0]

    @staticmethod
    def _trace(best: dict[LevelId, tuple[int, LevelId | None]]) -> tuple[list[LevelId], int]:
        if not best:
            return [], 0
        at: LevelId | None = max(best, key=lambda node: (best[node][0], node))
        assert at is not None
        total, path = best[at][0], []
        while at is not None:
            path.append(at)
            at = best[at][1]
        return path[::-1], total

    def reduction(self) -> nx.DiGraph[LevelId]:
        """The transitive reduction: the fewest edges with the same closure. Aho, Garey, Ullman 1972."""
        return nx.transitive_reduction(self.graph)

    def redundant(self) -> Iterator[tuple[LevelId, int, LevelId]]:
        """Prerequisites that another need of the same level implies: the level, the index in `requires`, that need.

        A prerequisite with a lag asks for more than the order and is never redundant.
        """
        above = self._closures
        for at in self.graph:
            needs = [(n.practice, n.level) for n in self.catalog.needs(at)]
            offset = len(needs) - len(self.catalog.level(at).requires)
            for index, needed in enumerate(self.catalog.level(at).requires):
                target = (needed.practice, needed.level)
                if needed.lag:
                    continue
                for other, via in enumerate(needs):
                    implied = above[via] >> self._index[target] & 1
                    repeated = via == target and other < index + offset
                    if other != index + offset and (implied or repeated):
                        yield at, index, via
                        break

    @cached_property
    def order(self) -> list[LevelId]:
        """All levels, each after what it waits for; ties by id."""
        return list(nx.lexicographical_topological_sort(self.graph))

    @cached_property
    def _index(self) -> dict[LevelId, int]:
        return {at: n for n, at in enumerate(self.order)}

    @cached_property
    def _closures(self) -> dict[LevelId, int]:
        """The closure of each level as a bit set over `_index`: 15,000 levels take a second, not a minute."""
        sets: dict[LevelId, int] = {}
        for at in self.order:
            bits = 0
            for before in self.graph.predecessors(at):
                bits |= sets[before] | 1 << self._index[before]
            sets[at] = bits
        return sets

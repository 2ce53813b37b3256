"""Which practices the most others wait for."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.graph import CatalogGraph
from catalog.model import Catalog


def unlocks(catalog: Catalog) -> Mapping[str, int]:
    """For each practice, how many levels of others wait for one of its own, near or far."""
    graph = CatalogGraph(catalog)
    return {
        practice.id: len(
            {
                at
                for n in range(1, practice.top + 1)
                for at in graph.dependents((practice.id, n))
                if at[0] != practice.id
            }
        )
        for practice in catalog.practices
    }

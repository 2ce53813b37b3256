"""The catalog as a graph: what a level needs, what waits for it, the longest ways, what is said twice."""

from __future__ import annotations

import itertools
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.graph import CatalogGraph
from catalog.model import Catalog, LevelId
from tests.builders import catalog, level, practice, story

# build/1 ─ build/2 ─ release/1        tests/1 ─ release/1        docs/1 stands alone
DIAMOND = catalog(
    practice("build", level(story(3)), level(story(2), story(1.5), requires=("tests/1",))),
    practice("tests", level(story(5), requires=("build/1",))),
    practice("release", level(story(1), requires=("build/2",))),
    practice("docs", level(story(9))),
)
BUILD1, BUILD2, TESTS1, RELEASE1, DOCS1 = ("build", 1), ("build", 2), ("tests", 1), ("release", 1), ("docs", 1)


@pytest.mark.parametrize(
    ("at", "closure"),
    [
        (BUILD1, set()),
        (DOCS1, set()),
        (TESTS1, {BUILD1}),
        (BUILD2, {BUILD1, TESTS1}),
        (RELEASE1, {BUILD1, BUILD2, TESTS1}),
    ],
)
def test_closure(at: LevelId, closure: set[LevelId]) -> None:
    """The closure of a level is everything it needs, directly or not, the level below it too, without itself."""
    assert closure == CatalogGraph(DIAMOND).closure(at)


@pytest.mark.parametrize(
    ("at", "dependents"),
    [(BUILD1, {BUILD2, TESTS1, RELEASE1}), (BUILD2, {RELEASE1}), (RELEASE1, set()), (DOCS1, set())],
)
def test_dependents(at: LevelId, dependents: set[LevelId]) -> None:
    """The dependents of a level are all that wait for it, directly or not."""
    assert dependents == CatalogGraph(DIAMOND).dependents(at)


def test_edges() -> None:
    """An edge runs from a prerequisite, or the level below, to the level that waits for it."""
    expected = {(BUILD1, BUILD2), (BUILD1, TESTS1), (TESTS1, BUILD2), (BUILD2, RELEASE1)}

    assert expected == set(CatalogGraph(DIAMOND).graph.edges)


def test_lag_of_an_edge() -> None:
    """An edge carries its lag."""
    later = {**level(), "requires": [{"practice": "a", "level": 1, "lag": 3}]}
    graph = CatalogGraph(catalog(practice("a"), practice("b", later))).graph

    assert 3 == graph.edges[("a", 1), ("b", 1)]["lag"]


@pytest.mark.parametrize(("at", "points"), [(BUILD1, 30), (BUILD2, 35), (DOCS1, 90)])
def test_points(at: LevelId, points: int) -> None:
    """The size of a level is that of its stories, in tenths of a point."""
    assert points == CatalogGraph(DIAMOND).points(at)


def test_points_of_a_spread() -> None:
    """Of a size with a spread the likely one counts."""
    spread = {**story(), "points": {"low": 1, "likely": 2.5, "high": 8}}

    assert 25 == CatalogGraph(catalog(practice("a", level(spread)))).points(("a", 1))


def test_order() -> None:
    """Every level comes after what it waits for."""
    assert [BUILD1, DOCS1, TESTS1, BUILD2, RELEASE1] == CatalogGraph(DIAMOND).order


def test_order_of_equals() -> None:
    """Levels that wait for nothing come in the order of their ids, not of the file."""
    assert [("a", 1), ("b", 1), ("c", 1)] == CatalogGraph(catalog(*map(practice, "cab"))).order


def test_critical_path() -> None:
    """The critical path is the chain with the most points on it, not the one with the most levels or the largest."""
    assert ([BUILD1, TESTS1, BUILD2, RELEASE1], 125) == CatalogGraph(DIAMOND).critical_path()


def test_critical_path_of_one() -> None:
    """A level alone that outweighs every chain is the critical path."""
    large = practice("large", level(story(50)))
    small = [practice("a"), practice("b", level(requires=("a/1",)))]

    assert ([("large", 1)], 500) == CatalogGraph(catalog(large, *small)).critical_path()


def test_longest_chain() -> None:
    """The longest chain is counted in practices: climbing the ladder of one of them does not make it longer."""
    ladder = practice("ladder", *[level()] * 5)
    chain = [practice("a"), practice("b", level(requires=("a/1",))), practice("c", level(requires=("b/1",)))]

    assert [("a", 1), ("b", 1), ("c", 1)] == CatalogGraph(catalog(ladder, *chain)).longest_chain()


def test_longest_chain_over_a_ladder() -> None:
    """A chain may climb a ladder on its way; its levels are then all shown."""
    first, second = practice("a", level(), level()), practice("b", level(requires=("a/2",)))

    assert [("a", 1), ("a", 2), ("b", 1)] == CatalogGraph(catalog(first, second)).longest_chain()


def test_empty_catalog() -> None:
    """A catalog without practices has no chain."""
    graph = CatalogGraph(catalog())

    assert ([], ([], 0), []) == (graph.longest_chain(), graph.critical_path(), list(graph.redundant()))


def test_reduction() -> None:
    """The transitive reduction leaves out what follows from the rest."""
    left_out = set(CatalogGraph(DIAMOND).graph.edges) - set(CatalogGraph(DIAMOND).reduction().edges)

    assert {(BUILD1, BUILD2)} == left_out


def needing(*needs: str | tuple[str, int]) -> Catalog:
    """A practice `z` with these needs on its second level, after `a`, `b` (needs a) and `c` (needs b); z/1 needs a."""
    pairs = [(need, 0) if isinstance(need, str) else need for need in needs]
    requires = [{"practice": at[0], "level": int(at[2]), "lag": lag} for at, lag in pairs]
    return catalog(
        practice("a", level(), level()),
        practice("b", level(requires=("a/1",))),
        practice("c", level(requires=("b/1",))),
        practice("z", level(requires=("a/1",)), {**level(), "requires": requires}),
    )


@pytest.mark.parametrize(
    ("needs", "redundant"),
    [
        (("b/1", "a/2"), []),
        (("b/1", "a/1"), [(1, ("z", 1))]),
        (("c/1", "b/1"), [(1, ("c", 1))]),
        (("b/1", "c/1"), [(0, ("c", 1))]),
        (("b/1", "b/1"), [(1, ("b", 1))]),
        (("c/1", "b/1", "c/1"), [(1, ("c", 1)), (2, ("c", 1))]),
        (("z/1",), [(0, ("z", 1))]),
        ((("a/1", 1),), []),
        (("c/1", ("b/1", 2)), []),
        ((("c/1", 2), "b/1"), [(1, ("c", 1))]),
    ],
)
def test_redundant(needs: tuple[Any, ...], redundant: list[tuple[int, LevelId]]) -> None:
    """A need that follows from another, or from the level below, is redundant, unless it has a lag."""
    expected = [(("z", 2), index, via) for index, via in redundant]

    assert expected == list(CatalogGraph(needing(*needs)).redundant())


@st.composite
def sound_catalogs(draw: st.DrawFn) -> Catalog:
    """Up to six practices of up to three levels, each level needing some of those before it in a random order."""
    ladder = draw(
        st.lists(st.integers(0, 5), max_size=12).map(lambda ps: [p for n, p in enumerate(ps) if ps[:n].count(p) < 3])
    )
    placed: list[LevelId] = []
    levels: dict[str, list[dict[str, Any]]] = {}
    for number in ladder:
        name = "abcdef"[number]
        others = [at for at in placed if at[0] != name]
        needs = draw(st.lists(st.sampled_from(others), unique=True, max_size=4)) if others else []
        levels.setdefault(name, []).append(
            level(story(draw(st.integers(1, 9))), requires=tuple(f"{p}/{n}" for p, n in needs))
        )
        placed.append((name, len(levels[name])))
    return catalog(*(practice(name, *levels[name]) for name in sorted(levels)))


@given(sound_catalogs())
def test_redundant_agrees_with_the_reduction(given: Catalog) -> None:
    """What is redundant is what the transitive reduction of networkx leaves out, the ladders apart."""
    graph = CatalogGraph(given)
    found = set()
    for at, index, _ in graph.redundant():
        needed = given.level(at).requires[index]
        found.add(((needed.practice, needed.level), at))
    left_out = set(graph.graph.edges) - set(nx.transitive_reduction(graph.graph).edges)

    assert {(before, at) for before, at in left_out if before[0] != at[0]} == found


@given(sound_catalogs())
def test_what_is_redundant_may_go(given: Catalog) -> None:
    """Without the needs that are redundant, all of them at once, every level needs what it needed before."""
    graph = CatalogGraph(given)
    gone = {(at, index) for at, index, _ in graph.redundant()}
    rest = nx.DiGraph()
    rest.add_nodes_from(graph.graph)
    for at in graph.graph:
        offset = len(given.needs(at)) - len(given.level(at).requires)
        for index, needed in enumerate(given.needs(at)):
            if (at, index - offset) not in gone:
                rest.add_edge((needed.practice, needed.level), at)

    assert {at: graph.closure(at) for at in graph.graph} == {at: set(nx.ancestors(rest, at)) for at in rest}


@given(sound_catalogs())
def test_redundant_names_what_implies(given: Catalog) -> None:
    """The need that is said to imply a redundant one is another need of the same level, and waits for it."""
    graph = CatalogGraph(given)
    for at, index, via in graph.redundant():
        needed = given.level(at).requires[index]

        assert via in {(n.practice, n.level) for n in given.needs(at)}
        assert (needed.practice, needed.level) in graph.closure(via)


def paths(graph: nx.DiGraph[LevelId]) -> list[tuple[LevelId, ...]]:
    """Every path of a small graph, by brute force."""
    found: list[tuple[LevelId, ...]] = [(at,) for at in graph]
    for path in found:
        found += [(*path, after) for after in graph.successors(path[-1])]
    return found


@given(sound_catalogs())
def test_critical_path_is_the_heaviest(given: Catalog) -> None:
    """No chain has more points on it than the critical path, which is a chain of those points."""
    graph = CatalogGraph(given)
    chain, total = graph.critical_path()
    heaviest = max((sum(map(graph.points, path)) for path in paths(graph.graph)), default=0)

    assert (heaviest, heaviest) == (total, sum(map(graph.points, chain)))
    assert all(graph.graph.has_edge(*step) for step in itertools.pairwise(chain))


@given(sound_catalogs())
def test_longest_chain_is_the_longest(given: Catalog) -> None:
    """No chain passes through more practices than the longest; coming back to one counts again."""
    graph = CatalogGraph(given)

    def length(path: tuple[LevelId, ...] | list[LevelId]) -> int:
        return len(list(itertools.groupby(path, key=lambda at: at[0])))

    chain = graph.longest_chain()

    assert max(map(length, paths(graph.graph)), default=0) == length(chain)
    assert all(graph.graph.has_edge(*step) for step in itertools.pairwise(chain))


@given(sound_catalogs())
def test_closure_and_dependents_mirror(given: Catalog) -> None:
    """A level is among the dependents of another exactly where the other is in its closure."""
    graph = CatalogGraph(given)
    needs = {(at, before) for at in graph.graph for before in graph.closure(at)}

    assert needs == {(later, at) for at in graph.graph for later in graph.dependents(at)}

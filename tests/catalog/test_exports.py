"""The graph of a catalog in the formats of others, read back."""

from __future__ import annotations

import json
import re
from typing import Any

import networkx as nx
import pytest

from catalog.exports import FORMATS, dot, export, graphml, json_ld, mermaid
from catalog.graph import CatalogGraph
from catalog.integrity import level_name
from catalog.loader import load, locate
from catalog.model import Catalog
from tests.builders import catalog, level, practice, story

HARD = 'Say "no" to #1; C:\\temp <b> & Ünïcode'
PILLARS = [{"id": "ops", "title": 'The "ops"'}, {"id": "sec", "title": "Security"}]
SMALL = catalog(
    practice("a", level(story(2), story(1.5)), level(requires=("b.c/1",)), title=HARD),
    practice("b.c", level(), principles=["sec.trace", "ops.code"], title="B"),
    pillars=PILLARS,
)


@pytest.fixture(scope="module", params=["small", "shipped"])
def given(request: pytest.FixtureRequest) -> Catalog:
    """A small catalog whose titles are hard to write, and the one that ships."""
    return SMALL if request.param == "small" else load([locate("five-pillars")])


def levels(of: Catalog) -> set[str]:
    return {f"{p.id}/{n}" for p in of.practices for n in range(1, p.top + 1)}


def edges(of: Catalog) -> set[tuple[str, str]]:
    return {(level_name(a), level_name(b)) for a, b in CatalogGraph(of).graph.edges}


def title(of: Catalog, name: str) -> str:
    id, _, number = name.rpartition("/")
    return f"{of.practice[id].title} ({number})"


def pillar(of: Catalog, name: str) -> str:
    return of.pillar[of.home(of.practice[name.rpartition("/")[0]]).pillar].title


class Read:
    """A picture read back: the label of each node, the title of the group it is in, and the edges."""

    def __init__(self, group: str, node: str, end: str, edge: str, text: str) -> None:
        self.labels: dict[str, str] = {}
        self.groups: dict[str, str] = {}
        self.edges: set[tuple[str, str]] = set()
        self.rest: list[str] = []
        inside = ""
        for line in text.splitlines():
            if found := re.fullmatch(group, line):
                inside = found["title"]
            elif found := re.fullmatch(node, line):
                self.labels[found["id"]] = found["title"]
                self.groups[found["id"]] = inside
            elif found := re.fullmatch(edge, line):
                self.edges.add((found["a"], found["b"]))
            elif line == end:
                inside = ""
            else:
                self.rest.append(line)


def unescape(text: str) -> str:
    """What Mermaid shows of a text: entities are `#` and a number or a name."""
    return re.sub(r"#(\d+|quot);", lambda found: '"' if found[1] == "quot" else chr(int(found[1])), text)


def read_mermaid(text: str) -> Read:
    word = '"(?P<title>[^"]*)"'
    return Read(
        rf"  subgraph p\d+\[{word}\]", rf"    (?P<id>n\d+)\[{word}\]", "  end", r"  (?P<a>n\d+) --> (?P<b>n\d+)", text
    )


def read_dot(text: str) -> Read:
    def word(name: str) -> str:
        return rf'"(?P<{name}>(?:[^"\\]|\\.)*)"'

    group = rf'    label={word("title")}; color="#[0-9A-F]{{6}}"; fontname=Helvetica;'
    return Read(group, rf"    {word('id')} \[label={word('title')}\];", "  }", rf"  {word('a')} -> {word('b')};", text)


def test_mermaid_titles(given: Catalog) -> None:
    """Mermaid has every level once, labelled with its title and number, quotes and hashes as entities."""
    read = read_mermaid(mermaid(given))

    assert sorted(title(given, name) for name in levels(given)) == sorted(map(unescape, read.labels.values()))


def test_mermaid_edges(given: Catalog) -> None:
    """Mermaid has every edge, from the prerequisite to what waits for it, between nodes that it has."""
    read = read_mermaid(mermaid(given))
    expected = sorted((title(given, a), title(given, b)) for a, b in edges(given))

    assert expected == sorted((unescape(read.labels[a]), unescape(read.labels[b])) for a, b in read.edges)


def test_mermaid_groups(given: Catalog) -> None:
    """Mermaid has each level in the subgraph of its home pillar."""
    read = read_mermaid(mermaid(given))
    expected = sorted((title(given, name), pillar(given, name)) for name in levels(given))

    assert expected == sorted((unescape(read.labels[id]), unescape(group)) for id, group in read.groups.items())


def test_mermaid_syntax(given: Catalog) -> None:
    """Mermaid has nothing else but its head and a style for each pillar."""
    head, *styles = read_mermaid(mermaid(given)).rest

    assert ("flowchart LR", len(given.pillars)) == (
        head,
        sum(bool(re.fullmatch(r"  style p\d+ stroke:#[0-9A-F]{6},fill:none", line)) for line in styles),
    )
    assert len(given.pillars) == len(styles)


def plain(text: str) -> str:
    """What Graphviz reads of a quoted text."""
    return re.sub(r"\\(.)", r"\1", text)


def test_dot_nodes(given: Catalog) -> None:
    """DOT has every level by its name, with title and number, quotes and backslashes escaped."""
    read = read_dot(dot(given))

    assert {name: title(given, name) for name in levels(given)} == {
        id: plain(label) for id, label in read.labels.items()
    }


def test_dot_edges(given: Catalog) -> None:
    """DOT has every edge."""
    assert edges(given) == read_dot(dot(given)).edges


def test_dot_groups(given: Catalog) -> None:
    """DOT has each level in the cluster of its home pillar."""
    read = read_dot(dot(given))

    assert {name: pillar(given, name) for name in levels(given)} == {
        id: plain(group) for id, group in read.groups.items()
    }


def test_dot_syntax(given: Catalog) -> None:
    """DOT has nothing else but its head, its end and an opening line for each pillar."""
    clusters = [f"  subgraph cluster_{n} {{" for n in range(len(given.pillars))]
    head = ["digraph catalog {", "  rankdir=LR;", "  node [shape=box, style=rounded, fontname=Helvetica];"]

    assert [*head, *clusters, "}"] == read_dot(dot(given)).rest


def test_graphml(given: Catalog) -> None:
    """GraphML is read back by networkx with every level and every edge."""
    read = nx.parse_graphml(graphml(given))

    assert (levels(given), edges(given)) == (set(read.nodes), set(read.edges))


def test_graphml_attributes() -> None:
    """GraphML has the title, level, home pillar and points of each level, whatever is in the title."""
    expected = {
        "a/1": {"title": HARD, "level": 1, "pillar": "ops", "points": 3.5},
        "a/2": {"title": HARD, "level": 2, "pillar": "ops", "points": 2.0},
        "b.c/1": {"title": "B", "level": 1, "pillar": "sec", "points": 2.0},
    }

    assert expected == dict(nx.parse_graphml(graphml(SMALL)).nodes(data=True))


def nodes(of: Catalog) -> dict[str, dict[str, Any]]:
    """The nodes of the JSON-LD by their ids."""
    return {node["@id"]: node for node in json.loads(json_ld(of))["@graph"]}


def test_json_ld_nodes(given: Catalog) -> None:
    """JSON-LD has every pillar, principle and level, each once."""
    base = f"urn:colonnade:{given.parts[0].id}:"
    names = [*given.pillar, *given.principle, *sorted(levels(given))]

    assert sorted(base + name for name in names) == sorted(n["@id"] for n in json.loads(json_ld(given))["@graph"])


def test_json_ld_edges(given: Catalog) -> None:
    """JSON-LD has every edge as what a level requires."""
    base = f"urn:colonnade:{given.parts[0].id}:"
    expected = {(base + a, base + b) for a, b in edges(given)}

    assert expected == {(before, id) for id, node in nodes(given).items() for before in node.get("requires", [])}


def test_json_ld_level() -> None:
    """JSON-LD says of a level its title, number, statement, principles and what it requires."""
    base = "urn:colonnade:small:"
    expected = {
        "@id": f"{base}a/2",
        "@type": "skos:Concept",
        "title": HARD,
        "position": 2,
        "statement": "It is so.",
        "partOf": [f"{base}ops.code"],
        "requires": [f"{base}a/1", f"{base}b.c/1"],
    }

    assert expected == nodes(SMALL)[f"{base}a/2"]


def test_json_ld_principles() -> None:
    """JSON-LD leads from a level to all principles that its practice serves."""
    base = "urn:colonnade:small:"

    assert [f"{base}sec.trace", f"{base}ops.code"] == nodes(SMALL)[f"{base}b.c/1"]["partOf"]


@pytest.mark.parametrize("format", FORMATS)
def test_letters_are_written_as_they_are(format: str) -> None:
    """Letters beyond ASCII are readable in every format."""
    assert "Ünïcode" in export(SMALL, format)


def test_json_ld_ladder() -> None:
    """JSON-LD leads from a principle up to its pillar."""
    base = "urn:colonnade:small:"

    assert (f"{base}sec", "Security") == (
        nodes(SMALL)[f"{base}sec.trace"]["partOf"],
        nodes(SMALL)[f"{base}sec"]["title"],
    )


def test_json_ld_context() -> None:
    """JSON-LD explains every key that its nodes use."""
    document = json.loads(json_ld(SMALL))
    used = {key for node in document["@graph"] for key in node if not key.startswith("@")}

    assert set() == used - set(document["@context"])


@pytest.mark.parametrize("format", FORMATS)
def test_same_bytes(format: str) -> None:
    """The same catalog gives the same text, which ends with a line feed."""
    first, second = export(SMALL, format), export(SMALL, format)

    assert (first, "\n") == (second, second[-1])


@pytest.mark.parametrize(
    ("format", "start"), [("mermaid", "flowchart"), ("dot", "digraph"), ("graphml", "<"), ("json-ld", "{")]
)
def test_format(format: str, start: str) -> None:
    """A format is chosen by its name."""
    assert start == export(SMALL, format)[: len(start)]


@pytest.mark.parametrize("format", FORMATS)
def test_empty_catalog(format: str) -> None:
    """A catalog without practices is exported too."""
    assert "practice" not in export(catalog(), format)

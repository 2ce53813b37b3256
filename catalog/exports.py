"""The graph of a catalog in the formats of others: Mermaid, DOT, GraphML and JSON-LD.

A node is a level, named `practice/level`; an edge runs from a prerequisite to the level that waits for it. Of an
excerpt only the levels in `keep` are shown, and the edges between them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Set as AbstractSet

from catalog.graph import CatalogGraph
from catalog.integrity import level_name
from catalog.model import Catalog, LevelId

FORMATS = ("mermaid", "dot", "graphml", "json-ld", "svg")
COLOURS = ("#4477AA", "#EE6677", "#228833", "#CCBB44", "#AA3377", "#66CCEE", "#BBBBBB")
"""Paul Tol's bright scheme, told apart by colour-blind readers too."""

Keep = AbstractSet[LevelId] | None
"""The levels to show; None for all."""


def export(catalog: Catalog, format: str, keep: Keep = None) -> str:
    """The graph of a sound catalog as text in one of FORMATS. Raises KeyError for another format."""
    writers = {"mermaid": mermaid, "dot": dot, "graphml": graphml, "json-ld": json_ld, "svg": svg}
    return writers[format](catalog, keep)


def _edges(catalog: Catalog, keep: Keep) -> list[tuple[LevelId, LevelId]]:
    return [(a, b) for a, b in CatalogGraph(catalog).graph.edges if keep is None or (a in keep and b in keep)]


def _by_pillar(catalog: Catalog, keep: Keep) -> dict[str, list[LevelId]]:
    """The levels to show of each pillar; of an excerpt only the pillars that have some."""
    groups: dict[str, list[LevelId]] = {pillar.id: [] for pillar in catalog.pillars}
    for practice in catalog.practices:
        levels = [(practice.id, n) for n in range(1, practice.top + 1)]
        groups[catalog.home(practice).pillar] += [at for at in levels if keep is None or at in keep]
    return {pillar: levels for pillar, levels in groups.items() if levels or keep is None}


def svg(catalog: Catalog, keep: Keep = None) -> str:
    """A picture of the practices, drawn without any other program."""
    from catalog.picture import picture

    return picture(catalog, keep)


def _label(catalog: Catalog, at: LevelId) -> str:
    return f"{catalog.practice[at[0]].title} ({at[1]})"


def _escaped(text: str) -> str:
    return text.replace("#", "#35;").replace('"', "#quot;")


def mermaid(catalog: Catalog, keep: Keep = None) -> str:
    """A Mermaid flowchart, a subgraph for each pillar."""
    groups = _by_pillar(catalog, keep)
    key = {at: f"n{n}" for n, at in enumerate(at for group in groups.values() for at in group)}
    lines = ["flowchart LR"]
    for n, (pillar, levels) in enumerate(groups.items()):
        lines.append(f'  subgraph p{n}["{_escaped(catalog.pillar[pillar].title)}"]')
        lines += [f'    {key[at]}["{_escaped(_label(catalog, at))}"]' for at in levels]
        lines.append("  end")
        lines.append(f"  style p{n} stroke:{COLOURS[n % len(COLOURS)]},fill:none")
    lines += [f"  {key[a]} --> {key[b]}" for a, b in _edges(catalog, keep)]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def dot(catalog: Catalog, keep: Keep = None) -> str:
    """A Graphviz digraph, a cluster for each pillar."""
    lines = ["digraph catalog {", "  rankdir=LR;", "  node [shape=box, style=rounded, fontname=Helvetica];"]
    for n, (pillar, levels) in enumerate(_by_pillar(catalog, keep).items()):
        colour = COLOURS[n % len(COLOURS)]
        lines.append(f"  subgraph cluster_{n} {{")
        lines.append(f'    label={_quoted(catalog.pillar[pillar].title)}; color="{colour}"; fontname=Helvetica;')
        for at in levels:
            lines.append(f"    {_quoted(level_name(at))} [label={_quoted(_label(catalog, at))}];")
        lines.append("  }")
    lines += [f"  {_quoted(level_name(a))} -> {_quoted(level_name(b))};" for a, b in _edges(catalog, keep)]
    return "\n".join([*lines, "}"]) + "\n"


def graphml(catalog: Catalog, keep: Keep = None) -> str:
    """GraphML, written by networkx, with title, pillar and points on each node."""
    import networkx as nx

    view = CatalogGraph(catalog)
    graph: nx.DiGraph[str] = nx.DiGraph()
    for at in view.graph:
        if keep is not None and at not in keep:
            continue
        practice = catalog.practice[at[0]]
        pillar = catalog.home(practice).pillar
        points = view.points(at) / 10
        graph.add_node(level_name(at), title=practice.title, level=at[1], pillar=pillar, points=points)
    graph.add_edges_from((level_name(a), level_name(b)) for a, b in _edges(catalog, keep))
    out = io.BytesIO()
    nx.write_graphml_xml(graph, out)
    return out.getvalue().decode() + "\n"


def json_ld(catalog: Catalog, keep: Keep = None) -> str:
    """JSON-LD in the words of SKOS and schema.org; `requires` links a level to what it waits for."""
    view = CatalogGraph(catalog)
    part = catalog.parts[0]
    base = f"urn:colonnade:{part.id}:"
    context = {
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "schema": "https://schema.org/",
        "title": "skos:prefLabel",
        "statement": "skos:definition",
        "partOf": {"@id": "skos:broader", "@type": "@id"},
        "requires": {"@id": "schema:competencyRequired", "@type": "@id"},
        "position": "schema:position",
    }
    nodes: list[dict[str, object]] = []
    for pillar in catalog.pillars:
        nodes.append({"@id": f"{base}{pillar.id}", "@type": "skos:Concept", "title": pillar.title})
    for principle in catalog.principles:
        above = f"{base}{principle.pillar}"
        nodes.append(
            {"@id": f"{base}{principle.id}", "@type": "skos:Concept", "title": principle.title, "partOf": above}
        )
    for at in view.graph:
        if keep is not None and at not in keep:
            continue
        practice = catalog.practice[at[0]]
        nodes.append(
            {
                "@id": base + level_name(at),
                "@type": "skos:Concept",
                "title": practice.title,
                "position": at[1],
                "statement": catalog.level(at).statement,
                "partOf": [f"{base}{name}" for name in practice.principles],
                "requires": sorted(
                    base + level_name(before)
                    for before in view.graph.predecessors(at)
                    if keep is None or before in keep
                ),
            }
        )
    return json.dumps({"@context": context, "@graph": nodes}, indent=1, ensure_ascii=False) + "\n"

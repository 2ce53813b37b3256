"""A catalog as pages to read: one of Markdown for each pillar with a picture of its graph, and an index."""

from __future__ import annotations

from collections.abc import Iterator

from catalog import excerpt
from catalog.graph import CatalogGraph
from catalog.integrity import level_name
from catalog.model import Catalog, Level, LevelId, Pillar, Practice, Principle
from catalog.picture import picture
from planner.explain import in_points

INDEX = "README.md"


def pages(catalog: Catalog) -> dict[str, str]:
    """The text of each page and picture by the name of its file."""
    graph = CatalogGraph(catalog)
    found = {INDEX: _index(catalog)}
    for pillar in catalog.pillars:
        found[f"{pillar.id}.svg"] = picture(catalog, excerpt.of_pillar(catalog, pillar.id))
        found[f"{pillar.id}.md"] = "\n".join(_pillar(catalog, graph, pillar)) + "\n"
    return found


def _index(catalog: Catalog) -> str:
    part = catalog.parts[0]
    lines = [
        f"# {part.title}",
        "",
        f"The catalog `{part.id}` {part.version}: {len(catalog.practices)} practices. These pages are made from it "
        "by `colonnade catalog reference`.",
        "",
        "| pillar, principle | practices |",
        "|---|---|",
    ]
    for pillar in catalog.pillars:
        lines.append(f"| **[{_cell(pillar.title)}]({pillar.id}.md)** | {_cell(pillar.summary)} |")
        for principle in catalog.principles:
            if principle.pillar == pillar.id:
                links = ", ".join(_link(catalog, practice.id) for practice in _home(catalog, principle))
                lines.append(f"| {_cell(principle.title)} | {links} |")
    return "\n".join(lines) + "\n"


def _home(catalog: Catalog, principle: Principle) -> list[Practice]:
    return [practice for practice in catalog.practices if practice.principles[0] == principle.id]


def _link(catalog: Catalog, id: str, level: int | None = None) -> str:
    page = catalog.home(catalog.practice[id]).pillar
    name = id if level is None else level_name((id, level))
    return f"[{name}]({page}.md#{id})"


def _pillar(catalog: Catalog, graph: CatalogGraph, pillar: Pillar) -> Iterator[str]:
    yield f"# {_plain(pillar.title)}"
    yield ""
    yield _plain(pillar.summary)
    yield ""
    yield f"[All pillars]({INDEX}). In the picture each practice stands right of all that it waits for."
    yield ""
    yield f"![The practices of this pillar, and what they wait for]({pillar.id}.svg)"
    for principle in catalog.principles:
        if principle.pillar != pillar.id:
            continue
        yield f"\n## {_plain(principle.title)}\n\n{_plain(principle.summary)}"
        for practice in _home(catalog, principle):
            yield from _practice(catalog, graph, practice)


def _practice(catalog: Catalog, graph: CatalogGraph, practice: Practice) -> Iterator[str]:
    shares = ", ".join(f"{catalog.pillar[pillar].title} {share:g}" for pillar, share in practice.contributes)
    skill = f", skill {practice.skill}" if practice.skill else ""
    yield f'\n### <a id="{practice.id}"></a>{_plain(practice.title)}\n'
    yield f"`{practice.id}`: severity {practice.severity}{skill}; serves {shares}.\n"
    if practice.summary:
        yield _plain(practice.summary) + "\n"
    for number, level in enumerate(practice.levels, 1):
        yield from _level(catalog, graph, (practice.id, number), level)
    if practice.see_also:
        yield "See also " + ", ".join(_link(catalog, id) for id in practice.see_also) + ".\n"
    if practice.maps_to:
        named = ", ".join(f"{c.framework} {_plain(c.title or c.id)}" for c in practice.maps_to)
        yield f"In other frameworks: {named}.\n"
    if practice.references:
        yield "Sources: " + "; ".join(f"[{_plain(r.title)}]({r.url})" for r in practice.references) + "."


def _level(catalog: Catalog, graph: CatalogGraph, at: LevelId, level: Level) -> Iterator[str]:
    yield f"**Level {at[1]}.** {_plain(level.statement)}\n"
    if level.verify:
        yield f"*Verify:* {_plain(level.verify)}\n"
    for needed in level.requires:
        because = f": {_plain(needed.because)}" if needed.because else ""
        yield f"- needs {_link(catalog, needed.practice, needed.level)}{because}"
    for story in level.stories:
        size = story.size
        spread = f" ({size.low / 10:g} to {size.high / 10:g})" if size.low < size.high else ""
        yield f"- {in_points(size.likely)}{spread}: {_plain(story.title)}"
    unlocks = sorted(other for other in graph.graph.successors(at) if other[0] != at[0])
    if unlocks:
        yield "- unlocks " + ", ".join(_link(catalog, *other) for other in unlocks)
    yield ""


def _plain(text: str) -> str:
    """Text on one line that Markdown shows as it is."""
    text = " ".join(text.split())
    for sign in "\\`*_[]<>":
        text = text.replace(sign, f"\\{sign}")
    return text


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")

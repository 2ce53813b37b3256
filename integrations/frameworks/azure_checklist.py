"""Azure review checklists (JSON) as catalogs: pillars of `waf`, categories as principles, items as practices.

The format: https://github.com/Azure/review-checklists/blob/main/checklists/checklist.schema.json
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from catalog.errors import BadInput
from catalog.yaml_text import read_text
from integrations.frameworks import json_text
from integrations.frameworks.catalog_file import (
    MAX_PRACTICES,
    CatalogFile,
    Level,
    Pillar,
    Practice,
    Principle,
    Source,
    Story,
)
from integrations.frameworks.foreign import MAX_TEXT, Ids, Node, Notes, cut, is_id, links, shown, slug, source_id, whole

POINTS = 3
CONTRIBUTES = 3
MAX_TITLE = 120
SEVERITIES = ("high", "medium", "low")

PILLARS = {
    "reliability": "Reliability",
    "security": "Security",
    "cost": "Cost Optimization",
    "cost optimization": "Cost Optimization",
    "cost optimisation": "Cost Optimization",
    "operations": "Operational Excellence",
    "operational excellence": "Operational Excellence",
    "performance": "Performance Efficiency",
    "performance efficiency": "Performance Efficiency",
}
"""The pillars as checklists spell them, in small letters, and their titles here."""

_READ = ("id", "guid", "text", "description", "waf", "category", "service", "severity", "link", "training")

NO_PILLAR = "Without a pillar"

ASSUMED = {
    "levels": "An item is fulfilled or not, so each practice has one level, and its statement is the item's text.",
    "gain": "A checklist gives no gain, so each level has the default gain of 3.",
    "points": f"A checklist gives no effort, so each practice is one story of {POINTS} points.",
    "contributes": f"A checklist gives no weights, so each practice gives {CONTRIBUTES} of 5 to its own pillar alone.",
    "verify": "A checklist does not say how to verify an item, so evidence that its text holds is asked for.",
    "severity": "Where an item has no severity, it is medium.",
}


def read(path: Path) -> tuple[CatalogFile, Notes]:
    """The catalog in a checklist, and what is wrong with it. Raises BadInput where the file is no checklist."""
    file = str(path)
    notes = Notes(file)
    document, problems = json_text.parse(read_text(path), file)
    for problem in problems:
        notes.add("odd-json", problem.line, problem.key, problem.text)
    top = whole(document, notes)
    if not isinstance(top.value, dict) or not isinstance(top.value.get("items"), list):
        raise BadInput.one(
            file, "this is not an Azure review checklist: a mapping with the list 'items' was expected", 1
        )
    checklist = _Checklist()
    checklist.read(top.get("items").items("items"))
    if not checklist.practices:
        text = "nothing in this checklist can be imported: no item has a text"
        raise BadInput([*notes.found, *BadInput.one(file, text, 1).problems])
    about = top.get("metadata")
    title = about.get("name").title("metadata.name") or path.stem or "checklist"
    content = CatalogFile(
        catalog=slug(title, "checklist"),
        version=about.get("timestamp").version(),
        title=title,
        pillars=checklist.pillars,
        principles=checklist.principles,
        practices=checklist.practices,
    )
    return content, notes


class _Checklist:
    """Gathers the parts of the catalog; spellings that differ in letter case and blanks are the same."""

    def __init__(self) -> None:
        self.pillar_ids = Ids()
        self.principle_ids = Ids(self.pillar_ids.given)
        self.practice_ids = Ids(self.pillar_ids.given)
        self.pillar_of: dict[str, str] = {}
        self.principle_of: dict[tuple[str, str], str] = {}
        self.pillars: list[Pillar] = []
        self.principles: list[Principle] = []
        self.practices: list[Practice] = []
        self.guids: dict[str, str] = {}

    def read(self, items: Sequence[Node]) -> None:
        found: list[tuple[Node, str]] = []
        for number, item in enumerate(items):
            node = item.named(_name(item, number))
            if isinstance(node.value, dict):
                node.slips(_READ)
                found.append((node, self.pillar(node)))
            else:
                node.entries("item")
        if len(found) > MAX_PRACTICES:
            raise BadInput.one(found[0][0].notes.file, f"more than {MAX_PRACTICES:,} items; import it in parts")
        for node, pillar in found:  # pillars have their ids by now, which clash with no other
            practice = self.practice(node, pillar)
            if practice is not None:
                self.practices.append(practice)

    def pillar(self, node: Node) -> str:
        said = node.get("waf")
        name = " ".join(said.text("waf").split())
        if not name and said.value is None:
            node.say("missing-pillar", f"waf: the item names no pillar; '{NO_PILLAR}' is taken")
        title = PILLARS.get(name.casefold(), name) or NO_PILLAR
        if name and name.casefold() not in PILLARS and name.casefold() not in self.pillar_of:
            hint = node.notes.near(name.casefold(), PILLARS)
            said.say("unknown-pillar", f"waf: {shown(name)} is none of the five pillars, and becomes one here{hint}")
        key = title.casefold()
        if key not in self.pillar_of:
            self.pillar_of[key] = self.pillar_ids.give(slug(title, "pillar"))
            self.pillars.append(Pillar(id=self.pillar_of[key], title=title, summary=""))
        return self.pillar_of[key]

    def principle(self, node: Node, pillar: str) -> str:
        """The id of the item's category within its pillar; of a checklist without categories, its service."""
        title = node.get("category").text("category") or node.get("service").text("service") or "General"
        title = cut(title, MAX_TITLE)
        key = (pillar, title.casefold())
        if key not in self.principle_of:
            wanted = slug(f"{pillar} {title}", "category")
            self.principle_of[key] = self.principle_ids.give(wanted)
            self.principles.append(Principle(id=self.principle_of[key], pillar=pillar, title=title, summary=""))
        return self.principle_of[key]

    def practice(self, node: Node, pillar: str) -> Practice | None:
        text = node.get("text").text("text")
        if not text:
            node.say("missing-text", "the item has no text, and is left out")
            return None
        title = cut(text, MAX_TITLE)
        id = self.id(node, title)
        severity = self.severity(node)
        level = Level(
            statement=text,
            verify=f"Show evidence that this holds for the workload: {text}"[:MAX_TEXT],
            gain=3,
            requires=[],
            stories=[Story(title=title, points=POINTS, acceptance=[text])],
        )
        return Practice(
            id=id,
            title=title,
            summary=node.get("description").text("description"),
            principles=[self.principle(node, pillar)],
            contributes={pillar: CONTRIBUTES},
            severity=severity or "medium",
            levels=[level],
            references=links([("", node.get("link")), ("", node.get("training"))], title),
            source=Source(framework="azure-checklist", id=self.guid(node, id)),
            assumed=[name for name in ASSUMED if name != "severity" or severity is None],
        )

    def id(self, node: Node, title: str) -> str:
        """The item's id, or one made of its title: many checklists have a guid alone."""
        said = node.get("id")
        base = said.value if isinstance(said.value, str) and is_id(said.value) else slug(title, "item")
        if said.value is not None and base != said.value:
            said.say("invalid-id", f"the item's id {shown(said.value)} cannot be one here; '{base}' is used")
        id = self.practice_ids.give(base)
        if id != base and base == said.value:
            said.say("duplicate-id", f"the id '{base}' is taken already; '{id}' is used for this item")
        return id

    def guid(self, node: Node, id: str) -> str:
        said = node.get("guid")
        guid = source_id(said.text("guid"), "")
        if not guid:
            node.say("missing-guid", "the item has no guid; its id stands in for it")
        elif guid in self.guids:
            said.say("duplicate-guid", f"'{self.guids[guid]}' has the guid {shown(guid)} already")
        self.guids.setdefault(guid, id)
        return guid or id

    def severity(self, node: Node) -> str | None:
        said = node.get("severity")
        word = said.text("severity")
        if word and word.casefold() not in SEVERITIES:
            hint = node.notes.near(word.casefold(), SEVERITIES)
            said.say("odd-severity", f"severity: {shown(word)} is none of {', '.join(SEVERITIES)}{hint}")
            return None
        return word.casefold() or None


def _name(node: Node, number: int) -> str:
    """How a place names an item: by its id, its guid, or its number where it has neither."""
    for key in ("id", "guid"):
        said = node.get(key).value
        if isinstance(said, str) and said.strip():
            return said[:60]
    return f"items[{number}]"

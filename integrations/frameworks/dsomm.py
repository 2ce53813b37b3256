"""OWASP DevSecOps Maturity Model files (model.yaml) as catalogs.

Dimensions are pillars, sub-dimensions principles, activities practices with one level. The format:
https://github.com/devsecopsmaturitymodel/DevSecOps-MaturityModel-data
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from catalog.errors import BadInput
from catalog.yaml_text import parse_foreign, read_text
from integrations.frameworks.catalog_file import (
    MAX_PRACTICES,
    CatalogFile,
    Level,
    Pillar,
    Practice,
    Prerequisite,
    Principle,
    Reference,
    Source,
    Story,
)
from integrations.frameworks.dependencies import Edge, Entry, Register, edges, report_inversions, without_circles
from integrations.frameworks.foreign import MAX_TEXT, Ids, Node, Notes, links, shown, slug, source_id, whole

TITLE = "OWASP DevSecOps Maturity Model"
POINTS = (1, 2, 3, 5, 8)
MIDDLE = 3

ASSUMED = {
    "levels": "An activity is done or not, so each practice has one level; its maturity level is kept as source.level.",
    "gain": "The model gives no gain, so each level has the default gain of 3.",
    "severity": "The model does not grade what a missing activity risks, so each severity is medium.",
    "points": f"Where an activity has no difficultyOfImplementation, its story has {POINTS[MIDDLE - 1]} points.",
    "contributes": f"Where an activity has no usefulness, it contributes {MIDDLE} of 5 to its dimension.",
    "statement": "Where an activity has no measure, its name is the statement of its level.",
    "verify": "Where an activity has neither assessment nor measure, evidence that its name holds is asked for.",
}

_METADATA = "meta"
_ABOUT = "_meta"
_READ = (
    *("uuid", "level", "ignore", "dependsOn", "description", "risk", "measure", "assessment"),
    *("difficultyOfImplementation", "usefulness", "implementation"),
)
_ACTIVITY_KEYS = frozenset(
    (
        "uuid",
        "level",
        "risk",
        "measure",
        "description",
        "difficultyOfImplementation",
        "usefulness",
        "dependsOn",
        "ignore",
    )
)


def read(path: Path) -> tuple[CatalogFile, Notes]:
    """The catalog in a model, and what is wrong with the model. Raises BadInput where the file is not one."""
    file = str(path)
    notes = Notes(file)
    documents, problems = parse_foreign(read_text(path), file)
    for problem in problems:
        notes.add("repeated-key", problem.line, problem.key, problem.text)
    model = _Model(notes)
    tops = [whole(document, notes) for document in documents if document.data is not None]
    model.read(tops)
    if not model.practices:
        text = "this is not a DSOMM model: no dimension with sub-dimensions with activities was found"
        raise BadInput.one(file, text, 1)
    content = CatalogFile(
        catalog="dsomm",
        version=_version(tops),
        title=TITLE,
        pillars=model.pillars,
        principles=model.principles,
        practices=model.practices,
    )
    return content, notes


def _version(tops: Sequence[Node]) -> str:
    said = (top.get(_METADATA).get("version") for top in tops)
    return next((node.version() for node in said if node.value is not None), "1")


class _Model:
    """Gathers the parts of the catalog; what several documents say of one dimension comes together."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.pillar_ids = Ids()
        self.principle_ids = Ids(self.pillar_ids.given)
        self.practice_ids = Ids(self.pillar_ids.given)
        self.dimensions: dict[str, str] = {}
        self.groups: dict[tuple[str, str], str] = {}
        self.pillars: list[Pillar] = []
        self.principles: list[Principle] = []
        self.practices: list[Practice] = []
        self.home: dict[str, str] = {}
        self.names: set[str] = set()
        self.uuids: dict[str, str] = {}
        self.left_out: dict[str, str] = {}

    def read(self, tops: Sequence[Node]) -> None:
        dimensions = [found for top in tops for found in _named_entries(top, "document") if found[0] != _METADATA]
        for name, node in dimensions:
            self.dimension(name, node)
        entries = [entry for name, node in dimensions for entry in self.activities(self.dimensions[name], node)]
        if not any(isinstance(e.node.value, dict) and _ACTIVITY_KEYS & e.node.value.keys() for e in entries):
            return
        register = Register(entries, self.left_out)
        needs = without_circles({entry.id: edges(entry, register) for entry in entries})
        report_inversions(needs, {entry.id: entry for entry in entries})
        self.practices = [self.practice(entry, needs[entry.id]) for entry in entries]

    def new_id(self, node: Node, name: str, kind: str, ids: Ids) -> tuple[str, str]:
        """The title and id of something that is named by its key."""
        key = Node(name, node.lines, node.place, node.notes)
        title = key.title(f"name of the {kind}")
        wanted = slug(title or name, kind)
        id = ids.give(wanted)
        if id != wanted:
            node.say("duplicate-id", f"the id '{wanted}' is taken already; '{id}' is used for this {kind}")
        return title or id, id

    def dimension(self, name: str, node: Node) -> None:
        if name not in self.dimensions:
            title, id = self.new_id(node, name, "dimension", self.pillar_ids)
            self.dimensions[name] = id
            summary = node.get(_ABOUT).get("description").text("description")
            self.pillars.append(Pillar(id=id, title=title, summary=summary))

    def activities(self, pillar: str, node: Node) -> list[Entry]:
        """The activities of a dimension, with their ids."""
        found: list[Entry] = []
        for name, group in _named_entries(node, "dimension"):
            if (pillar, name) not in self.groups:
                title, id = self.new_id(group, name, "sub-dimension", self.principle_ids)
                self.groups[pillar, name] = id
                self.home[id] = pillar
                self.principles.append(Principle(id=id, pillar=pillar, title=title, summary=""))
            principle = self.groups[pillar, name]
            for activity, inner in _named_entries(group, "sub-dimension"):
                entry = self.activity(activity, inner, principle)
                if entry is not None:
                    found.append(entry)
            if len(self.practice_ids.given) > MAX_PRACTICES:
                raise BadInput.one(
                    self.notes.file, f"more than {MAX_PRACTICES:,} activities; import the model in parts"
                )
        return found

    def activity(self, name: str, node: Node, principle: str) -> Entry | None:
        if not isinstance(node.value, dict):
            node.say("wrong-shape", f"activity: a mapping was expected, not {shown(node.value)}; it is left out")
            return None
        said = node.get("uuid")
        uuid = said.text("uuid")
        node.slips(_READ)
        ignore = node.get("ignore")
        if ignore.value not in (None, True, False):
            ignore.say("not-a-truth-value", f"ignore: true or false was expected, not {shown(ignore.value)}; kept")
        if ignore.value is True:
            ignore.say("ignored", "'ignore: true' leaves this activity out")
            self.left_out |= dict.fromkeys(filter(None, (name, uuid)), "is left out by its 'ignore: true'")
            return None
        clean = " ".join(name.split())
        if clean in self.names:
            node.say("duplicate-name", f"another activity has the name {shown(clean)} already")
        self.names.add(clean)
        title, id = self.new_id(node, name, "activity", self.practice_ids)
        if not uuid:
            if said.value is None:
                node.say("missing-uuid", "the activity has no uuid; its name stands in for it")
        elif uuid in self.uuids:
            said.say("duplicate-uuid", f"'{self.uuids[uuid]}' has the uuid {shown(uuid)} already")
        self.uuids.setdefault(uuid, id)
        level = node.get("level")
        if level.value is None:
            node.say("missing-level", "the activity has no level")
        return Entry(node, id, title, uuid, principle, level.rating("level", "odd-level"))

    def practice(self, entry: Entry, needs: Sequence[Edge]) -> Practice:
        node = entry.node
        measure = node.get("measure").text("measure")
        check = node.get("assessment").text("assessment") or measure
        points = _points(node.get("difficultyOfImplementation"))
        use = node.get("usefulness").rating("usefulness", "odd-usefulness")
        statement = measure or entry.name
        story = Story(title=entry.name, points=points or POINTS[MIDDLE - 1], acceptance=[statement])
        level = Level(
            statement=statement,
            verify=check or f"Show evidence that this is done: {entry.name}"[:MAX_TEXT],
            gain=3,
            requires=[Prerequisite(practice=edge.before, level=1) for edge in needs],
            stories=[story],
        )
        source = Source(framework="dsomm", id=source_id(entry.uuid, source_id(entry.name, entry.id)))
        if entry.level is not None:
            source["level"] = entry.level
        missing = {"points": points is None, "contributes": use is None, "statement": not measure, "verify": not check}
        return Practice(
            id=entry.id,
            title=entry.name,
            summary=_summary(node),
            principles=[entry.group],
            contributes={self.home[entry.group]: use or MIDDLE},
            severity="medium",
            levels=[level],
            references=_references(node, entry.name),
            source=source,
            assumed=[name for name in ASSUMED if missing.get(name, True)],
        )


def _named_entries(node: Node, what: str) -> list[tuple[str, Node]]:
    """The entries of a mapping with their place; keys that begin with `_` hold no entry."""
    found = []
    for key, inner in node.entries(what):
        if key[:1] != "_":
            found.append((key, inner.named(" ".join(key[:100].split()))))
        elif key != _ABOUT:
            inner.say("ignored", f"{shown(key)} begins with '_' and is taken for no entry; it is left out")
    if not found and isinstance(node.value, dict):
        node.say("empty-group", f"this {what} holds nothing")
    return found


def _points(difficulty: Node) -> int | None:
    """A size from the mean of knowledge, time and resources, 1..5 each, halves rounded up; None where none is given."""
    if difficulty.value is None:
        return None
    found = [
        rating
        for key, node in difficulty.entries("difficultyOfImplementation")
        if key in ("knowledge", "time", "resources")
        and (rating := node.rating(f"difficultyOfImplementation.{key}", "odd-difficulty")) is not None
    ]
    return POINTS[(2 * sum(found) + len(found)) // (2 * len(found)) - 1] if found else None


def _summary(node: Node) -> str:
    description = node.get("description").text("description")
    risk = node.get("risk").text("risk")
    parts = [description, f"Risk: {risk}" if risk else ""]
    return "\n\n".join(part for part in parts if part)[:MAX_TEXT].rstrip()


def _references(node: Node, fallback: str) -> list[Reference]:
    implementation = node.get("implementation")
    if implementation.value == "":
        return []
    tools = [item for item in implementation.items("implementation") if item.entries("implementation")]
    for tool in tools:
        tool.slips(("name", "url"))
    return links([(tool.get("name").title("name"), tool.get("url")) for tool in tools], fallback)

"""OpenSSF criteria (YAML) as catalogs: those of the Best Practices badge, and the controls of the OSPS Baseline.

Major groups are pillars, minor groups principles, criteria practices with one level; the badge level at which a
criterion appears first is kept as `source.level`: 1 passing, 2 silver, 3 gold, or the baseline's own 1 to 3. See
https://github.com/coreinfrastructure/best-practices-badge/tree/main/criteria
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import BadInput
from catalog.yaml_text import parse_foreign, read_text
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
from integrations.frameworks.foreign import (
    MAX_TEXT,
    Ids,
    Node,
    Notes,
    cut,
    identify,
    printable,
    shown,
    slug,
    source_id,
    whole,
)

POINTS = 3
CONTRIBUTES = 3
MAX_TITLE = 120
SEVERITIES = {"MUST": "high", "SHOULD": "medium", "SUGGESTED": "low"}
LEVELS = {"0": 1, "1": 2, "2": 3, "passing": 1, "silver": 2, "gold": 3}
FAMILIES = {
    "AC": "Access Control",
    "BR": "Build and Release",
    "DO": "Documentation",
    "GV": "Governance",
    "LE": "Legal",
    "QA": "Quality",
    "SA": "Security Assessment",
    "VM": "Vulnerability Management",
}
"""The families of baseline controls, by the letters in their ids."""

ASSUMED = {
    "levels": "A criterion is met or not, so each practice has one level; its badge level is kept as source.level.",
    "gain": "The criteria have no gain, so each level has the default gain of 3.",
    "points": f"The criteria have no effort, so each practice is one story of {POINTS} points.",
    "contributes": f"The criteria have no weights, so each practice gives {CONTRIBUTES} of 5 to its own pillar alone.",
    "verify": "The criteria do not say how to verify them, so evidence is asked for.",
    "statement": "Where a criterion has no description, its id is its title and its statement.",
    "severity": "Where a criterion has no category of MUST, SHOULD or SUGGESTED, its severity is medium.",
}

_METADATA = "_metadata"
_BASELINE_LEVEL = re.compile(r"baseline-([1-9])")
_CONTROL = re.compile(r"OSPS-([A-Z]{2})-[0-9]{2}\.[0-9]{2}")
_VERSION = re.compile(r"/versions/([0-9][0-9.-]*)/?$")
_TAG = re.compile(r"<[^<>]*>")
_FIELDS = frozenset(("category", "description", "rationale", "autofill", "details", "na_allowed", "original_id"))


def read(path: Path) -> tuple[CatalogFile, Notes]:
    """The catalog in a file of criteria, and what is wrong with it. Raises BadInput where the file has none."""
    file = str(path)
    notes = Notes(file)
    documents, problems = parse_foreign(read_text(path), file)
    for problem in problems:
        notes.add("repeated-key", problem.line, problem.key, problem.text)
    criteria = _Criteria(notes)
    tops = [whole(document, notes) for document in documents if document.data is not None]
    for top in tops:
        criteria.read(top)
    if not criteria.found:
        text = "these are no OpenSSF criteria: levels of groups of criteria with a category were expected"
        raise BadInput.one(file, text, 1)
    content = CatalogFile(
        catalog="osps-baseline" if criteria.baseline else "openssf-best-practices",
        version=_version(tops),
        title="OSPS Baseline" if criteria.baseline else "OpenSSF Best Practices",
        pillars=criteria.pillars,
        principles=criteria.principles,
        practices=[criteria.practice(found) for found in criteria.found.values()],
    )
    return content, notes


def _version(tops: list[Node]) -> str:
    """The last part of the address of a baseline's version, `1` where the file names none."""
    for top in tops:
        url = top.get(_METADATA).get("source_url").value
        if isinstance(url, str) and (found := _VERSION.search(url[:500])):
            return f"v{found[1]}"
    return "1"


@dataclass(slots=True)
class _Criterion:
    """A criterion by its own id: where it stands first, its badge level there, and the strongest of its categories."""

    node: Node
    name: str
    id: str
    pillar: str
    principle: str
    level: int | None
    severity: str | None
    levels: set[str]


class _Criteria:
    """Gathers the parts of the catalog. A criterion that a higher level names again is the same practice."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.pillar_ids = Ids()
        self.principle_ids = Ids(self.pillar_ids.given)
        self.practice_ids = Ids(self.pillar_ids.given)
        self.pillar_of: dict[str, str] = {}
        self.principle_of: dict[tuple[str, str], str] = {}
        self.pillars: list[Pillar] = []
        self.principles: list[Principle] = []
        self.found: dict[str, _Criterion] = {}
        self.baseline = False

    def read(self, top: Node) -> None:
        groups: list[tuple[str, str, str, Node]] = []
        for level, majors in _named(top, "document"):
            if not level.startswith("_"):
                for major, minors in _named(majors, "level"):
                    groups += [(level, major, minor, node) for minor, node in _named(minors, "major group")]
            elif level != _METADATA:
                majors.say("ignored", f"{shown(level)} begins with '_' and is taken for no level; it is left out")
        criteria = [
            (level, major, minor, name, node)
            for level, major, minor, group in groups
            for name, node in _named(group, "minor group")
        ]
        if not any(isinstance(node.value, dict) and _FIELDS & node.value.keys() for *_, node in criteria):
            top.say("no-criteria", "no criterion is in this document, and it is left out")
            return
        for major in dict.fromkeys(major for _, major, *_ in criteria):  # so that their ids clash with no other
            if major not in self.pillar_of:
                self.pillar_of[major] = self.pillar_ids.give(slug(major, "group"))
                self.pillars.append(Pillar(id=self.pillar_of[major], title=cut(major, 200), summary=""))
        for level, major, minor, name, node in criteria:
            self.criterion(level, major, minor, name, node)
            if len(self.found) > MAX_PRACTICES:
                raise BadInput.one(self.notes.file, f"more than {MAX_PRACTICES:,} criteria; import them in parts")

    def criterion(self, level: str, major: str, minor: str, name: str, node: Node) -> None:
        if not isinstance(node.value, dict):
            node.say("wrong-shape", f"criterion: a mapping was expected, not {shown(node.value)}; it is left out")
            return
        if node.get("obsolete").value is True:
            node.get("obsolete").say("ignored", "'obsolete: true' leaves this criterion out")
            return
        if (retired := node.get("obsolete")).value not in (None, False):
            retired.say("not-a-truth-value", f"obsolete: true or false was expected, not {shown(retired.value)}; kept")
        node.slips((*_FIELDS, "obsolete"))
        severity = _severity(node)
        if name in self.found:
            self.again(self.found[name], level, severity, node)
            return
        number = self.number(level, node)
        id = identify(node, Node(name, node.lines, node.place, node.notes), name, self.practice_ids, "criterion")
        principle = self.principle(major, *_group(minor, node))
        pillar = self.pillar_of[major]
        self.found[name] = _Criterion(node, name, id, pillar, principle, number, severity, {level})

    def again(self, first: _Criterion, level: str, severity: str | None, node: Node) -> None:
        """A criterion that stands in two levels is as severe as it is in the stricter; twice in one is a slip."""
        if level in first.levels:
            node.say("duplicate-id", f"the criterion '{first.name[:60]}' stands in level '{level[:60]}' already")
        first.levels.add(level)
        strengths = list(SEVERITIES.values())
        known = [word for word in (first.severity, severity) if word]
        first.severity = min(known, key=strengths.index, default=None)

    def number(self, level: str, node: Node) -> int | None:
        if baseline := _BASELINE_LEVEL.fullmatch(level):
            self.baseline = True
            return int(baseline[1])
        if level not in LEVELS:
            text = (
                f"the level {shown(level)} is none of baseline-1 …, {', '.join(LEVELS)}{node.notes.near(level, LEVELS)}"
            )
            node.say("unknown-level", text)
        return LEVELS.get(level)

    def principle(self, major: str, minor: str, title: str) -> str:
        key = (major, minor)
        if key not in self.principle_of:
            pillar = self.pillar_of[major]
            self.principle_of[key] = self.principle_ids.give(slug(f"{pillar} {minor}", "group"))
            self.principles.append(Principle(id=self.principle_of[key], pillar=pillar, title=title, summary=""))
        return self.principle_of[key]

    def practice(self, found: _Criterion) -> Practice:
        node = found.node
        description = _plain(node.get("description").text("description"))
        code = node.get("original_id").text("original_id")
        name = cut(printable(found.name), MAX_TITLE) or found.id
        words = f"{code}: {description}" if code else description or _words(name)
        title = cut(words, MAX_TITLE) or found.id
        statement = description or f"The criterion '{name}' is met."
        level = Level(
            statement=statement,
            verify=f"Show evidence that this holds for the project: {statement}"[:MAX_TEXT],
            gain=3,
            requires=[],
            stories=[Story(title=title, points=POINTS, acceptance=[statement])],
        )
        source = Source(framework="openssf", id=source_id(found.name, found.id))
        if found.level is not None:
            source["level"] = found.level
        missing = {"statement": not description, "severity": found.severity is None}
        return Practice(
            id=found.id,
            title=title,
            summary=_summary(node),
            principles=[found.principle],
            contributes={found.pillar: CONTRIBUTES},
            severity=found.severity or "medium",
            levels=[level],
            references=[],
            source=source,
            assumed=[name for name in ASSUMED if missing.get(name, True)],
        )


def _named(node: Node, what: str) -> list[tuple[str, Node]]:
    """The entries of an ordered mapping with their place; a finding where there are none."""
    if node.value is None or node.value == {} or node.value == []:
        node.say("empty-group", f"this {what} holds nothing")
        return []
    return [(key, inner.named(" ".join(key[:100].split()))) for key, inner in node.pairs(what)]


def _group(minor: str, node: Node) -> tuple[str, str]:
    """The name and title of the group of a criterion: its family, where it is a control of the baseline."""
    code = node.get("original_id").value
    family = _CONTROL.fullmatch(code) if isinstance(code, str) else None
    if family is None or family[1] not in FAMILIES:
        return minor, cut(minor, 200) or "Group"
    return family[1], FAMILIES[family[1]]


def _severity(node: Node) -> str | None:
    said = node.get("category")
    word = said.text("category")
    if word in SEVERITIES:
        return SEVERITIES[word]
    if word:
        hint = node.notes.near(word.upper(), SEVERITIES)
        said.say("odd-category", f"category: {shown(word)} is none of {', '.join(SEVERITIES)}{hint}")
    elif said.value is None:
        node.say("missing-category", "the criterion has no category")
    return None


def _summary(node: Node) -> str:
    texts = [_plain(node.get(key).text(key)) for key in ("details", "rationale")]
    return "\n\n".join(text for text in texts if text)[:MAX_TEXT].rstrip()


def _plain(text: str) -> str:
    """The text of a piece of HTML."""
    return printable(html.unescape(_TAG.sub("", text))).strip()


def _words(name: str) -> str:
    """A criterion's id as words: `description_good` gives `Description good`."""
    words = " ".join(name.replace("_", " ").split())
    return words[:1].upper() + words[1:]

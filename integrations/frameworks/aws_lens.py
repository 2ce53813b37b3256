"""AWS Well-Architected custom lenses (JSON, schemaVersion 2021-11-01) as catalogs.

Pillars stay pillars; a question is a principle, a choice a practice with one level. The format:
https://docs.aws.amazon.com/wellarchitected/latest/userguide/lenses-format-specification.html
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
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
from integrations.frameworks.foreign import Ids, Node, Notes, identify, is_link, links, shown, slug, source_id, whole
from integrations.frameworks.lens_ladders import fold
from integrations.frameworks.risk_rules import Question, RiskRule

SCHEMA_VERSION = "2021-11-01"
POINTS = 3
CONTRIBUTES = 3
MAX_LINK_TITLE = 150

ASSUMED = {
    "levels": "A choice is made or not, so each practice has one level, and its statement is the choice's title.",
    "gain": "A lens gives no gain, so each level has the default gain of 3.",
    "points": f"A lens gives no effort, so each practice is one story of {POINTS} points.",
    "contributes": f"A lens gives no weights, so each practice contributes {CONTRIBUTES} of 5 to its own pillar alone.",
    "verify": "A lens does not say how to verify a choice, so evidence that its title holds is asked for.",
    "severity": "Where no risk rule tells what a missing choice risks, its severity is medium.",
}

_NONE_ID = re.compile(r".*_(no|none)", re.IGNORECASE | re.DOTALL)
_NONE_TITLE = re.compile(r"none(\s+of\s+(these|those|them|the\s+above)\b.*)?\W*", re.IGNORECASE | re.DOTALL)


def read(path: Path) -> tuple[CatalogFile, Notes]:
    """The catalog in a lens, and what is wrong with the lens. Raises BadInput where the file is not a lens."""
    file = str(path)
    notes = Notes(file)
    document, problems = json_text.parse(read_text(path), file)
    for problem in problems:
        notes.add("odd-json", problem.line, problem.key, problem.text)
    top = whole(document, notes)
    if not isinstance(top.value, dict) or not isinstance(top.value.get("pillars"), list):
        text = "this is not an AWS Well-Architected custom lens: a mapping with the list 'pillars' was expected"
        raise BadInput.one(file, text, 1)
    said = top.get("schemaVersion")
    if said.value != SCHEMA_VERSION:
        text = f"schemaVersion: '{SCHEMA_VERSION}' was expected; the file is read as if it were that"
        said.say("schema-version", text)
    top.slips(("name", "version", "pillars"))
    lens = _Lens()
    lens.read(top)
    if not lens.practices:
        text = "nothing in this lens can be imported: no question of a pillar has a choice that is a practice"
        raise BadInput([*notes.found, *BadInput.one(file, text, 1).problems])
    title = top.get("name").title("name") or path.stem or "lens"
    content = CatalogFile(
        catalog=slug(title, "lens"),
        version=top.get("version").version(),
        title=title,
        pillars=lens.pillars,
        principles=lens.principles,
        practices=lens.practices,
    )
    return content, notes


@dataclass(frozen=True, slots=True)
class _Choice:
    """A choice: its id as the source gives it, and whether it says "none of these"."""

    node: Node
    id: str
    title: str
    none: bool


class _Lens:
    """Gathers the parts of the catalog. Pillars get their ids first, since theirs clash with no other."""

    def __init__(self) -> None:
        self.pillar_ids = Ids()
        self.principle_ids = Ids(self.pillar_ids.given)
        self.practice_ids = Ids(self.pillar_ids.given)
        self.pillars: list[Pillar] = []
        self.principles: list[Principle] = []
        self.practices: list[Practice] = []

    def read(self, top: Node) -> None:
        pillars = enumerate(top.get("pillars").items("pillars"))
        for pillar, id in [self.pillar(node.named(_name(node, "pillar", n))) for n, node in pillars]:
            if id:
                questions = pillar.get("questions").items("questions")
                if not questions:
                    pillar.say("pillar-without-questions", "no question is in this pillar")
                for n, node in enumerate(questions):
                    self.question(node, id, n)

    def pillar(self, node: Node) -> tuple[Node, str]:
        """A pillar with its id, empty where it is none."""
        if not isinstance(node.value, dict):
            node.entries("pillar")
            return node, ""
        node.slips(("id", "name", "description", "questions"))
        title = node.get("name").title("name")
        id = identify(node, node.get("id"), title, self.pillar_ids, "pillar")
        self.pillars.append(Pillar(id=id, title=title or id, summary=node.get("description").text("description")))
        return node, id

    def question(self, node: Node, pillar: str, number: int) -> None:
        node = node.named(_name(node, "question", number))
        if not isinstance(node.value, dict):
            node.entries("question")
            return
        node.slips(("id", "title", "description", "choices", "riskRules"))
        title = node.get("title").title("title")
        id = identify(node, node.get("id"), title, self.principle_ids, "question")
        summary = node.get("description").text("description")
        self.principles.append(Principle(id=id, pillar=pillar, title=title or id, summary=summary))
        choices = _choices(node)
        rules = _rules(node, choices)
        own = [choice for choice in choices if not choice.none]
        made = [self.practice(choice, pillar, id, rules) for choice in own]
        self.practices += fold(made, [_texts(choice.node) for choice in own])
        if len(self.practices) > MAX_PRACTICES:
            raise BadInput.one(node.notes.file, f"more than {MAX_PRACTICES:,} practices; import the lens in parts")

    def practice(self, choice: _Choice, pillar: str, principle: str, rules: Question) -> Practice:
        id = identify(choice.node, choice.node.get("id"), choice.title, self.practice_ids, "choice")
        title = choice.title or id
        summary, found = _resources(choice.node, title)
        severity = rules.severity(choice.id) if choice.id else None
        level = Level(
            statement=title,
            verify=f"Show evidence that this holds for the workload: {title}"[:20_000],
            gain=3,
            requires=[],
            stories=[Story(title=title, points=POINTS, acceptance=[title])],
        )
        return Practice(
            id=id,
            title=title,
            summary=summary,
            principles=[principle],
            contributes={pillar: CONTRIBUTES},
            severity=severity or "medium",
            levels=[level],
            references=links(found, title),
            source=Source(framework="aws-lens", id=source_id(choice.id, id)),
            assumed=[name for name in ASSUMED if name != "severity" or severity is None],
        )


def _name(node: Node, kind: str, number: int) -> str:
    """How a place names a part of the lens: by its id, or by its number where it has none."""
    id = node.get("id").value
    return id[:60] if isinstance(id, str) and id.strip() else f"{kind}[{number}]"


def says_none(id: str, title: str) -> tuple[bool, bool]:
    """Whether the id of a choice, and its title, say that it is "none of these"."""
    return bool(_NONE_ID.fullmatch(id)), bool(_NONE_TITLE.fullmatch(title))


def _choices(question: Node) -> list[_Choice]:
    choices = []
    for number, item in enumerate(question.get("choices").items("choices")):
        node = item.named(_name(item, "choice", number))
        if not isinstance(node.value, dict):
            node.entries("choice")
            continue
        node.slips(("id", "title", "helpfulResource", "improvementPlan", "additionalResources"))
        said = node.get("id").value
        id = said if isinstance(said, str) and said.strip() else ""
        title = node.get("title").title("title")
        by_id, by_title = says_none(id, title)
        if by_id and not by_title:
            text = (
                f"the id says that this choice is \"none of these\", its title does not ('{title[:60]}'); no practice"
            )
            node.say("odd-none-choice", text)
        choices.append(_Choice(node, id, title, by_id or by_title))
    if not any(not choice.none for choice in choices):
        question.say("question-without-choices", "no choice of this question is a practice")
    return choices


def _rules(question: Node, choices: Sequence[_Choice]) -> Question:
    """The risk rules of a question and its choices; what is wrong with them is reported."""
    nodes: list[Node] = []
    rules: list[RiskRule] = []
    for number, item in enumerate(question.get("riskRules").items("riskRules")):
        node = item.named(f"riskRules[{number}]")
        condition, risk = node.get("condition").value, node.get("risk").value
        if isinstance(condition, str) and isinstance(risk, str):
            nodes.append(node)
            rules.append(RiskRule(condition, risk))
        else:
            node.say("wrong-shape", "a risk rule has a 'condition' and a 'risk', both text; it is left out")
    names = list(dict.fromkeys(choice.id for choice in choices if choice.id))
    found = Question(rules, names, [choice.id for choice in choices if choice.none])
    for flaw in found.flaws():
        (question if flaw.index is None else nodes[flaw.index]).say(flaw.rule, flaw.text)
    return found


def _resources(choice: Node, title: str) -> tuple[str, list[tuple[str, Node]]]:
    """The summary of a choice, and its links with their titles: those that tell how to improve first."""
    helpful = [_resource(node, "helpfulResource") for node in _several(choice.get("helpfulResource"))]
    plans = [_resource(node, "improvementPlan") for node in _several(choice.get("improvementPlan"))]
    more = [_resource(node, "additionalResources") for node in _additional(choice)]
    for _, node in more:
        if node.value is None or node.value == "":
            node.say("resource-without-url", "additionalResources: there is no web address; it is left out")
    texts = dict.fromkeys(text for text, _ in [*helpful, *plans] if text and text != title)
    named = [(text if len(text) <= MAX_LINK_TITLE else "", url) for text, url in [*plans, *more]]
    summary = "\n\n".join(texts)[:20_000].rstrip()
    return summary, [*named, *(("", url) for _, url in helpful)]


def _texts(choice: Node) -> tuple[str, str]:
    """What a choice tells to help, and how to get there; nothing where it does not say it in the usual place."""
    values = [choice.get(key).value for key in ("helpfulResource", "improvementPlan")]
    texts = [value.get("displayText") if isinstance(value, dict) else "" for value in values]
    help, plan = (text if isinstance(text, str) else "" for text in texts)
    return help, plan


def _additional(choice: Node) -> list[Node]:
    """The further resources of a choice, of all kinds."""
    found: list[Node] = []
    for item in _several(choice.get("additionalResources")):
        inner = _several(item.get("content"))
        if not inner:
            item.say(
                "wrong-shape", f"additionalResources: 'content' with resources was expected, not {shown(item.value)}"
            )
            item.slips(("type", "content"))
        found += inner
    return found


def _several(node: Node) -> list[Node]:
    """The items of a list; what stands alone counts as a list of one."""
    if node.value is None:
        return []
    return node.items("resources") if isinstance(node.value, list) else [node]


def _resource(node: Node, what: str) -> tuple[str, Node]:
    """The text of a resource, and the node with its address."""
    if isinstance(node.value, str):
        if is_link(node.value):
            return "", node
        return node.text(what), node.get("url")
    text = node.get("displayText").text("displayText")
    if isinstance(node.value, dict) and node.value and not {"displayText", "url"} & node.value.keys():
        node.say("wrong-shape", f"{what}: 'displayText' or 'url' was expected, not {', '.join(map(shown, node.value))}")
    for key, inner in node.entries(what):
        if key != "url" and key.casefold() == "url" and node.get("url").value is None:
            node.say("unknown-key", f"{what}: the key '{key}' is read as 'url'")
            return text, inner
    node.slips(("displayText", "url"))
    return text, node.get("url")

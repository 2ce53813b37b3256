"""The parts of a custom lens: ids that AWS accepts, choices, and the risk rules of a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catalog.model import Catalog, Practice, Reference
from integrations.frameworks.aws_lens import says_none
from integrations.frameworks.foreign import cut, is_link

MAX_NAME = 128
"""Characters of an id, a name or a title."""
MIN_ID = 3
MAX_TEXT = 2048
"""Characters of a description or a display text."""
MAX_URL = 1024
MAX_LINKS = 5
"""Further links of a choice, of each kind."""
KINDS = ("IMPROVEMENT_PLAN", "HELPFUL_RESOURCE")

LOWER = {"high": "medium", "medium": "low", "low": "low"}


@dataclass(frozen=True, slots=True)
class Left:
    """Something that is not in the lens, or not as it was in the catalog; `rule` is its kind in short."""

    rule: str
    id: str
    text: str


class Names:
    """Gives ids of letters, digits and underscores, as AWS accepts them, each once; what changes besides is listed."""

    def __init__(self, left: list[Left]) -> None:
        self.left = left
        self.given: set[str] = set()

    def give(self, wanted: str, kind: str, room: int = 0) -> str:
        """An id for `wanted` that leaves `room` characters to be added; no choice's id says "none of these"."""
        plain = re.sub(r"[^A-Za-z0-9_]", "_", wanted)
        if len(plain) < MIN_ID or says_none(plain, "")[0]:
            plain = f"{plain}_{kind}"
        id, count = plain[: MAX_NAME - room], 1
        while id in self.given:
            count += 1
            id = f"{plain[: MAX_NAME - room - 6]}_{count}"
        if count > 1 or len(plain) > MAX_NAME - room:
            self.left.append(Left("id-changed", wanted, f"the {kind}'s id is '{id}' in the lens"))
        self.given.add(id)
        return id


@dataclass(frozen=True, slots=True)
class Choice:
    """A practice, or a level of one: `help` tells what it is, `plan` how to get there."""

    id: str
    title: str
    severity: str
    help: str
    plan: str
    references: tuple[Reference, ...]

    def data(self, length: int, references: bool) -> dict[str, Any]:
        """The choice as a lens has it, with texts of at most `length` characters."""
        kept = self.references if references else ()
        more = [
            {"type": kind, "content": [{"displayText": found.title[:length], "url": found.url} for found in part]}
            for kind, part in zip(KINDS, (kept[:MAX_LINKS], kept[MAX_LINKS:]), strict=True)
            if part
        ]
        return {
            "id": self.id,
            "title": self.title,
            **({"helpfulResource": {"displayText": _cut(self.help, length)}} if self.help else {}),
            "improvementPlan": {"displayText": _cut(self.plan, length)},
            **({"additionalResources": more} if more else {}),
        }


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def choice_of(catalog: Catalog, practice: Practice, number: int, names: Names) -> Choice:
    """The choice for a level of a practice. Links and the summary stand with the first level."""
    level = practice.levels[number - 1]
    ladder = practice.top > 1
    behind = f", level {number} of {practice.top}" if ladder else ""
    title = cut(practice.title, MAX_NAME - len(behind)) + behind
    if says_none("", title)[1]:
        title = cut(f"Practice: {title}", MAX_NAME)
    source = practice.source
    own = source.id if source and source.framework == "aws-lens" else practice.id  # its id in the lens it comes from
    id = names.give(f"{practice.id}_{number}" if ladder else own, "choice")
    if number == 1 and title != " ".join(practice.title.split()) + behind:
        names.left.append(Left("title-cut", practice.id, f"a title has at most {MAX_NAME} characters; it is '{title}'"))
    summary = practice.summary if number == 1 else ""
    helps = [text for text in (level.statement, summary) if text and text != practice.title]
    help, plan = "\n\n".join(helps), _plan(catalog, practice, number) or title
    for text in (help, plan):
        if len(text) > MAX_TEXT:
            names.left.append(Left("text-cut", id, f"a text has at most {MAX_TEXT:,} characters; it was cut"))
    severity = practice.severity
    for _ in range(1, number):
        severity = LOWER[severity]
    return Choice(id, title, severity, help, plan, _references(practice, names) if number == 1 else ())


def _plan(catalog: Catalog, practice: Practice, number: int) -> str:
    """How to reach a level: what comes first, its stories, how to verify it; nothing that only repeats the title."""
    level = practice.levels[number - 1]
    first = [f"{catalog.practice[p.practice].title}, level {p.level}" for p in level.requires]
    lines = [f"First: {'; '.join(first)}."] if first else []
    lines += [f"- {story.title}" for story in level.stories if story.title != practice.title]
    if level.verify and "verify" not in practice.assumed:
        lines.append(f"Verify: {level.verify}")
    return "\n".join(lines)


def _references(practice: Practice, names: Names) -> tuple[Reference, ...]:
    """The links of a practice, as many as fit; others are listed."""
    fit = [found for found in practice.references if is_link(found.url) and len(found.url) <= MAX_URL]
    kept = fit[: MAX_LINKS * len(KINDS)]
    gone = len(practice.references) - len(kept)
    if gone:
        text = f"{gone} of its references are left out: no web address, too long, or more than {MAX_LINKS * len(KINDS)}"
        names.left.append(Left("references-left-out", practice.id, text))
    return tuple(kept)


def risk_rules(choices: Sequence[Choice]) -> list[dict[str, str]]:
    """Rules by which what is missing makes the risk: that of the severest choice that is not made.

    A choice that alone is missing gives a high risk if it is of high severity, a medium one if of medium, none if of
    low; of a question that has choices of low severity only, one of them must be made.
    """
    high, medium, low = ([c.id for c in choices if c.severity == word] for word in ("high", "medium", "low"))
    rules = []
    if high or medium:
        rules.append({"condition": " && ".join([*high, *medium]), "risk": "NO_RISK"})
        if high and medium:
            rules.append({"condition": " && ".join(high), "risk": "MEDIUM_RISK"})
        return [*rules, {"condition": "default", "risk": "HIGH_RISK" if high else "MEDIUM_RISK"}]
    if len(low) == 1:
        return [{"condition": "default", "risk": "NO_RISK"}]
    return [{"condition": " || ".join(low), "risk": "NO_RISK"}, {"condition": "default", "risk": "MEDIUM_RISK"}]

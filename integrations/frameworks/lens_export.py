"""Any catalog as an AWS Well-Architected custom lens, within the published limits; what does not fit is said.

A principle is a question. A practice of one level is a choice; of a ladder each level is one, in the order of the
ladder. The limits: https://docs.aws.amazon.com/wellarchitected/latest/userguide/lenses-format-specification.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.errors import BadInput
from catalog.model import Catalog, Practice, Principle
from integrations.frameworks.aws_lens import SCHEMA_VERSION
from integrations.frameworks.foreign import cut
from integrations.frameworks.lens_parts import MAX_NAME, MAX_TEXT, Choice, Left, Names, choice_of, risk_rules

MAX_PILLARS = 10
MAX_QUESTIONS = 20
MAX_CHOICES = 15
"""Of a question, the one that says "none of these" included."""
MAX_BYTES = 500_000

STEPS = ((MAX_TEXT, True), (1000, True), (500, True), (500, False), (250, False), (120, False))
"""How far texts are cut, and whether further links stay, until the lens is small enough."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A lens as JSON, its figures, and what of the catalog is not in it or not as it was."""

    text: str
    pillars: int
    questions: int
    choices: int
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    pillar: str
    id: str
    title: str
    description: str
    choices: tuple[Choice, ...]

    def data(self, length: int, references: bool) -> dict[str, Any]:
        none = {"id": f"{self.id}_no", "title": "None of these"}
        return {
            "id": self.id,
            "title": self.title,
            **({"description": self.description[:length]} if self.description else {}),
            "choices": [*(choice.data(length, references) for choice in self.choices), none],
            "riskRules": risk_rules(self.choices),
        }


def export(catalog: Catalog) -> Exported:
    """The catalog as a lens. What is left out or cut is listed, and does not stop the rest.

    Raises BadInput where nothing would be in it.
    """
    maker = _Maker(catalog)
    text, questions = maker.fitting(list(maker.questions()))
    if not questions:
        names = ", ".join(part.id for part in catalog.parts)
        raise BadInput.one(names, "the catalog has no practice that fits into a lens")
    return Exported(
        text=text,
        pillars=len({question.pillar for question in questions}),
        questions=len(questions),
        choices=sum(len(question.choices) for question in questions),
        left=tuple(maker.left),
    )


class _Maker:
    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.left: list[Left] = []
        self.pillars = Names(self.left)
        self.names = Names(self.left)
        self.pillar_ids: dict[str, str] = {}
        self.homes: dict[str, list[Practice]] = {}
        for practice in catalog.practices:
            self.homes.setdefault(practice.principles[0], []).append(practice)

    def drop(self, rule: str, id: str, text: str) -> None:
        self.left.append(Left(rule, id, text))

    def questions(self) -> Iterator[_Question]:
        """The questions of each pillar, as many as there may be."""
        for pillar in self.catalog.pillars:
            principles = [p for p in self.catalog.principles if p.pillar == pillar.id and p.id in self.homes]
            if not principles:
                self.drop("empty-pillar", pillar.id, "the pillar has no practice, and no place in a lens")
                continue
            if len(self.pillar_ids) == MAX_PILLARS:
                count = sum(len(self.homes[principle.id]) for principle in principles)
                text = f"a lens has at most {MAX_PILLARS} pillars; this one is left out with {count} practices"
                self.drop("too-many-pillars", pillar.id, text)
                continue
            self.pillar_ids[pillar.id] = self.pillars.give(pillar.id, "pillar")
            made = [found for principle in principles for found in self.split(principle)]
            for question in made[MAX_QUESTIONS:]:
                text = f"a pillar has at most {MAX_QUESTIONS} questions; this one is left out with"
                self.drop("too-many-questions", question.id, f"{text} {_ids(question)}")
            yield from made[:MAX_QUESTIONS]
        for principle in self.catalog.principles:
            if principle.id not in self.homes:
                self.drop("empty-principle", principle.id, "the principle has no practice, and no place in a lens")

    def split(self, principle: Principle) -> list[_Question]:
        """The question of a principle, or as many as its choices need; a ladder stays together where it fits."""
        parts: list[list[Choice]] = [[]]
        names = Names(self.left)
        for practice in self.homes[principle.id]:
            ladder = [choice_of(self.catalog, practice, n, names) for n in range(1, practice.top + 1)]
            if len(parts[-1]) + len(ladder) >= MAX_CHOICES and parts[-1]:
                parts.append([])
            for choice in ladder:
                if len(parts[-1]) == MAX_CHOICES - 1:
                    parts.append([])
                parts[-1].append(choice)
        if len(parts) > 1:
            text = f"a question has at most {MAX_CHOICES} choices; its {sum(map(len, parts))} stand in {len(parts)}"
            self.drop("question-split", principle.id, f"{text} questions")
        return [self.question(principle, part, n, len(parts)) for n, part in enumerate(parts, 1)]

    def question(self, principle: Principle, choices: Sequence[Choice], number: int, count: int) -> _Question:
        behind = f" ({number} of {count})" if count > 1 else ""
        title = cut(principle.title, MAX_NAME - len(behind))
        if number == 1 and title != " ".join(principle.title.split()):
            self.drop("title-cut", principle.id, f"a title has at most {MAX_NAME} characters; it was cut")
        if number == 1 and len(principle.summary) > MAX_TEXT:
            self.drop("text-cut", principle.id, f"a description has at most {MAX_TEXT:,} characters; it was cut")
        id = self.names.give(principle.id if number == 1 else f"{principle.id}_{number}", "question", room=len("_no"))
        return _Question(principle.pillar, id, title + behind, principle.summary[:MAX_TEXT], tuple(choices))

    def fitting(self, questions: list[_Question]) -> tuple[str, list[_Question]]:
        """The lens as text of at most MAX_BYTES, and the questions in it: with shorter texts, else with fewer."""
        for length, references in STEPS:
            text = self.text(questions, length, references)
            if len(text.encode()) <= MAX_BYTES:
                break
        if (length, references) != STEPS[0]:
            links = "" if references else ", and further links were left out"
            what = f"a lens has at most {MAX_BYTES // 1000} KB; texts were cut after {length} characters{links}"
            self.drop("shortened", self.catalog.parts[0].id, what)
        while len(text.encode()) > MAX_BYTES and questions:
            question = questions.pop()
            what = f"a lens has at most {MAX_BYTES // 1000} KB; this question is left out with {_ids(question)}"
            self.drop("too-large", question.id, what)
            text = self.text(questions, length, references)
        return text, questions

    def text(self, questions: Sequence[_Question], length: int, references: bool) -> str:
        parts = self.catalog.parts
        about = ", ".join(f"{part.id} {part.version}" for part in parts)
        by_pillar: dict[str, list[dict[str, Any]]] = {}
        for question in questions:
            by_pillar.setdefault(question.pillar, []).append(question.data(length, references))
        lens = {
            "schemaVersion": SCHEMA_VERSION,
            "name": cut("; ".join(part.title or part.id for part in parts), MAX_NAME),
            "description": cut(
                f"Made from the catalog {about}. Each choice is a practice, or a level of one.", MAX_TEXT
            ),
            "pillars": [
                {"id": self.pillar_ids[id], "name": cut(self.catalog.pillar[id].title, MAX_NAME), "questions": found}
                for id, found in by_pillar.items()
            ],
        }
        text = json.dumps(lens, ensure_ascii=False, indent=1)
        if len(text.encode()) > MAX_BYTES:
            text = json.dumps(lens, ensure_ascii=False, separators=(",", ":"))
        return text + "\n"


def _ids(question: _Question) -> str:
    return ", ".join(choice.id for choice in question.choices)

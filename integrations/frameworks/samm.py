"""The model of OWASP SAMM, a folder of YAML files, as a catalog.

Business functions are pillars, security practices principles. A stream is a ladder, so it is a practice; its activity
of maturity level n is level n, and is named as a counterpart. Activities that are related are no prerequisites of each
other, so their streams see each other. The format: https://github.com/owaspsamm/core
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import BadInput
from integrations.frameworks.catalog_file import (
    CatalogFile,
    Counterpart,
    Level,
    Pillar,
    Practice,
    Principle,
    Source,
    Story,
)
from integrations.frameworks.foreign import MAX_TEXT, Ids, Notes, is_id, slug, source_id
from integrations.frameworks.samm_files import Entity, Model, model_folder

TITLE = "OWASP SAMM"
POINTS = 5
CONTRIBUTES = 3
GAINS = (3, 2, 1, 1, 1)

ASSUMED = {
    "gain": "SAMM gives no gain, so the levels have the default gains of 3, 2 and 1.",
    "severity": "SAMM does not grade what a missing activity risks, so each severity is medium.",
    "points": f"SAMM gives no effort, so each activity is one story of {POINTS} points.",
    "contributes": f"SAMM gives no weights, so each stream contributes {CONTRIBUTES} of 5 to its business function.",
    "statement": "Where an activity has no short description, its title is the statement of its level.",
    "verify": "Where an activity has no question, evidence that its statement holds is asked for.",
}


def read(path: Path) -> tuple[CatalogFile, Notes]:
    """The catalog in a model folder, and what is wrong with it. Raises BadInput where it is no such folder."""
    model = Model(path)
    model.read_files(model_folder(path))
    streams = _Streams(model)
    streams.read()
    notes = Notes(str(path))
    notes.found = model.found()
    if not streams.practices:
        text = "nothing in this model can be imported: no stream has an activity with a maturity level"
        raise BadInput([*notes.found, *BadInput.one(str(path), text).problems])
    content = CatalogFile(
        catalog="samm",
        version="2",
        title=TITLE,
        pillars=streams.pillars,
        principles=streams.principles,
        practices=streams.practices,
    )
    return content, notes


@dataclass(frozen=True, slots=True)
class _Rung:
    """An activity that is a level: its code, its title, and the level as a catalog has it."""

    activity: Entity
    code: str
    title: str
    level: Level
    assumed: frozenset[str]


class _Streams:
    """Gathers the parts of the catalog from the entities of a model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.pillar_ids = Ids()
        self.principle_ids = Ids(self.pillar_ids.given)
        self.practice_ids = Ids(self.pillar_ids.given)
        self.pillars: list[Pillar] = []
        self.principles: list[Principle] = []
        self.practices: list[Practice] = []
        self.practice_of: dict[int, str] = {}

    def read(self) -> None:
        activities = self.grouped("Activity", "stream", "Stream")
        questions = self.grouped("Question", "activity", "Activity")
        practices = self.grouped("Practice", "function", "Function")
        streams = self.grouped("Stream", "practice", "Practice")
        functions = sorted(self.model.all["Function"], key=lambda entity: entity.order)
        for function, pillar in [(function, self.pillar(function)) for function in functions]:
            for practice in practices.get(id(function), []):
                principle, prefix = self.principle(practice, pillar)
                for stream in streams.get(id(practice), []):
                    self.stream(stream, pillar["id"], principle, prefix, activities.get(id(stream), []), questions)
        related = self.related()
        for made in self.practices:
            made["see_also"] = related.get(made["id"], [])

    def related(self) -> dict[str, list[str]]:
        """The practices that hold the activities to which those of a practice are related, by the id of that one."""
        found: dict[str, dict[str, None]] = {}
        for activity in self.model.all["Activity"]:
            for item in activity.node.get("relatedActivities").items("relatedActivities"):
                other = self.model.entity(item, "relatedActivities", "Activity")
                own, seen = self.practice_of.get(id(activity)), self.practice_of.get(id(other))
                if own and seen and own != seen:
                    found.setdefault(own, {})[seen] = None
        return {own: list(seen) for own, seen in found.items()}

    def grouped(self, kind: str, key: str, above: str) -> dict[int, list[Entity]]:
        """Entities of a kind, in their order, by the entity above that they name (by its identity)."""
        found: dict[int, list[Entity]] = {}
        for entity in sorted(self.model.all[kind], key=lambda entity: entity.order):
            parent = self.model.referred(entity, key, above)
            if parent is not None:
                found.setdefault(id(parent), []).append(entity)
        return found

    def pillar(self, function: Entity) -> Pillar:
        """Pillars get their ids first, since theirs clash with no other."""
        title = function.node.get("name").title("name") or function.stem
        summary = function.node.get("description").text("description")
        made = Pillar(id=self.pillar_ids.give(slug(title, "function")), title=title, summary=summary)
        self.pillars.append(made)
        return made

    def principle(self, practice: Entity, pillar: Pillar) -> tuple[str, str]:
        """The id of a principle, and how the codes of its activities begin, such as `D-SA`."""
        title = practice.node.get("name").title("name") or practice.stem
        short = practice.node.get("shortName").text("shortName")
        given = self.principle_ids.give(slug(title, "practice"))
        summary = practice.node.get("shortDescription").text("shortDescription")
        self.principles.append(Principle(id=given, pillar=pillar["id"], title=title, summary=summary))
        return given, f"{pillar['title'][0].upper()}-{short}" if short else slug(practice.stem, "practice")

    def stream(
        self,
        stream: Entity,
        pillar: str,
        principle: str,
        prefix: str,
        activities: Sequence[Entity],
        questions: dict[int, list[Entity]],
    ) -> None:
        letter = stream.node.get("letter").text("letter")
        title = stream.node.get("name").title("name") or stream.stem
        rungs = self.ladder(stream, activities, prefix, letter, questions)
        if not rungs:
            stream.node.say("empty-stream", "the stream has no activity with a maturity level, and is left out")
            return
        code = f"{prefix}-{letter}" if letter else stream.stem
        wanted = code if is_id(code) else slug(title, "stream")
        given = self.practice_ids.give(wanted)
        if given != wanted:
            stream.node.say("duplicate-id", f"the id '{wanted}' is taken already; '{given}' is used for this stream")
        self.practice_of |= {id(rung.activity): given for rung in rungs}
        missing = {"statement", "verify"} - frozenset().union(*(rung.assumed for rung in rungs))
        self.practices.append(
            Practice(
                id=given,
                title=title,
                summary=stream.node.get("description").text("description"),
                principles=[principle],
                contributes={pillar: CONTRIBUTES},
                severity="medium",
                levels=[rung.level for rung in rungs],
                references=[],
                source=Source(framework="samm", id=source_id(code, given)),
                maps_to=[
                    Counterpart(framework="samm", id=source_id(r.code, given), title=r.title, level=n, sure="high")
                    for n, r in enumerate(rungs, 1)
                ],
                assumed=[name for name in ASSUMED if name not in missing],
            )
        )

    def ladder(
        self,
        stream: Entity,
        activities: Sequence[Entity],
        prefix: str,
        letter: str,
        questions: dict[int, list[Entity]],
    ) -> list[_Rung]:
        """The activities of a stream as levels; a finding where two have one level, or one between is missing."""
        found: dict[int, tuple[Entity, str]] = {}
        for activity in activities:
            number = self.number(activity, stream)
            if number is None:
                continue
            if number in found:
                text = f"'{found[number][0].stem}' is of this stream and level {number} already; this one is left out"
                activity.node.say("duplicate-level", text)
                continue
            found[number] = (activity, f"{prefix}-{number}-{letter}" if letter else activity.stem)
        if found and sorted(found) != list(range(1, len(found) + 1)):
            there = ", ".join(map(str, sorted(found)))
            stream.node.say(
                "gap-in-levels", f"the stream has activities of the levels {there}; they are counted from 1"
            )
        return [self.rung(place, *found[number], questions) for place, number in enumerate(sorted(found))]

    def number(self, activity: Entity, stream: Entity) -> int | None:
        """The maturity level of an activity, from 1 to 5; None, with a finding, where it cannot be found."""
        level = self.model.referred(activity, "level", "PracticeLevel")
        maturity = level and self.model.referred(level, "maturityLevel", "MaturityLevel")
        if level is None or maturity is None:
            activity.node.say("missing-level", "the activity has no maturity level, and is left out")
            return None
        if level.node.get("practice").key() != stream.node.get("practice").key():
            text = f"level: '{level.stem}' is a level of another practice than that of the stream '{stream.stem}'"
            activity.node.get("level").say("inconsistent-reference", text)
        number = maturity.node.get("number")
        if number.value is None:
            number.say("missing-level", "the maturity level has no number")
        return number.rating("number", "odd-level")

    def rung(self, place: int, activity: Entity, code: str, questions: dict[int, list[Entity]]) -> _Rung:
        node = activity.node
        title = node.get("title").title("title") or activity.stem
        said = " ".join(node.get("shortDescription").text("shortDescription").split())
        statement = said or title
        asked, criteria = self.verify(questions.get(id(activity), []))
        level = Level(
            statement=statement,
            verify=asked or f"Show evidence that this holds: {statement}"[:MAX_TEXT],
            gain=GAINS[place],
            requires=[],
            stories=[Story(title=title, points=POINTS, acceptance=criteria or [statement])],
        )
        assumed = {"statement": not said, "verify": not asked}
        return _Rung(activity, code, title, level, frozenset(name for name, is_so in assumed.items() if is_so))

    def verify(self, questions: Sequence[Entity]) -> tuple[str, list[str]]:
        """The questions of an activity as one text, and the criteria of a good answer."""
        texts = [" ".join(question.node.get("text").text("text").split()) for question in questions]
        criteria = [
            line
            for question in questions
            for item in question.node.get("quality").items("quality")
            if (line := " ".join(item.text("quality").split()))
        ]
        lines = [*filter(None, texts), *(f"- {line}" for line in criteria)]
        return "\n".join(lines)[:MAX_TEXT].rstrip(), criteria

"""Small sources of every framework, each entry with a mark of its own, and ways to damage them."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ENTRY = re.compile(r"entry-[a-z]+")
VALUES: tuple[Any, ...] = (None, 0, "", "text", float("nan"), True, [], {}, ["item"], {"k": "v"}, [None], [{}])


def lens() -> dict[str, Any]:
    def question(letter: str) -> dict[str, Any]:
        choices = [{"id": f"entry-{letter}{end}", "title": f"entry-{letter}{end}"} for end in "xy"]
        rule = {"condition": f"entry-{letter}x && entry-{letter}y", "risk": "NO_RISK"}
        rules = [rule, {"condition": "default", "risk": "HIGH_RISK"}]
        return {"id": f"q-{letter}", "title": f"Question {letter}", "choices": choices, "riskRules": rules}

    pillars = [
        {"id": f"p-{p}", "name": f"Pillar {p}", "questions": [question(p + "a"), question(p + "b")]} for p in "ab"
    ]
    return {"schemaVersion": "2021-11-01", "name": "Lens", "description": "", "pillars": pillars}


def dsomm() -> dict[str, Any]:
    def group(letter: str) -> dict[str, Any]:
        first, second = f"entry-{letter}x", f"entry-{letter}y"
        return {first: {"uuid": first, "level": 1}, second: {"uuid": second, "level": 1, "dependsOn": [first]}}

    return {f"Dimension {d}": {f"Group {d}{g}": group(d + g) for g in "ab"} for d in "ab"}


def openssf() -> dict[str, Any]:
    def criteria(letters: str) -> dict[str, Any]:
        return {f"entry-{letters}{end}": {"category": "MUST", "description": "Do it."} for end in "xy"}

    def majors(letter: str) -> dict[str, Any]:
        return {f"Major {m}": {f"Minor {m}": criteria(letter + m)} for m in "ab"}

    return {level: majors(letter) for level, letter in (("0", "a"), ("1", "b"))}


def ordered(source: dict[str, Any]) -> list[Any]:
    """The same as lists of mappings of one key, but for the criteria themselves."""
    return [
        {key: ordered(value) if isinstance(value, dict) and "category" not in value else value}
        for key, value in source.items()
    ]


def azure() -> dict[str, Any]:
    items = [
        {"guid": f"entry-{end}", "text": f"entry-{end}", "waf": "Security", "category": "c", "severity": "High"}
        for end in "wxyz"
    ]
    return {"metadata": {"name": "List"}, "items": items}


def samm() -> dict[str, Any]:
    files: dict[str, Any] = {
        "business_functions/F.yml": {"id": "f", "name": "Function", "type": "Function"},
        "security_practices/P.yml": {
            "id": "p",
            "function": "f",
            "name": "Practice",
            "shortName": "P",
            "type": "Practice",
        },
        "maturity_levels/1.yml": {"id": "m", "number": 1, "type": "MaturityLevel"},
        "practice_levels/P.yml": {"id": "l", "practice": "p", "maturityLevel": "m", "type": "PracticeLevel"},
    }
    for end in "xy":
        stream, activity = f"streams/{end}.yml", f"activities/{end}.yml"
        files[stream] = {"id": f"s{end}", "practice": "p", "name": f"entry-{end}", "letter": end, "type": "Stream"}
        files[activity] = {"id": f"a{end}", "stream": f"s{end}", "level": "l", "title": "Do", "type": "Activity"}
    return files


SOURCES: dict[str, Any] = {
    "aws-lens": lens(),
    "dsomm": dsomm(),
    "openssf": openssf(),
    "openssf, ordered": ordered(openssf()),
    "azure-checklist": azure(),
    "samm": samm(),
}


def aws_answers() -> dict[str, Any]:
    def question(letter: str) -> dict[str, Any]:
        ids = [f"entry-{letter}{end}" for end in "xyz"]
        return {
            "QuestionId": f"q-{letter}",
            "Choices": [{"ChoiceId": id, "Title": f"Choice {id[-1]}"} for id in ids],
            "SelectedChoices": ids[:1],
            "ChoiceAnswerSummaries": [{"ChoiceId": ids[1], "Status": "NOT_APPLICABLE", "Reason": "OUT_OF_SCOPE"}],
            "IsApplicable": True,
            "Risk": "HIGH",
        }

    return {"AnswerSummaries": [question(letter) for letter in "ab"]}


def dsomm_progress() -> dict[str, Any]:
    done = {"Fully implemented": "2026-03-01"}
    teams = {"Team a": done, "Team b": done}
    return {"progress": {f"entry-{end}": copy.deepcopy(teams) for end in "xyz"}}


def dsomm_implemented() -> dict[str, Any]:
    def activity(end: str) -> dict[str, Any]:
        return {"uuid": f"entry-{end}", "level": 1, "teamsImplemented": {"Team a": True, "Team b": False}}

    return {"Dimension": {"Group": {f"Activity {end}": activity(end) for end in "xyz"}}}


def badge_answers() -> dict[str, Any]:
    return {
        "name": "Project",
        "entry-x_status": "Met",
        "entry-x_justification": "It is.",
        "entry-y_status": "Unmet",
        "entry-z_status": "N/A",
    }


ANSWERS: dict[str, Any] = {
    "aws-answers": aws_answers(),
    "dsomm-progress": dsomm_progress(),
    "dsomm-progress, implemented": dsomm_implemented(),
    "bestpractices-json": badge_answers(),
}


def damaged(source: Any) -> Iterator[tuple[str, Any]]:
    """All ways to spoil one place of a source, each with what it is: another value, shape or key, or the place gone."""
    for path in _paths(source):
        old = _at(source, path)
        changes: dict[str, Any] = {repr(value): value for value in VALUES}
        changes |= {"a list of it": [old], "below a key": {"k": old}}
        if isinstance(old, dict):
            changes |= {"its values": list(old.values()), "in order": [{key: value} for key, value in old.items()]}
        if isinstance(old, list):
            changes["by number"] = {str(number): value for number, value in enumerate(old)}
        for name, value in changes.items():
            found, holder = _copied(source, path)
            holder[path[-1]] = copy.deepcopy(value)
            yield f"{path}: {name}", found
        found, holder = _copied(source, path)
        del holder[path[-1]]
        yield f"{path}: gone", found
        if isinstance(holder, dict):
            for new in ("", "null", ".nan", f"_{path[-1]}", path[-1].upper(), path[-1][:-1]):
                found, holder = _copied(source, path)
                items = [(new if key == path[-1] else key, value) for key, value in holder.items()]
                holder.clear()
                holder.update(items)
                yield f"{path}: named {new!r}", found


def _copied(source: Any, path: tuple[Any, ...]) -> tuple[Any, Any]:
    """A copy, and in it what holds the place."""
    found = copy.deepcopy(source)
    return found, _at(found, path[:-1])


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    for step in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from _paths(value[step], (*path, step))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def put(folder: Path, name: str, source: Any) -> Path:
    """Writes a source as its framework does, and gives where."""
    if name != "samm":
        path = folder / "source.txt"
        text = (
            json.dumps(source) if name in ("aws-lens", "azure-checklist") else yaml.safe_dump(source, sort_keys=False)
        )
        path.write_text(text)
        return path
    root = folder / "model"
    for file, content in source.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(yaml.safe_dump(content, sort_keys=False))
    return root

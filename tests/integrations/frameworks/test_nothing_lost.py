"""Whatever is wrong in a source of a framework, no entry of it goes without a word."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from catalog.errors import BadInput
from integrations.frameworks import baselines, importing
from integrations.frameworks.foreign import Notes
from integrations.frameworks.importing import Imported
from planner.answers import Answer
from tests.integrations.frameworks.damage import ANSWERS, ENTRY, SOURCES, damaged, put
from tests.stress import size


def read(folder: Path, name: str, source: Any) -> Imported:
    return importing.read(name.partition(",")[0], put(folder, name, source))


def entries(text: str) -> set[str]:
    return set(ENTRY.findall(text.lower()))


def rules(found: Imported) -> Counter[str]:
    return Counter(finding.rule for finding in found.findings)


@pytest.mark.stress
@pytest.mark.parametrize("name", SOURCES)
def test_no_entry_is_lost(tmp_path: Path, name: str) -> None:
    """Of a source with one place spoiled, each entry is in the catalog, or it is refused or has a finding more."""
    (tmp_path / "whole").mkdir()
    whole = read(tmp_path / "whole", name, SOURCES[name])
    all_ways = list(damaged(SOURCES[name]))
    if name == "samm":  # whose first keys are names of files
        all_ways = [(way, source) for way, source in all_ways if source.keys() <= SOURCES[name].keys()]
    ways = random.Random(7).sample(all_ways, min(len(all_ways), size(60, len(all_ways))))
    silent = []
    for number, (way, source) in enumerate(ways):
        (folder := tmp_path / str(number)).mkdir()
        try:
            found = read(folder, name, source)
        except BadInput:
            continue
        lost = entries(json.dumps(source)) - entries(json.dumps(found.content))
        if lost and not rules(found) - rules(whole):
            silent.append((way, lost))

    assert entries(json.dumps(SOURCES[name])) == entries(json.dumps(whole.content))
    assert [] == silent


UNTOUCHED = {f"('progress', 'entry-{end}'): None" for end in "xyz"}
"""An activity with nothing below it is one that nobody has begun: no answer, and nothing to say."""


def answers(path: Path, name: str, source: Any) -> tuple[list[Answer], Notes]:
    path.write_text(json.dumps(source), encoding="utf-8")
    return baselines.FORMATS[name.partition(",")[0]].read(path, "")


@pytest.mark.stress
@pytest.mark.parametrize("name", ANSWERS)
def test_no_answer_is_lost(tmp_path: Path, name: str) -> None:
    """Of answers with one place spoiled, each is read as it was, or it is refused or has a finding more."""
    path = tmp_path / "answers.json"
    whole, before = answers(path, name, ANSWERS[name])
    all_ways = [(way, source) for way, source in damaged(ANSWERS[name]) if way not in UNTOUCHED]
    ways = random.Random(7).sample(all_ways, min(len(all_ways), size(400, len(all_ways))))
    silent = []
    for way, source in ways:
        try:
            found, notes = answers(path, name, source)
        except BadInput:
            continue
        lost = entries(json.dumps(source)) - entries(" ".join(id for answer in found for id in answer.ids))
        if lost and len(notes.found) == len(before.found):
            silent.append((way, lost))

    assert entries(json.dumps(ANSWERS[name])) == entries(" ".join(id for answer in whole for id in answer.ids))
    assert [] == silent

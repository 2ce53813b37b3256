"""Self-assessments of the OpenSSF Best Practices badge: `.bestpractices.json`, a status for each criterion.

https://github.com/coreinfrastructure/best-practices-badge
"""

from __future__ import annotations

from pathlib import Path

from catalog.errors import BadInput, nearest
from catalog.yaml_text import read_text
from integrations.frameworks import json_text
from integrations.frameworks.foreign import Notes, shown, whole
from planner.answers import Answer, State

STATUSES = {"met": State.MET, "unmet": State.UNMET, "n/a": State.NOT_APPLICABLE, "?": None}
MAX_SAID = 200

_STATUS = "_status"


def read(path: Path, team: str = "") -> tuple[list[Answer], Notes]:  # noqa: ARG001  # one project, one assessment
    """The answers in an assessment, and what is wrong with it; `?` is no answer. Raises BadInput where it has none."""
    file = str(path)
    notes = Notes(file)
    document, problems = json_text.parse(read_text(path), file)
    for problem in problems:
        notes.add("odd-json", problem.line, problem.key, problem.text)
    top = whole(document, notes)
    if not isinstance(top.value, dict) or not any(key.endswith(_STATUS) for key in top.value):
        text = "this is no assessment of the OpenSSF badge: keys like 'build_status' were expected"
        raise BadInput.one(file, text, 1)
    answers: list[Answer] = []
    for key, node in top.entries("assessment"):
        id, mark, kind = key.rpartition("_")
        if kind.casefold() != "status" or not id:
            if mark and nearest(kind.casefold(), ["status"]):
                node.named(key[:60]).say("unknown-key", f"this is not read; is '{id[:60]}{_STATUS}' meant?")
            elif kind == "justification" and f"{id}{_STATUS}" not in top.value:
                node.named(key[:60]).say("missing-status", f"there is no '{id[:60]}{_STATUS}' to this")
            continue
        status = node.text(key[:60])
        if status.casefold() not in STATUSES:
            if status:
                text = (
                    f"{shown(status)} is none of Met, Unmet, N/A, ?{node.notes.near(status, ('Met', 'Unmet', 'N/A'))}"
                )
                node.named(key[:60]).say("odd-status", text)
            elif node.value in (None, ""):
                node.named(key[:60]).say("odd-status", "the status is empty, so this is no answer")
            continue
        state = STATUSES[status.casefold()]
        if state is None:
            continue
        why = " ".join(top.get(f"{id}_justification").text(f"{id[:60]}_justification").split())[:MAX_SAID]
        said = f"{status}: {why}" if why else status
        answers.append(Answer((id,), state, said, why if state is State.NOT_APPLICABLE else "", node.lines.line))
    return answers, notes

"""Baselines that were taken in another framework, brought into a workload: the formats, and what comes of an import."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.errors import BadInput
from catalog.model import Catalog
from integrations.frameworks import aws_answers, badge_answers, dsomm_progress
from integrations.frameworks.foreign import Found, Notes
from planner.answers import Answer, State, Weighed, take, weigh
from planner.baseline import Decision
from planner.workload import Workload


@dataclass(frozen=True, slots=True)
class Format:
    """`read` gives the answers of a file, of one team where it holds several; `framework` is what they are about."""

    read: Callable[[Path, str], tuple[list[Answer], Notes]]
    framework: str


FORMATS = {
    "aws-answers": Format(aws_answers.read, "aws-lens"),
    "dsomm-progress": Format(dsomm_progress.read, "dsomm"),
    "bestpractices-json": Format(badge_answers.read, "openssf"),
}


@dataclass(frozen=True, slots=True)
class Imported:
    """The workload with what the answers say, what became of each, and what was wrong in the source."""

    format: str
    file: str
    answers: tuple[Answer, ...]
    weighed: Weighed
    workload: Workload
    decisions: tuple[Decision, ...]
    findings: tuple[Found, ...]


def read(
    format: str, path: Path, workload: Workload, catalog: Catalog, today: datetime.date, team: str = ""
) -> Imported:
    """Bring the answers at `path`, which is in one of FORMATS, into a workload.

    Raises BadInput where the file is not of the format, and where the catalog knows nothing of its framework.
    """
    reader = FORMATS[format]
    answers, notes = reader.read(path, team)
    weighed = weigh(catalog, answers, reader.framework)
    if not weighed.known:
        names = ", ".join(part.id for part in catalog.parts)
        text = (
            f"nothing in the catalog ({names}) comes from {reader.framework} or names a counterpart in it; "
            "use a catalog that does (maps_to), or import the framework's own: colonnade catalog import"
        )
        raise BadInput.one(str(path), text)
    made, decisions = take(workload, weighed, format, today)
    findings = tuple(sorted(notes.found, key=lambda f: (f.line or 0, f.key, f.rule, f.text)))
    return Imported(format, str(path), tuple(answers), weighed, made, decisions, findings)


def summary(imported: Imported, written: bool) -> dict[str, Any]:
    """The import in figures and lists, for people and programs."""
    states = {state: sum(answer.state is state for answer in imported.answers) for state in State}
    direct = {proposal.practice for proposal in imported.weighed.direct}
    return {
        "format": imported.format,
        "file": imported.file,
        "written": written,
        "answers": {state.value: count for state, count in states.items() if count},
        "levels": [_decision(imported, decision, direct) for decision in imported.decisions],
        "open": [{"practice": found.practice, "why": found.why, "hint": found.hint} for found in imported.weighed.open],
        "unmatched": [
            {"id": u.answer.id, "state": u.answer.state.value, "line": u.answer.line, "near": u.near or None}
            for u in imported.weighed.unmatched
        ],
        "findings": [
            {"rule": f.rule, "file": f.file, "line": f.line, "key": f.key, "text": f.text} for f in imported.findings
        ],
    }


def _decision(imported: Imported, decision: Decision, direct: set[str]) -> dict[str, Any]:
    proposal, present = decision.proposal, decision.present
    after = imported.workload.baseline.get(proposal.practice)
    is_set = proposal.practice in direct and after is not None and after.by == imported.format
    return {
        "practice": proposal.practice,
        "present": None if present is None else {"level": present.level, "not_applicable": present.not_applicable},
        "level": proposal.level,
        "not_applicable": proposal.not_applicable,
        "reason": proposal.reason,
        "evidence": proposal.evidence,
        "proposed": not is_set,
        "kept": decision.kept,
    }

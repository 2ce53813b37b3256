"""Read problem files: at the speed of the standard library, with the lines of everything where something is wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from catalog.collection import without_collection
from catalog.errors import BadInput, Problem
from catalog.shape import check, dotted
from catalog.yaml_text import Document, Lines, read_text
from integrations.frameworks import json_text
from planner.problem_document import faults
from planner.problem_schema import ProblemDocument

MAX_BYTES = 200_000_000


@without_collection()
def read_problem(path: Path) -> ProblemDocument:
    """The problem in a JSON file. Raises BadInput with everything that is wrong in it, each with its line and key."""
    file, text = str(path), read_text(path, MAX_BYTES)
    try:
        data = json.loads(text, object_pairs_hook=_mapping, parse_constant=_odd)
        document = check(ProblemDocument, Document(file, data, Lines(1)))
    except (ValueError, RecursionError, BadInput):
        document = _read_slowly(text, file)
    wrong = list(faults(document))
    if wrong:
        lines = json_text.parse(text, file)[0].lines
        raise BadInput(Problem(file, lines.find(path), dotted(path), sentence) for path, sentence in wrong)
    return document


def _mapping(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        _odd("a repeated key")
    return found


def _odd(what: str) -> NoReturn:
    """Leave it to the reader that knows lines to say where this stands."""
    raise ValueError(what)


def _read_slowly(text: str, file: str) -> ProblemDocument:
    document, odd = json_text.parse(text, file)
    try:
        found = check(ProblemDocument, document)
    except BadInput as error:
        again = "a finite number was expected"  # the reader of the lines has said so
        raise BadInput([*odd, *(p for p in error.problems if not p.text.startswith(again))]) from None
    if odd:
        raise BadInput(odd)
    return found

"""Failures as sentences on stderr, each kind with its exit status."""

from __future__ import annotations

import sys
import traceback

from catalog.errors import BadInput
from integrations.tracker import Refused, TrackerStopped
from planner.errors import NoPlan, NotNow

BAD_INPUT, NO_PLAN, NOT_NOW, DEFECT = 3, 4, 5, 70


def lines_of(error: Exception) -> list[str]:
    """A failure in sentences, for a screen of its own."""
    return _told(error)[0]


def report(error: Exception, *, debug: bool = False) -> int:
    """Say what went wrong; gives the exit status: 3 bad input, 4 no plan, 5 not now, 70 a defect of the program."""
    lines, status = _told(error)
    if status == DEFECT and debug:
        lines = [*traceback.format_exception(error), *lines]
    count = len(lines)
    for line in lines:
        sys.stderr.write(f"colonnade: {line}\n" if count == 1 else f"{line}\n")
    if status == BAD_INPUT and count > 1:
        sys.stderr.write(f"colonnade: {count} errors; nothing was written\n")
    return status


def _told(error: Exception) -> tuple[list[str], int]:
    match error:
        case BadInput():
            return [str(problem) for problem in error.problems], BAD_INPUT
        case NoPlan():
            return ["no plan satisfies the constraints:", *(f"  {line}" for line in error.clash)], NO_PLAN
        case NotNow():
            return [error.text, *(f"  {line}" for line in error.more)], NOT_NOW
        case TrackerStopped() | Refused():
            return [str(error)], NOT_NOW
        case OSError():  # files are guarded where they are read or written; what is left is standard output
            what = error.filename or "the output cannot be written"
            return [f"{what}: {error.strerror or error}"], BAD_INPUT
        case _:
            kind = type(error).__name__
            lines = [f"a defect in Colonnade: {kind}: {error}", "Please report it; COLONNADE_DEBUG=1 shows where."]
            return lines, DEFECT

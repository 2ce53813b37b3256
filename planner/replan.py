"""Planning again from an earlier plan document: which of its placements still mean something."""

from __future__ import annotations

from planner.document_schema import PlanDocument
from planner.sprints import Sprint
from planner.translate import Frozen


def start_from(previous: PlanDocument, sprints: tuple[Sprint, ...], frozen: int) -> Frozen:
    """The placements of an earlier plan in the sprints of today's calendar, matched by the day they begin.

    What was planned in a sprint that is over is free to go anywhere. `frozen` of today's first sprints are to stay
    as they were. Raises ValueError where no sprint of the earlier plan begins on the day that one of today's does.
    """
    today = {sprint.start: sprint.number for sprint in sprints}
    number = {old.number: today[old.start] for old in previous.sprints if old.start in today}
    if not number:
        raise ValueError("none of its sprints begins on the day that a sprint of this calendar does")
    stories = [story for epic in previous.epics for story in epic.stories]
    placement = {story.id: number[story.sprint] for story in stories if story.sprint in number}
    return Frozen(placement, frozen)

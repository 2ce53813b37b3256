"""The shape of a workload file, and its conversion to the model."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from catalog.shape import Date, Id, Number, Points, Shape, Text, one_decimal, tenths
from planner import edits, workload
from planner.optimiser.problem import POINTS

Sprint = Annotated[int, Field(ge=1, le=10_000)]
LevelNumber = Annotated[int, Field(ge=0, le=20)]
Size = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


Capacity = Annotated[Size, AfterValidator(one_decimal)]
Speed = Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)]
Cuts = Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=1)]
History = Annotated[list[Speed], Field(min_length=1)]


def _velocity_kind(value: object) -> str:
    return "history" if isinstance(value, list) else "figure"


def _skill(name: str) -> str:
    if name == POINTS:
        raise PydanticCustomError("skill", "'points' is the whole of a sprint, not a skill; name it otherwise")
    return name


Velocity = Annotated[
    Annotated[Speed, Tag("figure")] | Annotated[History, Tag("history")],
    Discriminator(_velocity_kind),
]


class TeamShape(Shape):
    velocity: Velocity
    improvement_share: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] = 1.0
    skills: dict[Annotated[Id, AfterValidator(_skill)], Capacity] = {}


class CalendarShape(Shape):
    start: Date
    sprint_days: Annotated[int, Field(ge=1, le=366)] = 14
    sprints: Annotated[int, Field(ge=1, le=1000)] = 6
    days_off: list[Date] = []
    first: Sprint = 1


class PolicyShape(Shape):
    weights: dict[Id, Number] = {}
    discount: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] = 0.97
    epics_in_progress: Annotated[int, Field(ge=1)] | None = None
    stability: Number = 0.0
    strict: bool = False


class TargetShape(Shape):
    default: LevelNumber = 2
    pillars: dict[Id, LevelNumber] = {}
    practices: dict[Id, LevelNumber] = {}


class ProposalShape(Shape):
    """Where a practice stands, as a scan or an import proposes it."""

    level: LevelNumber = 0
    evidence: str = ""
    assessed: Date | None = None
    by: str = ""
    not_applicable: bool = False
    reason: str = ""

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if self.not_applicable and not self.reason.strip():
            raise PydanticCustomError("standing", "not applicable needs a reason")
        if self.not_applicable and self.level:
            raise PydanticCustomError("standing", "what is not applicable has no level and nothing done")
        return self


def _proposed_kind(value: object) -> str:
    return "beside" if isinstance(value, dict | ProposalShape) else "whole"


Proposed = Annotated[
    Annotated[bool, Tag("whole")] | Annotated[ProposalShape, Tag("beside")],
    Discriminator(_proposed_kind),
]


class StandingShape(ProposalShape):
    """Where a practice stands. `proposed: true`: nobody has accepted it yet; a mapping: what is proposed beside it."""

    done: list[str] = []
    proposed: Proposed = False

    @model_validator(mode="after")
    def _done(self) -> Self:
        if self.not_applicable and self.done:
            raise PydanticCustomError("standing", "what is not applicable has no level and nothing done")
        if self.proposed is True and self.done:
            raise PydanticCustomError(
                "standing",
                "what is only proposed has nothing done; put the proposal in a mapping: proposed: {level: …}",
            )
        return self


VERBS = ("pin", "not_before", "deadline", "exclude", "resize", "split", "capacity", "weight")
_NEEDS = {"pin": "sprint", "not_before": "sprint", "deadline": "sprint", "capacity": "sprint"}
_NEEDS |= {"resize": "points", "weight": "value"}


class EditShape(Shape):
    """One decision: exactly one of the verbs, with the key it needs."""

    pin: str | None = None
    not_before: str | None = None
    deadline: str | None = None
    exclude: str | None = None
    resize: str | None = None
    split: str | None = None
    capacity: Capacity | None = None
    weight: Id | None = None
    sprint: Sprint | None = None
    points: Points | None = None
    value: Number | None = None
    after: Cuts | None = None
    reason: str | None = None

    @property
    def verb(self) -> str:
        return next(verb for verb in VERBS if getattr(self, verb) is not None)

    @model_validator(mode="after")
    def _one_verb(self) -> EditShape:
        given = [verb for verb in VERBS if getattr(self, verb) is not None]
        if len(given) != 1:
            message = f"an edit has exactly one of {', '.join(VERBS)}; here {' and '.join(given) or 'none'}"
            raise PydanticCustomError("edit", "{message}", {"message": message})
        needed = _NEEDS.get(given[0])
        if needed and getattr(self, needed) is None:
            raise PydanticCustomError("edit", "{verb} needs '{key}'", {"verb": given[0], "key": needed})
        allowed = {needed, "after" if given[0] == "split" else None}
        odd = [k for k in ("sprint", "points", "value", "after") if getattr(self, k) is not None and k not in allowed]
        if odd:
            raise PydanticCustomError("edit", "{verb} does not take '{key}'", {"verb": given[0], "key": odd[0]})
        return self


class IssueTypesShape(Shape):
    epic: Text | None = None
    story: Text | None = None
    task: Text | None = None


class JiraShape(Shape):
    server: Annotated[Text, Field(pattern=r"^https?://")]
    project: Id
    board: Annotated[int, Field(ge=1)] | None = None
    deployment: Literal["cloud", "datacenter"] | None = None
    issue_types: IssueTypesShape = IssueTypesShape()
    points_field: Text | None = None
    done: list[Text] = []


class WorkloadShape(Shape):
    """A workload file."""

    workload: Id
    catalog: Annotated[list[Text], Field(min_length=1)]
    team: TeamShape
    calendar: CalendarShape
    policy: PolicyShape = PolicyShape()
    target: TargetShape = TargetShape()
    baseline: dict[Id, StandingShape] = {}
    values: dict[Id, Number] = {}
    edits: list[EditShape] = []
    jira: JiraShape | None = None


def to_workload(shape: WorkloadShape) -> workload.Workload:
    """The values of a workload file whose shape is right; what it names is checked elsewhere."""
    team, calendar, policy, jira = shape.team, shape.calendar, shape.policy, shape.jira
    velocity = team.velocity if isinstance(team.velocity, list) else [team.velocity]
    return workload.Workload(
        name=shape.workload,
        catalogs=tuple(shape.catalog),
        team=workload.Team(
            tuple(velocity), team.improvement_share, {name: tenths(points) for name, points in team.skills.items()}
        ),
        calendar=workload.Calendar(
            calendar.start, calendar.sprint_days, calendar.sprints, frozenset(calendar.days_off), calendar.first
        ),
        policy=workload.Policy(
            policy.weights, policy.discount, policy.epics_in_progress, policy.stability, policy.strict
        ),
        target=workload.Target(shape.target.default, shape.target.pillars, shape.target.practices),
        baseline={id: _standing(s) for id, s in shape.baseline.items() if s.proposed is not True},
        values=shape.values,
        edits=tuple(to_edit(edit) for edit in shape.edits),
        jira=workload.JiraProject(
            server=jira.server,
            project=jira.project,
            board=jira.board,
            deployment=jira.deployment,
            issue_types=jira.issue_types.model_dump(exclude_none=True),
            points_field=jira.points_field,
            done=tuple(jira.done),
        )
        if jira
        else None,
        proposed={
            id: _standing(s if s.proposed is True else s.proposed)
            for id, s in shape.baseline.items()
            if not isinstance(s.proposed, bool) or s.proposed
        },
    )


def _standing(shape: ProposalShape) -> workload.Standing:
    done = tuple(shape.done) if isinstance(shape, StandingShape) else ()
    return workload.Standing(
        shape.level, done, shape.evidence, shape.assessed, shape.by, shape.not_applicable, shape.reason
    )


def to_edit(shape: EditShape) -> edits.Edit:
    """One decision as a value."""
    reason = shape.reason or ""
    match shape:
        case EditShape(pin=str(id), sprint=int(sprint)):
            return edits.Pin(id, sprint, reason)
        case EditShape(not_before=str(id), sprint=int(sprint)):
            return edits.NotBefore(id, sprint, reason)
        case EditShape(deadline=str(id), sprint=int(sprint)):
            return edits.Deadline(id, sprint, reason)
        case EditShape(exclude=str(id)):
            return edits.Exclude(id, reason)
        case EditShape(resize=str(id), points=float(points)):
            return edits.Resize(id, tenths(points), reason)
        case EditShape(split=str(id)):
            return edits.Split(id, tuple(sorted(set(shape.after or ()))), reason)
        case EditShape(capacity=float(points), sprint=int(sprint)):
            return edits.SetCapacity(sprint, tenths(points), reason)
        case EditShape(weight=str(pillar), value=float(value)):
            return edits.SetWeight(pillar, value, reason)
    raise AssertionError(shape)  # the validator above leaves nothing else

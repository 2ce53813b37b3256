"""The shape of problem and solution files: the bare optimiser's published formats."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from catalog.shape import Shape

MAX_VALUE = 1e15
MAX_HORIZON = 10_000
MAX_LAG = 10_000

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Amount = Annotated[float, Field(ge=0, le=MAX_VALUE, allow_inf_nan=False)]
Value = Annotated[float, Field(ge=-MAX_VALUE, le=MAX_VALUE, allow_inf_nan=False)]
SprintNumber = Annotated[int, Field(ge=1)]


class RequirementShape(Shape):
    """The item `id` is placed at least `lag` sprints earlier; 0 allows the same sprint."""

    id: Name
    lag: Annotated[int, Field(ge=0, le=MAX_LAG)] = 0


class ItemShape(Shape):
    """Something to place in a sprint, or to leave out.

    `value` is earned from the item's sprint on and may be negative; `effort` is in the units of each resource's
    capacity, and may be nothing. `pin` is exactly that sprint; `deadline` obliges to be done by then.
    """

    id: Name
    value: Value = 0.0
    effort: dict[Name, Amount] = {}
    requires: list[RequirementShape] = []
    pin: SprintNumber | None = None
    not_before: SprintNumber = 1
    deadline: SprintNumber | None = None
    group: Name | None = None


class ProblemDocument(Shape):
    """Maximise Σ value · discount^(sprint−1) over the items placed in the sprints 1 to `horizon`.

    `capacity` gives each resource a figure for each sprint. At most `open_groups` groups have an item with effort in
    one sprint. An item that was placed in `previous` and is moved or left out costs `move_price` in the choice between
    solutions, never in the objective.
    """

    schema_: Annotated[Literal["colonnade/problem@1"], Field(alias="schema")]
    horizon: Annotated[int, Field(ge=1, le=MAX_HORIZON)]
    discount: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] = 1.0
    capacity: dict[Name, list[Amount]] = {}
    items: list[ItemShape]
    open_groups: Annotated[int, Field(ge=1)] | None = None
    previous: dict[Name, SprintNumber] = {}
    move_price: Amount = 0.0


class SolutionDocument(Shape):
    """`objective` is what `placement` earns, `bound` what no feasible placement can exceed; null is left out."""

    schema_: Annotated[Literal["colonnade/solution@1"], Field(alias="schema")]
    objective: Annotated[float, Field(allow_inf_nan=False)]
    bound: Annotated[float, Field(allow_inf_nan=False)]
    status: Literal["optimal", "feasible"]
    placement: dict[Name, SprintNumber | None]

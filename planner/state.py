"""What the workspace keeps of a workload between two commands, as a value and as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from planner.workload import Workload
from planner.workload_document import plain, to_data


@dataclass(frozen=True)
class State:
    """A workload, the folder that its catalog paths are taken from, and the plan that it goes on from.

    `placed` gives the sprints of the stories in the plan that people know: the one before the first decision, then the
    one of the last closing. Moving away from it costs what the policy's stability says.
    """

    workload: Workload
    folder: str = ""
    placed: Mapping[str, int] = field(default_factory=dict)


KEYED = ("pin", "not_before", "deadline", "exclude", "resize", "split", "weight")


def key_of(edit: Mapping[str, Any]) -> str:
    """What a decision is about: `pin a/1/1`, `capacity 3`. A later one about the same takes the place of it."""
    for verb in KEYED:
        if verb in edit:
            return f"{verb} {edit[verb]}"
    return f"capacity {edit['sprint']}"


def to_plain(state: State) -> dict[str, Any]:
    """The state as JSON holds it: the workload as in its file, but for the edits, which have keys to be found by.

    Mappings that people add to are there though they are empty, so that two additions do not look like one thing.
    """
    data = plain(to_data(state.workload))
    keyed: dict[str, Any] = {}
    for edit in data.get("edits", []):
        key = wanted = key_of(edit)
        count = 1
        while key in keyed:  # a file may decide one thing twice
            count += 1
            key = f"{wanted} #{count}"
        keyed[key] = edit
    workload = {"policy": {}, "target": {}, "baseline": {}, "values": {}} | data | {"edits": keyed}
    workload["policy"] = {"weights": {}} | workload["policy"]
    workload["target"] = {"pillars": {}, "practices": {}} | workload["target"]
    order = ("workload", "catalog", "team", "calendar", "policy", "target", "baseline", "values", "edits", "jira")
    workload = {key: workload[key] for key in order if key in workload}
    return {"workload": workload, "folder": state.folder, "placed": dict(state.placed)}


def from_plain(data: Mapping[str, Any]) -> State:
    """The state of plain data. Raises pydantic's ValidationError, or KeyError, where it does not hold one."""
    from planner.workload_schema import WorkloadShape, to_workload

    workload = dict(data["workload"])
    workload["edits"] = list(workload["edits"].values())
    return State(to_workload(WorkloadShape.model_validate(workload)), data["folder"], data["placed"])

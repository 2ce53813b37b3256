"""What people do in Jira stays as they did it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from integrations.walk import Outcome
from planner.document_schema import PlanDocument
from tests.integrations.jira.rig import Rig, plan, rig, story
from tests.jira_double.server import Trouble
from tests.jira_double.world import POINTS, Issue

BOTH = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])
ID = "backups/1/1"
OLD = plan(story(ID, tasks=["Try it"]), story("alerts/1/1", sprint=2))


def new(sprint: int = 1, sprints: int = 2, **more: Any) -> PlanDocument:
    """The same plan with something else about the story."""
    return plan(story(ID, sprint, tasks=["Try it"], **more), story("alerts/1/1", sprint=2), sprints=sprints)


def issue(jira: Rig, id: str = ID) -> Issue:
    [found] = jira.world.marked(id)
    return found


def left(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [(conflict.id, conflict.why, conflict.field) for conflict in outcome.conflicts]


@BOTH
def test_theirs_alone(tmp_path: Path, cloud: bool) -> None:
    """A summary, points, labels and a sprint that people changed stay, and are no conflict."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        theirs = issue(jira)
        theirs.fields |= {"summary": "Ours, but better", POINTS: 8.0, "labels": ["urgent"]}
        theirs.sprints = [72]

        assert ([], ()) == (jira.quiet(OLD), jira.show(OLD).conflicts)
        assert ("Ours, but better", 8.0, ["urgent"]) == (
            theirs.fields["summary"],
            theirs.fields[POINTS],
            theirs.fields["labels"],
        )


@BOTH
def test_ours_alone(tmp_path: Path, cloud: bool) -> None:
    """What only the plan changed is written, and labels that people added stay."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        issue(jira).fields["labels"].append("urgent")
        changed = new(sprint=2, title="Another title", points=5, acceptance=["It is done.", "Twice."])

        outcome = jira.apply(changed)

        found = issue(jira)
        assert (1, 1, "Another title", 5.0, [72], True) == (
            outcome.updated,
            outcome.moved,
            found.fields["summary"],
            found.fields[POINTS],
            found.sprints,
            "urgent" in found.fields["labels"],
        )
        assert [] == jira.quiet(changed)


@BOTH
def test_both_changed_different_fields(tmp_path: Path, cloud: bool) -> None:
    """Changes to different fields of one issue both hold."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        issue(jira).fields["summary"] = "Theirs"

        outcome = jira.apply(new(points=5))

        fields = issue(jira).fields
        assert ([], "Theirs", 5.0) == (left(outcome), fields["summary"], fields[POINTS])


@BOTH
def test_both_changed_one_field(tmp_path: Path, cloud: bool) -> None:
    """Both sides changed the title: a conflict each time, nothing written, until a person decides for ours."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        issue(jira).fields["summary"] = "Theirs"
        ours = new(title="Ours")

        assert [(ID, "both-changed", "title")] * 2 == left(jira.apply(ours)) + left(jira.apply(ours))
        assert "Theirs" == issue(jira).fields["summary"]
        assert ([], "Ours") == (left(jira.apply(ours, **{ID: "ours"})), issue(jira).fields["summary"])
        assert [] == jira.quiet(ours)


def test_decided_for_theirs(tmp_path: Path) -> None:
    """A conflict that was decided for theirs does not come back."""
    with rig(tmp_path) as jira:
        jira.apply(OLD)
        issue(jira).fields["summary"] = "Theirs"
        ours = new(title="Ours")
        jira.apply(ours, **{ID: "theirs"})

        assert ([], "Theirs") == (left(jira.apply(ours)), issue(jira).fields["summary"])


def test_edit_between_reading_and_writing(tmp_path: Path) -> None:
    """An edit that falls between our read and our write is a conflict and is not written over."""
    with rig(tmp_path) as jira:
        jira.apply(OLD)

        def edit() -> None:
            issue(jira).fields["summary"] = "Theirs"

        # the last read before the write is the one by number
        jira.double.troubles.append(Trouble("POST", "/rest/api/3/issue/bulkfetch", 200, effect=True, before=edit))

        outcome = jira.apply(new(title="Ours", points=5))

        assert ([(ID, "both-changed", "title")], "Theirs", 5.0) == (
            left(outcome),
            issue(jira).fields["summary"],
            issue(jira).fields[POINTS],
        )


@BOTH
def test_deleted(tmp_path: Path, cloud: bool) -> None:
    """An issue that was deleted, or that the account may no longer see, is never made again."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        jira.world.delete(issue(jira).id)

        outcomes = [jira.apply(new(title="Ours")), jira.apply(new(title="Ours"))]

        assert [[(ID, "missing", "")]] * 2 == [left(outcome) for outcome in outcomes]
        assert [] == jira.world.marked(ID)


@BOTH
def test_deleted_parent(tmp_path: Path, cloud: bool) -> None:
    """Work that is new under an issue that is gone is not made: it has nowhere to go."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        jira.world.delete(issue(jira, "backups").id)
        more = plan(story(ID, tasks=["Try it"]), story("alerts/1/1", sprint=2), story("backups/1/2"))

        assert [("backups", "missing", ""), ("backups/1/2", "missing", "parent")] == left(jira.apply(more))


@BOTH
def test_moved_to_another_project(tmp_path: Path, cloud: bool) -> None:
    """An issue that was moved to another project is left alone, and not made again."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        found = issue(jira)
        found.project, found.key = "10200", "OTHER-9"

        outcome = jira.apply(new(title="Ours"))

        assert [(ID, "moved-away", "")] == left(outcome)
        assert "Story backups/1/1" == issue(jira).fields["summary"]


@BOTH
def test_copied_with_its_labels(tmp_path: Path, cloud: bool) -> None:
    """A copy of an issue is not taken for it, even where the ledger is lost: the copy has no property."""
    with rig(tmp_path / "one", cloud=cloud) as jira:
        jira.apply(OLD)
        original = issue(jira)
        fields = {**original.fields, "labels": list(original.fields["labels"])}
        jira.world.issues[1] = Issue(1, "FRAUD-999", fields, {}, 0.0)
        jira.folder = tmp_path / "two"
        outcome = jira.apply(OLD)

        assert ([], original.id) == (left(outcome), int(jira.store().load().items[ID].number))


@BOTH
@pytest.mark.parametrize("lost", [True, False], ids=["ledger lost", "ledger kept"])
def test_marker_label_removed(tmp_path: Path, cloud: bool, lost: bool) -> None:
    """An issue whose marker label was removed is still known: by its number, else on Cloud by its property."""
    with rig(tmp_path / "one", cloud=cloud) as jira:
        jira.apply(OLD)
        issue(jira).fields["labels"].remove("colonnade-backups-1-1")
        if lost and cloud:
            jira.folder = tmp_path / "two"

        assert ([], []) == (jira.quiet(OLD), jira.quiet(OLD))


@BOTH
@pytest.mark.parametrize("status", ["In Progress", "Done"])
def test_status_is_never_written(tmp_path: Path, cloud: bool, status: str) -> None:
    """A status stays as people set it; an issue that is done is not moved or changed any more."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        issue(jira).fields["status"] = status

        jira.apply(new(sprint=2, points=8))

        done = status == "Done"
        assert (status, [71 if done else 72], 3.0 if done else 8.0) == (
            issue(jira).fields["status"],
            issue(jira).sprints,
            issue(jira).fields[POINTS],
        )


@BOTH
def test_dropped(tmp_path: Path, cloud: bool) -> None:
    """What the plan no longer places leaves our sprint while nobody has touched it, and is never deleted."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        without = plan(story("alerts/1/1", sprint=2))

        jira.apply(without)

        assert ([], []) == (issue(jira).sprints, jira.quiet(without))


@BOTH
@pytest.mark.parametrize("touch", ["status", "summary", "labels"])
def test_dropped_but_touched(tmp_path: Path, cloud: bool, touch: str) -> None:
    """What somebody has worked on stays in its sprint, though the plan no longer places it."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        fields = issue(jira).fields
        fields |= {"status": {"status": "In Progress"}, "summary": {"summary": "X"}, "labels": {"labels": ["x"]}}[touch]

        jira.apply(plan(story("alerts/1/1", sprint=2)))

        assert [71] == issue(jira).sprints


@BOTH
def test_normalised_description(tmp_path: Path, cloud: bool) -> None:
    """What Jira does to a description by itself is no change."""
    with rig(tmp_path, cloud=cloud) as jira:
        odd = plan(story(ID, acceptance=["A {b} *c* -d- [e|f] # g_h_", "x-y \\ z", "- a dash"], title="A  {b}\t*c*"))
        jira.apply(odd)
        text = issue(jira).fields["description"]
        if cloud:
            for node in text["content"]:
                node["attrs"] = {**node.get("attrs", {}), "localId": "1f"}
        else:
            issue(jira).fields["description"] = text.replace("\n", "\r\n") + "\r\n"

        assert ([], ()) == (jira.quiet(odd), jira.show(odd).conflicts)
        ours = plan(story(ID, acceptance=["Other."], title="A  {b}\t*c*"))
        assert ([], 1) == (left(jira.apply(ours)), jira.world.issues[issue(jira).id].fields["summary"].count("{b}"))


def test_label_added_while_labels_are_written(tmp_path: Path) -> None:
    """A label that people add at the very moment stays: labels are added and removed, never set as a whole."""
    with rig(tmp_path) as jira:
        jira.apply(OLD)
        moved = OLD.model_copy(update={"epics": [epic.model_copy(update={"pillar": "sec"}) for epic in OLD.epics]})
        for_story = f"/rest/api/3/issue/{issue(jira).id}"
        jira.double.troubles.append(
            Trouble("PUT", for_story, 200, effect=True, before=lambda: issue(jira).fields["labels"].append("urgent"))
        )
        jira.apply(moved)

        assert {"colonnade", "colonnade-backups-1-1", "sec", "ops.code", "urgent"} == set(issue(jira).fields["labels"])

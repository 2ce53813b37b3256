"""Projects of all kinds: what they lack is left out and said, what they need is found before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from catalog.errors import BadInput
from integrations.jira.discovery import discover
from planner.workload import JiraProject
from tests.integrations.jira.rig import Rig, plan, rig, story
from tests.jira_double.world import EPIC_LINK, POINTS, SPRINT

BOTH = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])
PLAN = plan(
    story("backups/1/1", tasks=["Try it"]), story("backups/1/2", sprint=2, depends_on=["backups/1/1"], tasks=["Do"])
)
EXTRA = "customfield_10099"


def applied(jira: Rig) -> tuple[Any, ...]:
    """What failed, the tree, the writes of one more apply."""
    return jira.apply(PLAN).failed, set(jira.tree()), jira.quiet(PLAN)


ALL = {"backups", "backups/1/1", "backups/1/2", "backups/1/1/1", "backups/1/2/1"}


def site(jira: Rig) -> Any:
    return jira.tracker().site


def test_team_managed(tmp_path: Path) -> None:
    """A team-managed project: stories are tasks under epics by `parent`, tasks are subtasks, points have their name."""
    with rig(tmp_path, style="next-gen") as jira:
        assert ([], ALL, []) == applied(jira)
        [found] = jira.world.marked("backups/1/1")
        assert ("team-managed", "10001", 3.0, [71]) == (
            site(jira).style,
            found.fields["type"],
            found.fields[POINTS],
            found.sprints,
        )


def test_data_center_hierarchy(tmp_path: Path) -> None:
    """On Data Center an epic has its Epic Name, and a story leads to it by Epic Link."""
    with rig(tmp_path, cloud=False) as jira:
        assert ([], ALL, []) == applied(jira)
        [epic] = jira.world.marked("backups")
        [one] = jira.world.marked("backups/1/1")
        assert ("Practice backups", epic.key, epic.id) == (
            epic.fields["customfield_10011"],
            jira.world.shown(one, properties=False)["fields"][EPIC_LINK],
            one.fields["parent"],
        )


@BOTH
def test_points_absent(tmp_path: Path, cloud: bool) -> None:
    """Without a points field everything else is written, and the lack is said."""
    with rig(tmp_path, cloud=cloud, estimation=None) as jira:
        del jira.world.fields[POINTS]

        assert ([], ALL, []) == applied(jira)
        assert ("there is no points field: points are not written",) == site(jira).degraded


@BOTH
def test_points_off_screen(tmp_path: Path, cloud: bool) -> None:
    """A points field on no screen is not written, and that is said."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.world.screens["10001"].remove(POINTS)

        assert ([], ALL, []) == applied(jira)
        text = "the points field 'Story Points' is not on the create screen of stories: points are not written"
        assert (text,) == site(jira).degraded


@BOTH
@pytest.mark.parametrize("named", [True, False])
def test_points_twice(tmp_path: Path, cloud: bool, named: bool) -> None:
    """Of two fields of the same name neither is written, until the workload names one by its id."""
    with rig(tmp_path, cloud=cloud, estimation=None) as jira:
        jira.world.fields[EXTRA] = jira.world.fields[POINTS]
        jira.world.screens["10001"].add(EXTRA)
        jira.at = JiraProject("", "FRAUD", points_field=EXTRA if named else None)

        assert ([], ALL, []) == applied(jira)
        [one] = jira.world.marked("backups/1/1")
        assert (3.0 if named else None, 0 if named else 1) == (one.fields.get(EXTRA), len(site(jira).degraded))


@BOTH
@pytest.mark.parametrize("type", ["10000", "10001", "10002"])
@pytest.mark.parametrize("field", [EXTRA, SPRINT, POINTS])
def test_required(tmp_path: Path, cloud: bool, type: str, field: str) -> None:
    """A required field that we do not fill in for that type is found by check, for each type."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.world.required[type].add(field)
        filled = (type, field) == ("10001", POINTS)

        assert (not filled, []) == (any(field in text for text in site(jira).blocked), jira.double.writes)


@BOTH
@pytest.mark.parametrize(
    ("permission", "tells"),
    [
        ("LINK_ISSUES", "prerequisites are not linked"),
        ("MANAGE_SPRINTS_PERMISSION", "sprints cannot be created"),
        ("SCHEDULE_ISSUES", "stories cannot be put into sprints"),
    ],
)
def test_lacks_a_useful_permission(tmp_path: Path, cloud: bool, permission: str, tells: str) -> None:
    """What the account may not do is left out without an attempt, and said."""
    with rig(tmp_path, cloud=cloud, denied=frozenset({permission})) as jira:
        assert ([], ALL, []) == applied(jira)
        assert (f"the account lacks the permission {permission}: {tells}",) == site(jira).degraded


@BOTH
def test_may_not_create(tmp_path: Path, cloud: bool) -> None:
    """An account that may not create issues is told so by check."""
    with rig(tmp_path, cloud=cloud, denied=frozenset({"CREATE_ISSUES"})) as jira:
        assert ("the account lacks the permission CREATE_ISSUES",) == site(jira).blocked


@BOTH
@pytest.mark.parametrize("field", ["description", "labels"])
@pytest.mark.parametrize("type", ["10000", "10001", "10002"])
def test_off_screen(tmp_path: Path, cloud: bool, field: str, type: str) -> None:
    """A description or labels that one type does not have are left out there, and written elsewhere."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.world.screens[type].remove(field)

        assert ([], ALL, []) == applied(jira)
        for issue in jira.world.issues.values():
            assert (issue.fields["type"] != type) == bool(issue.fields.get(field))


def test_no_labels_and_lost(tmp_path: Path) -> None:
    """Where no issue can have labels and the local files are lost, the property alone finds all of them on Cloud."""
    with rig(tmp_path / "one") as jira:
        for screen in jira.world.screens.values():
            screen.remove("labels")
        jira.apply(PLAN)
        jira.folder = tmp_path / "two"

        assert ([], []) == (jira.quiet(PLAN), jira.quiet(PLAN))


@BOTH
@pytest.mark.parametrize("leads", [True, False])
def test_project_got_another_key(tmp_path: Path, cloud: bool, leads: bool) -> None:
    """A project with a new key is the same project, whether the old key still leads there or not."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(PLAN)
        jira.world.key, jira.world.old_keys = "RISK", ("FRAUD",) if leads else ()
        for issue in jira.world.issues.values():
            issue.key = issue.key.replace("FRAUD", "RISK")
        more = plan(story("backups/1/1", tasks=["Try it"]), story("drift/1/1"))

        assert [] == jira.apply(more).failed
        assert (2, []) == (len([i for i in jira.tree() if i.startswith("drift")]), jira.quiet(more))
        assert ("the project 'FRAUD' is called 'RISK' now: change jira.project",) == site(jira).remarks


def test_no_such_project(tmp_path: Path) -> None:
    """A project that is not there is a sentence, and nothing is guessed."""
    with rig(tmp_path) as jira, pytest.raises(BadInput, match="has no project 'FROD', or you may not see it"):
        discover(jira.tracker().client, JiraProject("", "FROD"), "w.yaml")

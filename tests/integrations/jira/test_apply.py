"""A plan on a clean project, and again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integrations.jira.rig import plan, rig, story

BOTH = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])
PLAN = plan(
    story("backups/1/1", tasks=["Write it", "Try it"]),
    story("backups/1/2", sprint=2, depends_on=["backups/1/1"]),
    story("alerts/1/1", sprint=None),
)


@BOTH
def test_clean_apply(tmp_path: Path, cloud: bool) -> None:
    """Each placed item is one issue under its parent, each story in its sprint, and each prerequisite blocks."""
    with rig(tmp_path, cloud=cloud) as jira:
        outcome = jira.apply(PLAN)

        assert ([], [], 5, 2, 1, 2) == (
            outcome.failed,
            outcome.conflicts,
            outcome.created,
            outcome.moved,
            outcome.linked,
            outcome.sprints,
        )
        assert {
            "backups": (None, []),
            "backups/1/1": ("backups", [71]),
            "backups/1/1/1": ("backups/1/1", []),
            "backups/1/1/2": ("backups/1/1", []),
            "backups/1/2": ("backups", [72]),
        } == jira.tree()
        [one], [two] = jira.world.marked("backups/1/1"), jira.world.marked("backups/1/2")
        assert [(one.id, two.id)] == jira.world.links
        assert ["colonnade", "colonnade-backups-1-1", "ops", "ops.code"] == one.fields["labels"]


@BOTH
def test_second_apply_writes_nothing(tmp_path: Path, cloud: bool) -> None:
    """Applying the same plan again sends no write, and the difference is empty."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(PLAN)

        assert [] == jira.quiet(PLAN)
        assert ((), ()) == (jira.show(PLAN).changes, jira.show(PLAN).conflicts)


@BOTH
def test_lost_ledger(tmp_path: Path, cloud: bool) -> None:
    """Without the local files every issue and sprint is found again: nothing is created, nothing is written."""
    with rig(tmp_path / "one", cloud=cloud) as jira:
        jira.apply(PLAN)
        jira.folder = tmp_path / "two"

        assert ([], []) == (jira.quiet(PLAN), jira.quiet(PLAN))


@BOTH
def test_lost_ledger_and_slow_index(tmp_path: Path, cloud: bool) -> None:
    """The local files are lost before the search knows of the issues: they are found by their keys."""
    with rig(tmp_path / "one", cloud=cloud, lag=120) as jira:
        jira.apply(PLAN)
        jira.folder = tmp_path / "two"

        assert ([], 5) == (jira.quiet(PLAN), len(jira.store().load().items))


@BOTH
def test_lost_ledger_and_closed_sprint(tmp_path: Path, cloud: bool) -> None:
    """A sprint of ours that is over is found again by its dates, and not made once more."""
    with rig(tmp_path / "one", cloud=cloud) as jira:
        jira.apply(PLAN)
        jira.world.close(71)
        jira.folder = tmp_path / "two"

        assert ([], [71, 72]) == (jira.quiet(PLAN), sorted(jira.world.sprints))


@BOTH
@pytest.mark.parametrize("removed", ["colonnade", "colonnade-backups-1-1"])
def test_lost_ledger_and_label(tmp_path: Path, cloud: bool, removed: str) -> None:
    """Of the labels of an issue one was removed, and the local files are lost: it is found by what is left."""
    with rig(tmp_path / "one", cloud=cloud) as jira:
        jira.apply(PLAN)
        jira.world.marked("backups/1/1")[0].fields["labels"].remove(removed)
        jira.folder = tmp_path / "two"

        assert ([], []) == (jira.quiet(PLAN), jira.quiet(PLAN))


@BOTH
def test_lost_ledger_and_labels(tmp_path: Path, cloud: bool) -> None:
    """All labels of a story were removed, and the local files are lost: it is found under its epic, by its property."""
    with rig(tmp_path / "one", cloud=cloud) as jira:
        jira.apply(PLAN)
        jira.world.marked("backups/1/1")[0].fields["labels"].clear()
        jira.folder = tmp_path / "two"

        assert ([], []) == (jira.quiet(PLAN), jira.quiet(PLAN))


LACKS = {
    "search by POST": ("POST", "/rest/api/./search(/jql)?"),
    "bulk creates": ("POST", "/rest/api/./issue/bulk"),
    "metadata by type": ("GET", "/rest/api/./issue/createmeta/.*"),
    "reads of many": ("POST", "/rest/api/./issue/bulkfetch"),
    "the second API": ("GET", "/rest/api/2/serverInfo"),
}


@BOTH
@pytest.mark.parametrize("what", LACKS)
def test_other_servers(tmp_path: Path, cloud: bool, what: str) -> None:
    """A server that lacks an address is asked by another one, to the same end."""
    if what == "the second API" and not cloud:
        return  # Data Center has no other
    with rig(tmp_path / "one", cloud=cloud, lacks=(LACKS[what],)) as jira:
        jira.apply(PLAN)
        tree = jira.tree()
        jira.folder = tmp_path / "two"

        assert (5, [], []) == (len(tree), jira.quiet(PLAN), jira.quiet(PLAN))

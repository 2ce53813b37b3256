"""Sprints: made once, moved in place, found again by date, and left alone when closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integrations.jira.rig import Rig, plan, rig, story

BOTH = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])
ONE, TWO = story("backups/1/1"), story("alerts/1/1", sprint=2)
OLD = plan(ONE, TWO)


def dates(jira: Rig) -> dict[int, tuple[str, str]]:
    return {n: (sprint["startDate"][:10], sprint["endDate"][:10]) for n, sprint in jira.world.sprints.items()}


@BOTH
def test_calendar_moves(tmp_path: Path, cloud: bool) -> None:
    """When the calendar moves by a few days, the sprints that are there move with it."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        later = plan(ONE, TWO, start="2026-12-10")

        jira.apply(later)

        assert {71: ("2026-12-10", "2026-12-23"), 72: ("2026-12-24", "2027-01-06")} == dates(jira)
        assert [] == jira.quiet(later)


@BOTH
def test_plan_rolls_on(tmp_path: Path, cloud: bool) -> None:
    """When the first sprint is over, the second stays what it is and one is made at the end."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        jira.world.close(71)
        rolled = plan(story("alerts/1/1", sprint=1), story("drift/1/1", sprint=2), start="2026-12-21")

        jira.apply(rolled)

        assert {71: "2026-12-07", 72: "2026-12-21", 73: "2027-01-04"} == {n: d[0] for n, d in dates(jira).items()}
        assert [72] == jira.tree()["alerts/1/1"][1]
        assert [] == jira.quiet(rolled)


@BOTH
def test_closed_sprint(tmp_path: Path, cloud: bool) -> None:
    """A closed sprint is not written, and nothing is moved into it."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        jira.world.close(71)
        before = dict(jira.world.sprints[71])
        more = plan(ONE, TWO, story("drift/1/1"))

        outcome = jira.apply(more)

        assert ([], before, []) == (outcome.failed, jira.world.sprints[71], jira.tree()["drift/1/1"][1])
        assert [] == jira.quiet(more)


@BOTH
def test_renamed_and_restated(tmp_path: Path, cloud: bool) -> None:
    """A name and a goal that people gave a sprint stay; a change of dates keeps them."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        jira.world.sprints[71] |= {"name": "Sprint Alpha", "goal": "Survive"}

        assert [] == jira.quiet(OLD)
        jira.apply(plan(ONE, TWO, start="2026-12-10"))
        sprint = jira.world.sprints[71]
        assert ("Survive", "2026-12-10") == (sprint["goal"], sprint["startDate"][:10])


@BOTH
@pytest.mark.parametrize("dated", [True, False])
def test_whole_sprints(tmp_path: Path, cloud: bool, dated: bool) -> None:
    """A server that only replaces sprints, and one that makes them without dates, get all of it and keep the rest."""
    with rig(tmp_path, cloud=cloud, dated=dated, lacks=(("POST", r"/rest/agile/1\.0/sprint/[0-9]+"),)) as jira:
        jira.apply(OLD)
        assert {71: ("2026-12-07", "2026-12-20"), 72: ("2026-12-21", "2027-01-03")} == dates(jira)
        jira.world.sprints[71]["goal"] = "Survive"
        later = plan(ONE, TWO, start="2026-12-10")
        jira.apply(later)

        first = jira.world.sprints[71]
        assert ("Survive", "small 2026-12-10", "2026-12-10") == (first["goal"], first["name"], first["startDate"][:10])
        assert [] == jira.quiet(later)


@BOTH
def test_partial_update(tmp_path: Path, cloud: bool) -> None:
    """An update of a sprint names only what has changed, so that its goal and dates stay."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        other = OLD.model_copy(update={"sprints": [s.model_copy(update={"goal": "Other"}) for s in OLD.sprints]})
        jira.double.log.clear()
        jira.apply(other)

        assert [{"goal": "Other"}] * 2 == [entry.body for entry in jira.double.log if entry.is_write]


@BOTH
def test_deleted_sprint(tmp_path: Path, cloud: bool) -> None:
    """A sprint that was deleted is made again, since its stories have to go somewhere, and they follow."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(OLD)
        del jira.world.sprints[72]

        jira.apply(OLD)

        assert [72] == jira.tree()["alerts/1/1"][1]  # the number is given anew
        assert [] == jira.quiet(OLD)


@BOTH
def test_sprints_of_the_team(tmp_path: Path, cloud: bool) -> None:
    """A sprint that the team made with the same dates is used, under its own name; a second active one is no matter."""
    with rig(tmp_path, cloud=cloud) as jira:
        theirs = {"name": "Team 9", "startDate": "2026-12-07T08:00:00.000+0100", "endDate": "2026-12-20T18:00:00.000Z"}
        jira.world.sprints = {
            7: {"id": 7, "state": "active", "goal": "Ship", **theirs},
            8: {"id": 8, "state": "active", "name": "Other", "goal": ""},
        }

        jira.apply(OLD)

        assert ("Team 9", [7]) == (jira.world.sprints[7]["name"], jira.tree()["backups/1/1"][1])
        assert ([7, 8, 9], []) == (sorted(jira.world.sprints), jira.quiet(OLD))

"""Whatever happens to an answer, each item ends as exactly one issue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from integrations.jira.client import Client
from integrations.jira.tracker import JiraTracker
from integrations.tracker import TrackerStopped
from tests.integrations.jira.rig import Rig, plan, rig, story
from tests.jira_double.server import Trouble

BOTH = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])
BULK = "/rest/api/[23]/issue/bulk"
PLAN = plan(
    story("backups/1/1", tasks=["Write it"]), story("backups/1/2", sprint=2, depends_on=["backups/1/1"], tasks=["Try"])
)
TREE = {
    "backups": (None, []),
    "backups/1/1": ("backups", [71]),
    "backups/1/1/1": ("backups/1/1", []),
    "backups/1/2": ("backups", [72]),
    "backups/1/2/1": ("backups/1/2", []),
}


def settled(jira: Rig, runs: int = 4) -> Any:
    """Apply until it comes to its end; the tree then, and the writes of one more apply."""
    for _ in range(runs):
        try:
            jira.apply(PLAN)
            break
        except TrackerStopped:
            continue
    return jira.tree(), jira.quiet(PLAN)


@BOTH
@pytest.mark.parametrize("lag", [0, 5, 120])
@pytest.mark.parametrize("skip", [0, 1, 2], ids=["epics", "stories", "tasks"])
@pytest.mark.parametrize("status", [None, 502, 504, 524])
def test_lost_after_effect(tmp_path: Path, cloud: bool, lag: int, skip: int, status: int | None) -> None:
    """A create that took effect and whose answer was lost is found again, though the index knows it later."""
    with rig(tmp_path, cloud=cloud, lag=lag) as jira:
        jira.double.troubles.append(Trouble("POST", BULK, status, effect=True, skip=skip))

        assert (TREE, []) == settled(jira)


@BOTH
@pytest.mark.parametrize("status", [None, 503])
def test_lost_before_effect(tmp_path: Path, cloud: bool, status: int | None) -> None:
    """A create of which there is no trace for a minute is sent again."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.double.troubles.append(Trouble("POST", BULK, status, skip=1))

        assert (TREE, []) == settled(jira)
        assert 60 <= sum(jira.world.clock.slept) < 62


@BOTH
@pytest.mark.parametrize("late", [1, 10, 45])
def test_effect_lands_late(tmp_path: Path, cloud: bool, late: float) -> None:
    """A create whose effect comes after the answer was given up is waited for."""
    with rig(tmp_path, cloud=cloud, lag=120) as jira:
        jira.double.troubles.append(Trouble("POST", BULK, None, late=late, skip=1))
        settled(jira)
        jira.world.clock.now += 300

        assert (TREE, []) == settled(jira)


SINGLE = "/rest/api/[23]/issue"
NO_BULK = {"lacks": (("POST", BULK),)}


@BOTH
@pytest.mark.parametrize("lag", [0, 5, 120])
@pytest.mark.parametrize("skip", range(5))
@pytest.mark.parametrize("effect", [True, False])
def test_single_lost(tmp_path: Path, cloud: bool, lag: int, skip: int, effect: bool) -> None:
    """On a server without bulk creates, one create whose answer was lost leads to one issue."""
    with rig(tmp_path, cloud=cloud, lag=lag, **NO_BULK) as jira:
        jira.double.troubles.append(Trouble("POST", SINGLE, None, effect=effect, skip=skip))

        assert (TREE, []) == settled(jira)


@BOTH
@pytest.mark.parametrize("status", [429, 401])
@pytest.mark.parametrize("skip", range(5))
def test_single_stopped(tmp_path: Path, cloud: bool, status: int, skip: int) -> None:
    """A stop between single creates keeps those that were made, though the index does not know them yet."""
    with rig(tmp_path, cloud=cloud, lag=120, **NO_BULK) as jira:
        headers = {"Retry-After": "1847"}
        jira.double.troubles.append(Trouble("POST", SINGLE, status, headers, skip=skip))
        with pytest.raises(TrackerStopped):
            jira.apply(PLAN)

        assert (skip, {}) == (len(jira.store().load().items), dict(jira.store().load().intents))
        assert (TREE, []) == settled(jira)


@BOTH
def test_stopped_in_the_middle_of_a_bulk(tmp_path: Path, cloud: bool) -> None:
    """Of a bulk create that failed half way, what was made is kept and only the rest is made again."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.double.troubles.append(Trouble("POST", BULK, 500, effect=True, only=1, skip=1))

        assert (TREE, []) == settled(jira)


@BOTH
@pytest.mark.parametrize("path", ["sprint", "sprint/71/issue"])
@pytest.mark.parametrize("effect", [True, False])
def test_lost_elsewhere(tmp_path: Path, cloud: bool, path: str, effect: bool) -> None:
    """A lost answer to a sprint or a move leads to one sprint, and to stories in it."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.double.troubles.append(Trouble("POST", f"/rest/agile/1.0/{path}", None, effect=effect))

        assert (TREE, []) == settled(jira)
        assert [71, 72] == sorted(jira.world.sprints)


@BOTH
@pytest.mark.parametrize("effect", [True, False])
def test_lost_link(tmp_path: Path, cloud: bool, effect: bool) -> None:
    """A lost answer to a link leads to one link."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.double.troubles.append(Trouble("POST", "/rest/api/[23]/issueLink", None, effect=effect))

        assert (TREE, []) == settled(jira)
        assert 1 == len(jira.world.links)


class Killed(BaseException):
    """The process is gone."""


@BOTH
@pytest.mark.parametrize("sent", [True, False], ids=["after", "before"])
@pytest.mark.parametrize("skip", [0, 1, 2], ids=["epics", "stories", "tasks"])
def test_killed_at_a_create(
    tmp_path: Path, cloud: bool, sent: bool, skip: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that ends between the intent and the request, or between the request and the record, is resumed."""
    create, calls = JiraTracker.create, iter(range(100))

    def dying(self: Any, issues: Any) -> Any:
        if next(calls) != skip:
            return create(self, issues)
        if sent:
            create(self, issues)
        raise Killed

    with rig(tmp_path, cloud=cloud, lag=120) as jira:
        with monkeypatch.context() as patch:
            patch.setattr(JiraTracker, "create", dying)
            with pytest.raises(Killed):
                jira.apply(PLAN)

        assert (TREE, []) == settled(jira)


@BOTH
def test_killed_at_any_write(tmp_path: Path, cloud: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends after any write whatever leaves what the next apply completes, without doubles."""
    with rig(tmp_path / "count", cloud=cloud) as jira:
        jira.apply(PLAN)
        writes = len(jira.double.writes)

    for last in range(1, writes + 1):
        with rig(tmp_path / str(last), cloud=cloud, lag=5) as jira:
            with monkeypatch.context() as patch:
                patch.setattr(Client, "write", dying(last))
                with pytest.raises(Killed):
                    jira.apply(PLAN)

            assert (last, (TREE, [])) == (last, settled(jira))


def dying(last: int) -> Any:
    """A `Client.write` after whose last call the process is gone."""
    write, calls = Client.write, iter(range(1, 1000))

    def sent(self: Any, *args: Any, **more: Any) -> Any:
        answer = write(self, *args, **more)
        if next(calls) == last:
            raise Killed
        return answer

    return sent

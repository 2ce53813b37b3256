"""How Jira is asked: how often, how soon again, by whom, and what is never said."""

from __future__ import annotations

import email.utils
import logging
from pathlib import Path

import pytest

from catalog.errors import BadInput
from integrations.jira.client import Client, timeout_from
from integrations.jira.secrets import Credentials, find_credentials
from integrations.tracker import TrackerStopped
from tests.integrations.jira.rig import Rig, plan, rig, story
from tests.jira_double.server import Trouble, running
from tests.jira_double.world import FakeClock, World

BOTH = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])
BULK = "/rest/api/[23]/issue/bulk"
PLAN = plan(story("backups/1/1", tasks=["Write it"]))
COUNT = 3


def in_seconds(clock: FakeClock, seconds: float) -> str:
    return email.utils.formatdate(clock.now + seconds, usegmt=True)


@BOTH
@pytest.mark.parametrize(
    ("header", "waits"), [("0", [0.0]), ("5", [5.0]), ("date", [30.0]), (None, [1.0]), ("soon", [1.0])]
)
def test_rate_limit(tmp_path: Path, cloud: bool, header: str | None, waits: list[float]) -> None:
    """After 429 the same is sent again once the time that Jira names has passed; nothing is doubled."""
    with rig(tmp_path, cloud=cloud) as jira:
        text = in_seconds(jira.world.clock, 30) if header == "date" else header
        headers = {"Retry-After": text} if text else {}
        jira.double.troubles.append(Trouble("POST", BULK, 429, headers))

        outcome = jira.apply(PLAN)

        assert (COUNT, waits) == (outcome.created, jira.world.clock.slept)


@BOTH
def test_long_wait(tmp_path: Path, cloud: bool) -> None:
    """A wait of more than a minute stops, says how long, and running again completes what is left."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.double.troubles.append(Trouble("POST", BULK, 429, {"Retry-After": "1847"}, skip=1))
        with pytest.raises(TrackerStopped, match=r"asks to wait 1847 seconds .* in 31 minutes"):
            jira.apply(PLAN)

        assert [] == jira.world.clock.slept
        assert [] == jira.world.clock.slept
        assert (COUNT - 1, COUNT) == (jira.apply(PLAN).created, len(jira.tree()))


@BOTH
@pytest.mark.parametrize("status", [None, 429, 500, 502, 503, 504])
def test_reads_are_sent_again(tmp_path: Path, cloud: bool, status: int | None) -> None:
    """A read that fails is sent again after a pause."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.double.troubles.append(Trouble("GET", "/rest/api/[23]/field", status, times=3))

        assert (COUNT, [1.0, 2.0, 4.0]) == (jira.apply(PLAN).created, jira.world.clock.slept)


@BOTH
def test_token_expires_half_way(tmp_path: Path, cloud: bool) -> None:
    """After 401 nothing more is sent, and running again with a good token completes what is left."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.double.troubles.append(Trouble("POST", BULK, 401, skip=2))
        with pytest.raises(TrackerStopped, match="the token is not accepted"):
            jira.apply(PLAN)
        assert 401 == jira.double.log[-1].status

        assert (1, COUNT) == (jira.apply(PLAN).created, len(jira.tree()))


def test_redirect_gets_no_token(tmp_path: Path) -> None:
    """A redirect to another host is not followed: the token stays with the host that it is for."""
    with running(World()) as other, rig(tmp_path) as jira:
        headers = {"Location": f"{other.url}/rest/api/2/serverInfo"}
        jira.double.troubles.append(Trouble("GET", "/rest/api/2/serverInfo", 302, headers))
        with pytest.raises(TrackerStopped, match="leads to http"):
            jira.apply(PLAN)

        assert [] == other.log


def test_nobody_there() -> None:
    """A server that cannot be reached is a sentence, after the attempts that a read has."""
    login = Credentials("", "s3cr3t", "test")
    with pytest.raises(TrackerStopped, match="gives no answer"):
        Client("http://127.0.0.1:9", login, FakeClock(), timeout=1).get("/rest/api/2/serverInfo")


@BOTH
def test_refused_items(tmp_path: Path, cloud: bool) -> None:
    """Of a bulk create the refused item is told with Jira's reason, by its index, and the others are made."""
    with rig(tmp_path, cloud=cloud) as jira:
        create = jira.world.create

        def strict(body: dict) -> object:  # type: ignore[type-arg]
            if body["fields"]["summary"] == "Story alerts/1/1":
                from tests.jira_double.world import Fault

                raise Fault(400, summary="Not this one.")
            return create(body)

        jira.world.create = strict  # type: ignore[method-assign,assignment]
        three = plan(story("alerts/1/1"), story("backups/1/1"), story("drift/1/1", depends_on=["alerts/1/1"]))
        outcome = jira.apply(three)

        assert [("create", "alerts/1/1", ("summary: Not this one.",))] == [
            (f.action, f.id, f.reasons) for f in outcome.failed
        ]
        assert {"alerts", "backups", "backups/1/1", "drift", "drift/1/1"} == set(jira.tree())
        assert [71] == jira.tree()["drift/1/1"][1]


@BOTH
@pytest.mark.parametrize("count", [50, 51])
def test_bulk_of_fifty(tmp_path: Path, cloud: bool, count: int) -> None:
    """Issues are made fifty at a time."""
    with rig(tmp_path, cloud=cloud) as jira:
        many = plan(*(story(f"backups/1/{n}") for n in range(1, count + 1)))

        outcome = jira.apply(many)

        posts = sum(path.endswith("/issue/bulk") for _, path in jira.double.writes)
        assert (count + 1, 2 if count == 50 else 3) == (outcome.created, posts)
        assert [] == jira.quiet(many)


@pytest.mark.parametrize("page", [1, 2])
def test_a_token_that_repeats(tmp_path: Path, page: int) -> None:
    """A search whose page token does not advance is read on by key, so that nothing is made twice."""
    with rig(tmp_path, page=page) as jira:
        jira.apply(PLAN)
        jira.folder = tmp_path / "lost"
        jira.world.stuck = True

        assert ([], COUNT) == (jira.quiet(PLAN), len(jira.store().load().items))


@BOTH
def test_small_pages(tmp_path: Path, cloud: bool) -> None:
    """A search of many pages finds everything."""
    with rig(tmp_path, cloud=cloud, page=2) as jira:
        jira.apply(PLAN)
        jira.folder = tmp_path / "lost"

        assert [] == jira.quiet(PLAN)


@BOTH
def test_token_is_nowhere(tmp_path: Path, cloud: bool, caplog: pytest.LogCaptureFixture) -> None:
    """The token is in no file, no log record, no error and no repr, though Jira itself repeats it."""
    with rig(tmp_path, cloud=cloud) as jira, caplog.at_level(logging.DEBUG):
        jira.apply(PLAN)
        token = jira.double.token
        login = Credentials("me", token, "test")
        jira.world.boards = [{"id": 12, "name": token, "type": "scrum"}]
        jira.double.troubles.append(Trouble("POST", BULK, 401, skip=0))
        with pytest.raises(TrackerStopped) as stopped:
            jira.apply(plan(story("drift/1/1")))

        texts = [repr(login), str(login), f"{login}", str(stopped.value), repr(stopped.getrepr(style="long"))]
        texts += [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
        texts += [record.getMessage() for record in caplog.records]
        assert [] == [text for text in texts if token in text]


def test_where_tokens_come_from(tmp_path: Path) -> None:
    """The environment comes first, then a file of one's own; a file that others may read is refused."""
    path = tmp_path / "token"
    path.write_text("from-file\n")
    path.chmod(0o600)
    env = {"COLONNADE_JIRA_TOKEN_FILE": str(path)}

    assert "from-file" == find_credentials("https://x", env).token
    assert "from-env" == find_credentials("https://x", {**env, "JIRA_TOKEN": "from-env"}).token
    path.chmod(0o640)
    with pytest.raises(BadInput, match="others may read this file"):
        find_credentials("https://x", env)
    with pytest.raises(BadInput, match="there is no token: set JIRA_TOKEN"):
        find_credentials("https://x", {"COLONNADE_JIRA_TOKEN_FILE": str(tmp_path / "none")})


@pytest.mark.parametrize("text", ["0", "-1", "soon", "inf", "nan"])
def test_timeout(text: str) -> None:
    """A timeout that is no number of seconds is bad input."""
    with pytest.raises(BadInput, match="is not a number of seconds"):
        timeout_from({"COLONNADE_JIRA_TIMEOUT": text})


def test_two_applies_at_once(tmp_path: Path) -> None:
    """While one apply holds the lock, another stops before it sends anything."""
    with rig(tmp_path) as jira, jira.store().lock():
        again = jira.store().lock()
        with pytest.raises(TrackerStopped, match="another apply"):
            again.__enter__()


def requests_of(jira: Rig) -> tuple[int, int]:
    """Requests of an apply, and those of them that write."""
    return len(jira.double.log), len(jira.double.writes)


@BOTH
def test_requests(tmp_path: Path, cloud: bool) -> None:
    """150 stories of three tasks in 30 epics and 8 sprints: 13 bulk creates, 8 sprints, 8 moves, one for each link."""
    stories = [
        story(
            f"practice-{n // 5}/1/{n % 5 + 1}",
            sprint=n // 19 + 1,
            tasks=["a", "b", "c"],
            depends_on=[f"practice-{n // 5}/1/{n % 5}"] if n % 5 else [],
        )
        for n in range(150)
    ]
    with rig(tmp_path, cloud=cloud) as jira:
        outcome = jira.apply(plan(*stories, sprints=8))

        writes = 1 + 3 + 9 + 8 + 8 + 120
        reads = 15 if cloud else 19  # on Cloud one request looks for keys past the index, here five
        assert (30 + 150 + 450, 120, (writes + reads, writes)) == (outcome.created, outcome.linked, requests_of(jira))
        assert [] == jira.quiet(plan(*stories, sprints=8))

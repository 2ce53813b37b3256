"""What may happen to connections, on real sockets."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from integrations.jira.client import Client
from integrations.jira.secrets import Credentials
from integrations.tracker import TrackerStopped
from tests.integrations.jira.rig import plan, rig, story
from tests.jira_double.server import Trouble, running
from tests.jira_double.world import FakeClock, World

BOTH = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])
BULK = "/rest/api/[23]/issue/bulk"
PLAN = plan(story("backups/1/1", tasks=["Write it"]))
ITEMS = {"backups", "backups/1/1", "backups/1/1/1"}


@BOTH
@pytest.mark.parametrize("effect", [True, False])
def test_read_timeout(tmp_path: Path, cloud: bool, effect: bool) -> None:
    """A create to which no answer comes in time is settled before it is sent again."""
    over = threading.Event()
    with rig(tmp_path, cloud=cloud, lag=120) as jira:
        jira.timeout = 0.5
        jira.double.troubles.append(Trouble("POST", BULK, 504, effect=effect, skip=1, after=over.wait))
        outcome = jira.apply(PLAN)
        over.set()

        assert (3, ITEMS, []) == (outcome.created, set(jira.tree()), jira.quiet(PLAN))


@BOTH
def test_stale_connections(tmp_path: Path, cloud: bool) -> None:
    """A server that closes each connection after an answer, without a word: nothing is lost and nothing is doubled."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.double.stale = True
        outcome = jira.apply(PLAN)

        assert (3, ITEMS, []) == (outcome.created, set(jira.tree()), jira.quiet(PLAN))


@BOTH
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_reset_connection(tmp_path: Path, cloud: bool, method: str) -> None:
    """A connection that ends at a request, whichever comes, leads to the same end."""
    with rig(tmp_path, cloud=cloud) as jira:
        jira.apply(PLAN)
        jira.double.troubles.append(Trouble(method, ".*", None, times=2))
        more = plan(story("backups/1/1", title="Other", tasks=["Write it"]), story("drift/1/1"))
        outcome = jira.apply(more)

        assert (2, [], []) == (outcome.created, outcome.failed, jira.quiet(more))


def secured(folder: Path) -> tuple[Callable[..., ssl.SSLSocket], Path]:
    """What makes a socket one of TLS, and the certificate of the authority behind it."""
    import trustme

    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    path = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return lambda plain: context.wrap_socket(plain, server_side=True), path


def test_own_authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate of an authority of one's own is accepted once REQUESTS_CA_BUNDLE names it, and not before."""
    secure, authority = secured(tmp_path)
    with running(World(), secure) as double:
        login = Credentials("me", double.token, "test")
        with pytest.raises(TrackerStopped, match="the certificate is not accepted"):
            Client(double.url, login, FakeClock(), timeout=5).get("/rest/api/2/serverInfo")
        assert [] == double.log

        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
        found = Client(double.url, login, FakeClock(), timeout=5).get("/rest/api/2/serverInfo")
        assert "Cloud" == found["deploymentType"]

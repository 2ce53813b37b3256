"""Every request is one that Atlassian's own description of the API allows."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.jira.rig import plan, rig, story
from tests.jira_double.server import Logged
from tests.tui.running import ROOT

FOLDER = Path(os.environ.get("COLONNADE_REFERENCE_DATA", ROOT.parent / "shared" / "data")) / "jira"
PLATFORM, AGILE = FOLDER / "jira-platform-v3.openapi.json", FOLDER / "jira-software-2022.openapi.json"

pytestmark = pytest.mark.skipif(not PLATFORM.exists(), reason=f"there is no reference data in {FOLDER}")


@pytest.fixture(scope="module")
def descriptions() -> dict[bool, Any]:
    """The description of the agile API and that of the platform; they have slips of their own, so are not checked."""
    from openapi_core import Config, OpenAPI

    config = Config(spec_validator_cls=None)
    return {
        agile: OpenAPI.from_dict(_mended(json.loads(path.read_text(encoding="utf-8"))), config=config)
        for agile, path in ((True, AGILE), (False, PLATFORM))
    }


def _mended(description: dict[str, Any]) -> dict[str, Any]:
    """Lists of words in a query, such as `state`, are described as objects that take nothing."""
    for path in description["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []) if isinstance(operation, dict) else []:
                if parameter.get("in") == "query" and parameter.get("schema", {}).get("type") == "object":
                    parameter["schema"] = {"type": "string"}
    for operation in (o for path in description["paths"].values() for o in path.values() if isinstance(o, dict)):
        operation.pop("security", None)  # one of ways to log in that Cloud has; the token is another
    return description


def faults(descriptions: dict[bool, Any], entry: Logged) -> list[str]:
    """What the description has against a request."""
    from urllib.parse import parse_qsl

    from openapi_core.exceptions import OpenAPIError
    from openapi_core.testing import MockRequest

    path = entry.path.replace("/rest/api/2/serverInfo", "/rest/api/3/serverInfo")
    agile = path.startswith("/rest/agile/")
    request = MockRequest(
        "https://your-domain.atlassian.com" if agile else "https://your-domain.atlassian.net",
        entry.method.lower(),
        path,
        args=dict(parse_qsl(entry.query)),
        data=json.dumps(entry.body).encode() if entry.body is not None else b"",
        content_type="application/json",
    )
    try:
        descriptions[agile].validate_request(request)
    except OpenAPIError as error:
        return [f"{entry.method} {path}: {error!r} {error.__cause__!r}"]
    return []


def test_requests(tmp_path: Path, descriptions: dict[bool, Any]) -> None:
    """A clean apply, changes of fields, moves, links, sprints, a lost ledger and a pull of everything."""
    one, two = story("backups/1/1", tasks=["Try it"]), story("alerts/1/1", sprint=2, depends_on=["backups/1/1"])
    with rig(tmp_path / "one") as jira:
        jira.apply(plan(one, two))
        jira.apply(plan({**one, "title": "Other", "points": 5, "sprint": 2, "acceptance": ["x"]}, start="2026-12-10"))
        [issue] = jira.world.marked("backups/1/1")
        issue.properties.clear()
        jira.folder = tmp_path / "two"
        jira.apply(plan(one, two))
        log = jira.double.log

    assert [] == [fault for entry in log for fault in faults(descriptions, entry)]
    assert {"PUT", "POST", "GET"} == {entry.method for entry in log}


def test_a_wrong_request(descriptions: dict[bool, Any]) -> None:
    """A request that the description does not allow is found."""
    wrong = Logged("POST", "/rest/agile/1.0/sprint/7/issue", "", {}, {"issues": ["A-1"], "sprint": 7}, 204)

    assert 1 == len(faults(descriptions, wrong))

"""A client that hands its requests to the double without a network between: for tests of thousands of requests."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from integrations.jira.client import Client
from tests.jira_double.server import Double


class Answer:
    """As much of a response as the client looks at."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str]) -> None:
        self.status_code, self.headers = status, headers
        self.content = b"" if body is None else json.dumps(body).encode()

    def json(self) -> Any:
        return json.loads(self.content)


class DirectClient(Client):
    """`sent` is called after each write has had its effect: to end the process there."""

    def __init__(self, double: Double, sent: Callable[[], None] = lambda: None) -> None:
        self.server, self.requests = "http://jira", 0
        self._double, self._clock, self._sent = double, double.world.clock, sent
        self._redact = str

    def _send(self, method: str, path: str, params: Mapping[str, Any], body: Any) -> Any:
        self.requests += 1
        query = "&".join(f"{name}={value}" for name, value in params.items())
        before = len(self._double.log)
        body = json.loads(json.dumps(body))
        status, shown, headers = self._double.handle(method, f"{path}?{query}", {"authorization": "x"}, body)
        if self._double.log[before].is_write:
            self._sent()
        if status is None:
            return 0, None, None
        answer = Answer(status, shown, headers)
        return status, answer, self._pause(headers.get("Retry-After"))

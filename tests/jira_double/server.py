"""The double over real HTTP, with faults on demand and a log of every request."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.jira_double.routes import answer
from tests.jira_double.world import World

WRITES = ("PUT", "DELETE")
READS_BY_POST = ("/search", "/search/jql", "/issue/bulkfetch")


@dataclass
class Trouble:
    """What goes wrong with the requests that match, `times` times.

    `effect` says whether the request still does its work; `status` None drops the connection without an answer.
    `late`: seconds after which the work is done instead. `only`: of a bulk, how many issues are made. `skip`: how many
    requests go well first. `before` is called first; `after` when the work is done and no answer has been given yet.
    """

    method: str
    path: str
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    effect: bool = False
    late: float | None = None
    only: int | None = None
    times: int = 1
    skip: int = 0
    before: Callable[[], object] | None = None
    after: Callable[[], object] | None = None


@dataclass(frozen=True)
class Logged:
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: Any
    status: int | None

    @property
    def is_write(self) -> bool:
        read = self.method == "POST" and self.path.endswith(READS_BY_POST)
        return self.method in WRITES or (self.method == "POST" and not read)


class Double:
    """A Jira at `url`: its world, its troubles, its log."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.troubles: list[Trouble] = []
        self.log: list[Logged] = []
        self.lock = threading.Lock()
        self.url = ""
        self.token = "s3cr3t-token"
        self.stale = False  # whether each connection is closed after an answer, without a word
        self._then: Callable[[], object] | None = None

    @property
    def writes(self) -> list[tuple[str, str]]:
        return [(entry.method, entry.path) for entry in self.log if entry.is_write]

    def handle(
        self, method: str, path: str, headers: dict[str, str], body: Any
    ) -> tuple[int | None, Any, dict[str, str]]:
        parts = urlsplit(path)
        query = dict(parse_qsl(parts.query))
        with self.lock:
            status, shown, more = self._handle(method, parts.path, query, headers, body)
            self.log.append(Logged(method, parts.path, parts.query, headers, body, status))
            then, self._then = self._then, None
        if then:
            then()  # others are served meanwhile
        return status, shown, more

    def _handle(
        self, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: Any
    ) -> tuple[int | None, Any, dict[str, str]]:
        if not headers.get("authorization"):
            return 401, {"message": "Client must be authenticated to access this resource."}, {}
        trouble = next((t for t in self.troubles if t.method == method and re.fullmatch(t.path, path)), None)
        if trouble and trouble.skip:
            trouble.skip -= 1
            trouble = None
        if trouble is None:
            return (*answer(self.world, method, path, query, body), {})
        trouble.times -= 1
        if not trouble.times:
            self.troubles.remove(trouble)
        if trouble.before:
            trouble.before()
        self._then = trouble.after
        if trouble.only is not None:
            body = {**body, "issueUpdates": body["issueUpdates"][: trouble.only]}
        if trouble.effect:
            status, shown = answer(self.world, method, path, query, body)
            if trouble.status == 200:  # `before` was the trouble
                return status, shown, trouble.headers
        elif trouble.late is not None:
            due = self.world.clock.now + trouble.late
            self.world.pending.append((due, lambda: answer(self.world, method, path, query, body)))
        return trouble.status, {"errorMessages": ["in trouble"], "errors": {}}, trouble.headers


@contextlib.contextmanager
def running(world: World, secure: Callable[[socket.socket], socket.socket] | None = None) -> Iterator[Double]:
    """A double that listens on a free port until the block ends; `secure` makes its socket one of TLS."""
    double = Double(world)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each answer waits for an acknowledgement

        def _serve(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(size)) if size else None
            status, shown, more = double.handle(
                self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body
            )
            if status is None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            text = b"" if shown is None else json.dumps(shown).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            for name, value in more.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)
            self.close_connection |= double.stale

        do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Silent: the log is kept by the double."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if secure:
        server.socket = secure(server.socket)
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    double.url = f"http{'s' if secure else ''}://127.0.0.1:{server.server_port}"
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

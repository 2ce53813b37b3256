"""The session in a browser: on this machine only, and only for who has the link with its token.

textual-serve runs the session as a process for each tab and carries its screen over a websocket. It has no login and a
page that asks another host for a font, so the page and the door are ours.
"""

from __future__ import annotations

import os
import secrets
import shlex
import socket
import sys

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from textual_serve.server import Server

from tui import console

HOST = "127.0.0.1"
COOKIE = "colonnade-token"
COMMAND = "from tui.session.start import in_browser; in_browser()"
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws://{host}"
PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="stylesheet" href="/static/css/xterm.css">
<style>
body {{ background: #0c181f; color: #e0e0e0; font-family: monospace; }}
.closed-dialog {{ display: none; padding: 2em; }}
body.-closed .closed-dialog {{ display: block; }}
body.-closed .textual-terminal {{ display: none; }}
</style>
<script src="/static/js/textual.js"></script>
</head>
<body>
<div class="closed-dialog">The session has ended. <a href="/" style="color: #7fd4ff">Open it again</a></div>
<div id="terminal" class="textual-terminal" data-session-websocket-url="ws://{host}/ws" data-font-size="{size}"></div>
</body>
</html>
"""


class Guarded(Server):
    """Serves the command to whoever knows the token, from this machine."""

    def __init__(self, command: str, title: str, door: socket.socket) -> None:
        super().__init__(command, host=HOST, port=door.getsockname()[1], title=title)
        self.door, self.token = door, secrets.token_urlsafe(24)

    @property
    def names(self) -> tuple[str, ...]:
        """What this server may be called; a name that another host could be given is refused."""
        return tuple(f"{host}:{self.port}" for host in (HOST, "localhost"))

    @property
    def link(self) -> str:
        return f"http://{HOST}:{self.port}/?token={self.token}"

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard())
        return app

    def _guard(self) -> Middleware:
        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            origin = request.headers.get("Origin")
            if request.host not in self.names or (origin and origin.removeprefix("http://") not in self.names):
                raise web.HTTPForbidden(text="This page is for this machine only.\n")
            given = request.query.get("token")
            if given is not None and request.path == "/" and self._fits(given):
                answer = web.HTTPSeeOther("/")
                answer.set_cookie(COOKIE, self.token, httponly=True, samesite="Strict")
                raise answer
            if not self._fits(request.cookies.get(COOKIE, "")):
                raise web.HTTPForbidden(text="Open the link that the terminal shows: it holds a token.\n")
            return await handler(request)

        return guard

    def _fits(self, token: str) -> bool:
        return secrets.compare_digest(token.encode(), self.token.encode())

    async def handle_index(self, request: web.Request) -> web.Response:
        """Our own page, which asks nobody else for anything."""
        size = request.query.get("fontsize", "16")
        text = PAGE.format(title=_escaped(self.title), host=request.host, size=int(size) if size.isdecimal() else 16)
        headers = {"Content-Security-Policy": POLICY.format(host=request.host), "Referrer-Policy": "no-referrer"}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def on_startup(self, app: web.Application) -> None:  # noqa: ARG002
        console.say_lines([f"The session is at {self.link}", "Ctrl+C ends it."])

    def serve(self, debug: bool = False) -> None:  # noqa: ARG002
        web.run_app(self._make_app(), sock=self.door, print=None, access_log=None)


def _escaped(text: str) -> str:
    import html

    return html.escape(text)


def serve(argument: str, port: int) -> None:
    """Serves the session of a workload until Ctrl+C. Port 0 is one that is free. Raises OSError where it is taken."""
    from tui.workloads import address

    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind((HOST, port))
    door.listen()  # before the link is told: who comes early waits
    found = address()
    os.environ["COLONNADE_DB"] = found.url or found.shown  # not on a command line: it may hold a password
    command = " ".join(shlex.quote(word) for word in (sys.executable, "-c", COMMAND, argument))
    Guarded(command, f"Colonnade: {argument}", door).serve()

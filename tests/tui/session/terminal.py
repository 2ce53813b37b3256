"""A real terminal for tests: a pseudo-terminal with the program in it, and the screen that a person would see."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyte

from tests.tui.running import MAIN, ROOT

PATIENCE = 20.0
"""Seconds after which a test gives up waiting."""


class Terminal:
    """The program `colonnade` with these arguments in a terminal of `columns` × `rows`."""

    def __init__(self, arguments: Sequence[str], cwd: Path, columns: int = 120, rows: int = 40, **env: str) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.chdir(cwd)
            more = {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none", **env}
            more |= {"COLUMNS": str(columns), "LINES": str(rows)}
            os.execve(sys.executable, [sys.executable, "-c", MAIN, *arguments], {**os.environ, **more})
        self.status: int | None = None

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def send(self, keys: str) -> None:
        os.write(self.file, keys.encode())

    def read(self, seconds: float = 0.05) -> bool:
        """Takes in what the program has written; gives whether it is still there."""
        while select.select([self.file], [], [], seconds)[0]:
            try:
                written = os.read(self.file, 65536)
            except OSError:  # the program has ended
                return False
            if not written:
                return False
            self.stream.feed(written.replace(b"\x1b[>4;1m", b"").replace(b"\x1b[>1u", b"").replace(b"\x1b[<u", b""))
        return True

    def wait_for(self, *texts: str) -> str:
        """The screen once it holds all of these texts."""
        end = time.monotonic() + PATIENCE
        while not all(text in self.text for text in texts):
            alive = self.read()
            assert alive or all(text in self.text for text in texts), f"it ended:\n{self.text}"
            assert time.monotonic() < end, f"not seen: {texts}\n{self.text}"
        return self.text

    def ended(self) -> int:
        """The exit status once the program has ended."""
        while self.read():
            pass
        if self.status is None:
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status

    def kill(self) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self.ended()


@contextlib.contextmanager
def terminal(arguments: Sequence[str], cwd: Path, columns: int = 120, rows: int = 40, **env: str) -> Iterator[Terminal]:
    """A terminal that is closed at the end, and the program in it with it."""
    found = Terminal(arguments, cwd, columns, rows, **env)
    try:
        yield found
    finally:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            found.kill()
        os.close(found.file)

"""Progress bars on stderr for what takes long enough to wait for: planning, and scanning a repository."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from integrations.scan_reporter import ScanReporter
from integrations.settle import RealClock
from planner.optimiser.reporter import Reporter

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

NOTICED = 4.0
"""Seconds of waiting from which it is said."""
LARGE = 2_000
"""Items from which a bar is shown; fewer are planned before a person could read it."""


class BarReporter(Reporter):
    """Shows steps done, the best plan so far and its bound."""

    def __init__(self) -> None:
        self.progress: Progress | None = None
        self.task: TaskID | None = None
        self.earned, self.at_most = 0.0, float("inf")

    def started(self, items: int, steps: int) -> None:
        if items < LARGE:
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn(f"Planning {items:,} items"),
            BarColumn(),
            TextColumn("earns {task.fields[earned]:.1f} of at most {task.fields[at_most]:.1f}"),
            TimeRemainingColumn(),
        )
        self.progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self.progress.start()
        self.task = self.progress.add_task("plan", total=steps, earned=self.earned, at_most=self.at_most)

    def step(self, what: str) -> None:  # noqa: ARG002  # the bar counts steps, whatever they are
        if self.progress is not None and self.task is not None:
            self.progress.update(self.task, advance=1, earned=self.earned, at_most=self.at_most)

    def bound(self, bound: float) -> None:
        self.at_most = bound

    def improved(self, objective: float) -> None:
        self.earned = objective

    def finished(self) -> None:
        if self.progress is not None:
            self.progress.stop()
            self.progress = None


@contextmanager
def bar() -> Iterator[Reporter]:
    """A reporter that draws a bar in a terminal and is silent elsewhere; the bar goes when the work ends or fails."""
    reporter = BarReporter() if sys.stderr.isatty() else Reporter()
    try:
        yield reporter
    finally:
        reporter.finished()


@contextmanager
def counting(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar of steps done, with the time left, in a terminal; the function given takes the steps that are through."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda steps: progress.update(task, advance=steps)


class TellingClock(RealClock):
    """Says on stderr that it waits, where a person would wonder."""

    def sleep(self, seconds: float) -> None:
        if seconds >= NOTICED:
            sys.stderr.write(f"Waiting {seconds:.0f} seconds for Jira ...\n")
        super().sleep(seconds)


class ScanBar(ScanReporter):
    """Shows the files seen so far, then how many of those that matter were looked into."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
        self.progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self.progress.start()
        self.task = self.progress.add_task("Looking for files", total=None)

    def walked(self, files: int) -> None:
        self.progress.update(self.task, description=f"Looking for files: {files:,}")

    def reading(self, files: int) -> None:
        self.progress.update(self.task, description=f"Looking into {files:,} files", total=files, completed=0)

    def read(self) -> None:
        self.progress.advance(self.task)

    def finished(self) -> None:
        self.progress.stop()


@contextmanager
def scan_bar() -> Iterator[ScanReporter]:
    """A reporter that draws a bar in a terminal and is silent elsewhere; the bar goes when the work ends or fails."""
    reporter = ScanBar() if sys.stderr.isatty() else None
    try:
        yield reporter or ScanReporter()
    finally:
        if reporter is not None:
            reporter.finished()

"""Where output goes: results to stdout, the rest to stderr; no colour when piped or under NO_COLOR."""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType

PIPED_WIDTH = 120
WIDEST = 140
"""Columns beyond which a page only gains holes."""


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = min(shutil.get_terminal_size().columns, WIDEST) if stream.isatty() else PIPED_WIDTH
    return Console(stderr=stderr, width=width, highlight=False, soft_wrap=False, markup=False, emoji=False)


def show(page: RenderableType) -> None:
    """A page for a person, on stdout."""
    _console(stderr=False).print(page)


def say(page: RenderableType) -> None:
    """A remark beside the result, on stderr."""
    _console(stderr=True).print(page)


def as_text(page: RenderableType) -> str:
    """A page as plain text, for a file."""
    out = io.StringIO()
    plain = Console(file=out, width=PIPED_WIDTH, highlight=False, color_system=None, markup=False, emoji=False)
    plain.print(page)
    return out.getvalue()


def print_json(data: Any) -> None:
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n")


def deliver(result: RenderableType, output: str | None, *inputs: str) -> None:
    """A result to a file, whole or not at all, or to stdout as it is."""
    if output is not None:
        from integrations.writing import write_file

        assert isinstance(result, str)
        write_file(Path(output), result, [Path(name) for name in inputs])
    elif isinstance(result, str):
        sys.stdout.write(result)
    else:
        show(result)


def write_lines(lines: list[str]) -> None:
    """Lines on stdout as they are, however long, for programs that read line by line."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def say_lines(lines: list[str]) -> None:
    """Lines on stderr as they are, beside the result."""
    sys.stderr.write("".join(f"{line}\n" for line in lines))

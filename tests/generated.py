"""The parts of docs/ that are made from the program: `make docs` writes them, a test keeps them true."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console

from catalog.loader import load, locate
from integrations import reference
from planner.plan import Plan, make_plan
from planner.schemas import MODELS, schema_text
from planner.workload_file import read_workload
from tests.tui.session import pictures
from tui import board
from tui.commands.root import cli
from tui.session.keys_page import keys_markdown

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "data" / "examples" / "fraud-scoring.yaml"

COMMANDS_HEAD = """\
# Commands

This page is made from the program's own help; `make docs` writes it.

WORKLOAD is the path of a workload file, or the name of a workload in the [workspace](workspace.md). `--json` on a
command that prints a table gives the same as JSON. Results go to
standard output; progress, summaries and errors go to standard error; there is no colour when piped or under `NO_COLOR`.

| exit status | means |
|---|---|
| 0 | done |
| 1 | a check found something: `catalog lint` has findings, `db check` too, `diff --exit-code` sees a difference |
| 2 | wrong usage |
| 3 | bad input: every error is listed with file, line, key and the nearest known name; nothing was written |
| 4 | no plan satisfies the constraints; the edits that clash are named |
| 5 | not now: a server could not be reached or refused, or somebody else was quicker; nothing was changed, try again |
| 70 | a defect of the program; `COLONNADE_DEBUG=1` shows where |
"""

KEYS_HEAD = "This list is made from the program.\n"

SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, monospace; font-size: {char_height}px;
line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def example_plan() -> Plan:
    workload, catalog = read_workload(EXAMPLE)
    return make_plan(catalog, workload)


def board_svg() -> str:
    """The example's board as a picture that asks no other host for its font."""
    console = Console(file=io.StringIO(), width=118, record=True, force_terminal=True, highlight=False)
    console.print(board.board(example_plan()))
    return console.export_svg(title="colonnade demo", code_format=SVG, unique_id="board")


def commands(group: click.Group, prefix: str = "colonnade") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with its full name, in the order of its group."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def commands_page() -> str:
    parts = [COMMANDS_HEAD]
    for name, command in commands(cli):
        widths = {"max_content_width": 118, "terminal_width": 100}
        context = click.Context(command, info_name=name, help_option_names=["-h", "--help"], **widths)
        text = re.sub(r"[ \t]+$", "", command.get_help(context), flags=re.MULTILINE)
        parts.append(f"## {name}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def pages() -> dict[Path, str]:
    """Each generated file and what should be in it."""
    docs = ROOT / "docs"
    found = {docs / "schemas" / f"{name}.schema.json": schema_text(name) for name in MODELS}
    found[docs / "commands.md"] = commands_page()
    found[docs / "pictures" / "board.svg"] = board_svg()
    head, mark, _ = (docs / "session.md").read_text(encoding="utf-8").partition(KEYS_HEAD)
    found[docs / "session.md"] = head + mark + "\n" + keys_markdown()
    found |= {docs / "catalog" / name: text for name, text in reference.pages(load([locate("five-pillars")])).items()}
    return found


def main() -> None:
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    pictures.write_all()
    pictures.write_pictures(ROOT / "docs" / "pictures", EXAMPLE.relative_to(ROOT))


if __name__ == "__main__":
    main()

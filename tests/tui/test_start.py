"""How the command starts: what it imports, and what it says of itself."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.tui.running import run, start
from tui.commands.root import cli

HEAVY = ("networkx", "numpy", "distributed", "sqlmodel", "textual", "jira", "pydantic", "rich", "yaml")

WATCHED = f"""
import sys
from tui.cli import main
try:
    main()
finally:
    sys.stderr.write("loaded: " + " ".join(name for name in {HEAVY} if name in sys.modules))
"""


def loaded(cwd: Path, *args: str) -> tuple[int, list[str]]:
    """The exit status of a command, and the heavy modules that its process has imported."""
    status, _, err = start(*args, cwd=cwd, code=WATCHED)
    return status, err.rpartition("loaded: ")[2].split()


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["--version"],
        ["plan", "--help"],
        ["jira", "apply", "--help"],
        ["plan"],
        ["plann"],
        ["completion", "bash"],
    ],
)
def test_help_is_quick(tmp_path: Path, args: list[str]) -> None:
    """What needs no file imports nothing that takes time to import."""
    assert [] == loaded(tmp_path, *args)[1]


@pytest.mark.parametrize("command", ["plan", "gaps"])
def test_planning_needs_no_graph(folder: Path, command: str) -> None:
    """A workload is planned without networkx, which takes longer to import than a plan to make."""
    status, names = loaded(folder, command, "workload.yaml")

    assert (0, False) == (status, "networkx" in names)


def test_planning_needs_no_jira(folder: Path) -> None:
    """Only the commands that speak to Jira import its package."""
    assert "jira" not in loaded(folder, "plan", "workload.yaml")[1]


def walk(command: click.Command, *names: str) -> Iterator[tuple[str, click.Command]]:
    """A command and all below it, by the words that lead there."""
    yield " ".join(names), command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from walk(inner, *names, name)


COMMANDS = dict(walk(cli, "colonnade"))


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_help(command: click.Command) -> None:
    """Every command says in a sentence what it does."""
    assert (command.help or "").strip().partition("\n")[0].endswith(".")


@pytest.mark.parametrize(("name", "command"), COMMANDS.items(), ids=COMMANDS)
def test_example(name: str, command: click.Command) -> None:
    """Every command shows an example of itself, or of a command below it."""
    example = (command.epilog or "").partition(": ")[2]

    assert name in example


def words(command: click.Command) -> list[str]:
    """The words of a command's example, as the shell would give them to the program."""
    example = (command.epilog or "").partition(": ")[2]
    inner = example.removeprefix('eval "$(').removesuffix(')"')
    return shlex.split(inner.partition(" > ")[0])[1:]


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_example_is_right_usage(command: click.Command) -> None:
    """Every example is understood: its commands, options and arguments are known and complete."""
    found, left, said = cli, words(command), ""
    context = click.Context(cli, info_name="colonnade")
    try:
        while isinstance(found, click.Group):
            _, found, left = found.resolve_command(context, left)
        found.make_context(found.name, left, parent=context)
    except click.UsageError as error:
        said = error.format_message()

    assert "" == said


@pytest.mark.parametrize(("name", "command"), COMMANDS.items(), ids=COMMANDS)
def test_help_page(name: str, command: click.Command) -> None:
    """`--help` of every command prints its page, example included, and ends well."""
    status, out, err = run(*name.split()[1:], "--help")
    example = " ".join((command.epilog or "").split())

    assert (0, "", True) == (status, err, example in " ".join(out.split()))


@pytest.mark.parametrize(("name", "command"), COMMANDS.items(), ids=COMMANDS)
def test_options_are_explained(name: str, command: click.Command) -> None:
    """Every option says what it does, or what it may be."""
    options = [p for p in command.params if isinstance(p, click.Option)]
    unexplained = [o.name for o in options if not o.help and not isinstance(o.type, click.Choice)]

    assert (name, []) == (name, unexplained)


def test_version() -> None:
    """`--version` names the program and its version."""
    status, out, err = run("--version")

    assert (0, ["colonnade", "0.1.0"], "") == (status, out.split(), err)

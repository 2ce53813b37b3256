"""Arguments and options that several commands share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _keep(context: click.Context, _option: click.Parameter, url: str | None) -> None:
    if url is not None:
        context.meta["colonnade.db"] = url


db_option = click.option(
    "--db",
    metavar="URL",
    expose_value=False,
    callback=_keep,
    help="The database of the workspace; else COLONNADE_DB, else sqlite:///colonnade.db.",
)

by_option = click.option(
    "--by", default="", metavar="NAME", help="Who does it, for the log of the workspace; your login if left out."
)

EFFORTS = ("quick", "normal", "prove")


def effort_options(command: Any) -> Any:
    """How hard to look for a better plan, and when to stop."""
    for option in (
        click.option(
            "--time-limit",
            type=click.FloatRange(0, min_open=True),
            default=math.inf,
            metavar="SECONDS",
            help="With --effort prove: stop after so many seconds, with what was found.",
        ),
        click.option(
            "--gap",
            type=click.FloatRange(0, 1),
            default=0.0,
            metavar="PART",
            help="With --effort prove: stop when the bound is within this part of what was found, 0.001 for 0.1 %.",
        ),
        click.option(
            "--effort",
            type=click.Choice(EFFORTS),
            default="normal",
            show_default=True,
            help="How hard to look for a better plan; prove goes on until there can be none.",
        ),
    ):
        command = option(command)
    return command


def names_and_files(context: click.Context, _option: click.Parameter, typed: str) -> list[CompletionItem]:
    """The workloads of the workspace that begin with what was typed; where there are none, files."""
    from click.shell_completion import CompletionItem

    try:
        found = [name for name in _names(context) if name.startswith(typed)]
    except Exception:  # completion has nobody to tell
        found = []
    return [CompletionItem(name) for name in found] or [CompletionItem(typed, type="file")]


def _names(context: click.Context) -> list[str]:
    from planner.store.reading import list_names
    from tui.workloads import address

    with context:
        return list_names(address())


def workload_argument(command: Any) -> Any:
    """WORKLOAD, and where its workspace is."""
    return click.argument("workload", shell_complete=names_and_files)(db_option(command))


class ListsOfIds(click.Command):
    """A command whose repeatable options also take several values in a row, once its arguments have been given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = [param for param in self.params if isinstance(param, click.Option)]
        valued = {name for option in options if not option.is_flag for name in option.opts}
        lists = {name for option in options if option.multiple for name in option.opts}
        needed = len(self.params) - len(options)
        flat: list[str] = []
        repeated, value = "", False
        for arg in args:
            if value:
                value = False
            elif arg.startswith("-"):
                name, given, _ = arg.partition("=")
                repeated, value = name if name in lists else "", not given and name in valued
            elif repeated and needed <= 0:
                flat.append(repeated)
            else:
                needed -= 1
            flat.append(arg)
        return super().parse_args(ctx, flat)

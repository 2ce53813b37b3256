"""The commands that look at a baseline and change it in the workload file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tui.commands.catalog import file_names, json_option, practice_ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.workload import Workload


@click.group(epilog="Example: colonnade baseline show workload.yaml")
def baseline() -> None:
    """Say where the team stands: look at the levels, set them, take what is proposed."""


@baseline.command(epilog="Example: colonnade baseline show workload.yaml --pillar sec")
@click.argument("workload", shell_complete=file_names)
@click.option("--pillar", help="Only the practices whose home is this pillar.")
@click.option(
    "--all", "everything", is_flag=True, help="Also the practices that nobody assessed; JSON has them always."
)
@json_option
def show(workload: str, pillar: str | None, everything: bool, as_json: bool) -> None:
    """Show where each practice stands, on what evidence, and what is proposed."""
    from pathlib import Path

    from catalog.errors import BadInput, nearest
    from planner.workload_file import read_workload
    from tui import baseline_page, console

    read, catalog = read_workload(Path(workload))
    if pillar is not None and pillar not in catalog.pillar:
        hint = nearest(pillar, catalog.pillar) or f"; there are {', '.join(catalog.pillar)}"
        raise BadInput.one("--pillar", f"the catalog has no pillar '{pillar}'{hint}")
    if as_json:
        console.print_json(baseline_page.baseline_data(catalog, read, pillar))
    else:
        console.show(baseline_page.baseline_page(catalog, read, pillar, everything=everything))


@baseline.command(
    "set", epilog='Example: colonnade baseline set workload.yaml model-registry 1 --evidence "all models since May"'
)
@click.argument("workload", shell_complete=file_names)
@click.argument("practice", shell_complete=practice_ids)
@click.argument("level", type=click.IntRange(min=0), required=False)
@click.option("--evidence", default="", metavar="TEXT", help="What shows that the level is reached; needed above 0.")
@click.option("--by", default="", metavar="NAME", help="Who says so.")
@click.option("--assessed", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="When; today if left out.")
@click.option("--not-applicable", "reason", metavar="REASON", help="In place of LEVEL: that it does not concern you.")
def set_(
    workload: str, practice: str, level: int | None, evidence: str, by: str, assessed: object, reason: str | None
) -> None:
    """Set the level of a practice, or that it is not applicable.

    The workload file is changed in place, its comments stay. Level 0 says that it was looked at and is not done.
    """
    import datetime
    from pathlib import Path

    from catalog.errors import BadInput, nearest
    from integrations.workload_edit import save_baseline
    from planner import baseline as core
    from planner.workload import Standing
    from planner.workload_file import read_workload
    from tui import baseline_page, console

    if (level is None) == (reason is None):
        raise click.UsageError("Give a LEVEL, or --not-applicable REASON.")
    if reason is not None and not reason.strip():
        raise click.UsageError("--not-applicable needs a reason.")
    if level and not evidence.strip():
        raise click.UsageError("A level above 0 needs --evidence: what shows that it is reached.")
    read, catalog = read_workload(Path(workload))
    if practice not in catalog.practice:
        raise BadInput.one(practice, f"the catalog has no such practice{nearest(practice, catalog.practice)}")
    top = catalog.practice[practice].top
    if level is not None and level > top:
        raise BadInput.one(practice, f"it has {top} levels, so {level} is out of range")
    day = assessed.date() if isinstance(assessed, datetime.datetime) else datetime.date.today()
    standing = Standing(
        level or 0,
        evidence=evidence.strip(),
        assessed=day,
        by=by.strip(),
        not_applicable=reason is not None,
        reason=(reason or "").strip(),
    )
    before = read.baseline.get(practice)
    save_baseline(Path(workload), core.set_standing(read, practice, standing))
    was = baseline_page.level_words(before) if before else "not assessed"
    console.say(f"{practice}: {was} → {baseline_page.level_words(standing)}. Wrote {workload}.")


@baseline.command(epilog="Example: colonnade baseline accept workload.yaml --all")
@click.argument("workload", shell_complete=file_names)
@click.argument("practices", nargs=-1, shell_complete=practice_ids, metavar="[PRACTICE]...")
@click.option("--all", "everything", is_flag=True, help="Everything that is proposed.")
@click.option("--by", default="", metavar="NAME", help="Who says so.")
def accept(workload: str, practices: tuple[str, ...], everything: bool, by: str) -> None:
    """Take proposed levels as the team's own: from now on plans count with them."""
    import datetime

    from planner import baseline as core

    day = datetime.date.today()
    _settle(workload, practices, everything, "Accepted", lambda read, ids: core.accept(read, ids, day, by.strip()))


@baseline.command(epilog="Example: colonnade baseline reject workload.yaml --all")
@click.argument("workload", shell_complete=file_names)
@click.argument("practices", nargs=-1, shell_complete=practice_ids, metavar="[PRACTICE]...")
@click.option("--all", "everything", is_flag=True, help="Everything that is proposed.")
def reject(workload: str, practices: tuple[str, ...], everything: bool) -> None:
    """Drop proposed levels; what a person set stays as it is."""
    from planner import baseline as core

    _settle(workload, practices, everything, "Rejected", core.reject)


def _settle(
    workload: str,
    practices: tuple[str, ...],
    everything: bool,
    verb: str,
    change: Callable[[Workload, list[str]], Workload],
) -> None:
    from pathlib import Path

    from catalog.errors import BadInput, Problem
    from integrations.workload_edit import save_baseline
    from planner.baseline import not_proposed
    from planner.workload_file import read_workload
    from tui import console

    if bool(practices) == everything:
        raise click.UsageError("Name practices, or give --all.")
    read, _ = read_workload(Path(workload))
    unknown = [id for id in practices if id not in read.proposed]
    if unknown:
        raise BadInput(Problem(workload, None, "baseline", not_proposed(read.proposed, id)) for id in unknown)
    ids = sorted(read.proposed if everything else set(practices))
    if not ids:
        console.say(f"Nothing is proposed in {workload}.")
        sys.exit(0)
    save_baseline(Path(workload), change(read, ids))
    console.say(f"{verb} {len(ids)}: {', '.join(ids)}. Wrote {workload}.")

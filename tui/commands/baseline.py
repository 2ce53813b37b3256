"""The commands that look at a baseline and change it in the workload file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tui.commands.catalog import file_names, json_option, practice_ids
from tui.commands.options import by_option, workload_argument

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.workload import Workload


IMPORT_FORMATS = ("aws-answers", "dsomm-progress", "bestpractices-json")


@click.group(epilog="Example: colonnade baseline show workload.yaml")
def baseline() -> None:
    """Say where the team stands: look at the levels, set them, take what is proposed, compare."""


@baseline.command(epilog="Example: colonnade baseline show workload.yaml --pillar sec")
@workload_argument
@click.option("--pillar", help="Only the practices whose home is this pillar.")
@click.option(
    "--all", "everything", is_flag=True, help="Also the practices that nobody assessed; JSON has them always."
)
@json_option
def show(workload: str, pillar: str | None, everything: bool, as_json: bool) -> None:
    """Show where each practice stands, on what evidence, and what is proposed."""
    from catalog.errors import BadInput, nearest
    from tui import baseline_page, console, workloads

    read, catalog = workloads.read(workload)
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
@workload_argument
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

    A workload file is changed in place, its comments stay. Level 0 says that it was looked at and is not done.
    """
    import datetime

    from catalog.errors import BadInput, nearest
    from planner import baseline as core
    from planner.decisions import SetLevel
    from planner.workload import Standing
    from tui import baseline_page, console, deciding, workloads

    if (level is None) == (reason is None):
        raise click.UsageError("Give a LEVEL, or --not-applicable REASON.")
    if reason is not None and not reason.strip():
        raise click.UsageError("--not-applicable needs a reason.")
    if level and not evidence.strip():
        raise click.UsageError("A level above 0 needs --evidence: what shows that it is reached.")
    read, catalog = workloads.read(workload)
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
    text = str(SetLevel(practice, standing))
    wrote = deciding.keep(workload, text, lambda present, _: core.set_standing(present, practice, standing), by)
    was = baseline_page.level_words(before) if before else "not assessed"
    console.say(f"{practice}: {was} → {baseline_page.level_words(standing)}. {wrote}")


@baseline.command(epilog="Example: colonnade baseline accept workload.yaml --all")
@workload_argument
@click.argument("practices", nargs=-1, shell_complete=practice_ids, metavar="[PRACTICE]...")
@click.option("--all", "everything", is_flag=True, help="Everything that is proposed.")
@click.option("--by", default="", metavar="NAME", help="Who says so.")
def accept(workload: str, practices: tuple[str, ...], everything: bool, by: str) -> None:
    """Take proposed levels as the team's own: from now on plans count with them."""
    import datetime

    from planner import baseline as core

    day = datetime.date.today()
    _settle(workload, practices, everything, "Accepted", lambda read, ids: core.accept(read, ids, day, by.strip()), by)


@baseline.command(epilog="Example: colonnade baseline reject workload.yaml --all")
@workload_argument
@click.argument("practices", nargs=-1, shell_complete=practice_ids, metavar="[PRACTICE]...")
@click.option("--all", "everything", is_flag=True, help="Everything that is proposed.")
@by_option
def reject(workload: str, practices: tuple[str, ...], everything: bool, by: str) -> None:
    """Drop proposed levels; what a person set stays as it is."""
    from planner import baseline as core

    _settle(workload, practices, everything, "Rejected", core.reject, by)


@baseline.command("import", epilog="Example: colonnade baseline import review.yaml aws-answers answers.json --write")
@workload_argument
@click.argument("format_", type=click.Choice(IMPORT_FORMATS), metavar="FORMAT")
@click.argument("file", shell_complete=file_names)
@click.option("--team", default="", metavar="NAME", help="Of a file with several teams, this one; else all must agree.")
@click.option("--write", is_flag=True, help="Put it into the workload; else it is only shown.")
@by_option
@json_option
def import_(workload: str, format_: str, file: str, team: str, write: bool, by: str, as_json: bool) -> None:
    """Take over a baseline that was taken in another framework.

    FORMAT is aws-answers (what `aws wellarchitected list-answers` prints), dsomm-progress (team-progress.yaml, or a
    generated.yaml of earlier versions) or bestpractices-json (.bestpractices.json).

    Of practices that were imported from the framework the level is set; of those that name counterparts in it
    (maps_to) a level is proposed where the answers allow it. What a person set stays.
    """
    import datetime
    from pathlib import Path

    from integrations.frameworks import baselines
    from tui import answers_page, console, deciding, workloads

    day = datetime.date.today()
    read, catalog = workloads.read(workload)
    imported = baselines.read(format_, Path(file), read, catalog, day, team)
    if write:
        text = f"take over the baseline of {format_} in {Path(file).name}"
        deciding.keep(
            workload,
            text,
            lambda now, today: baselines.read(format_, Path(file), now, today, day, team).workload,
            by,
        )
    data = baselines.summary(imported, write)
    if as_json:
        console.print_json(data)
    else:
        console.show(answers_page.answers_page(data, workload))


@baseline.command(epilog="Example: colonnade baseline upgrade workload.yaml --write")
@workload_argument
@click.option(
    "--from",
    "old",
    shell_complete=file_names,
    metavar="ID|PATH",
    help="The catalog that the workload was made for: tells of levels and stories that mean something else now.",
)
@click.option(
    "--write",
    is_flag=True,
    help="Change the workload; what has no place any more stays as comments of its file, or in the log.",
)
@by_option
@json_option
def upgrade(workload: str, old: str | None, write: bool, by: str, as_json: bool) -> None:
    """Carry a workload over to the present version of its catalogs.

    Levels, evidence, finished stories, targets, values and edits follow a practice that has another id now. What
    may mean something else, and what cannot be carried over, is listed.
    """
    from catalog import loader
    from tui import carrying, console, upgrade_pages, workloads

    before = loader.read([loader.locate(old)]).catalog if old is not None else None
    if workloads.is_name(workload):
        found, written = carrying.in_workspace(workload, before, write=write, by=by)
    else:
        found, written = carrying.in_file(workload, before, write=write)
    if as_json:
        console.print_json(upgrade_pages.upgrade_data(found, written=bool(written)))
    else:
        console.show(upgrade_pages.upgrade_page(found))
    if written:
        lost = f" {written}" if found.of("lost") else ""
        console.say(f"Wrote {workload}.{lost}")
    elif found.notes and not write:
        console.say("Nothing was written; --write changes the workload.")


def _settle(
    workload: str,
    practices: tuple[str, ...],
    everything: bool,
    verb: str,
    change: Callable[[Workload, list[str]], Workload],
    by: str = "",
) -> None:
    from catalog.errors import BadInput, Problem
    from planner.baseline import not_proposed
    from tui import console, deciding, workloads

    if bool(practices) == everything:
        raise click.UsageError("Name practices, or give --all.")
    read, _ = workloads.read(workload)
    unknown = [id for id in practices if id not in read.proposed]
    if unknown:
        raise BadInput(Problem(workload, None, "baseline", not_proposed(read.proposed, id)) for id in unknown)
    ids = sorted(read.proposed if everything else set(practices))
    if not ids:
        console.say(f"Nothing is proposed in {workload}.")
        sys.exit(0)
    text = f"{verb.lower()} what is proposed for {', '.join(ids)}"
    wrote = deciding.keep(workload, text, lambda present, _: change(present, ids), by)
    console.say(f"{verb} {len(ids)}: {', '.join(ids)}. {wrote}")


@baseline.command(epilog="Example: colonnade baseline snapshot fraud after-the-move")
@workload_argument
@click.argument("name")
@by_option
def snapshot(workload: str, name: str, by: str) -> None:
    """Keep the present baseline under a name, for good.

    Each change of a baseline is kept anyway, under the number of its log entry: @12.
    """
    import re

    from catalog.errors import BadInput
    from tui import console
    from tui.commands.workspace import author, repository
    from tui.deciding import must_be_kept

    must_be_kept(workload)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", name) or name == "now":
        raise BadInput.one(name, "a snapshot's name holds letters, digits, '.', '-' and '_' only, and is not 'now'")
    repository().snapshot(workload, name, author(by))
    console.say(f"Kept the baseline of {workload} as {name}.")


@baseline.command(epilog="Example: colonnade baseline diff fraud before-the-move now")
@workload_argument
@click.argument("a")
@click.argument("b", default="now")
@json_option
@click.option("--exit-code", is_flag=True, help="Exit with 1 where the baselines differ.")
def diff(workload: str, a: str, b: str, as_json: bool, exit_code: bool) -> None:
    """Compare two baselines: snapshots by their names (@1 is what was imported), or `now`."""
    from tui import baseline_history, console
    from tui.deciding import must_be_kept

    must_be_kept(workload)
    found = baseline_history.compare(workload, a, b)
    if as_json:
        console.print_json(baseline_history.diff_data(found))
    else:
        console.show(baseline_history.diff_page(found))
    sys.exit(1 if exit_code and found else 0)

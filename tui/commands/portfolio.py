"""The commands over many workloads."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tui.commands.catalog import file_names, json_option
from tui.commands.options import EFFORTS, db_option

if TYPE_CHECKING:
    from integrations.portfolio import Job
    from planner.portfolio import Outcome

STATUS = {"planned": 0, "no-plan": 4, "bad-input": 3, "lost": 5, "defect": 70}
"""Exit statuses, the graver later."""
INTERRUPTED = 130


@click.group(epilog="Example: colonnade portfolio plan workloads -o plans")
def portfolio() -> None:
    """Look after many workloads."""


@portfolio.command(epilog="Example: colonnade portfolio plan workloads -o plans --workers 2")
@click.argument("where", metavar="[DIR|DB]", required=False, shell_complete=file_names)
@db_option
@click.option(
    "-o",
    "--output",
    shell_complete=file_names,
    metavar="DIR",
    help="Write each plan below this folder, as NAME.plan.yaml.",
)
@click.option(
    "--workers", type=click.IntRange(1, 1024), metavar="N", help="Processes to plan in; one for each core if left out."
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Plan on the Dask cluster of this scheduler, such as tcp://10.0.0.1:8786, which sees the same files.",
)
@click.option(
    "--effort",
    type=click.Choice(EFFORTS),
    default="normal",
    show_default=True,
    help="How hard to look for better plans.",
)
@json_option
@click.pass_context
def plan(
    context: click.Context,
    where: str | None,
    output: str | None,
    workers: int | None,
    cluster: str | None,
    effort: str,
    as_json: bool,
) -> None:
    """Plan many workloads in parallel: every workload file in and below DIR, or all of the workspace without it.

    What-if branches are left out; DB, a URL or the file of a SQLite database, is the same as --db URL.

    A summary by workload and pillar goes to standard output. A workload that cannot be planned is told on standard
    error and does not stop the others; the exit status is then 3 (bad input), 4 (no plan satisfies its constraints)
    or 5 (its worker died), the gravest of all.
    """
    from integrations import executors
    from integrations.portfolio import lost, plan_job
    from planner.portfolio import in_parallel
    from tui import console, portfolio_page
    from tui.progress import counting

    if cluster is not None and workers is not None:
        raise click.UsageError("--workers is for this machine; a cluster has its own")
    if where is not None and context.meta.get("colonnade.db"):
        raise click.UsageError("Give a folder, or --db URL for a workspace, not both.")
    jobs = _jobs(where, output, quick=effort == "quick")
    outcomes: list[Outcome] = []
    place_of = executors.cluster(cluster) if cluster else executors.local(min(workers or executors.cores(), len(jobs)))
    try:
        with place_of as place, counting("Planning workloads", len(jobs)) as progress:
            for outcome in in_parallel(place, plan_job, jobs, lost):
                outcomes.append(outcome)
                progress(1)
    except KeyboardInterrupt:
        console.say(f"Interrupted: {len(outcomes)} of {len(jobs)} workloads were planned; no plan is half written.")
        sys.exit(INTERRUPTED)
    outcomes.sort(key=lambda outcome: outcome.file)
    if as_json:
        console.print_json(portfolio_page.portfolio_data(outcomes))
    else:
        console.show(portfolio_page.portfolio_page(outcomes))
    failed = [outcome for outcome in outcomes if outcome.summary is None]
    console.say_lines(portfolio_page.failure_lines(failed))
    if failed or output:
        wrote = f" Wrote {len(outcomes) - len(failed)} plans below {output}." if output else ""
        console.say(f"{len(failed)} of {len(outcomes)} workloads could not be planned.{wrote}")
    kinds = [kind for kind in STATUS if any(outcome.kind == kind for outcome in outcomes)]
    sys.exit(STATUS[kinds[-1]])


def _jobs(where: str | None, output: str | None, *, quick: bool) -> list[Job]:
    """What is to be planned: the files of a folder, or the workloads of a workspace."""
    from pathlib import Path

    from integrations.portfolio import find_jobs, stored_jobs
    from tui import console, workloads

    target = None if output is None else Path(output)
    if where is None or "://" in where or Path(where).is_file():
        from planner.store.address import at_file, read_address

        read = read_address if where and "://" in where else at_file
        return stored_jobs(read(where, "DB") if where else workloads.address(), target, quick=quick)
    jobs, others = find_jobs(Path(where), target, quick=quick)
    if others:
        count = len(others)
        files = (
            "1 YAML file that is no workload was" if count == 1 else f"{count} YAML files that are no workloads were"
        )
        console.say(f"{files} passed over.")
    return jobs

"""The commands that bring a plan to a Jira project, and its progress back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tui.commands.catalog import file_names, json_option
from tui.commands.options import by_option, workload_argument

if TYPE_CHECKING:
    from integrations.items import Wanted
    from integrations.jira.tracker import JiraTracker
    from integrations.links import Journal
    from integrations.links_file import FileStore
    from integrations.settle import Clock
    from integrations.sync_plan import SyncPlan
    from integrations.walk import Outcome
    from planner.workload import JiraProject

ours_option = click.option(
    "--ours", multiple=True, metavar="ID", help="Settle a conflict of this item: write what the plan says. Repeatable."
)
theirs_option = click.option(
    "--theirs", multiple=True, metavar="ID", help="Settle a conflict of this item: keep what Jira has. Repeatable."
)


@click.group(epilog="Example: colonnade jira diff workload.yaml")
def jira() -> None:
    """Bring a plan to a Jira project, shown first and then applied.

    The workload names the project under `jira:`. The token comes from JIRA_TOKEN, with JIRA_USER for Jira Cloud.
    """


@jira.command(epilog="Example: colonnade jira check workload.yaml")
@workload_argument
@json_option
def check(workload: str, as_json: bool) -> None:
    """Find out what a Jira project is and what of a plan it can hold.

    Says what will be left out, and what must be mended before anything can be written (exit status 1). Writes nothing.
    """
    from tui import console, sync_page

    tracker = connect(workload, usable=False)
    if as_json:
        console.print_json(sync_page.site_data(tracker.site))
    else:
        console.show(sync_page.site_page(tracker.site))
    sys.exit(1 if tracker.site.blocked else 0)


@jira.command(epilog="Example: colonnade jira diff workload.yaml -o sync.json")
@workload_argument
@click.option(
    "-o",
    "--output",
    shell_complete=file_names,
    metavar="FILE",
    help="Also write the changes to FILE, for apply --plan.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where there is something to write or to decide.")
@ours_option
@theirs_option
@json_option
def diff(
    workload: str, output: str | None, exit_code: bool, ours: tuple[str, ...], theirs: tuple[str, ...], as_json: bool
) -> None:
    """Show what apply would change in Jira, in order and with reasons.

    Writes nothing, in Jira or here.
    """
    import json
    from pathlib import Path

    from integrations.syncing import bind, plan_to_show
    from integrations.writing import write_file
    from tui import console, sync_page

    wanted = wanted_by(workload)
    tracker = connect(workload)
    ledger = bind(store_of(workload).load(), tracker.site.identity, workload)
    plan = plan_to_show(wanted, tracker, ledger, decisions(wanted, ours, theirs))
    if output is not None:
        text = json.dumps(plan.to_data(), indent=1, ensure_ascii=False) + "\n"
        write_file(Path(output), text, [Path(workload)])
    if as_json:
        console.print_json(sync_page.diff_data(plan))
    else:
        console.show(sync_page.diff_page(plan, tracker.site))
    sys.exit(1 if exit_code and (plan.changes or plan.conflicts) else 0)


@jira.command(epilog="Example: colonnade jira apply workload.yaml --yes")
@workload_argument
@click.option(
    "--plan",
    "shown",
    shell_complete=file_names,
    metavar="FILE",
    help="What `jira diff -o FILE` showed: refuse to write where anything has changed since.",
)
@click.option("--yes", is_flag=True, help="Write without asking.")
@ours_option
@theirs_option
@json_option
def apply(
    workload: str, shown: str | None, yes: bool, ours: tuple[str, ...], theirs: tuple[str, ...], as_json: bool
) -> None:
    """Write the changes that diff shows to Jira.

    Stopped at whatever point, it goes on from there when it is run again. Without --yes it asks in a terminal, and
    writes nothing elsewhere. Exit status 1: done, but something is left to decide, or was refused.
    """
    from integrations.links import Journal
    from integrations.syncing import bind
    from tui import console, sync_page

    wanted = wanted_by(workload)
    before = shown_before(shown) if shown is not None else None
    chosen = decisions(wanted, ours, theirs)
    store = store_of(workload)
    tracker = connect(workload)
    bind(store.load(), tracker.site.identity, workload)
    if not yes:
        before = asked(wanted, tracker, store, chosen, before)
        if before is None:
            return
    with store.lock():
        journal = Journal(store)
        if not journal.ledger.project:
            journal.record({"op": "project", "project": tracker.site.identity})
        outcome = write(wanted, tracker, journal, chosen, before, shown or workload)
    if as_json:
        console.print_json(sync_page.outcome_data(outcome, tracker.requests))
    else:
        console.show(sync_page.outcome_page(outcome, tracker))
    sys.exit(1 if outcome.conflicts or outcome.failed else 0)


@jira.command(epilog="Example: colonnade jira pull workload.yaml")
@workload_argument
@click.option(
    "--write", "writing", is_flag=True, help="Move the baseline of the workload; the comments of a file stay."
)
@by_option
@json_option
def pull(workload: str, writing: bool, by: str, as_json: bool) -> None:
    """Show what is done in Jira, what people changed there, and what that does to the baseline.

    A level is reached when all its stories are done, with their issues as evidence. Levels never fall by it.
    """
    import datetime

    from integrations.pull import is_story
    from integrations.pull import pull as compare
    from integrations.syncing import bind
    from planner.finished import advance, progress, whole_stories
    from tui import console, deciding, pull_page, workloads

    tracker = connect(workload)
    read, catalog = workloads.read(workload)
    ledger = bind(store_of(workload).load(), tracker.site.identity, workload)
    remote = tracker.read({link.number for link in ledger.items.values()}, ledger.sprints)
    known = frozenset(id for standing in read.baseline.values() for id in standing.done)
    found = compare(ledger, remote, known)
    done = whole_stories(found.done, [id for id in (*plan_ids(workload), *ledger.items) if is_story(id)])
    today = datetime.date.today()
    steps = list(progress(catalog, read, done, today))
    written = ""
    if writing and steps:
        text = f"take over what is done in Jira: {', '.join(key for step in steps for key in step.evidence)}"
        written = deciding.keep(
            workload, text, lambda present, its: advance(present, list(progress(its, present, done, today))), by
        )
    if as_json:
        console.print_json(pull_page.pull_data(found, steps, written=bool(written)))
    else:
        console.show(pull_page.pull_page(found, steps))
    if written:
        console.say(written)
    elif steps:
        console.say("Nothing was written; --write moves the baseline.")


def plan_ids(workload: str) -> list[str]:
    """The stories of a workload's backlog, those that are deferred included."""
    from tui.commands.planning import make

    return list(make(workload, effort="quick").backlog.story)


def wanted_by(workload: str) -> Wanted:
    """What the plan of a workload wants in a tracker."""
    from integrations.items import wanted
    from integrations.syncing import check_labels
    from planner.document import to_document
    from planner.document_schema import PlanDocument
    from tui.commands.planning import make

    found = wanted(PlanDocument.model_validate(to_document(make(workload))))
    check_labels(found, workload)
    return found


def project_of(workload: str) -> JiraProject:
    from catalog.errors import BadInput
    from tui import workloads

    read, _ = workloads.read(workload)
    if read.jira is None:
        text = "the workload does not say where its Jira project is: add server and project under jira:"
        raise BadInput.one(workload, text, key="jira")
    return read.jira


def connect(workload: str, *, usable: bool = True, clock: Clock | None = None) -> JiraTracker:
    """The Jira project of a workload. Raises BadInput where it cannot be written to, if it is to be `usable`.

    Without a `clock` of the caller's own, one that says on stderr what it waits for.
    """
    from catalog.errors import BadInput, Problem
    from integrations.jira.client import Client
    from integrations.jira.discovery import discover
    from integrations.jira.secrets import find_credentials
    from integrations.jira.tracker import JiraTracker
    from tui.progress import TellingClock

    at = project_of(workload)
    client = Client(at.server, find_credentials(at.server), clock or TellingClock())
    server, _, number = store_of(workload).load().project.rpartition(" ")
    site = discover(client, at, workload, known=number if server == client.server else "")
    if usable and site.blocked:
        raise BadInput(Problem(workload, None, "jira", text) for text in site.blocked)
    return JiraTracker(client, site)


def store_of(workload: str) -> FileStore:
    """Where the links are: beside the workload file, beside the database file, or here for a database on a server.

    Raises BadInput for a branch, which is there to try something out.
    """
    from pathlib import Path

    from catalog.errors import BadInput
    from integrations.links_file import FileStore
    from tui import workloads

    if not workloads.is_name(workload):
        return FileStore(Path(workload), workloads.read(workload)[0].name)
    if "@" in workload:
        raise BadInput.one(workload, "a branch does not go to Jira: merge it, then name the workload itself")
    return FileStore(workloads.address().path or Path(workload), workload)


def decisions(wanted: Wanted, ours: tuple[str, ...], theirs: tuple[str, ...]) -> dict[str, str]:
    """The sides chosen, by item. Raises BadInput for an item that is not there, and for one named on both sides."""
    from catalog.errors import BadInput, Problem, nearest

    known = [*wanted.items, *(f"sprint/{number}" for number in wanted.sprints)]
    problems = [
        Problem(option, None, id, f"the plan has no such item{nearest(id, known)}")
        for option, ids in (("--ours", ours), ("--theirs", theirs))
        for id in ids
        if id not in known
    ]
    problems += [Problem("--theirs", None, id, "this is named by --ours too") for id in theirs if id in ours]
    if problems:
        raise BadInput(problems)
    return {**dict.fromkeys(ours, "ours"), **dict.fromkeys(theirs, "theirs")}


def shown_before(file: str) -> SyncPlan:
    """The sync plan in a file that diff wrote."""
    import json
    from pathlib import Path

    from catalog.errors import BadInput
    from catalog.yaml_text import read_text
    from integrations.sync_plan import SCHEMA, from_data

    try:
        return from_data(json.loads(read_text(Path(file))))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadInput.one(file, f"this is not what `jira diff -o` writes (schema {SCHEMA})") from None


def asked(
    wanted: Wanted, tracker: JiraTracker, store: FileStore, chosen: dict[str, str], before: SyncPlan | None
) -> SyncPlan | None:
    """Show the changes and ask; what was shown where the answer is yes, None where nothing is to be written."""
    from integrations.syncing import check_shown, plan_to_show
    from tui import console, sync_page

    ledger = store.load()
    plan = plan_to_show(wanted, tracker, ledger, chosen)
    if before is not None:
        check_shown(plan, before, ledger, "--plan")
    console.say(sync_page.diff_page(plan, tracker.site))
    if not sys.stdin.isatty():
        console.say("Nothing was written: add --yes.")
        sys.exit(1 if plan.changes else 0)
    if not click.confirm(f"Write this to {tracker.site.key} at {tracker.site.server}?", err=True):
        console.say("Nothing was written.")
        return None
    return plan


def write(
    wanted: Wanted,
    tracker: JiraTracker,
    journal: Journal,
    chosen: dict[str, str],
    before: SyncPlan | None,
    file: str,
) -> Outcome:
    """Settle, plan again, compare with what was shown, and write, with a progress bar."""
    from integrations.apply import apply as walk
    from integrations.syncing import check_shown, plan_to_apply
    from integrations.tracker import TrackerStopped
    from tui.progress import TellingClock, counting

    clock = TellingClock()
    try:
        plan = plan_to_apply(wanted, tracker, journal, clock, chosen)
        if before is not None:
            check_shown(plan, before, journal.ledger, file)
        with counting("Writing to Jira", len(plan.changes)) as step:
            return walk(plan, wanted, tracker, journal, clock, step)
    except KeyboardInterrupt:
        raise TrackerStopped("interrupted; what was done is recorded: run the same again to go on") from None

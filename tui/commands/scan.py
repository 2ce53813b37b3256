"""The command that looks for evidence in a repository."""

from __future__ import annotations

import click

from tui.commands.catalog import file_names, json_option
from tui.commands.options import by_option, workload_argument


@click.command(epilog="Example: colonnade scan workload.yaml .")
@workload_argument
@click.argument("repo_dir", shell_complete=file_names)
@click.option("--write", is_flag=True, help="Put the proposals into the workload; the rest of it stays as it is.")
@by_option
@json_option
def scan(workload: str, repo_dir: str, write: bool, by: str, as_json: bool) -> None:
    """Propose levels from what is found in a repository.

    The signals of the catalog are looked for in the files of REPO_DIR, what git ignores left out. What is found
    is proposed with its evidence. Plans do not count with it before a person accepts it, and what a person set
    is never lowered.
    """
    import datetime
    from functools import partial
    from pathlib import Path

    from catalog import loader
    from integrations.repository import scan as look
    from planner.baseline import propose
    from tui import console, deciding, scan_page, workloads
    from tui.progress import scan_bar

    found = workloads.find(workload, partial(loader.load, to_scan=True))
    read, catalog = found.workload, found.catalog
    with scan_bar() as reporter:
        result = look(catalog, Path(repo_dir), reporter)
    proposals, today = result.found.proposals(), datetime.date.today()
    after, decisions = propose(read, proposals, today)
    written = write and after != read
    if written:
        text = f"take over what a scan of {Path(repo_dir).resolve().name} found"
        deciding.keep(workload, text, lambda present, _: propose(present, proposals, today)[0], by)
    if as_json:
        console.print_json(scan_page.scan_data(catalog, result, decisions, written=written))
    else:
        console.show(scan_page.scan_page(catalog, decisions))
    said = f"Wrote {workload}." if written else f"{workload} stays as it is."
    if not write and any(decision.new for decision in decisions):
        said = "Nothing was written; --write puts the proposals into the workload."
    console.say(scan_page.scan_summary(catalog, result, said))

"""The command that looks for evidence in a repository."""

from __future__ import annotations

import click

from tui.commands.catalog import file_names, json_option


@click.command(epilog="Example: colonnade scan workload.yaml .")
@click.argument("workload", shell_complete=file_names)
@click.argument("repo_dir", shell_complete=file_names)
@click.option("--write", is_flag=True, help="Put the proposals into the workload file; the rest of it stays as it is.")
@json_option
def scan(workload: str, repo_dir: str, write: bool, as_json: bool) -> None:
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
    from integrations.workload_edit import save_baseline
    from planner.baseline import propose
    from planner.workload_file import read_workload
    from tui import console, scan_page
    from tui.progress import scan_bar

    read, catalog = read_workload(Path(workload), partial(loader.load, to_scan=True))
    with scan_bar() as reporter:
        result = look(catalog, Path(repo_dir), reporter)
    after, decisions = propose(read, result.found.proposals(), datetime.date.today())
    written = save_baseline(Path(workload), after) if write else False
    if as_json:
        console.print_json(scan_page.scan_data(catalog, result, decisions, written=written))
    else:
        console.show(scan_page.scan_page(catalog, decisions))
    said = f"Wrote {workload}." if written else f"{workload} stays as it is."
    if not write and any(decision.new for decision in decisions):
        said = "Nothing was written; --write puts the proposals into the workload."
    console.say(scan_page.scan_summary(catalog, result, said))

"""The commands that look at catalogs, check them, and bring them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from catalog.model import Catalog

DEFAULT = "five-pillars"
GRAPH_FORMATS = ("mermaid", "dot", "graphml", "json-ld")
IMPORT_FORMATS = ("aws-lens", "dsomm")

catalog_option = click.option(
    "--catalog",
    "names",
    multiple=True,
    default=(DEFAULT,),
    show_default=True,
    metavar="ID|PATH",
    help="A built-in catalog, a file or a folder; several merge.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON in place of a table.")


def load(names: tuple[str, ...]) -> Catalog:
    from catalog import loader

    return loader.load([loader.locate(name) for name in names])


def practice_ids(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """The practices of the built-in catalog that begin with what was typed, for completion."""
    return [practice.id for practice in load((DEFAULT,)).practices if practice.id.startswith(typed)]


def file_names(_context: click.Context, _option: click.Parameter, typed: str) -> list[CompletionItem]:
    """Leaves the completion to the shell's own of files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(typed, type="file")]


@click.group(epilog="Example: colonnade catalog show model-registry")
def catalog() -> None:
    """Look at the knowledge: pillars, principles, practices."""


@catalog.command("list", epilog="Example: colonnade catalog list --pillar sec")
@catalog_option
@click.option("--pillar", help="Only the practices whose home is this pillar.")
@json_option
def list_(names: tuple[str, ...], pillar: str | None, as_json: bool) -> None:
    """List the practices by pillar and principle."""
    from catalog.errors import BadInput, nearest
    from tui import catalog_pages, console

    loaded = load(names)
    if pillar is not None and pillar not in loaded.pillar:
        hint = nearest(pillar, loaded.pillar) or f"; there are {', '.join(loaded.pillar)}"
        raise BadInput.one("--pillar", f"the catalog has no pillar '{pillar}'{hint}")
    if as_json:
        console.print_json(catalog_pages.list_data(loaded, pillar))
    else:
        console.show(catalog_pages.list_page(loaded, pillar))


@catalog.command(epilog="Example: colonnade catalog show drift-monitoring")
@click.argument("id", shell_complete=practice_ids)
@catalog_option
@json_option
def show(id: str, names: tuple[str, ...], as_json: bool) -> None:
    """Show a practice: its ladder, its stories, what it waits for and what waits for it."""
    from catalog.errors import BadInput, nearest
    from tui import catalog_pages, console

    loaded = load(names)
    if id not in loaded.practice:
        raise BadInput.one(id, f"the catalog has no such practice{nearest(id, loaded.practice)}")
    if as_json:
        console.print_json(catalog_pages.practice_data(loaded, id))
    else:
        console.show(catalog_pages.practice_page(loaded, id))


@catalog.command(epilog="Example: colonnade catalog lint my-catalog.yaml")
@click.argument("paths", nargs=-1, shell_complete=file_names, metavar="[PATH]...")
@json_option
@click.pass_context
def lint(context: click.Context, paths: tuple[str, ...], as_json: bool) -> None:
    """Check catalogs. Exit status 1 where there are findings.

    PATH is a file, a folder or a built-in catalog, which is what is checked if none is named. Several are checked
    as they merge: name `five-pillars` before a catalog of your own that builds on it.
    """
    from catalog import lint as rules
    from catalog import loader
    from tui import catalog_pages, console

    reading = loader.read([loader.locate(path) for path in paths or (DEFAULT,)])
    findings = rules.lint(reading)
    if as_json:
        console.print_json(catalog_pages.findings_data(findings))
    else:
        console.write_lines(catalog_pages.findings_lines(reading, findings))
    context.exit(1 if findings else 0)


@catalog.command(epilog="Example: colonnade catalog graph --format dot -o catalog.dot")
@catalog_option
@click.option("--format", "format_", type=click.Choice(GRAPH_FORMATS), default="mermaid", show_default=True)
@click.option(
    "-o", "--output", shell_complete=file_names, metavar="FILE", help="Write to FILE in place of standard output."
)
def graph(names: tuple[str, ...], format_: str, output: str | None) -> None:
    """Print the graph of levels and prerequisites."""
    from catalog import exports
    from tui import console

    console.deliver(exports.export(load(names), format_), output)


@catalog.command("import", epilog="Example: colonnade catalog import aws-lens lens.json -o lens.yaml")
@click.argument("format_", type=click.Choice(IMPORT_FORMATS))
@click.argument("path", shell_complete=file_names)
@click.option(
    "-o", "--output", shell_complete=file_names, metavar="FILE", required=True, help="The catalog file to write."
)
@json_option
def import_(format_: str, path: str, output: str, as_json: bool) -> None:
    """Turn a catalog of others into ours: an AWS Well-Architected custom lens, or a DSOMM model.

    What the source does not say is assumed and marked so; what is wrong in it is reported and left out.
    """
    from pathlib import Path

    from integrations.frameworks import importing
    from integrations.writing import write_file
    from tui import console, import_page

    imported = importing.read(format_, Path(path))
    write_file(Path(output), importing.to_text(imported), [Path(path)])
    data: dict[str, Any] = importing.summary(imported, output)
    if as_json:
        console.print_json(data)
    else:
        console.write_lines(import_page.import_lines(data))


@catalog.command(epilog="Example: colonnade catalog diff old-catalog.yaml my-catalog.yaml")
@click.argument("old", shell_complete=file_names)
@click.argument("new", shell_complete=file_names)
@json_option
@click.option("--exit-code", is_flag=True, help="Exit with 1 where the catalogs differ.")
@click.pass_context
def diff(context: click.Context, old: str, new: str, as_json: bool, exit_code: bool) -> None:
    """Compare two versions of a catalog: practices, levels, prerequisites.

    OLD and NEW are built-in catalogs, files or folders. A practice that has another id now is followed by the
    former ids (`was`) that NEW gives it.
    """
    from catalog import loader
    from catalog.differences import differences
    from tui import console, upgrade_pages

    before, after = (loader.read([loader.locate(name)]).catalog for name in (old, new))
    found = differences(before, after)
    if as_json:
        console.print_json(upgrade_pages.differences_data(before, after, found))
    else:
        console.show(upgrade_pages.differences_page(before, after, found))
    context.exit(1 if exit_code and found else 0)

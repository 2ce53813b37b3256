"""The commands that look at catalogs, check them, and bring them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from catalog.model import Catalog, LevelId

DEFAULT = "five-pillars"
GRAPH_FORMATS = ("mermaid", "dot", "graphml", "json-ld", "svg")
EXPORT_FORMATS = ("aws-lens",)
IMPORT_FORMATS = ("aws-lens", "dsomm", "samm", "azure-checklist", "openssf")

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
    from tui import catalog_pages, console

    loaded = load(names)
    if pillar is not None:
        _known_pillar(loaded, pillar)
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
    from tui import console, practice_page

    loaded = load(names)
    if id not in loaded.practice:
        raise BadInput.one(id, f"the catalog has no such practice{nearest(id, loaded.practice)}")
    if as_json:
        console.print_json(practice_page.practice_data(loaded, id))
    else:
        console.show(practice_page.practice_page(loaded, id))


@catalog.command(epilog="Example: colonnade catalog lint my-catalog.yaml")
@click.argument("paths", nargs=-1, shell_complete=file_names, metavar="[PATH]...")
@click.option("--stats", "with_stats", is_flag=True, help="Print the catalog in figures too, where it is sound.")
@json_option
@click.pass_context
def lint(context: click.Context, paths: tuple[str, ...], with_stats: bool, as_json: bool) -> None:
    """Check catalogs. Exit status 1 where there are findings.

    PATH is a file, a folder or a built-in catalog, which is what is checked if none is named. Several are checked
    as they merge: name `five-pillars` before a catalog of your own that builds on it.
    """
    from catalog import lint as rules
    from catalog import loader
    from tui import catalog_pages, console

    reading = loader.read([loader.locate(path) for path in paths or (DEFAULT,)])
    findings = rules.lint(reading)
    figures = None
    if with_stats and not any(finding.severity == "error" for finding in findings):
        from catalog.stats import stats
        from tui import stats_page

        figures = stats(reading.catalog)
    if as_json:
        more = {} if figures is None else {"stats": stats_page.stats_data(figures)}
        console.print_json({**catalog_pages.findings_data(findings), **more})
    else:
        console.write_lines(catalog_pages.findings_lines(reading, findings))
        if figures is not None:
            console.show(stats_page.stats_page(reading.catalog, figures))
    context.exit(1 if findings else 0)


@catalog.command(epilog="Example: colonnade catalog graph --focus drift-monitoring --depth 1 --format svg -o drift.svg")
@catalog_option
@click.option("--focus", metavar="ID", shell_complete=practice_ids, help="Only what is near a practice, or one level.")
@click.option(
    "--depth",
    type=click.IntRange(min=0),
    default=2,
    show_default=True,
    metavar="N",
    help="With --focus: so many steps before and after it.",
)
@click.option("--pillar", help="Only the levels whose home is this pillar, and what they wait for.")
@click.option("--format", "format_", type=click.Choice(GRAPH_FORMATS), default="mermaid", show_default=True)
@click.option(
    "-o", "--output", shell_complete=file_names, metavar="FILE", help="Write to FILE in place of standard output."
)
def graph(
    names: tuple[str, ...], focus: str | None, depth: int, pillar: str | None, format_: str, output: str | None
) -> None:
    """Print the graph of levels and prerequisites, whole or a part of it.

    `svg` is a picture of the practices; `dot` is for Graphviz; `mermaid` is drawn by GitHub, GitLab and others.
    """
    from catalog import exports
    from tui import console

    loaded = load(names)
    console.deliver(exports.export(loaded, format_, _excerpt(loaded, focus, depth, pillar)), output)


def _excerpt(loaded: Catalog, focus: str | None, depth: int, pillar: str | None) -> frozenset[LevelId] | None:
    from catalog import excerpt
    from catalog.errors import BadInput, nearest

    keep = None
    if pillar is not None:
        _known_pillar(loaded, pillar)
        keep = excerpt.of_pillar(loaded, pillar)
    if focus is not None:
        try:
            near = excerpt.around(loaded, focus, depth)
        except KeyError:
            id = focus.partition("/")[0]
            known = loaded.practice.get(id)
            hint = f"; the practice has {known.top} levels" if known else nearest(id, loaded.practice)
            raise BadInput.one("--focus", f"the catalog has no practice or level '{focus}'{hint}") from None
        keep = near if keep is None else keep & near
    return keep


def _known_pillar(loaded: Catalog, pillar: str) -> None:
    from catalog.errors import BadInput, nearest

    if pillar not in loaded.pillar:
        hint = nearest(pillar, loaded.pillar) or f"; there are {', '.join(loaded.pillar)}"
        raise BadInput.one("--pillar", f"the catalog has no pillar '{pillar}'{hint}")


@catalog.command(epilog="Example: colonnade catalog reference --catalog my-catalog.yaml -o reference")
@catalog_option
@click.option(
    "-o", "--output", metavar="DIR", required=True, help="The folder for the pages; made where there is none."
)
def reference(names: tuple[str, ...], output: str) -> None:
    """Write a catalog as pages to read: one of Markdown for each pillar, with a picture of its graph."""
    from pathlib import Path

    from catalog.counted import counted
    from integrations import reference as writer
    from integrations.writing import make_folder, write_file
    from tui import console

    pages = writer.pages(load(names))
    folder = make_folder(Path(output))
    for name, text in pages.items():
        write_file(folder / name, text)
    console.say(f"Wrote {counted(len(pages), 'file')} to {folder}.")


@catalog.command("import", epilog="Example: colonnade catalog import aws-lens lens.json -o lens.yaml")
@click.argument("format_", type=click.Choice(IMPORT_FORMATS))
@click.argument("path", shell_complete=file_names)
@click.option(
    "-o", "--output", shell_complete=file_names, metavar="FILE", required=True, help="The catalog file to write."
)
@json_option
def import_(format_: str, path: str, output: str, as_json: bool) -> None:
    """Turn a catalog of others into ours.

    PATH is an AWS Well-Architected custom lens, a DSOMM model, the model folder of OWASP SAMM, an Azure review
    checklist, or a file of OpenSSF criteria (of the Best Practices badge, or of the OSPS Baseline).

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


@catalog.command(epilog="Example: colonnade catalog export aws-lens --catalog five-pillars -o lens.json")
@click.argument("format_", type=click.Choice(EXPORT_FORMATS), metavar="FORMAT")
@catalog_option
@click.option(
    "-o", "--output", shell_complete=file_names, metavar="FILE", required=True, help="The file to write, here a lens."
)
@json_option
def export(format_: str, names: tuple[str, ...], output: str, as_json: bool) -> None:  # noqa: ARG001  # one format yet
    """Write a catalog in the format of others: aws-lens, a custom lens of the AWS Well-Architected Tool.

    The published limits of a lens are kept. What does not fit is cut or left out, and listed on standard error; that is
    no failure, and the exit status is 0.
    """
    from pathlib import Path

    from integrations.frameworks import lens_export
    from integrations.writing import write_file
    from tui import console, export_page

    exported = lens_export.export(load(names))
    write_file(Path(output), exported.text, [Path(name) for name in names])
    if as_json:
        console.print_json(export_page.export_data(exported, output))
    else:
        console.write_lines(export_page.export_lines(exported, output))
        console.say_lines(export_page.left_lines(exported))


@catalog.command(epilog="Example: colonnade catalog coverage lens.yaml --catalog five-pillars")
@click.argument("path", shell_complete=file_names)
@catalog_option
@json_option
def coverage(path: str, names: tuple[str, ...], as_json: bool) -> None:
    """Show which entries of an imported framework a catalog names as counterparts.

    PATH is a catalog that `colonnade catalog import` wrote. Counterparts that it does not have are listed too.
    """
    from catalog import loader
    from planner.coverage import cover
    from tui import console, coverage_page

    covered = cover(load(names), loader.load([loader.locate(path)]), path)
    if as_json:
        console.print_json(coverage_page.coverage_data(covered))
    else:
        console.show(coverage_page.coverage_page(covered))


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

"""Catalogs of others brought into ours: the formats, what came of an import, and its summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from integrations.frameworks import aws_lens, azure_checklist, catalog_file, dsomm, openssf, samm
from integrations.frameworks.catalog_file import CatalogFile, Counts
from integrations.frameworks.foreign import Found, Notes


@dataclass(frozen=True, slots=True)
class Format:
    """`read` gives the catalog and what is wrong in its source; `assumed` says what was taken for fields it lacks."""

    read: Callable[[Path], tuple[CatalogFile, Notes]]
    assumed: dict[str, str]


FORMATS = {
    "aws-lens": Format(aws_lens.read, aws_lens.ASSUMED),
    "dsomm": Format(dsomm.read, dsomm.ASSUMED),
    "samm": Format(samm.read, samm.ASSUMED),
    "azure-checklist": Format(azure_checklist.read, azure_checklist.ASSUMED),
    "openssf": Format(openssf.read, openssf.ASSUMED),
}


@dataclass(frozen=True, slots=True)
class Imported:
    """A catalog from another framework: its content, what was wrong in the source by file and line, and its figures."""

    framework: str
    file: str
    content: CatalogFile
    findings: tuple[Found, ...]
    counts: Counts
    assumed: dict[str, str]


def read(format: str, path: Path) -> Imported:
    """Import the file, or for SAMM the folder, at `path`, which is in one of FORMATS.

    What is wrong in it is a finding and does not stop the rest. Raises BadInput where it is not of the format
    at all, and KeyError for another format.
    """
    reader = FORMATS[format]
    content, notes = reader.read(path)
    used = {name for practice in content["practices"] for name in practice["assumed"]}
    return Imported(
        framework=format,
        file=str(path),
        content=content,
        findings=tuple(sorted(notes.found, key=lambda f: (f.file, f.line or 0, f.key, f.rule, f.text))),
        counts=catalog_file.count(content),
        assumed={name: sentence for name, sentence in reader.assumed.items() if name in used},
    )


def to_text(imported: Imported) -> str:
    """The catalog file as YAML. Raises BadInput where it is larger than what can be read again."""
    return catalog_file.to_text(imported.content, imported.file)


def summary(imported: Imported, output: str) -> dict[str, object]:
    """The import in figures, for people and programs; `counts` has the findings by rule, `output` the file written."""
    findings = [
        {"rule": f.rule, "file": f.file, "line": f.line, "key": f.key, "text": f.text} for f in imported.findings
    ]
    return {
        "format": imported.framework,
        "output": output,
        **asdict(imported.counts),
        "assumed": imported.assumed,
        "findings": findings,
        "counts": dict(sorted(Counter(f.rule for f in imported.findings).items())),
    }

"""Read catalogs from YAML files, merge them, and tell every error at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from catalog import integrity, model, signals
from catalog.collection import without_collection
from catalog.errors import BadInput, Problem, nearest
from catalog.model import Reading
from catalog.schema import CatalogShape, to_pillar, to_practice, to_principle
from catalog.shape import check
from catalog.yaml_text import Document, names_beside, parse, read_text

SUFFIXES = (".yaml", ".yml")

T = TypeVar("T")


def data_folder() -> Path:
    """Where the catalogs, examples and schemas that ship are: inside the package, or beside it in a checkout."""
    packaged = Path(__file__).parent / "_data"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "data"


def built_in() -> list[str]:
    """The ids of the catalogs that ship."""
    return sorted(p.name for p in (data_folder() / "catalogs").iterdir() if p.is_dir())


def locate(name: str, beside: Path = Path()) -> Path:
    """The folder or file of a catalog: a built-in id, or a path taken from the folder `beside`.

    Raises BadInput where there is neither.
    """
    if name in (known := built_in()):
        return data_folder() / "catalogs" / name
    path = beside / name
    try:
        if path.exists():
            return path
    except (OSError, ValueError):
        pass
    hint = nearest(name, known) or nearest(path.name, names_beside(path)) or f"; built in: {', '.join(known)}"
    raise BadInput.one(name, f"there is no catalog of this name, and no file or folder{hint}")


@without_collection()
def read(paths: Sequence[Path]) -> Reading:
    """Read and merge catalogs, each a file or a folder of files, as far as their shape is right.

    Raises BadInput with every problem of every file. What is wrong between the parts (names that lead nowhere,
    circles) is left to `catalog.integrity`.
    """
    problems: list[Problem] = []
    merged = _Merge()
    for path in paths:
        try:
            files = _files(path)
        except BadInput as error:
            problems += error.problems
            continue
        parts: list[tuple[Document, CatalogShape]] = []
        for file in files:
            try:
                document = parse(read_text(file), _shown(file))
                parts.append((document, check(CatalogShape, document)))
            except BadInput as error:
                problems += error.problems
        if len(parts) == len(files):
            problems += merged.add(_shown(path), parts)
    if problems:
        raise BadInput(problems)
    return merged.reading()


def load(paths: Sequence[Path], *, to_scan: bool = False) -> model.Catalog:
    """Read and merge catalogs to plan with, or to scan with. Raises BadInput with every problem, those between the
    parts included. The patterns of signals are checked `to_scan` only: on 337 of them it takes 0.1 s.
    """
    reading = read(paths)
    found = integrity.findings(reading)
    if to_scan:
        found += signals.findings(reading)
    if found:
        raise BadInput(Problem(f.place.file, f.place.line, f.id, f.text) for f in found)
    return reading.catalog


def _shown(path: Path) -> str:
    """The path as a message names it: a built-in file by its place in the data, any other as it was given."""
    try:
        return str(Path("data") / path.relative_to(data_folder()))
    except ValueError:
        return str(path)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    try:
        files = sorted(p for p in path.iterdir() if p.suffix in SUFFIXES)
    except OSError as error:
        raise BadInput.one(_shown(path), f"the folder cannot be read: {error.strerror}") from None
    if not files:
        raise BadInput.one(_shown(path), "the folder holds no .yaml file")
    return files


class _Merge:
    """Gathers the parts of catalogs; what has an id keeps its place, and a second use of an id is a finding."""

    def __init__(self) -> None:
        self.parts: list[model.CatalogPart] = []
        self.pillars: dict[str, model.Pillar] = {}
        self.principles: dict[str, model.Principle] = {}
        self.practices: dict[str, model.Practice] = {}
        self.places: dict[tuple[str, str], model.Place] = {}
        self.findings: list[model.Finding] = []

    def reading(self) -> Reading:
        catalog = model.Catalog(
            tuple(self.parts),
            tuple(self.pillars.values()),
            tuple(self.principles.values()),
            tuple(self.practices.values()),
        )
        return Reading(catalog, self.places, tuple(self.findings))

    def add(self, path: str, parts: Sequence[tuple[Document, CatalogShape]]) -> list[Problem]:
        """Merge one catalog's files; gives what is wrong with their headers."""
        problems: list[Problem] = []
        header: dict[str, tuple[str, Document]] = {}
        for document, shape in parts:
            for key in ("catalog", "version", "title"):
                value = getattr(shape, key)
                if value is None:
                    continue
                first, where = header.setdefault(key, (value, document))
                if first != value:
                    line = document.lines.find([key])
                    text = f"'{value}' here, but '{first}' in {where.file}; the files of one catalog agree"
                    problems.append(Problem(document.file, line, key, text))
        for key in ("catalog", "version", "title"):
            if key not in header:
                text = f"the key '{key}' is missing; one of the catalog's files gives it"
                problems.append(Problem(path, None, key, text))
        if problems:
            return problems
        id, title = header["catalog"][0], header["title"][0]
        if any(part.id == id for part in self.parts):
            where = header["catalog"][1]
            return [Problem(where.file, where.lines.find(["catalog"]), "catalog", f"the catalog '{id}' is given twice")]
        self.parts.append(model.CatalogPart(id, header["version"][0], _digest(parts), title))
        for document, shape in parts:
            self.add_file(document, shape)
        return []

    def add_file(self, document: Document, shape: CatalogShape) -> None:
        for n, pillar in enumerate(shape.pillars):
            value = to_pillar(pillar)
            if self.pillars.get(value.id) != value:  # the same pillar said again is no defect
                self.put("pillar", self.pillars, value.id, value, document, ["pillars", n])
        for n, principle in enumerate(shape.principles):
            wanted = to_principle(principle)
            if self.principles.get(wanted.id) == wanted:
                continue
            if self.put("principle", self.principles, wanted.id, wanted, document, ["principles", n]):
                self.place("home", wanted.id, document, ["principles", n, "pillar"])
        for n, practice in enumerate(shape.practices):
            path: list[str | int] = ["practices", n]
            if self.put("practice", self.practices, practice.id, to_practice(practice), document, path):
                self.add_places(document, practice.id, self.practices[practice.id], path)

    def put(self, kind: str, into: dict[str, T], id: str, value: T, document: Document, path: list[str | int]) -> bool:
        place = model.Place(document.file, document.lines.find([*path, "id"]))
        if id in into:
            first = self.places[kind, id]
            text = f"the {kind} '{id}' stands in {first.file}:{first.line} already"
            self.findings.append(model.Finding("duplicate-id", "error", id, place, text))
            return False
        into[id] = value
        self.places[kind, id] = place
        return True

    def place(self, kind: str, id: str, document: Document, path: Sequence[str | int]) -> None:
        self.places[kind, id] = model.Place(document.file, document.lines.find(path))

    def add_places(self, document: Document, id: str, practice: model.Practice, path: list[str | int]) -> None:
        for pillar, _ in practice.contributes:
            self.place("contributes", f"{id}/{pillar}", document, [*path, "contributes", pillar])
        for kind, key, count in (
            ("serves", "principles", len(practice.principles)),
            ("signal", "signals", len(practice.signals)),
            ("see-also", "see_also", len(practice.see_also)),
            ("maps-to", "maps_to", len(practice.maps_to)),
            ("was", "was", len(practice.was)),
        ):
            for n in range(count):
                self.place(kind, f"{id}/{n + 1}", document, [*path, key, n])
        for level in range(practice.top):
            at = [*path, "levels", level]
            name = f"{id}/{level + 1}"
            self.place("level", name, document, at)
            for kind, key, count in (
                ("story", "stories", len(practice.levels[level].stories)),
                ("requires", "requires", len(practice.levels[level].requires)),
            ):
                for n in range(count):
                    self.place(kind, f"{name}/{n + 1}", document, [*at, key, n])


def _digest(parts: Sequence[tuple[Document, CatalogShape]]) -> str:
    content = [shape.model_dump(mode="json", exclude_defaults=True) for _, shape in parts]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

"""Import small sources, and spoil them at random: what an importer makes of anything must be a sound catalog."""

from __future__ import annotations

import copy
import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from catalog import loader
from catalog.errors import BadInput
from catalog.model import Catalog
from integrations.frameworks import importing
from integrations.frameworks.importing import Imported

ODD: list[Any] = [
    *(None, True, 0, -1, 5, 2.5, 10**400, float("nan"), float("inf"), [], {}, [[]], [{}], {"a": 1}, {"id": "x"}),
    *("", " ", "\n", "08", "1e5", "+.5", "null", "2026-12-07", "x_no", "None of these", "default", "!((", "&"),
    *("\x1b[31m", "\u202e", "\ud800", "\x85", "\u2028", "\ufeff", "\U0001f600", "a" * 30_000, "A" * 101, "-", "."),
    *("a/b", "id\n", "- a: b", "#", "'", '"', "%", "*x", "&x", "---", " a\n b ", "https://example.org/a b", "java:x"),
]


def read(format: str, path: Path, text: str) -> Imported:
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return importing.read(format, path)


def rules(imported: Imported) -> dict[str, int]:
    counts = importing.summary(imported, "out.yaml")["counts"]
    assert isinstance(counts, dict)
    return counts


def written(imported: Imported, folder: Path) -> Catalog:
    """The catalog as a user gets it: written, and read again without an error."""
    path = folder / "written.yaml"
    path.write_text(importing.to_text(imported), encoding="utf-8")
    return loader.load([path])


def read_folder(format: str, folder: Path, files: dict[str, str]) -> Imported:
    """Import a folder that holds `files`, text by path."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    return importing.read(format, folder)


def is_refused_or_sound(format: str, source: str | dict[str, str]) -> bool:
    """Whether a text or a folder of them is refused, or gives a catalog that loads and says what its source says."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reader = read if isinstance(source, str) else read_folder
        try:
            imported = reader(format, folder / "source", source)  # type: ignore[arg-type]
            catalog = written(imported, folder)
        except BadInput as error:
            return all(problem.file.startswith(str(folder / "source")) for problem in error.problems)
        told = [(p["id"], p["title"], p["summary"], p["source"]["id"]) for p in imported.content["practices"]]
        json.dumps(importing.summary(imported, "out.yaml")).encode()
        return told == [(p.id, p.title, p.summary, p.source.id) for p in catalog.practices if p.source]


def spoiled(data: Any, random: random.Random, times: int) -> Any:
    """A copy in which keys are deleted and renamed, values swapped, doubled, wrapped and replaced by odd ones."""
    top = {"top": copy.deepcopy(data)}
    for _ in range(times):
        paths = [path for path in _paths(top) if len(path) > 1]
        if not paths:
            break
        *above, key = random.choice(paths)
        _spoil(_at(top, above), key, copy.deepcopy(_at(top, random.choice(paths))), random)
    return top["top"]


def _spoil(parent: Any, key: Any, other: Any, random: random.Random) -> None:
    match random.randrange(7):
        case 0:
            del parent[key]
        case 1:
            parent[key] = copy.deepcopy(random.choice(ODD))
        case 2:
            parent[key] = other
        case 3 if isinstance(parent, list):
            parent.insert(random.randrange(len(parent) + 1), copy.deepcopy(parent[key]))
        case 3 | 4 if isinstance(parent, dict):
            parent[str(random.choice(ODD))[:200]] = copy.deepcopy(parent[key])
        case 5:
            parent[key] = [parent[key]]
        case 6:
            parent[key] = {"x": parent[key]}


def _paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from _paths(value, (*path, key))


def _at(data: Any, path: Any) -> Any:
    for step in path:
        data = data[step]
    return data


def to_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def to_yaml(documents: list[Any]) -> str:
    return str(yaml.safe_dump_all(documents, sort_keys=False, allow_unicode=False))

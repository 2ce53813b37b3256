"""Catalogs from files: found, merged, and refused with every reason at once."""

from __future__ import annotations

import contextlib
import gc
from pathlib import Path
from typing import Any

import pytest

from catalog import loader
from catalog.errors import BadInput
from catalog.model import Finding, Place
from tests.builders import HEADER, catalog_data, level, line_of, practice, story, write

PILLAR = {"id": "ops", "title": "Operations"}
PRINCIPLE = {"id": "ops.code", "pillar": "ops", "title": "Operate by code"}


def said(*paths: Path) -> list[str]:
    """Every reason for refusing to read these catalogs."""
    with pytest.raises(BadInput) as caught:
        loader.read(paths)
    return [str(problem) for problem in caught.value.problems]


def digest(folder: Path, text: str) -> str:
    path = folder / "digested.yaml"
    path.write_text(text)
    return loader.read([path]).catalog.parts[0].digest


def other(id: str, *practices: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A second catalog, which repeats the pillars and principles of the first."""
    return {**catalog_data(*practices), "catalog": id, "title": f"Catalog {id}", **more}


def test_files_of_a_folder_merge(tmp_path: Path) -> None:
    """The files of a folder, `.yaml` and `.yml`, are one catalog in the order of their names; others are not read."""
    write(tmp_path / "c.yml", {"practices": [practice("third")]})
    write(tmp_path / "a.yaml", catalog_data(practice("first")))
    write(tmp_path / "b.yaml", {"practices": [practice("second")]})
    (tmp_path / "README.md").write_text("not: [a catalog")

    assert ["first", "second", "third"] == [p.id for p in loader.read([tmp_path]).catalog.practices]


def test_header_in_pieces(tmp_path: Path) -> None:
    """Each key of the header may be in another file, and may be said again."""
    write(tmp_path / "a.yaml", {"catalog": "small", "version": "1.0.0"})
    write(tmp_path / "b.yaml", {"title": "A small catalog", "version": "1.0.0"})
    [part] = loader.read([tmp_path]).catalog.parts

    assert ("small", "1.0.0", "A small catalog") == (part.id, part.version, part.title)


@pytest.mark.parametrize("key", ["catalog", "version", "title"])
def test_headers_disagree(tmp_path: Path, key: str) -> None:
    """A file whose header says something else is told, with its line and the file that said it first."""
    first = write(tmp_path / "a.yaml", catalog_data())
    second = write(tmp_path / "b.yaml", {"pillars": [PILLAR], key: "other"})
    text = f"'other' here, but '{HEADER[key]}' in {first}; the files of one catalog agree"

    assert [f"{second}:{line_of(second, 'other')}: {key}: {text}"] == said(tmp_path)


@pytest.mark.parametrize("key", ["catalog", "version", "title"])
def test_header_is_missing(tmp_path: Path, key: str) -> None:
    """A key that no file's header gives is told."""
    write(tmp_path / "a.yaml", {k: v for k, v in catalog_data().items() if k != key})

    assert [f"{tmp_path}: {key}: the key '{key}' is missing; one of the catalog's files gives it"] == said(tmp_path)


@pytest.mark.parametrize("kind", ["pillars", "principles"])
def test_same_thing_said_again(tmp_path: Path, kind: str) -> None:
    """A pillar or principle that another file repeats word for word is one, and no finding."""
    write(tmp_path / "a.yaml", catalog_data())
    write(tmp_path / "b.yaml", {kind: HEADER[kind]})
    reading = loader.read([tmp_path])

    assert (2, ()) == (len(getattr(reading.catalog, kind)), reading.findings)


@pytest.mark.parametrize(
    ("kind", "key", "again"),
    [
        ("pillar", "pillars", {"id": "ops", "title": "Otherwise"}),
        ("principle", "principles", {"id": "ops.code", "pillar": "ops", "title": "Otherwise"}),
        ("practice", "practices", practice("ops.code", title="Otherwise")),
    ],
)
@pytest.mark.parametrize("where", ["same file", "other file", "other catalog"])
def test_duplicates(tmp_path: Path, kind: str, key: str, again: dict[str, Any], where: str) -> None:
    """An id used again, within a file, between files or between catalogs, is a finding that names both places."""
    data = catalog_data(practice("ops.code"))
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    first = second = one / "a.yaml"
    if where == "same file":
        write(first, {**data, key: [*data[key], again]})
    else:
        write(first, data)
        second = one / "b.yaml" if where == "other file" else two / "b.yaml"
        write(second, {key: [again]} if where == "other file" else other("two", **{"practices": [], key: [again]}))
    reading = loader.read([one, two] if where == "other catalog" else [one])
    lines = [n for n, line in enumerate(first.read_text().splitlines(), 1) if line.endswith(f"id: {again['id']}")]
    at = lines[{"pillar": 0, "principle": 0, "practice": 1}[kind]]
    title = line_of(second, "Otherwise")
    place = Place(str(second), title - (2 if kind == "principle" else 1))

    text = f"the {kind} '{again['id']}' stands in {first}:{at} already"
    assert (Finding("duplicate-id", "error", again["id"], place, text),) == reading.findings


def test_first_of_a_duplicate_holds(tmp_path: Path) -> None:
    """Of two practices with one id the first is kept, with its places."""
    reading = loader.read([write(tmp_path / "a.yaml", catalog_data(practice("a"), practice("a", level(), level())))])

    assert (1, False) == (reading.catalog.practice["a"].top, ("level", "a/2") in reading.places)


def test_catalogs_merge(tmp_path: Path) -> None:
    """Several catalogs become one, their parts and practices in the order given."""
    one = write(tmp_path / "one.yaml", catalog_data(practice("z")))
    two = write(tmp_path / "two.yaml", other("two", practice("a", level(requires=("z/1",)))))
    catalog = loader.load([two, one])

    assert (["two", "small"], ["a", "z"]) == ([p.id for p in catalog.parts], [p.id for p in catalog.practices])


def test_same_catalog_twice(tmp_path: Path) -> None:
    """A catalog's id that is given twice is told, at its line in the second."""
    one = write(tmp_path / "one.yaml", catalog_data())
    two = tmp_path / "two.yaml"
    two.write_text(f"# the second\n{one.read_text()}")

    assert [f"{two}:2: catalog: the catalog 'small' is given twice"] == said(one, two)


SMALL = """\
catalog: small
version: 1.0.0
title: A small catalog
pillars: [{id: ops, title: Operations}]
principles: [{id: ops.code, pillar: ops, title: By code}]
practices:
  - id: a
    title: A
    principles: [ops.code]
    contributes: {ops: 2}
    severity: high
    levels: [{statement: It is so., stories: [{title: Do it, points: 2}]}]
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("catalog: small\nversion: 1.0.0\n", "# a comment\nversion: '1.0.0'\n\ncatalog: small\n"),
        ("{id: ops, title: Operations}", "{title: Operations, id: ops}"),
        (
            "levels: [{statement: It is so., stories",
            "levels: [{verify: '', statement: It is so., requires: [], stories",
        ),
        ("points: 2}", "points: 2.0}"),
        ("    severity: high\n", "    severity: high\n    skill:\n"),
    ],
)
def test_digest_is_free_of_formatting(tmp_path: Path, old: str, new: str) -> None:
    """Comments, the order of keys, quotes and defaults written out do not change a catalog's digest."""
    assert digest(tmp_path, SMALL) == digest(tmp_path, SMALL.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version: 1.0.0", "version: 1.0.1"),
        ("points: 2", "points: 3"),
        ("{ops: 2}", "{ops: 3}"),
        ("title: Do it", "title: Do this"),
        ("severity: high", "severity: high\n    skill: ml"),
    ],
)
def test_digest_is_of_the_content(tmp_path: Path, old: str, new: str) -> None:
    """Whatever a catalog says is in its digest."""
    assert digest(tmp_path, SMALL) != digest(tmp_path, SMALL.replace(old, new))


def test_digest_stays_the_same(tmp_path: Path) -> None:
    """The digest is the same on every machine and in every version: plans of last year name it."""
    assert "sha256:84ca56f4" == digest(tmp_path, SMALL)[:15]


def test_built_in() -> None:
    """The catalog that ships is known by its id."""
    assert ["five-pillars"] == loader.built_in()


def test_built_in_is_located(tmp_path: Path) -> None:
    """A built-in id leads into the data, whatever folder is asked beside."""
    assert loader.data_folder() / "catalogs" / "five-pillars" == loader.locate("five-pillars", tmp_path)


@pytest.mark.parametrize("name", ["a.yaml", "folder", "../beside/a.yaml"])
def test_path_is_located_beside(tmp_path: Path, name: str) -> None:
    """A path of a file or folder is taken from the folder asked beside."""
    beside = tmp_path / "beside"
    (beside / "folder").mkdir(parents=True)
    (beside / "a.yaml").touch()

    assert beside / name == loader.locate(name, beside)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("five-pilars", "; the nearest known name is 'five-pillars'"),
        ("catalogs.yaml", "; the nearest known name is 'catalog.yaml'"),
        ("zzz", "; built in: five-pillars"),
        ("a\0b", "; built in: five-pillars"),
        ("x" * 5000, "; built in: five-pillars"),
    ],
)
def test_nothing_located(tmp_path: Path, name: str, hint: str) -> None:
    """A name that leads nowhere is told with the nearest catalog or file, or else with those that ship."""
    (tmp_path / "catalog.yaml").touch()
    with pytest.raises(BadInput) as caught:
        loader.locate(name, tmp_path)

    assert [f"there is no catalog of this name, and no file or folder{hint}"] == [p.text for p in caught.value.problems]


def test_built_in_file_is_shown_by_its_place_in_the_data() -> None:
    """Findings in the catalog that ships name its files without the folder of the installation."""
    reading = loader.read([loader.locate("five-pillars")])

    assert {"data/catalogs/five-pillars"} == {str(Path(place.file).parent) for place in reading.places.values()}


def test_missing_file(tmp_path: Path) -> None:
    """A catalog file that is not there is told with its nearest neighbour."""
    write(tmp_path / "catalog.yaml", catalog_data())

    assert [f"{tmp_path}/catlog.yaml: there is no such file; the nearest known name is 'catalog.yaml'"] == said(
        tmp_path / "catlog.yaml"
    )


def test_folder_without_catalogs(tmp_path: Path) -> None:
    """A folder that holds no YAML is told."""
    (tmp_path / "README.md").touch()

    assert [f"{tmp_path}: the folder holds no .yaml file"] == said(tmp_path)


def test_problems_of_all_files_are_told(tmp_path: Path) -> None:
    """What is wrong in any file of any catalog is told at once."""
    one = tmp_path / "one"
    one.mkdir()
    (one / "a.yaml").write_text("catalog: one\nversion: 1\n")
    (one / "b.yaml").write_text("titel: x\n")
    (tmp_path / "two.yaml").write_text("a: [\n")
    found = said(one, tmp_path / "three.yaml", tmp_path / "two.yaml")

    assert [f"{one}/a.yaml:2", f"{one}/b.yaml:1", f"{tmp_path}/three.yaml", f"{tmp_path}/two.yaml:2"] == [
        line.partition(": ")[0] for line in found
    ]


def test_empty_folders_are_all_told(tmp_path: Path) -> None:
    """Of several folders without YAML each is told."""
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()

    assert [f"{folder}: the folder holds no .yaml file" for folder in folders] == said(*folders)


def test_one_problem_is_told_once(tmp_path: Path) -> None:
    """Where the file with the header is wrong, its problem is told, and not that the header is missing."""
    path = write(tmp_path / "a.yaml", {**catalog_data(), "titel": "x"})
    write(tmp_path / "b.yaml", {"practices": [practice("a")]})

    assert [f"{path}:{line_of(path, 'titel')}: titel: unknown key 'titel'; the nearest known name is 'title'"] == said(
        tmp_path
    )


@pytest.mark.parametrize(
    ("kind", "id", "text"),
    [
        ("pillar", "sec", "- id: sec"),
        ("principle", "sec.trace", "- id: sec.trace"),
        ("home", "sec.trace", "pillar: sec"),
        ("practice", "a", "- id: a"),
        ("serves", "a/2", "- sec.trace"),
        ("contributes", "a/sec", "sec: 4.5"),
        ("signal", "a/2", "- file: second"),
        ("level", "a/2", "- statement: here"),
        ("story", "a/2/2", "- title: second"),
        ("requires", "a/2/2", "- practice: wanted"),
    ],
)
def test_places(tmp_path: Path, kind: str, id: str, text: str) -> None:
    """The place of each thing in a catalog is the line where it begins."""
    rung = level(story(title="first"), story(title="second"), statement="here", requires=("needed/1", "wanted/1"))
    signals = [{"file": "first", "level": 1}, {"file": "second", "level": 2}]
    served = ["ops.code", "sec.trace"]
    first = practice("a", level(), rung, principles=served, contributes={"ops": 1, "sec": 4.5}, signals=signals)
    path = write(tmp_path / "catalog.yaml", catalog_data(first))
    place = loader.read([path]).place(kind, id)

    assert (str(path), text) == (place.file, path.read_text().splitlines()[place.line - 1].strip())


def test_load_refuses_what_cannot_be_planned_with(tmp_path: Path) -> None:
    """To load a catalog is to read it and to refuse every error between its parts, with file and line."""
    path = write(
        tmp_path / "a.yaml", catalog_data(practice("a", level(requires=("b/1",))), practice("c", contributes={"x": 1}))
    )
    with pytest.raises(BadInput) as caught:
        loader.load([path])

    assert [
        f"{path}:{line_of(path, 'practice: b')}: a/1: the prerequisite 'b' is not in the catalog",
        f"{path}:{line_of(path, 'x: 1')}: c: the pillar 'x' is not in the catalog",
    ] == [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("name", ["catalog.yaml", "nowhere.yaml"])
def test_garbage_collection_goes_on(tmp_path: Path, name: str) -> None:
    """The garbage collector, held back while a catalog is read, runs again afterwards, errors or not."""
    write(tmp_path / "catalog.yaml", catalog_data())
    with contextlib.suppress(BadInput):
        loader.read([tmp_path / name])

    assert gc.isenabled()

"""Read a workload file with its catalogs, and check that what it names is there."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from pathlib import Path

from catalog import loader
from catalog.errors import BadInput, Problem, nearest
from catalog.model import Catalog
from catalog.shape import check, dotted
from catalog.yaml_text import Document, parse, read_text
from planner import edits
from planner.workload import Workload
from planner.workload_schema import WorkloadShape, to_workload

Path_ = tuple[str | int, ...]

Loading = Callable[[Sequence[Path]], Catalog]
"""Reads and merges the catalogs at these places."""


def read_workload(path: Path, load: Loading = loader.load) -> tuple[Workload, Catalog]:
    """The workload of a file and the catalog it names, paths taken from beside the file; `load` reads catalogs.

    Raises BadInput with every problem of the file, of its catalogs, and of what the one names in the other.
    """
    document, workload, catalog = read_unchecked(path, load)
    file = str(path)
    problems = [Problem(file, document.lines.find(at), dotted(at), text) for at, text in _wrong(workload, catalog)]
    problems += _repeated(document)
    if problems:
        raise BadInput(problems)
    return workload, catalog


def read_unchecked(path: Path, load: Loading = loader.load) -> tuple[Document, Workload, Catalog]:
    """The same, and the file as it was read, though the workload may name what its catalog does not have."""
    document = parse(read_text(path), str(path))
    problems: list[Problem] = []
    places: list[Path] = []
    shape = None
    try:
        shape = check(WorkloadShape, document)
    except BadInput as error:
        problems += error.problems
    for index, name in _catalog_names(document):
        try:
            places.append(loader.locate(name, path.parent))
        except BadInput as error:
            line = document.lines.find(["catalog", index])
            problems += [Problem(str(path), line, f"catalog[{index}]", f"'{name}': {p.text}") for p in error.problems]
    try:
        catalog = load(places)
    except BadInput as error:
        raise BadInput([*problems, *error.problems]) from None
    if problems or shape is None:
        raise BadInput(problems)
    return document, to_workload(shape), catalog


def catalog_of(workload: Workload, folders: Sequence[Path], label: str, load: Loading = loader.load) -> Catalog:
    """The catalog that a workload names, paths taken from the first of the folders where there is one.

    Raises BadInput, under the name `label`, with every problem of its catalogs and of what the workload names in them.
    """
    catalog = catalog_named(workload, folders, label, load)
    must_fit(workload, catalog, label)
    return catalog


def catalog_named(workload: Workload, folders: Sequence[Path], label: str, load: Loading = loader.load) -> Catalog:
    """The same, though the workload may name what its catalog does not have."""
    problems: list[Problem] = []
    places: list[Path] = []
    for index, name in enumerate(workload.catalogs):
        try:
            places.append(_located(name, folders))
        except BadInput as error:
            problems += [Problem(label, None, f"catalog[{index}]", f"'{name}': {p.text}") for p in error.problems]
    if problems:
        raise BadInput(problems)
    return load(places)


def must_fit(workload: Workload, catalog: Catalog, label: str) -> None:
    """Raises BadInput, under the name `label`, where a workload says of its catalog what is not so."""
    problems = [Problem(label, None, dotted(at), text) for at, text in _wrong(workload, catalog)]
    if problems:
        raise BadInput(problems)


def _located(name: str, folders: Sequence[Path]) -> Path:
    for folder in folders[:-1]:
        try:
            return loader.locate(name, folder)
        except BadInput:
            continue
    return loader.locate(name, folders[-1])


def _catalog_names(document: Document) -> Iterator[tuple[int, str]]:
    """The catalogs that a workload file names, with their index, though the rest of it may be wrong."""
    names = document.data.get("catalog") if isinstance(document.data, dict) else None
    for index, name in enumerate(names if isinstance(names, list) else []):
        if isinstance(name, str) and name.strip():
            yield index, name.strip()


def _repeated(document: Document) -> Iterator[Problem]:
    """A story named twice in one `done` list is a slip worth saying."""
    for practice, standing in (document.data.get("baseline") or {}).items():
        done = standing.get("done") or []
        for index, story in enumerate(done):
            if story in done[:index]:
                at = ("baseline", practice, "done", index)
                yield Problem(document.file, document.lines.find(at), dotted(at), f"'{story}' is named twice")


def _wrong(workload: Workload, catalog: Catalog) -> Iterator[tuple[Path_, str]]:
    """What a workload says of its catalog that is not so: the path of the key, and the sentence."""
    for key, names, known in (
        (("policy", "weights"), workload.policy.weights, catalog.pillar),
        (("target", "pillars"), workload.target.pillars, catalog.pillar),
        (("target", "practices"), workload.target.practices, catalog.practice),
        (("baseline",), {**workload.baseline, **workload.proposed}, catalog.practice),
        (("values",), workload.values, catalog.practice),
    ):
        what = "pillar" if known is catalog.pillar else "practice"
        for name in names:
            if name not in known:
                if what == "practice":
                    yield (*key, name), _no_practice(name, catalog)
                    continue
                hint = nearest(name, known) or f"; there are {', '.join(known)}"
                yield (*key, name), f"the catalog has no {what} '{name}'{hint}"
    weights = dict.fromkeys(catalog.pillar, 1.0) | dict(workload.policy.weights)
    at: Path_ = ("policy", "weights")
    for index, edit in enumerate(workload.edits):
        if isinstance(edit, edits.SetWeight):
            weights[edit.pillar] = edit.weight
            at = ("edits", index, "value")
    if catalog.pillar and not any(weights[pillar] for pillar in catalog.pillar):
        yield at, "at least one pillar must weigh more than 0"
    calendar = workload.calendar
    days = calendar.sprints * calendar.sprint_days
    if (datetime.date.max - calendar.start).days < days:
        yield ("calendar", "start"), f"{calendar.sprints} sprints from {calendar.start} run past the year 9999"
    yield from _wrong_baseline(workload, catalog)
    for index, edit in enumerate(workload.edits):
        yield from ((("edits", index, *at), text) for at, text in _wrong_edit(edit, workload, catalog))


def _wrong_baseline(workload: Workload, catalog: Catalog) -> Iterator[tuple[Path_, str]]:
    for id, standing in workload.proposed.items():
        if id in catalog.practice and standing.level > (top := catalog.practice[id].top):
            beside: Path_ = ("proposed", "level") if id in workload.baseline else ("level",)
            yield ("baseline", id, *beside), f"'{id}' has {top} levels, so {standing.level} is out of range"
    for id, standing in workload.baseline.items():
        if id not in catalog.practice:
            continue
        top = catalog.practice[id].top
        if standing.level > top:
            yield ("baseline", id, "level"), f"'{id}' has {top} levels, so {standing.level} is out of range"
        own = story_ids(catalog, id)
        for index, story in enumerate(standing.done):
            if story not in own and not is_part(story, own):
                yield ("baseline", id, "done", index), f"'{id}' has no story '{story}'{nearest(story, own)}"


def _wrong_edit(edit: edits.Edit, workload: Workload, catalog: Catalog) -> Iterator[tuple[Path_, str]]:
    first, last = workload.calendar.first, workload.calendar.last
    match edit:
        case edits.SetCapacity(sprint=sprint) if sprint > last:
            there = f"{last} sprints" if first == 1 else f"the sprints {first} to {last}"
            yield ("sprint",), f"the calendar has {there}, so {sprint} is out of range"
        case edits.SetCapacity() | edits.Pin() | edits.Deadline() if edit.sprint < first:
            yield ("sprint",), f"sprint {edit.sprint} is over: the calendar begins with sprint {first}"
        case edits.SetWeight(pillar=pillar) if pillar not in catalog.pillar:
            yield ("weight",), f"the catalog has no pillar '{pillar}'{nearest(pillar, catalog.pillar)}"
        case edits.Split(id=id, after=after):
            yield from _wrong_split(id, after, catalog)
        case edits.Resize(id=id):
            if text := missing(id, catalog):
                yield ("resize",), text
            elif id.count("/") != 2:
                known = story_ids(catalog, id.split("/")[0])
                yield ("resize",), f"the catalog has no story '{id}'{nearest(id, known)}"
        case edits.Pin(id=id) | edits.NotBefore(id=id) | edits.Deadline(id=id) | edits.Exclude(id=id):
            if text := missing(id, catalog):
                verb = {edits.Pin: "pin", edits.NotBefore: "not_before", edits.Deadline: "deadline"}
                yield (verb.get(type(edit), "exclude"),), text
        case _:
            return


def _wrong_split(id: str, after: tuple[int, ...], catalog: Catalog) -> Iterator[tuple[Path_, str]]:
    own = story_ids(catalog, id.split("/")[0])
    if text := missing(id, catalog):
        yield ("split",), text
    elif id not in own:
        yield ("split",), f"the catalog has no story '{id}'{nearest(id, own)}"
    elif text := _wrong_cuts(id, after, catalog):
        yield ("after" if after else "split",), text


def _wrong_cuts(id: str, after: tuple[int, ...], catalog: Catalog) -> str:
    practice, level, number = id.split("/")
    tasks = len(catalog.practice[practice].levels[int(level) - 1].stories[int(number) - 1].tasks)
    if tasks < 2:
        return f"'{id}' has {tasks} task{'' if tasks == 1 else 's'}, so there is nowhere to split it"
    if after and after[-1] >= tasks:
        return f"'{id}' has {tasks} tasks, so it can be split after task 1 to {tasks - 1}, not {after[-1]}"
    return ""


def story_ids(catalog: Catalog, practice: str) -> list[str]:
    """The ids of a practice's stories; none for a practice that is not there."""
    if practice not in catalog.practice:
        return []
    levels = enumerate(catalog.practice[practice].levels, 1)
    return [f"{practice}/{level}/{n}" for level, rung in levels for n in range(1, len(rung.stories) + 1)]


def _no_practice(id: str, catalog: Catalog) -> str:
    if id in catalog.former:
        today = f"it is '{catalog.former[id]}' in this version; 'colonnade baseline upgrade' carries the workload over"
        return f"the catalog has no practice '{id}': {today}"
    return f"the catalog has no practice '{id}'{nearest(id, catalog.practice)}"


def is_part(id: str, stories: Container[str]) -> bool:
    """Whether an id is that of a part of one of these stories, such as `a/1/1.2`."""
    whole, dot, part = id.rpartition(".")
    return bool(dot) and whole in stories and part.isdigit()


def missing(id: str, catalog: Catalog) -> str:
    """Why an id leads nowhere, or an empty string where it leads to a practice, level, story or part of a story."""
    practice, *rest = id.split("/")
    if practice not in catalog.practice:
        return _no_practice(practice, catalog)
    known: Iterable[str] = [f"{practice}/{n}" for n in range(1, catalog.practice[practice].top + 1)]
    if len(rest) == 1 and id not in known:
        return f"the practice '{practice}' has no level '{id}'{nearest(id, known)}"
    if len(rest) == 2:
        known = own = story_ids(catalog, practice)
        if id not in known and not is_part(id, own):
            return f"the practice '{practice}' has no story '{id}'{nearest(id, known)}"
    if len(rest) > 2:
        return f"'{id}' is no practice, level or story"
    return ""

"""Read a workload file with its catalogs, and check that what it names is there."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
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


def read_workload(path: Path) -> tuple[Workload, Catalog]:
    """The workload of a file and the catalog it names, paths taken from beside the file.

    Raises BadInput with every problem of the file, of its catalogs, and of what the one names in the other.
    """
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
        catalog = loader.load(places)
    except BadInput as error:
        raise BadInput([*problems, *error.problems]) from None
    if problems or shape is None:
        raise BadInput(problems)
    workload = to_workload(shape)
    problems += [
        Problem(str(path), document.lines.find(at), dotted(at), text) for at, text in _wrong(workload, catalog)
    ]
    problems += _repeated(document)
    if problems:
        raise BadInput(problems)
    return workload, catalog


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
                hint = nearest(name, known) or (f"; there are {', '.join(known)}" if what == "pillar" else "")
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
            if story not in own:
                yield ("baseline", id, "done", index), f"'{id}' has no story '{story}'{nearest(story, own)}"


def _wrong_edit(edit: edits.Edit, workload: Workload, catalog: Catalog) -> Iterator[tuple[Path_, str]]:
    horizon = workload.calendar.sprints
    match edit:
        case edits.SetCapacity(sprint=sprint) if sprint > horizon:
            yield ("sprint",), f"the calendar has {horizon} sprints, so {sprint} is out of range"
        case edits.SetWeight(pillar=pillar) if pillar not in catalog.pillar:
            yield ("weight",), f"the catalog has no pillar '{pillar}'{nearest(pillar, catalog.pillar)}"
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


def story_ids(catalog: Catalog, practice: str) -> list[str]:
    """The ids of a practice's stories; none for a practice that is not there."""
    if practice not in catalog.practice:
        return []
    levels = enumerate(catalog.practice[practice].levels, 1)
    return [f"{practice}/{level}/{n}" for level, rung in levels for n in range(1, len(rung.stories) + 1)]


def missing(id: str, catalog: Catalog) -> str:
    """Why an id leads nowhere, or an empty string where it leads to a practice, level, story or part of a story."""
    practice, *rest = id.split("/")
    if practice not in catalog.practice:
        return f"the catalog has no practice '{practice}'{nearest(practice, catalog.practice)}"
    known: Iterable[str] = [f"{practice}/{n}" for n in range(1, catalog.practice[practice].top + 1)]
    if len(rest) == 1 and id not in known:
        return f"the practice '{practice}' has no level '{id}'{nearest(id, known)}"
    if len(rest) == 2:
        known = story_ids(catalog, practice)
        whole, dot, part = id.rpartition(".")
        if id not in known and not (dot and whole in known and part.isdigit()):
            return f"the practice '{practice}' has no story '{id}'{nearest(id, known)}"
    if len(rest) > 2:
        return f"'{id}' is no practice, level or story"
    return ""

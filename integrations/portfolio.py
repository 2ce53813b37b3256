"""The workload files of a folder or the workloads of a workspace, and what a worker does with one of them."""

from __future__ import annotations

import os
import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from catalog import loader
from catalog.errors import BadInput, Problem
from catalog.model import Catalog
from integrations.plan_formats import render
from integrations.writing import write_file
from planner.document import to_document
from planner.errors import NoPlan
from planner.plan import make_plan
from planner.portfolio import Outcome, summarise
from planner.store.address import Address
from planner.store.reading import decode, fetch_all
from planner.translate import Frozen
from planner.workload import Workload
from planner.workload_file import catalog_of, read_workload

KEPT = 4
"""Catalogs that a worker keeps: most of a portfolio shares one or two."""

_KEY = re.compile(rb"^(?P<quote>[\"']?)(?P<key>workload|schema)(?P=quote)\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Job:
    """A file to plan: `path` from anywhere, `shown` as the user knows it, `output` for the plan document if wanted.

    A workload of a workspace has its name as `path` and `shown`, and goes with what is `stored`.
    """

    path: str
    shown: str
    output: str | None
    quick: bool
    stored: Stored | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A workload as a workspace has it: its state as text. A worker needs no database, and hears of no password.

    `place` is how the workspace is shown, `here` the folder for catalogs that are not where the workload's file was.
    """

    state: str
    place: str
    here: str


def stored_jobs(address: Address, output: Path | None, *, quick: bool) -> list[Job]:
    """The workloads of a workspace by name, branches left out; a plan goes to `NAME.plan.yaml` in `output`.

    Raises BadInput where there are none.
    """
    here = str(Path.cwd())
    jobs = [
        Job(
            name,
            name,
            None if output is None else str((output / f"{name}.plan.yaml").absolute()),
            quick,
            Stored(state, address.shown, here),
        )
        for name, state in fetch_all(address)
    ]
    if not jobs:
        raise BadInput.one(address.shown, "there is no workload in this workspace")
    return jobs


def find_jobs(folder: Path, output: Path | None, *, quick: bool) -> tuple[list[Job], list[str]]:
    """The workload files in and below a folder, sorted, and the YAML files there that are none.

    A workload file has the key `workload` and not the key `schema`, as documents have. A plan document goes to the
    same place below `output`, as `NAME.plan.yaml`. Raises BadInput where there is no workload file, and where two
    plans would go to one file or one over a workload.
    """
    if not folder.is_dir():
        raise BadInput.one(str(folder), "there is no such folder")
    files = [
        Path(place) / name
        for place, names in _visible(folder)
        for name in names
        if name.endswith(loader.SUFFIXES) and not name.startswith(".")
    ]
    found = sorted(file for file in files if is_workload(file))
    if not found:
        raise BadInput.one(str(folder), "there is no workload file in or below this folder")
    targets = [] if output is None else _targets(found, folder, output)
    jobs = [
        Job(str(file.absolute()), str(file), targets[n] if targets else None, quick) for n, file in enumerate(found)
    ]
    return jobs, sorted(str(file) for file in files if file not in set(found))


def _targets(found: Sequence[Path], folder: Path, output: Path) -> list[str]:
    """Where the plan of each file goes. Raises BadInput with every file whose plan would go where another is."""
    read = {file.resolve(): file for file in found}
    written: dict[Path, Path] = {}
    problems, targets = [], []
    for file in found:
        target = (output / file.relative_to(folder)).with_suffix(".plan.yaml").absolute()
        place = target.resolve()
        if place in read:
            problems.append(Problem(str(file), None, "", f"its plan would be written over {read[place]}"))
        elif place in written:
            text = f"its plan would be written to {target.name}, as that of {written[place]}"
            problems.append(Problem(str(file), None, "", text))
        written.setdefault(place, file)
        targets.append(str(target))
    if problems:
        raise BadInput(problems)
    return targets


def _visible(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """A folder and those below it, save hidden ones, with the names of the files in each."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield place, names


def is_workload(file: Path) -> bool:
    """Whether a YAML file says that it is a workload; one that cannot be read is taken for one, and told as such."""
    try:
        keys = {match["key"] for match in _KEY.finditer(file.read_bytes())}
    except OSError:
        return True
    return keys == {b"workload"}


def plan_job(job: Job) -> Outcome:
    """Plan one workload, write its plan if wanted, and give a summary, or what is wrong.

    Everything that may go wrong with one workload is returned and not raised, so that the others go on.
    """
    try:
        workload, catalog, start = _read(job)
        plan = make_plan(catalog, workload, frozen=start, effort="quick" if job.quick else "normal")
        if job.output is not None:
            target = Path(job.output)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_file(target, render(to_document(plan), "yaml"), [] if job.stored else [Path(job.path)])
        found = summarise(plan)
        return Outcome(job.shown, "planned", replace(found, workload=job.shown) if job.stored else found)
    except BadInput as error:
        return Outcome(
            job.shown, "bad-input", problems=tuple(str(p).replace(job.path, job.shown) for p in error.problems)
        )
    except NoPlan as error:
        return Outcome(job.shown, "no-plan", problems=error.clash)
    except OSError as error:
        return Outcome(job.shown, "bad-input", problems=(f"{error.filename or job.shown}: {error.strerror or error}",))
    except Exception as error:
        return Outcome(job.shown, "defect", problems=(f"a defect in Colonnade: {type(error).__name__}: {error}",))


def _read(job: Job) -> tuple[Workload, Catalog, Frozen | None]:
    """The workload of a job, its catalog, and what it is planned from."""
    if job.stored is None:
        return *read_workload(Path(job.path), cached_load), None
    state = decode(Address(None, "", job.stored.place), job.shown, job.stored.state)
    folders = [*([Path(state.folder)] if state.folder else []), Path(job.stored.here)]
    catalog = catalog_of(state.workload, folders, job.shown, cached_load)
    return state.workload, catalog, Frozen(state.placed) if state.placed else None


def lost(job: Job, error: Exception) -> Outcome:
    """The outcome of a job whose worker died under it, or that could not be sent to one."""
    text = f"{job.shown}: its worker went away, perhaps for want of memory ({type(error).__name__})"
    return Outcome(job.shown, "lost", problems=(text,))


_Stamp = tuple[tuple[str, int, int], ...]
_catalogs: OrderedDict[_Stamp, Catalog] = OrderedDict()


def cached_load(paths: Sequence[Path]) -> Catalog:
    """`catalog.loader.load`, which reads a catalog again only when one of its files has changed.

    Kept for the life of the process, the last few used. Files are known by path, size and time of change.
    """
    stamp = tuple(entry for path in paths for entry in _stamps(path))
    if stamp in _catalogs:
        _catalogs.move_to_end(stamp)
        return _catalogs[stamp]
    loaded = loader.load(paths)
    _catalogs[stamp] = loaded
    while len(_catalogs) > KEPT:
        _catalogs.popitem(last=False)
    return loaded


def _stamps(path: Path) -> _Stamp:
    try:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        return tuple((str(f.resolve()), (stat := f.stat()).st_mtime_ns, stat.st_size) for f in files)
    except OSError:  # the loader says what is wrong
        return ((str(path), 0, 0),)

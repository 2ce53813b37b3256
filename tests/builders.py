"""The smallest catalogs and workloads, written where a test needs them."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

from catalog import loader
from catalog.model import Catalog, CatalogPart, Reading
from catalog.schema import CatalogShape, to_pillar, to_practice, to_principle
from planner.workload import Workload
from planner.workload_file import read_workload

HEADER: dict[str, Any] = {
    "catalog": "small",
    "version": "1.0.0",
    "title": "A small catalog",
    "pillars": [{"id": "ops", "title": "Operations"}, {"id": "sec", "title": "Security"}],
    "principles": [
        {"id": "ops.code", "pillar": "ops", "title": "Operate by code"},
        {"id": "sec.trace", "pillar": "sec", "title": "Trace"},
    ],
}


def story(points: float = 2, title: str = "Do it", **more: Any) -> dict[str, Any]:
    return {"title": title, "points": points, "acceptance": ["It is done."], **more}


def level(*stories: dict[str, Any], requires: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    """A level; `requires` names levels as `practice/level`; without stories it gets one of two points."""
    needed = [{"practice": at.split("/")[0], "level": int(at.split("/")[1])} for at in requires]
    found = {"statement": "It is so.", "verify": "Look.", "stories": list(stories) or [story()]}
    return {**found, **({"requires": needed} if needed else {}), **more}


def practice(id: str, *levels: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A practice of the pillar `ops`; without levels it gets one."""
    found = {
        "id": id,
        "title": f"Practice {id}",
        "principles": ["ops.code"],
        "contributes": {"ops": 2},
        "severity": "medium",
        "levels": list(levels) or [level()],
    }
    return {**found, **more}


def catalog_data(*practices: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**copy.deepcopy(HEADER), "practices": list(practices), **more}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # what occurs twice is written twice
        return True


def yaml_text(data: Any) -> str:
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True)
    return text


def write(path: Path, data: Any) -> Path:
    path.write_text(yaml_text(data), encoding="utf-8")
    return path


def reading(folder: Path, *practices: dict[str, Any], **more: Any) -> Reading:
    """A catalog as read, sound or not."""
    return loader.read([write(folder / "catalog.yaml", catalog_data(*practices, **more))])


def catalog(*practices: dict[str, Any], **more: Any) -> Catalog:
    """The same as values, without a file."""
    shape = CatalogShape.model_validate(catalog_data(*practices, **more))
    return Catalog(
        (CatalogPart("small", "1.0.0", "sha256:" + "0" * 64, "A small catalog"),),
        tuple(map(to_pillar, shape.pillars)),
        tuple(map(to_principle, shape.principles)),
        tuple(map(to_practice, shape.practices)),
    )


def line_of(path: Path, text: str) -> int:
    """The number of the only line of a file that holds `text`."""
    [number] = [n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if text in line]
    return number


def workload_data(**more: Any) -> dict[str, Any]:
    """Ten points a sprint, two sprints, target 1; the catalog lies beside the file."""
    found = {
        "workload": "small",
        "catalog": ["catalog.yaml"],
        "team": {"velocity": 10},
        "calendar": {"start": "2026-12-07", "sprints": 2},
        "target": {"default": 1},
    }
    return {**found, **more}


def load(folder: Path, *practices: dict[str, Any], **workload: Any) -> tuple[Workload, Catalog]:
    """A workload over a catalog of these practices, through real files."""
    write(folder / "catalog.yaml", catalog_data(*practices))
    return read_workload(write(folder / "workload.yaml", workload_data(**workload)))

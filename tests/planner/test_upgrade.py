"""A workload carried over to another version of its catalog."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from catalog.model import Catalog
from planner.upgrade import Upgrade, upgrade
from planner.workload import Standing
from planner.workload_file import read_unchecked
from tests.builders import catalog, catalog_data, level, practice, story, workload_data, write

THREE = (level(), level(), level())


def carried(folder: Path, new: list[dict[str, Any]], old: Catalog | None = None, **workload: Any) -> Upgrade:
    """The upgrade of a workload to a catalog of these practices."""
    write(folder / "catalog.yaml", catalog_data(*new))
    _, read, loaded = read_unchecked(write(folder / "workload.yaml", workload_data(**workload)))
    return upgrade(read, loaded, old)


def notes(found: Upgrade) -> list[tuple[str, str, str]]:
    return [(note.kind, ".".join(map(str, note.path)), note.today) for note in found.notes]


def test_nothing_to_do(tmp_path: Path) -> None:
    """A workload whose names are all there stays as it is."""
    found = carried(tmp_path, [practice("a", *THREE)], baseline={"a": {"level": 1, "done": ["a/2/1"]}}, values={"a": 3})
    assert (found.notes, found.workload.baseline) == ((), {"a": Standing(1, ("a/2/1",))})


def test_another_name(tmp_path: Path) -> None:
    """Level, evidence, finished stories, proposal, target, value and edits follow a practice that has another id."""
    found = carried(
        tmp_path,
        [practice("b", *THREE, was=["a"])],
        baseline={"a": {"level": 1, "evidence": "e", "done": ["a/2/1"], "proposed": {"level": 2}}},
        values={"a": 3},
        target={"default": 1, "practices": {"a": 2}},
        edits=[
            {"pin": "a", "sprint": 1},
            {"exclude": "a/3"},
            {"resize": "a/2/1", "points": 3},
            {"deadline": "a/3/1.2", "sprint": 2},
        ],
    )
    after = found.workload
    assert (after.baseline, after.proposed, after.values, after.target.practices, [e.id for e in after.edits]) == (  # type: ignore[union-attr]
        {"b": Standing(1, ("b/2/1",), "e")},
        {"b": Standing(2)},
        {"b": 3},
        {"b": 2},
        ["b", "b/3", "b/2/1", "b/3/1.2"],
    )
    assert {note.kind for note in found.notes} == {"carried"}


def test_what_is_gone(tmp_path: Path) -> None:
    """What names a practice, level, story or pillar that is gone is listed as lost, each with its place."""
    found = carried(
        tmp_path,
        [practice("b")],
        baseline={"a": {"level": 1}, "b": {"level": 0, "done": ["b/1/2"]}},
        values={"a": 3},
        target={"pillars": {"cost": 1}, "practices": {"a": 2}},
        policy={"weights": {"cost": 2, "ops": 1}},
        edits=[{"exclude": "a/1"}, {"exclude": "b/2"}, {"pin": "b/1/1", "sprint": 1}, {"weight": "cost", "value": 2}],
    )
    assert notes(found) == [
        ("lost", "baseline.a", ""),
        ("lost", "baseline.b.done.0", ""),
        ("lost", "edits.0", ""),
        ("lost", "edits.1", ""),
        ("lost", "edits.3", ""),
        ("lost", "policy.weights.cost", ""),
        ("lost", "target.pillars.cost", ""),
        ("lost", "target.practices.a", ""),
        ("lost", "values.a", ""),
    ]
    assert (found.workload.baseline, [str(e) for e in found.workload.edits]) == (
        {"b": Standing()},
        ["pin b/1/1 to sprint 1"],
    )


def test_a_shorter_ladder(tmp_path: Path) -> None:
    """A level above the new top is the top, and worth a look."""
    found = carried(tmp_path, [practice("a")], baseline={"a": {"level": 3, "evidence": "e"}})
    assert (found.workload.baseline, notes(found)) == (
        {"a": Standing(1, (), "e")},
        [("look-at", "baseline.a.level", "a")],
    )


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({"a": {"level": 2, "evidence": "x"}, "b": {"level": 1, "evidence": "y"}}, Standing(1, (), "x; y")),
        ({"a": {"level": 1, "evidence": "x"}, "c": {"level": 2, "evidence": "y"}}, Standing(1, (), "x; y")),
        ({"a": {"level": 2}, "b": {"not_applicable": True, "reason": "never"}}, Standing(2, (), "never")),
        (
            {"a": {"not_applicable": True, "reason": "x"}, "b": {"not_applicable": True, "reason": "y"}},
            Standing(not_applicable=True, reason="x; y"),
        ),
        ({"a": {"level": 2, "done": ["a/3/1"]}, "b": {"level": 1, "done": ["b/2/1"]}}, Standing(1, ("c/3/1", "c/2/1"))),
    ],
)
def test_merged(tmp_path: Path, entries: dict[str, Any], expected: Standing) -> None:
    """Of practices that are one now the lowest level holds, with all evidence, and that is worth a look."""
    found = carried(tmp_path, [practice("c", *THREE, was=["a", "b"])], baseline=entries)
    assert (found.workload.baseline, len(found.of("look-at"))) == ({"c": expected}, 1)


def test_merged_with_what_nobody_assessed(tmp_path: Path) -> None:
    """With the old version at hand, a practice merged with one that nobody assessed is level 0; renamed, it is not."""
    new = [practice("c", *THREE, was=["a", "b"])]
    entries = {"a": {"level": 2, "evidence": "x"}}
    both = carried(tmp_path, new, catalog(practice("a", *THREE), practice("b", *THREE)), baseline=entries)
    one = carried(tmp_path, new, catalog(practice("a", *THREE)), baseline=entries)
    assert (both.workload.baseline, one.workload.baseline) == ({"c": Standing(0, (), "x")}, {"c": Standing(2, (), "x")})


def test_statements(tmp_path: Path) -> None:
    """With the old version at hand, a reached level whose statement was changed is worth a look."""
    new = [practice("a", level(statement="New."), level(), level(statement="New."))]
    found = carried(tmp_path, new, catalog(practice("a", *THREE)), baseline={"a": {"level": 2}})
    assert [note.text for note in found.notes] == ["the statement of level 1 was changed; is it still true?"]


def test_stories(tmp_path: Path) -> None:
    """With the old version at hand, a finished story is followed by its title, and one that changed is worth a look."""
    old = catalog(practice("a", level(story(title="One"), story(title="Two"), story(title="Three"))))
    new = [practice("a", level(story(title="Two"), story(title="Other"), story(title="Three")))]
    found = carried(tmp_path, new, old, baseline={"a": {"level": 0, "done": ["a/1/1", "a/1/2", "a/1/3"]}})
    assert found.workload.baseline["a"].done == ("a/1/1", "a/1/3")
    assert [(kind, at) for kind, at, _ in notes(found)] == [
        ("carried", "baseline.a.done.1"),
        ("look-at", "baseline.a.done.0"),
    ]


def test_figures_of_several(tmp_path: Path) -> None:
    """Of several values or targets for one practice the highest holds, and that is worth a look."""
    found = carried(tmp_path, [practice("c", was=["a", "b"])], values={"a": 3, "b": 5})
    assert (found.workload.values, len(found.of("look-at"))) == ({"c": 5}, 1)

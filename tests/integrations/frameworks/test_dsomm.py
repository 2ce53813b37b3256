"""A DSOMM model becomes a catalog, and what is wrong in it is said and does not stop the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import yaml_text
from catalog.errors import BadInput
from integrations.frameworks import dsomm, foreign, importing
from integrations.frameworks.dependencies import without_circles
from integrations.frameworks.importing import Imported
from tests.integrations.frameworks import imports

WHOLE: dict[str, Any] = {
    "uuid": "11111111-aaaa-4bbb-8ccc-000000000001",
    "description": "What it is.",
    "risk": "Things break.",
    "measure": "Builds are scripted.",
    "assessment": "Show the script.",
    "level": 2,
    "usefulness": 4,
    "difficultyOfImplementation": {"knowledge": 2, "time": 3, "resources": 2},
    "implementation": [{"name": "Tool", "url": "https://example.org/tool", "tags": []}, {"name": "No address"}],
}


def activity(*depends: Any, **more: Any) -> dict[str, Any]:
    return {"level": 1, **({"dependsOn": list(depends)} if depends else {}), **more}


def model(**activities: Any) -> dict[str, Any]:
    """One dimension and sub-dimension with activities; `_` in their names stands for a blank."""
    return {"Build Things": {"Pipeline": {name.replace("_", " "): value for name, value in activities.items()}}}


def read(folder: Path, *documents: Any) -> Imported:
    """Import a model; whatever it holds, the catalog loads."""
    return read_text(folder, imports.to_yaml(list(documents)))


def read_text(folder: Path, text: str) -> Imported:
    imported = imports.read("dsomm", folder / "model.yaml", text)
    imports.written(imported, folder)
    return imported


def found(imported: Imported, rule: str) -> list[tuple[str, str]]:
    return [(finding.key, finding.text) for finding in imported.findings if finding.rule == rule]


def needs(imported: Imported) -> dict[str, list[str]]:
    return {p["id"]: [r["practice"] for r in p["levels"][0]["requires"]] for p in imported.content["practices"]}


def test_a_model_becomes_a_catalog(tmp_path: Path) -> None:
    """Dimensions are pillars, sub-dimensions principles, activities practices; the version is the model's."""
    content = read(tmp_path, {"meta": {"version": "4.3.1"}}, model(Scripted_build=WHOLE)).content
    assert (content["catalog"], content["version"]) == ("dsomm", "4.3.1")
    assert content["pillars"] == [{"id": "build-things", "title": "Build Things", "summary": ""}]
    expected = {"id": "pipeline", "pillar": "build-things", "title": "Pipeline", "summary": ""}
    assert content["principles"] == [expected]
    assert content["practices"] == [
        {
            "id": "scripted-build",
            "title": "Scripted build",
            "summary": "What it is.\n\nRisk: Things break.",
            "principles": ["pipeline"],
            "contributes": {"build-things": 4},
            "severity": "medium",
            "levels": [
                {
                    "statement": "Builds are scripted.",
                    "verify": "Show the script.",
                    "gain": 3,
                    "requires": [],
                    "stories": [{"title": "Scripted build", "points": 2, "acceptance": ["Builds are scripted."]}],
                }
            ],
            "references": [{"title": "Tool", "url": "https://example.org/tool"}],
            "source": {"framework": "dsomm", "id": WHOLE["uuid"], "level": 2},
            "assumed": ["levels", "gain", "severity"],
        }
    ]


def test_an_activity_that_says_nothing(tmp_path: Path) -> None:
    """What an activity does not say gets the stated default, is named in `assumed`, and each has its sentence."""
    imported = read(tmp_path, model(Scan={"uuid": "u1"}))
    practice = imported.content["practices"][0]
    level = practice["levels"][0]
    assert (level["statement"], level["verify"]) == ("Scan", "Show evidence that this is done: Scan")
    assert (level["stories"][0]["points"], practice["contributes"]) == (3, {"build-things": 3})
    assert "level" not in practice["source"]
    assert practice["assumed"] == ["levels", "gain", "severity", "points", "contributes", "statement", "verify"]
    assert list(imported.assumed) == practice["assumed"]
    assert imports.rules(imported) == {"missing-level": 1}


@pytest.mark.parametrize(
    ("ratings", "points"),
    [((1, 1, 1), 1), ((1, 2, 2), 2), ((2, 3, 2), 2), ((2, 3, 3), 3), ((4, 4, 4), 5), ((5, 5, 5), 8), ((4, 5), 8)],
)
def test_points(tmp_path: Path, ratings: tuple[int, ...], points: int) -> None:
    """Points are 1, 2, 3, 5 or 8 by the mean of the difficulties that are given, halves rounded up."""
    difficulty = dict(zip(("knowledge", "time", "resources"), ratings, strict=False))
    imported = read(tmp_path, model(Scan=activity(difficultyOfImplementation=difficulty)))
    assert imported.content["practices"][0]["levels"][0]["stories"][0]["points"] == points


def test_ratings_out_of_range(tmp_path: Path) -> None:
    """Ratings that are no whole numbers from 1 to 5 are reported and count as not given."""
    odd = {"knowledge": 9, "time": "high", "resources": True}
    imported = read(tmp_path, model(Scan=activity(level=2.5, usefulness=0, difficultyOfImplementation=odd)))
    practice = imported.content["practices"][0]
    assert imports.rules(imported) == {"missing-uuid": 1, "odd-difficulty": 3, "odd-level": 1, "odd-usefulness": 1}
    assert {"points", "contributes"} <= set(practice["assumed"])
    assert "level" not in practice["source"]


def test_dependencies_by_name_and_uuid(tmp_path: Path) -> None:
    """`dependsOn` names activities by name or uuid, in any document of the file."""
    other = {"Other": {"Group": {"Third": activity("First", "u2")}}}
    imported = read(tmp_path, model(First=activity(), Second=activity("First", uuid="u2")), other)
    assert needs(imported) == {"first": [], "second": ["first"], "third": ["first", "second"]}
    assert (imported.counts.edges, imported.counts.longest_chain) == (3, 3)


def test_a_circle(tmp_path: Path) -> None:
    """Of a circle one edge is left out, and both the edge and the circle are named with the line of the edge."""
    activities = ("A: {level: 1, dependsOn: [B]}", "B:", " dependsOn:", " - C", " - D", "C: {dependsOn: [A]}", "D: {}")
    text = "Dim:\n Sub:\n" + "".join(f"  {line}\n" for line in activities)
    imported = read_text(tmp_path, text)
    assert needs(imported) == {"a": ["b"], "b": ["c", "d"], "c": [], "d": []}
    said = "dependsOn goes in a circle: a → b → c → a; 'c' waiting for 'a' is left out"
    assert found(imported, "dependency-cycle") == [("Dim/Sub/C", said)]
    assert [f.line for f in imported.findings if f.rule == "dependency-cycle"] == [8]


def test_an_activity_that_waits_for_itself(tmp_path: Path) -> None:
    """An activity that depends on itself is a circle of one."""
    imported = read(tmp_path, model(A=activity("A")))
    said = "dependsOn goes in a circle: a → a; 'a' waiting for 'a' is left out"
    assert found(imported, "dependency-cycle") == [("Build Things/Pipeline/A", said)]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=30))
def test_circles_are_opened_and_nothing_else(pairs: list[tuple[int, int]]) -> None:
    """What is left has no circle, and every edge left out would close one with those that are left."""
    names = [f"n{n}" for n in range(8)]
    node = foreign.Node(None, yaml_text.Lines(1), "", foreign.Notes("file"))
    edges = {name: [dsomm.Edge(node, name, names[b]) for a, b in pairs if names[a] == name] for name in names}
    kept = {name: [edge.before for edge in found] for name, found in without_circles(edges).items()}

    def reaches(start: str, goal: str) -> bool:
        seen, queue = {start}, [start]
        for name in queue:
            new = [before for before in kept[name] if before not in seen]
            seen.update(new)
            queue += new
        return goal in seen

    assert not any(reaches(before, name) for name in names for before in kept[name])
    left_out = [(name, edge.before) for name in names for edge in edges[name] if edge.before not in kept[name]]
    assert all(reaches(before, name) for name, before in left_out)


def test_a_chain_of_any_length(tmp_path: Path) -> None:
    """Thousands of activities in one circle are read without deep recursion."""
    count = 1_500
    imported = read(tmp_path, model(**{f"A{n}": activity(f"A{(n + 1) % count}") for n in range(count)}))
    assert (imported.counts.edges, imported.counts.longest_chain) == (count - 1, count)
    assert "… (1472 more)" in found(imported, "dependency-cycle")[0][1]


def test_dependencies_that_lead_nowhere(tmp_path: Path) -> None:
    """A name that is not in the file is left out, and the nearest known name is said."""
    imported = read(tmp_path, model(Defined_build=activity(), Scan=activity("Defined biuld")))
    said = "dependsOn: 'Defined biuld' names nothing here; the nearest known name is 'Defined build'"
    assert found(imported, "dangling-dependency") == [
        ("Build Things/Pipeline/Scan", f"{said}; the dependency is left out")
    ]
    assert needs(imported)["scan"] == []


def test_hints_are_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest name is looked for only so often, since each search looks at all names."""
    monkeypatch.setattr(foreign, "MAX_COMPARISONS", 4)
    imported = read(tmp_path, model(Scan=activity("Scam", "Scat", "Scar"), Other=activity()))
    assert [("nearest" in text) for _, text in found(imported, "dangling-dependency")] == [True, True, False]


def test_dependencies_of_another_shape(tmp_path: Path) -> None:
    """A text in place of a list is read as a list of one; maps, numbers and the like are left out; all is said."""
    activities = {
        "A": activity(dependsOn="B"),
        "B": activity({"C": None}, 7, None, ""),
        "C": activity(dependsOn={"A": 1}),
        "D": activity("A", "A"),
    }
    imported = read(tmp_path, model(**activities))
    assert needs(imported) == {"a": ["b"], "b": [], "c": [], "d": ["a"]}
    assert len(found(imported, "dependency-shape")) == 6
    assert len(found(imported, "repeated-dependency")) == 1


def test_names_and_uuids_given_twice(tmp_path: Path) -> None:
    """Activities with one name or uuid are both imported; a name goes to the one in the same sub-dimension first."""
    one = {"First": {"Sub": {"Scan": activity(uuid="u"), "Other": activity("Scan")}}}
    two = {"Second": {"Group": {"Scan": activity(uuid="u"), "Last": activity("Scan", uuid="u3")}}}
    imported = read(tmp_path, one, two)
    assert needs(imported) == {"scan": [], "other": ["scan"], "scan-2": [], "last": ["scan-2"]}
    expected = {
        "ambiguous-dependency": 2,
        "duplicate-id": 1,
        "duplicate-name": 1,
        "duplicate-uuid": 1,
        "missing-uuid": 1,
    }
    assert imports.rules(imported) == expected


def test_ids_of_different_names(tmp_path: Path) -> None:
    """Names that give one id get different ones, and no id is that of a pillar; names without letters get one too."""
    data = {"Build": {"Build": {"A b": activity(), "A-b": activity(), "Build": activity(), "中": activity()}}}
    imported = read(tmp_path, data)
    assert imported.content["principles"][0]["id"] == "build-2"
    assert [p["id"] for p in imported.content["practices"]] == ["a-b", "a-b-2", "build-2", "activity"]
    assert imported.content["practices"][3]["title"] == "中"


@pytest.mark.parametrize("name", ["1e5", ".inf", "null", "", "2026-12-07"])
def test_names_that_are_no_text(tmp_path: Path, name: str) -> None:
    """An activity whose name is a number, a date or nothing is reported, and gets an id and title that are text."""
    imported = read(tmp_path, model(Scan=activity(), **{name: activity()}))
    practice = imported.content["practices"][1]
    assert practice["title"] == practice["id"]
    assert isinstance(yaml_text.resolve(practice["id"]), str)
    assert {"not-text", "missing-title"} & imports.rules(imported).keys()


def test_entries_of_another_shape(tmp_path: Path) -> None:
    """Dimensions, sub-dimensions and activities that are no mappings are reported and left out."""
    data = {"Dim": 7, "Other": {"Sub": ["x"], "Group": {"A": "text", "B": activity(measure={"a": 1}, risk=5)}}}
    imported = read(tmp_path, "a text", data, None, {"Dim": {"Later": {"C": activity()}}})
    assert [p["id"] for p in imported.content["practices"]] == ["b", "c"]
    assert [key for key, _ in found(imported, "wrong-shape")] == ["", "Dim", "Other/Sub", "Other/Group/A"]
    assert len(found(imported, "not-text")) == 2


def test_one_dimension_in_several_documents(tmp_path: Path) -> None:
    """What several documents say of one dimension and sub-dimension comes together."""
    imported = read(tmp_path, model(A=activity()), model(B=activity("A")))
    assert (imported.counts.pillars, imported.counts.principles, imported.counts.practices) == (1, 1, 2)


def test_ignored_activities(tmp_path: Path) -> None:
    """`ignore: true` leaves an activity out and says so, there and where something depends on it."""
    imported = read(tmp_path, model(A={"ignore": True}, B=activity("A"), C=activity(ignore=False)))
    assert needs(imported) == {"b": [], "c": []}
    assert found(imported, "ignored") == [("Build Things/Pipeline/A", "'ignore: true' leaves this activity out")]
    said = "dependsOn: 'A' is left out by its 'ignore: true'; the dependency is left out"
    assert found(imported, "dangling-dependency") == [("Build Things/Pipeline/B", said)]


def test_level_inversions(tmp_path: Path) -> None:
    """An activity that waits for one of a higher level is reported, and the edge is kept."""
    imported = read(tmp_path, model(A=activity(level=3), B=activity("A", level=2), C=activity("A", level=3)))
    said = "an activity of level 2 waits for 'a', which has level 3"
    assert found(imported, "level-inversion") == [("Build Things/Pipeline/B", said)]
    assert needs(imported)["b"] == ["a"]


def test_repeated_keys_and_underscores(tmp_path: Path) -> None:
    """A key given twice is reported; keys that begin with `_` describe what they stand in."""
    text = "Dim:\n _meta: {description: About it.}\n Sub:\n  A: {level: 1}\n  A: {level: 2}\n"
    imported = read_text(tmp_path, text)
    assert imported.content["pillars"][0]["summary"] == "About it."
    assert [p["source"].get("level") for p in imported.content["practices"]] == [2]
    assert [f.line for f in imported.findings if f.rule == "repeated-key"] == [5]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing",
        "a: [",
        "- a",
        "a: {b: c}",
        "teams: {One: [a, b]}",
        "a: {b: {c: {d: 1}}}",
        "a: {b: {c: {ignore: true}}}",
    ],
)
def test_files_that_are_no_model(tmp_path: Path, text: str) -> None:
    """A file that is empty, is no YAML, or holds no activity is refused with its name."""
    with pytest.raises(BadInput) as caught:
        imports.read("dsomm", tmp_path / "model.yaml", text)
    assert [problem.file for problem in caught.value.problems] == [str(tmp_path / "model.yaml")]


def test_aliases_that_multiply(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Aliases that blow a small file up are refused before they fill the memory."""
    monkeypatch.setattr(dsomm, "MAX_PRACTICES", 500)
    monkeypatch.setattr(foreign, "MAX_ENTRIES", 5_000)
    monkeypatch.setattr(foreign, "MAX_CHARACTERS", 1_000_000)
    copies = "".join(f" S{n}: *all\n" for n in range(100))
    many = ", ".join(f"A{n}: {{level: 1}}" for n in range(100))
    scalars = ", ".join(f"A{n}: 1" for n in range(400))
    long = "A: {measure: " + "x" * 15_000 + "}"
    listed = "A: {level: 1, dependsOn: [" + ", ".join("B" * 200) + "]}"
    refusals = {
        many: "more than 500 activities",
        scalars: "5,000 entries",
        long: "1 MB of text",
        listed: "5,000 entries",
    }
    for inner, refusal in refusals.items():
        with pytest.raises(BadInput, match=refusal):
            imports.read("dsomm", tmp_path / "model.yaml", f"Dim:\n S: &all {{{inner}}}\n{copies}")


@given(st.randoms(use_true_random=False), st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_any_model_is_refused_or_sound(random: Any, times: int) -> None:
    """However a model is spoiled, it is refused as bad input, or gives a catalog that loads and keeps its words."""
    documents = [{"meta": {"version": "1"}}, model(A=WHOLE, B=activity("A", uuid="u2"), C=activity("u2", "B"))]
    spoiled = imports.spoiled(documents, random, times)
    assert imports.is_refused_or_sound("dsomm", imports.to_yaml(spoiled if isinstance(spoiled, list) else [spoiled]))


PUBLISHED = {
    "model.yaml": (5, 19, 194, 123, 8, {}),
    "generated-2025-03-21-level-inversion.yaml": (5, 19, 190, 120, 7, {"level-inversion": 1}),
    "custom-activities.yaml": (2, 2, 3, 0, 1, {"ignored": 1, "missing-level": 1}),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_models(frameworks_folder: Path, tmp_path: Path, name: str) -> None:
    """The published models give their dimensions, activities and edges, and what is wrong in them is said."""
    imported = importing.read("dsomm", frameworks_folder / "dsomm" / name)
    imports.written(imported, tmp_path)
    counts = imported.counts
    figures = (counts.pillars, counts.principles, counts.practices, counts.edges, counts.longest_chain)
    assert (*figures, imports.rules(imported)) == PUBLISHED[name]


@given(random=st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_published_model_spoiled(frameworks_folder: Path, random: Any) -> None:
    """The published model, spoiled at random, is refused or gives a sound catalog."""
    text = yaml_text.read_text(frameworks_folder / "dsomm" / "model.yaml")
    _, document = yaml_text.parse_foreign(text, "model.yaml")[0]
    small = {name: dict(list(groups.items())[:1]) for name, groups in document.data.items()}
    assert imports.is_refused_or_sound("dsomm", imports.to_yaml([imports.spoiled(small, random, 30)]))

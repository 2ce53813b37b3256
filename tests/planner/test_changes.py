"""Changes between states: made, taken back, and compared with those of others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planner.changes import Change, apply, clashes, compare, undo

LEAVES = st.integers(0, 3) | st.lists(st.integers(0, 2), max_size=2) | st.text("ab", max_size=2)
DATA = st.dictionaries(
    st.sampled_from("abcd"), LEAVES | st.dictionaries(st.sampled_from("xyz"), LEAVES, max_size=3), max_size=4
)


def listed(data: object) -> object:
    """Data with the order of its keys."""
    return [(key, listed(value)) for key, value in data.items()] if isinstance(data, dict) else data


@given(DATA, DATA)
def test_changes_lead_there_and_back(before: dict[str, object], after: dict[str, object]) -> None:
    """The changes between two states make the one of the other, and undone they give the first again."""
    changes = list(compare(before, after))

    assert after == apply(before, changes)
    assert before == undo(after, changes)


def test_undo_brings_back_the_order() -> None:
    """A key that was taken away comes back where it was."""
    before = {"a": 1, "b": {"x": 1, "y": 2, "z": 3}, "c": 3}
    after = {"b": {"x": 1, "z": 3}}

    assert listed(before) == listed(undo(after, list(compare(before, after))))


def edits(**keys: object) -> dict[str, object]:
    return {"workload": {"edits": {key.replace("_", " "): value for key, value in keys.items()}, "baseline": {}}}


def test_edits_are_single_places() -> None:
    """Decisions on different things do not meet, though they stand in one list."""
    base = edits()
    ours, theirs = compare(base, edits(pin_a=1)), compare(base, edits(pin_b=1))

    assert [] == clashes(ours, theirs)


def test_decisions_on_one_thing_meet() -> None:
    """Two different decisions on one thing clash; the same decision twice does not."""
    base = edits(pin_a=1)
    ours, theirs, same = (list(compare(base, edits(pin_a=n))) for n in (2, 3, 2))

    path = ("workload", "edits", "pin a")
    assert [(Change(path, 1, 2, 0), Change(path, 1, 3, 0))] == clashes(ours, theirs)
    assert [] == clashes(ours, same)


def test_a_practice_is_a_single_place() -> None:
    """Two decisions on where one practice stands clash, though they concern different keys of it."""
    level, evidence = (
        {"workload": {"baseline": {"a": standing}}} for standing in ({"level": 1}, {"level": 0, "by": "x"})
    )
    base = {"workload": {"baseline": {"a": {"level": 0}}}}

    assert 1 == len(clashes(compare(base, level), compare(base, evidence)))

"""Edits as values, and what they cover."""

from __future__ import annotations

import pytest

from planner.edits import Deadline, Edit, Exclude, NotBefore, Pin, Resize, SetCapacity, SetWeight, covers


@pytest.mark.parametrize(
    ("id", "story"),
    [
        ("a/1/1", "a/1/1"),
        ("a/1", "a/1/1"),
        ("a/1", "a/1/10"),
        ("a", "a/1/1"),
        ("a", "a/2/1.2"),
        ("a/1", "a/1/1.2"),
        ("a/1/1", "a/1/1.2"),
        ("a/1/1.2", "a/1/1.2"),
        ("a.b", "a.b/1/1"),
    ],
)
def test_an_id_covers_what_lies_below_it(id: str, story: str) -> None:
    """A practice, a level, a story and a part each cover themselves and what lies below."""
    assert covers(id, story)


@pytest.mark.parametrize(
    ("id", "story"),
    [
        ("a/1/1", "a/1/10"),
        ("a/1/1", "a/1/10.1"),
        ("a/1/1", "a/1/2"),
        ("a/1", "a/10/1"),
        ("a/1", "a/2/1"),
        ("a", "ab/1/1"),
        ("a", "a.b/1/1"),
        ("ab", "a/1/1"),
        ("a/1/1.1", "a/1/1"),
        ("a/1/1.1", "a/1/1.2"),
        ("a/1/1.1", "a/1/1.10"),
        ("1/1", "a/1/1"),
    ],
)
def test_an_id_covers_nothing_else(id: str, story: str) -> None:
    """What merely begins with the same letters is not covered."""
    assert not covers(id, story)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Pin("a/1/1", 2), "pin a/1/1 to sprint 2"),
        (NotBefore("a", 3), "keep a out of the sprints before 3"),
        (Deadline("a/1", 2), "finish a/1 by sprint 2"),
        (Exclude("a", "later"), "exclude a (later)"),
        (Exclude("a"), "exclude a"),
        (Resize("a/1/1", 25), "resize a/1/1 to 2.5 points"),
        (SetCapacity(2, 80), "set the capacity of sprint 2 to 8 points"),
        (SetWeight("sec", 2.5), "weigh the pillar sec 2.5"),
    ],
)
def test_an_edit_in_words(edit: Edit, words: str) -> None:
    """An edit reads as what it asks for, so that it completes 'an edit to …'."""
    assert str(edit) == words

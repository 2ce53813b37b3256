"""English as far as lint needs it."""

from __future__ import annotations

import pytest

from catalog.words import content_words, has_verb, stem


@pytest.mark.parametrize(
    "sentence",
    [
        "The endpoint is healthy.",
        "Two builds from one commit list identical package versions.",
        "Installation fails when a package is missing.",
        "Minimum and maximum leave room for one replica.",
        "A dummy key in a script and one in a notebook each stop the run.",
        "The old scripts no longer exist.",
        "Nobody logged in by hand.",
        "Every backup carries a date.",
        "The owner took part.",
        "Each copy relies on a checksum.",
    ],
)
def test_sentence_with_a_verb(sentence: str) -> None:
    """A sentence that says something of something has a verb."""
    assert has_verb(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Backups every night",
        "All tests green",
        "Restore time under four hours",
        "Documentation of the API",
        "Time to restore below one hour",
        "A dashboard for drift",
        "Access by the lists of its owner",
        "Restore",
        "",
    ],
)
def test_phrase_without_a_verb(sentence: str) -> None:
    """A phrase that only names things has none."""
    assert not has_verb(sentence)


def test_content_words() -> None:
    """What carries a text's meaning is kept in order and without endings; the rest is left out."""
    found = list(content_words("Restore the nightly-backup of an ML row; 2 restored rows"))

    assert ["restor", "night", "backup", "row", "restor", "row"] == found


@pytest.mark.parametrize("word", ["restore", "restores", "restored", "restoring"])
def test_stem(word: str) -> None:
    """The forms of a verb have one stem."""
    assert "restor" == stem(word)


def test_stem_keeps_short_words() -> None:
    """A short word is its own stem, and so is one that ends in a double s."""
    assert ["use", "access"] == [stem("use"), stem("access")]

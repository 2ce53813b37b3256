"""English as far as lint needs it: the words that carry a text, and whether a sentence has a verb.

Rules of thumb over small lists: what they miss is a finding less, and what they report is worth a look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_STOP = frozenset(
    """a an and any are as at be been before being but by can could do does each either every few for from had has
    have he her his how i if in into is it its itself least less many may more most must no none nor not of
    off on once one only or other our out over own per same shall she should so some such than that the their
    them then there these they this those through to too under until up was we were what when where which
    while who whose will with within without would you your all also after again against because between both
    during further here just very about above below two three first last new""".split()
)

_AUXILIARIES = frozenset(
    """is are was were be been has have had does do did can could will would must may might shall should cannot isn't
    aren't doesn't don't won't can't""".split()
)

_VERBS = frozenset(
    """accept access add address agree alert allow answer appear apply approve arrive ask assign attach attribute
    become begin belong block book break bring build burn call carry catch cause change charge check choose
    claim clear close collect come compare complete compute confirm connect consume contain continue convert
    copy correct cost count cover create cross cut decide declare decline decode defer define delete deliver
    deny depend deploy derive describe detect differ disappear display distinguish diverge divide download
    draw drop elapse emit enable encrypt end enforce ensure enter equal escalate estimate evaluate exceed
    exclude execute exist exit expire explain expose express fail fall fetch fill find finish fire fit fix
    flag flow focus follow forward free gain generate get give go grant group grow halt handle happen hear
    help hide hit hold identify ignore import improve include increase inform inherit insert install invoice
    isolate issue join judge keep know label lack land last lead learn leave let lie limit link list live load
    lock log lose lower make map mark match mean measure meet mention merge miss monitor mount move name need
    note notify observe occur offer omit open order overwrite own page pass pay perform permit pick place
    point poll post precede predate prevent print process produce promote prompt propose protect prove provide
    publish pull push put query raise rank reach react read rebuild recall receive recompute record recover
    recreate redact reduce refer refresh refuse regain register reject release rely remain remedy remind
    remove rename render repeat replace replay report reproduce request require resolve respond restart
    restore resume retain retire return reveal revert review revoke rise roll rotate round route run save say
    scale scan schedule score see select send separate serve set share shift show shrink sign skip sort
    specify spend split stand start state stay step stop store submit succeed suffice sum surface survive
    switch take tell terminate test throttle time touch trace track train translate travel treat trigger trip
    turn obtain reconnect shorten understand undo unlock update upgrade use validate vanish vary verify wait
    warn watch weigh withdraw work write yield""".split()
)

_IRREGULAR = frozenset(
    """became began bound broke brought built came caught chose drew fell felt found gave got grew rebuilt held kept
    knew led left lost made meant met paid ran rose said saw sent shown sold stood stuck told took understood
    went withdrew won wrote goes does undoes says""".split()
)

_NOT_BEFORE_A_VERB = frozenset(
    "a an the of in on at by for from with without under over per to no all any every its their this these as".split()
)

_OF_MORE_THAN_ONE = frozenset("and two three four five six ten twice each they that which who both we you".split())

ENOUGH_LETTERS = 4
"""Letters from which a word in -ed counts as a verb of the past."""

_WORD = re.compile(r"[a-z]+(?:[-'’][a-z]+)*")


def words(text: str) -> list[str]:
    """The words of a text in small letters, digits and signs left out."""
    return _WORD.findall(text.lower())


def content_words(text: str) -> Iterator[str]:
    """The stems of the words that carry a text's meaning, in order, repetitions included."""
    for word in words(text.replace("-", " ")):
        if word not in _STOP and len(word) > 2:
            yield stem(word)


def stem(word: str) -> str:
    """A word without the common endings, so that `restored`, `restores` and `restoring` are one."""
    for ending in ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "ly", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)]
    return word


def has_verb(sentence: str) -> bool:
    """Whether something in the sentence may be its verb: an auxiliary, or a known verb where a verb can stand."""
    found = words(sentence)
    if any(word in _AUXILIARIES for word in found):
        return True
    return any(_finite(word, found[:n]) for n, word in enumerate(found) if n)


def _finite(word: str, before: list[str]) -> bool:
    """Whether a word may be the verb of a sentence that begins with the words `before`."""
    if before[-1] in _NOT_BEFORE_A_VERB:
        return False
    if word in _VERBS:  # without an ending it needs more than one subject
        return any(other.endswith("s") or other in _OF_MORE_THAN_ONE for other in before)
    if word in _IRREGULAR:
        return True
    if word.endswith("ed") and len(word) > ENOUGH_LETTERS:
        return True
    bases = {"s": [word[:-1], word[:-2]], "d": [word[:-1], word[:-2], word[:-3]]}.get(word[-1], [])
    if word.endswith(("ies", "ied")):
        bases.append(word[:-3] + "y")
    return any(base in _VERBS for base in bases)

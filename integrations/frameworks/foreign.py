"""Files that others wrote: take from each value what it should be, and say what it is not.

A Node is a value with its place; a reader of a format walks from node to node, and never stops at what is wrong.
"""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass, replace

from catalog.errors import BadInput, Problem, nearest
from catalog.shape import ID_PATTERN
from catalog.yaml_text import Document, Lines, resolve
from integrations.frameworks.catalog_file import Reference

MAX_TEXT = 20_000
"""Characters of one text; what is longer is cut, since the catalog's schema ends there."""
MAX_ID = 100
MAX_ENTRIES = 300_000
MAX_CHARACTERS = 60_000_000
MAX_COMPARISONS = 200_000
"""How many names are compared in one file to find the nearest; beyond that no hint is given."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_PLAIN_VERSION = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)*")


@dataclass(frozen=True, slots=True)
class Found(Problem):
    """Something odd in a source that did not stop the import; `rule` is its kind in short."""

    rule: str = ""


class Notes:
    """Gathers what is odd in one file, and counts what was read of it, so that YAML aliases cannot multiply it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Found] = []
        self.entries = 0
        self.characters = 0
        self.comparisons = 0

    def add(self, rule: str, line: int | None, key: str, text: str) -> None:
        self.found.append(Found(self.file, line, printable(key), printable(text), rule))

    def near(self, word: str, known: Collection[str]) -> str:
        """A hint at the known name nearest to `word`; empty where none is near, or enough was compared."""
        self.comparisons += len(known)
        return nearest(word[:100], known) if self.comparisons <= MAX_COMPARISONS else ""

    def spend(self, entries: int, characters: int = 0) -> None:
        """Count what is read. Raises BadInput where it is more than a file without aliases can hold."""
        self.entries += entries
        self.characters += characters
        if self.entries > MAX_ENTRIES or self.characters > MAX_CHARACTERS:
            text = f"more than {MAX_ENTRIES:,} entries or {MAX_CHARACTERS // 1_000_000} MB of text to import"
            raise BadInput.one(self.file, text)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the source: its lines, and the names on the way to it, such as `pillar/question/choice`."""

    value: object
    lines: Lines
    place: str
    notes: Notes

    def say(self, rule: str, text: str) -> None:
        self.notes.add(rule, self.lines.line, self.place, text)

    def named(self, name: str) -> Node:
        """The same node, `name` being the last part of its place."""
        return replace(self, place=f"{self.place}/{name}" if self.place else name)

    def get(self, key: str) -> Node:
        """What stands under `key`, nothing where this is no mapping or has no such key; its place is this one's."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        lines = (self.lines.keys or {}).get(key) or Lines(self.lines.line)
        return Node(value, lines, self.place, self.notes)

    def entries(self, what: str) -> list[tuple[str, Node]]:
        """The keys and values of a mapping; nothing, and a finding, where this is none. `what` names it there."""
        if not isinstance(self.value, dict):
            self.say("wrong-shape", f"{what}: a mapping was expected, not {shown(self.value)}")
            return []
        self.notes.spend(len(self.value))
        return [(key, self.get(key)) for key in self.value]

    def slips(self, known: Collection[str]) -> None:
        """A finding for each key that is nearly one of `known` that is missing here: what stands under it is not read.

        Other keys that are not known are passed over, since formats have many that are of no use here.
        """
        if not isinstance(self.value, dict):
            return
        missing = tuple(key for key in known if self.value.get(key) is None)
        for key in self.value:
            if key not in known and (meant := _meant(key[:100], missing)):
                self.get(key).say("unknown-key", f"the key {shown(key)} is not read; is '{meant}' meant?")

    def pairs(self, what: str) -> list[tuple[str, Node]]:
        """The keys and values of a mapping, or of a list of mappings that keeps their order (YAML's `!!omap`)."""
        if not isinstance(self.value, list):
            return self.entries(what)
        found = []
        for item in self.items(what):
            if item.value == {}:
                item.say("wrong-shape", f"{what}: an item without a name and content; it is left out")
            found += item.entries(what)
        return found

    def items(self, what: str) -> list[Node]:
        """The items of a list; nothing where there is nothing, and a finding where this is something else."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            self.say("wrong-shape", f"{what}: a list was expected, not {shown(self.value)}")
            return []
        self.notes.spend(len(self.value))
        lines = self.lines.items or []
        return [Node(value, lines[n], self.place, self.notes) for n, value in enumerate(self.value)]

    def text(self, what: str) -> str:
        """The text, with neither control characters nor blanks around it; empty, with a finding, where it is none.

        What our own reader would take for a number, a date or a truth value is no text.
        """
        if self.value is None or self.value == "":
            return ""
        if not isinstance(self.value, str):
            self.say("not-text", f"{what}: text was expected, not {shown(self.value)}")
            return ""
        return self._cleaned(self.value, what)

    def _cleaned(self, text: str, what: str) -> str:
        self.notes.spend(0, min(len(text), 2 * MAX_TEXT))
        start = text[: 2 * MAX_TEXT].replace("\r\n", "\n").replace("\r", "\n")
        clean = printable(start)
        if clean != start:
            self.say("control-characters", f"{what}: control characters were taken out of the text")
        clean = clean.strip()
        if len(clean) > MAX_TEXT or len(text) > 2 * MAX_TEXT:
            self.say("text-cut", f"{what}: the text has {len(text):,} characters, and was cut after {MAX_TEXT:,}")
            clean = clean[:MAX_TEXT].rstrip()
        if clean and not isinstance(resolve(clean), str):
            self.say("not-text", f"{what}: text was expected, not {shown(resolve(clean))}")
            return ""
        return clean

    def title(self, what: str) -> str:
        """The text on one line; a finding where it is missing or empty."""
        text = " ".join(self.text(what).split())
        if not text and (self.value is None or (isinstance(self.value, str) and not self.value.strip())):
            self.say("missing-title", f"{what}: there is none")
        return text

    def key(self) -> str:
        """What is used to refer to something, as text; empty where it is neither text nor a number."""
        value = self.value
        return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

    def rating(self, what: str, rule: str) -> int | None:
        """A whole number from 1 to 5, None where there is nothing; a finding under `rule` where it is another thing."""
        if isinstance(self.value, int) and not isinstance(self.value, bool) and 1 <= self.value <= 5:
            return self.value
        if self.value is not None:
            self.say(rule, f"{what}: a whole number from 1 to 5 was expected, not {shown(self.value)}")
        return None

    def version(self) -> str:
        """The version of a source, as text; `1` where it has none."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return "1"
        text = printable(str(value)[:MAX_ID]).strip()
        number = isinstance(resolve(text), int | float | None) and not _PLAIN_VERSION.fullmatch(text)
        return f"v{text}" if text and number else text or "1"


def cut(text: str, length: int) -> str:
    """The text on one line and no longer than `length` characters, cut between words where it can be."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    start = line[: length - 1]
    return (start.rsplit(" ", 1)[0] if " " in start[length // 2 :] else start).rstrip(" ,;:") + "…"


def whole(document: Document, notes: Notes) -> Node:
    """The node at the top of a document."""
    return Node(document.data, document.lines, "", notes)


def printable(text: str) -> str:
    """The text without control characters, line breaks and tabs apart, and with U+FFFD for half a surrogate pair."""
    return _UNPRINTABLE.sub("", _SURROGATES.sub("\ufffd", text))


def shown(value: object) -> str:
    """A value in a few words."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"


def slug(text: str, kind: str) -> str:
    """An id made of a name: small letters, digits and hyphens; `kind` begins it where nothing else would do."""
    plain = unicodedata.normalize("NFKD", text[:1000]).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[: MAX_ID - 20].strip("-")
    if not words:
        return kind
    return words if is_id(words) else f"{kind}-{words}"


def is_id(text: str) -> bool:
    """Whether the text is an id that YAML takes for text without quotes."""
    fits = len(text) <= MAX_ID and re.fullmatch(ID_PATTERN, text)
    return bool(fits) and isinstance(resolve(text), str)


def source_id(text: str, fallback: str) -> str:
    """The framework's own id on one line, fit to be kept; `fallback` where it is empty or no text."""
    plain = " ".join(printable(text[:1000]).split())[: 2 * MAX_ID].rstrip()
    return plain if plain and isinstance(resolve(plain), str) else fallback


@functools.lru_cache(maxsize=10_000)
def _meant(key: str, known: tuple[str, ...]) -> str:
    """The known key that `key` is but for its letter case, or a letter or two; empty where there is none."""
    plain = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(key.casefold(), plain, n=1, cutoff=0.8)
    return plain[close[0]] if close else ""


class Ids:
    """Gives out each id once; `reserved` ones never."""

    def __init__(self, reserved: Container[str] = ()) -> None:
        self.reserved = reserved
        self.given: dict[str, int] = {}

    def give(self, wanted: str) -> str:
        """The id wanted where it is free, else the same with the next number behind it."""
        id, count = wanted, self.given.get(wanted, 1)
        while id in self.given or id in self.reserved:
            count += 1
            id = f"{wanted[: MAX_ID - 8]}-{count}"
        self.given[wanted] = count
        self.given.setdefault(id, 1)
        return id


def identify(node: Node, wanted: Node, fallback: str, ids: Ids, kind: str) -> str:
    """An id for `node`: the one in `wanted` where it can be kept, with a finding where it cannot."""
    said = wanted.value
    if isinstance(said, str) and is_id(said):
        base = said
    else:
        base = slug(str(said) if isinstance(said, str | int) and str(said).strip() else fallback, kind)
    id = ids.give(base)
    if said is None or (isinstance(said, str) and not said.strip()):
        node.say("missing-id", f"the {kind} has no id; '{id}' is used")
    elif base != said:
        wanted.say("invalid-id", f"the {kind}'s id {shown(said)} cannot be one here; '{id}' is used")
    elif id != base:
        wanted.say("duplicate-id", f"the id '{base}' is taken already; '{id}' is used for this {kind}")
    return id


def is_link(text: str) -> bool:
    return bool(re.match(r"https?://[^\s/]", text, re.IGNORECASE))


def links(found: Sequence[tuple[str, Node]], fallback: str) -> list[Reference]:
    """References with their titles, each address once; a finding for what is no web address."""
    kept: dict[str, str] = {}
    for title, node in found:
        url = " ".join(node.text("url").split())
        if is_link(url):
            kept.setdefault(url, title or fallback)
        elif url:
            node.say("odd-url", f"url: '{url[:60]}' is no web address, and is left out")
    return [Reference(title=title, url=url) for url, title in kept.items()]

"""Go through the files of a repository that may mean harm: no link is followed, nothing but plain files is read.

Of a file at most MAX_BYTES are read, and none where the first of them look binary. What cannot be read is said, and
the rest is gone through all the same.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalog.errors import BadInput, nearest
from catalog.model import Catalog
from catalog.yaml_text import names_beside
from integrations.git_ignore import FOLDER, Rules, RulesReader, ignored
from integrations.scan_reporter import ScanReporter
from planner.scan import Evidence, Found, Search

MAX_BYTES = 1_000_000
MAX_IGNORE_BYTES = 100_000
BINARY_BYTES = 8_000
MAX_SHOWN = 240
TELL_EVERY = 500

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

IGNORE_FILES = (".gitignore", ".colonnadeignore")
"""Both in the patterns of the one; where the two differ, the second has the last word."""

_TOP_KEY = re.compile(rb"^(catalog|practices|workload):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was left out though it may matter, and why."""

    path: str
    why: str


@dataclass(slots=True)
class Scan:
    """What a scan of a repository gave: the evidence found, files seen and looked into, and what was left out.

    `own` counts the catalogs and workloads among the files: what they say of others is no evidence.
    """

    found: Found
    files: int = 0
    opened: int = 0
    links: int = 0
    own: int = 0
    skipped: list[Skipped] = field(default_factory=list)


def scan(catalog: Catalog, root: Path, reporter: ScanReporter) -> Scan:
    """Look for the signals of a catalog in the folder `root`, what git ignores left out.

    Files near the root are looked at first, so that they are the evidence named. Raises BadInput where `root` is
    no folder that can be read.
    """
    search = Search(catalog)
    result = Scan(Found(search))
    hits: list[tuple[int, str, tuple[int, ...]]] = []
    for path in _Walk(root, result).files():
        result.files += 1
        if signals := search.by_name(_clean(path)):
            hits.append((path.count("/"), path, tuple(signals)))
        if result.files % TELL_EVERY == 0:
            reporter.walked(result.files)
    reporter.walked(result.files)
    reporter.reading(len(hits))
    for _, path, signals in sorted(hits):
        _look(f"{root}/{path}", path, signals, result)
        reporter.read()
    result.skipped.sort(key=lambda skipped: (skipped.path, skipped.why))
    return result


def _look(place: str, path: str, signals: tuple[int, ...], result: Scan) -> None:
    """Add what the file at `place`, `path` from the root, is evidence for; opened only where its content matters."""
    search, found = result.found.search, result.found
    for signal in found.open(signals, text=False):
        found.add(signal, Evidence(shown(path), 1))
    wanted = found.open(signals, text=True)
    if not wanted:
        return
    try:
        text, whole = read_start(place, MAX_BYTES)
    except OSError as error:
        result.skipped.append(Skipped(shown(path), f"cannot be read: {error.strerror}"))
        return
    result.opened += 1
    if b"\0" in text[:BINARY_BYTES]:
        return
    if not whole:
        result.skipped.append(Skipped(shown(path), f"only its first {MAX_BYTES // 1_000_000} MB were looked into"))
    lines = search.by_text(wanted, text)
    if lines and own_document(path, text):
        result.own += 1
        return
    for signal, line in lines.items():
        found.add(signal, Evidence(shown(path), line))


def own_document(path: str, text: bytes) -> bool:
    """Whether a file is a catalog or a workload: these speak of practices, and their signals match themselves."""
    if not path.lower().endswith((".yaml", ".yml")):
        return False
    keys = set(_TOP_KEY.findall(text))
    if b"practices" in keys:
        return all(re.search(rb"^[ -]+%b:" % key, text, re.MULTILINE) for key in (b"principles", b"levels"))
    return keys >= {b"workload", b"catalog"}


def read_start(path: str, limit: int) -> tuple[bytes, bool]:
    """The first `limit` bytes of a plain file, and whether that is all of it. Raises OSError for anything else."""
    handle = os.open(path, _FLAGS)
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise OSError(0, "not a plain file")
        text = os.read(handle, min(limit, about.st_size) + 1)  # all there is of a plain file, up to that
    finally:
        os.close(handle)
    return text[:limit], len(text) <= limit


def shown(path: str) -> str:
    """A path as it may be printed and stored: no control characters, nothing that is not text, no endless length."""
    said = "".join(c if c.isprintable() else repr(c)[1:-1] for c in path)
    return said if len(said) <= MAX_SHOWN else f"{said[: MAX_SHOWN // 2]}…{said[-MAX_SHOWN // 2 :]}"


def _clean(path: str) -> str:
    """A path as text, what is not UTF-8 in it replaced."""
    return path if path.isascii() else os.fsencode(path).decode(errors="replace")


class _Walk:
    """Gives the paths of plain files below `root`, folders parted by `/`, and says in `result` what it leaves out."""

    def __init__(self, root: Path, result: Scan) -> None:
        self.root = str(root)
        self.result = result
        self.reader = RulesReader()
        try:
            if not root.is_dir():
                said = "this is a file; a folder was expected" if root.exists() else "there is no such folder"
                hint = "" if root.exists() else nearest(root.name, names_beside(root))
                raise BadInput.one(str(root), said + hint)
            os.scandir(root).close()
            self.outer = root.resolve()
        except OSError as error:
            raise BadInput.one(str(root), f"the folder cannot be read: {error.strerror}") from None

    def files(self) -> Iterator[str]:
        above = self.above()
        prefix = above[0] if above else ""
        folders: list[tuple[str, tuple[Rules, ...]]] = [("", above[1] if above else ())]
        while folders:
            folder, rules = folders.pop()
            try:
                with os.scandir(os.path.join(self.root, folder)) as entries:  # noqa: PTH118
                    found = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                self.skip(folder, f"the folder cannot be read: {error.strerror}")
                continue
            if any(entry.name in IGNORE_FILES for entry in found):
                rules = self.more(rules, prefix + folder, os.path.join(self.root, folder))  # noqa: PTH118
            inner: list[tuple[str, tuple[Rules, ...]]] = []
            for entry in found:
                kind = self.kind(entry)
                path = folder + entry.name
                if not kind or entry.name == ".git":
                    continue
                if rules and ignored(rules, _clean(prefix + path) + (FOLDER if kind == "folder" else "")):
                    continue
                if kind == "folder":
                    inner.append((f"{path}/", rules))
                else:
                    yield path
            folders += reversed(inner)

    def kind(self, entry: os.DirEntry[str]) -> str:
        """`folder`, `file`, or nothing for links, devices and the like."""
        try:
            if entry.is_symlink():
                self.result.links += 1
                return ""
            if entry.is_dir(follow_symlinks=False):
                return "folder"
            return "file" if entry.is_file(follow_symlinks=False) else ""
        except OSError:
            return ""

    def skip(self, path: str, why: str) -> None:
        self.result.skipped.append(Skipped(shown(path) or ".", why))

    def above(self) -> tuple[str, tuple[Rules, ...]] | None:
        """Where the root is inside a git checkout: its path from there, and the rules on the way to it."""
        for top in (self.outer, *self.outer.parents):
            if (top / ".git").exists():
                break
        else:
            return None
        rules: tuple[Rules, ...] = ()
        steps = self.outer.relative_to(top).parts
        for depth in range(len(steps)):
            folder = "".join(f"{step}/" for step in steps[:depth])
            rules = self.more(rules, folder, str(top / folder))
        return "".join(f"{step}/" for step in steps), rules

    def more(self, rules: tuple[Rules, ...], folder: str, place: str) -> tuple[Rules, ...]:
        """The rules with those of the files in a folder that say what to ignore, where it has some."""
        for name in IGNORE_FILES:
            own = self.rules_of(folder, name, os.path.join(place, name))  # noqa: PTH118
            rules = (*rules, own) if own else rules
        return rules

    def rules_of(self, folder: str, name: str, path: str) -> Rules | None:
        """The rules of one file, None where it has none or cannot be read."""
        try:
            text, whole = read_start(path, MAX_IGNORE_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            self.skip(f"{folder}{name}", f"cannot be read: {error.strerror}")
            return None
        if not whole:
            self.skip(f"{folder}{name}", f"only its first {MAX_IGNORE_BYTES // 1000} KB were heeded")
            text = text[: text.rfind(b"\n") + 1]
        own = self.reader.rules(_clean(folder), text.removeprefix(b"\xef\xbb\xbf").decode(errors="replace"))
        if not self.reader.left:
            self.skip(f"{folder}{name}", "not all of it was heeded; there are too many patterns in this tree")
        return own

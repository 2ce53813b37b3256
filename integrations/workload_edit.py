"""Write what changed in a workload into its file, and keep the rest of the file as people wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from catalog.errors import BadInput
from catalog.shape import check
from catalog.yaml_text import Document, parse, read_text
from integrations.writing import write_file
from integrations.yaml_edit import Change, Put, Remove, edit
from planner.workload import Workload
from planner.workload_document import edit_data, entry, plain, to_data
from planner.workload_schema import WorkloadShape, to_workload

FIGURES = ("team", "calendar", "policy", "target", "values")


def save_workload(path: Path, workload: Workload) -> bool:
    """Bring a workload file to what `workload` says: its baseline, proposals, edits, targets and all its figures.

    Gives whether the file had to be written. Raises BadInput where it cannot be read, edited in place or written.
    """
    document = parse(read_text(path), str(path))
    before = to_workload(check(WorkloadShape, document))
    changes = [*_baseline(document, before, workload), *_edits(document, before, workload)]
    old, new = to_data(before), to_data(workload)
    for key in FIGURES:
        changes += _figures((key,), document.data.get(key), old.get(key, {}), new.get(key, {}))
    if changes:
        change_file(path, document, changes, workload)
    return bool(changes)


def change_file(
    path: Path, document: Document, changes: Sequence[Change], expected: Workload, remark: str = ""
) -> None:
    """Make `changes` to a workload file that was read as `document`, so that it says what `expected` does.

    `remark`, lines of comments, comes last.

    Raises BadInput where the file has changed since, cannot be edited in place, or cannot be written.
    """
    try:
        text = path.read_bytes().decode("utf-8")  # with its line ends and byte order mark
    except (OSError, UnicodeDecodeError):
        text = ""
    if not text or parse(text.removeprefix("\ufeff"), str(path)).data != document.data:
        raise BadInput.one(str(path), "the file was changed by somebody else meanwhile; run the command again")
    text = edit(text, str(path), changes)
    if remark:
        line_break = "\r\n" if "\r\n" in text else "\n"
        text = text.rstrip("\r\n") + line_break + remark.replace("\n", line_break) + line_break
    made = to_workload(check(WorkloadShape, parse(text.removeprefix("\ufeff"), str(path))))
    assert made == expected, "the edited workload says something else"
    write_file(path, text)


def _baseline(document: Document, before: Workload, after: Workload) -> Iterator[Change]:
    raw = document.data.get("baseline") or {}
    new: dict[str, Any] = {}
    for id in sorted({*before.baseline, *before.proposed, *after.baseline, *after.proposed}):
        standing, proposed = after.baseline.get(id), after.proposed.get(id)
        if (standing, proposed) == (before.baseline.get(id), before.proposed.get(id)):
            continue
        wanted = entry(standing, proposed)
        if wanted is None:
            yield Remove(("baseline", id))
        elif id not in raw:
            new[id] = wanted
        else:
            yield from entry_changes(id, raw[id], wanted)
    if new and not raw:
        yield Put(("baseline",), new)
    else:
        yield from (Put(("baseline", id), value) for id, value in new.items())


def entry_changes(id: str, raw: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[Change]:
    """What makes the entry of a practice, `raw` as it was read, say what is `wanted`."""
    defaults = {"level": 0, "done": [], "evidence": "", "assessed": None, "by": "", "not_applicable": False}
    defaults |= {"reason": "", "proposed": False}
    for key in raw:
        if key not in wanted and raw[key] != defaults[key]:
            yield Remove(("baseline", id, key))
    for key, value in wanted.items():
        if key not in raw or raw[key] != value:
            yield Put(("baseline", id, key), value)


def _edits(document: Document, before: Workload, after: Workload) -> Iterator[Change]:
    """Each edit in its own place; from the first that is neither there nor new at the end, all are written again."""
    raw, old, new = document.data.get("edits"), list(before.edits), list(after.edits)
    if old == new:
        return
    if not raw:
        yield Put(("edits",), [edit_data(edit) for edit in new])
        return
    left = [edit for edit in old if edit in new]
    if len(new) < len(old) and left == new:
        yield from (Remove(("edits", index)) for index, edit in enumerate(old) if edit not in new)
        return
    changed = [index for index, edit in enumerate(new) if index >= len(old) or edit != old[index]]
    yield from (Put(("edits", index), plain(edit_data(new[index]))) for index in changed)
    yield from (Remove(("edits", index)) for index in range(len(new), len(old)))


def _figures(path: tuple[str, ...], raw: Any, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """The keys of a mapping that differ, and those within them; a mapping that the file does not have, as a whole."""
    if old == new:
        return
    if not isinstance(raw, dict) or not raw:
        yield Put(path, dict(new))
        return
    for key in [*old, *(key for key in new if key not in old)]:
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        if now is None:
            yield from [Remove((*path, key))] if key in raw else []
        elif isinstance(now, dict) and isinstance(raw.get(key), dict):
            yield from _figures((*path, key), raw[key], was or {}, now)
        else:
            yield Put((*path, key), now)

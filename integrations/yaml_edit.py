"""Change single values of a YAML text in place: comments, order and manner of writing of the rest stay as they are.

The text is edited by the places of its parts, read again, and compared with what it should say now; what cannot be
edited that way is refused, never written.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.errors import BadInput
from catalog.shape import dotted
from catalog.yaml_text import parse
from integrations.writing import to_flow
from integrations.yaml_spans import Key, Part, spans

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Put:
    """The value at `path` from now on, plain data.

    A key that is not there yet comes last in its mapping, and an index past the end of its list is a new item.
    """

    path: Path_
    value: Any


@dataclass(frozen=True, slots=True)
class Remove:
    """The key or item at `path` goes, with its value."""

    path: Path_


@dataclass(frozen=True, slots=True)
class Rename:
    """The key at the end of `path` gets another name, and keeps its value and its place."""

    path: Path_
    name: str


Change = Put | Remove | Rename


def edit(text: str, file: str, changes: Sequence[Change]) -> str:
    """The text with all changes made. Paths are those of the text as it is; no change lies inside another.

    Raises BadInput where the text is not ours to read, or is written in a way that cannot be changed in place.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    document = parse(text, file)
    expected = _changed(document.data, changes)
    made = _applied(text, _replacements(text, spans(text), changes))
    try:
        same = parse(made, file).data == expected
    except BadInput:
        same = False
    if not same:
        line = document.lines.find(changes[0].path)
        said = "this cannot be changed in place without losing something; change it by hand, or write it more plainly"
        raise BadInput.one(file, said, line, dotted(changes[0].path))
    return mark + made


def _changed(data: Any, changes: Sequence[Change]) -> Any:
    """What the text should say once it is changed."""
    data = copy.deepcopy(data)

    def holder(path: Path_) -> Any:
        found = data
        for step in path[:-1]:
            found = found[step]
        return found

    for change in changes:
        if isinstance(change, Put):
            held, step = holder(change.path), change.path[-1]
            if isinstance(held, list) and step == len(held):
                held.append(change.value)
            else:
                held[step] = change.value
    last_first = sorted(changes, key=lambda c: [(isinstance(s, int), s) for s in c.path], reverse=True)
    for change in last_first:
        if isinstance(change, Remove):
            del holder(change.path)[change.path[-1]]
    for change in last_first:  # a key before what holds it
        if isinstance(change, Rename):
            mapping = holder(change.path)
            mapping[change.name] = mapping.pop(change.path[-1])
    return data


@dataclass(frozen=True, slots=True)
class _Replacement:
    start: int
    end: int
    text: str


def _applied(text: str, replacements: list[_Replacement]) -> str:
    parts: list[str] = []
    at = 0
    for each in sorted(replacements, key=lambda r: (r.start, r.end)):
        parts += [text[at : each.start], each.text]
        at = max(at, each.end)
    return "".join([*parts, text[at:]])


def _replacements(text: str, root: Part, changes: Sequence[Change]) -> list[_Replacement]:
    by_holder: dict[Path_, list[Change]] = {}
    for change in changes:
        by_holder.setdefault(change.path[:-1], []).append(change)
    found: list[_Replacement] = []
    for path, own in by_holder.items():
        part, colon = root, 0
        for step in path:
            index = _index(part, step)
            colon = part.keys[index].end + 1 if part.keys is not None else 0
            part = (part.children or [])[index]
        found += _in_container(_Text(text), part, own, colon)
    return found


def _index(part: Part, step: str | int) -> int:
    return step if isinstance(step, int) else [key.name for key in part.keys or ()].index(step)


class _Text(str):
    """A text that knows its lines."""

    __slots__ = ()

    @property
    def line_break(self) -> str:
        return "\r\n" if "\r\n" in self else "\n"

    def line_start(self, at: int) -> int:
        return self.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """The end of the line that `at` is in, before its break; a block of text ends where the next line begins."""
        if at and self[at - 1] == "\n":
            return at
        end = self.find("\n", at)
        end = len(self) if end < 0 else end
        return end - 1 if self[end - 1 : end] == "\r" else end

    def indent(self, at: int) -> str:
        return "".join(c if c == " " else " " for c in self[self.line_start(at) : at])


def _in_container(text: _Text, part: Part, changes: list[Change], colon: int) -> Iterator[_Replacement]:
    """The changes right inside one list or mapping, which stands behind the `colon` of its key."""
    assert part.children is not None
    keys = part.keys
    names = [key.name for key in keys] if keys is not None else []
    gone = {_index(part, change.path[-1]) for change in changes if isinstance(change, Remove)}
    new: list[Put] = []
    for change in changes:
        step = change.path[-1]
        if isinstance(change, Rename):
            assert keys is not None
            key = keys[_index(part, step)]
            yield _Replacement(key.start, key.end, to_flow(change.name))
        elif isinstance(change, Put):
            if step < len(part.children) if isinstance(step, int) else step in names:
                yield _value(text, part, _index(part, step), change.value)
            else:
                new.append(change)
    yield from (_without_flow if part.flow else _without_lines)(text, part, gone)
    if gone and len(gone) == len(part.children) and not part.flow:
        value: Any = [p.value for p in new] if keys is None else {str(p.path[-1]): p.value for p in new}
        yield _Replacement(colon, colon, " " + to_flow(value))
    elif new:
        yield (_into_flow if part.flow else _into_lines)(text, part, gone, new)


def _value(text: _Text, part: Part, index: int, value: Any) -> _Replacement:
    """Another value in place of the one that is there, nothing perhaps."""
    assert part.children is not None
    old = part.children[index]
    key = part.keys[index] if part.keys is not None else None
    in_line = not part.flow and key is not None
    if in_line and key is not None and _is_table(value) and (old.children == [] or old.start == old.end):
        rest = text[old.end : text.line_end(old.end)]
        return _Replacement(key.end, text.line_end(old.end), ":" + rest + _rows(text, text.indent(key.start), value))
    block = old.children is not None and not old.flow
    if key is not None and (block or old.start == old.end):
        return _Replacement(key.end, old.end, f": {to_flow(value)}")
    return _Replacement(old.start, old.end, to_flow(value))


def _is_table(value: Any) -> bool:
    """Whether a value is a mapping or a list of mappings, which gets a line for each."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return bool(inner) and all(isinstance(each, dict) for each in inner)


def _rows(text: _Text, indent: str, table: dict[str, Any] | list[Any]) -> str:
    if isinstance(table, list):
        return "".join(f"{text.line_break}{indent}  - {to_flow(each)}" for each in table)
    return "".join(f"{text.line_break}{indent}  {to_flow(k)}: {to_flow(v)}" for k, v in table.items())


def _entry(text: _Text, indent: str, put: Put) -> str:
    name = to_flow(str(put.path[-1]))
    if _is_table(put.value):
        return f"{indent}{name}:{_rows(text, indent, put.value)}"
    return f"{indent}{name}: {to_flow(put.value)}"


def _start(part: Part, index: int) -> int:
    """Where an entry begins: its key, or the item itself."""
    assert part.children is not None
    return part.keys[index].start if part.keys is not None else part.children[index].start


def _without_lines(text: _Text, part: Part, gone: set[int]) -> Iterator[_Replacement]:
    """Entries of a block go with their lines, and the remarks on them."""
    assert part.children is not None
    for index in gone:
        start = text.line_start(_start(part, index))
        end = text.line_end(max(part.children[index].end, part.keys[index].end + 1 if part.keys else 0))
        after = text.find("\n", end) + 1 if end and text[end - 1] != "\n" else end
        yield _Replacement(start, after or len(text), "")


def _without_flow(_text: _Text, part: Part, gone: set[int]) -> Iterator[_Replacement]:
    """Entries in brackets go with the comma that parts them from a neighbour that stays."""
    assert part.children is not None
    kept = [index for index in range(len(part.children)) if index not in gone]
    for index in gone:
        if any(other > index for other in kept):
            yield _Replacement(_start(part, index), _start(part, index + 1), "")
        else:
            start = part.children[index - 1].end if index else _start(part, index)
            yield _Replacement(start, part.children[index].end, "")


def _into_flow(text: _Text, part: Part, gone: set[int], new: list[Put]) -> _Replacement:  # noqa: ARG001
    assert part.children is not None
    kept = [index for index in range(len(part.children)) if index not in gone]
    at = part.children[kept[-1]].end if kept else part.start + 1
    names = [f"{to_flow(str(put.path[-1]))}: " if part.keys is not None else "" for put in new]
    said = ", ".join(name + to_flow(put.value) for name, put in zip(names, new, strict=True))
    return _Replacement(at, at, f", {said}" if kept else said)


def _into_lines(text: _Text, part: Part, gone: set[int], new: list[Put]) -> _Replacement:
    """After the last entry that is there, and the remark on its line."""
    assert part.children is not None
    first = _start(part, 0)
    if part.keys is None:
        mark = text[text.line_start(first) : first]
        at = text.line_end(part.children[-1].end)
        said = [mark + to_flow(put.value) for put in new]
    else:
        last: Key = part.keys[-1]
        at = text.line_end(max(part.children[-1].end, last.end + 1))
        said = [_entry(text, text.indent(first), put) for put in new]
    own_line = at > 0 and text[at - 1] == "\n"
    if own_line or len(part.children) - 1 in gone:
        at = at if own_line else text.find("\n", at) + 1 or len(text)
        before = "" if at == 0 or text[at - 1] == "\n" else text.line_break
        return _Replacement(at, at, before + "".join(line + text.line_break for line in said))
    return _Replacement(at, at, "".join(text.line_break + line for line in said))

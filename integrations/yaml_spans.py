"""Where each thing of a YAML text stands, to the character, so that a part can be changed and the rest kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)


@dataclass(slots=True)
class Part:
    """A value from `start` up to `end`, in characters. `flow`: a list or mapping in brackets; `keys` of a mapping.

    `children` are the values of a mapping, in the order of `keys`, or the items of a list; None of a scalar.
    """

    start: int
    end: int
    flow: bool = False
    keys: list[Key] | None = None
    children: list[Part] | None = None


@dataclass(slots=True)
class Key:
    name: str
    start: int
    end: int


@dataclass(slots=True)
class _Open:
    part: Part
    key: Key | None = None


def spans(text: str) -> Part:
    """The parts of the one document in `text`, which `catalog.yaml_text.parse` has accepted."""
    parser: Any = yaml.CSafeLoader(text)
    stack: list[_Open] = []
    root = Part(0, len(text))
    try:
        while (event := parser.get_event()) is not None and not isinstance(event, DocumentEndEvent):
            start, end = event.start_mark.index, event.end_mark.index
            match event:
                case ScalarEvent():
                    if stack and stack[-1].part.keys is not None and stack[-1].key is None:
                        stack[-1].key = Key(event.value, start, end)
                    else:
                        root = _add(stack, Part(start, end), root)
                case MappingStartEvent() | SequenceStartEvent():
                    keys: list[Key] | None = [] if isinstance(event, MappingStartEvent) else None
                    part = Part(start, end, bool(event.flow_style), keys, [])
                    root = _add(stack, part, root)
                    stack.append(_Open(part))
                case MappingEndEvent() | SequenceEndEvent():
                    part = stack.pop().part
                    inner = [child.end for child in part.children or []]
                    part.end = end if part.flow else max([part.start, *inner])
    finally:
        parser.dispose()
    return root


def _add(stack: list[_Open], part: Part, root: Part) -> Part:
    """Put a value where it belongs; gives the root."""
    if not stack:
        return part
    parent = stack[-1]
    assert parent.part.children is not None
    if parent.part.keys is not None:
        assert parent.key is not None
        parent.part.keys.append(parent.key)
        parent.key = None
    parent.part.children.append(part)
    return root

"""Descriptions as Jira holds them: the Atlassian Document Format of Cloud, the wiki text of Data Center.

Both are written from an item and read back into the same normal form, so that what Jira does to them in between (ids
of paragraphs, line ends, escapes) is no change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from integrations.tracker import folded

Node = dict[str, Any]


def to_adf(text: str) -> Node:
    """A normal form as a document: a heading, `- ` lines as a bullet list, everything else as paragraphs."""
    content: list[Node] = []
    for line in text.splitlines():
        if line.startswith("- "):
            item = {"type": "listItem", "content": [_paragraph(line[2:])]}
            if content and content[-1]["type"] == "bulletList":
                content[-1]["content"].append(item)
            else:
                content.append({"type": "bulletList", "content": [item]})
        elif line == "Acceptance criteria":
            content.append({"type": "heading", "attrs": {"level": 3}, "content": [{"type": "text", "text": line}]})
        else:
            content.append(_paragraph(line))
    return {"type": "doc", "version": 1, "content": content or [{"type": "paragraph", "content": []}]}


def _paragraph(text: str) -> Node:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}] if text else []}


def from_adf(document: Any) -> str:
    """The normal form of a document, of whatever nodes people have put into it."""
    if not isinstance(document, dict):
        return folded(str(document or ""))
    return folded("\n".join(_lines(document)))


def _lines(node: Node, bullet: str = "") -> Iterator[str]:
    kind = node.get("type")
    children = [child for child in node.get("content") or [] if isinstance(child, dict)]
    if kind in ("paragraph", "heading", "codeBlock"):
        yield bullet + "".join(map(_inline, children))
    elif kind in ("listItem", "taskItem", "decisionItem"):
        inner = [line for child in children for line in _lines(child)] or ["".join(map(_inline, children))]
        yield "- " + inner[0]
        yield from inner[1:]
    elif children:
        for child in children:
            yield from _lines(child)
    else:
        yield _inline(node)


def _inline(node: Node) -> str:
    if node.get("type") == "text":
        return str(node.get("text", ""))
    if node.get("type") == "hardBreak":
        return "\n"
    attrs = node.get("attrs") or {}
    shown = str(attrs.get("text") or attrs.get("url") or attrs.get("shortName") or "")
    return shown + "".join(_inline(child) for child in node.get("content") or [] if isinstance(child, dict))


BACKSLASH = "&#92;"
SPECIAL = re.compile(r"([*_{}\[\]!^~|+?])|(?<![\w-])(-)(?=\S)|(?<!\S)(#)(?=\s)")
"""Characters that wiki text would take for markup: a hyphen or a hash only where a word begins."""


def to_wiki(text: str) -> str:
    """A normal form as wiki text."""
    lines = []
    for line in text.splitlines():
        if line.startswith("- "):
            lines.append("* " + _escaped(line[2:]))
        elif line == "Acceptance criteria":
            lines.append("h3. " + line)
        else:
            lines.append(("\n" if lines else "") + _escaped(line))
    return "\n".join(lines)


def _escaped(text: str) -> str:
    # two backslashes are a line break in wiki text, so one of them cannot be escaped by another
    return SPECIAL.sub(lambda found: "\\" + found.group(0), text.replace("\\", BACKSLASH))


def from_wiki(text: Any) -> str:
    """The normal form of wiki text."""
    lines = []
    for line in folded(str(text or "")).splitlines():
        line = re.sub(r"^h[1-6]\. ", "", line)
        line = re.sub(r"^[*-]+ ", "- ", line)
        lines.append(re.sub(r"\\([^\w\s]|_)", r"\1", line).replace(BACKSLASH, "\\"))
    return folded("\n".join(lines))

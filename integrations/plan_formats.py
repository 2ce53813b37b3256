"""The plan document in the formats that people and programs read: YAML, JSON, CSV and Markdown."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Callable
from typing import Any

from integrations.writing import SixDecimals, to_yaml

Document = dict[str, Any]


def render(document: Document, format: str) -> str:
    """The document as text in one of FORMATS. Raises KeyError for another format."""
    return FORMATS[format](document)


def to_plan_yaml(document: Document) -> str:
    certificate = document["certificate"]
    figures = {key: SixDecimals(certificate[key]) for key in ("objective", "bound")}
    return to_yaml({**document, "certificate": {**certificate, **figures}})


def to_json(document: Document) -> str:
    def plain(value: object) -> str:
        assert isinstance(value, datetime.date)
        return value.isoformat()

    return json.dumps(document, indent=2, ensure_ascii=False, default=plain) + "\n"


COLUMNS = (
    *("id", "title", "epic", "epic_title", "pillar", "principle", "level", "points", "skill", "sprint", "start", "end"),
    *("value", "depends_on", "deferred", "text", "acceptance", "tasks"),
)


def to_csv(document: Document) -> str:
    """A row for each story, in the order of sprint and id; lists are joined by line breaks."""
    sprints = {sprint["number"]: sprint for sprint in document["sprints"]}
    deferred = {entry["id"]: entry["reason"] for entry in document["deferred"]}
    rows = [(epic, story) for epic in document["epics"] for story in epic["stories"]]
    rows.sort(key=lambda row: (row[1]["sprint"] is None, row[1]["sprint"] or 0, row[1]["id"]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for epic, story in rows:
        sprint = sprints.get(story["sprint"], {})
        cells: list[object] = [
            story["id"], story["title"], epic["id"], epic["title"], epic["pillar"], epic["principle"], story["level"],
            story["points"], story["skill"] or "", story["sprint"] or "", sprint.get("start", ""),
            sprint.get("end", ""), story["why"]["value"], " ".join(story["depends_on"]),
            deferred.get(story["id"], ""), story["why"]["text"], "\n".join(story["acceptance"]),
            "\n".join(f"{task['title']} ({task['hours']:g} h)" for task in story["tasks"]),
        ]  # fmt: skip
        writer.writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: object) -> object:
    """Text that a spreadsheet would take for a formula is kept as text; every line break is a line feed."""
    if not isinstance(cell, str):
        return cell
    text = "\n".join(cell.splitlines())
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\n") else text


def to_markdown(document: Document) -> str:
    """A page to read and to paste: the sprints with their stories, then the levels that are deferred."""
    stories = {story["id"]: (epic, story) for epic in document["epics"] for story in epic["stories"]}
    certificate = document["certificate"]
    lines = [
        f"# Plan of {document['workload']}",
        "",
        f"Earns {certificate['objective']:.2f} of at most {certificate['bound']:.2f} "
        f"({100 * certificate['ratio']:.1f} %, {certificate['status']}).",
    ]
    for sprint in document["sprints"]:
        head = f"## Sprint {sprint['number']}: {sprint['start']} to {sprint['end']}"
        lines += ["", head, "", f"{sprint['points']:g} of {sprint['capacity']:g} points. {sprint['goal']}".rstrip()]
        if sprint["stories"]:
            lines += ["", "| title | pillar | points | skill | story |", "|---|---|---|---|---|"]
        for id in sprint["stories"]:
            epic, story = stories[id]
            cells = (story["title"], epic["pillar"], f"{story['points']:g}", story["skill"] or "", id)
            lines.append("| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |")
    if document["deferred"]:
        lines += ["", "## Deferred", "", *_deferred_levels(document)]
    return "\n".join(lines) + "\n"


def _deferred_levels(document: Document) -> list[str]:
    """A line for each level with deferred stories, the most valuable first."""
    texts = {entry["id"]: entry["text"] for entry in document["deferred"]}
    levels: dict[tuple[str, int], list[dict[str, Any]]] = {}
    titles = {}
    for epic in document["epics"]:
        for story in epic["stories"]:
            if story["id"] in texts:
                levels.setdefault((epic["id"], story["level"]), []).append(story)
                titles[epic["id"]] = " ".join(epic["title"].split())
    lines = []
    for (epic_id, level), out in sorted(levels.items(), key=lambda entry: (-entry[1][0]["why"]["value"], entry[0])):
        size, value = sum(story["points"] for story in out), out[0]["why"]["value"]
        head = f"- {titles[epic_id]}, level {level} (`{epic_id}`, {size:g} points, {value:.1f} per sprint): "
        lines.append(head + texts[out[0]["id"]])
    return lines


FORMATS: dict[str, Callable[[Document], str]] = {
    "yaml": to_plan_yaml,
    "json": to_json,
    "csv": to_csv,
    "markdown": to_markdown,
}

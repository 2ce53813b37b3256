"""The state of a Jira: strict, as the real one is, about what may be written, and slow to index what was."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

POINTS, EPIC_LINK, EPIC_NAME, SPRINT = (
    "customfield_10016",
    "customfield_10014",
    "customfield_10011",
    "customfield_10020",
)
HARDLY_MORE = "Field '{}' cannot be set. It is not on the appropriate screen, or unknown."
TYPES = {"10000": "Epic", "10001": "Story", "10002": "Sub-task"}
STATUSES = {"To Do": "new", "In Progress": "indeterminate", "Done": "done"}


class Fault(Exception):
    """A request that Jira refuses: status and body."""

    def __init__(self, status: int, *messages: str, **errors: str) -> None:
        self.status = status
        self.body = {"errorMessages": list(messages), "errors": errors}
        super().__init__(str(self.body))


class FakeClock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.slept: list[float] = []

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Issue:
    id: int
    key: str
    fields: Json
    properties: Json
    seen_at: float
    sprints: list[int] = field(default_factory=list)
    project: str = "10100"


@dataclass
class World:
    """One project, FRAUD, with one scrum board. `lag`: seconds until a search knows of a new issue.

    `dated`: whether a sprint gets its dates when it is made. `old_keys`: keys that the project had, which still lead
    to it. `denied`: permissions that the account lacks.
    With the style `next-gen` the project is team-managed, with the names that such projects come with.
    `lacks`: methods and patterns of addresses that this server does not have.
    """

    cloud: bool = True
    clock: FakeClock = field(default_factory=FakeClock)
    lag: float = 0.0
    issues: dict[int, Issue] = field(default_factory=dict)
    sprints: dict[int, Json] = field(default_factory=dict)
    links: list[tuple[int, int]] = field(default_factory=list)
    screens: dict[str, set[str]] = field(default_factory=dict)
    required: dict[str, set[str]] = field(default_factory=dict)
    fields: dict[str, Json] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=lambda: dict(TYPES))
    boards: list[Json] = field(default_factory=lambda: [{"id": 12, "name": "FRAUD board", "type": "scrum"}])
    estimation: str | None = POINTS
    style: str = "classic"
    key: str = "FRAUD"
    old_keys: tuple[str, ...] = ()
    denied: frozenset[str] = frozenset()
    version: str = "1001.0.0"
    last_key: int = 0
    pending: list[tuple[float, Callable[[], object]]] = field(default_factory=list)
    page: int = 100
    stuck: bool = False
    dated: bool = True
    lacks: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        base = {"project", "issuetype", "summary", "description", "labels", "issuelinks"}
        self.screens = {
            "10000": base | ({EPIC_NAME} if not self.cloud else set()),
            "10001": base | {POINTS, SPRINT} | ({"parent"} if self.cloud else {EPIC_LINK}),
            "10002": base | {"parent"},
        }
        self.required = {"10000": {"summary"}, "10001": {"summary"}, "10002": {"summary", "parent"}}
        if not self.cloud:
            self.required["10000"].add(EPIC_NAME)
            self.version = "9.12.0"
        custom = "com.pyxis.greenhopper.jira:"
        self.fields = {
            POINTS: {"name": "Story Points", "schema": {"type": "number", "custom": "float"}},
            SPRINT: {"name": "Sprint", "schema": {"type": "array", "custom": custom + "gh-sprint"}},
            EPIC_LINK: {"name": "Epic Link", "schema": {"type": "any", "custom": custom + "gh-epic-link"}},
            EPIC_NAME: {"name": "Epic Name", "schema": {"type": "string", "custom": custom + "gh-epic-label"}},
        }

        if self.style == "next-gen":
            self.types = {"10000": "Epic", "10001": "Task", "10002": "Subtask"}
            self.boards = [{**board, "type": "simple"} for board in self.boards]
            self.fields[POINTS]["name"] = "Story point estimate"
            del self.fields[EPIC_LINK], self.fields[EPIC_NAME]

    def arrive(self) -> None:
        """Let what was sent earlier, and is late, take effect."""
        due = [what for at, what in self.pending if at <= self.clock.now]
        self.pending = [(at, what) for at, what in self.pending if at > self.clock.now]
        for what in due:
            what()

    def issue(self, name: Any) -> Issue:
        for issue in self.issues.values():
            if str(name) in (str(issue.id), issue.key):
                return issue
        raise Fault(404, "Issue does not exist or you do not have permission to see it.")

    def marked(self, id: str) -> list[Issue]:
        """The live issues whose property names an item."""
        return [i for i in self.issues.values() if i.properties.get("colonnade") == {"id": id}]

    def allow(self, permission: str) -> None:
        if permission in self.denied:
            raise Fault(403, f"You do not have the permission {permission}.")

    def create(self, body: Json) -> Issue:
        self.allow("CREATE_ISSUES")
        _only(body, "fields", "properties", "update", "transition", "historyMetadata")
        fields = copy.deepcopy(body["fields"])
        type = str((fields.get("issuetype") or {}).get("id"))
        if type not in self.types:
            raise Fault(400, issuetype="Specify a valid issue type")
        if (fields.get("project") or {}).get("id") != "10100":
            raise Fault(400, project="Specify a valid project ID or key")
        self._check(type, fields)
        missing = {f: f"{f} is required." for f in self.required[type] if not fields.get(f)}
        if missing:
            raise Fault(400, **missing)
        self.last_key += 1
        number = 20000 + self.last_key
        issue = Issue(number, f"{self.key}-{self.last_key}", {}, {}, self.clock.now + self.lag)
        issue.fields = {"status": "To Do", "labels": [], "type": type}
        self._set(issue, fields)
        for entry in body.get("properties", []):
            issue.properties[entry["key"]] = entry["value"]
        self.issues[number] = issue
        return issue

    def _check(self, type: str, fields: Json) -> None:
        wrong = {f: HARDLY_MORE.format(f) for f in fields if f not in self.screens[type]}
        if wrong:
            raise Fault(400, **wrong)
        if "summary" in fields and not (0 < len(fields["summary"]) <= 255 and "\n" not in fields["summary"]):
            raise Fault(400, summary="Summary must be one line of at most 255 characters.")
        text = fields.get("description")
        if text is not None and isinstance(text, dict) != self.cloud:
            raise Fault(
                400, description="Operation value must be an Atlassian Document" if self.cloud else "must be text"
            )
        if isinstance(text, dict):
            check_adf(text)
        for name in fields.get("labels", []):
            if " " in name:
                raise Fault(400, labels=f"The label '{name}' contains spaces which is invalid.")
        if POINTS in fields and not isinstance(fields[POINTS], int | float | None):
            raise Fault(400, **{POINTS: "Specify a number"})
        if "parent" in fields:
            _only(fields["parent"], "id", "key")
            parent = self.issue(fields["parent"].get("id") or fields["parent"].get("key"))
            level = {"10000": "epic", "10001": "story"}.get(parent.fields["type"])
            if level != {"10001": "epic", "10002": "story"}.get(type):
                raise Fault(400, parent="Given parent work item does not belong to appropriate hierarchy.")
        if fields.get(EPIC_LINK) and not re.fullmatch(r"[A-Z]+-\d+", str(fields[EPIC_LINK])):
            raise Fault(400, **{EPIC_LINK: "gh.epic.error.not.found"})

    def _set(self, issue: Issue, fields: Json) -> None:
        for name, value in fields.items():
            if name == "parent":
                issue.fields["parent"] = self.issue(value.get("id") or value.get("key")).id
            elif name == EPIC_LINK:
                issue.fields["parent"] = self.issue(value).id if value else None
            elif name not in ("project", "issuetype"):
                issue.fields[name] = value

    def update(self, issue: Issue, body: Json) -> None:
        self.allow("EDIT_ISSUES")
        _only(body, "fields", "properties", "update", "transition", "historyMetadata")
        fields = body.get("fields", {})
        self._check(issue.fields["type"], fields)
        if set(fields) & set(body.get("update", {})):
            raise Fault(400, "A field cannot be in both fields and update.")
        self._set(issue, copy.deepcopy(fields))
        for step in body.get("update", {}).get("labels", []):
            ((verb, name),) = step.items()
            labels = [label for label in issue.fields["labels"] if label != name]
            issue.fields["labels"] = [*labels, name] if verb == "add" else labels

    def move(self, sprint: int | None, names: list[str]) -> None:
        self.allow("SCHEDULE_ISSUES")
        if len(names) > 50:
            raise Fault(400, "At most 50 issues may be moved at once.")
        if sprint is not None and self.sprints[sprint]["state"] == "closed":
            raise Fault(400, "Issues can only be moved to open or active sprints.")
        for issue in [self.issue(name) for name in names]:
            issue.sprints = [n for n in issue.sprints if self.sprints[n]["state"] == "closed"]
            issue.sprints += [sprint] if sprint is not None else []

    def close(self, sprint: int) -> None:
        """A person completes a sprint; what is not done goes back to the backlog."""
        self.sprints[sprint]["state"] = "closed"

    def delete(self, number: int) -> None:
        del self.issues[number]
        self.links = [link for link in self.links if number not in link]

    def shown(self, issue: Issue, properties: bool) -> Json:
        """An issue as Jira shows it."""
        fields = {name: value for name, value in issue.fields.items() if name not in ("status", "type", "parent")}
        status = issue.fields["status"]
        fields["status"] = {"name": status, "statusCategory": {"key": STATUSES[status]}}
        fields["issuetype"] = {"id": issue.fields["type"], "name": self.types.get(issue.fields["type"])}
        fields["project"] = {"id": issue.project, "key": self.key if issue.project == "10100" else "OTHER"}
        parent = self.issues.get(issue.fields.get("parent") or 0)
        if parent and (self.cloud or issue.fields["type"] == "10002"):
            fields["parent"] = {"id": str(parent.id), "key": parent.key}
        if not self.cloud and issue.fields["type"] == "10001":
            fields[EPIC_LINK] = parent.key if parent else None
        fields[SPRINT] = [self._sprint_value(n) for n in issue.sprints if n in self.sprints] or None
        fields["issuelinks"] = [*self._links(issue)]
        found = {"id": str(issue.id), "key": issue.key, "fields": fields}
        found["self"] = f"https://api.atlassian.com/ex/jira/0/rest/api/3/issue/{issue.id}"
        return {**found, **({"properties": copy.deepcopy(issue.properties)} if properties else {})}

    def _sprint_value(self, number: int) -> Any:
        sprint = self.sprints[number]
        if self.cloud:
            return {"id": number, "name": sprint["name"], "state": sprint["state"], "boardId": 12}
        return (
            f"com.atlassian.greenhopper.service.sprint.Sprint@1f[id={number},rapidViewId=12,"
            f"state={sprint['state'].upper()},name={sprint['name']},startDate=2026-12-07T09:00:00.000Z]"
        )

    def _links(self, issue: Issue) -> Any:
        type = {"name": "Blocks", "inward": "is blocked by", "outward": "blocks"}
        for n, (blocker, blocked) in enumerate(self.links):
            if issue.id == blocker:
                yield {"id": str(n), "type": type, "outwardIssue": {"id": str(blocked)}}
            elif issue.id == blocked:
                yield {"id": str(n), "type": type, "inwardIssue": {"id": str(blocker)}}


def _only(body: Json, *known: str) -> None:
    unknown = [key for key in body if key not in known]
    if unknown:
        raise Fault(400, f'Unrecognized field "{unknown[0]}"')


def check_adf(node: Json, top: bool = True) -> None:
    """What Jira insists on of a document: its version, and text that is not empty."""
    if top and (node.get("type") != "doc" or node.get("version") != 1):
        raise Fault(400, description="INVALID_INPUT")
    if node.get("type") == "text" and not node.get("text"):
        raise Fault(400, description="INVALID_INPUT")
    for child in node.get("content", []):
        check_adf(child, top=False)

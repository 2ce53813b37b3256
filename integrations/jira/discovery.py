"""Find out what a Jira project is, what of a plan it can hold, and what must be mended first. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.errors import BadInput, nearest
from integrations.jira.client import Client
from integrations.jira.project import IssueType, JiraSite
from integrations.tracker import ABSENT, Refused
from planner.workload import JiraProject

AGILE = "/rest/agile/1.0"
EPIC_LINK = "com.pyxis.greenhopper.jira:gh-epic-link"
EPIC_NAME = "com.pyxis.greenhopper.jira:gh-epic-label"
SPRINT = "com.pyxis.greenhopper.jira:gh-sprint"
NEEDED = ("BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES")
USEFUL = {
    "LINK_ISSUES": "prerequisites are not linked",
    "MANAGE_SPRINTS_PERMISSION": "sprints cannot be created",
    "SCHEDULE_ISSUES": "stories cannot be put into sprints",
}
OURS = frozenset({"project", "issuetype", "summary", "description", "labels", "reporter"})
"""Fields that we fill in, or that Jira fills in itself."""

Json = Mapping[str, Any]


@dataclass
class _Findings:
    degraded: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    lacks: set[str] = field(default_factory=set)


def discover(client: Client, at: JiraProject, file: str, known: str = "") -> JiraSite:
    """Ask a server about a project. Raises BadInput, naming `file`, where the project is not there.

    `known` is the number of the project from earlier runs, by which it is found where its key leads nowhere any more.
    Raises TrackerStopped where what answers is no Jira.
    """
    with client.understood():
        return _discover(client, at, file, known)


def _discover(client: Client, at: JiraProject, file: str, known: str) -> JiraSite:
    server = _server(client)
    deployment = at.deployment or ("cloud" if server.get("deploymentType") == "Cloud" else "datacenter")
    api = "/rest/api/3" if deployment == "cloud" else "/rest/api/2"
    found = _Findings()
    project = _project(client, api, at, file, known)
    if str(project["key"]) != at.project and str(project["id"]) != at.project:
        found.remarks.append(f"the project '{at.project}' is called '{project['key']}' now: change jira.project")
    fields = client.get(f"{api}/field")
    types = _types(client, api, at, project, found)
    board, board_name, estimate = _board(client, at, project, found)
    epic_link, epic_name = _custom(fields, EPIC_LINK), _custom(fields, EPIC_NAME)
    if deployment == "cloud":
        epic_link = None
    points = _points(at, fields, estimate, types.get("story"), found)
    _required(types, {"epic": {epic_name}, "story": {points, epic_link, "parent"}, "task": {"parent"}}, found)
    _permissions(client, api, project, found)
    return JiraSite(
        server=client.server,
        deployment=deployment,
        version=str(server.get("version", "")),
        id=str(project["id"]),
        key=str(project["key"]),
        name=str(project.get("name", "")),
        style="team-managed" if project.get("style") == "next-gen" or project.get("simplified") else "company-managed",
        types=types,
        board=board,
        board_name=board_name,
        points=points,
        epic_link=epic_link,
        epic_name=epic_name,
        sprint=_custom(fields, SPRINT),
        link_type=_link_type(client, api, found),
        done=tuple(at.done),
        lacks=frozenset(found.lacks),
        remarks=tuple(found.remarks),
        degraded=tuple(found.degraded),
        blocked=tuple(found.blocked),
    )


def _project(client: Client, api: str, at: JiraProject, file: str, known: str) -> Json:
    """The project by its key, else by its number."""
    for name in filter(None, (at.project, known)):
        try:
            found: Json = client.get(f"{api}/project/{name}")
            return found
        except Refused as error:
            if error.status != 404:
                text = f"the project '{at.project}' cannot be read: {error}"
                raise BadInput.one(file, text, key="jira.project") from None
    text = f"{client.server} has no project '{at.project}', or you may not see it"
    raise BadInput.one(file, text, key="jira.project")


def _server(client: Client) -> Json:
    """What the server says of itself; Cloud has both versions of the API, Data Center the second."""
    try:
        found: Json = client.get("/rest/api/2/serverInfo")
    except Refused as error:
        if error.status not in ABSENT:
            raise
        found = client.get("/rest/api/3/serverInfo")
    return found


def _custom(fields: list[Json], kind: str) -> str | None:
    ids = sorted(str(f["id"]) for f in fields if (f.get("schema") or {}).get("custom") == kind)
    return ids[0] if ids else None


def _types(client: Client, api: str, at: JiraProject, project: Json, found: _Findings) -> dict[str, IssueType]:
    """The issue types of epics, stories and tasks, by name, else by their place in the hierarchy."""
    there = _creatable(client, api, project)
    chosen: dict[str, IssueType] = {}
    for kind, usual in (("epic", "Epic"), ("story", "Story"), ("task", "Sub-task")):
        wanted = at.issue_types.get(kind, usual)
        hit = _pick(there, kind, wanted, named=kind in at.issue_types)
        if hit is None:
            names = ", ".join(sorted(str(t["name"]) for t in there))
            hint = nearest(wanted, [str(t["name"]) for t in there]) or f"; there are {names or 'none you may create'}"
            text = f"the project has no issue type '{wanted}' for a {kind}{hint}"
            if kind == "task" and kind not in at.issue_types:
                found.degraded.append(f"{text}: tasks are not written")
            else:
                found.blocked.append(text)
            continue
        chosen[kind] = hit
        if hit.name != wanted:
            found.degraded.append(f"the project has no issue type '{wanted}': '{hit.name}' is used for a {kind}")
    metas = {str(t["id"]): _all_at_once(t["fields"]) for t in there if "fields" in t}
    return {kind: _with_fields(client, api, project, hit, metas, found) for kind, hit in chosen.items()}


def _all_at_once(fields: Mapping[str, Json]) -> list[Json]:
    return [{**meta, "fieldId": id} for id, meta in fields.items()]


def _creatable(client: Client, api: str, project: Json) -> list[Json]:
    """The issue types that the account may create; with their `fields` where it gives all at once (before 8.4)."""
    try:
        return _pages(client, f"{api}/issue/createmeta/{project['key']}/issuetypes", ("issueTypes", "values"))
    except Refused as error:
        if error.status not in ABSENT:
            raise
    expand = "projects.issuetypes.fields"
    projects = client.get(f"{api}/issue/createmeta", projectKeys=project["key"], expand=expand).get("projects", [])
    return [type for found in projects for type in found.get("issuetypes", [])]


def _pick(there: list[Json], kind: str, wanted: str, named: bool) -> IssueType | None:
    def level(t: Json) -> int:
        return -1 if t.get("subtask") else int(t.get("hierarchyLevel") or 0)

    exact = [t for t in there if str(t["name"]).lower() == wanted.lower()]
    if not exact and not named:
        place = {"epic": 1, "story": 0, "task": -1}[kind]
        exact = [t for t in there if level(t) == place]
        exact.sort(key=lambda t: (str(t["name"]) != "Task", int(t["id"])))
    return IssueType(str(exact[0]["id"]), str(exact[0]["name"])) if exact else None


def _with_fields(
    client: Client, api: str, project: Json, type: IssueType, known: Mapping[str, list[Json]], found: _Findings
) -> IssueType:
    path = f"{api}/issue/createmeta/{project['key']}/issuetypes/{type.id}"
    metas = known[type.id] if type.id in known else _pages(client, path, ("fields", "values", "results"))
    ids = frozenset(str(m.get("fieldId") or m.get("key")) for m in metas)
    if "description" not in ids:
        found.degraded.append(f"'{type.name}' has no description on its create screen: it is left empty")
    if "labels" not in ids:
        found.degraded.append(f"'{type.name}' has no labels on its create screen: issues carry the property only")
    required = {
        str(m.get("fieldId") or m.get("key")): str(m.get("name"))
        for m in metas
        if m.get("required") and not m.get("hasDefaultValue")
    }
    return IssueType(type.id, type.name, ids, required)


def _board(client: Client, at: JiraProject, project: Json, found: _Findings) -> tuple[int | None, str, str | None]:
    """The board with its name, and the id of the field that it estimates by."""
    try:
        boards = _pages(client, f"{AGILE}/board", ("values",), projectKeyOrId=project["key"])
    except Refused as error:
        found.degraded.append(f"the boards cannot be read ({error}): sprints are not written")
        return None, "", None
    if at.board is not None:
        boards = [board for board in boards if board["id"] == at.board]
        if not boards:
            found.blocked.append(f"the project has no board {at.board}")
    else:
        boards = [b for b in boards if b.get("type") == "scrum"] or [b for b in boards if b.get("type") == "simple"]
    if len(boards) > 1:
        names = ", ".join(f"{board['id']} ({board['name']})" for board in boards)
        found.blocked.append(f"the project has several scrum boards; name one as jira.board: {names}")
    if len(boards) != 1:
        if not boards and at.board is None:
            found.degraded.append("the project has no scrum board: sprints are not written")
        return None, "", None
    board = boards[0]
    estimation = (client.get(f"{AGILE}/board/{board['id']}/configuration").get("estimation") or {}).get("field") or {}
    return int(board["id"]), str(board["name"]), estimation.get("fieldId")


def _points(
    at: JiraProject, fields: list[Json], estimate: str | None, story: IssueType | None, found: _Findings
) -> str | None:
    """The id of the points field: as named, else the board's, else the only one of a usual name."""
    numbers = {str(f["id"]): str(f["name"]) for f in fields if (f.get("schema") or {}).get("type") == "number"}
    if at.points_field:
        hits = [id for id, name in numbers.items() if at.points_field in (id, name)]
        if not hits:
            hint = nearest(at.points_field, numbers.values())
            found.blocked.append(f"there is no number field '{at.points_field}' (jira.points_field){hint}")
            return None
    elif estimate in numbers:
        hits = [str(estimate)]
    else:
        hits = [id for id, name in numbers.items() if name.lower() in ("story points", "story point estimate")]
    on_screen = [id for id in hits if story and id in story.fields]
    if len(on_screen) > 1 or (len(hits) > 1 and not on_screen):
        names = ", ".join(sorted(hits))
        found.degraded.append(
            f"several fields are called '{numbers[hits[0]]}' ({names}): points are not written; "
            "name one by its id as jira.points_field"
        )
        return None
    if not hits:
        found.degraded.append("there is no points field: points are not written")
        return None
    if not on_screen:
        found.degraded.append(
            f"the points field '{numbers[hits[0]]}' is not on the create screen of stories: points are not written"
        )
        return hits[0]
    return on_screen[0]


def _required(types: Mapping[str, IssueType], filled: Mapping[str, set[str | None]], found: _Findings) -> None:
    for kind, type in types.items():
        for id, name in sorted(type.required.items()):
            if id not in OURS and id not in filled[kind]:
                text = f"'{type.name}' requires the field '{name}' ({id}), which has no default: give it one"
                found.blocked.append(text)


def _permissions(client: Client, api: str, project: Json, found: _Findings) -> None:
    asked = ",".join((*NEEDED, *USEFUL))
    try:
        have = client.get(f"{api}/mypermissions", projectKey=project["key"], permissions=asked).get("permissions", {})
    except Refused:
        return  # what is missing shows when it is used
    for name in NEEDED:
        if name in have and not have[name].get("havePermission"):
            found.blocked.append(f"the account lacks the permission {name}")
    for name, effect in USEFUL.items():
        if name in have and not have[name].get("havePermission"):
            found.lacks.add(name)
            found.degraded.append(f"the account lacks the permission {name}: {effect}")


def _link_type(client: Client, api: str, found: _Findings) -> str | None:
    try:
        types = client.get(f"{api}/issueLinkType").get("issueLinkTypes", [])
    except Refused:
        types = []
    for type in types:
        if type.get("outward") == "blocks" or type.get("name") == "Blocks":
            return str(type["name"])
    found.degraded.append("there is no link type 'Blocks': prerequisites are not linked")
    return None


def _pages(client: Client, path: str, names: tuple[str, ...], **params: Any) -> list[Json]:
    """All values of a paged list; `names` are the keys under which deployments put them."""
    values: list[Json] = []
    while True:
        page = client.get(path, **params, startAt=len(values), maxResults=50)
        new: list[Json] = next((page[name] for name in names if name in page), [])
        values += new
        total = page.get("total")
        if not new or page.get("isLast", total is None or len(values) >= total):
            return values

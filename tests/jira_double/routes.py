"""The addresses of the double: what each does to the world, and answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.jira_double.world import Fault, Issue, Json, World, _only

Handler = Callable[[World, "re.Match[str]", Mapping[str, str], Any], tuple[int, Any]]
ROUTES: list[tuple[str, re.Pattern[str], Handler]] = []


def route(method: str, path: str) -> Callable[[Handler], Handler]:
    def add(handler: Handler) -> Handler:
        ROUTES.append((method, re.compile(path), handler))
        return handler

    return add


def answer(world: World, method: str, path: str, query: Mapping[str, str], body: Any) -> tuple[int, Any]:
    """What the world answers; 404 for an address that this deployment does not have."""
    world.arrive()
    if re.match(r"/rest/api/3/" if not world.cloud else r"/rest/api/2/(?!serverInfo)", path):
        return 404, {"errorMessages": ["null for uri"], "errors": {}}
    if any(verb == method and re.fullmatch(pattern, path) for verb, pattern in world.lacks):
        return 405, None
    for verb, pattern, handler in ROUTES:
        found = pattern.fullmatch(path)
        if found and verb == method:
            try:
                return handler(world, found, query, body)
            except Fault as fault:
                return fault.status, fault.body
    return 404, {"errorMessages": [f"null for uri: {path}"], "errors": {}}


API = r"/rest/api/[23]"
AGILE = r"/rest/agile/1\.0"


@route("GET", API + "/serverInfo")
def server_info(world: World, *_: Any) -> tuple[int, Any]:
    return 200, {"version": world.version, "deploymentType": "Cloud" if world.cloud else "Server"}


@route("GET", API + "/project/([^/]+)")
def project(world: World, at: Any, *_: Any) -> tuple[int, Any]:
    if at[1] not in (*world.old_keys, world.key, "10100"):
        raise Fault(404, f"No project could be found with key '{at[1]}'.")
    return 200, {
        "id": "10100",
        "key": world.key,
        "name": "Fraud scoring",
        "style": world.style,
        "simplified": world.style == "next-gen",
    }


@route("GET", API + "/field")
def fields(world: World, *_: Any) -> tuple[int, Any]:
    return 200, [{"id": id, **about} for id, about in world.fields.items()]


@route("GET", API + "/issueLinkType")
def link_types(_world: World, *_: Any) -> tuple[int, Any]:
    return 200, {"issueLinkTypes": [{"id": "1", "name": "Blocks", "inward": "is blocked by", "outward": "blocks"}]}


@route("GET", API + "/mypermissions")
def permissions(world: World, _at: Any, query: Mapping[str, str], _body: Any) -> tuple[int, Any]:
    return 200, {
        "permissions": {name: {"havePermission": name not in world.denied} for name in query["permissions"].split(",")}
    }


@route("GET", API + "/issue/createmeta/([^/]+)/issuetypes")
def types(world: World, *_: Any) -> tuple[int, Any]:
    level = {"10000": 1, "10001": 0, "10002": -1}
    all_ = [
        {"id": id, "name": name, "subtask": level[id] < 0, "hierarchyLevel": level[id]}
        for id, name in world.types.items()
    ]
    return 200, {"startAt": 0, "total": len(all_), "issueTypes" if world.cloud else "values": all_}


@route("GET", API + "/issue/createmeta/([^/]+)/issuetypes/([^/]+)")
def type_fields(world: World, at: Any, *_: Any) -> tuple[int, Any]:
    metas = [
        {"fieldId": id, "key": id, "name": id, "required": id in world.required[at[2]], "hasDefaultValue": False}
        for id in sorted(world.screens[at[2]] | world.required[at[2]])
    ]
    return 200, {"startAt": 0, "total": len(metas), "fields" if world.cloud else "values": metas}


def _found(world: World, jql: str) -> list[Issue]:
    """The kinds of query that are asked: a project's issues, by label, by what they are under, or all of them."""
    seen = [i for i in world.issues.values() if i.seen_at <= world.clock.now and i.project == "10100"]
    if not re.match(f'project = ("{world.key}"|10100)( AND| ORDER)', jql):
        raise Fault(400, f"Error in the JQL Query: {jql}")
    under = re.search(r"(parent|cf\[10014\]) in \(([^)]*)\)", jql)
    if under:
        if (under[1] == "parent") != world.cloud:
            raise Fault(400, f"Field '{under[1]}' does not exist or this field cannot be viewed by anonymous users.")
        above = {world.issue(name).id for name in under[2].split(", ")}
        stories = [i for i in seen if world.cloud or i.fields["type"] == "10001"]
        seen = [issue for issue in stories if issue.fields.get("parent") in above]
    labels = re.search(r'labels (?:= |in \()(".*?")(?:\)|$| ORDER)', jql)
    if labels:
        names = set(re.findall(r'"([^"]*)"', labels[1]))
        seen = [issue for issue in seen if names & set(issue.fields["labels"])]
    newer = re.search(r'key > "[A-Z]+-([0-9]+)"', jql)
    if newer:
        seen = [issue for issue in seen if int(issue.key.partition("-")[2]) > int(newer[1])]
    return sorted(seen, key=lambda issue: issue.id, reverse="created DESC" in jql)


@route("POST", API + "/search/jql")
def search_cloud(world: World, _at: Any, _query: Any, body: Json) -> tuple[int, Any]:
    if not world.cloud:
        raise Fault(404)
    _only(
        body, "jql", "fields", "properties", "maxResults", "nextPageToken", "expand", "fieldsByKeys", "reconcileIssues"
    )
    start, size = int(body.get("nextPageToken", "0")), min(body["maxResults"], world.page)
    start = min(start, size) if world.stuck else start
    found = _found(world, body["jql"])
    page = {"issues": [world.shown(i, bool(body.get("properties"))) for i in found[start : start + size]]}
    last = start + size >= len(found)
    return 200, {**page, "isLast": last, **({} if last else {"nextPageToken": str(start + size)})}


@route("POST", API + "/search")
def search_server(world: World, _at: Any, _query: Any, body: Json) -> tuple[int, Any]:
    if world.cloud:
        raise Fault(410, "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.")
    _only(body, "jql", "fields", "maxResults", "startAt", "expand", "validateQuery")
    start, size = body.get("startAt", 0), min(body["maxResults"], world.page)
    found = _found(world, body["jql"])
    page = [world.shown(issue, properties=False) for issue in found[start : start + size]]
    return 200, {"issues": page, "startAt": start, "maxResults": size, "total": len(found)}


@route("GET", API + "/search(/jql)?")
def search_by_get(world: World, at: Any, query: Mapping[str, str], _body: Any) -> tuple[int, Any]:
    body: Json = {**query, "maxResults": int(query["maxResults"]), "fields": query["fields"].split(",")}
    if at[1]:
        return search_cloud(world, at, {}, body)
    return search_server(world, at, {}, {**body, "startAt": int(query["startAt"])})


@route("GET", API + "/issue/createmeta")
def everything_creatable(world: World, *_: Any) -> tuple[int, Any]:
    found = []
    for id, name in world.types.items():
        metas = {
            f: {"required": f in world.required[id], "name": f, "hasDefaultValue": False} for f in world.screens[id]
        }
        found.append({"id": id, "name": name, "subtask": id == "10002", "fields": metas})
    return 200, {"projects": [{"key": "FRAUD", "issuetypes": found}]}


@route("POST", API + "/issue")
def create_one(world: World, _at: Any, _query: Any, body: Json) -> tuple[int, Any]:
    issue = world.create(body)
    return 201, {"id": str(issue.id), "key": issue.key}


@route("POST", API + "/issue/bulkfetch")
def bulk_fetch(world: World, _at: Any, _query: Any, body: Json) -> tuple[int, Any]:
    if not world.cloud:
        raise Fault(404)
    _only(body, "issueIdsOrKeys", "fields", "properties", "expand", "fieldsByKeys")
    names = body["issueIdsOrKeys"]
    if len(names) > 100:
        raise Fault(400, "too many issues")
    found = [i for i in world.issues.values() if {str(i.id), i.key} & set(names)]
    return 200, {"issues": [world.shown(i, bool(body.get("properties"))) for i in found], "issueErrors": []}


@route("GET", API + "/issue/([^/]+)")
def get_issue(world: World, at: Any, query: Mapping[str, str], _body: Any) -> tuple[int, Any]:
    return 200, world.shown(world.issue(at[1]), "properties" in query)


@route("POST", API + "/issue/bulk")
def bulk(world: World, _at: Any, _query: Any, body: Json) -> tuple[int, Any]:
    _only(body, "issueUpdates")
    if len(body["issueUpdates"]) > 50:
        raise Fault(400, "The number of issues exceeds the limit of 50.")
    made, errors = [], []
    for index, update in enumerate(body["issueUpdates"]):
        try:
            issue = world.create(update)
            made.append({"id": str(issue.id), "key": issue.key, "self": "https://gateway.example/x"})
        except Fault as fault:
            errors.append({"status": fault.status, "elementErrors": fault.body, "failedElementNumber": index})
    return (201 if made else 400), {"issues": made, "errors": errors}


@route("PUT", API + "/issue/([^/]+)")
def put_issue(world: World, at: Any, _query: Any, body: Json) -> tuple[int, Any]:
    world.update(world.issue(at[1]), body)
    return 204, None


@route("PUT", API + "/issue/([^/]+)/properties/([^/]+)")
def put_property(world: World, at: Any, _query: Any, body: Any) -> tuple[int, Any]:
    world.issue(at[1]).properties[at[2]] = body
    return 200, None


@route("POST", API + "/issueLink")
def link(world: World, _at: Any, _query: Any, body: Json) -> tuple[int, Any]:
    world.allow("LINK_ISSUES")
    _only(body, "type", "inwardIssue", "outwardIssue", "comment")
    if body["type"].get("name") != "Blocks":
        raise Fault(404, "No issue link type with that name")
    names = [body[end].get("id") or body[end].get("key") for end in ("inwardIssue", "outwardIssue")]
    pair = (world.issue(names[0]).id, world.issue(names[1]).id)
    if pair not in world.links:  # a link that is there already is answered like a new one
        world.links.append(pair)
    return 201, None


@route("GET", AGILE + "/board")
def boards(world: World, *_: Any) -> tuple[int, Any]:
    return 200, {"values": world.boards, "total": len(world.boards), "isLast": True}


@route("GET", AGILE + "/board/([0-9]+)/configuration")
def configuration(world: World, *_: Any) -> tuple[int, Any]:
    estimate = {"type": "field", "field": {"fieldId": world.estimation}} if world.estimation else {"type": "none"}
    return 200, {"id": 12, "estimation": estimate}


@route("GET", AGILE + "/board/([0-9]+)/sprint")
def board_sprints(world: World, _at: Any, query: Mapping[str, str], _body: Any) -> tuple[int, Any]:
    states = query["state"].split(",")
    found = [sprint for _, sprint in sorted(world.sprints.items()) if sprint["state"] in states]
    start = int(query.get("startAt", "0"))
    return 200, {"values": found[start : start + 50], "isLast": start + 50 >= len(found)}


@route("GET", AGILE + "/sprint/([0-9]+)")
def get_sprint(world: World, at: Any, *_: Any) -> tuple[int, Any]:
    if int(at[1]) not in world.sprints:
        raise Fault(404, "Sprint does not exist")
    return 200, world.sprints[int(at[1])]


@route("POST", AGILE + "/sprint")
def create_sprint(world: World, _at: Any, _query: Any, body: Json) -> tuple[int, Any]:
    world.allow("MANAGE_SPRINTS_PERMISSION")
    _only(body, "name", "startDate", "endDate", "originBoardId", "goal")
    if not body.get("name", "").strip() or len(body["name"]) > 30:
        raise Fault(400, "The sprint name must be between 1 and 30 characters.")
    number = max(world.sprints, default=70) + 1
    given = {name: value for name, value in body.items() if world.dated or "Date" not in name}
    world.sprints[number] = {"id": number, "state": "future", "startDate": None, "endDate": None, **given}
    return 201, world.sprints[number]


@route("POST", AGILE + "/sprint/([0-9]+)")
def update_sprint(world: World, at: Any, _query: Any, body: Json) -> tuple[int, Any]:
    world.allow("MANAGE_SPRINTS_PERMISSION")
    _only(body, "name", "startDate", "endDate", "goal", "state")
    sprint = world.sprints[int(at[1])]
    if sprint["state"] == "closed":
        raise Fault(400, "Cannot update a completed sprint.")
    sprint.update(body)
    return 200, sprint


@route("PUT", AGILE + "/sprint/([0-9]+)")
def replace_sprint(world: World, at: Any, query: Any, body: Json) -> tuple[int, Any]:
    """A full update: what the body does not name is cleared."""
    number = int(at[1])
    kept = {name: world.sprints[number][name] for name in ("id", "state", "originBoardId")}
    changes = {name: value for name, value in body.items() if name not in kept}
    update_sprint(world, at, query, changes)
    world.sprints[number] = {**kept, "name": "", "goal": "", **changes}
    return 200, world.sprints[number]


@route("POST", AGILE + "/sprint/([0-9]+)/issue")
def move(world: World, at: Any, _query: Any, body: Json) -> tuple[int, Any]:
    _only(body, "issues", "rankBeforeIssue", "rankAfterIssue", "rankCustomFieldId")
    world.move(int(at[1]), body["issues"])
    return 204, None


@route("POST", AGILE + "/backlog/issue")
def backlog(world: World, _at: Any, _query: Any, body: Json) -> tuple[int, Any]:
    _only(body, "issues")
    world.move(None, body["issues"])
    return 204, None

"""A Jira project as a Tracker."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from integrations.items import GROUP, label
from integrations.jira.client import Client, said
from integrations.jira.discovery import AGILE
from integrations.jira.project import JiraSite
from integrations.jira.reading import day, to_issue, to_sprint
from integrations.jira.search import NEWEST, PAGE, Index, key_number
from integrations.jira.writing import to_create, to_sprint_fields, to_update
from integrations.tracker import (
    ABSENT,
    Abilities,
    Created,
    Fields,
    NewIssue,
    Refused,
    Remote,
    RemoteIssue,
    RemoteSprint,
    TrackerStopped,
    Unknown,
)  # fmt: skip

OPEN = "active,future"
NEW = 50
"""Of the newest issues, how many are looked at for the highest key."""
Given = ParamSpec("Given")
Found = TypeVar("Found")
SPRINT_FIELDS = ("id", "state", "name", "startDate", "endDate", "goal", "originBoardId")


def _understood(
    read: Callable[Concatenate[JiraTracker, Given], Found],
) -> Callable[Concatenate[JiraTracker, Given], Found]:
    """A read that ends with a sentence where the answers have another shape than Jira's."""

    @functools.wraps(read)
    def reading(self: JiraTracker, /, *args: Given.args, **more: Given.kwargs) -> Found:
        with self.client.understood():
            return read(self, *args, **more)

    return reading


class JiraTracker:
    """Reads by search and, where it must be certain, by number; writes once. See `integrations.tracker.Tracker`."""

    def __init__(self, client: Client, site: JiraSite) -> None:
        self.client, self.site = client, site
        self._keys: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._top: int | None = None
        self._stopped: TrackerStopped | None = None
        self._index = Index(client, site)
        self._one_by_one = self._whole_sprints = False

    @property
    def abilities(self) -> Abilities:
        site = self.site
        return Abilities(
            points=site.has_points(),
            sprints=site.board is not None and site.sprint is not None and "SCHEDULE_ISSUES" not in site.lacks,
            own_sprints="MANAGE_SPRINTS_PERMISSION" not in site.lacks,
            tasks="task" in site.types,
            links=site.link_type is not None and "LINK_ISSUES" not in site.lacks,
            descriptions=frozenset(kind for kind, type in site.types.items() if "description" in type.fields),
            labels=frozenset(kind for kind, type in site.types.items() if "labels" in type.fields),
        )

    @property
    def requests(self) -> int:
        return self.client.requests

    @_understood
    def read(self, numbers: Collection[str], sprints: Collection[int], ids: Collection[str] = ()) -> Remote:
        lost = not numbers and bool(ids)  # nothing is known here: this is the first run, or the ledger is gone
        marked = f'{self._project} AND labels = "{GROUP}" ORDER BY key ASC'
        if lost and self.site.cloud and not self._labelled:
            marked = f"{self._project} ORDER BY key ASC"  # only the property tells
        found = {issue.number: issue for issue in self._issues(self._index.search(marked)) if self._ours(issue)}
        left = sorted(set(numbers) - set(found), key=int)
        found |= self.fetch(left)  # their label was removed, they were moved, or the index lags
        if found:
            found |= self._stripped(found.values(), ids)
        if lost:
            found |= {i.number: i for i in self._issues(list(self._index.above(self.top(), NEWEST))) if self._ours(i)}
        if not self.site.cloud:
            found |= self.fetch(_unclear(found.values(), numbers))
        states = "active,future,closed" if lost and found else OPEN
        return Remote(found, self._sprints(sprints, states) if self.abilities.sprints else {})

    @property
    def _project(self) -> str:
        return f'project = "{self.site.key}"'

    @property
    def _labelled(self) -> bool:
        return all("labels" in type.fields for type in self.site.types.values())

    def _ours(self, issue: RemoteIssue) -> bool:
        return bool(issue.mark) or GROUP in issue.fields["labels"]

    def _stripped(self, found: Iterable[RemoteIssue], ids: Collection[str]) -> dict[str, RemoteIssue]:
        """Issues of those items that were not found though others were: of labels people may have removed some."""
        there = {name for issue in found for name in (*issue.fields["labels"], label(issue.mark or ""))}
        missing = {label(id) for id in ids} - there
        hits = {issue.number: issue for issue in self._issues(self._by_label(sorted(missing)))}
        if missing:
            known = {issue.number for issue in found}
            added = [issue for number, issue in self.children(sorted(known, key=int)).items() if number not in known]
            if not self.site.cloud:  # its search does not give the property
                added = list(self.fetch([issue.number for issue in added]).values())
            hits |= {issue.number: issue for issue in added if issue.mark}
        return hits

    def _by_label(self, names: Sequence[str]) -> list[Any]:
        found = []
        for chunk in _chunks(names):
            said = ", ".join(f'"{name}"' for name in chunk)
            found += self._index.search(f"{self._project} AND labels in ({said}) ORDER BY key ASC")
        return found

    @_understood
    def children(self, numbers: Sequence[str]) -> Mapping[str, RemoteIssue]:
        names = [self._keys[number] for number in numbers if number in self._keys]
        field = "parent" if self.site.cloud else f"cf[{(self.site.epic_link or '').rpartition('_')[2]}]"
        if not self.site.cloud and not self.site.epic_link:
            return {}
        raw = []
        for chunk in _chunks(names):
            try:
                raw += self._index.search(f"{self._project} AND {field} in ({', '.join(chunk)}) ORDER BY key ASC")
            except Refused as error:
                if error.status != 400:
                    raise
                return {}  # a server that cannot be asked this
        return {issue.number: issue for issue in self._issues(raw)}

    @_understood
    def top(self) -> int:
        if self._top is None:
            # by date, since some sort keys as text; the newest need not have the highest key, as one may be moved in
            raw = self._index.search(f"{self._project} ORDER BY created DESC", most=NEW)
            self._top = max((key_number(str(issue["key"])) for issue in raw), default=0)
        return self._top

    @_understood
    def fetch(self, numbers: Sequence[str]) -> Mapping[str, RemoteIssue]:
        raw = [issue for chunk in _chunks(numbers) for issue in self._index.by_name(chunk)]
        return {issue.number: issue for issue in self._issues(raw)}

    @_understood
    def find(self, ids: Collection[str], after: int) -> Mapping[str, tuple[RemoteIssue, ...]]:
        raw = {str(issue["id"]): issue for issue in self._by_label([label(id) for id in sorted(ids)])}
        raw |= {str(issue["id"]): issue for issue in self._index.above(after)}
        found: dict[str, list[RemoteIssue]] = {}
        by_label = {label(id): id for id in ids}
        for issue in sorted(self._issues(list(raw.values())), key=lambda issue: int(issue.number)):
            marks = {issue.mark} if issue.mark else {by_label[n] for n in issue.fields["labels"] if n in by_label}
            if key_number(issue.key) > after:
                for id in marks & set(ids):
                    found.setdefault(id, []).append(issue)
        return {id: tuple(issues) for id, issues in found.items()}

    def _issues(self, raw: Sequence[Any]) -> list[RemoteIssue]:
        for issue in raw:
            self._known(str(issue["id"]), str(issue["key"]))
        return [to_issue(self.site, issue, self._numbers) for issue in raw]

    def _known(self, number: str, key: str) -> None:
        self._keys[number] = key
        self._numbers[key] = number

    def create(self, issues: Sequence[NewIssue]) -> Sequence[Created | Refused]:
        if not self._one_by_one:
            try:
                return self._create_all(issues)
            except Refused as error:
                if error.status not in ABSENT:
                    raise
                self._one_by_one = True  # a server without bulk creates
        if self._stopped:
            raise self._stopped
        made: list[Created | Refused] = []
        for new in issues:
            try:
                made.append(self._create_one(new))
            except TrackerStopped as error:
                if not made:
                    raise
                self._stopped = error  # told at the next create: the answers so far are worth keeping
                break
        return made

    def _create_one(self, new: NewIssue) -> Created | Refused:
        try:
            issue = self.client.write("POST", f"{self.site.api}/issue", to_create(self.site, new, self._keys))
        except Refused as error:
            return error
        self._known(str(issue["id"]), str(issue["key"]))
        return Created(str(issue["id"]), str(issue["key"]))

    def _create_all(self, issues: Sequence[NewIssue]) -> Sequence[Created | Refused]:
        body = {"issueUpdates": [to_create(self.site, new, self._keys) for new in issues]}
        answer = self.client.write("POST", f"{self.site.api}/issue/bulk", body, also=400)
        answer = answer if isinstance(answer, Mapping) else {}
        errors = answer.get("errors")
        if not isinstance(errors, list):
            if "issues" not in answer:
                raise Refused(said(answer))
            errors = []
        refused = {int(e["failedElementNumber"]): _refusal(e) for e in errors}
        made = list(answer.get("issues") or [])
        if len(made) + len(refused) != len(issues):
            raise Unknown("a bulk create was answered with other than one result for each issue")
        out: list[Created | Refused] = []
        for index in range(len(issues)):
            if index in refused:
                out.append(refused[index])
            else:
                issue = made.pop(0)
                self._known(str(issue["id"]), str(issue["key"]))
                out.append(Created(str(issue["id"]), str(issue["key"])))
        return out

    def update(self, number: str, kind: str, before: Fields, after: Fields) -> None:
        body = to_update(self.site, kind, before, after, self._keys)
        if body:
            self.client.write("PUT", f"{self.site.api}/issue/{number}", body)

    def mark(self, number: str, id: str) -> None:
        self.client.write("PUT", f"{self.site.api}/issue/{number}/properties/{GROUP}", {"id": id})

    @_understood
    def sprints(self, numbers: Collection[int]) -> Mapping[int, RemoteSprint]:
        return self._sprints(numbers, OPEN)

    def _sprints(self, numbers: Collection[int], states: str) -> Mapping[int, RemoteSprint]:
        found = self._sprint_pages(f"{AGILE}/board/{self.site.board}/sprint", states)
        for number in sorted(set(numbers) - set(found)):
            try:
                sprint = to_sprint(self.client.get(f"{AGILE}/sprint/{number}"))
            except Refused as error:
                if error.status not in (403, 404):
                    raise
            else:
                found[number] = sprint
        return found

    def _sprint_pages(self, path: str, state: str) -> dict[int, RemoteSprint]:
        found: dict[int, RemoteSprint] = {}
        start = 0
        while True:
            page = self.client.get(path, state=state, startAt=start, maxResults=50)
            values = page.get("values", [])
            found |= {int(raw["id"]): to_sprint(raw) for raw in values}
            start += len(values)
            if not values or page.get("isLast", True):
                return found

    def create_sprint(self, fields: Fields) -> int:
        body = {**to_sprint_fields(fields), "originBoardId": self.site.board}
        made = self.client.write("POST", f"{AGILE}/sprint", body)
        number = int(made["id"])
        if any(name in made and day(made[name]) != body[name][:10] for name in ("startDate", "endDate")):
            with contextlib.suppress(Refused, Unknown):  # a server that made it without its dates
                self.update_sprint(number, fields)
        return number

    def update_sprint(self, number: int, fields: Fields) -> None:
        # POST changes what it names; PUT would clear what it does not
        path, new = f"{AGILE}/sprint/{number}", to_sprint_fields(fields)
        if not self._whole_sprints:
            try:
                self.client.write("POST", path, new)
                return
            except Refused as error:
                if error.status not in ABSENT:
                    raise
                self._whole_sprints = True
        now = self.client.get(path)
        self.client.write("PUT", path, {name: now[name] for name in SPRINT_FIELDS if now.get(name)} | new)

    def move(self, sprint: int | None, numbers: Sequence[str]) -> None:
        path = f"{AGILE}/sprint/{sprint}/issue" if sprint is not None else f"{AGILE}/backlog/issue"
        self.client.write("POST", path, {"issues": [self._keys.get(number, number) for number in numbers]})

    def link(self, blocker: str, blocked: str) -> None:
        # the inward issue is the one that blocks, whatever the name suggests
        body = {
            "type": {"name": self.site.link_type},
            "inwardIssue": self._by_key(blocker),
            "outwardIssue": self._by_key(blocked),
        }
        self.client.write("POST", f"{self.site.api}/issueLink", body)

    def _by_key(self, number: str) -> dict[str, str]:
        """A reference to an issue: by its key where that was seen, as everybody does it."""
        return {"key": self._keys[number]} if number in self._keys else {"id": number}


def _unclear(issues: Iterable[RemoteIssue], known: Collection[str]) -> list[str]:
    """Issues that are not known and whose item only the property tells: they share its label, as a copy and its
    original do, or have none."""
    holders: dict[str, list[str]] = {}
    for issue in issues:
        names = [name for name in issue.fields["labels"] if name.startswith(f"{GROUP}-")]
        for name in names or [issue.number]:
            holders.setdefault(name, []).append(issue.number)
    unclear = {number for name, same in holders.items() if len(same) > 1 or name == same[0] for number in same}
    return sorted(unclear - set(known), key=int)


def _refusal(error: Mapping[str, Any]) -> Refused:
    status = error.get("status")
    return Refused(said(error.get("elementErrors")), status if isinstance(status, int) else 400)


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), PAGE):
        yield values[start : start + PAGE]

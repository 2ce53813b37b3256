"""Read issues of a Jira project: by search, whose index may lag, and by name, as they are at this moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from integrations.items import GROUP
from integrations.jira.client import Client
from integrations.jira.project import JiraSite
from integrations.jira.reading import fields_read
from integrations.tracker import ABSENT, Refused, TrackerStopped

PAGE = 100
GAP = 20
"""Keys in a row that lead nowhere, after which no further one is tried: keys are given out in order, with gaps where
creates failed."""
NEWEST = 5
"""The same where nothing suggests that there is a further one."""


class Index:
    """Issues as Jira's JSON, with the fields that are read and, where the deployment can, our property."""

    def __init__(self, client: Client, site: JiraSite) -> None:
        self.client, self.site = client, site
        self._by_get = False

    def above(self, after: int, gap: int = GAP) -> Iterator[Any]:
        """The issues whose keys were given out after one, read by key: a search may not know them yet.

        It ends where `gap` keys in a row lead nowhere.
        """
        step = PAGE if self.site.cloud else gap
        while True:
            names = [f"{self.site.key}-{number}" for number in range(after + 1, after + 1 + step)]
            there = self.by_name(names)
            yield from there
            if not any(key_number(str(issue["key"])) > after + step - gap for issue in there):
                return
            after += step

    def by_name(self, names: Sequence[str]) -> list[Any]:
        """Issues by number or key, as they are now; those that are not there are left out."""
        if not names:
            return []
        fields = fields_read(self.site)
        if self.site.cloud:
            body = {"issueIdsOrKeys": list(names), "fields": fields, "properties": [GROUP]}
            try:
                return list(self.client.query(f"{self.site.api}/issue/bulkfetch", body).get("issues", []))
            except Refused as error:
                if error.status not in (400, 404, 405):
                    raise
        found = []
        for name in names:
            try:
                found.append(
                    self.client.get(f"{self.site.api}/issue/{name}", fields=",".join(fields), properties=GROUP)
                )
            except Refused as error:
                if error.status not in (403, 404):
                    raise
        return found

    def search(self, jql: str, most: int | None = None) -> list[Any]:
        pages = self._cloud_pages if self.site.cloud else self._server_pages
        body = {"jql": jql, "fields": fields_read(self.site), "maxResults": most or PAGE}
        if self.site.cloud:
            body["properties"] = [GROUP]
        found: dict[str, Any] = {}
        for page in pages(body):
            found |= {str(issue["id"]): issue for issue in page}
            if most is not None:
                break
        return list(found.values())

    def _ask(self, path: str, body: dict[str, Any]) -> Any:
        """A page of a search: by POST, whose queries may be long, else by GET where a server has only that."""
        if not self._by_get:
            try:
                return self.client.query(self.site.api + path, body)
            except Refused as error:
                if error.status not in ABSENT:
                    raise
                self._by_get = True
        params = {name: ",".join(value) if isinstance(value, list) else value for name, value in body.items()}
        return self.client.get(self.site.api + path, **params)

    def _cloud_pages(self, body: dict[str, Any]) -> Iterator[list[Any]]:
        """Pages by token; where a token comes again, as it may, by the last key that was read."""
        asked, seen, highest, restarted = body["jql"], set[str](), 0, 0
        while True:
            answer = self._ask("/search/jql", body)
            issues = answer.get("issues", [])
            yield issues
            highest = max([highest, *(key_number(str(issue["key"])) for issue in issues)])
            token = answer.get("nextPageToken")
            if not token or answer.get("isLast"):
                return
            if token not in seen:
                seen.add(token)
                body = {**body, "nextPageToken": token}
                continue
            if highest <= restarted:
                raise TrackerStopped(f"{self.client.server} gives the same page of a search again and again")
            restarted = highest
            seen.clear()
            rest = asked.replace(" ORDER BY", f' AND key > "{self.site.key}-{highest}" ORDER BY')
            body = {name: value for name, value in body.items() if name != "nextPageToken"} | {"jql": rest}

    def _server_pages(self, body: dict[str, Any]) -> Iterator[list[Any]]:
        start = 0
        while True:
            answer = self._ask("/search", {**body, "startAt": start})
            issues = answer.get("issues", [])
            yield issues
            start += len(issues)
            if not issues or start >= int(answer.get("total", 0)):
                return


def key_number(key: str) -> int:
    """The number of a key: 12 of `FRAUD-12`; 0 where it has none."""
    tail = key.rpartition("-")[2]
    return int(tail) if tail.isdigit() else 0

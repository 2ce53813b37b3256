"""Which issue is which item: by its number where that is known, else by its property, else by its label."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from integrations.items import Wanted, label
from integrations.links import Ledger
from integrations.sync_plan import Conflict
from integrations.tracker import Remote, RemoteIssue

Found = tuple[dict[str, RemoteIssue], list[Conflict]]
"""Issues by item id, and what only a person can decide."""


def identify(wanted: Wanted, remote: Remote, ledger: Ledger) -> Found:
    """An issue that was known and cannot be seen any more is a conflict: it is never created again unasked.

    A copy of an issue carries its labels, but not its number and not its property, and so is never taken for it.
    """
    issues: dict[str, RemoteIssue] = {}
    conflicts: list[Conflict] = []
    taken = {link.number for link in ledger.items.values()}
    by_mark, by_label = _index(remote.issues.values(), taken)
    for id in wanted.items:
        link = ledger.items.get(id)
        if link is not None:
            issue = remote.issues.get(link.number)
            if issue is None:
                text = f"{link.key} was deleted, or you may no longer see it; it is not created again"
                conflicts.append(Conflict(id, link.key, "missing", "", text))
            elif issue.elsewhere:
                text = f"{link.key} was moved to the project {issue.elsewhere}, as {issue.key}; it is left alone"
                conflicts.append(Conflict(id, issue.key, "moved-away", "", text))
            else:
                issues[id] = issue
            copies = [issue.key for issue in by_mark.get(id, [])]
            if copies:
                text = f"{', '.join(copies)} carries the same mark as {link.key}; remove one"
                conflicts.append(Conflict(id, link.key, "doubled", "", text))
            continue
        claims = by_mark.get(id) or by_label.get(label(id), [])
        if claims:
            issues[id] = claims[0]
        if len(claims) > 1:
            keys = ", ".join(issue.key for issue in claims)
            text = f"{keys} all carry its mark; {claims[0].key} is taken for it"
            conflicts.append(Conflict(id, claims[0].key, "doubled", "", text))
    return issues, conflicts


def _index(
    issues: Iterable[RemoteIssue], taken: Collection[str]
) -> tuple[dict[str, list[RemoteIssue]], dict[str, list[RemoteIssue]]]:
    """Issues that no item is known to be, by property, and by label where they have none, the oldest first."""
    by_mark: dict[str, list[RemoteIssue]] = {}
    by_label: dict[str, list[RemoteIssue]] = {}
    for issue in sorted(issues, key=lambda issue: int(issue.number)):
        if issue.number in taken or issue.elsewhere:
            continue
        if issue.mark:
            by_mark.setdefault(issue.mark, []).append(issue)
        else:
            for name in issue.fields["labels"]:
                by_label.setdefault(name, []).append(issue)
    return by_mark, by_label

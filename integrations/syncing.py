"""The steps that `diff` and `apply` share: settle what is open, read the tracker, plan."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.errors import BadInput
from integrations.items import Wanted, same_labels
from integrations.links import Journal, Ledger, replay
from integrations.settle import Clock, look, settle
from integrations.sync import plan_sync
from integrations.sync_plan import SyncPlan, as_seen
from integrations.tracker import Tracker


def bind(ledger: Ledger, identity: str, file: str) -> Ledger:
    """The ledger, if it belongs to this project or to none yet. Raises BadInput where it belongs to another."""
    if ledger.project not in ("", identity):
        text = f"the links beside this file belong to the project {ledger.project}, and this leads to {identity}"
        raise BadInput.one(file, text, key="jira")
    return ledger


def check_labels(wanted: Wanted, file: str) -> None:
    """Raises BadInput where two items would carry the same label."""
    pairs = same_labels(wanted.items)
    if pairs:
        said = "; ".join(f"'{a}' and '{b}'" for a, b in pairs)
        raise BadInput.one(file, f"these ids give the same label in the tracker: {said}; rename one of each")


def plan_to_show(wanted: Wanted, tracker: Tracker, ledger: Ledger, decisions: Mapping[str, str]) -> SyncPlan:
    """The sync plan as things stand, without writing anything, here or there."""
    return _plan(wanted, tracker, replay(ledger, look(ledger, tracker)), decisions)


def plan_to_apply(
    wanted: Wanted, tracker: Tracker, journal: Journal, clock: Clock, decisions: Mapping[str, str]
) -> SyncPlan:
    """The sync plan once every open intent is settled, which may take a minute."""
    settle(journal, tracker, clock)
    return _plan(wanted, tracker, journal.ledger, decisions)


def _plan(wanted: Wanted, tracker: Tracker, ledger: Ledger, decisions: Mapping[str, str]) -> SyncPlan:
    numbers = {link.number for link in ledger.items.values()}
    remote = tracker.read(numbers, ledger.sprints, [id for id in wanted.items if id not in ledger.items])
    return plan_sync(wanted, remote, ledger, tracker.abilities, decisions)


def check_shown(plan: SyncPlan, shown: SyncPlan, ledger: Ledger, file: str) -> None:
    """Raises BadInput where a plan is not the one that was shown.

    Of an apply that was stopped, what is left may be walked: all of it was shown, and nothing else is.
    """
    if plan.digest == shown.digest and as_seen(plan.changes) == as_seen(shown.changes):
        return
    if ledger.applying == shown.digest and not set(as_seen(plan.changes)) - set(as_seen(shown.changes)):
        return
    raise BadInput.one(
        file, "the plan or the tracker has changed since this was shown; nothing was written: run diff again"
    )

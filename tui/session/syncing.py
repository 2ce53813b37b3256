"""The present plan and Jira, for worker threads: look without writing, then write what was shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from integrations.apply import apply
from integrations.items import Wanted, wanted
from integrations.jira.tracker import JiraTracker
from integrations.links import Journal
from integrations.links_file import FileStore
from integrations.settle import RealClock
from integrations.sync_plan import SyncPlan
from integrations.syncing import bind, check_labels, check_shown, plan_to_apply, plan_to_show
from integrations.walk import Outcome
from planner.plan import Plan
from tui.commands.jira import connect, store_of
from tui.deciding import document


@dataclass(frozen=True)
class Look:
    """What would change, and all that is needed to write it."""

    argument: str
    wanted: Wanted
    tracker: JiraTracker
    store: FileStore
    plan: SyncPlan
    chosen: Mapping[str, str]

    @property
    def key(self) -> str:
        return self.tracker.site.key


def look(argument: str, plan: Plan, chosen: Mapping[str, str], before: Look | None = None) -> Look:
    """Reads the tracker, and writes nothing. Raises BadInput or TrackerStopped."""
    clock = RealClock()
    tracker = before.tracker if before else connect(argument, clock=clock)
    store = store_of(argument)
    asked = wanted(document(plan))
    check_labels(asked, argument)
    ledger = bind(store.load(), tracker.site.identity, argument)
    return Look(argument, asked, tracker, store, plan_to_show(asked, tracker, ledger, chosen), chosen)


def write(seen: Look, step: Callable[[int], None]) -> Outcome:
    """Writes what was shown. Raises BadInput where anything has changed since, TrackerStopped where Jira stops."""
    clock = RealClock()
    with seen.store.lock():
        journal = Journal(seen.store)
        if not journal.ledger.project:
            journal.record({"op": "project", "project": seen.tracker.site.identity})
        plan = plan_to_apply(seen.wanted, seen.tracker, journal, clock, seen.chosen)
        check_shown(plan, seen.plan, journal.ledger, seen.argument)
        return apply(plan, seen.wanted, seen.tracker, journal, clock, step)

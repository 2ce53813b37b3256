"""What a session does between keys: refusals and ways out, offers, going on, saving."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.errors import BadInput
from planner import edits
from planner.errors import NoPlan
from planner.plan import make_plan
from planner.workload_file import read_workload
from tests.tui.running import run
from tests.tui.session.driving import path, pressed, write_workload
from tui.session import state, work
from tui.session.app import SessionApp
from tui.session.deciding import settle, way_out
from tui.session.journal import Journal, digest, replay
from tui.session.messages import Opened, Refused, Told
from tui.session.place import Place

__all__ = ["path"]


def note(app: SessionApp) -> str:
    assert app.session is not None
    return app.session.note


def opening(argument: str) -> Opened:
    """What opening a workload gives, with nobody kept out by it any more."""
    found = work.open_session(argument)
    assert isinstance(found, Opened)
    found.journal.let_go()
    return found


def edited(app: SessionApp) -> list[str]:
    assert app.session is not None
    return [str(edit) for edit in app.session.workload.edits]


def test_a_refused_move_offers_to_move_both(path: Path) -> None:
    """A story cannot come before what it waits for, which is pinned later; `a` moves both."""
    write_workload(path.parent, edits=[{"pin": "a/1/1", "sprint": 2}, {"pin": "b/1/1", "sprint": 2}])

    keys = ["slash", "to:build", "enter", "l", "H"]
    assert pressed(path, keys, note) == (
        "Not possible: a/1/1: it cannot be before sprint 2 and must be by sprint 1; the edit to pin a/1/1 to sprint 2; "
        "the edit to pin b/1/1 to sprint 1  [a: move a/1/1 as well]"
    )
    assert pressed(path, [*keys, "a"], edited) == ["pin a/1/1 to sprint 1", "pin b/1/1 to sprint 1"]


def test_no_way_out_where_room_is_lacking(path: Path) -> None:
    """Three stories that do not fit into a sprint: moving relatives does not help, and none is offered."""
    plan = make_plan(*reversed(read_workload(path)))
    full = settle(plan, [edits.Pin("c/1/1", 1), edits.Pin("b/1/1", 2), edits.Pin("a/1/1", 1)])

    with pytest.raises(NoPlan):
        settle(full, [edits.Pin("d/1/1", 1)])
    assert way_out(full, [edits.Pin("d/1/1", 1)]) is None


def test_what_is_refused_changes_nothing(path: Path) -> None:
    """Neither the workload nor the journal."""

    def look(app: SessionApp) -> tuple[list[str], int]:
        assert app.journal is not None
        return edited(app), len(app.journal.read())

    assert pressed(path, ["end", "m", "1", "l", "l", "m", "1"], look) == (["pin a/1/1 to sprint 1"], 2)


def test_a_better_plan_is_offered_and_taken(path: Path) -> None:
    """Where a better plan is found it waits until it is taken; taking it is no decision."""
    opened = opening(str(path))
    good = opened.session.plan
    poor = replace(good, solution=replace(good.solution, objective=good.objective - 1))
    session = state.offered(state.begin(poor), good)

    assert (session.plan, session.offer, len(session.steps)) == (poor, good, 1)
    taken = state.planned(session, good)
    assert (taken.plan, taken.offer, len(taken.steps)) == (good, None, 1)
    assert state.offered(taken, poor).offer is None


def test_an_offer_for_another_workload_is_dropped(path: Path) -> None:
    """What was found for a workload that is no longer the present one is not offered."""
    opened = opening(str(path))
    plan = opened.session.plan
    other = settle(plan, [edits.Exclude("d/1/1")])
    better = replace(plan, solution=replace(plan.solution, objective=plan.objective + 1))

    assert state.offered(state.begin(other), better).offer is None


def test_undo_to_the_beginning_and_back(path: Path) -> None:
    """As often as there were decisions, and redo as often; a new decision ends what could be redone."""
    three = ["x", "minus", "e", "to:2", "enter"]
    done = ["exclude b/1/1", "resize b/1/1 to 2 points"]

    def look(app: SessionApp) -> tuple[list[str], str]:
        return edited(app), note(app)

    assert pressed(path, [*three, *["u"] * 4], look) == ([], "There is nothing to undo.")
    assert pressed(path, ["ctrl+r"] * 4, look) == (done, "There is nothing to redo.")
    assert pressed(path, ["u", "plus", "ctrl+r"], look)[1] == "There is nothing to redo."


def test_a_session_goes_on(path: Path) -> None:
    """After a session that just ended, the next one has its decisions, its undo and its what-if."""
    before = pressed(path, ["x", "w", "l", "p"], edited)

    assert pressed(path, [], lambda app: (edited(app), note(app))) == (
        before,
        "Gone on from an earlier session: 2 decisions not saved yet.",
    )
    assert pressed(path, ["ctrl+d"], edited) == before[:1]
    assert pressed(path, ["u", "u"], lambda app: (edited(app), note(app))) == ([], "There is nothing to undo.")


def test_a_last_line_that_was_cut_off_is_left_out(path: Path) -> None:
    """A crash in the middle of writing loses that line, and no other."""
    pressed(path, ["x", "j", "p"], edited)
    file = Place.open(str(path)).journal
    file.write_bytes(file.read_bytes()[:-9])

    assert pressed(path, [], edited) == ["exclude b/1/1"]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda text: "not JSON\n" + text, "the journal of an earlier session cannot be read"),
        (lambda text: text.replace('"decide"', '"dance"'), "the journal of an earlier session cannot be followed"),
        (lambda text: text.replace('"base": "', '"base": "0'), "the workload has changed since an earlier session"),
    ],
)
def test_a_journal_that_does_not_fit_is_set_aside(path: Path, spoil: object, why: str) -> None:
    """It is said, the session begins anew, and the journal is still there."""
    pressed(path, ["x"], edited)
    file = Place.open(str(path)).journal
    text = spoil(file.read_text())  # type: ignore[operator]
    file.write_text(text)

    found, told = pressed(path, [], lambda app: (edited(app), note(app)))
    assert (found, told.startswith(f"Begun anew: {why}"), file.with_suffix(".old").read_text()) == ([], True, text)


def test_the_journal_replays_to_the_state(path: Path) -> None:
    """Every kind of act, replayed, gives the steps that the session had."""
    keys = ["x", "j", "p", "u", "ctrl+r", "w", "minus", "ctrl+k", "w", "l", "x", "ctrl+d", "A", "0"]
    workload = read_workload(path)[0]

    def look(app: SessionApp) -> bool:
        assert app.session is not None
        assert app.journal is not None
        (steps, undone), origin = replay(workload, app.journal.read()[1:])
        ours = [(step.text, step.workload) for step in app.session.steps]
        return [(s.text, s.workload) for s in steps] == ours and not undone and origin is None

    assert pressed(path, keys, look)


def test_saving_to_a_file_that_changed(path: Path) -> None:
    """Somebody else's change is not written over; the decisions stay in the journal."""
    opened = opening(str(path))
    path.write_text(path.read_text().replace("velocity: 10", "velocity: 12"))

    with pytest.raises(BadInput, match="somebody else has changed this file meanwhile"):
        opened.place.save(opened.session.steps, opened.session.plan)


def test_saved_decisions_are_no_longer_unsaved(path: Path) -> None:
    """After saving there is nothing to save, undo goes on beyond it, and that can be saved too."""
    assert pressed(path, ["x", "ctrl+s", "ctrl+s"], note) == "There is nothing to save."
    assert read_workload(path)[0].edits == (edits.Exclude("b/1/1"),)
    assert pressed(path, ["p", "u", "ctrl+s"], note) == "There is nothing to save."


def test_a_workload_of_the_workspace(path: Path) -> None:
    """Each decision becomes an entry of the log when it is saved, and the next session begins with the new version."""
    assert run("import", "w", str(path))[0] == 0

    assert pressed(Path("w"), ["x", "minus", "ctrl+s"], note) == "w has version 3."
    log = json.loads(run("log", "w", "--json")[1])["entries"]
    assert [entry["text"] for entry in log[1:]] == ["exclude b/1/1", "resize b/1/1 to 4 points"]
    assert pressed(Path("w"), [], lambda app: (edited(app), note(app))) == (
        ["exclude b/1/1", "resize b/1/1 to 4 points"],
        "Ready. ? shows the keys.",
    )


def test_two_at_one_workload(path: Path) -> None:
    """What somebody else decided on the same is not written over; the decision stays in the session."""
    run("import", "w", str(path))
    opened = opening("w")
    run("edit", "resize", "w", "b/1/1", "3")
    plan = settle(opened.session.plan, [edits.Resize("b/1/1", 20)])
    session = state.decided(opened.session, "resize", plan)

    with pytest.raises(work.NotNow, match="somebody else has decided on the same"):
        opened.place.save(session.steps, plan)


def test_a_refusal_is_told_in_words(path: Path) -> None:
    """What names something that is not there is refused with the reason."""
    plan = make_plan(*reversed(read_workload(path)))

    found = work.decide(plan, [edits.Pin("a/1/9", 1)])
    assert isinstance(found, Refused)
    assert "the practice 'a' has no story 'a/1/9'" in found.lines[0]


def test_no_plan_at_all(path: Path) -> None:
    """A workload whose edits clash cannot be opened, and it is said why."""
    write_workload(path.parent, edits=[{"pin": "a/1/1", "sprint": 9}])

    found = work.open_session(str(path))
    assert isinstance(found, Told)
    assert (found.fatal, found.text.splitlines()[1]) == (True, "a/1/1 must be in sprint 9; there are 3")


def test_a_digest_tells_workloads_apart(path: Path) -> None:
    """The same workload has the same digest, another one another."""
    workload = read_workload(path)[0]

    assert digest(workload) == digest(read_workload(path)[0])
    assert digest(workload) != digest(replace(workload, edits=(edits.Exclude("a"),)))


def test_a_journal_is_on_the_disk_before_it_is_shown(path: Path) -> None:
    """One line for each act, whole, when the note says what it did."""

    def look(_: SessionApp) -> list[str]:
        return [act["do"] for act in Journal(Place.open(str(path)).journal).read()[1:]]

    assert pressed(path, ["x", "u", "w"], look) == ["decide", "undo", "fork"]


def test_one_session_at_a_time(path: Path) -> None:
    """A second session of the same workload is not opened while the first one is."""

    def look(_: SessionApp) -> tuple[bool, str]:
        found = work.open_session(str(path))
        assert isinstance(found, Told)
        return found.fatal, found.text

    assert pressed(path, [], look) == (True, f"{path}: another session of this workload is open; end that one first")

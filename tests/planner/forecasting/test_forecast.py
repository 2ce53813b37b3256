"""Forecasts of plans so small that their law can be worked out by hand."""

from __future__ import annotations

import datetime
from typing import Any

from planner.forecasting.assumptions import assumptions
from planner.forecasting.forecast import Forecast, Outlook, make_forecast
from tests.builders import level, practice, story
from tests.planner.small import calendar, planned

RUNS = 10_000
SURE = [10] * 6
"""A history that leaves nothing to chance."""


def forecast(*practices: dict[str, Any], velocity: list[float], runs: int = RUNS, **more: Any) -> Forecast:
    team = {"velocity": velocity, **more.pop("team", {})}
    return make_forecast(planned(*practices, team=team, **more), runs)


def outlook(found: Forecast, kind: str, id: str = "") -> Outlook:
    [one] = [o for o in found.of_kind(kind) if o.goal.id == (id or kind)]
    return one


def near(probability: float, found: float) -> bool:
    """Within four standard errors."""
    return abs(probability - found) < 4 * (probability * (1 - probability) / RUNS) ** 0.5


def test_a_sprint_that_may_be_short() -> None:
    """Two stories of 5 in sprints of 5 or of 10: done after one sprint in half of the runs, after two in all."""
    found = forecast(practice("a", level(story(5), story(5))), velocity=[5, 5, 5, 10, 10, 10])
    plan = outlook(found, "plan")
    assert near(0.5, plan.chance(1))
    assert 1.0 == plan.chance(2)


def test_a_size_that_may_be_large() -> None:
    """A size from 2 to 10, likely 4, fits a sprint of 6 with the area of the triangle below 6: two thirds."""
    found = forecast(practice("a", level(story(points={"low": 2, "likely": 4, "high": 10}))), velocity=[6] * 6)
    assert near(1 - (10 - 6.05) ** 2 / ((10 - 2) * (10 - 4)), outlook(found, "epic", "a").chance(1))  # to the tenth


def test_what_is_too_large_is_carried_over() -> None:
    """A story that turns out larger than a sprint is finished in the next, with what that has left for others."""
    first = practice("a", level(story(points={"low": 9, "likely": 9, "high": 9.1})))
    found = forecast(first, velocity=[9, 9, 9, 9, 9, 9], calendar=calendar(1))
    epic = outlook(found, "epic", "a")
    assert 0 < epic.chance(1) < 1.0 == epic.chance(2)


def test_a_lag_is_kept() -> None:
    """With strict prerequisites the dependent is done a sprint after what it waits for, in every run."""
    found = forecast(
        practice("a", level(story(5))),
        practice("b", level(story(5), requires=("a/1",))),
        velocity=[10, 10, 20, 20, 20, 40],
        policy={"strict": True},
    )
    assert (0.0, 1.0) == (outlook(found, "epic", "b").chance(1), outlook(found, "epic", "b").chance(2))


def test_a_skill_varies_with_the_velocity() -> None:
    """A story of 5 for a skill of 5 takes a second sprint where the velocity is half of the mean or less."""
    found = forecast(
        practice("a", level(story(5)), skill="ml"),
        velocity=[10, 10, 10, 30, 30, 30],
        team={"skills": {"ml": 5}},
    )
    assert near(0.5, outlook(found, "epic", "a").chance(1))


def test_a_pin_holds_back() -> None:
    """A story pinned to the second sprint is not begun in the first, though there is room when that is fast."""
    practices = [practice(id, level(story(10))) for id in "ab"]
    free, pinned = (
        forecast(*practices, velocity=[10, 10, 10, 20, 20, 20], edits=edits, calendar=calendar(2))
        for edits in ([], [{"pin": "b", "sprint": 2}])
    )
    assert (True, 0.0) == (outlook(free, "plan").chance(1) > 0.4, outlook(pinned, "epic", "b").chance(1))


def test_not_before_holds_beyond_the_calendar() -> None:
    """A story that is deferred and may not be before sprint 4 is done in sprint 4."""
    edits = [{"not_before": "a", "sprint": 4}]
    found = forecast(practice("a"), velocity=SURE, edits=edits, calendar=calendar(1))
    assert 4 == outlook(found, "epic", "a").quantile(50)


def test_days_off_count() -> None:
    """A sprint with half of its days off holds half, so the second story is done in the second."""
    days_off = [datetime.date(2026, 12, 7) + datetime.timedelta(days=n) for n in range(5)]
    found = forecast(practice("a", level(story(5), story(5))), velocity=SURE, calendar=calendar(3, days_off=days_off))
    assert (0.0, 1.0) == (outlook(found, "plan").chance(1), outlook(found, "plan").chance(2))


def test_the_calendar_is_continued() -> None:
    """What does not fit the calendar is done in the sprints that would follow: the second level in sprint 2."""
    found = forecast(
        practice("a", level(story(10)), level(story(10))), velocity=SURE, calendar=calendar(1), target={"default": 2}
    )
    epic, part = outlook(found, "epic", "a"), outlook(found, "part", "a")
    assert (None, 1) == (epic.goal.planned, part.goal.planned)
    assert (2, 1) == (epic.quantile(50), part.quantile(50))
    assert datetime.date(2027, 1, 3) == found.end(2)


def test_the_more_valuable_of_the_deferred_comes_first() -> None:
    """Of two practices beyond the calendar, the one that is worth more for its size is done before the other."""
    practices = [practice(id, level(story(10)), severity=s) for id, s in (("a", "low"), ("b", "medium"), ("c", "high"))]
    found = forecast(*practices, velocity=SURE, calendar=calendar(1))
    assert [3, 2, 1] == [outlook(found, "epic", id).quantile(50) for id in "abc"]


def test_the_more_valuable_of_a_sprint_comes_first() -> None:
    """Of two stories planned in one sprint, the one of the more valuable level is the last to be carried over."""
    practices = [practice("a", level(story(5)), severity="low"), practice("b", level(story(5)), severity="high")]
    found = forecast(*practices, velocity=[5, 5, 5, 15, 15, 15], calendar=calendar(1))
    assert [True, 1.0] == [near(0.5, outlook(found, "epic", "a").chance(1)), outlook(found, "epic", "b").chance(1)]


def test_what_can_never_be_done() -> None:
    """Work for a skill that the team does not have is never done, and no date is given."""
    found = forecast(practice("a", level(story(5)), skill="ml"), velocity=SURE, team={"skills": {"ml": 0}})
    assert (0.0, None) == (outlook(found, "epic", "a").chance(10_000), outlook(found, "epic", "a").quantile(50))


def test_a_story_larger_than_any_sprint_takes_several() -> None:
    """The plan leaves out 25 points that cannot be split; in sprints of 10 they are done at the end of the third."""
    found = forecast(practice("a", level(story(25))), velocity=SURE)
    assert (None, 3) == (outlook(found, "epic", "a").goal.planned, outlook(found, "epic", "a").quantile(50))
    assert any("larger than any sprint" in sentence for sentence in assumptions(found))


def test_the_target_of_a_pillar_is_the_last_of_its_practices() -> None:
    """A pillar is where its slowest practice is, and one without gaps is there at the start."""
    found = forecast(practice("a", level(story(10))), practice("b", level(story(10))), velocity=SURE)
    assert (2, 0) == (outlook(found, "pillar", "ops").quantile(50), outlook(found, "pillar", "sec").quantile(50))


def test_levels_that_others_pull_in_are_not_the_target_s() -> None:
    """The date of a pillar's target does not wait for levels above it, though the epic's does."""
    found = forecast(
        practice("a", level(story(1)), level(story(10))),
        practice("b", level(story(10)), level(story(10), requires=("a/2",)), principles=["sec.trace"]),
        velocity=SURE,
        calendar=calendar(8),
        target={"default": 1, "pillars": {"sec": 2}},
    )
    assert outlook(found, "pillar", "ops").quantile(95) < outlook(found, "epic", "a").quantile(95)  # type: ignore[operator]


def test_what_is_excluded_is_left_out() -> None:
    """An excluded practice is in no date, and is counted."""
    practices = [practice("a", level(story(5))), practice("b", level(story(5), requires=("a/1",)))]
    found = forecast(*practices, velocity=SURE, edits=[{"exclude": "a"}])
    assert ((), 2) == (outlook(found, "target").goal.steps, outlook(found, "target").goal.left_out)
    assert (
        "What is excluded, and what waits for it, is left out: 2 levels are not in the target's date."
        in assumptions(found)
    )


def test_a_deadline_has_a_probability() -> None:
    """A deadline of the first sprint is met where the first sprint is fast enough."""
    found = forecast(
        practice("a", level(story(7))), velocity=[5, 5, 5, 10, 10, 10], edits=[{"deadline": "a", "sprint": 1}]
    )
    [deadline] = found.of_kind("deadline")
    assert near(0.5, deadline.chance(deadline.goal.due or 0))


def test_chunks_do_not_matter() -> None:
    """The first runs are the same however many are wanted: 6,000 runs are 5,000 and 1,000 more."""
    practices = [practice("a", level(story(points={"low": 2, "likely": 4, "high": 10}), story(5)))]
    few, many = (forecast(*practices, velocity=[5, 5, 8, 10, 10, 12], runs=n) for n in (6_000, 5_000))
    assert 0 <= outlook(few, "plan").counts[1] - outlook(many, "plan").counts[1] <= 1_000


def test_a_later_date_to_look_at_changes_nothing_else() -> None:
    """Dates and probabilities do not depend on the date that is asked for."""
    plan = planned(practice("a", level(story(5), story(5))), team={"velocity": [5, 5, 5, 10, 10, 10]})
    plain, later = make_forecast(plan, 500), make_forecast(plan, 500, by=datetime.date(2029, 1, 1))
    assert len(plain.sprints) < len(later.sprints)
    assert [plain.outlooks[0].chance(s) for s in (1, 2)] == [later.outlooks[0].chance(s) for s in (1, 2)]


def test_progress_is_told() -> None:
    """The runs that were heard of are all runs."""
    heard: list[int] = []
    make_forecast(planned(practice("a")), 12_345, progress=heard.append)
    assert 12_345 == sum(heard)


def test_assumptions_name_what_was_measured() -> None:
    """A long history is named with its figures; a short one with what is assumed in its place."""
    long, short = (forecast(practice("a"), velocity=v, runs=1) for v in ([20, 21, 22, 23, 24], [24]))
    assert assumptions(long)[0].startswith("Velocity: 5 measured figures, 20 to 24 points. ")
    assert assumptions(short)[0].startswith(
        "Velocity: one figure, too few to tell how it varies. Assumed: in the long run 60 to 160 %"
    )

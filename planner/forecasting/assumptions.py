"""What a forecast takes for granted, in sentences."""

from __future__ import annotations

from planner.forecasting.forecast import Forecast
from planner.forecasting.jobs import Job
from planner.forecasting.pace import MEAN_RANGES, SPRINT_RANGE


def assumptions(forecast: Forecast) -> tuple[str, ...]:
    """Everything that was assumed of this forecast, what is peculiar to it first."""
    plan = forecast.plan
    found = [_velocity(forecast), _sizes(forecast)]
    if plan.workload.team.skills:
        found.append("What each skill gives varies with the velocity of the sprint.")
    found.append(
        "Work is done in the order of the plan, and what was deferred after it by value; prerequisites hold; a story "
        "begun in a sprint that turns out too short is carried over."
    )
    large = sum(deferral.cause[:1] == ("too-large",) for deferral in plan.deferrals.values())
    if large:
        stories = "1 story that is" if large == 1 else f"{large} stories that are"
        found.append(
            f"Of the work that the plan leaves out, {stories} held up by one larger than any sprint: it takes several."
        )
    if left_out := forecast.of_kind("target")[0].goal.left_out:
        levels = "1 level is" if left_out == 1 else f"{left_out} levels are"
        found.append(f"What is excluded, and what waits for it, is left out: {levels} not in the target's date.")
    days = plan.workload.calendar.sprint_days
    found.append(
        f"After sprint {plan.sprints[-1].number}, the last of the calendar, sprints of {days} days go on at the same "
        "velocity, with the days off that the workload gives."
    )
    return tuple(found)


def _velocity(forecast: Forecast) -> str:
    figures = forecast.pace.figures
    if forecast.pace.measured:
        return (
            f"Velocity: {len(figures)} measured figures, {min(figures):g} to {max(figures):g} points. Each run draws "
            "the history anew, and from that a figure for each sprint."
        )
    low, high = MEAN_RANGES[len(figures)]
    least, most = SPRINT_RANGE
    few = "one figure" if len(figures) == 1 else f"{len(figures)} figures"
    return (
        f"Velocity: {few}, too few to tell how it varies. Assumed: in the long run {low} to {high} % of the mean, as "
        f"likely below it as above, and each sprint {least} to {most} % of that."
    )


def _sizes(forecast: Forecast) -> str:
    jobs = [step for step in forecast.steps if isinstance(step, Job)]
    ranged = sum(job.low < job.high for job in jobs)
    return (
        f"Sizes: {ranged} of {len(jobs)} stories give a range, drawn from a triangle with its peak at the likely size; "
        "the others are taken at their size, since a measured velocity holds already how estimates err."
    )

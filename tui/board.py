"""The plan as a board that a person reads: sprints with their stories, totals, what is deferred, the certificate."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from catalog.counted import counted
from planner import explain
from planner.backlog import Story
from planner.document import goal
from planner.plan import Plan
from planner.sprints import Sprint
from tui.style import badge, letters, meter, pillar_style

SHOWN = 5
"""Deferred levels named for each reason; the rest are counted."""


def board(plan: Plan) -> RenderableType:
    """The whole plan."""
    parts: list[RenderableType] = [_head(plan), ""]
    for sprint in plan.sprints:
        parts += [_sprint(plan, sprint), ""]
    parts += [_pillars(plan), ""]
    if plan.deferrals:
        parts += [_deferred(plan), ""]
    parts.append(Text(explain.certificate(plan), style="bold"))
    parts += [Text(f"Note: {note}.", style="dim") for note in plan.notes]
    return Group(*parts)


def summary(plan: Plan, output: str | None) -> RenderableType:
    """The plan in a few lines: how much of it there is, where it went, how good it is."""
    placed = sum(len(ids) for ids in plan.by_sprint.values())
    points = sum(plan.points(sprint.number) for sprint in plan.sprints)
    where = f" Wrote {output}." if output else ""
    stories, sprints = counted(placed, "story", "stories"), counted(len(plan.sprints), "sprint")
    lines: list[RenderableType] = [
        f"{plan.workload.name}: {stories} ({explain.points(points)} points) in {sprints}, "
        f"{len(plan.deferrals)} deferred.{where}",
        explain.certificate(plan),
    ]
    lines += [f"Note: {note}." for note in plan.notes]
    if count := len(plan.workload.proposed):
        proposed = counted(count, "proposed level is", "proposed levels are")
        lines.append(f"Note: {proposed} not counted; see 'colonnade baseline show'.")
    return Group(*lines)


def _head(plan: Plan) -> RenderableType:
    catalogs = ", ".join(f"{part.id} {part.version}" for part in plan.catalog.parts)
    first, last = plan.sprints[0].start, plan.sprints[-1].end
    title = Text.assemble((plan.workload.name, "bold"), f"  {first:%-d %B %Y} to {last:%-d %B %Y}, catalog {catalogs}")
    marks = letters(plan.catalog)
    legend = Text()
    for pillar in plan.catalog.pillars:
        legend.append(marks[pillar.id], style=pillar_style(plan.catalog, pillar.id))
        legend.append(f" {pillar.title}   ")
    signs = Text("▲ the story that completes a level   ⚲ pinned", style="dim")
    return Group(title, legend, signs)


def _sprint(plan: Plan, sprint: Sprint) -> RenderableType:
    used = plan.points(sprint.number)
    head = Text.assemble(
        (f"Sprint {sprint.number}", "bold"),
        f"  {f'{sprint.start:%-d %b} – {sprint.end:%-d %b}':15}  ",
        (meter(used, sprint.capacity), "green"),
        f" {explain.points(used)}/{explain.points(sprint.capacity)} points",
    )
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0), expand=True)
    table.add_column(width=1)
    table.add_column(justify="right", width=4, no_wrap=True)
    table.add_column(width=1, no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(
        no_wrap=True, style="dim", width=max((len(s.skill) for s in plan.backlog.story.values()), default=1)
    )
    table.add_column(no_wrap=True, style="dim", width=max(map(len, plan.backlog.story), default=1))
    for story in _stories(plan, sprint):
        milestone = plan.backlog.milestone[story.milestone]
        last = plan.reached(milestone.id) == sprint.number and _finishes(plan, story, sprint)
        sign = "▲" if last else "⚲" if any(hold.kind == "pin" for hold in plan.holds(story.id)) else ""
        mark = badge(plan.catalog, plan.epic[story.practice].pillar)
        table.add_row(mark, explain.points(story.size), sign, story.title, story.skill, story.id)
    rows: list[RenderableType] = [head]
    if sprint.skills:
        rows.append(_indented(Text(_skills(plan, sprint), style="dim")))
    aim = goal(plan, sprint.number)
    if aim:
        rows.append(_indented(Text(aim, style="italic", no_wrap=True, overflow="ellipsis")))
    rows.append(Padding(table, (0, 0, 0, 2)))
    return Group(*rows)


def _indented(content: RenderableType, by: int = 2) -> RenderableType:
    return Padding(content, (0, 0, 0, by), expand=False)


def _skills(plan: Plan, sprint: Sprint) -> str:
    """What each skill gives of its capacity: `app 2/5   data 5/5`."""
    taken = dict.fromkeys(sprint.skills, 0)
    for story in _stories(plan, sprint):
        if story.skill in taken:
            taken[story.skill] += story.size
    shares = (f"{s} {explain.points(taken[s])}/{explain.points(limit)}" for s, limit in sprint.skills.items())
    return "   ".join(shares)


def _stories(plan: Plan, sprint: Sprint) -> list[Story]:
    """A sprint's stories, those of the most valuable epic first."""
    stories = [plan.backlog.story[id] for id in plan.by_sprint[sprint.number]]
    return sorted(stories, key=lambda s: (-plan.epic[s.practice].value, s.id))


def _finishes(plan: Plan, story: Story, sprint: Sprint) -> bool:
    """Whether a story is the last of its level in the sprint that reaches it, as the board lists them."""
    mates = [s.id for s in _stories(plan, sprint) if s.milestone == story.milestone]
    return mates[-1] == story.id


def _pillars(plan: Plan) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("", "Pillar"):
        table.add_column(name)
    for name in ("gaps", "levels reached", "stories", "points", "value per sprint"):
        table.add_column(name, justify="right")
    for pillar in plan.catalog.pillars:
        epics = [epic for epic in plan.backlog.epics if epic.pillar == pillar.id]
        stories = [story for epic in epics for story in epic.stories]
        placed = [story for story in stories if plan.sprint_of(story.id) is not None]
        milestones = [m for epic in epics for m in epic.milestones]
        reached = [m for m in milestones if plan.reached(m.id) is not None]
        table.add_row(
            badge(plan.catalog, pillar.id),
            pillar.title,
            str(len(epics)),
            f"{len(reached)} of {len(milestones)}",
            f"{len(placed)} of {len(stories)}",
            f"{explain.points(sum(s.size for s in placed))} of {explain.points(sum(s.size for s in stories))}",
            f"{sum(m.score.value for m in reached):.1f} of {sum(m.score.value for m in milestones):.1f}",
        )
    return table


def _deferred(plan: Plan) -> RenderableType:
    """Deferred work by reason, the most valuable levels first, with the reason in a sentence."""
    groups: dict[str, dict[str, list[Story]]] = {}
    for id in sorted(plan.deferrals):
        story = plan.backlog.story[id]
        groups.setdefault(plan.deferrals[id].reason, {}).setdefault(story.milestone, []).append(story)
    rows: list[RenderableType] = [Text("Deferred", style="bold")]
    for reason in sorted(groups):
        levels = groups[reason]
        count = sum(len(stories) for stories in levels.values())
        size = sum(story.size for stories in levels.values() for story in stories)
        rows.append(_indented(f"{reason}: {counted(count, 'story', 'stories')}, {explain.points(size)} points"))
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column(width=1)
        table.add_column(ratio=2)
        table.add_column(ratio=3, style="dim")
        ranked = sorted(levels, key=lambda at: (-plan.backlog.milestone[at].score.value, at))
        for id in ranked[:SHOWN]:
            epic = plan.epic[plan.backlog.milestone[id].practice]
            text = _short_reason(plan, levels[id])
            table.add_row(badge(plan.catalog, epic.pillar), f"{epic.title} (level {id.split('/')[1]})", text)
        rows.append(_indented(table, 4))
        if len(ranked) > SHOWN:
            rows.append(_indented(Text(f"… and {counted(len(ranked) - SHOWN, 'level')} more", style="dim"), 6))
    return Group(*rows)


def _short_reason(plan: Plan, stories: list[Story]) -> str:
    """A deferral in a few words; the whole sentence is in the document and in `why`."""
    story = stories[0]
    deferral = plan.deferrals[story.id]
    if deferral.reason == "capacity" and not deferral.cause:
        milestone = plan.backlog.milestone[story.milestone]
        return f"{explain.points(sum(s.size for s in stories))} points for {milestone.score.value:.1f} per sprint"
    if deferral.reason == "prerequisite":
        return f"waits for {explain.listed(deferral.cause)}"
    return explain.deferral_text(plan, story)

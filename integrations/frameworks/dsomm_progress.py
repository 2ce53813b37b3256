"""The progress of teams in OWASP DSOMM: `team-progress.yaml` of version 4, and `generated.yaml` of the versions before.

Progress is activity → team → state → the day on which the state was reached; `progressDefinition` in `meta.yaml` gives
each state a score. https://github.com/devsecopsmaturitymodel/DevSecOps-MaturityModel
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from catalog.errors import BadInput, nearest
from catalog.yaml_text import Document, parse_foreign, read_text
from integrations.frameworks.foreign import Node, Notes, shown, whole
from planner.answers import Answer, State

META = "meta.yaml"
MAX_SHOWN = 20
SCORES = {
    "not implemented": 0.0,
    "planned": 0.1,
    "started": 0.2,
    "partly implemented": 0.5,
    "implemented": 1.0,
    "fully implemented": 1.0,
}
"""The states that DSOMM comes with, in small letters, and how far each is, where no `progressDefinition` is at hand."""


def read(path: Path, team: str = "") -> tuple[list[Answer], Notes]:
    """The answers of a team, or of all in the file together, and what is wrong with them.

    An activity is met when it is wholly implemented by the team, or by all teams that the file names. An activity that
    the file does not name has no answer. Raises BadInput where the file holds no progress, or none of this team.
    """
    file = str(path)
    notes = Notes(file)
    documents = _read(path, notes)
    tops = [whole(document, notes) for document in documents if document.data is not None]
    progress = [top.get("progress") for top in tops if isinstance(top.value, dict) and "progress" in top.value]
    if progress:
        found = list(_progress(progress, _scores(path, tops, notes)))
    else:
        found = [reached for top in tops for reached in _implemented(top)]
    teams = list(dict.fromkeys(name for _, _, states in found for name in states))
    if not teams:
        text = "no team has progress in it: the key 'progress' was expected, or activities that teams implement"
        raise BadInput([*notes.found, *BadInput.one(file, text, 1).problems])
    if team and team not in teams:
        hint = nearest(team, teams) or f"; there are {', '.join(teams[:MAX_SHOWN])}"
        raise BadInput.one("--team", f"{file} has no progress of the team '{team}'{hint}")
    return list(_answers(found, [team] if team else teams)), notes


Reached = tuple[str, Node, dict[str, tuple[float, str]]]
"""An activity's id, where it stands, and for each team how far it is, 0 to 1, with that in words."""


def _read(path: Path, notes: Notes) -> list[Document]:
    documents, problems = parse_foreign(read_text(path), str(path))
    for problem in problems:
        notes.add("repeated-key", problem.line, problem.key, problem.text)
    return documents


def _scores(path: Path, tops: Sequence[Node], notes: Notes) -> dict[str, float]:
    """The states and their scores: of the file itself, of the meta.yaml beside it, else those that DSOMM comes with."""
    beside = path.parent / META
    if not any(top.get("progressDefinition").value for top in tops) and beside.is_file() and beside != path:
        about = Notes(str(beside))
        try:
            tops = [whole(document, about) for document in _read(beside, about)]
        except BadInput as error:
            first = error.problems[0]
            notes.add("unreadable-file", None, "", f"{beside}: {first.text}; the usual states are taken")
    scores: dict[str, float] = {}
    for top in tops:
        said = top.get("progressDefinition")
        for name, node in said.entries("progressDefinition") if said.value is not None else []:
            value = node.get("score").value if isinstance(node.value, dict) else node.value
            score = _score(value)
            if score is None:
                text = f"progressDefinition: a score from 0% to 100% was expected for '{name[:60]}', not {shown(value)}"
                notes.add("odd-score", None if top.notes is not notes else node.lines.line, "", text)
            else:
                scores[" ".join(name.split()).casefold()] = score
    return scores or SCORES


def _score(value: object) -> float | None:
    """A score from 0 to 1: of `50%`, of a fraction, or of a number of percent."""
    text = str(value).strip()
    percent = text.endswith("%")
    try:
        number = float(text.removesuffix("%")) if not isinstance(value, bool) else -1.0
    except ValueError:
        return None
    number = number / 100 if percent or number > 1 else number
    return number if 0 <= number <= 1 else None


def _progress(progress: Sequence[Node], scores: dict[str, float]) -> Iterator[Reached]:
    seen: set[str] = set()
    for node in progress:
        for id, teams in node.entries("progress") if node.value is not None else []:
            activity = teams.named(id[:60])
            if id in seen:
                activity.say("duplicate-id", "the activity has progress above already")
            seen.add(id)
            if teams.value is not None:
                states = {name: _state(inner.named(name[:60]), scores) for name, inner in activity.entries("activity")}
                yield id.strip(), activity, states


def _state(node: Node, scores: dict[str, float]) -> tuple[float, str]:
    """How far a team is: the highest state that has a day."""
    best = (0.0, "not implemented")
    for name, day in node.entries("team") if node.value is not None else []:
        known = " ".join(name.split()).casefold()
        if known not in scores:
            names = ", ".join(islice(scores, MAX_SHOWN))
            hint = node.notes.near(name.casefold(), scores)
            day.say("unknown-state", f"the state {shown(name)} is none of {names}{hint}")
        elif day.value is not None:
            when = _date(day.value)
            if when is None:
                day.say("odd-date", f"{name[:60]}: a date like 2026-12-07 was expected, not {shown(day.value)}")
            best = max(best, (scores[known], f"{known} {when or ''}".rstrip()))
    return best


def _date(value: object) -> datetime.date | None:
    """A day, given as one or as text that begins with one."""
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _implemented(top: Node) -> Iterator[Reached]:
    """Activities that say themselves which teams have implemented them; those that do not are told together."""
    silent: list[Node] = []
    made = 0
    for dimension, groups in _inner(top):
        for group, activities in _inner(groups.named(dimension)):
            for name, activity in _inner(activities.named(group)):
                node = activity.named(name)
                node.slips(("uuid", "teamsImplemented", "isImplemented"))
                uuid = node.get("uuid").key()
                said, alone = node.get("teamsImplemented"), node.get("isImplemented")
                if said.value is None and not isinstance(alone.value, bool):
                    silent.append(node)
                    continue
                made += 1
                if not uuid:
                    node.say("missing-uuid", "the activity has no uuid that can be read; it goes by its name")
                if said.value is not None:
                    yield (
                        uuid or name,
                        node,
                        {team: _yes(each, team) for team, each in said.entries("teamsImplemented")},
                    )
                else:
                    yield uuid or name, node, {"": _yes(alone, "isImplemented")}
    if made and silent:
        text = f"it does not say which teams have implemented it; nor do {len(silent) - 1} more"
        silent[0].say("no-teams", text if len(silent) > 1 else text.partition(";")[0])


def _inner(node: Node) -> list[tuple[str, Node]]:
    if not isinstance(node.value, dict):
        if node.value is not None:
            node.say("wrong-shape", f"a mapping was expected, not {shown(node.value)}; it is left out")
        return []
    return [(" ".join(key[:60].split()), inner) for key, inner in node.entries("mapping")]


def _yes(node: Node, what: str) -> tuple[float, str]:
    if not isinstance(node.value, bool):
        node.say(
            "not-a-truth-value", f"{what[:60]}: true or false was expected, not {shown(node.value)}; read as false"
        )
    return (1.0, "implemented") if node.value is True else (0.0, "not implemented")


def _answers(found: Sequence[Reached], teams: Sequence[str]) -> Iterator[Answer]:
    for id, node, states in found:
        ours = {team: states[team] for team in teams if team in states} if len(teams) == 1 else states
        scores = [score for score, _ in ours.values()]
        by_all = len(ours) == len(teams) and min(scores) >= 1
        state = State.MET if by_all else State.PARTLY if max(scores, default=0) > 0 else State.UNMET
        words = [(name, ours.get(name, (0.0, "not implemented"))[1]) for name in teams[:MAX_SHOWN]]
        said = ", ".join(f"{name}: {word}" if name else word for name, word in words)
        yield Answer((id,), state, said, line=node.lines.line)

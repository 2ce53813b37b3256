"""Answers of the AWS Well-Architected Tool: what `aws wellarchitected list-answers` prints, in one or several pages.

https://docs.aws.amazon.com/wellarchitected/latest/APIReference/API_ListAnswers.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from catalog.errors import BadInput, nearest
from catalog.yaml_text import read_text
from integrations.frameworks import json_text
from integrations.frameworks.aws_lens import says_none
from integrations.frameworks.foreign import Node, Notes, shown, whole
from planner.answers import Answer, State

STATUSES = {
    "SELECTED": State.MET,
    "UNSELECTED": State.UNMET,
    "NOT_APPLICABLE": State.NOT_APPLICABLE,
}
RISKS = ("UNANSWERED", "HIGH", "MEDIUM", "NONE", "NOT_APPLICABLE")
SAID = {State.MET: "selected", State.UNMET: "not selected", State.NOT_APPLICABLE: "not applicable"}

KEYS = ("QuestionId", "Choices", "SelectedChoices", "ChoiceAnswerSummaries", "ChoiceAnswers", "IsApplicable", "Reason")
CHOICE_KEYS = ("ChoiceId", "Title", "Status", "Reason", "Notes")

_CODE = re.compile(r"\[?([A-Z]{2,8}[0-9]{2}[-_]BP[0-9]{2})\b")


def read(path: Path, team: str = "") -> tuple[list[Answer], Notes]:  # noqa: ARG001  # a review is of one workload
    """The answers in a file, and what is wrong with them. Raises BadInput where the file holds none."""
    file = str(path)
    notes = Notes(file)
    documents, problems = json_text.parse_several(read_text(path), file)
    for problem in problems:
        notes.add("odd-json", problem.line, problem.key, problem.text)
    questions = [node for document in documents for node in _questions(whole(document, notes))]
    if not questions:
        text = "these are no AWS answers: the list 'AnswerSummaries' was expected, or a list of answers"
        raise BadInput([*notes.found, *BadInput.one(file, text, 1).problems])
    answers: list[Answer] = []
    asked: set[str] = set()
    for number, node in enumerate(questions):
        said = node.get("QuestionId")
        id = said.text("QuestionId")
        question = node.named(id[:60] or f"answer[{number}]")
        if id and id in asked:
            question.say("duplicate-question", f"the question {shown(id)} is answered above already; the first holds")
            continue
        asked.add(id)
        question.slips(KEYS)
        if not id:
            question.say("missing-id", "the answer has no QuestionId")
        if not question.get("Choices").value:
            question.say("missing-choices", "the answer lists no choices; those that it does not select are not known")
        answers += [replace(answer, group=id) for answer in _answers(question)]
    return answers, notes


def _questions(top: Node) -> list[Node]:
    """The answers to questions in a page, a list of pages, a list of answers, or one answer alone."""
    if isinstance(top.value, list):
        return [found for item in top.items("answers") for found in _questions(item)]
    if not isinstance(top.value, dict):
        top.say("wrong-shape", f"an answer was expected, not {shown(top.value)}")
        return []
    if "AnswerSummaries" in top.value:
        found = top.get("AnswerSummaries").items("AnswerSummaries")
        more = top.get("NextToken")
        if more.value:
            more.say("more-pages", "NextToken: there are further answers; see that the file holds the next page too")
        for node in found:
            if not isinstance(node.value, dict):
                node.say("wrong-shape", f"an answer was expected, not {shown(node.value)}")
        return [node for node in found if isinstance(node.value, dict)]
    if "Answer" in top.value:
        return _questions(top.get("Answer"))
    if "QuestionId" in top.value:
        return [top]
    known = ("AnswerSummaries", "Answer", "QuestionId")
    hint = next((near for key in top.value if (near := nearest(str(key)[:100], known))), "")
    top.say("wrong-shape", f"this is no answer: it has none of the keys {', '.join(known)}{hint}")
    return []


def _answers(question: Node) -> Iterator[Answer]:
    """The answers to the choices of a question; none where the question was not answered."""
    choices, none = _choices(question)
    selected = _ids(question.get("SelectedChoices"), "SelectedChoices")
    details = _details(question)
    risk = _risk(question)
    for id in dict.fromkeys([*selected, *details]):
        if choices and id not in choices and id not in none:
            text = f"{shown(id)} is no choice of this question{question.notes.near(id, choices)}"
            question.say("unknown-choice", text)
    applies = question.get("IsApplicable")
    if applies.value not in (True, False, None):
        text = f"IsApplicable: true or false was expected, not {shown(applies.value)}; read as true"
        applies.say("not-a-truth-value", text)
    if applies.value is False:
        reason = _words(question.get("Reason").text("Reason")) or "the question does not apply"
        for id, (titles, line) in choices.items():
            yield Answer((id, *titles), State.NOT_APPLICABLE, "question not applicable", reason, line)
        return
    if not selected and not details and risk in ("", "UNANSWERED"):
        return
    yield from _each(question, choices, none, selected, details)


def _each(
    question: Node,
    choices: dict[str, tuple[tuple[str, ...], int]],
    none: set[str],
    selected: Mapping[str, None],
    details: dict[str, tuple[State, str, str]],
) -> Iterator[Answer]:
    line = question.lines.line
    everything = choices or {id: ((), line) for id in [*selected, *details] if not says_none(id, "")[0]}
    made = [id for id in selected if id in everything]
    without = next((id for id in selected if id in none), "")
    if without and made:
        text = f"{shown(without)} says that none is chosen, but {', '.join(map(shown, made[:3]))} is; both are read"
        question.say("contradiction", text)
    for id, (titles, at) in everything.items():
        state, reason, note = details.get(id, (State.UNMET, "", ""))
        if id in selected and state is not State.MET:
            if id in details:
                question.say("contradiction", f"{shown(id)} is among the selected, but its status is {state.value}")
            state = State.MET
        said = SAID[state] + (f", {reason}" if reason else "") + (f": {note}" if note else "")
        yield Answer((id, *titles), state, said, reason if state is State.NOT_APPLICABLE else "", at)


def _choices(question: Node) -> tuple[dict[str, tuple[tuple[str, ...], int]], set[str]]:
    """The choices of a question by id, with further names and the line; and the ids of those that say "none of these".

    AWS's own lenses give their best practices a code such as OPS05-BP01 in some titles and not in the id.
    """
    found: dict[str, tuple[tuple[str, ...], int]] = {}
    none: set[str] = set()
    for node in question.get("Choices").items("Choices"):
        if not isinstance(node.value, dict):
            node.say("wrong-shape", f"a choice was expected, not {shown(node.value)}")
            continue
        id, title = node.get("ChoiceId").text("ChoiceId"), node.get("Title").text("Title")
        if not id:
            node.say("missing-id", "the choice has no ChoiceId, and is left out")
            node.slips(CHOICE_KEYS)
        elif any(says_none(id, title)):
            none.add(id)
        else:
            code = _CODE.match(title)
            found.setdefault(id, ((code[1],) if code else (), node.get("ChoiceId").lines.line))
    return found, none


def _details(question: Node) -> dict[str, tuple[State, str, str]]:
    """What is said of single choices: their state, the reason, and a note."""
    found: dict[str, tuple[State, str, str]] = {}
    for key in ("ChoiceAnswerSummaries", "ChoiceAnswers"):
        for node in question.get(key).items(key):
            if not isinstance(node.value, dict):
                node.say("wrong-shape", f"{key}: a mapping was expected, not {shown(node.value)}")
                continue
            id, status = node.get("ChoiceId").text("ChoiceId"), node.get("Status").text("Status")
            if id and status in STATUSES:
                reason = _words(node.get("Reason").text("Reason"))
                found[id] = (STATUSES[status], reason, " ".join(node.get("Notes").text("Notes").split())[:200])
            elif id:
                text = f"Status: {shown(status)} is none of {', '.join(STATUSES)}{node.notes.near(status, STATUSES)}"
                node.get("Status").say("odd-status", text)
            else:
                node.say("missing-id", f"{key}: there is no ChoiceId; left out")
    return found


def _ids(node: Node, what: str) -> dict[str, None]:
    """The ids in a list, each once, in their order."""
    return {id: None for item in node.items(what) if (id := item.text(what))}


def _risk(question: Node) -> str:
    said = question.get("Risk")
    word = said.text("Risk")
    if word and word not in RISKS:
        said.say("odd-risk", f"Risk: {shown(word)} is none of {', '.join(RISKS)}{said.notes.near(word, RISKS)}")
    return word


def _words(code: str) -> str:
    """A reason such as OUT_OF_SCOPE in words, empty for NONE."""
    return "" if code == "NONE" else " ".join(code.lower().replace("_", " ").split())[:200]

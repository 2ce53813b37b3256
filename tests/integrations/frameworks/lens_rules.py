"""The published rules of a custom lens, checked on its text alone and not by the code that writes one.

https://docs.aws.amazon.com/wellarchitected/latest/userguide/lenses-format-specification.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

RISKS = ["HIGH_RISK", "MEDIUM_RISK", "NO_RISK"]


def violations(text: str) -> list[str]:
    """Everything in which a text is no lens that the AWS Well-Architected Tool accepts."""
    if not 2 <= len(text.encode()) <= 500_000:
        return [f"{len(text.encode())} bytes"]
    lens = json.loads(text)
    found = list(_keys(lens, "lens", {"schemaVersion", "name", "description", "pillars"}))
    if lens["schemaVersion"] != "2021-11-01":
        found.append("schemaVersion")
    found += _text(lens["name"], "name", 128)
    found += _text(lens["description"], "description", 2048)
    found += _count(lens["pillars"], "pillars", 1, 10)
    for pillar in lens["pillars"]:
        found += _pillar(pillar)
    return found + list(_unique(lens["pillars"], "pillars"))


def _pillar(pillar: dict[str, Any]) -> Iterator[str]:
    at = f"pillar {pillar['id']}"
    yield from _keys(pillar, at, {"id", "name", "questions"})
    yield from _id(pillar["id"], at)
    yield from _text(pillar["name"], f"{at} name", 128)
    yield from _count(pillar["questions"], f"{at} questions", 1, 20)
    yield from _unique(pillar["questions"], f"{at} questions")
    for question in pillar["questions"]:
        yield from _question(question)


def _question(question: dict[str, Any]) -> Iterator[str]:
    at = f"question {question['id']}"
    yield from _keys(question, at, {"id", "title", "choices", "riskRules"}, {"description", "helpfulResource"})
    yield from _id(question["id"], at)
    yield from _text(question["title"], f"{at} title", 128)
    if "description" in question:
        yield from _text(question["description"], f"{at} description", 2048)
    yield from _count(question["choices"], f"{at} choices", 2, 15)
    yield from _unique(question["choices"], f"{at} choices")
    none = [choice for choice in question["choices"] if choice["id"].endswith("_no")]
    if len(none) != 1:
        yield f"{at}: {len(none)} choices are 'none of these'"
    for choice in question["choices"]:
        yield from _choice(choice, f"{at} choice {choice['id']}", is_none=choice in none)
    yield from _rules(question["riskRules"], [choice["id"] for choice in question["choices"]], at)


def _choice(choice: dict[str, Any], at: str, *, is_none: bool) -> Iterator[str]:
    needed = {"id", "title"} if is_none else {"id", "title", "improvementPlan"}
    yield from _keys(choice, at, needed, {"helpfulResource", "improvementPlan", "additionalResources"})
    yield from _id(choice["id"], at)
    yield from _text(choice["title"], f"{at} title", 128)
    for key in ("helpfulResource", "improvementPlan"):
        if key in choice:
            yield from _resource(choice[key], f"{at} {key}")
    more = choice.get("additionalResources", [])
    types = [resource["type"] for resource in more]
    if len(set(types)) != len(types) or set(types) - {"HELPFUL_RESOURCE", "IMPROVEMENT_PLAN"}:
        yield f"{at} additionalResources {types}"
    for resource in more:
        yield from _keys(resource, f"{at} additionalResources", {"type", "content"})
        yield from _count(resource["content"], f"{at} additionalResources", 1, 5)
        for content in resource["content"]:
            yield from _resource(content, f"{at} additionalResources")


def _resource(resource: dict[str, Any], at: str) -> Iterator[str]:
    yield from _keys(resource, at, {"displayText"}, {"url"})
    yield from _text(resource["displayText"], at, 2048)
    if "url" in resource and not re.match("https?://", resource["url"]):
        yield f"{at} url {resource['url']}"


def _rules(rules: list[dict[str, str]], choices: list[str], at: str) -> Iterator[str]:
    yield from _count(rules, f"{at} riskRules", 1, 3)
    for rule in rules:
        yield from _keys(rule, f"{at} riskRules", {"condition", "risk"})
    risks = [rule["risk"] for rule in rules]
    if set(risks) - set(RISKS) or len(set(risks)) != len(risks):
        yield f"{at} riskRules {risks}"
    if [rule["condition"] for rule in rules].count("default") != 1 or rules[-1]["condition"] != "default":
        yield f"{at} riskRules: the last is not the one default"
    for rule in rules[:-1]:
        words = re.findall(r"\w+|&&|\|\||[!()]", rule["condition"])
        names = [word for word in words if re.match(r"\w", word)]
        if "".join(words) != rule["condition"].replace(" ", "") or set(names) - set(choices):
            yield f"{at} riskRules: {rule['condition']}"


def risk(rules: list[dict[str, str]], chosen: set[str]) -> str:
    """The risk of an answer: that of the first rule that holds. Python evaluates the condition."""
    for rule in rules:
        words = re.findall(r"\w+|&&|\|\||[!()]", rule["condition"])
        said = {"&&": "and", "||": "or", "!": "not", "(": "(", ")": ")", "default": "True"}
        if eval(" ".join(said.get(word, str(word in chosen)) for word in words)):
            return rule["risk"]
    raise AssertionError("no rule holds")


def answers(choices: list[str]) -> Iterator[set[str]]:
    """Every answer to a question with these choices."""
    for made in product([False, True], repeat=len(choices)):
        yield {choice for choice, is_made in zip(choices, made, strict=True) if is_made}


def _keys(value: dict[str, Any], at: str, needed: set[str], allowed: set[str] = frozenset()) -> Iterator[str]:  # type: ignore[assignment]
    if not isinstance(value, dict) or needed - value.keys() or value.keys() - needed - allowed:
        yield f"{at}: keys {sorted(value)}"


def _text(value: object, at: str, limit: int) -> Iterator[str]:
    if not isinstance(value, str) or not 1 <= len(value) <= limit:
        yield f"{at}: {str(value)[:50]!r}"


def _id(value: object, at: str) -> Iterator[str]:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9_]{3,128}", value):
        yield f"{at}: id {value!r}"


def _count(value: object, at: str, low: int, high: int) -> Iterator[str]:
    if not isinstance(value, list) or not low <= len(value) <= high:
        yield f"{at}: {len(value) if isinstance(value, list) else value} of {low} to {high}"


def _unique(values: list[dict[str, Any]], at: str) -> Iterator[str]:
    ids = [value["id"] for value in values]
    if len(set(ids)) != len(ids):
        yield f"{at}: ids {sorted(id for id in ids if ids.count(id) > 1)}"

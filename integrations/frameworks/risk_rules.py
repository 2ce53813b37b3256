"""Risk rules of an AWS Well-Architected question: conditions over its choices, read, evaluated and checked.

The first rule whose condition holds gives the risk; `default` holds for every answer. Which rules can ever fire is
found over all answers at once: a condition is a truth table held in one integer, a bit for each answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from catalog.errors import nearest

DEFAULT = "default"
MAX_VARIABLES = 20
"""A table has 2 to this power bits; AWS allows 15 choices a question."""
MAX_NAMES = 100
MAX_RULES = 200
MAX_TOKENS = 1_000
SEVERITIES = {"HIGH_RISK": "high", "MEDIUM_RISK": "medium", "NO_RISK": "low"}

_TOKEN = re.compile(r"\s*(&&|\|\||[!()]|[^\s&|!()]+|$|.)", re.DOTALL)
_BINDS = {"!": 3, "&&": 2, "||": 1, "(": 0}


@dataclass(frozen=True, slots=True)
class RiskRule:
    condition: str
    risk: str

    @property
    def is_default(self) -> bool:
        return self.condition.strip() == DEFAULT


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with the rules: `index` counts them from 0, None where all of them are meant."""

    rule: str
    index: int | None
    text: str


class ConditionError(ValueError):
    """A condition that cannot be read."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with its operators behind their operands, so that evaluating it needs no recursion."""

    postfix: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The choices it names, each once, in their order."""
        return tuple(dict.fromkeys(word for word in self.postfix if word not in _BINDS))

    def table(self, tables: Mapping[str, int], every: int) -> int:
        """The answers for which it holds; `tables` gives them for each choice, `every` has the bits of all answers."""
        stack: list[int] = []
        for word in self.postfix:
            if word == "!":
                stack.append(every & ~stack.pop())
            elif word in _BINDS:
                right, left = stack.pop(), stack.pop()
                stack.append(left & right if word == "&&" else left | right)
            else:
                stack.append(tables[word])
        return stack[0]

    def holds(self, chosen: Collection[str]) -> bool:
        return bool(self.table({name: int(name in chosen) for name in self.names}, 1))


def parse(text: str) -> Condition:
    """Read a condition: choice ids, `!` before `&&` before `||`, and brackets. Raises ConditionError."""
    words: list[str] = []
    waiting: list[str] = []
    operand = False  # whether the word before ends an operand
    for count, (word, column) in enumerate(_tokens(text)):
        if count >= MAX_TOKENS:
            raise ConditionError(f"the condition has more than {MAX_TOKENS:,} words")
        opens = word in ("!", "(")
        if operand == (opens or _is_name(word)):
            expected = "'&&', '||' or the end" if operand else "a choice"
            raise ConditionError(f"{expected} was expected, not {_shown(word)} (character {column})")
        if _is_name(word):
            words.append(word)
            operand = True
        elif opens:
            waiting.append(word)
        else:
            operand = word == ")"
            _close(word, waiting, words, column)
    return Condition(tuple(words))


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """The words of a condition with their places, counted from 1; the last is empty."""
    at = 0
    while True:
        found = _TOKEN.match(text, at)
        assert found is not None
        if found[1] in ("&", "|"):
            raise ConditionError(f"'{found[1]}' stands alone; write '{found[1] * 2}' (character {found.start(1) + 1})")
        yield found[1], found.start(1) + 1
        if not found[1]:
            return
        at = found.end()


def _is_name(word: str) -> bool:
    return bool(word) and word not in _BINDS and word != ")"


def _shown(word: str) -> str:
    return f"'{word[:60]}'" if word else "the end"


def _close(word: str, waiting: list[str], words: list[str], column: int) -> None:
    """Move the operators that bind at least as tightly as `word` behind their operands; `)` and the end bind least."""
    binds = _BINDS.get(word, 0.5)
    while waiting and _BINDS[waiting[-1]] >= binds:
        words.append(waiting.pop())
    if word == ")":
        if not waiting:
            raise ConditionError(f"')' closes nothing (character {column})")
        waiting.pop()
    elif word:
        waiting.append(word)
    elif waiting:
        raise ConditionError("a '(' is not closed")


@dataclass(frozen=True)
class Question:
    """The rules of a question, in their order, and its choices; `exclusive` ones say "none of these"."""

    rules: Sequence[RiskRule]
    choices: Sequence[str]
    exclusive: Collection[str] = ()

    @cached_property
    def too_large(self) -> str:
        """Why the rules are not looked at, empty where they are; far beyond what AWS accepts."""
        for what, count, limit in (("rules", len(self.rules), MAX_RULES), ("choices", len(self.choices), MAX_NAMES)):
            if count > limit:
                return f"not checked: the question has {count:,} {what}, more than {limit}"
        return ""

    @cached_property
    def conditions(self) -> tuple[Condition | None, ...]:
        """The condition of each rule; None where it is `default`, cannot be read, or names what is no choice."""
        return tuple(map(self.condition, self.rules))

    def condition(self, rule: RiskRule) -> Condition | None:
        try:
            condition = parse(rule.condition)
        except ConditionError:
            return None
        return None if rule.is_default or set(condition.names) - set(self.choices) else condition

    def risk(self, chosen: Collection[str]) -> str | None:
        """The risk of the answer `chosen`: that of the first rule that holds, None where none does.

        Rules that cannot be read, or name what is no choice, are left out.
        """
        for rule, condition in zip(self.rules, self.conditions, strict=True):
            if rule.is_default or (condition is not None and condition.holds(chosen)):
                return rule.risk
        return None

    def severity(self, choice: str) -> str | None:
        """What not having `choice` risks: the risk when every other choice is made, None where no rule tells.

        Choices that say "none of these" are not made.
        """
        if self.too_large:
            return None
        others = {name for name in self.choices if name != choice and name not in self.exclusive}
        found = self.risk(others)
        return None if found is None else SEVERITIES.get(found, "low")

    def flaws(self) -> list[Flaw]:
        """Everything that is wrong with the rules."""
        if self.too_large:
            return [Flaw("rules-not-checked", None, self.too_large)]
        found = [flaw for index, rule in enumerate(self.rules) for flaw in self.unreadable(index, rule)]
        if not any(rule.is_default for rule in self.rules):
            none = "the question has no risk rules, so no default either"
            text = "no rule has the condition 'default'" if self.rules else none
            found.append(Flaw("no-default-rule", None, text))
        return found + self.unreachable()

    def unreadable(self, index: int, rule: RiskRule) -> Iterator[Flaw]:
        """A risk that is none, a condition with a syntax error, and names of no choice."""
        if rule.risk not in SEVERITIES:
            said = rule.risk[:60]
            text = f"the risk '{said}' is none of {', '.join(SEVERITIES)}{nearest(said, SEVERITIES)}"
            yield Flaw("unknown-risk", index, text)
        if rule.is_default:
            return
        try:
            names = parse(rule.condition).names
        except ConditionError as error:
            yield Flaw("condition-syntax", index, f"the condition cannot be read, so the rule is left out: {error}")
            return
        for name in names:
            if name not in self.choices:
                said = name[:60]
                text = f"the condition names '{said}', no choice of the question, so the rule is left out"
                yield Flaw("unknown-choice", index, text + nearest(said, self.choices))

    def unreachable(self) -> list[Flaw]:
        """Rules that no answer reaches. Choices that no condition names do not matter, and are not counted."""
        named = {name for condition in self.conditions if condition for name in condition.names}
        variables = [name for name in dict.fromkeys(self.choices) if name in named]
        if len(variables) > MAX_VARIABLES:
            text = f"not checked for rules that can never fire: the conditions name {len(variables)} choices"
            return [Flaw("rules-not-checked", None, f"{text}, more than {MAX_VARIABLES}")]
        every = (1 << (1 << len(variables))) - 1
        tables = {name: _table(index, len(variables)) for index, name in enumerate(variables)}
        possible = left = _answers(tables, self.exclusive, every)
        found = []
        for index, (rule, condition) in enumerate(zip(self.rules, self.conditions, strict=True)):
            if condition is None and not rule.is_default:
                continue
            holds = possible if condition is None else condition.table(tables, every)
            if not holds & left:
                found.append(Flaw("unreachable-rule", index, _never(rule.condition.strip(), holds & possible)))
            left &= ~holds
        return found


def _never(condition: str, holds: int) -> str:
    shown = condition if len(condition) <= 100 else condition[:97] + "..."
    if not holds:
        return f"the rule '{shown}' can never fire: its condition holds for no answer"
    return f"the rule '{shown}' can never fire: the rules before it take every answer it could apply to"


def _table(index: int, count: int) -> int:
    """The answers in which choice `index` of `count` is made: bit n stands for the answer whose bits are n."""
    half = 1 << index
    table, width = ((1 << half) - 1) << half, half * 2
    while width < 1 << count:
        table |= table << width
        width *= 2
    return table


def _answers(tables: Mapping[str, int], exclusive: Collection[str], every: int) -> int:
    """The answers that can be given: with a choice that excludes the others, none of them is made."""
    possible = every
    for name in tables:
        if name in exclusive:
            for other in tables:
                if other != name:
                    possible &= ~(tables[name] & tables[other])
    return possible

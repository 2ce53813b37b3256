"""Risk rules are read and evaluated as AWS writes them, and rules that can never fire are found."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.frameworks import risk_rules
from integrations.frameworks.risk_rules import ConditionError, Flaw, Question, RiskRule

NAMES = ("A", "B", "C", "N")


def subsets(names: tuple[str, ...]) -> list[frozenset[str]]:
    return [frozenset(s) for n in range(len(names) + 1) for s in itertools.combinations(names, n)]


def rule(condition: str, risk: str = "NO_RISK") -> RiskRule:
    return RiskRule(condition, risk)


def flaws(*conditions: str, choices: tuple[str, ...] = ("A", "B"), none: tuple[str, ...] = ()) -> list[tuple[str, Any]]:
    found = Question([rule(condition) for condition in conditions], choices, none).flaws()
    return [(flaw.rule, flaw.index) for flaw in found]


Tree = tuple[str, Callable[[frozenset[str]], bool]]


def _not(inner: Tree) -> Tree:
    return f"!({inner[0]})", lambda chosen: not inner[1](chosen)


def _and(pair: tuple[Tree, Tree]) -> Tree:
    (left, holds_left), (right, holds_right) = pair
    return f"({left}) && ({right})", lambda chosen: holds_left(chosen) and holds_right(chosen)


def _or(pair: tuple[Tree, Tree]) -> Tree:
    (left, holds_left), (right, holds_right) = pair
    return f"({left})||({right})", lambda chosen: holds_left(chosen) or holds_right(chosen)


def _leaf(name: str) -> Tree:
    return name, lambda chosen: name in chosen


TREES = st.recursive(
    st.sampled_from(NAMES).map(_leaf),
    lambda inner: inner.map(_not) | st.tuples(inner, inner).map(_and) | st.tuples(inner, inner).map(_or),
    max_leaves=8,
)


@given(TREES)
def test_conditions_hold_as_logic_says(tree: Tree) -> None:
    """A condition holds for exactly the answers for which its formula is true."""
    text, holds = tree
    condition = risk_rules.parse(text)
    assert [holds(chosen) for chosen in subsets(NAMES)] == [condition.holds(chosen) for chosen in subsets(NAMES)]


@pytest.mark.parametrize(
    ("text", "postfix"),
    [
        ("A || B && C", ("A", "B", "C", "&&", "||")),
        ("!A && B", ("A", "!", "B", "&&")),
        ("!!A", ("A", "!", "!")),
        ("!(A||B)", ("A", "B", "||", "!")),
        ("A&&B||C", ("A", "B", "&&", "C", "||")),
    ],
)
def test_what_binds_tighter(text: str, postfix: tuple[str, ...]) -> None:
    """`!` binds tighter than `&&`, and `&&` tighter than `||`; blanks do not matter."""
    assert risk_rules.parse(text).postfix == postfix


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "a choice was expected, not the end (character 1)"),
        ("A &&", "a choice was expected, not the end (character 5)"),
        ("A B", "'&&', '||' or the end was expected, not 'B' (character 3)"),
        ("A & B", "'&' stands alone; write '&&' (character 3)"),
        ("(A", "a '(' is not closed"),
        ("A)", "')' closes nothing (character 2)"),
        ("()", "a choice was expected, not ')' (character 2)"),
        ("A !", "'&&', '||' or the end was expected, not '!' (character 3)"),
    ],
)
def test_conditions_that_cannot_be_read(text: str, expected: str) -> None:
    """A condition with a syntax error is refused with what was expected and where."""
    with pytest.raises(ConditionError) as caught:
        risk_rules.parse(text)
    assert str(caught.value) == expected


def test_long_conditions() -> None:
    """A condition of any length and depth is read or refused without deep recursion."""
    assert risk_rules.parse("!" * 998 + "A").holds({"A"})
    with pytest.raises(ConditionError, match="more than 1,000 words"):
        risk_rules.parse("(" * 100_000)


@given(st.lists(TREES, max_size=4), st.booleans())
def test_rules_that_can_never_fire(trees: list[Tree], none: bool) -> None:
    """A rule is reported exactly where no answer that can be given has it as the first that holds."""
    possible = [s for s in subsets(NAMES) if not (none and "N" in s and len(s) > 1)]
    fired = {next((i for i, (_, holds) in enumerate(trees) if holds(s)), len(trees)) for s in possible}
    expected = [index for index in range(len(trees) + 1) if index not in fired]
    rules = [rule(text) for text, _ in trees] + [rule("default")]
    found = Question(rules, NAMES, ["N"] if none else []).flaws()
    assert expected == [flaw.index for flaw in found if flaw.rule == "unreachable-rule"]


def test_default_that_is_never_left_over() -> None:
    """Where the rules before it take every answer, `default` can never fire."""
    rules = [rule("A && B"), rule("!A || !B", "HIGH_RISK"), rule("default", "MEDIUM_RISK")]
    text = "the rule 'default' can never fire: the rules before it take every answer it could apply to"
    assert Question(rules, ["A", "B"], []).flaws() == [Flaw("unreachable-rule", 2, text)]


def test_condition_that_contradicts_itself() -> None:
    """A condition that no answer meets is told apart from one whose answers are taken."""
    found = Question([rule("A && !A"), rule("default")], ["A"], []).flaws()
    text = "the rule 'A && !A' can never fire: its condition holds for no answer"
    assert found == [Flaw("unreachable-rule", 0, text)]


def test_none_of_these_excludes_the_others() -> None:
    """With "none of these" no other choice is made, so a rule that asks for both can never fire."""
    assert flaws("A && N", "default", choices=("A", "N")) == []
    assert flaws("A && N", "default", choices=("A", "N"), none=("N",)) == [("unreachable-rule", 0)]


def test_no_default() -> None:
    """A question without a default rule, or without rules, is reported."""
    assert flaws("A") == [("no-default-rule", None)]
    assert flaws() == [("no-default-rule", None)]


def test_unknown_choices() -> None:
    """A condition that names no choice of the question is reported with the nearest one, and takes no answer."""
    found = Question([rule("SEC1_3 || !SEC1_3"), rule("default")], ["SEC1_1", "OPS"], []).flaws()
    text = "the condition names 'SEC1_3', no choice of the question, so the rule is left out"
    assert found == [Flaw("unknown-choice", 0, f"{text}; the nearest known name is 'SEC1_1'")]


def test_rules_that_cannot_be_read_take_no_answer() -> None:
    """A rule with a syntax error is reported, and does not make the rules behind it unreachable."""
    assert flaws("A &&", "A", "default") == [("condition-syntax", 0)]


def test_unknown_risk() -> None:
    """A risk that AWS does not know is reported."""
    found = Question([rule("default", "HIGH")], ["A"], []).flaws()
    text = "the risk 'HIGH' is none of HIGH_RISK, MEDIUM_RISK, NO_RISK; the nearest known name is 'HIGH_RISK'"
    assert found == [Flaw("unknown-risk", 0, text)]


def test_too_many_choices() -> None:
    """Beyond twenty choices in the conditions the question is said not to be checked; twenty are checked."""
    names = tuple(f"C{n}" for n in range(21))
    assert flaws(" && ".join(names), "default", choices=names) == [("rules-not-checked", None)]
    never = " && ".join((*names[:20], "!C0"))
    assert flaws(never, "default", choices=names) == [("unreachable-rule", 0)]


def test_questions_out_of_all_bounds() -> None:
    """A question with hundreds of rules or choices is said not to be checked, and has no severities."""
    for question in (Question([rule("A")] * 201, ["A"]), Question([rule("C1")], [f"C{n}" for n in range(101)])):
        assert [flaw.rule for flaw in question.flaws()] == ["rules-not-checked"]
        assert question.severity("A") is None


@pytest.mark.parametrize(
    ("risk", "severity"), [("HIGH_RISK", "high"), ("MEDIUM_RISK", "medium"), ("NO_RISK", "low"), ("?", "low")]
)
def test_severity(risk: str, severity: str) -> None:
    """A choice is as severe as the risk when every other choice is made; "none of these" is not made."""
    rules = [rule("N", "NO_RISK"), rule("A && B && C"), rule("!A && B && C", risk), rule("default", "NO_RISK")]
    assert Question(rules, NAMES, ["N"]).severity("A") == severity


def test_severity_that_no_rule_tells() -> None:
    """Where no rule holds there is no severity; a rule that cannot be read is passed over."""
    assert Question([rule("A"), rule("(("), rule("X", "HIGH_RISK")], NAMES).severity("A") is None

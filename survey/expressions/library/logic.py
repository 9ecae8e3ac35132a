"""True and false, and the choice between values."""

from __future__ import annotations

from collections.abc import Callable

from survey.expressions.chains import NOWHERE
from survey.expressions.code import Code, Gives, as_text, as_truth
from survey.expressions.compiling import Compiling
from survey.expressions.context import Context
from survey.expressions.expression import Value
from survey.expressions.functions import function
from survey.expressions.moments import INVALID
from survey.expressions.syntax import Call
from survey.expressions.tree import Element, text_of
from survey.expressions.values import number_of_text, to_boolean, to_number


@function("true()", Gives.TRUTH)
def true() -> bool:
    return True


@function("false()", Gives.TRUTH)
def false() -> bool:
    return False


@function("boolean(truth)", Gives.TRUTH)
def boolean(truth: bool) -> bool:
    return truth


@function("not(truth)", Gives.TRUTH)
def no(truth: bool) -> bool:
    return not truth


@function("boolean-from-string(text)", Gives.TRUTH)
def boolean_from_string(text: str) -> bool:
    return text in ("true", "1")


@function("if(truth, value, value)", Gives.ANY, builds=True)
def if_(node: Call, compiling: Compiling) -> Code:
    """Only the chosen side is ever worked out."""
    condition, yes, no = (compiling.code(part, "if") for part in node.arguments)
    if condition.constant:
        return yes if as_truth(condition)(NOWHERE) else no
    truth, one, other = as_truth(condition), yes.run, no.run
    alike = yes.gives is no.gives and yes.gives is not Gives.NODES
    gives = yes.gives if alike else Gives.ANY
    text, other_text = as_text(yes), as_text(no)
    true, other_true = as_truth(yes), as_truth(no)
    return Code(
        gives, lambda c: one(c) if truth(c) else other(c),
        text=lambda c: text(c) if truth(c) else other_text(c),
        truth=lambda c: true(c) if truth(c) else other_true(c),
    )


@function("coalesce(value, value)", Gives.TEXT, builds=True)
def coalesce(node: Call, compiling: Compiling) -> Code:
    one, other = (compiling.code(part, "coalesce") for part in node.arguments)
    first, second = _filled(one), _filled(other)
    code = Code(Gives.TEXT, lambda c: first(c) or second(c))
    if one.leaf is not None and other.constant:
        code.number = _number_or(one.leaf, number_of_text(second(NOWHERE), NOWHERE.around))
    return code


def _number_or(leaf: Element, otherwise: float) -> Callable[[Context], float]:
    """The number of an answer, or another where there is none, as long sums ask for it."""
    def number(c: Context) -> float:
        text = leaf.value
        return number_of_text(text, c.around) if text and leaf.relevant else otherwise

    return number


def _filled(code: Code) -> Callable[[Context], str]:
    """The text of an argument; NaN counts as nothing."""
    text = as_text(code)
    if code.gives is not Gives.NUMBER:
        return text

    def number(c: Context) -> str:
        found = text(c)
        return "" if found == "NaN" else found

    return number


@function("once(value)", Gives.TEXT, builds=True)
def once(node: Call, compiling: Compiling) -> Code:
    """The node's own value as long as it has one."""
    text = as_text(compiling.code(node.arguments[0], "once"))
    return Code(Gives.TEXT, lambda c: text_of(c.node) or text(c))


@function("checklist(number, number, value*)", Gives.TRUTH, context=True)
def checklist(c: Context, least: float, most: float, *values: Value) -> bool:
    return _within(least, most, float(sum(len(_checked(value, c)) for value in values)))


@function("weighted-checklist(number, number, value**)", Gives.TRUTH, context=True)
def weighted_checklist(c: Context, least: float, most: float, *pairs: Value) -> bool:
    """Answers and weights by turns; two lists of nodes go together pair by pair."""
    total = 0.0
    for value, weight in zip(pairs[::2], pairs[1::2], strict=False):
        weights = weight if isinstance(weight, list) else [weight]
        for number in _checked(value, c):
            if number < len(weights):
                part = weights[number]
                total += to_number([part] if isinstance(part, Element) else part, c.around)
    return _within(least, most, total)


def _within(least: float, most: float, found: float) -> bool:
    return (least < 0 or least <= found) and (most < 0 or found <= most)


def _checked(value: Value, c: Context) -> list[int]:
    """The numbers of those answers that are a yes: ``yes``, true, or a number above zero."""
    if isinstance(value, list):
        return [number for number, node in enumerate(value) if _yes(text_of(node), c)]
    yes = _yes(value, c) if isinstance(value, str) else to_boolean(value) and value > 0
    return [0] if yes else []


def _yes(text: str, c: Context) -> bool:
    return text in ("yes", "true") or number_of_text(text, c.around) > 0


def valid(text: str) -> bool:
    """The truth of a date: false for none and for one that cannot be."""
    return text not in ("", INVALID)

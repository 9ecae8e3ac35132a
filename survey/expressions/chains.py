"""Operators as closures: each in the shortest form its operands allow."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from datetime import UTC
from functools import partial

from survey.expressions.axes import in_order
from survey.expressions.code import Code, Gives, as_nodes, as_number, as_text, as_truth, constant
from survey.expressions.compiling import Compiling
from survey.expressions.context import Circumstances, Context
from survey.expressions.errors import ExpressionError
from survey.expressions.moments import looks_dated
from survey.expressions.steps import strive
from survey.expressions.syntax import Chain
from survey.expressions.tree import Document, Element
from survey.expressions.values import less, same, same_texts

Number = Callable[[Context], float]
Truth = Callable[[Context], bool]

_MOST_NESTED = 8

_nowhere = Circumstances(Document())
_nowhere.zone = UTC
NOWHERE = Context(_nowhere, _nowhere.root)
"""What constant pieces are worked out in."""


def folded(code: Code, *parts: Code) -> Code:
    """The piece's value in its place, when all its parts are constant and it can be had."""
    if code.gives in (Gives.NODES, Gives.ANY) or not all(part.constant for part in parts):
        return code
    try:
        return constant(code.run(NOWHERE))
    except ExpressionError:
        return code


def negation(operand: Code, odd: bool) -> Code:
    """A minus, or two."""
    number = as_number(operand)
    run: Number = (lambda c: -number(c)) if odd else number
    return folded(Code(Gives.NUMBER, run), operand)


def chain(node: Chain, codes: list[Code], compiling: Compiling) -> Code:
    """The operands of a chain, joined."""
    signs = [part.operator for part in node.rest]
    if signs[0] == "|":
        compiling.heavy = True
        offsets = [node.first.offset, *(part.node.offset for part in node.rest)]
        return _union([as_nodes(*pair) for pair in zip(codes, offsets, strict=True)])
    if signs[0] in ("and", "or"):
        return _either(codes) if signs[0] == "or" else _both(codes)
    code = codes[0]
    if signs[0] in _SUMS and len(signs) > 1:
        return _long(signs, codes)
    if len(signs) > _MOST_NESTED:
        return _long_comparison(signs, codes)
    for sign, other in zip(signs, codes[1:], strict=True):
        make = _arithmetic if sign in _SUMS else _compared
        code = folded(make(sign, code, other), code, other)
    return code


def _union(parts: list[Callable[[Context], list[Element]]]) -> Code:
    def run(c: Context) -> list[Element]:
        found: list[Element] = []
        for part in parts:
            more = part(c)
            strive(c.around, len(more) + 1)
            found.extend(more)
        return in_order(found, partial(strive, c.around))

    return Code(Gives.NODES, run)


def _both(codes: list[Code]) -> Code:
    kept: list[Code] = []
    for code in codes:
        if not code.constant:
            kept.append(code)
        elif not as_truth(code)(NOWHERE):
            kept.append(constant(False))
            break
    if not kept:
        return constant(True)
    if kept[0].constant:
        return constant(False)
    return Code(Gives.TRUTH, _every([as_truth(code) for code in kept]))


def _every(truths: list[Truth]) -> Truth:
    """Halved and halved again, which costs less than a loop and is never deep."""
    if len(truths) == 1:
        return truths[0]
    half = len(truths) // 2
    one, other = _every(truths[:half]), _every(truths[half:])
    return lambda c: one(c) and other(c)


def _either(codes: list[Code]) -> Code:
    kept: list[Code] = []
    for code in codes:
        if not code.constant:
            kept.append(code)
        elif as_truth(code)(NOWHERE):
            kept.append(constant(True))
            break
    if not kept:
        return constant(False)
    if kept[0].constant:
        return constant(True)
    return Code(Gives.TRUTH, _some([as_truth(code) for code in kept]))


def _some(truths: list[Truth]) -> Truth:
    if len(truths) == 1:
        return truths[0]
    half = len(truths) // 2
    one, other = _some(truths[:half]), _some(truths[half:])
    return lambda c: one(c) or other(c)


def divided(one: float, other: float) -> float:
    """IEEE division, which knows infinity."""
    if other:
        return one / other
    if one == 0 or one != one or other != other:
        return math.nan
    return math.copysign(math.inf, one) * math.copysign(1.0, other)


def remainder(one: float, other: float) -> float:
    """The remainder with the sign of the first, or NaN."""
    if other == 0 or math.isinf(one):
        return math.nan
    return math.fmod(one, other)


_SUMS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "div": divided, "mod": remainder,
}


def _arithmetic(sign: str, left: Code, right: Code) -> Code:
    one, other = as_number(left), as_number(right)
    match sign:
        case "+":
            return Code(Gives.NUMBER, lambda c: one(c) + other(c))
        case "-":
            return Code(Gives.NUMBER, lambda c: one(c) - other(c))
        case "*":
            return Code(Gives.NUMBER, lambda c: one(c) * other(c))
    work = _SUMS[sign]
    return Code(Gives.NUMBER, lambda c: work(one(c), other(c)))


def _long(signs: list[str], codes: list[Code]) -> Code:
    first, *numbers = (as_number(code) for code in codes)
    if set(signs) == {"+"}:
        return folded(Code(Gives.NUMBER, _added(first, numbers)), *codes)
    further = [(_SUMS[sign], number) for sign, number in zip(signs, numbers, strict=True)]

    def run(c: Context) -> float:
        total = first(c)
        for work, number in further:
            total = work(total, number(c))
        return total

    return folded(Code(Gives.NUMBER, run), *codes)


def _added(first: Number, further: list[Number]) -> Number:
    def run(c: Context) -> float:
        total = first(c)
        for number in further:
            total += number(c)
        return total

    return run


def _long_comparison(signs: list[str], codes: list[Code]) -> Code:
    """``a = b = c …`` is never meant, but must not dig as deep as it is long."""
    first = codes[0].run
    further = [(sign, code.run) for sign, code in zip(signs, codes[1:], strict=True)]

    def run(c: Context) -> bool:
        found = first(c)
        for sign, value in further:
            other = value(c)
            if sign in ("=", "!="):
                found = same(found, other, c.around, sign == "=")
            elif sign[0] == "<":
                found = less(found, other, c.around, sign == "<=")
            else:
                found = less(other, found, c.around, sign == ">=")
        return bool(found)

    return Code(Gives.TRUTH, run)


def _single(code: Code) -> bool:
    """Whether a piece is one text: a text, or a bound reference, which reads as empty at worst."""
    return code.gives is Gives.TEXT or code.one is not None


def _compared(sign: str, left: Code, right: Code) -> Code:
    if sign in ("=", "!="):
        return _equal(sign == "=", left, right)
    if sign in (">", ">="):
        left, right, sign = right, left, "<" if sign == ">" else "<="
    numeric = Gives.NUMBER in (left.gives, right.gives)
    if numeric and all(_plain(code) for code in (left, right)):
        return Code(Gives.TRUTH, _ordered(left, right, sign == "<="))
    first, second = _value(left), _value(right)
    orequal = sign == "<="
    return Code(Gives.TRUTH, lambda c: less(first(c), second(c), c.around, orequal))


def _ordered(left: Code, right: Code, orequal: bool) -> Truth:
    one, other = as_number(left), as_number(right)
    if left.constant:
        low = one(NOWHERE)
        return (lambda c: low <= other(c)) if orequal else (lambda c: low < other(c))
    if right.constant:
        high = other(NOWHERE)
        return (lambda c: one(c) <= high) if orequal else (lambda c: one(c) < high)
    return (lambda c: one(c) <= other(c)) if orequal else (lambda c: one(c) < other(c))


def _plain(code: Code) -> bool:
    return code.gives in (Gives.NUMBER, Gives.TRUTH) or _single(code)


def _value(code: Code) -> Callable[[Context], str | float | bool | list[Element]]:
    return as_text(code) if code.one is not None else code.run


def _equal(wanted: bool, left: Code, right: Code) -> Code:
    if Gives.TRUTH in (left.gives, right.gives):
        if Gives.ANY in (left.gives, right.gives):
            return _any_equal(wanted, left, right)
        yes, no = as_truth(left), as_truth(right)
        return Code(Gives.TRUTH, lambda c: (yes(c) == no(c)) is wanted)
    if Gives.NUMBER in (left.gives, right.gives) and _plain(left) and _plain(right):
        return Code(Gives.TRUTH, _numbers_equal(wanted, left, right))
    if _single(left) and _single(right):
        return _texts_equal(wanted, left, right)
    return _any_equal(wanted, left, right)


def _any_equal(wanted: bool, left: Code, right: Code) -> Code:
    first, second = _value(left), _value(right)
    return Code(Gives.TRUTH, lambda c: same(first(c), second(c), c.around, wanted))


def _numbers_equal(wanted: bool, left: Code, right: Code) -> Truth:
    if left.constant:
        left, right = right, left
    one, other = as_number(left), as_number(right)
    if right.constant:
        number = other(NOWHERE)
        return (lambda c: one(c) == number) if wanted else (lambda c: one(c) != number)
    return (lambda c: one(c) == other(c)) if wanted else (lambda c: one(c) != other(c))


def _texts_equal(wanted: bool, left: Code, right: Code) -> Code:
    if left.constant:
        left, right = right, left
    text, other = as_text(left), as_text(right)
    if right.constant and not looks_dated(literal := other(NOWHERE)):
        leaf = left.leaf
        if leaf is not None and literal:
            return Code(Gives.TRUTH, _reads(leaf, literal, wanted))
        if wanted:
            return Code(Gives.TRUTH, lambda c: text(c) == literal)
        return Code(Gives.TRUTH, lambda c: text(c) != literal)
    return Code(Gives.TRUTH, lambda c: same_texts(text(c), other(c), c.around) is wanted)


def _reads(leaf: Element, literal: str, wanted: bool) -> Truth:
    """Whether an answer is a text that is not empty, as most conditions of forms ask."""
    if wanted:
        return lambda c: leaf.value == literal and leaf.relevant
    return lambda c: leaf.value != literal or not leaf.relevant

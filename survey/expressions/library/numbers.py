"""Numbers, with the answers IEEE gives where there is no number."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext

from survey.expressions.code import Gives
from survey.expressions.context import Context
from survey.expressions.errors import ExpressionError
from survey.expressions.expression import Value
from survey.expressions.functions import function
from survey.expressions.tree import Element, text_of
from survey.expressions.values import number_of_text, to_number


def _tried(work: Callable[..., float], *numbers: float) -> float:
    try:
        return work(*numbers)
    except OverflowError:
        return math.inf
    except (ValueError, ZeroDivisionError):
        return math.nan


@function("number(number.)", Gives.NUMBER)
def number(number: float) -> float:
    return number


@function("random()", Gives.NUMBER, context=True)
def random(c: Context) -> float:
    if c.around.random is None:
        raise ExpressionError("nothing here may be random")
    return c.around.random.random()


@function("int(number)", Gives.NUMBER)
def int_(number: float) -> float:
    return float(math.trunc(number)) if math.isfinite(number) else number


@function("floor(number)", Gives.NUMBER)
def floor(number: float) -> float:
    return float(math.floor(number)) if math.isfinite(number) else number


@function("ceiling(number)", Gives.NUMBER)
def ceiling(number: float) -> float:
    return float(math.ceil(number)) if math.isfinite(number) else number


@function("round(number, number?)", Gives.NUMBER)
def round_(number: float, decimals: float = 0.0) -> float:
    """Halves away from zero, counted on the number as it is written."""
    if math.isnan(decimals):
        return math.nan
    if not math.isfinite(number) or decimals > 300:
        return number
    if decimals < -300:
        return 0.0
    with localcontext() as exact:
        exact.prec = 1000
        step = Decimal(1).scaleb(-math.trunc(decimals))
        return float(Decimal(repr(number)).quantize(step, rounding=ROUND_HALF_UP)) + 0.0


@function("pow(number, number)", Gives.NUMBER)
def pow_(number: float, power: float) -> float:
    try:
        return math.pow(number, power)
    except OverflowError:
        odd = number < 0 and math.fmod(power, 2) != 0
        return -math.inf if odd else math.inf
    except ValueError:
        return math.inf if number == 0 else math.nan


@function("log(number)", Gives.NUMBER)
def log(number: float) -> float:
    return -math.inf if number == 0 else _tried(math.log, number)


@function("log10(number)", Gives.NUMBER)
def log10(number: float) -> float:
    return -math.inf if number == 0 else _tried(math.log10, number)


@function("abs(number)", Gives.NUMBER)
def abs_(number: float) -> float:
    return abs(number)


@function("sin(number)", Gives.NUMBER)
def sin(number: float) -> float:
    return _tried(math.sin, number)


@function("cos(number)", Gives.NUMBER)
def cos(number: float) -> float:
    return _tried(math.cos, number)


@function("tan(number)", Gives.NUMBER)
def tan(number: float) -> float:
    return _tried(math.tan, number)


@function("asin(number)", Gives.NUMBER)
def asin(number: float) -> float:
    return _tried(math.asin, number)


@function("acos(number)", Gives.NUMBER)
def acos(number: float) -> float:
    return _tried(math.acos, number)


@function("atan(number)", Gives.NUMBER)
def atan(number: float) -> float:
    return math.atan(number)


@function("atan2(number, number)", Gives.NUMBER)
def atan2(y: float, x: float) -> float:
    return math.atan2(y, x)


@function("sqrt(number)", Gives.NUMBER)
def sqrt(number: float) -> float:
    return _tried(math.sqrt, number)


@function("exp(number)", Gives.NUMBER)
def exp(number: float) -> float:
    return _tried(math.exp, number)


@function("exp10(number)", Gives.NUMBER)
def exp10(number: float) -> float:
    return _tried(math.pow, 10.0, number)


@function("pi()", Gives.NUMBER)
def pi() -> float:
    return math.pi


def _answered(nodes: list[Element], c: Context) -> list[float]:
    """The numbers of nodes; one without an answer is no number, and left out."""
    texts = (text_of(node) for node in nodes)
    return [number_of_text(text, c.around) for text in texts if text.strip()]


@function("sum(nodes)", Gives.NUMBER, context=True)
def sum_(c: Context, nodes: list[Element]) -> float:
    found = _answered(nodes, c)
    try:
        return math.fsum(found) if all(map(math.isfinite, found)) else sum(found)
    except OverflowError:  # too great on the way: so is the plain sum, or it is what is left
        return sum(found)


def _all(values: tuple[Value, ...], c: Context) -> list[float]:
    found: list[float] = []
    for value in values:
        if isinstance(value, list):
            found.extend(_answered(value, c))
        else:
            found.append(to_number(value, c.around))
    return [math.nan] if not found or any(map(math.isnan, found)) else found


@function("max(value+)", Gives.NUMBER, context=True)
def max_(c: Context, *values: Value) -> float:
    return max(_all(values, c))


@function("min(value+)", Gives.NUMBER, context=True)
def min_(c: Context, *values: Value) -> float:
    return min(_all(values, c))

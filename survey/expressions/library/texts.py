"""Texts: joining, cutting, searching."""

from __future__ import annotations

import math
import re

from survey.expressions.code import Gives
from survey.expressions.context import Context
from survey.expressions.errors import ExpressionError
from survey.expressions.expression import Value
from survey.expressions.functions import function
from survey.expressions.tree import text_of
from survey.expressions.values import to_text

LONGEST_TEXT = 1_000_000
"""Characters a text may have that an expression puts together."""

_BLANK = re.compile(r"[ \t\r\n]+")


def _joined(values: tuple[Value, ...], between: str = "") -> str:
    """Each value's text, each node's for nodes, one after the other."""
    made: list[str] = []
    length = 0
    for value in values:
        for part in map(text_of, value) if isinstance(value, list) else (to_text(value),):
            length += len(part) + len(between)
            if length > LONGEST_TEXT:
                raise ExpressionError(f"a text may have at most {LONGEST_TEXT} characters")
            made.append(part)
    return between.join(made)


@function("string(text.)", Gives.TEXT)
def string(text: str) -> str:
    return text


@function("concat(value*)", Gives.TEXT)
def concat(*values: Value) -> str:
    return _joined(values)


@function("join(text, value*)", Gives.TEXT)
def join(between: str, *values: Value) -> str:
    return _joined(values, between)


@function("substr(text, number, number?)", Gives.TEXT)
def substr(text: str, start: float, end: float = math.inf) -> str:
    """From a place counted from 0 up to, not with, another; negative ones count from the end."""
    length = len(text)
    return text[_place(start, length):_place(end, length)]


def _place(number: float, length: int) -> int:
    if math.isnan(number):
        return 0
    if number < 0:
        number += length
    return int(max(0.0, min(float(length), number)))


@function("substring(text, number, number?)", Gives.TEXT)
def substring(text: str, start: float, count: float | None = None) -> str:
    """As XPath counts: from 1, with rounding, and nothing for what is no number."""
    first = _rounded(start)
    past = math.inf if count is None else first + _rounded(count)
    if math.isnan(first) or math.isnan(past):
        return ""
    low, high = max(1.0, first), min(len(text) + 1.0, past)
    return text[int(low) - 1:int(high) - 1] if low < high else ""


def _rounded(number: float) -> float:
    return float(math.floor(number + 0.5)) if math.isfinite(number) else number


@function("substring-before(text, text)", Gives.TEXT)
def substring_before(text: str, sought: str) -> str:
    before, found, _ = text.partition(sought) if sought else ("", "", "")
    return before if found else ""


@function("substring-after(text, text)", Gives.TEXT)
def substring_after(text: str, sought: str) -> str:
    return text.partition(sought)[2] if sought else text


@function("translate(text, text, text)", Gives.TEXT)
def translate(text: str, old: str, new: str) -> str:
    table: dict[int, str] = {}
    for number, sign in enumerate(old):
        table.setdefault(ord(sign), new[number:number + 1])
    return text.translate(table)


@function("string-length(text.)", Gives.NUMBER)
def string_length(text: str) -> float:
    return float(len(text))


@function("normalize-space(text.)", Gives.TEXT)
def normalize_space(text: str) -> str:
    return _BLANK.sub(" ", text).strip(" ")


@function("contains(text, text)", Gives.TRUTH)
def contains(text: str, sought: str) -> bool:
    return sought in text


@function("starts-with(text, text)", Gives.TRUTH)
def starts_with(text: str, sought: str) -> bool:
    return text.startswith(sought)


@function("ends-with(text, text)", Gives.TRUTH)
def ends_with(text: str, sought: str) -> bool:
    return text.endswith(sought)


@function("uuid(number?)", Gives.TEXT, context=True)
def uuid(c: Context, length: float = math.nan) -> str:
    """A random version 4 UUID, or as many random letters and digits as asked for."""
    random = c.around.random
    if random is None:
        raise ExpressionError("nothing here may be random")
    if math.isnan(length):
        made = random.getrandbits(128) & ~(0xF000 << 64) & ~(0xC000 << 48)
        digits = f"{made | (0x4000 << 64) | (0x8000 << 48):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    if not 0 <= length <= 1000:
        raise ExpressionError("uuid() makes at most 1000 characters")
    letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "".join(random.choice(letters) for _ in range(int(length)))

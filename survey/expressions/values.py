"""The conversions between texts, numbers, truth and nodes that XPath makes by itself."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from survey.expressions.context import Circumstances
from survey.expressions.expression import Value
from survey.expressions.moments import days, looks_dated, order
from survey.expressions.tree import Element, text_of

_NUMBER = re.compile(r"[ \t\r\n]*(-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)[ \t\r\n]*")


def number_of_text(text: str, around: Circumstances) -> float:
    """A decimal number, a date as days, or NaN. An exponent is read, though never written."""
    if text.isdecimal() and text.isascii():
        return float(text)
    found = _NUMBER.fullmatch(text)
    if found is not None and text.isascii():
        return float(found[1])
    return days(text, around) if looks_dated(text.lstrip(" \t\r\n")) else math.nan


def text_of_number(number: float) -> str:
    """As XPath writes numbers: whole ones without a point, never with an exponent."""
    if number % 1 == 0:
        return str(int(number))
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    text = repr(number)
    if "e" not in text:
        return text
    digits, _, power = text.partition("e")
    sign = "-" if digits.startswith("-") else ""
    digits = digits.lstrip("-").replace(".", "")
    return f"{sign}0.{'0' * (-int(power) - 1)}{digits}"


def to_text(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return text_of_number(value)
    return text_of(value[0]) if value else ""


def to_number(value: Value, around: Circumstances) -> float:
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    return number_of_text(to_text(value), around)


def to_boolean(value: Value) -> bool:
    if isinstance(value, float):
        return value == value and value != 0
    return bool(value)


def same(left: Value, right: Value, around: Circumstances, wanted: bool) -> bool:
    """``=`` (``wanted``) or ``!=`` of any two values, as XPath 1.0 §3.4 has it."""
    if isinstance(left, list):
        return _same_nodes(left, right, around, wanted)
    if isinstance(right, list):
        return _same_nodes(right, left, around, wanted)
    if isinstance(left, bool) or isinstance(right, bool):
        return (to_boolean(left) == to_boolean(right)) is wanted
    if isinstance(left, float) or isinstance(right, float):
        return (to_number(left, around) == to_number(right, around)) is wanted
    return same_texts(left, right, around) is wanted


def same_texts(left: str, right: str, around: Circumstances) -> bool:
    """Equal as written, or the same instant written in two ways."""
    if left == right:
        return True
    both = order(left, right, around)
    return both is not None and both[0] == both[1]


def _same_nodes(
    nodes: list[Element], other: Value, around: Circumstances, wanted: bool
) -> bool:
    if isinstance(other, bool):
        return (bool(nodes) == other) is wanted
    if isinstance(other, float):
        return any((number_of_text(text_of(n), around) == other) is wanted for n in nodes)
    if isinstance(other, str):
        return any(same_texts(text_of(n), other, around) is wanted for n in nodes)
    mine, theirs = {text_of(n) for n in nodes}, {text_of(n) for n in other}
    if not wanted:
        return bool(mine and theirs) and len(mine | theirs) > 1
    return not mine.isdisjoint(theirs) or (
        not _instants(mine, around).isdisjoint(_instants(theirs, around))
    )


def _instants(texts: set[str], around: Circumstances) -> set[float]:
    both = (order(text, text, around) for text in texts)
    return {pair[0] for pair in both if pair is not None}


def less(left: Value, right: Value, around: Circumstances, equal: bool) -> bool:
    """``<``, or ``<=`` with ``equal``; ``>`` is the same with the sides changed.

    Beside true or false each node counts by its number, as in Enketo and ODK Web Forms; XPath 1.0
    asks whether there are any nodes.
    """
    if isinstance(left, list) and isinstance(right, list):
        first = min(_ranked(left, around), default=math.nan)
        last = max(_ranked(right, around), default=math.nan)
        return first <= last if equal else first < last
    if isinstance(left, list):
        return any(less(text_of(node), right, around, equal) for node in left)
    if isinstance(right, list):
        return any(less(left, text_of(node), around, equal) for node in right)
    if isinstance(left, str) and isinstance(right, str):
        both = order(left, right, around)
        if both is not None:
            return both[0] <= both[1] if equal else both[0] < both[1]
    one, other = to_number(left, around), to_number(right, around)
    return one <= other if equal else one < other


def _ranked(nodes: list[Element], around: Circumstances) -> Iterator[float]:
    """Each node's number, dates as instants; what is no number is left out."""
    for node in nodes:
        text = text_of(node)
        both = order(text, text, around)
        rank = number_of_text(text, around) if both is None else both[0]
        if rank == rank:
            yield rank

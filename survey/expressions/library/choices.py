"""Functions about chosen values, and the words of choices."""

from __future__ import annotations

import math
from collections.abc import Callable

from survey.expressions.code import Code, Gives, as_text
from survey.expressions.collect import collect, quoted
from survey.expressions.compiling import Compiling
from survey.expressions.context import Context
from survey.expressions.errors import ExpressionError
from survey.expressions.expression import Value
from survey.expressions.functions import function
from survey.expressions.parse import parse
from survey.expressions.references import Reference
from survey.expressions.syntax import Call, Named, Path


@function("selected(text, text)", Gives.TRUTH)
def selected(chosen: str, value: str) -> bool:
    """Whether the value is one of the chosen; nothing chosen holds the empty value."""
    return value.strip(" \t\r\n") in (chosen.split() or [""])


@function("selected-at(text, number)", Gives.TEXT)
def selected_at(chosen: str, place: float) -> str:
    """The chosen value at a place counted from 0."""
    values = chosen.split()
    if math.isnan(place) or not 0 <= place < len(values):
        return ""
    return values[int(place)]


@function("count-selected(text)", Gives.NUMBER)
def count_selected(chosen: str) -> float:
    return float(len(chosen.split()))


@function("jr:itext(text)", Gives.ANY, context=True)
def itext(c: Context, id: str) -> Value:
    return "" if c.around.itext is None else c.around.itext(id)


@function("jr:choice-name(text, text)", Gives.TEXT, builds=True)
def choice_name(node: Call, compiling: Compiling) -> Code:
    """The words of a choice; which question it is a choice of stands in quotes."""
    value = as_text(compiling.code(node.arguments[0], node.name))
    question = _question(node, compiling)

    def run(c: Context) -> str:
        name = c.around.choice_name
        return "" if name is None else name(value(c), question(c), c.current)

    return Code(Gives.TEXT, run)


def _question(node: Call, compiling: Compiling) -> Callable[[Context], Reference]:
    inner = quoted(node.arguments[1])
    if inner is not None:
        found = collect(inner)[0][-1]
        return lambda c: found
    if isinstance(node.arguments[1], Path | Named):
        found = collect(node.arguments[1])[0][-1]
        return lambda c: found
    text = as_text(compiling.code(node.arguments[1], node.name))
    offset = node.arguments[1].offset

    def read(c: Context) -> Reference:
        path = parse(text(c))
        if not isinstance(path, Path | Named):
            raise ExpressionError("the question's path is expected in quotes", offset)
        return collect(path)[0][-1]

    return read

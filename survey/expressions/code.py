"""A piece of an expression as a closure, with shorter ways to its text, number or truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from survey.expressions.context import Context
from survey.expressions.errors import ExpressionError
from survey.expressions.expression import Getter, Value
from survey.expressions.tree import Element, text_of
from survey.expressions.values import (
    number_of_text,
    text_of_number,
    to_boolean,
    to_number,
    to_text,
)


class Gives(Enum):
    """What a piece gives, as far as is known before it is worked out."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    NODES = "nodes"
    ANY = "any"


@dataclass(slots=True)
class Code:
    """``run`` gives what ``gives`` says. ``text``, ``number`` and ``truth`` are set where there is
    a shorter way than to convert. ``constant`` pieces need no context to speak of. ``one`` finds
    the node when there can be at most one; ``leaf`` is that node where it is always the same and
    holds no other."""

    gives: Gives
    run: Callable[[Context], Any]
    constant: bool = False
    text: Callable[[Context], str] | None = None
    number: Callable[[Context], float] | None = None
    truth: Callable[[Context], bool] | None = None
    one: Getter | None = None
    leaf: Element | None = None


def constant(value: Value) -> Code:
    """A piece that always gives the same text, number or truth."""
    gives = Gives.NUMBER if isinstance(value, float) else (
        Gives.TRUTH if isinstance(value, bool) else Gives.TEXT
    )
    return Code(gives, lambda c: value, constant=True)


def as_text(code: Code) -> Callable[[Context], str]:
    """The piece's value as a text."""
    run = code.run
    if code.text is not None:
        return code.text
    if code.gives is Gives.TEXT:
        return run
    if code.gives is Gives.NUMBER:
        return lambda c: text_of_number(run(c))
    if code.gives is Gives.TRUTH:
        return lambda c: "true" if run(c) else "false"
    if code.one is not None:
        return _one_text(code.one)
    return lambda c: to_text(run(c))


def _one_text(one: Getter) -> Callable[[Context], str]:
    def text(c: Context) -> str:
        node = one(c)
        return "" if node is None else text_of(node)

    return text


def as_number(code: Code) -> Callable[[Context], float]:
    """The piece's value as a number."""
    run = code.run
    if code.number is not None:
        return code.number
    if code.gives is Gives.NUMBER:
        return run
    if code.gives is Gives.TRUTH:
        return lambda c: 1.0 if run(c) else 0.0
    if code.gives is Gives.ANY:
        return lambda c: to_number(run(c), c.around)
    text = as_text(code)
    return lambda c: number_of_text(text(c), c.around)


def as_truth(code: Code) -> Callable[[Context], bool]:
    """The piece's value as true or false."""
    run = code.run
    if code.truth is not None:
        return code.truth
    if code.gives is Gives.TRUTH:
        return run
    if code.gives is Gives.NUMBER or code.gives is Gives.ANY:
        return lambda c: to_boolean(run(c))
    return lambda c: bool(run(c))


def as_nodes(code: Code, offset: int) -> Callable[[Context], list[Element]]:
    """The piece's nodes. ExpressionError, now or when run, when it gives something else."""
    run = code.run
    if code.gives is Gives.NODES:
        return run
    if code.gives is not Gives.ANY:
        raise ExpressionError("a path is expected here, not a value", offset)

    def nodes(c: Context) -> list[Element]:
        found = run(c)
        if not isinstance(found, list):
            raise ExpressionError("a path is expected here, not a value", offset)
        return found

    return nodes


def as_kind(code: Code, gives: Gives, offset: int) -> Callable[[Context], Any]:
    """The piece's value as what is asked for; ``ANY`` leaves it as it is."""
    if gives is Gives.TEXT:
        return as_text(code)
    if gives is Gives.NUMBER:
        return as_number(code)
    if gives is Gives.TRUTH:
        return as_truth(code)
    return as_nodes(code, offset) if gives is Gives.NODES else code.run

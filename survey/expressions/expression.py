"""A compiled expression, and how whoever owns the answers may help it reach them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from survey.expressions.context import Context
from survey.expressions.references import Reference
from survey.expressions.tree import Element

Value = str | float | bool | list[Element]
"""What XPath knows: text, a number, true or false, or nodes in document order."""

Getter = Callable[[Context], Element | None]
"""Finds the one node a reference means, or none."""

Bind = Callable[[Reference], Element | Getter | str | None]
"""Asked once, at compile time, for every path: the part before its first condition.

It may hand back the node itself, when it is the same one for as long as the expression lives; a
function that finds it; another path (``"../a"`` for ``${a}``), which is compiled in its place
and not asked about again; or None, and then the path is walked.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """Ready to be worked out, any number of times.

    ``value``, ``string``, ``number`` and ``boolean`` are functions of a :class:`Context`; they
    raise :class:`~survey.expressions.errors.ExpressionError` and nothing else. ``nodes`` gives
    nodes in document order, and the error when the value is something other than nodes.
    ``functions`` are the names of all functions called: with ``now``, ``today``, ``random``,
    ``uuid`` among them the same answers may give another value. ``constant`` is true when neither
    answers, place, clock, chance nor language can change the value.
    """

    source: str
    references: tuple[Reference, ...]
    functions: frozenset[str]
    constant: bool
    value: Callable[[Context], Value]
    string: Callable[[Context], str]
    number: Callable[[Context], float]
    boolean: Callable[[Context], bool]
    nodes: Callable[[Context], list[Element]]

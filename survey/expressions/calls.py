"""Calls of functions as closures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.expressions.chains import folded
from survey.expressions.code import Code, Gives, as_kind
from survey.expressions.compiling import Compiling
from survey.expressions.context import Context
from survey.expressions.errors import ExpressionError
from survey.expressions.functions import Function, find
from survey.expressions.reaching import here
from survey.expressions.steps import LONG, weigh
from survey.expressions.syntax import Call


def call(node: Call, compiling: Compiling) -> Code:
    """A call's piece. ExpressionError for an unknown function or a wrong number of arguments."""
    try:
        found = find(node.name, len(node.arguments), node.offset)
        if found.builds:
            built: Code = found.work(node, compiling)
            return built
        return _simple(found, node, compiling)
    except ExpressionError as error:
        if not compiling.late:
            raise
        return _failing(error)


def _failing(error: ExpressionError) -> Code:
    def run(c: Context) -> Any:
        raise error

    return Code(Gives.ANY, run)


def _simple(found: Function, node: Call, compiling: Compiling) -> Code:
    codes = [compiling.code(argument, node.name) for argument in node.arguments]
    if found.here and not codes:
        codes = [here()]
    last = len(found.takes) - 1
    runs = []
    for number, code in enumerate(codes):
        takes = found.takes[min(number, last)]
        run = as_kind(code, takes, node.offset)
        runs.append(run if takes is not Gives.TEXT or code.constant else _weighed(run, compiling))
    work = _joined(found, runs)
    if found.gives is Gives.TEXT and codes:
        work = _weighed(work, compiling)
    code = Code(found.gives, _located(work, node.offset))
    return folded(code, *codes) if found.fixed else code


def _weighed(run: Callable[[Context], str], compiling: Compiling) -> Callable[[Context], str]:
    """Long texts count as effort: going through them again and again takes time too."""
    compiling.heavy = True

    def weighed(c: Context) -> str:
        text = run(c)
        return text if len(text) <= LONG else weigh(c.around, text)

    return weighed


def _joined(
    found: Function, runs: list[Callable[[Context], Any]]
) -> Callable[[Context], Any]:
    work = found.work
    if found.context:
        return lambda c: work(c, *[run(c) for run in runs])
    if not runs:
        return lambda c: work()
    first = runs[0]
    if len(runs) == 1:
        return lambda c: work(first(c))
    second = runs[1]
    if len(runs) == 2:
        return lambda c: work(first(c), second(c))
    return lambda c: work(*[run(c) for run in runs])


def _located(run: Callable[[Context], Any], offset: int) -> Callable[[Context], Any]:
    """What goes wrong inside a function is told with the place of its call."""
    def located(c: Context) -> Any:
        try:
            return run(c)
        except ExpressionError as error:
            if not error.offset:
                error.offset = offset
            raise

    return located

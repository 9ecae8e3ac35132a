"""A source to an :class:`Expression`: parsed once, checked, and turned into closures."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

import survey.expressions.library  # noqa: F401 - loading it registers the functions
from survey.expressions.calls import call
from survey.expressions.chains import chain, negation
from survey.expressions.code import Code, Gives, as_nodes, as_number, as_text, as_truth, constant
from survey.expressions.collect import collect
from survey.expressions.context import Context
from survey.expressions.errors import ExpressionError
from survey.expressions.expression import Bind, Expression
from survey.expressions.moments import looks_dated
from survey.expressions.parse import parse
from survey.expressions.paths import named, path
from survey.expressions.references import Reference
from survey.expressions.steps import Names
from survey.expressions.syntax import Call, Chain, Literal, Named, Negation, Node, Path
from survey.expressions.tree import Element

__all__ = ["Bind", "Expression", "Names", "compile"]

_T = TypeVar("_T")
_Told = tuple[tuple[Reference, ...], frozenset[str]]
_LONGEST_KEPT = 2_000


def compile(
    source: str, *, bind: Bind | None = None, names: Names | None = None, late: bool = False
) -> Expression:
    """An expression ready to be worked out.

    ``bind`` may help to reach what paths mean: see :data:`Bind`. Without ``names`` a name in a
    path means elements of that name in any namespace, and prefixes say nothing. With ``late`` an
    unknown function or a wrong number of arguments is an error when it is worked out and not
    before, so that ``false() and nonsense()`` has a value, as in engines that never look ahead.

    ExpressionError with the offset of what is wrong.
    """
    node, told = _read(source) if len(source) <= _LONGEST_KEPT else _read.__wrapped__(source)
    compiler = _Compiler(bind, names, late)
    code = compiler.code(node)
    return _expression(source, node, code, compiler.heavy, told)


@lru_cache(maxsize=1024)
def _read(source: str) -> tuple[Node, _Told]:
    """A form asks for many expressions twice: for each language, each opening, each check."""
    node = parse(source)
    return node, collect(node)


class _Compiler:
    def __init__(self, bind: Bind | None, names: Names | None, late: bool) -> None:
        self.bind = bind
        self.names = names
        self.late = late
        self.inside = 0
        self.heavy = False

    def code(self, node: Node, asked_by: str = "") -> Code:
        match node:
            case Literal(value=value):
                made = constant(value)
                made.constant = isinstance(value, float) or not looks_dated(value.strip())
                return made
            case Path():
                return path(node, self, asked_by)
            case Named():
                return named(node, self, asked_by)
            case Call():
                return call(node, self)
            case Negation(operand=operand, odd=odd):
                return negation(self.code(operand), odd)
            case Chain(first=first, rest=rest):
                asked = asked_by if rest[0].operator == "|" else ""
                parts = [self.code(first, asked)]
                parts.extend(self.code(part.node, asked) for part in rest)
                return chain(node, parts, self)


def _expression(
    source: str, node: Node, code: Code, heavy: bool,
    told: _Told,
) -> Expression:
    fresh = _fresh if heavy else _as_is
    return Expression(
        source=source, references=told[0], functions=told[1],
        constant=code.constant and not told[0],
        value=fresh(code.run), string=fresh(as_text(code)), number=fresh(as_number(code)),
        boolean=fresh(as_truth(code)), nodes=fresh(_nodes(code, node.offset)),
    )


def _nodes(code: Code, offset: int) -> Callable[[Context], list[Element]]:
    if code.gives in (Gives.NODES, Gives.ANY):
        return as_nodes(code, offset)

    def refused(c: Context) -> list[Element]:
        raise ExpressionError("this gives a value, not nodes", offset)

    return refused


def _as_is(run: Callable[[Context], _T]) -> Callable[[Context], _T]:
    return run


def _fresh(run: Callable[[Context], _T]) -> Callable[[Context], _T]:
    """Each working-out has its own measure of how much it may look at; all have one together."""
    def counted(c: Context) -> _T:
        around = c.around
        around.spent += around.effort
        around.effort = 0
        if around.spent > around.most:
            around.short = True
            raise ExpressionError("the whole takes too long")
        return run(c)

    return counted

"""Words to structure: operators by rank, paths by steps. Nothing is looked up here."""

from __future__ import annotations

from collections.abc import Iterable

from survey.expressions.errors import ExpressionError
from survey.expressions.syntax import (
    Call,
    Chain,
    Literal,
    Named,
    Negation,
    Node,
    Operand,
    Path,
    Step,
    Test,
    Top,
)
from survey.expressions.tokens import Sort, Token, cut

DEEPEST = 128
"""Levels of parentheses, arguments and operators inside each other; a condition counts as three."""

_CONDITION = 2  # reading and working out one takes more calls, and Python stops at a thousand

RANK = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6, "|": 8,
}
AXES = frozenset((
    "ancestor", "ancestor-or-self", "attribute", "child", "descendant", "descendant-or-self",
    "following", "following-sibling", "parent", "preceding", "preceding-sibling", "self",
))
NODE_TESTS = frozenset(("comment", "node", "processing-instruction", "text"))
_ANY = Test("node")


def parse(source: str) -> Node:
    """The structure of an expression. ExpressionError at the first word that does not fit."""
    parser = _Parser(source)
    node = parser.expression()
    if parser.now.sort is not Sort.END:
        raise ExpressionError(f"'{parser.now.text}' is not expected here", parser.now.offset)
    return node


def _depth(inside: Iterable[Node], offset: int) -> int:
    depth = 1 + max((node.depth for node in inside), default=0)
    if depth > DEEPEST:
        raise ExpressionError("too many levels inside each other", offset)
    return depth


class _Parser:
    def __init__(self, source: str) -> None:
        self._tokens = cut(source)
        self._at = 0
        self._level = 0
        self.now = self._tokens[0]

    def _take(self) -> Token:
        token = self.now
        if token.sort is not Sort.END:
            self._at += 1
            self.now = self._tokens[self._at]
        return token

    def _sign(self, text: str) -> bool:
        return self.now.sort is Sort.SIGN and self.now.text == text

    def _expect(self, text: str) -> Token:
        if not self._sign(text):
            if self.now.sort is Sort.END:
                raise ExpressionError(f"'{text}' is missing at the end", self.now.offset)
            raise ExpressionError(f"'{text}' is expected, not '{self.now.text}'", self.now.offset)
        return self._take()

    def expression(self) -> Node:
        """Operands and operators, folded by rank with a stack instead of calls."""
        self._level += 1
        if self._level > DEEPEST:
            raise ExpressionError("too many levels inside each other", self.now.offset)
        groups: list[tuple[int, Node, list[Operand]]] = []
        node = self._operand()
        while True:
            operator = self.now
            rank = RANK[operator.text] if operator.sort is Sort.OPERATOR else 0
            while groups and groups[-1][0] > rank:
                node = _close(groups, node)
            if not rank:
                break
            if groups and groups[-1][0] == rank:
                groups[-1][2][-1] = _filled(groups[-1][2][-1], node)
            else:
                groups.append((rank, node, []))
            self._take()
            groups[-1][2].append(Operand(operator.text, operator.offset, node))
            node = self._operand()
        self._level -= 1
        return node

    def _operand(self) -> Node:
        first = self.now
        minus = 0
        while self.now.sort is Sort.OPERATOR and self.now.text == "-":
            self._take()
            minus += 1
        node = self._path()
        if not minus:
            return node
        while self.now.sort is Sort.OPERATOR and self.now.text == "|":
            node = self._union(node)
        return Negation(
            node, minus % 2 == 1, first.offset, node.end, _depth((node,), first.offset)
        )

    def _union(self, first: Node) -> Node:
        """A union binds tighter than a minus before it."""
        rest: list[Operand] = []
        while self.now.sort is Sort.OPERATOR and self.now.text == "|":
            sign = self._take()
            rest.append(Operand("|", sign.offset, self._path()))
        inside = [first, *(part.node for part in rest)]
        depth = _depth(inside, first.offset)
        return Chain(first, tuple(rest), first.offset, inside[-1].end, depth)

    def _path(self) -> Node:
        token = self.now
        if self._sign("/") or self._sign("//"):
            return self._from_top()
        start: Node | None = None
        conditions: tuple[Node, ...] = ()
        if self._starts_primary():
            start = self._primary()
            conditions = self._conditions()
            if not conditions and not (self._sign("/") or self._sign("//")):
                return start
            steps: list[Step] = []
        else:
            steps = [self._step()]
        self._further(steps)
        return self._made(start, conditions, steps, token)

    def _made(
        self, start: Node | Top | None, conditions: tuple[Node, ...], steps: list[Step],
        first: Token,
    ) -> Path:
        inside = [*conditions, *(node for step in steps for node in step.conditions)]
        if start is not None and not isinstance(start, Top):
            inside.append(start)
        end = self._tokens[self._at - 1].end
        depth = _depth(inside, first.offset)
        return Path(start, conditions, tuple(steps), first.offset, end, depth)

    def _from_top(self) -> Node:
        token = self._take()
        steps: list[Step] = []
        if token.text == "//":
            steps.append(Step("descendant-or-self", _ANY, (), token.offset))
            steps.append(self._step())
        elif self._starts_step():
            steps.append(self._step())
        self._further(steps)
        return self._made(Top(token.offset), (), steps, token)

    def _further(self, steps: list[Step]) -> None:
        while self._sign("/") or self._sign("//"):
            token = self._take()
            if token.text == "//":
                steps.append(Step("descendant-or-self", _ANY, (), token.offset))
            if self._sign("["):
                steps.append(Step("self", _ANY, self._conditions(), token.offset))
            else:
                steps.append(self._step())

    def _starts_step(self) -> bool:
        return self.now.sort is Sort.NAME or (
            self.now.sort is Sort.SIGN and self.now.text in (".", "..", "@")
        )

    def _after(self, text: str) -> bool:
        follow = self._tokens[min(self._at + 1, len(self._tokens) - 1)]
        return follow.sort is Sort.SIGN and follow.text == text

    def _starts_primary(self) -> bool:
        sort = self.now.sort
        if sort in (Sort.NUMBER, Sort.STRING, Sort.REFERENCE) or self._sign("("):
            return True
        return sort is Sort.NAME and self.now.text not in NODE_TESTS and self._after("(")

    def _primary(self) -> Node:
        token = self._take()
        if token.sort is Sort.NUMBER:
            return Literal(float(token.text), token.offset, token.end)
        if token.sort is Sort.STRING:
            return Literal(token.text, token.offset, token.end)
        if token.sort is Sort.REFERENCE:
            return Named(token.text, token.offset, token.end)
        if token.sort is Sort.SIGN:
            node = self.expression()
            self._expect(")")
            return node
        return self._call(token)

    def _call(self, name: Token) -> Call:
        self._expect("(")
        arguments: list[Node] = []
        if not self._sign(")"):
            arguments.append(self.expression())
            while self._sign(","):
                self._take()
                arguments.append(self.expression())
        end = self._expect(")").end
        depth = _depth(arguments, name.offset)
        return Call(name.text, tuple(arguments), name.offset, end, depth)

    def _conditions(self) -> tuple[Node, ...]:
        made: list[Node] = []
        while self._sign("["):
            self._take()
            self._level += _CONDITION
            made.append(self.expression())
            self._level -= _CONDITION
            self._expect("]")
        return tuple(made)

    def _step(self) -> Step:
        token = self.now
        if self._sign(".") or self._sign(".."):
            self._take()
            axis = "self" if token.text == "." else "parent"
            return Step(axis, _ANY, self._conditions(), token.offset)
        axis = "child"
        if self._sign("@"):
            self._take()
            axis = "attribute"
        elif token.sort is Sort.NAME and self._after("::"):
            axis = self._axis()
        return Step(axis, self._test(), self._conditions(), token.offset)

    def _axis(self) -> str:
        token = self._take()
        self._take()
        if token.text not in AXES:
            raise ExpressionError(f"there is no axis '{token.text}' here", token.offset)
        return token.text

    def _test(self) -> Test:
        token = self.now
        if token.sort is not Sort.NAME:
            if token.sort is Sort.END:
                raise ExpressionError("the expression ends too early", token.offset)
            raise ExpressionError(f"a name is expected, not '{token.text}'", token.offset)
        self._take()
        if token.text in NODE_TESTS and self._sign("("):
            self._take()
            name = ""
            if token.text == "processing-instruction" and self.now.sort is Sort.STRING:
                name = self._take().text
            self._expect(")")
            return Test(token.text, name)
        prefix, colon, name = token.text.rpartition(":")
        return Test("name", name, prefix if colon else "")


def _filled(waiting: Operand, node: Node) -> Operand:
    return Operand(waiting.operator, waiting.offset, node)


def _close(groups: list[tuple[int, Node, list[Operand]]], last: Node) -> Node:
    """The chain on top of the stack, with the operand that was still missing."""
    _, first, rest = groups.pop()
    rest[-1] = _filled(rest[-1], last)
    depth = _depth((first, *(part.node for part in rest)), first.offset)
    return Chain(first, tuple(rest), first.offset, last.end, depth)

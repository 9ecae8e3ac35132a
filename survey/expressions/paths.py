"""Paths as closures: the start, the steps, the conditions, each in the shortest form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from survey.expressions.axes import in_order
from survey.expressions.code import Code, Gives, as_nodes, as_number, as_truth
from survey.expressions.collect import base_of, plain
from survey.expressions.compiling import Compiling
from survey.expressions.conditions import by_table, indifferent, matching, places, split, told_apart
from survey.expressions.context import Context
from survey.expressions.parse import parse
from survey.expressions.reaching import always, by_name, child_text, here, sometimes
from survey.expressions.references import Base, Reference
from survey.expressions.steps import (
    Move,
    Sieve,
    allowed,
    along,
    child_named,
    counted,
    fits,
    numbered,
    parent,
    strive,
    weighed,
)
from survey.expressions.syntax import Named, Node, Path, Step, Test, Top
from survey.expressions.tree import Element

_SIGNS = 16
"""Of a condition, that many take as long as a node looked at."""

_EVERYWHERE = Step("descendant-or-self", Test("node"), (), 0)
_BACKWARDS = frozenset(("ancestor", "ancestor-or-self", "preceding", "preceding-sibling"))
Start = Callable[[Context], list[Element]]


def path(node: Path, compiling: Compiling, asked_by: str = "") -> Code:
    """A path's piece. What the owner of the answers binds is reached without walking."""
    steps = list(node.steps)
    bound = None if node.conditions else _bound(node, compiling, asked_by)
    if bound is not None:
        code, taken = bound
        steps = steps[taken:]
        if not steps:
            return code
    elif node.start is None and len(steps) == 1 and plain(steps[0]) == "." and (
        not steps[0].conditions
    ):
        return here()
    else:
        code = _start(node.start, compiling)
    offset = node.offset
    moves, flat = [], code.one is not None or _at_most_one(node.start)
    if node.conditions:
        moves.append(_kept(node.conditions, compiling))
    made = _walked(as_nodes(code, offset), moves, flat, _Steps(steps, compiling))
    if node.start is None and len(node.steps) == 1 and steps and compiling.names is None:
        made.text = child_text(steps[0])
    return made


def named(node: Named, compiling: Compiling, asked_by: str = "") -> Code:
    """``${name}`` by itself."""
    alone = Path(node, (), (), node.offset, node.end, node.depth)
    bound = _bound(alone, compiling, asked_by)
    return bound[0] if bound is not None else by_name(node)


def _at_most_one(start: Node | Top | None) -> bool:
    base = base_of(start)
    return base is not None and base.base is not Base.NAMED


def _bound(node: Path, compiling: Compiling, asked_by: str) -> tuple[Code, int] | None:
    """What the owner of the answers says of the path's head, and how many steps that takes."""
    base = base_of(node.start)
    if compiling.bind is None or base is None or base.base is Base.INSTANCE:
        return None
    if compiling.inside and node.start is None:
        return None
    words: list[str] = []
    taken = 0
    for step in node.steps:
        word = plain(step)
        if word is None or step.conditions:
            break
        taken += 1
        if word != ".":
            words.append(word)
    whole = taken == len(node.steps)
    asked = Reference(
        base=base.base, name=base.name, steps=tuple(words), inside=bool(compiling.inside),
        asked_by=asked_by if whole else "", onward=not whole, offset=node.offset, end=node.end,
    )
    answer = compiling.bind(asked)
    if answer is None:
        return None
    if isinstance(answer, str):
        return _instead(answer, asked, compiling), taken
    return (always(answer) if isinstance(answer, Element) else sometimes(answer)), taken


def _instead(text: str, asked: Reference, compiling: Compiling) -> Code:
    """A path in place of a reference; inside a condition it starts where the expression does."""
    bind, inside = compiling.bind, compiling.inside
    compiling.bind, compiling.inside = None, 0
    try:
        code = compiling.code(parse(text))
    finally:
        compiling.bind, compiling.inside = bind, inside
    if not inside or (asked.base is Base.ROOT and text.startswith("/")):
        return code
    run = as_nodes(code, asked.offset)
    return Code(Gives.NODES, lambda c: run(Context(c.around, c.current)))


def _start(start: Node | Top | None, compiling: Compiling) -> Code:
    if start is None:
        return Code(Gives.NODES, lambda c: [c.node])
    if isinstance(start, Top):
        return Code(Gives.NODES, lambda c: [c.around.root])
    return compiling.code(start)


def _kept(conditions: tuple[Node, ...], compiling: Compiling) -> Move:
    """Conditions on a whole list, in document order: ``(...)[1]``."""
    sieves = _sieves(conditions, compiling)

    def move(nodes: list[Element], c: Context) -> list[Element]:
        for sieve in sieves:
            nodes = sieve(nodes, c)
        return nodes

    return move


def _sieves(conditions: tuple[Node, ...], compiling: Compiling) -> list[Sieve]:
    compiling.heavy = True
    return [_sieve(part, compiling) for part in split(conditions)]


def _sieve(condition: Node, compiling: Compiling) -> Sieve:
    cost = 1 + (condition.end - condition.offset) // _SIGNS
    compiling.inside += 1
    try:
        number = places(condition)
        if number is not None:
            return numbered(as_number(compiling.code(number)))
        apart = told_apart(condition)
        if apart is not None and compiling.names is None:
            name, other = apart
            return matching(name, compiling.code(other), compiling.code(condition))
        code = compiling.code(condition)
    finally:
        compiling.inside -= 1
    if code.gives in (Gives.NUMBER, Gives.ANY):
        return weighed(code.run, cost)
    return allowed(as_truth(code), cost)


class _Steps:
    """Steps to be turned into moves, one after the other."""

    def __init__(self, steps: list[Step], compiling: Compiling) -> None:
        self._steps = steps
        self._compiling = compiling

    def moves(self, flat: bool, one: bool) -> list[Move]:
        """A move for each step. ``flat``: no node starts inside another; ``one``: at most one."""
        made: list[Move] = []
        steps = self._joined()
        for step in steps:
            move = self._move(step)
            easy = step.axis in ("self", "attribute", "child")
            in_place = (flat and easy) or (one and step.axis in (
                "parent", "descendant", "descendant-or-self", "following-sibling", "following"
            ))
            if one and step.axis in _BACKWARDS:
                made.append(_turned(move))
            else:
                made.append(move if in_place else _ordered(move))
            one = one and step.axis in ("self", "parent")
            flat = one or (flat and easy)
        return made

    def _joined(self) -> list[Step]:
        """``//a`` as one step where no condition on ``a`` asks for places."""
        made: list[Step] = []
        for step in self._steps:
            if (
                made and made[-1] == replace(_EVERYWHERE, offset=made[-1].offset)
                and step.axis == "child" and all(map(indifferent, step.conditions))
            ):
                made[-1] = replace(step, axis="descendant")
            else:
                made.append(step)
        return made

    def _move(self, step: Step) -> Move:
        compiling = self._compiling
        word = plain(step)
        if word == ".." and not step.conditions:
            return parent
        name = word if word and step.axis == "child" and step.test.name != "*" else ""
        if name and word != ".." and compiling.names is None and not step.conditions:
            move = child_named(name)
            return counted(move) if compiling.inside else move
        compiling.heavy = True
        test = fits(step.test, step.axis, compiling.names, step.offset)
        move = along(step.axis, test, _sieves(step.conditions, compiling))
        return self._looked_up(step, name, move) if name and step.conditions else move

    def _looked_up(self, step: Step, name: str, move: Move) -> Move:
        """``item[country = x]``: by a table, in trees that never change."""
        compiling = self._compiling
        first, *further = split(step.conditions)
        apart = told_apart(first)
        if apart is None or compiling.names is not None or places(first) is not None:
            return move
        compiling.inside += 1
        other = compiling.code(apart[1])
        compiling.inside -= 1
        rest = [_sieve(part, compiling) for part in further]
        return by_table(name, apart[0], other, rest, move)


def _ordered(move: Move) -> Move:
    def ordered(nodes: list[Element], c: Context) -> list[Element]:
        return in_order(move(nodes, c), partial(strive, c.around))

    return ordered


def _turned(move: Move) -> Move:
    """A step that leads backwards from one node."""
    return lambda nodes, c: move(nodes, c)[::-1]


def _walked(start: Start, moves: list[Move], one: bool, steps: _Steps) -> Code:
    moves = [*moves, *steps.moves(one, one)]
    if len(moves) == 1:
        only = moves[0]
        return Code(Gives.NODES, lambda c: only(start(c), c))

    def run(c: Context) -> list[Element]:
        nodes = start(c)
        for move in moves:
            if not nodes:
                return nodes
            nodes = move(nodes, c)
        return nodes

    return Code(Gives.NODES, run)

"""Conditions that need not be worked out for every node: places, and comparisons with one value."""

from __future__ import annotations

from functools import partial

from survey.collecting import nothing_collected
from survey.expressions.axes import in_order
from survey.expressions.code import Code, Gives, as_truth
from survey.expressions.context import Circumstances, Context
from survey.expressions.moments import looks_dated
from survey.expressions.steps import Move, Sieve, allowed, strive
from survey.expressions.syntax import Call, Chain, Literal, Named, Negation, Node, Path, Step, Test
from survey.expressions.tree import Document, Element, text_of, top_of
from survey.expressions.values import to_text

_HERE = frozenset((
    "local-name", "name", "namespace-uri", "normalize-space", "number", "once", "position",
    "last", "string", "string-length", "lang",
))


def depends(node: Node) -> bool:
    """Whether a condition's part has to do with the node it is asked about."""
    match node:
        case Literal() | Named():
            return False
        case Negation(operand=operand):
            return depends(operand)
        case Chain(first=first, rest=rest):
            return depends(first) or any(depends(part.node) for part in rest)
        case Call(name=name, arguments=arguments):
            if name in ("once", "lang") or (name in _HERE and not arguments):
                return True
            return any(depends(argument) for argument in arguments)
        case Path(start=None):
            return True
        case Path(start=start):
            return isinstance(start, Node) and depends(start)


def positional(node: Node) -> bool:
    """Whether ``position()`` or ``last()`` of the condition itself is asked for anywhere."""
    match node:
        case Negation(operand=operand):
            return positional(operand)
        case Chain(first=first, rest=rest):
            return positional(first) or any(positional(part.node) for part in rest)
        case Call(name=name, arguments=arguments):
            if name in ("position", "last") and not arguments:
                return True
            return any(positional(argument) for argument in arguments)
        case Path(start=start):
            return isinstance(start, Node) and positional(start)
    return False


def split(conditions: tuple[Node, ...]) -> list[Node]:
    """``[a and b]`` as ``[a][b]``, where neither asks for places nor is one."""
    made: list[Node] = []
    for condition in conditions:
        parts = [condition]
        if isinstance(condition, Chain) and condition.rest[0].operator == "and":
            parts = [condition.first, *(part.node for part in condition.rest)]
        if len(parts) > 1 and all(map(indifferent, parts)):
            made.extend(parts)
        else:
            made.append(condition)
    return made


def _truth(node: Node) -> bool:
    return isinstance(node, Chain) and node.rest[0].operator in (
        "and", "or", "=", "!=", "<", "<=", ">", ">="
    )


def indifferent(condition: Node) -> bool:
    """Whether a condition is true or false of a node wherever the node stands in a list."""
    return _truth(condition) and not positional(condition)


def _pair(condition: Node) -> tuple[Node, Node] | None:
    if isinstance(condition, Chain) and [part.operator for part in condition.rest] == ["="]:
        return condition.first, condition.rest[0].node
    return None


def places(condition: Node) -> Node | None:
    """The number in ``[3]`` or ``[position() = x]``, when it is the same for every node."""
    if isinstance(condition, Literal) and isinstance(condition.value, float):
        return condition
    pair = _pair(condition)
    for asked, other in (pair, pair[::-1]) if pair else ():
        if (
            isinstance(asked, Call) and asked.name == "position" and not asked.arguments
            and isinstance(other, Literal | Chain | Negation) and not depends(other)
            and not _truth(other) and not isinstance(getattr(other, "value", 0.0), str)
        ):
            return other
    return None


def told_apart(condition: Node) -> tuple[str, Node] | None:
    """The child's name and the other side in ``[country = x]``, where x is the same for all."""
    pair = _pair(condition)
    for asked, other in (pair, pair[::-1]) if pair else ():
        name = _child(asked)
        if name and not depends(other):
            return name, other
    return None


def _child(node: Node) -> str:
    match node:
        case Path(
            start=None, conditions=(),
            steps=(Step(axis="child", test=Test(kind="name", name=name, prefix=""), conditions=()),)
        ) if name != "*":
            return name
    return ""


def _texts(code: Code, c: Context) -> set[str] | None:
    """What a child's text may be; None when texts alone cannot tell."""
    if code.one is not None:
        node = code.one(c)
        texts = {"" if node is None else text_of(node)}
    else:
        value = code.run(c)
        if isinstance(value, float | bool):
            return None
        texts = {text_of(node) for node in value} if isinstance(value, list) else {to_text(value)}
    return None if any(looks_dated(text) for text in texts) else texts


def matching(name: str, other: Code, whole: Code) -> Sieve:
    """``[country = x]`` with x worked out once for the list."""
    slow = allowed(as_truth(whole))
    if other.gives in (Gives.NUMBER, Gives.TRUTH):
        return slow

    def sieve(nodes: list[Element], c: Context) -> list[Element]:
        texts = _texts(other, c)
        if texts is None:
            return slow(nodes, c)
        strive(c.around, len(nodes))
        return [
            node for node in nodes if not texts.isdisjoint(node.texts(name))
        ]

    return sieve


def by_table(name: str, child: str, other: Code, rest: list[Sieve], slow: Move) -> Move:
    """``item[country = x]`` in a tree that never changes: looked up, not walked."""
    if other.gives in (Gives.NUMBER, Gives.TRUTH):
        return slow

    def move(nodes: list[Element], c: Context) -> list[Element]:
        top = top_of(nodes[0]) if len(nodes) == 1 else None
        texts = _texts(other, c) if isinstance(top, Document) and top.fixed else None
        if texts is None or not isinstance(top, Document):
            return slow(nodes, c)
        table = table_of(top, nodes[0], child, c.around, name)
        found = [node for text in texts for node in table.get(text, ())]
        if len(texts) > 1:
            found = in_order(found, partial(strive, c.around))
        for sieve in rest:
            found = sieve(found, c)
        return found

    return move


def table_of(
    top: Document, above: Element, child: str, around: Circumstances, name: str = ""
) -> dict[str, list[Element]]:
    """Elements in ``above`` (of that name, if any) by the texts that their ``child`` has.

    ``top`` never changes, so that this is made once for each question that is asked of it.
    """
    key = (id(above), name, child)
    table = top.found.get(key)
    if table is None:
        around.spent += len(above.children)  # once for all who ask: no one's own effort
        with nothing_collected():
            table = top.found[key] = _by_text(above, child, name)
    return table


def _by_text(above: Element, child: str, name: str) -> dict[str, list[Element]]:
    table: dict[str, list[Element]] = {}
    for node in above.children:
        if node.kind or (name and node.name != name):
            continue
        texts = node.texts(child)
        for text in texts if len(texts) < 2 else dict.fromkeys(texts):
            same = table.get(text)
            if same is None:
                table[text] = [node]
            else:
                same.append(node)
    return table

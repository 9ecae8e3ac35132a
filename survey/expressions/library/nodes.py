"""Functions about nodes: how many, which place, which tree, in what order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from hashlib import sha256

from survey.expressions.code import Code, Gives, as_nodes, as_number
from survey.expressions.compiling import Compiling
from survey.expressions.conditions import table_of
from survey.expressions.context import Context
from survey.expressions.errors import ExpressionError
from survey.expressions.expression import Value
from survey.expressions.functions import function
from survey.expressions.steps import strive
from survey.expressions.syntax import Call
from survey.expressions.tree import Document, Element, Kind, text_of, top_of
from survey.expressions.values import to_number, to_text

_MODULUS = 2_147_483_647
_MULTIPLIER = 16_807
_XML = "http://www.w3.org/XML/1998/namespace"


@function("count(nodes)", Gives.NUMBER)
def count(nodes: list[Element]) -> float:
    return float(len(nodes))


@function("count-non-empty(nodes)", Gives.NUMBER)
def count_non_empty(nodes: list[Element]) -> float:
    return float(sum(bool(text_of(node)) for node in nodes))


@function("last()", Gives.NUMBER, builds=True)
def last(node: Call, compiling: Compiling) -> Code:
    return Code(Gives.NUMBER, lambda c: float(c.size))


@function("position(nodes?)", Gives.NUMBER, builds=True)
def position(node: Call, compiling: Compiling) -> Code:
    """The place in the list at hand, or of a node among its siblings of the same name."""
    if not node.arguments:
        return Code(Gives.NUMBER, lambda c: float(c.position))
    code = compiling.code(node.arguments[0], "position")
    if code.one is not None:
        one = code.one
        return Code(Gives.NUMBER, lambda c: place_of(one(c)))
    nodes = as_nodes(code, node.offset)

    def run(c: Context) -> float:
        found = nodes(c)
        return place_of(found[0] if found else None)

    return Code(Gives.NUMBER, run)


def place_of(node: Element | None) -> float:
    """1 for the first of its name; NaN for no node."""
    if node is None:
        return math.nan
    if node.parent is None or node.kind == Kind.ATTRIBUTE:
        return 1.0
    return float(node.place())


@function("current()", Gives.NODES, builds=True)
def current(node: Call, compiling: Compiling) -> Code:
    return Code(Gives.NODES, lambda c: [c.current])


@function("instance(text)", Gives.NODES, context=True)
def instance(c: Context, id: str) -> list[Element]:
    found = c.around.instances.get(id)
    return [] if found is None else [found]


@function("name(nodes?)", Gives.TEXT, context=True)
def name(c: Context, nodes: Sequence[Element] | None = None) -> str:
    node = _first(c, nodes)
    if node is None:
        return ""
    return f"{node.prefix}:{node.name}" if node.prefix else node.name


@function("local-name(nodes?)", Gives.TEXT, context=True)
def local_name(c: Context, nodes: Sequence[Element] | None = None) -> str:
    node = _first(c, nodes)
    return "" if node is None else node.name


@function("namespace-uri(nodes?)", Gives.TEXT, context=True)
def namespace_uri(c: Context, nodes: Sequence[Element] | None = None) -> str:
    node = _first(c, nodes)
    return "" if node is None else node.namespace


def _first(c: Context, nodes: Sequence[Element] | None) -> Element | None:
    if nodes is None:
        return c.node
    return nodes[0] if nodes else None


@function("id(value)", Gives.NODES, context=True)
def id_(c: Context, value: object) -> list[Element]:
    """Elements by their ``id`` attribute."""
    wanted: set[str] = set()
    for text in [text_of(n) for n in value] if isinstance(value, list) else [str(value)]:
        wanted.update(text.split())
    return [
        node for node in top_of(c.node).walk()
        if node.attributes and "id" in node.attributes and node.attributes["id"].value in wanted
    ]


@function("lang(text)", Gives.TRUTH, context=True)
def lang(c: Context, tag: str) -> bool:
    """Whether ``xml:lang`` of the nearest node that has it is the tag or a kind of it."""
    node: Element | None = c.node
    while node is not None:
        own = (node.attributes or {}).get(f"{{{_XML}}}lang")
        if own is not None:
            found, wanted = own.value.casefold(), tag.casefold()
            return found == wanted or found.startswith(wanted + "-")
        node = node.parent
    return False


@function("randomize(nodes, value?)", Gives.NODES, context=True)
def randomize(c: Context, nodes: list[Element], seed: Value | None = None) -> list[Element]:
    """Shuffled; with a seed the same way every time. A seed of words counts by its digest."""
    if seed is not None:
        return shuffled(nodes, _whole(seed, c))
    if c.around.order is not None:
        return shuffled(nodes, c.around.order(c.current))
    if c.around.random is None:
        raise ExpressionError("nothing here may be random")
    mixed = list(nodes)
    c.around.random.shuffle(mixed)
    return mixed


def _whole(seed: Value, c: Context) -> int:
    number = to_number(seed, c.around)
    if math.isfinite(number):
        return int(number)
    words = "" if isinstance(seed, float) else to_text(seed)
    if not words or math.isinf(number):
        return 0
    return int.from_bytes(sha256(words.encode()).digest()[:8], "big", signed=True)


def shuffled(nodes: list[Element], seed: int) -> list[Element]:
    """Inside-out Fisher–Yates, driven by Park and Miller's generator from the seed."""
    state = _start(seed)
    mixed: list[Element] = []
    for number, node in enumerate(nodes):
        state = state * _MULTIPLIER % _MODULUS
        at = int((state - 1) / (_MODULUS - 1) * (number + 1))
        if at == number:
            mixed.append(node)
        else:
            mixed.append(mixed[at])
            mixed[at] = node
    return mixed


def _start(seed: int) -> int:
    state = abs(seed) % _MODULUS * (1 if seed > 0 else -1)
    return state + _MODULUS - 1 if state <= 0 else state


@function("indexed-repeat(nodes, nodes, number, nodes?, number?, nodes?, number?)",
          Gives.TEXT, builds=True)
def indexed_repeat(node: Call, compiling: Compiling) -> Code:
    """The value that stands in the given instance of each repeat around it."""
    if len(node.arguments) % 2 == 0:
        raise ExpressionError("indexed-repeat() needs a number for each repeat", node.offset)
    values = as_nodes(compiling.code(node.arguments[0], node.name), node.offset)
    pairs = [
        (
            as_nodes(compiling.code(repeat, node.name), repeat.offset),
            as_number(compiling.code(number)),
        )
        for repeat, number in zip(node.arguments[1::2], node.arguments[2::2], strict=True)
    ]

    def run(c: Context) -> list[Element]:
        found = values(c)
        for repeats, number in pairs:
            wanted, place = {id(repeat) for repeat in repeats(c)}, number(c)
            found = [inner for inner in found if _within(inner, wanted, place)]
        return found

    compiling.heavy = True
    return Code(Gives.NODES, run)


def _within(node: Element, repeats: set[int], place: float) -> bool:
    above: Element | None = node
    while above is not None:
        if id(above) in repeats:
            return place_of(above) == place
        above = above.parent
    return False


@function("pulldata(text, text, text, text)", Gives.TEXT, context=True)
def pulldata(c: Context, id: str, wanted: str, key: str, value: str) -> str:
    """The first row of a table whose column is the value asked for; ``@name`` is an attribute."""
    top = c.around.instances.get(id)
    if top is None:
        return ""
    rows = _rows(c, top, key, value)
    return next((_cell(row, wanted) or "" for row in rows if _cell(row, key) == value), "")


def _rows(c: Context, top: Element, key: str, value: str) -> list[Element]:
    """Rows among which is the first that is asked for; looked up where nothing changes."""
    roots = top.children
    if len(roots) == 1 and isinstance(top, Document) and top.fixed and not key.startswith("@"):
        return table_of(top, roots[0], key, c.around).get(value, [])
    rows = [row for root in roots for row in root.children]
    strive(c.around, len(rows))
    return rows


def _cell(row: Element, column: str) -> str | None:
    if column.startswith("@"):
        found = (row.attributes or {}).get(column[1:])
        return None if found is None else found.value
    return next(iter(row.texts(column)), None)



"""Where a step leads from one node, and the order nodes have in a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from survey.expressions.tree import Attribute, Element, Kind, Text, top_of

Walk = Callable[[Element], Iterator[Element]]

Looked = Callable[[int], None]

_FEW = 16
_QUICK = 4
"""Looking a node up among its siblings is that many times halved as quick as walking them."""


def _content(node: Element) -> list[Element]:
    """The children; the value of an element that holds nothing else counts as text inside it."""
    if node.children or node.kind or not node.value:
        return node.children
    text = Text(node.value)
    text.parent = node
    return [text]


def _child(node: Element) -> Iterator[Element]:
    return (inner for inner in _content(node) if inner.relevant)


def _descendant(node: Element) -> Iterator[Element]:
    waiting = _content(node)[::-1]
    while waiting:
        inner = waiting.pop()
        if inner.relevant:
            yield inner
            waiting.extend(reversed(_content(inner)))


def _descendant_or_self(node: Element) -> Iterator[Element]:
    yield node
    yield from _descendant(node)


def _parent(node: Element) -> Iterator[Element]:
    if node.parent is not None:
        yield node.parent


def _ancestor(node: Element) -> Iterator[Element]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _ancestor_or_self(node: Element) -> Iterator[Element]:
    yield node
    yield from _ancestor(node)


def _self(node: Element) -> Iterator[Element]:
    yield node


def _attribute(node: Element) -> Iterator[Element]:
    if node.attributes:
        yield from node.attributes.values()


def _place(node: Element) -> tuple[list[Element], int]:
    """The node's siblings and its own number among them; an attribute has none."""
    if node.parent is None or node.kind == Kind.ATTRIBUTE:
        return [], 0
    siblings = node.parent.children
    try:
        return siblings, siblings.index(node)
    except ValueError:  # text that was made for the asking
        return [], 0


def _following_sibling(node: Element) -> Iterator[Element]:
    siblings, at = _place(node)
    return (sibling for sibling in siblings[at + 1:] if sibling.relevant)


def _preceding_sibling(node: Element) -> Iterator[Element]:
    siblings, at = _place(node)
    return (sibling for sibling in reversed(siblings[:at]) if sibling.relevant)


def _following(node: Element) -> Iterator[Element]:
    if node.kind == Kind.ATTRIBUTE and node.parent is not None:
        yield from _descendant(node.parent)
        node = node.parent
    for above in _ancestor_or_self(node):
        for sibling in _following_sibling(above):
            yield from _descendant_or_self(sibling)


def _preceding(node: Element) -> Iterator[Element]:
    if node.kind == Kind.ATTRIBUTE and node.parent is not None:
        node = node.parent
    for above in _ancestor_or_self(node):
        for sibling in _preceding_sibling(above):
            yield from reversed(list(_descendant_or_self(sibling)))


AXES: dict[str, Walk] = {
    "ancestor": _ancestor,
    "ancestor-or-self": _ancestor_or_self,
    "attribute": _attribute,
    "child": _child,
    "descendant": _descendant,
    "descendant-or-self": _descendant_or_self,
    "following": _following,
    "following-sibling": _following_sibling,
    "parent": _parent,
    "preceding": _preceding,
    "preceding-sibling": _preceding_sibling,
    "self": _self,
}
"""Axis → nodes from one node, nearest first."""


def in_order(nodes: list[Element], looked: Looked) -> list[Element]:
    """The nodes once each, in document order; trees in the order they were met.

    ``looked`` is told how many nodes were looked at for it.
    """
    if len(nodes) < 2:
        return nodes
    looked(2 * len(nodes))
    unique = list({_key(node): node for node in nodes}.values())
    if len(unique) <= _FEW:
        tops: dict[int, int] = {}
        lines = {id(node): _line(node, tops) for node in unique}
        looked(sum(number for line in lines.values() for number in line if number > 0) >> _QUICK)
        return sorted(unique, key=lambda node: lines[id(node)])
    return _sifted(unique, looked)


def _key(node: Element) -> tuple[int, bool]:
    """Who a node is: text that stands in its element is made anew each time it is asked for."""
    loose = node.kind == Kind.TEXT and node.parent is not None and not node.parent.children
    return (id(node.parent), True) if loose else (id(node), False)


def _line(node: Element, tops: dict[int, int]) -> tuple[int, ...]:
    """The numbers of the children that lead to a node; attributes come before children."""
    line: list[int] = []
    while node.parent is not None:
        if isinstance(node, Attribute):
            line.append(list((node.parent.attributes or {}).values()).index(node) - 1_000_000)
        else:
            line.append(_place(node)[1])
        node = node.parent
    line.append(tops.setdefault(id(node), len(tops)))
    return tuple(reversed(line))


def _sifted(nodes: list[Element], looked: Looked) -> list[Element]:
    wanted = {_key(node): node for node in nodes}
    found: list[Element] = []
    tops = {id(top): top for top in (top_of(node) for node in nodes)}
    walked = 0
    for top in tops.values():
        for node in _everything(top):
            walked += 1
            match = wanted.pop(_key(node), None)
            if match is not None:
                found.append(match)
                if not wanted:
                    break
    looked(walked)
    return found


def _everything(top: Element) -> Iterator[Element]:
    waiting = [top]
    while waiting:
        node = waiting.pop()
        yield node
        if node.attributes:
            yield from node.attributes.values()
        waiting.extend(reversed(_content(node)))

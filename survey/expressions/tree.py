"""The one class for every tree that expressions are worked out over.

Answers, tables beside the answers and documents in tests are all trees of :class:`Element`. The
top of a tree is a :class:`Document`, which has no name and whose one child is the root element;
``/data`` starts there.

Most elements that hold a value hold nothing else, so the value stands in the element itself:
``value`` is the text of an element without children. Text between elements, comments and
instructions exist as children only where a document was read whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum


class Kind(IntEnum):
    """What a node is; a class attribute of each class of nodes."""

    ELEMENT = 0
    DOCUMENT = 1
    ATTRIBUTE = 2
    TEXT = 3
    COMMENT = 4
    INSTRUCTION = 5


class Element:
    """A node of a tree. Make children with :meth:`add`, so that they know their parent.

    ``relevant`` tells whether the node *and all above it* are relevant; whoever owns the tree
    keeps it so. A node that is not relevant is found by no step down or sideways, and reads as
    empty, while ``value`` still holds what was answered. ``prefix`` matters to ``name()`` only.
    """

    __slots__ = (
        "attributes", "children", "name", "namespace", "parent", "prefix", "relevant", "value",
    )

    kind: Kind = Kind.ELEMENT

    def __init__(self, name: str, value: str = "", *, namespace: str = "") -> None:
        self.name = name
        self.namespace = namespace
        self.prefix = ""
        self.value = value
        self.relevant = True
        self.parent: Element | None = None
        self.children: list[Element] = []
        self.attributes: dict[str, Attribute] | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def add(self, child: Element, at: int | None = None) -> Element:
        """Put a child last, or before the child that is now number ``at``; gives it back."""
        child.parent = self
        if at is None:
            self.children.append(child)
        else:
            self.children.insert(at, child)
        return child

    def remove(self, child: Element) -> None:
        """Take a child away. ValueError when it is none."""
        self.children.remove(child)
        child.parent = None

    def set(self, name: str, value: str, *, namespace: str = "") -> Attribute:
        """Give the element an attribute, in place of one with the same name and namespace."""
        made = Attribute(name, value, namespace=namespace)
        made.parent = self
        if self.attributes is None:
            self.attributes = {}
        self.attributes[f"{{{namespace}}}{name}" if namespace else name] = made
        return made

    def texts(self, name: str) -> list[str]:
        """The texts of its elements of that name that are relevant, in order."""
        return [
            text_of(inner) for inner in self.children
            if inner.name == name and inner.relevant and not inner.kind
        ]

    def place(self) -> int:
        """Its place among its siblings of the same name, from 1."""
        place = 0
        for sibling in self.parent.children if self.parent is not None else ():
            if sibling.name == self.name and sibling.kind == self.kind:
                place += 1
            if sibling is self:
                break
        return max(place, 1)

    def walk(self) -> Iterator[Element]:
        """This node and all below it in document order, relevant or not; no attributes."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


class Document(Element):
    """The top of a tree. ``fixed`` promises that nothing in it changes any more.

    Steps in a fixed tree with a condition such as ``[country = 'se']`` are looked up in ``found``,
    which is built when it is first asked for.
    """

    __slots__ = ("fixed", "found")

    kind = Kind.DOCUMENT

    def __init__(self, root: Element | None = None, *, fixed: bool = False) -> None:
        super().__init__("")
        self.fixed = fixed
        self.found: dict[object, dict[str, list[Element]]] = {}
        if root is not None:
            self.add(root)


class Attribute(Element):
    """An attribute; its parent is the element that has it."""

    __slots__ = ()

    kind = Kind.ATTRIBUTE


class Text(Element):
    """Text beside elements."""

    __slots__ = ()

    kind = Kind.TEXT

    def __init__(self, value: str) -> None:
        super().__init__("", value)


class Comment(Element):
    __slots__ = ()

    kind = Kind.COMMENT

    def __init__(self, value: str) -> None:
        super().__init__("", value)


class Instruction(Element):
    """A processing instruction; ``name`` is its target."""

    __slots__ = ()

    kind = Kind.INSTRUCTION


def text_of(node: Element) -> str:
    """A node's text as XPath sees it: empty when it is not relevant, else all text inside it."""
    if not node.relevant:
        return ""
    if not node.children:
        return node.value
    parts = [node.value]
    waiting = node.children[::-1]
    while waiting:
        inner = waiting.pop()
        if not inner.relevant or inner.kind >= Kind.COMMENT:
            continue
        if inner.children:
            waiting.extend(reversed(inner.children))
        else:
            parts.append(inner.value)
    return "".join(parts)


def top_of(node: Element) -> Element:
    """The node without a parent that this node hangs from."""
    while node.parent is not None:
        node = node.parent
    return node

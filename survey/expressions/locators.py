"""Where a node stands in a document, as a text: ``/*[1]/*[2]/@id``, ``/*[1]/text()[1]``.

``*[n]`` is the n-th element inside, from 1; ``text()``, ``comment()`` and
``processing-instruction()`` count alike; attributes are ``@name`` or ``@{namespace}name``.
"""

from __future__ import annotations

import re

from survey.expressions.errors import ExpressionError
from survey.expressions.tree import Attribute, Element, Kind

_WORDS = {
    Kind.ELEMENT: "*", Kind.TEXT: "text()", Kind.COMMENT: "comment()",
    Kind.INSTRUCTION: "processing-instruction()",
}
_STEP = re.compile(r"/(?:@((?:\{[^}]*\})?[^/{}]+)|(\*|[a-z-]+\(\))\[(\d+)\])")


def locate(node: Element) -> str:
    """The text that leads to a node from the top of its tree."""
    steps: list[str] = []
    while node.parent is not None:
        if isinstance(node, Attribute):
            space = f"{{{node.namespace}}}" if node.namespace else ""
            steps.append(f"/@{space}{node.name}")
        else:
            alike = [other for other in node.parent.children if other.kind == node.kind]
            number = next(n for n, other in enumerate(alike, 1) if other is node)
            steps.append(f"/{_WORDS[node.kind]}[{number}]")
        node = node.parent
    return "".join(reversed(steps)) or "/"


def find(top: Element, locator: str) -> Element:
    """The node a text leads to. ExpressionError when there is none."""
    node, at = top, 0
    while locator != "/" and at < len(locator):
        step = _STEP.match(locator, at)
        found = None if step is None else _inside(node, step)
        if step is None or found is None:
            raise ExpressionError(f"nothing is at {locator}", at)
        node, at = found, step.end()
    return node


def _inside(node: Element, step: re.Match[str]) -> Element | None:
    if step[1]:
        return (node.attributes or {}).get(step[1])
    alike = [inner for inner in node.children if _WORDS[inner.kind] == step[2]]
    number = int(step[3])
    return alike[number - 1] if 1 <= number <= len(alike) else None

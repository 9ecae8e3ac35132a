"""Our own types as other programs say them, and back: words ``x-…`` in the appearance."""

from __future__ import annotations

from dataclasses import replace

from survey.forms.definition import Node, NodeKind

RATINGS = ("faces", "1-5", "1-10", "stars", "agreement")
GROUPS = ("points", "percentages", "matrix", "nki")
_SPACE = "{urn:vardera:form}"
"""Parameters of our groups are attributes in this namespace: others have no place for them."""

_BELOW = ("range", "select_one", "integer")
_HOLDERS = (NodeKind.GROUP, NodeKind.REPEAT)


def plain(node: Node) -> Node:
    """The node, and all below it, with types that everybody knows."""
    nodes = tuple(map(plain, node.nodes))
    if node.kind in _HOLDERS and node.type in GROUPS:
        said = f"x-{node.type} {node.appearance}".strip()
        body = {**node.body, **{f"{_SPACE}{k}": v for k, v in node.parameters.items()}}
        return replace(node, type="", appearance=said, body=body, nodes=nodes, parameters={})
    if node.type == "rating":
        parameters = dict(node.parameters)
        scale = parameters.pop("scale", "1-5")
        type = parameters.pop("below", "range")
        said = f"x-rating-{scale} {node.appearance}".strip()
        return replace(node, type=type, appearance=said, parameters=parameters)
    return replace(node, nodes=nodes) if nodes != node.nodes else node


def recognised(node: Node) -> Node:
    """The node, and all below it, with our types where the appearance says so."""
    nodes = tuple(map(recognised, node.nodes))
    if nodes != node.nodes:
        node = replace(node, nodes=nodes)
    for word in node.appearance.split():
        rest = " ".join(other for other in node.appearance.split() if other != word)
        group = word.removeprefix("x-")
        if group != word and node.kind in _HOLDERS and group in GROUPS:
            parameters = {k.removeprefix(_SPACE): v for k, v in node.body.items() if _SPACE in k}
            body = {name: text for name, text in node.body.items() if _SPACE not in name}
            return replace(
                node, type=group, appearance=rest, body=body,
                parameters={**node.parameters, **parameters},
            )  # fmt: skip
        scale = word.removeprefix("x-rating-")
        if scale != word and scale in RATINGS and node.type in _BELOW:
            parameters = {**node.parameters, "scale": scale, "below": node.type}
            return replace(node, type="rating", appearance=rest, parameters=parameters)
    return node

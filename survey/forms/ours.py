"""Our own types as other programs say them, and back: words ``x-…`` in the appearance."""

from __future__ import annotations

from dataclasses import replace

from survey.forms.definition import Node, NodeKind

RATINGS = ("faces", "1-5", "1-10", "stars", "agreement")
"""Kinds of scale; written ``x-rating-faces``."""

GROUPS = ("points", "percentages", "matrix", "nki")
"""Kinds of groups; written ``x-points``. A matrix may be a repeat, and then it grows."""

FACTOR = "x-factor-"
"""Begins the word beside ``x-rating-…`` that names what a rating rates."""

DECLINE = "x-decline"
"""Offers *rather not say* at a question, or at all of a group, also where an answer is needed."""

BELOW = ("range", "select_one", "integer")
"""Plain types that a rating may have."""

_RATING = "x-rating-"
_SPACE = "{urn:vardera:form}"
"""Parameters of our groups are attributes in this namespace: others have no place for them."""

_HOLDERS = (NodeKind.GROUP, NodeKind.REPEAT)


def plain_rating(node: Node) -> tuple[str, str, dict[str, str]]:
    """Type, appearance and parameters of a rating as other programs know them."""
    parameters = dict(node.parameters)
    words = [f"{_RATING}{parameters.pop('scale', '1-5')}"]
    type = parameters.pop("below", "range")
    factor = parameters.pop("factor", "")
    words += [f"{FACTOR}{factor}"] if factor else []
    return type, " ".join([*words, node.appearance]).strip(), parameters


def plain(node: Node) -> Node:
    """The node, and all below it, with types that everybody knows."""
    nodes = tuple(map(plain, node.nodes))
    if node.kind in _HOLDERS and node.type in GROUPS:
        said = f"x-{node.type} {node.appearance}".strip()
        body = {**node.body, **{f"{_SPACE}{k}": v for k, v in node.parameters.items()}}
        return replace(node, type="", appearance=said, body=body, nodes=nodes, parameters={})
    if node.type == "rating":
        type, appearance, parameters = plain_rating(node)
        return replace(node, type=type, appearance=appearance, parameters=parameters)
    return replace(node, nodes=nodes) if nodes != node.nodes else node


def recognised(node: Node) -> Node:
    """The node, and all below it, with our types where the appearance says so."""
    nodes = tuple(map(recognised, node.nodes))
    if nodes != node.nodes:
        node = replace(node, nodes=nodes)
    words = node.appearance.split()
    for word in words:
        rest = " ".join(other for other in words if other != word)
        group = word.removeprefix("x-")
        if group != word and node.kind in _HOLDERS and group in GROUPS:
            parameters = {k.removeprefix(_SPACE): v for k, v in node.body.items() if _SPACE in k}
            body = {name: text for name, text in node.body.items() if _SPACE not in name}
            return replace(
                node, type=group, appearance=rest, body=body,
                parameters={**node.parameters, **parameters},
            )  # fmt: skip
        scale = word.removeprefix(_RATING)
        if scale != word and scale in RATINGS and node.type in BELOW:
            return _rating(node, scale, [other for other in words if other != word])
    return node


def _rating(node: Node, scale: str, words: list[str]) -> Node:
    parameters = {**node.parameters, "scale": scale, "below": node.type}
    for word in [word for word in words if word.startswith(FACTOR) and word != FACTOR]:
        parameters["factor"] = word.removeprefix(FACTOR)
        words.remove(word)
    return replace(node, type="rating", appearance=" ".join(words), parameters=parameters)

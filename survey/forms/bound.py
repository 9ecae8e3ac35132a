"""Attributes of a form's record that are computed: how a definition tells them.

They stand among ``Node.bind`` of the node that has the attribute, and among the form's settings,
after :data:`OF_ROOT`, for those of the root: ``@version calculate`` is the formula of the
attribute ``version``; ``@id jr:preload`` says that it is preloaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid5

from survey.forms.definition import FormDefinition, Node, NodeKind

OF_ROOT = "bind::"
OF_MODEL = "model::"
"""Before the names of attributes of an XForm's model, which stand among the settings."""


def of_root(definition: FormDefinition) -> dict[str, str]:
    """What is bound of the attributes of the root."""
    return {
        key.removeprefix(OF_ROOT): value
        for key, value in definition.settings.items()
        if key.startswith(f"{OF_ROOT}@")
    }


def attribute_nodes(node: Node) -> tuple[Node, ...]:
    """A value for each bound attribute of a node; its name begins with ``@``."""
    found: dict[str, dict[str, str]] = {}
    for key, value in node.bind.items():
        name, _, column = key.partition(" ")
        if name.startswith("@") and column:
            found.setdefault(name, {})[column] = value
    return tuple(_value(node, name, bound) for name, bound in found.items())


def _value(node: Node, name: str, bound: Mapping[str, str]) -> Node:
    return Node(
        id=uuid5(node.id, name),
        kind=NodeKind.VALUE,
        name=name,
        type="calculate",
        calculation=bound.get("calculate", ""),
        bind={key: value for key, value in bound.items() if key.startswith("jr:")},
        row=node.row,
    )

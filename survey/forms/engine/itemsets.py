"""Where the choices of a select come from, as one expression for its nodes."""

from __future__ import annotations

from pathlib import PurePosixPath

from survey.forms.definition import Itemset, Node

_GEO = {".geojson": ("id", "title")}


def itemset_of(node: Node) -> Itemset | None:
    """The nodes that are a select's choices; None for a node that is none.

    A list is an instance of that name with ``name`` and ``label``; so is a file, after its stem.
    """
    if node.itemset is not None:
        return node.itemset
    if node.source:
        name = node.source.strip()
        name = name.removeprefix("${").removesuffix("}").strip()
        return Itemset(nodeset=f"${{{name}}}", value=".", label=".")
    if node.file:
        file = PurePosixPath(node.file)
        value, label = _GEO.get(file.suffix.lower(), ("name", "label"))
        value = node.parameters.get("value", value)
        label = node.parameters.get("label", label)
        return Itemset(nodeset=f"instance('{file.stem}')/root/item", value=value, label=label)
    if node.list:
        return Itemset(nodeset=f"instance('{node.list}')/root/item", value="name", label="label")
    return None


def nodeset_of(node: Node) -> str:
    """The expression for a select's choices, filtered and in their order; empty for none."""
    found = itemset_of(node)
    if found is None:
        return ""
    nodes = found.nodeset
    if node.source and node.itemset is None:
        nodes += "[. != '']"
    if node.choice_filter.strip():
        nodes += f"[{node.choice_filter}]"
    if node.itemset is None and node.parameters.get("randomize", "").lower() == "true":
        seed = node.parameters.get("seed", "").strip()
        nodes = f"randomize({nodes}, {seed})" if seed else f"randomize({nodes})"
    return nodes

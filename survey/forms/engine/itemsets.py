"""Where the choices of a select come from, as one expression for its nodes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from survey.forms.definition import Node
from survey.forms.engine.binding import Names
from survey.forms.engine.plan import Plan
from survey.forms.engine.quick import Term, terms_of
from survey.forms.engine.tables import external_id

_GEO = {".geojson": ("id", "title")}
_NAMED = re.compile(r"\$\{\s*([^}\s]+)\s*\}")


@dataclass(frozen=True, slots=True)
class Source:
    """``nodeset`` finds the nodes that are choices, filtered and in their order.

    ``value`` and ``label`` are expressions at such a node, mostly the name of a child.
    ``table`` is given when it is enough to look up rows of that table by ``terms``, in their order.
    """

    nodeset: str
    value: str
    label: str
    table: str = ""
    terms: tuple[Term, ...] = ()


def source_of(plan: Plan, names: Names) -> Source | None:
    """The choices of a select; None for a node that is none.

    A list is an instance of that name with ``name`` and ``label``; so is a file, after its stem.
    Answers of a repeat are choices where they are not empty, or where the filter says so.
    """
    node = plan.node
    if node.source:
        return _from_repeat(plan, names)
    if node.itemset is not None:
        found = node.itemset
        return Source(_filtered(found.nodeset, node), found.value, found.label)
    if node.file:
        file = PurePosixPath(node.file)
        value, label = _GEO.get(file.suffix.lower(), ("name", "label"))
        value = node.parameters.get("value", value)
        label = node.parameters.get("label", label)
        return _rows_of(file.stem, node, value, label)
    own = "search(" in node.appearance  # its list may be called as the table that is searched
    if node.list and (own or node.type == "select_one_external"):
        return _rows_of(external_id(node.list), node, "name", "label")
    if node.list:
        return _rows_of(node.list, node, "name", "label")
    return None


def _rows_of(id: str, node: Node, value: str, label: str) -> Source:
    nodes = _items(id, node)
    shuffled = _shuffled(nodes, node)
    terms = terms_of(node.choice_filter)
    quick = shuffled == nodes and (bool(terms) or not node.choice_filter.strip())
    return Source(shuffled, value, label, id if quick else "", terms)


def _items(id: str, node: Node) -> str:
    return _filtered(f"instance('{id}')/root/item", node)


def _filtered(nodes: str, node: Node) -> str:
    return f"{nodes}[{node.choice_filter}]" if node.choice_filter.strip() else nodes


def _shuffled(nodes: str, node: Node) -> str:
    if node.parameters.get("randomize", "").lower() != "true":
        return nodes
    seed = node.parameters.get("seed", "").strip()
    return f"randomize({nodes}, {seed})" if seed else f"randomize({nodes})"


def _from_repeat(plan: Plan, names: Names) -> Source | None:
    node = plan.node
    name = node.source.strip().removeprefix("${").removesuffix("}").strip()
    target = names.named(name, plan)
    if target is None or not target.repeats:
        return None
    repeat = target.repeats[-1]

    def inside(found: re.Match[str]) -> str:
        one = names.named(found[1], target)
        if one is None or repeat not in one.repeats:
            return found[0]
        return f"./{_below(one, repeat)}"

    here = _below(target, repeat)
    wanted = _NAMED.sub(inside, node.choice_filter).strip() or f"./{here} != ''"
    top: Plan | None = repeat
    steps: list[str] = []
    while top is not None:
        steps.append(top.name)
        top = top.parent
    nodes = "/" + "/".join(reversed(steps)) + f"[{wanted}]"
    return Source(_shuffled(nodes, node), here, here)


def _below(plan: Plan, repeat: Plan) -> str:
    steps: list[str] = []
    step: Plan | None = plan
    while step is not None and step is not repeat:
        steps.append(step.name)
        step = step.parent
    return "/".join(reversed(steps))

"""The form's tree as the engine runs it: one plan for each node of the definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from survey.forms.bound import attribute_nodes, of_root
from survey.forms.definition import FormDefinition, Node, NodeKind
from survey.forms.engine.refused import FormRefused
from survey.forms.engine.values import writer
from survey.forms.problems import Findings
from survey.forms.types import Type, type_of

if TYPE_CHECKING:
    from survey.forms.engine.answer import Answer
    from survey.forms.engine.tasks import Task

OPENROSA = "http://openrosa.org/xforms"
DEEPEST = 200
"""Levels of groups that a form may have."""

_GROUP = Type("", "")


class Plan:
    """One node of the form, whatever number of times it is answered.

    ``repeats`` are the repeats it stands in, outermost first, itself included. ``single`` is its
    one answer when it stands in none. Tasks to run anew when an answer here changes: ``alone`` are
    those with one answer in all the form, ``readers`` the others, each with the number of repeats
    that must be the same ones. ``holds`` is true for groups and repeats, which hold other nodes and
    no value; ``selects`` for what is chosen from choices. ``write`` makes a text, which is not
    empty, what a node keeps of it; None keeps it as it is. ``acts``: a change sets off actions.
    ``size`` counts the nodes at and below it.
    ``attributes`` are plans of attributes that are computed; they are no children.
    """

    __slots__ = (
        "acts",
        "alone",
        "attributes",
        "children",
        "depth",
        "holds",
        "is_attribute",
        "is_repeat",
        "name",
        "node",
        "parent",
        "prefix",
        "readers",
        "ref",
        "repeats",
        "selects",
        "single",
        "size",
        "tasks",
        "type",
        "write",
    )

    def __init__(self, node: Node, parent: Plan | None, prefix: str) -> None:
        self.node = node
        self.name = node.name
        self.parent = parent
        self.prefix = prefix
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.is_repeat = node.kind is NodeKind.REPEAT
        self.is_attribute = node.name.startswith("@")
        above = () if parent is None else parent.repeats
        self.repeats: tuple[Plan, ...] = (*above, self) if self.is_repeat else above
        self.children: dict[str, Plan] = {}
        step = f"{prefix}:{node.name}" if prefix else node.name
        self.ref: str = f"{parent.ref if parent else ''}/{step}"
        self.attributes = tuple(Plan(one, self, "") for one in attribute_nodes(node))
        self.holds = self.is_repeat or node.kind is NodeKind.GROUP
        self.type = _GROUP if self.holds else type_of(node)
        self.selects = self.type.control in ("select", "rank")
        self.write = writer(self.type, node.parameters)
        self.acts = False
        self.size = 1
        self.single: Answer | None = None
        self.alone: list[Task] = []
        self.readers: list[tuple[Task, int]] = []
        self.tasks: list[Task] = []

    def inside(self, other: Plan) -> bool:
        """Does it stand in ``other``?"""
        above = self.parent
        while above is not None and above is not other:
            above = above.parent
        return above is not None

    def walk(self) -> Iterator[Plan]:
        """This plan and all below, in order."""
        yield self
        for child in self.children.values():
            yield from child.walk()

    def computed(self) -> Iterator[Plan]:
        """This plan and all below it, with the attributes of each."""
        for plan in self.walk():
            yield plan
            yield from plan.attributes

    def shared(self, other: Plan) -> int:
        """How many repeats, from the outermost, both stand in."""
        count = 0
        for mine, theirs in zip(self.repeats, other.repeats, strict=False):
            if mine is not theirs:
                break
            count += 1
        return count


def plan_of(definition: FormDefinition) -> Plan:
    """The root plan. ``meta`` with ``instanceID`` is there even where the form says nothing.

    Raises FormRefused when groups lie more than :data:`DEEPEST` deep.
    """
    _measure(definition)
    prefixes = {uri: prefix for prefix, uri in definition.namespaces.items()}
    prefixes.setdefault(OPENROSA, "orx")
    root = Node(
        id=definition.id,
        kind=NodeKind.GROUP,
        name=definition.root,
        nodes=_with_meta(definition),
        bind=of_root(definition),
    )
    return _grow(root, None, prefixes)


def _measure(definition: FormDefinition) -> None:
    level = definition.nodes
    for _ in range(DEEPEST):
        level = tuple(inner for node in level for inner in node.nodes)
        if not level:
            return
    findings = Findings()
    findings.error("too-deep", most=DEEPEST)
    raise FormRefused(findings.problems())


def _grow(node: Node, parent: Plan | None, prefixes: dict[str, str]) -> Plan:
    plan = Plan(node, parent, prefixes.get(node.namespace, "") if node.namespace else "")
    for inner in node.nodes:
        child = _grow(inner, plan, prefixes)
        plan.children.setdefault(inner.name, child)
    plan.size = 1 + sum(child.size for child in plan.children.values())
    return plan


def _with_meta(definition: FormDefinition) -> tuple[Node, ...]:
    meta = next((node for node in definition.nodes if node.name == "meta"), None)
    space = OPENROSA if meta is None else meta.namespace
    inside = () if meta is None else meta.nodes
    # XLSForm's audit says by its namespace that it belongs there
    missing = [replace(node, namespace=space) for node in definition.nodes if _in_meta(node)]
    others = tuple(node for node in definition.nodes if not _in_meta(node))
    if not any(node.name == "instanceID" for node in inside):
        uid = {"jr:preload": "uid"}
        missing.append(_value(definition.id, "instanceID", namespace=space, bind=uid))
    naming = definition.settings.get("instance_name", "")
    if naming and not any(node.name == "instanceName" for node in inside):
        name = _value(definition.id, "instanceName", namespace=space, calculation=naming)
        missing.append(name)
    if meta is None:
        made = Node(
            id=uuid5(definition.id, "meta"),
            kind=NodeKind.GROUP,
            name="meta",
            namespace=space,
            nodes=tuple(missing),
        )
        return (*others, made)
    whole = replace(meta, kind=NodeKind.GROUP, nodes=(*inside, *missing))
    return tuple(whole if node is meta else node for node in others)


def _in_meta(node: Node) -> bool:
    return node.namespace == "meta" and node.name != "meta"


def _value(
    form: UUID,
    name: str,
    *,
    namespace: str,
    calculation: str = "",
    bind: dict[str, str] | None = None,
) -> Node:
    return Node(
        id=uuid5(form, f"meta/{name}"),
        kind=NodeKind.VALUE,
        name=name,
        type="calculate",
        namespace=namespace,
        calculation=calculation,
        bind=bind or {},
    )

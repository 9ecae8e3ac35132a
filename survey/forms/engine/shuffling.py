"""In what order choices stand that a form shuffles without saying by which seed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from survey.expressions.tree import Element
from survey.forms.definition import FormDefinition, Node
from survey.forms.engine.answer import Answer
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.finding import reference

_CALL = re.compile(r"\brandomize\s*\(")


def shuffles(form: FormDefinition) -> bool:
    """Whether the form may show choices in an order of which it does not say the seed.

    Said for too many rather than too few: a call that stands in a formula counts, whatever it has.
    """
    return any(
        _is_shuffled(node) or any(_CALL.search(formula) for formula in _formulas(node))
        for node in form.walk()
    ) or any(_CALL.search(action.value) for action in form.actions)


def _is_shuffled(node: Node) -> bool:
    asked = node.parameters
    return asked.get("randomize", "").lower() == "true" and not asked.get("seed", "").strip()


def _formulas(node: Node) -> Iterator[str]:
    yield from (
        node.relevant, node.required, node.readonly, node.constraint, node.calculation,
        node.default, node.choice_filter, node.count, *node.bind.values(),
    )
    if node.itemset is not None:
        yield node.itemset.nodeset
    yield from (action.value for action in node.actions)


class Orders:
    """One order for each question of each record, the same however often it is shown.

    It follows from the seed that was handed in, else from the record's ``instanceID``, and from
    the question's reference, so that whoever has the record can tell in what order its choices
    stood. Choices that moved under somebody's finger at every answer would be pressed by mistake.
    """

    def __init__(self, root: Answer, world: Circumstances) -> None:
        self._root = root
        self._world = world
        self._drawn = ""

    def seed(self, node: Element) -> int:
        """The seed of the order of choices at a node."""
        place = reference(node) if isinstance(node, Answer) else node.name
        digest = sha256(f"{self._record()} {place}".encode()).digest()
        return int.from_bytes(digest[:6], "big")

    def _record(self) -> str:
        if self._world.order is not None:
            return str(self._world.order)
        meta = self._root.named.get("meta")
        id = meta.named.get("instanceID") if meta is not None else None
        if id is not None and id.value:
            return id.value
        if not self._drawn:
            self._drawn = f"{self._world.random.getrandbits(64)}"
        return self._drawn

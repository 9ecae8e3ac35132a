"""In what order choices stand that a form shuffles without saying by which seed."""

from __future__ import annotations

from hashlib import sha256
from random import Random

from survey.expressions.tree import Element
from survey.forms.engine.answer import Answer
from survey.forms.engine.finding import reference


class Orders:
    """One order for each question of each record, the same however often it is shown.

    It follows from the record's ``instanceID`` and the question's reference, so that whoever has
    the record can tell in what order its choices stood. Choices that moved under somebody's
    finger at every answer would be pressed by mistake.
    """

    def __init__(self, root: Answer, random: Random) -> None:
        self._root = root
        self._random = random
        self._drawn = ""

    def seed(self, node: Element) -> int:
        """The seed of the order of choices at a node."""
        place = reference(node) if isinstance(node, Answer) else node.name
        digest = sha256(f"{self._record()} {place}".encode()).digest()
        return int.from_bytes(digest[:6], "big")

    def _record(self) -> str:
        meta = self._root.named.get("meta")
        id = meta.named.get("instanceID") if meta is not None else None
        if id is not None and id.value:
            return id.value
        if not self._drawn:
            self._drawn = f"{self._random.getrandbits(64)}"
        return self._drawn

"""What the answers to a question mean: everything that must agree before they are counted as one.

Words, order, names and looks are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from survey.forms.definition import ChoiceList, FormDefinition, Node, NodeKind, Words
from survey.forms.ids import made_id
from survey.forms.ids_for_names import Ids
from survey.forms.types import type_of

_ABOVE = re.compile(r"\.\s*(<=|>=|<|>)\s*(-?\d{1,15}(?:\.\d{1,15})?)")
_TURNED = re.compile(r"(-?\d{1,15}(?:\.\d{1,15})?)\s*(<=|>=|<|>)\s*\.")
_OPPOSITE = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_SCALE = ("start", "end", "step", "scale", "rows", "columns", "total", "min", "max")
UNNAMED = "default"
"""What other tools call the one language of a form that names none."""

_UNITS = ("unit", "units")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A node in its form. ``path`` is names from the top; ``repeats`` are ids around it."""

    node: Node
    path: tuple[str, ...]
    above: tuple[Node, ...] = ()
    number: int = 0

    @property
    def repeats(self) -> tuple[UUID, ...]:
        """The repeats that it stands in."""
        return tuple(node.id for node in self.above if node.kind is NodeKind.REPEAT)


class Read:
    """A form taken apart for comparing: its nodes by id, and its expressions with ids for names."""

    def __init__(self, form: FormDefinition) -> None:
        self.form = form
        self.seen: dict[UUID, Seen] = {}
        self._lists = {made.name: made for made in form.lists}
        for seen in _walk(form.nodes, (), ()):
            self.seen[seen.node.id] = seen
        self._ids = Ids({self._steps(seen): id for id, seen in self.seen.items()})

    def named_words(self, words: Words) -> Words:
        """Those of no named language under the name that an XForm gives it."""
        usual = self.form.default_language or UNNAMED
        return {language or usual: said for language, said in words.items()}

    def derived(self, seen: Seen) -> bool:
        """Was its id made from its path, because the file gave none?"""
        made = made_id(self.form.name, "survey", *seen.path)
        path = f"/{self.form.root}/{'/'.join(seen.path)}"
        return seen.node.id in (made, uuid5(self.form.id, path))

    def choices(self, node: Node) -> ChoiceList | None:
        """The list of a node."""
        return self._lists.get(node.list) if node.list else None

    def derived_choice(self, list_name: str, name: str, id: UUID) -> bool:
        """Was the id of a choice made from its name, because the file gave none?"""
        made = self._lists[list_name]
        numbers = [n for n, choice in enumerate(made.choices) if choice.name == name]
        mine = {made_id(self.form.name, made.sheet, list_name, name)}
        mine |= {uuid5(self.form.id, f"{list_name}/{n}/{name}") for n in numbers}
        return id in mine

    def formula(
        self, text: str, same: Mapping[UUID, UUID], seen: Seen, *, among: bool = False
    ) -> str:
        """An expression of a node with ids for names, as :meth:`~.ids_for_names.Ids.formula`."""
        return self._ids.formula(text, same, self._steps(seen), among=among)

    def words(self, text: str, same: Mapping[UUID, UUID], seen: Seen) -> str:
        """Words of a node with ids for the answers they say."""
        return self._ids.words(text, same, self._steps(seen))

    def _steps(self, seen: Seen) -> tuple[str, ...]:
        return self.form.root, *seen.path


def _walk(
    nodes: tuple[Node, ...], path: tuple[str, ...], above: tuple[Node, ...]
) -> Iterator[Seen]:
    for number, node in enumerate(nodes):
        here = (*path, node.name)
        yield Seen(node=node, path=here, above=above, number=number)
        yield from _walk(node.nodes, here, (*above, node))


def kept_type(node: Node) -> str:
    """The type of the answers, as people know it: spellings of the same kind are one."""
    if node.kind in (NodeKind.GROUP, NodeKind.REPEAT):
        return node.type or node.kind.value
    if node.type in ("select_one", "select_one_external", "select_multiple", "rank", "rating"):
        return node.type.removesuffix("_external")
    if node.kind is NodeKind.VALUE and node.type in ("calculate", "hidden"):
        return type_of(node).value
    if node.kind is NodeKind.QUESTION and (node.type == "acknowledge" or only_shown(node)):
        return "note" if only_shown(node) else node.type
    return type_of(node).value


def only_shown(node: Node) -> bool:
    """Is it a question that nobody can answer: a note, or a text that can only be read?

    An XForm has one element for both.
    """
    if node.kind is not NodeKind.QUESTION:
        return False
    return node.type == "note" or (node.type == "text" and node.readonly.strip() == "true()")


def scale(node: Node) -> tuple[tuple[str, str], ...]:
    """The bounds and steps of a scale."""
    if node.type not in ("range", "rating", "points", "matrix", "percentages", "nki"):
        return ()
    usual = {"start": "1", "end": "10", "step": "1"} if node.type == "range" else {}
    given = {**usual, **{k: v for k, v in node.parameters.items() if k in _SCALE}}
    return tuple(sorted(given.items()))


def unit(node: Node) -> str:
    """The unit that numbers are in, where one is told."""
    return next((node.parameters[name] for name in _UNITS if name in node.parameters), "")


Bounds = tuple[tuple[float, int], tuple[float, int]]
"""Lowest and highest number let through; the second figures tell whether the number itself is."""


def bounds(constraint: str) -> Bounds | None:
    """What a plain constraint (``. >= 0 and . <= 10``) lets through; None when it is not plain."""
    low: tuple[float, int] = (float("-inf"), 0)
    high: tuple[float, int] = (float("inf"), 1)
    for part in re.split(r"\band\b", constraint) if constraint else ():
        said = part.strip().removeprefix("(").removesuffix(")").strip()
        direct, turned = _ABOVE.fullmatch(said), _TURNED.fullmatch(said)
        if direct is not None:
            sign, number = direct[1], float(direct[2])
        elif turned is not None:
            sign, number = _OPPOSITE[turned[2]], float(turned[1])
        else:
            return None
        if sign.startswith(">"):
            low = max(low, (number, int(sign == ">")))
        else:
            high = min(high, (number, int(sign == "<=")))
    return low, high


def lets_through_all(new: str, old: str) -> bool:
    """Does the constraint ``new`` let through everything that ``old`` did? False when unsure."""
    if not new:
        return True
    before, after = bounds(old), bounds(new)
    if before is None or after is None:
        return False
    return after[0] <= before[0] and after[1] >= before[1]

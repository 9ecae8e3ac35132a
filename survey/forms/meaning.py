"""What the answers to a question mean: everything that must agree before they are counted as one.

Words, order, names and looks are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from survey.forms.definition import ChoiceList, FormDefinition, Node, NodeKind
from survey.forms.ids import made_id
from survey.forms.types import type_of

_NAMED = re.compile(r"\$\{(last-saved#)?([^}\s]+)\}")
_PATH = re.compile(r"/[^\W\d][\w.-]*(?:/[^\W\d][\w.-]*)+")
_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")
_ABOVE = re.compile(r"\.\s*(<=|>=|<|>)\s*(-?\d{1,15}(?:\.\d{1,15})?)")
_TURNED = re.compile(r"(-?\d{1,15}(?:\.\d{1,15})?)\s*(<=|>=|<|>)\s*\.")
_OPPOSITE = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_SCALE = ("start", "end", "step", "scale", "rows", "columns", "total", "min", "max")
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
        self._by_name: dict[str, UUID] = {}
        for seen in _walk(form.nodes, (), ()):
            self.seen[seen.node.id] = seen
            self._by_name.setdefault(seen.node.name, seen.node.id)
        self._by_path = {f"/{form.root}/{'/'.join(s.path)}": id for id, s in self.seen.items()}

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

    def formula(self, text: str, same: Mapping[UUID, UUID]) -> str:
        """An expression with ids for names and single blanks, for comparing.

        ``same`` tells which id of another version an id stands for.
        """

        def named(found: re.Match[str]) -> str:
            id = self._by_name.get(found[2])
            return found[0] if id is None else f"${{{found[1] or ''}{same.get(id, id)}}}"

        def path(found: re.Match[str]) -> str:
            id = self._by_path.get(found[0])
            return found[0] if id is None else f"${{{same.get(id, id)}}}"

        parts = _QUOTED.split(text)
        parts[::2] = [_PATH.sub(path, _NAMED.sub(named, part)) for part in parts[::2]]
        parts[::2] = [re.sub(r"\s*([-+*=<>!,()|\[\]])\s*", r"\1", p) for p in parts[::2]]
        return " ".join("".join(parts).split())


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
    return {"note": "note", "acknowledge": "acknowledge"}.get(node.type, type_of(node).value)


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

"""Which tables and columns an export has: one column a question over all versions that mean one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from survey.campaign import Campaign
from survey.exporting.naming import Names, file_name
from survey.exporting.plain import definition_of
from survey.forms.answers import Collecting
from survey.forms.definition import FormDefinition, Node, NodeKind, Text
from survey.forms.meaning import Read, Seen
from survey.forms.model import Texts
from survey.forms.pooling import Column, columns
from survey.forms.simple import chosen_from, is_single, scale_of
from survey.forms.tongues import by_tag, in_tags
from survey.forms.types import type_of

MOST_CHOICES = 200
"""Of a question with several answers that have a column each; a longer list has only the one."""


NOT_ON_KIOSKS = ("geopoint", "geotrace", "geoshape", "video", "file")
"""Types that nobody can answer there: the question is skipped."""


class Shape(StrEnum):
    """What the cells of a question hold."""

    SCALE = "scale"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date and time"
    ONE = "one choice"
    SEVERAL = "several choices"
    RANKED = "ranked choices"
    FILE = "file"
    CALCULATED = "calculated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A choice over all versions of a pool. ``column`` is its own 0/1 column, empty without one;
    ``versions`` are places from 0."""

    name: str
    ids: frozenset[UUID]
    label: Texts
    versions: tuple[int, ...]
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question in the versions (places from 0, oldest first) whose answers are counted as one.

    ``name`` is the column, the groups' names before its own. ``apart``: other versions of the
    question have a column of their own. ``other_names`` it had in other versions. ``condition``
    is what decides that it is asked, as written in the newest of the versions, ``headings`` the
    labels of the groups around it.
    """

    id: UUID
    ids: frozenset[UUID]
    versions: tuple[int, ...]
    apart: bool
    name: str
    other_names: tuple[str, ...]
    type: str
    shape: Shape
    label: Texts
    headings: tuple[Texts, ...]
    options: tuple[Option, ...]
    condition: str

    @property
    def asks(self) -> bool:
        """Whether a kiosk can ask it at all."""
        return self.type not in NOT_ON_KIOSKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``repeats`` are the names of the repeats around, outermost first: none in the main table.
    ``ids`` are theirs in every version."""

    name: str
    repeats: tuple[str, ...]
    ids: frozenset[tuple[UUID, ...]]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``definitions`` are the versions, oldest first, ``numbers`` what people call them; the first
    table has a row a response.
    ``same`` leads from a node's id to all that it had."""

    definitions: tuple[FormDefinition, ...]
    numbers: tuple[int, ...]
    tables: tuple[Table, ...]
    same: Mapping[UUID, frozenset[UUID]]


def plan(versions: Sequence[Campaign], taken: Sequence[str] = ()) -> Plan:
    """The tables of a survey that had these versions, each form once, oldest first.

    ``taken`` are names that no question's column has in any table.
    """
    made = _Planning(versions)
    all_columns = columns(made.definitions)
    return Plan(
        definitions=made.definitions, numbers=made.numbers, tables=made.tables(all_columns, taken),
        same={id: frozenset(column.ids) for column in all_columns for id in column.ids},
    )


class _Planning:
    def __init__(self, versions: Sequence[Campaign]) -> None:
        self.definitions = tuple(definition_of(campaign) for campaign in versions)
        self.numbers = tuple(campaign.form.version for campaign in versions)
        self._collected = {id for form in self.definitions for id in Collecting(form).ids}
        self._reads = [Read(form) for form in self.definitions]
        self._named = [
            by_tag(form, campaign.languages)
            for form, campaign in zip(self.definitions, versions, strict=True)
        ]
        self._repeat_names: dict[tuple[UUID, ...], tuple[str, ...]] = {}

    def tables(self, found: Sequence[Column], taken: Sequence[str]) -> tuple[Table, ...]:
        """The main one first, though it be empty; then the repeats in the order of the form."""
        by_repeats: dict[tuple[str, ...], list[tuple[Column, tuple[int, ...]]]] = {(): []}
        ids: dict[tuple[str, ...], set[tuple[UUID, ...]]] = {(): {()}}
        for column in found:
            if not self._collected.intersection(column.ids):
                continue
            # the newest first, so that it has the plain name
            for pool in sorted(column.pools, key=max, reverse=True):
                repeats = self._repeats(column, pool)
                by_repeats.setdefault(repeats, []).append((column, pool))
                seen = (self._seen(column, at) for at in pool)
                ids.setdefault(repeats, set()).update(one.repeats for one in seen)
        names = Names(("responses",), fold=True)
        made = []
        for repeats, some in by_repeats.items():
            own = Names((*taken, *(("_response", *index_names(repeats)) if repeats else ())))
            asked = tuple(self._asked(column, pool, own) for column, pool in some)
            name = names.own(f"repeat_{file_name(repeats[-1])}") if repeats else "responses"
            made.append(Table(
                name=name, repeats=repeats, ids=frozenset(ids[repeats]), asked=asked,
            ))
        return tuple(made)

    def _seen(self, column: Column, at: int) -> Seen:
        node = column.nodes[at]
        assert node is not None
        return self._reads[at].seen[node.id]

    def _repeats(self, column: Column, pool: tuple[int, ...]) -> tuple[str, ...]:
        """The names of the repeats around it; those of a renamed one are the newest."""
        seen = self._seen(column, max(pool))
        names = tuple(one.name for one in seen.above if one.kind is NodeKind.REPEAT)
        return self._repeat_names.setdefault(seen.repeats, names)

    def _asked(self, column: Column, pool: tuple[int, ...], names: Names) -> Asked:
        newest, apart = max(pool), len(column.pools) > 1
        seen = self._seen(column, newest)
        node, inner = seen.node, _below_repeats(seen)
        path = "/".join((*(one.name for one in inner), node.name))
        replaced = apart and newest != max(at for other in column.pools for at in other)
        # the newest has the plain name; what it replaced says of which version it is
        replaced = replaced or names.has(path)
        name = names.own(f"{path}.v{self.numbers[newest]}" if replaced else path)
        choices = chosen_from(node, {one.name: one for one in self.definitions[newest].lists})
        shape = _shape(node, choices is not None, scale_of(node, choices) is not None)
        options = tuple(self._options(column, pool))
        if shape in (Shape.SEVERAL, Shape.RANKED) and len(options) <= MOST_CHOICES:
            options = tuple(_with_column(one, names.own(f"{name}/{one.name}")) for one in options)
        return Asked(
            id=column.id, ids=frozenset(column.ids), versions=pool, apart=apart, name=name,
            other_names=tuple(old for old in column.names if old != node.name),
            type=node.type or "calculate", shape=shape,
            label=self._said(node.text, newest),
            headings=tuple(filter(None, (self._said(one.text, newest) for one in seen.above))),
            options=options, condition=_condition(seen),
        )

    def _options(self, column: Column, pool: tuple[int, ...]) -> Iterator[Option]:
        """The newest version's choices in its order, then those that are no more."""
        names: dict[str, tuple[Texts, set[UUID], set[int]]] = {}
        known: dict[UUID, str] = {}
        for at in sorted(pool, reverse=True):
            node = column.nodes[at]
            lists = {one.name: one for one in self.definitions[at].lists}
            found = None if node is None else chosen_from(node, lists)
            for choice in found.choices if found else ():
                name = known.setdefault(choice.id, choice.name)
                _, ids, versions = names.setdefault(
                    name, (self._said(choice.text, at), set(), set())
                )
                ids.add(choice.id)
                versions.add(at)
        for name, (label, ids, versions) in names.items():
            yield Option(
                name=name, ids=frozenset(ids), label=label, versions=tuple(sorted(versions))
            )

    def _said(self, text: Text, at: int) -> Texts:
        return in_tags(text.get("label", {}), self._named[at])


def index_names(repeats: Sequence[str]) -> tuple[str, ...]:
    """The columns that number the instances of repeats, outermost first."""
    names = Names(())
    return tuple(names.own(f"_{name}_index") for name in repeats)


def _below_repeats(seen: Seen) -> tuple[Node, ...]:
    """The groups around it that stand inside the innermost repeat."""
    within: list[Node] = []
    for one in seen.above:
        within = [] if one.kind is NodeKind.REPEAT else [*within, one]
    return tuple(within)


def _condition(seen: Seen) -> str:
    given = [one.relevant for one in (*seen.above, seen.node) if one.relevant.strip()]
    return given[0] if len(given) == 1 else " and ".join(f"({one})" for one in given)


def _with_column(one: Option, column: str) -> Option:
    return Option(
        name=one.name, ids=one.ids, label=one.label, versions=one.versions, column=column
    )


_PLAIN = {
    "int": Shape.NUMBER, "decimal": Shape.NUMBER, "date": Shape.DATE, "time": Shape.TIME,
    "dateTime": Shape.DATE_TIME,
}


def _shape(node: Node, listed: bool, scaled: bool) -> Shape:
    type = type_of(node)
    if node.kind is NodeKind.VALUE:
        return _PLAIN.get(type.value, Shape.CALCULATED)
    if scaled:
        return Shape.SCALE
    if type.control == "rank":
        return Shape.RANKED
    if node.type.startswith("select_multiple"):
        return Shape.SEVERAL
    if listed and is_single(node):
        return Shape.ONE
    if type.control == "upload":
        return Shape.FILE
    if type.control == "trigger":
        return Shape.NUMBER
    return _PLAIN.get(type.value, Shape.TEXT)

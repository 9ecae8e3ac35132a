"""What a person answered in a whole form, as it is collected.

Only what is relevant and not empty, without anything that tells who or when: what a form fills
in by itself about device, person and moment stays out, and so does the record's own id.
Ratings, single choices and texts that stand in no repeat have the places that a campaign of plain
questions gives them; everything else is :class:`~survey.records.Further`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from survey.forms.definition import ChoiceList, FormDefinition, Node
from survey.forms.engine.plan import OPENROSA
from survey.forms.engine.running import RunningForm
from survey.forms.engine.submission import Given, given
from survey.forms.simple import chosen_from, is_single, scale_of
from survey.forms.types import PRELOADS, type_of
from survey.records import Answer, Further, Kind

Spot = tuple[UUID, tuple[int, ...]]
"""A node, and the instances of the repeats it stands in, from 1."""

UNSAID = frozenset({
    *PRELOADS, "audit", "background-audio", "background-geopoint", "start-geopoint",
})
"""Types whose values are never collected."""

_INT = re.compile(r"-?[0-9]{1,10}")
_CLOCK = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WRITTEN = {
    Kind.DECIMAL: re.compile(r"(?!-0\Z)-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?"),
    Kind.DATE: re.compile(_DAY),
    Kind.TIME: re.compile(_CLOCK),
    Kind.DATE_TIME: re.compile(rf"{_DAY}(T{_CLOCK})?"),
}
_KINDS = {
    "int": Kind.INTEGER, "decimal": Kind.DECIMAL, "date": Kind.DATE, "time": Kind.TIME,
    "dateTime": Kind.DATE_TIME,
}  # fmt: skip
_LONGEST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """``answers`` by question, the simple ones; ``further`` the others, in the form's order."""

    answers: Mapping[UUID, Answer]
    further: tuple[Further, ...]


class Collecting:
    """Turns the answers of running forms of one definition into what is collected."""

    def __init__(self, definition: FormDefinition) -> None:
        lists = {made.name: made for made in definition.lists}
        self._nodes = {
            node.id: _Asked(node, chosen_from(node, lists))
            for top in definition.nodes
            if top.name != "meta"
            for node in top.walk()
            if _is_said(node)
        }

    def of(self, form: RunningForm, declined: Collection[Spot] = ()) -> Collected:
        """The answers so far. ``declined`` are those of *rather not say*; an answer beats it."""
        answers: dict[UUID, Answer] = {}
        further: dict[Spot, Further] = {}
        for one in given(form):
            asked = self._nodes.get(one.node)
            if asked is None:
                continue
            made = asked.collected(one)
            if isinstance(made, Further):
                further[one.node, one.at] = made
            else:
                answers[one.node] = made
        for node, at in declined:
            if node not in answers and (node, at) not in further:
                if at:
                    further[node, at] = Further(node=node, at=at, kind=Kind.NONE)
                else:
                    answers[node] = None
        return Collected(answers=answers, further=tuple(further.values()))


class _Asked:
    """One node, and how its values are kept."""

    def __init__(self, node: Node, choices: ChoiceList | None) -> None:
        self._type = type_of(node)
        self._single = is_single(node)
        self._scale = scale_of(node, choices)
        self._ranked = self._type.control == "rank"
        self._several = self._ranked or node.type.startswith("select_multiple")
        self._ids: dict[str, UUID] = {}
        for choice in choices.choices if choices is not None else ():
            self._ids.setdefault(choice.name, choice.id)

    def collected(self, one: Given) -> Further | Answer:
        kind, value = self._kept(one.value)
        if not one.at:
            if kind is Kind.INTEGER and self._scale is not None and isinstance(value, int):
                return value
            if kind is Kind.CHOICE and isinstance(value, UUID):
                return value
            if kind is Kind.TEXT and isinstance(value, str):
                return value
        return Further(node=one.node, at=one.at, kind=kind, value=value)

    def _kept(self, text: str) -> tuple[Kind, int | str | UUID | tuple[UUID, ...]]:
        if self._scale is not None and _is_int(text):
            return Kind.INTEGER, int(text)
        if self._single and text in self._ids:
            return Kind.CHOICE, self._ids[text]
        names = text.split() if self._several else ()
        if names and all(name in self._ids for name in names):
            ids = tuple(self._ids[name] for name in names)
            if self._ranked:
                return Kind.RANKED, ids
            return Kind.CHOICES, tuple(sorted(set(ids)))
        if self._type.control == "trigger" and text == "OK":
            return Kind.INTEGER, 1
        return _plainly(self._type.value, text)


def _plainly(type: str, text: str) -> tuple[Kind, int | str]:
    kind = _KINDS.get(type, Kind.TEXT)
    if kind is Kind.INTEGER:
        return (kind, int(text)) if _is_int(text) else (Kind.TEXT, text)
    written = _WRITTEN.get(kind)
    if written is None or len(text) > _LONGEST or not written.fullmatch(text):
        return Kind.TEXT, text
    return kind, text


def _is_int(text: str) -> bool:
    return _INT.fullmatch(text) is not None and -(2**31) <= int(text) < 2**31


def _is_said(node: Node) -> bool:
    preloaded = any(name.rpartition(":")[2] == "preload" for name in node.bind)
    return node.type not in UNSAID and node.namespace != OPENROSA and not preloaded

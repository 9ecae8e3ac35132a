"""What a person answered in a whole form, as it is collected.

Only what is relevant and not empty, without anything that tells who or when: what a form fills
in by itself about device, person and moment stays out, and so does the record's own id.
Ratings, single choices and texts that stand in no repeat have the places that a campaign of plain
questions gives them; everything else is :class:`~survey.records.Further`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from survey.files import File
from survey.forms.definition import ChoiceList, FormDefinition, Node, NodeKind
from survey.forms.engine.plan import OPENROSA
from survey.forms.engine.running import RunningForm
from survey.forms.engine.submission import Given, given
from survey.forms.simple import chosen_from, is_single, scale_of
from survey.forms.types import PRELOADS, type_of
from survey.forms.written_values import HOW, KINDS, is_int, is_real, plainly, shortest
from survey.records import Answer, Further, Kind

Spot = tuple[UUID, tuple[int, ...]]
"""A node, and the instances of the repeats it stands in, from 1."""


class NotAnAnswer(ValueError):
    """The form has no such question, or it takes no such answer. Never repeats the answer."""


UNSAID = frozenset({
    *PRELOADS, "audit", "background-audio", "background-geopoint", "start-geopoint",
})
"""Types whose values are never collected."""

_NAMED = 20
"""Choices that are named when an answer is none of them."""

_MAPPED = ("geopoint", "geotrace", "geoshape")
_NO_FILES: Mapping[str, File] = {}
_PRELOAD = re.compile(r"(?:\A|[:}])preload\Z")
"""An attribute, with whichever prefix or namespace: what is preloaded nobody answered."""


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
            node.id: _Asked(node, chosen_from(node, lists), depth)
            for node, depth in _with_depth(definition.nodes, 0)
            if node.kind in (NodeKind.QUESTION, NodeKind.VALUE) and _is_said(node)
        }
        self.ids = frozenset(self._nodes)
        """Every node whose values are collected."""

    def of(
        self, form: RunningForm, declined: Collection[Spot] = (),
        files: Mapping[str, File] = _NO_FILES,
    ) -> Collected:
        """The answers so far. ``declined`` are those of *rather not say*; an answer beats it.

        ``files`` are photos and sounds by the names that stand as answers in the form.
        """
        answers: dict[UUID, Answer] = {}
        further: dict[Spot, Further] = {}
        for one in given(form):
            asked = self._nodes.get(one.node)
            if asked is None:
                continue
            made = asked.collected(one, files)
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

    def read(self, spot: Spot, text: str) -> Answer | Further:
        """The answer that ``text`` is at a spot, in the words of ``vardera form run``.

        Raises NotAnAnswer, with the reason.
        """
        return self._asked(spot).read(Given(node=spot[0], at=spot[1], value=text))

    def check(self, spot: Spot, value: Answer | Further) -> None:
        """Raises NotAnAnswer unless the question takes this answer; None is always one."""
        asked = self._asked(spot)
        if value is not None and self.read(spot, asked.text(value)) != value:
            raise NotAnAnswer("the question does not take such an answer")

    def text(self, spot: Spot, value: Answer | Further) -> str:
        """The answer in the words of ``vardera form run``: names of choices. Or NotAnAnswer."""
        return self._asked(spot).text(value)

    def _asked(self, spot: Spot) -> _Asked:
        asked = self._nodes.get(spot[0])
        if asked is None:
            raise NotAnAnswer("the survey has no such question")
        if len(spot[1]) != asked.depth:
            raise NotAnAnswer(
                f"the question stands in {asked.depth} repeats: say which instance of each"
                if asked.depth else "the question stands in no repeat: name it without a number"
            )
        return asked


def ordered(form: RunningForm) -> tuple[Further, ...]:
    """The seed of the orders in which choices stand, where one was handed in."""
    seed = form.world.order
    return () if seed is None else (Further(node=form.form.id, kind=Kind.ORDER, value=seed),)


def order_of(further: Iterable[Further]) -> int | None:
    """The seed that :func:`ordered` gave: with it a form opens with the same orders again."""
    return next((int(one.value) for one in further
                 if one.kind is Kind.ORDER and isinstance(one.value, int)), None)


class _Asked:
    """One node, and how its values are kept."""

    def __init__(self, node: Node, choices: ChoiceList | None, depth: int) -> None:
        self.depth = depth
        self._type = type_of(node)
        self._single = is_single(node)
        self._scale = scale_of(node, choices)
        self._ranked = self._type.control == "rank"
        self._several = self._ranked or node.type.startswith("select_multiple")
        self._ids: dict[str, UUID] = {}
        for choice in choices.choices if choices is not None else ():
            self._ids.setdefault(choice.name, choice.id)
        self._names = {id: name for name, id in self._ids.items()}

    def read(self, one: Given) -> Answer | Further:
        if self._type.control == "note":
            raise NotAnAnswer("this is only words to read: nothing is answered there")
        if self._type.control == "upload" or self._type.value in _MAPPED:
            raise NotAnAnswer(
                "places on the map and files cannot be corrected: exclude the response instead"
            )
        if self._type.value == "decimal":
            one = Given(node=one.node, at=one.at, value=shortest(one.value))
        kind, value = self._kept(one.value)
        in_scale = self._scale is None or (
            isinstance(value, int) and self._scale[0] <= value <= self._scale[1]
        )
        expected = kind is self._expected() and in_scale
        if not one.value or not expected or not is_real(kind, value):
            raise NotAnAnswer(f"the question does not take such an answer: {self._taken()}")
        return self.collected(one)

    def _taken(self) -> str:
        """What it takes, for whoever writes an answer by hand."""
        if self._scale is not None:
            return "write a whole number from {} to {}".format(*self._scale)
        kind = self._expected()
        if kind in (Kind.CHOICE, Kind.CHOICES, Kind.RANKED):
            more = ["…"] if len(self._ids) > _NAMED else []
            names = " ".join([*list(self._ids)[:_NAMED], *more])
            several = "names with blanks between, of" if kind is not Kind.CHOICE else "one of"
            return f"write {several}: {names}"
        if self._type.control == "trigger":
            return "write OK"
        return HOW.get(kind, "write a text")

    def text(self, value: Answer | Further) -> str:
        plain = value.value if isinstance(value, Further) else value
        ids = plain if isinstance(plain, tuple) else (plain,)
        if self._type.control == "trigger" and plain == 1:
            return "OK"
        try:
            return " ".join(
                self._names[one] if isinstance(one, UUID) else str(one) for one in ids
            )
        except KeyError:
            raise NotAnAnswer("the question has no such choice") from None

    def _expected(self) -> Kind:
        if self._scale is not None or self._type.control == "trigger":
            return Kind.INTEGER
        if self._ids and self._several:
            return Kind.RANKED if self._ranked else Kind.CHOICES
        if self._ids and self._single:
            return Kind.CHOICE
        return KINDS.get(self._type.value, Kind.TEXT)

    def collected(
        self, one: Given, files: Mapping[str, File] = _NO_FILES
    ) -> Further | Answer:
        if self._type.control == "upload" and one.value in files:
            return Further(node=one.node, at=one.at, kind=Kind.FILE, value=files[one.value])
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
        if self._scale is not None and is_int(text):
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
        return plainly(self._type.value, text)


def _with_depth(nodes: Iterable[Node], depth: int) -> Iterator[tuple[Node, int]]:
    """Every node with the number of repeats around it, OpenRosa's own apart."""
    for node in nodes:
        if depth == 0 and node.name == "meta":
            continue
        yield node, depth
        yield from _with_depth(node.nodes, depth + (node.kind is NodeKind.REPEAT))


def _is_said(node: Node) -> bool:
    preloaded = any(_PRELOAD.search(name) for name in node.bind)
    return node.type not in UNSAID and node.namespace != OPENROSA and not preloaded

"""What people answered in a whole form, question by question, with nobody to be made out.

A question that fewer than the threshold answered shows nothing. Choices and steps are hidden as
groups are in value results (:mod:`survey.forms.hiding`): those that few chose, and as many more as
it takes that they cannot be reckoned. Words are never shown, only how many wrote some. A person
counts once, however many instances of a repeat they gave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from survey import disclosure
from survey.forms import hiding, numbers
from survey.forms.conditions import conditions
from survey.forms.definition import FormDefinition, Node, NodeKind
from survey.forms.factors import key_of
from survey.forms.numbers import Given
from survey.forms.pooling import Column
from survey.forms.simple import chosen_from, is_single, scale_of
from survey.forms.types import type_of
from survey.records import Further, Kind


class Shape(StrEnum):
    """How answers are shown: ``STEPS`` of a scale, ``ONE`` choice, ``SEVERAL`` (each person may
    have many), the ``FIRST`` of a ranking, a ``NUMBER``, or only that something was ``GIVEN``."""

    STEPS = "steps"
    ONE = "one"
    SEVERAL = "several"
    FIRST = "first"
    NUMBER = "number"
    GIVEN = "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One choice or step: how many people. ``n`` is None where it is hidden."""

    name: str
    choice: UUID | None
    n: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One question in versions that may be counted as one (places from 0).

    ``n`` is the people who answered of those ``asked``, None where that is hidden; ``declined``
    those who would rather not say, None also where they are few. ``mean`` is of
    all numbers given, None where few could have made it. ``apart`` is true where other versions of
    the question stand beside it.
    """

    column: Column
    node: Node
    versions: tuple[int, ...]
    apart: bool
    shape: Shape
    n: int | None
    asked: int | None = None
    declined: int | None = None
    shares: tuple[Share, ...] = ()
    mean: float | None = None

    @property
    def hidden(self) -> bool:
        """Whether too few answered for anything to be shown."""
        return self.n is None and all(share.n is None for share in self.shares)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``people`` is everybody who counts; ``grouped`` are questions by which results are divided,
    of which other figures tell how many are in each group."""

    people: int
    threshold: int
    grouped: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who was asked a question: so many ``people``, None where how many answered would tell a
    small group. ``depth`` is the number of repeats around. ``whole`` says that the answers are
    bound to those of other questions: they are shown when none of the choices must be hidden.
    ``decides`` says that other questions hang on the answers: of numbers no mean is shown then."""

    people: int | None
    depth: int
    whole: bool = False
    decides: bool = False


def counted(
    column: Column, definitions: tuple[FormDefinition, ...], given: Iterable[Given],
    limits: Limits, audiences: Mapping[tuple[int, ...], Audience] | None = None,
) -> tuple[Counted, ...]:
    """One for each pool of versions, oldest first; none for what is no question.

    Without ``audiences`` (by pool) everybody was asked in each.
    """
    if not is_counted(column):
        return ()
    by_version, unsaid = dict[int, list[Given]](), dict[int, list[Given]]()
    for one in given:
        kept = unsaid if one[2].kind is Kind.NONE else by_version
        kept.setdefault(one[1], []).append(one)
    if not by_version and type_of(column.node).control == "upload":
        return ()  # most kiosks take no files, and nobody is to wonder why there are none
    made = []
    for pool in column.pools:
        newest = max(pool)
        node = column.nodes[newest]
        if node is not None:
            if audiences is not None:
                audience = audiences[pool]
            else:
                depth = conditions(definitions[newest])[node.id].depth
                audience = Audience(people=limits.people, depth=depth)
            mine, theirs = (
                [one for at in pool for one in kept.get(at, ())
                 if len(one[2].at) == audience.depth]
                for kept in (by_version, unsaid)
            )
            counting = _Counting(node, definitions[newest], mine, audience, limits)
            declined = len({one[0] for one in theirs} - {one[0] for one in mine})
            made.append(_told(counting.result(column, pool), declined, limits))
    return _all_or_none(made, limits)


def is_counted(column: Column) -> bool:
    """Whether it is a question that results tell anything of."""
    node = column.node
    return node.kind is NodeKind.QUESTION and type_of(node).control != "note"


def _all_or_none(made: list[Counted], limits: Limits) -> tuple[Counted, ...]:
    """Groups of all versions together are told elsewhere; beside those, several parts of them are
    told only where all can be."""
    grouped = any(not limits.grouped.isdisjoint(one.column.ids) for one in made)
    if grouped and len(made) > 1 and any(
        one.n is None or any(share.n is None for share in one.shares) for one in made
    ):
        return tuple(_nothing(one) for one in made)
    return tuple(made)


def _told(one: Counted, declined: int, limits: Limits) -> Counted:
    """With those who would rather not say, where they are no small group."""
    shown = one.n is not None and not hiding.few(declined, limits.threshold)
    return replace(one, declined=declined) if shown else one


def _nothing(one: Counted) -> Counted:
    return replace(one, n=None, asked=None, declined=None, shares=(), mean=None)


class _Counting:
    def __init__(
        self, node: Node, form: FormDefinition, given: list[Given], audience: Audience,
        limits: Limits,
    ) -> None:
        self._node, self._limits, self._audience = node, limits, audience
        lists = {made.name: made for made in form.lists}
        choices = chosen_from(node, lists)
        self._scale = scale_of(node, choices)
        self._choices = choices.choices if choices is not None else ()
        self._names = {str(choice.id): choice.name for choice in self._choices}
        self._ids = frozenset(choice.id for choice in self._choices)
        self.shape = self._shape()
        self._given = [one for one in given if self._fits(one[2])]
        self._people = len({who for who, _, _ in self._given})

    def result(self, column: Column, pool: tuple[int, ...]) -> Counted:
        limits, asked = self._limits, self._audience.people
        made = Counted(
            column=column, node=self._node, versions=pool, apart=len(column.pools) > 1,
            shape=self.shape, n=None,
        )
        if asked is None or self._people < limits.threshold:
            return made
        grouped = not limits.grouped.isdisjoint(column.ids)
        if grouped and not made.apart:
            asked = limits.people
        unsaid = max(asked - self._people, 0)
        # the groups' sizes are told with everybody: who is in none of them must not be told too
        # and to give no instance of a repeat says something
        tells = grouped or self._audience.depth > 0
        if not (tells and hiding.few(unsaid, limits.threshold)):
            made = replace(made, n=self._people, asked=max(asked, self._people))
        if self.shape is Shape.NUMBER and made.n is not None:
            decides, given = self._audience.decides, self._given
            mean = None if decides else numbers.mean(given, limits.threshold)
            return replace(made, mean=mean)
        if self.shape in (Shape.NUMBER, Shape.GIVEN):
            return made
        found = self._steps() if self.shape is Shape.STEPS else self._by_choice()
        hidden = self._to_hide(found, unsaid, grouped)
        if hidden and self._audience.whole:
            return _nothing(made)
        shares = self._shares(found, hidden)
        return replace(_nothing(made) if hidden and grouped else made, shares=shares)

    def _shape(self) -> Shape:
        repeated = self._audience.depth > 0
        if self._scale is not None and not repeated:
            return Shape.STEPS
        type = type_of(self._node)
        if self._choices and type.control == "rank":
            return Shape.SEVERAL if repeated else Shape.FIRST
        if self._choices:
            return Shape.ONE if is_single(self._node) and not repeated else Shape.SEVERAL
        return Shape.NUMBER if type.value in ("int", "decimal") else Shape.GIVEN

    def _fits(self, one: Further) -> bool:
        """Whether it is an answer to what is shown: nobody else is counted among those who did."""
        if self.shape in (Shape.NUMBER, Shape.GIVEN):
            return True
        if self.shape is Shape.STEPS:
            assert self._scale is not None  # only then there are steps
            return one.value in range(self._scale[0], self._scale[1] + 1)
        said = _said(one)
        if self.shape is Shape.ONE and len(said) > 1:
            return False
        return not self._ids.isdisjoint(said)

    def _by_choice(self) -> Mapping[str, int]:
        """Choice's id as text → people; all choices of the list are there."""
        people: dict[object, set[bytes]] = {choice.id: set() for choice in self._choices}
        for who, _, one in self._given:
            for id in _said(one):
                if id in people:
                    people[id].add(who)
        return {str(id): len(some) for id, some in people.items()}

    def _steps(self) -> Mapping[str, int]:
        """Step → people, all steps of the scale."""
        assert self._scale is not None  # only then there are steps
        counts = Counter(one.value for _, _, one in self._given)
        return {str(step): counts[step] for step in range(self._scale[0], self._scale[1] + 1)}

    def _to_hide(
        self, counts: Mapping[str, int], unsaid: int, grouped: bool
    ) -> frozenset[str]:
        threshold = self._limits.threshold
        if self.shape is Shape.STEPS and key_of(self._node):
            return hiding.of_factor(counts, threshold)
        if self.shape is Shape.SEVERAL:
            unsaid = unsaid if self._audience.depth else 0
            return hiding.of_several(counts, self._people, unsaid, threshold, self._most())
        if grouped:
            # by name, as where the groups are told: of equal ones the same must be hidden
            named = {self._names[id]: n for id, n in counts.items()}
            away = disclosure.one_way(named, unsaid, threshold)
            twice = len(named) < len(counts)
            return frozenset(id for id in counts if twice or self._names[id] in away)
        return hiding.of_one(counts, threshold)

    def _most(self) -> int:
        """How many choices the person made who made the most."""
        if not self._audience.depth:  # there everybody answers once
            return max((len(_said(one)) for _, _, one in self._given), default=0)
        made: dict[bytes, set[object]] = {}
        for who, _, one in self._given:
            made.setdefault(who, set()).update(_said(one))
        return max(map(len, made.values()), default=0)

    def _shares(self, counts: Mapping[str, int], hidden: frozenset[str]) -> tuple[Share, ...]:
        ids = {choice.name: choice.id for choice in self._choices}
        return tuple(
            Share(
                name=self._names.get(key, key), n=None if key in hidden else n,
                choice=UUID(key) if key in self._names else ids.get(key),
            )
            for key, n in counts.items()
        )


def _said(one: Further) -> tuple[object, ...]:
    """The choices made; of a ranking only the first, of a rating below a choice the step's name."""
    said = one.value if isinstance(one.value, tuple) else (one.value,)
    return said[:1] if one.kind is Kind.RANKED else said

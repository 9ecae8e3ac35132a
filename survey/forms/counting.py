"""What people answered in a whole form, question by question, with nobody to be made out.

A question that fewer than the threshold answered shows nothing. Choices are hidden as groups are
in value results (:mod:`survey.disclosure`): those that few chose, and as many more as it takes that
they cannot be reckoned. Words are never shown, only how many wrote some. A person counts once,
however many instances of a repeat they gave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from statistics import median
from uuid import UUID

from survey import disclosure
from survey.forms.definition import FormDefinition, Node, NodeKind
from survey.forms.pooling import Column
from survey.forms.simple import chosen_from, is_single, scale_of
from survey.forms.types import type_of
from survey.records import Further, Kind

Given = tuple[bytes, int, Further]
"""Who (a row id), the version's place from 0, and the answer."""


MEDIAN_FROM = 4
"""A median is somebody's own answer; it is shown from so many times the threshold."""


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

    ``n`` is the people who answered, None where that is hidden. ``mean`` and ``median`` are of all
    numbers given. ``apart`` is true where other versions of the question stand beside it.
    """

    column: Column
    node: Node
    versions: tuple[int, ...]
    apart: bool
    shape: Shape
    n: int | None
    shares: tuple[Share, ...] = ()
    mean: float | None = None
    median: float | None = None

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


def counted(
    column: Column, definitions: tuple[FormDefinition, ...], given: Iterable[Given], limits: Limits
) -> tuple[Counted, ...]:
    """One for each pool of versions, oldest first; none for what is no question."""
    if column.node.kind is not NodeKind.QUESTION or type_of(column.node).control == "note":
        return ()
    by_version: dict[int, list[Given]] = {}
    for one in given:
        if one[2].kind is not Kind.NONE:
            by_version.setdefault(one[1], []).append(one)
    if not by_version and type_of(column.node).control == "upload":
        return ()  # most kiosks take no files, and nobody is to wonder why there are none
    made = []
    for pool in column.pools:
        newest = max(pool)
        node = column.nodes[newest]
        if node is not None:
            mine = [one for at in pool for one in by_version.get(at, ())]
            counting = _Counting(node, definitions[newest], mine, limits)
            made.append(counting.result(column, pool))
    return tuple(made)


class _Counting:
    def __init__(
        self, node: Node, form: FormDefinition, given: list[Given], limits: Limits
    ) -> None:
        self._node, self._given, self._limits = node, given, limits
        lists = {made.name: made for made in form.lists}
        choices = chosen_from(node, lists)
        self._scale = scale_of(node, choices)
        self._choices = choices.choices if choices is not None else ()
        self._names = {str(choice.id): choice.name for choice in self._choices}
        self._people = len({who for who, _, _ in given})

    def result(self, column: Column, pool: tuple[int, ...]) -> Counted:
        shape, limits = self._shape(), self._limits
        enough = self._people >= limits.threshold
        shares: tuple[Share, ...] = ()
        n: int | None = self._people if enough else None
        if enough and shape is Shape.STEPS:
            shares = self._steps()
        elif enough and shape in (Shape.ONE, Shape.FIRST):
            found = self._by_choice()
            hidden, n = self._hidden_groups(found, not limits.grouped.isdisjoint(column.ids))
            shares = self._shares(found, hidden)
        elif enough and shape is Shape.SEVERAL:
            found = self._by_choice()
            shares = self._shares(found, frozenset(
                name for name, count in found.items()
                if min(count, self._people - count) < limits.threshold
            ))
        mean, middle = self._middle() if enough and shape is Shape.NUMBER else (None, None)
        return Counted(
            column=column, node=self._node, versions=pool, apart=len(column.pools) > 1,
            shape=shape, n=n, shares=shares, mean=mean, median=middle,
        )

    def _shape(self) -> Shape:
        repeated = any(one.at for _, _, one in self._given)
        if self._scale is not None and not repeated:
            return Shape.STEPS
        type = type_of(self._node)
        if self._choices and type.control == "rank":
            return Shape.SEVERAL if repeated else Shape.FIRST
        if self._choices:
            return Shape.ONE if is_single(self._node) and not repeated else Shape.SEVERAL
        return Shape.NUMBER if type.value in ("int", "decimal") else Shape.GIVEN

    def _by_choice(self) -> Mapping[str, int]:
        """Choice's id as text → people; all choices of the list are there."""
        people: dict[str, set[bytes]] = {str(choice.id): set() for choice in self._choices}
        alike: dict[int, tuple[Further, set[bytes]]] = {}
        for who, _, one in self._given:  # equal answers are mostly one object
            alike.setdefault(id(one), (one, set()))[1].add(who)
        for one, some in alike.values():
            said = one.value if isinstance(one.value, tuple) else (one.value,)
            # of a ranking only the first; of a rating below a choice the step's name
            for choice in said[:1] if one.kind is Kind.RANKED else said:
                if str(choice) in people:
                    people[str(choice)] |= some
        return {id: len(some) for id, some in people.items()}

    def _hidden_groups(
        self, counts: Mapping[str, int], grouped: bool
    ) -> tuple[frozenset[str], int | None]:
        limits = self._limits
        unsaid = max(limits.people - sum(counts.values()), 0)
        hidden = disclosure.one_way(counts, unsaid, limits.threshold)
        if grouped:
            # the groups' sizes are told with everybody: who did not answer must not be told too
            return hidden, None if hidden else self._people
        more = disclosure.one_way(counts, 0, limits.threshold, hidden)
        return more, self._people

    def _shares(self, counts: Mapping[str, int], hidden: frozenset[str]) -> tuple[Share, ...]:
        return tuple(
            Share(name=self._names[id], choice=UUID(id), n=None if id in hidden else n)
            for id, n in counts.items()
        )

    def _steps(self) -> tuple[Share, ...]:
        assert self._scale is not None  # only then there are steps
        counts = Counter(one.value for _, _, one in self._given)
        ids = {choice.name: choice.id for choice in self._choices}
        return tuple(
            Share(name=str(step), choice=ids.get(str(step)), n=counts.get(step, 0))
            for step in range(self._scale[0], self._scale[1] + 1)
        )

    def _middle(self) -> tuple[float | None, float | None]:
        numbers = [
            float(one.value) for _, _, one in self._given
            if one.kind in (Kind.INTEGER, Kind.DECIMAL) and isinstance(one.value, int | str)
        ]
        if len(numbers) < self._limits.threshold:
            return None, None
        many = self._people >= MEDIAN_FROM * self._limits.threshold
        return fsum(numbers) / len(numbers), median(numbers) if many else None

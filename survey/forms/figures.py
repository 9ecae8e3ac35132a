"""All that results tell of a whole form, and nothing by which a small group could be reckoned.

One question may tell of another: who was asked hangs on answers, and so may what can be answered.
A question is shown only where that tells nothing new (:mod:`survey.forms.audiences`); one whose
answers are bound to those of others only where nothing of either is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from survey.forms.audiences import Audiences
from survey.forms.conditions import Conditions, conditions
from survey.forms.counting import Audience, Counted, Limits, counted, is_counted
from survey.forms.definition import FormDefinition
from survey.forms.numbers import Given
from survey.forms.pooling import Column
from survey.records import Kind

Reader = Callable[[Sequence[Column]], Mapping[UUID, Sequence[Given]]]
"""The answers to some questions, by the ids of their columns."""


class Figures:
    """``everybody`` who counts, by row id, with the version's place from 0."""

    def __init__(
        self, columns: Sequence[Column], definitions: tuple[FormDefinition, ...],
        everybody: Mapping[bytes, int], limits: Limits, read: Reader,
    ) -> None:
        self._columns, self._definitions, self._limits = columns, definitions, limits
        self._audiences = Audiences(everybody, limits.threshold)
        self._conditions = [conditions(form) for form in definitions]
        self._of_node = {id: column for column in columns for id in column.ids}
        self._read = read
        self._found: dict[UUID, tuple[Counted, ...]] = {}
        self._begun: set[UUID] = set()
        self._deciding = self._decisive()
        self._at_hand: dict[UUID, Sequence[Given]] = {}

    def all(self, together: int) -> Iterator[Counted]:
        """Every question in order; so many are ``read`` at a time, and those others hang on."""
        needed = [column for column in self._columns if column.id in self._deciding]
        for some in _some(needed, together):
            self._at_hand.update(self._read(some))
        for column in needed:
            self._decide(column)
        rest = [
            column for column in self._columns
            if column.id not in self._found and is_counted(column)
        ]
        for some in _some(rest, together):
            given = self._read(some)
            for column in some:
                self._found[column.id] = self._count(column, given[column.id])
        for column in self._columns:
            yield from self._found.get(column.id, ())

    def _decisive(self) -> set[UUID]:
        """The columns that any question hangs on or is bound to."""
        return {
            column.id for known in self._conditions for one in known.values()
            for column in (*self._those(one.asked), *self._those(one.bound))
        }

    def _those(self, nodes: frozenset[UUID] | None) -> list[Column]:
        return [self._of_node[id] for id in nodes or () if id in self._of_node]

    def _decide(self, column: Column) -> None:
        """After all it hangs on itself; what hangs on itself in a circle is begun but once."""
        if column.id in self._begun:
            return
        self._begun.add(column.id)
        for pool in column.pools:
            found = self._of(column, pool)
            if found is not None:
                for other in (*self._those(found.asked), *self._those(found.bound)):
                    self._decide(other)
        given = self._at_hand.pop(column.id)
        self._found[column.id] = self._count(column, given)
        self._audiences.learn(column.id, given, self._found[column.id], self._is_of_all(column))

    def _is_of_all(self, column: Column) -> bool:
        """Whether everybody was asked it, in every version, whatever they answered before."""
        (pool, *others) = column.pools
        found = self._of(column, pool)
        every = len(pool) == len(self._definitions) and not others
        return every and found is not None and (found.asked, found.depth) == (frozenset(), 0)

    def _of(self, column: Column, pool: tuple[int, ...]) -> Conditions | None:
        node = column.nodes[max(pool)]
        return None if node is None else self._conditions[max(pool)].get(node.id)

    def _count(self, column: Column, given: Sequence[Given]) -> tuple[Counted, ...]:
        if not is_counted(column):
            return ()
        audiences = {}
        for pool in column.pools:
            found = self._of(column, pool)
            if found is not None:
                audience = self._audience(found, pool, given)
                audiences[pool] = replace(audience, decides=column.id in self._deciding)
        return counted(column, self._definitions, given, self._limits, audiences)

    def _audience(
        self, found: Conditions, pool: tuple[int, ...], given: Sequence[Given]
    ) -> Audience:
        answered = {
            who for who, at, one in given if at in pool and one.kind is not Kind.NONE
            and len(one.at) == found.depth
        }
        hangs_on = None
        if found.asked is not None:
            hangs_on = frozenset(column.id for column in self._those(found.asked))
        people = None
        if len(answered) >= self._limits.threshold:
            people = self._audiences.asked(pool, hangs_on, answered)
        bound = self._those(found.bound)
        if found.bound is None or any(self._hides(column) for column in bound):
            return Audience(people=None, depth=found.depth)
        return Audience(people=people, depth=found.depth, whole=bool(bound))

    def _hides(self, column: Column) -> bool:
        """Whether anything of a question is hidden, or it is still to be counted."""
        if column.id not in self._found:
            return True
        return any(
            one.n is None or any(share.n is None for share in one.shares)
            for one in self._found[column.id]
        )


def _some(columns: Sequence[Column], together: int) -> Iterator[Sequence[Column]]:
    for first in range(0, len(columns), together):
        yield columns[first : first + together]

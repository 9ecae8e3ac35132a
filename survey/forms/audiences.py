"""Who was asked each question, and whether saying how many answered would tell a small group.

Who is asked hangs on other answers, so how many answered a question tells how many gave those.
Everybody who counts is divided, for each question that not all were asked, by all that is told of
what decides it: the shown choices of the questions it hangs on, and who was asked the questions
told before that hang on any of the same. Being asked this question must divide everybody into parts
of at least the threshold, or be nothing new; otherwise nothing of it is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations_with_replacement
from uuid import UUID

from survey.forms.counting import Counted, Shape
from survey.forms.numbers import Given
from survey.records import Kind

_VERSIONS = UUID(int=0)
"""Stands for the version of the form, which decides too who is asked."""

MOST_CHOICES = 12
"""Of questions with several choices that decide who is asked: with more shown nothing is told."""

_Answer = tuple[tuple[int, ...], object]
"""Place and value."""


@dataclass(slots=True)
class _Known:
    """What is known of a question that others hang on: what each person answered, and what of it
    is told: in which versions, and the one shown choice each made, or each of several. ``empty``
    are those who left it empty though all were asked."""

    answers: dict[bytes, Hashable]
    empty: frozenset[bytes] = frozenset()
    one: dict[bytes, str] = field(default_factory=dict)
    several: list[frozenset[bytes]] = field(default_factory=list)


class Audiences:
    """``everybody`` who counts, by row id, with the version's place from 0."""

    def __init__(self, everybody: Mapping[bytes, int], threshold: int) -> None:
        self._everybody = everybody
        self._threshold = threshold
        self._known: dict[UUID, _Known] = {}
        self._told: list[tuple[frozenset[UUID], frozenset[bytes]]] = []

    def learn(
        self, column: UUID, given: Iterable[Given], found: Sequence[Counted], of_all: bool = False
    ) -> None:
        """What was answered to a question that others hang on, and what is told of it. ``of_all``:
        everybody was asked."""
        every: dict[bytes, set[_Answer]] = {}
        for who, _, one in given:
            if one.kind is not Kind.NONE and who in self._everybody:
                every.setdefault(who, set()).add((one.at, one.value))
        known = self._known[column] = _Known({who: frozenset(all) for who, all in every.items()})
        if of_all:
            known.empty = frozenset(self._everybody.keys() - every.keys())
        for counted in found:
            shown = {
                str(share.choice) if share.choice and counted.shape is not Shape.STEPS
                else share.name for share in counted.shares if share.n is not None
            }
            of_pool = {who for who in every if self._everybody[who] in counted.versions}
            # how many answered in these versions is told, so those of hidden choices are a group
            known.one.update(dict.fromkeys(of_pool, f"{counted.versions}"))
            for name in sorted(shown):
                some = frozenset(who for who in of_pool if _chose(name, every[who]))
                if counted.shape is Shape.SEVERAL:
                    known.several.append(some)
                else:
                    known.one.update(dict.fromkeys(some, f"{counted.versions} {name}"))

    def asked(
        self, pool: Collection[int], hangs_on: frozenset[UUID] | None, answered: Collection[bytes]
    ) -> int | None:
        """How many were asked in these versions; None where nothing may be told of it.

        ``hangs_on`` are the questions (columns, learnt before) that decide who is asked.
        """
        if hangs_on is None:
            return None
        inputs = tuple(sorted(id for id in hangs_on if self._divides(id)))
        asked = self._who(pool, inputs, answered)
        if len(asked) == len(self._everybody):
            return len(asked)
        hung = frozenset((*inputs, _VERSIONS) if self._parted(pool) else inputs)
        near = self._near(hung)
        parts = self._parts([*(self._known[id].one.get for id in inputs), *(
            some.__contains__ for some in near
        ), asked.__contains__])
        several = [some for id in inputs for some in self._known[id].several]
        if len(several) > MOST_CHOICES or self._few_in(self._to_keep(parts, inputs), several):
            return None
        self._told.append((hung, asked))
        return len(asked)

    def _to_keep(
        self, parts: Mapping[bytes, tuple[Hashable, ...]], inputs: Sequence[UUID]
    ) -> Mapping[bytes, Hashable]:
        """All but those who left a question empty, where who was asked what divides them not: that
        so many did is told, and is no group to hide."""
        away = set[bytes]()
        for id in inputs:
            empty = self._known[id].empty
            if len({parts[who][len(inputs):] for who in empty}) == 1:
                away |= empty
        return {who: part for who, part in parts.items() if who not in away}

    def _few_in(
        self, parts: Mapping[bytes, Hashable], several: Sequence[frozenset[bytes]]
    ) -> bool:
        """Whether a part is small, or what two choices of several make of it: those who were asked
        as they made either, less those who made each, are those who made both."""
        alike = Counter(
            (part, tuple(who in some for some in several)) for who, part in parts.items()
        )
        ways: list[Counter[Hashable]] = [Counter(parts.values())]
        for one, other in combinations_with_replacement(range(len(several)), 2):
            way: Counter[Hashable] = Counter()
            for (part, made), n in alike.items():
                way[part, made[one], made[other]] += n
            ways.append(way)
        return any(min(way.values(), default=0) < self._threshold for way in ways)

    def _who(
        self, pool: Collection[int], inputs: Sequence[UUID], answered: Collection[bytes]
    ) -> frozenset[bytes]:
        """All who answered what somebody that was asked answered, in these versions."""
        cells = self._parts([self._known[id].answers.get for id in inputs])
        reached = {cells[who] for who in answered if who in cells}
        return frozenset(
            who for who, at in self._everybody.items() if at in pool and cells[who] in reached
        )

    def _parts(
        self, labels: Sequence[Callable[[bytes], Hashable]]
    ) -> dict[bytes, tuple[Hashable, ...]]:
        return {who: tuple(label(who) for label in labels) for who in self._everybody}

    def _divides(self, id: UUID) -> bool:
        """Whether not all gave the same answer to it."""
        known = self._known.get(id)
        if known is None or not known.answers:
            return False
        same = len(set(known.answers.values())) == 1
        return not (same and len(known.answers) == len(self._everybody))

    def _parted(self, pool: Collection[int]) -> bool:
        return any(at not in pool for at in self._everybody.values())

    def _near(self, hung: frozenset[UUID]) -> list[frozenset[bytes]]:
        """Who was asked what was told before and hangs, however far around, on any of the same."""
        left, near, reached = list(self._told), [], set(hung)
        while close := [one for one in left if not reached.isdisjoint(one[0])]:
            near += [asked for _, asked in close]
            left = [one for one in left if reached.isdisjoint(one[0])]
            for on, _ in close:
                reached |= on
        return list(dict.fromkeys(near))


def _chose(name: str, said: Iterable[_Answer]) -> bool:
    return any(
        name in map(str, value if isinstance(value, tuple) else (value,)) for _, value in said
    )

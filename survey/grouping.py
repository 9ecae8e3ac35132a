"""Which groups results have rows for, and which of them are hidden.

Margins are decided before cells, a crossing once whichever question is named first, and all in
the same way whatever else is asked for, so one release never shows what another hides.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from survey import disclosure
from survey.tally import Bucket, Tally

_Group = TypeVar("_Group", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """One group: question name → choice name (empty for everybody) and who is in it."""

    group: Mapping[str, str]
    bucket: Bucket
    hidden: bool
    hidden_factors: frozenset[int]


def slices(tally: Tally, by: tuple[tuple[str, ...], ...], threshold: int) -> Iterator[Slice]:
    """Everybody, then the margins of every question asked for, then the cells of crossed ones."""
    everybody = tally.bucket({})
    few = frozenset(at for at, found in enumerate(everybody.moments) if found.n < threshold)
    hidden = everybody.persons < threshold
    yield Slice(group={}, bucket=everybody, hidden=hidden, hidden_factors=few)
    margins = {name: _Margin(tally, name, threshold, few) for name in tally.questions}
    for margin in margins.values():
        yield from margin.slices()
    crossings: dict[tuple[str, str], _Crossing] = {}
    for first, second in dict.fromkeys((names[0], names[1]) for names in by if len(names) == 2):
        one, two = sorted((first, second))
        if (one, two) not in crossings:
            both = margins[one], margins[two]
            crossings[one, two] = _Crossing(tally, both, threshold, few)
        yield from crossings[one, two].slices(first, second)


def _settle(
    groups: Sequence[_Group],
    asked: frozenset[int],
    hide: Callable[[frozenset[_Group]], frozenset[_Group]],
    hide_for: Callable[[int, frozenset[_Group]], frozenset[_Group]],
) -> tuple[frozenset[_Group], dict[int, frozenset[_Group]]]:
    """The hidden groups, and per factor, until no shown group lacks most of its factors.

    A group that would lose more than half of them is hidden whole: what is left of it would
    mislead, and it is often hidden only to keep the same few persons of another group company.
    """
    hidden: frozenset[_Group] = frozenset()
    while True:
        hidden = hide(hidden)
        away = {at: hide_for(at, hidden) for at in sorted(asked)}
        poor = {
            group
            for group in groups
            if group not in hidden and 2 * sum(group in lost for lost in away.values()) > len(asked)
        }
        if not poor:
            return hidden, away
        hidden |= poor


class _Margin:
    """One question's groups, what is hidden of them, and per factor asked about."""

    def __init__(self, tally: Tally, name: str, threshold: int, few: frozenset[int]) -> None:
        self.name = name
        self.choices = tally.choices[name]
        self._threshold = threshold
        self._few = few
        self._buckets = {choice: tally.bucket({name: choice}) for choice in (*self.choices, None)}
        self.hidden, self.hidden_for = _settle(
            self.choices, tally.asked, self._hide, self._hide_for
        )

    def _hide(self, hidden: frozenset[str]) -> frozenset[str]:
        sizes = {choice: bucket.persons for choice, bucket in self._buckets.items()}
        return self._one_way(sizes, hidden)

    def _hide_for(self, at: int, hidden: frozenset[str]) -> frozenset[str]:
        if at in self._few:
            return frozenset(self.choices)
        raters = {choice: bucket.moments[at].n for choice, bucket in self._buckets.items()}
        return self._one_way(raters, hidden)

    def _one_way(self, sizes: Mapping[str | None, int], hidden: frozenset[str]) -> frozenset[str]:
        said = {choice: sizes[choice] for choice in self.choices}
        return disclosure.one_way(said, sizes[None], self._threshold, hidden)

    def slices(self) -> Iterator[Slice]:
        for choice in self.choices:
            yield Slice(
                group={self.name: choice},
                bucket=self._buckets[choice],
                hidden=choice in self.hidden,
                hidden_factors=_lost(choice, self.hidden_for),
            )


def _lost(group: _Group, hidden_for: Mapping[int, frozenset[_Group]]) -> frozenset[int]:
    return frozenset(at for at, hidden in hidden_for.items() if group in hidden)


class _Crossing:
    """The cells of two crossed questions: what is hidden of them, and per factor asked about."""

    def __init__(
        self, tally: Tally, margins: tuple[_Margin, _Margin], threshold: int, few: frozenset[int]
    ) -> None:
        self._rows, self._columns = margins
        self._threshold = threshold
        self._few = few
        self._buckets = {
            (row, column): tally.bucket({self._rows.name: row, self._columns.name: column})
            for row in (*self._rows.choices, None)
            for column in (*self._columns.choices, None)
        }
        self._cells = tuple(product(self._rows.choices, self._columns.choices))
        self.hidden, self.hidden_for = _settle(self._cells, tally.asked, self._hide, self._hide_for)

    def _hide(self, hidden: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        return disclosure.two_way(
            {key: bucket.persons for key, bucket in self._buckets.items()},
            self._threshold,
            hidden_rows=self._rows.hidden,
            hidden_columns=self._columns.hidden,
            hidden=hidden,
        )

    def _hide_for(self, at: int, hidden: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        if at in self._few:
            return frozenset(self._cells)
        return disclosure.two_way(
            {key: bucket.moments[at].n for key, bucket in self._buckets.items()},
            self._threshold,
            hidden_rows=self._rows.hidden_for[at],
            hidden_columns=self._columns.hidden_for[at],
            hidden=hidden,
        )

    def slices(self, first: str, second: str) -> Iterator[Slice]:
        """The cells as asked for: by the choices of ``first``, then by those of ``second``."""
        choices = {margin.name: margin.choices for margin in (self._rows, self._columns)}
        for pair in product(choices[first], choices[second]):
            group = dict(zip((first, second), pair, strict=True))
            cell = group[self._rows.name], group[self._columns.name]
            yield Slice(
                group=group,
                bucket=self._buckets[cell],
                hidden=cell in self.hidden,
                hidden_factors=_lost(cell, self.hidden_for),
            )

"""Which groups results have rows for, and which of them are hidden.

Margins are decided before cells and in the same way whatever else is asked for, so one release
never shows what another hides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey import disclosure
from survey.tally import Bucket, Tally


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
    small = _small(everybody, threshold)
    yield Slice(
        group={},
        bucket=everybody,
        hidden=everybody.persons < threshold,
        hidden_factors=small,
    )
    margins = {name: _Margin(tally, name, threshold, small) for name in tally.questions}
    for margin in margins.values():
        yield from margin.slices()
    for first, second in dict.fromkeys(names for names in by if len(names) == 2):
        yield from _cells(tally, (margins[first], margins[second]), threshold, small)


def _small(bucket: Bucket, threshold: int) -> frozenset[int]:
    return frozenset(at for at, found in enumerate(bucket.moments) if found.n < threshold)


class _Margin:
    """One question's groups, what is hidden of them, and per factor."""

    def __init__(self, tally: Tally, name: str, threshold: int, small: frozenset[int]) -> None:
        self.name = name
        self.choices = tally.choices[name]
        self._factors = range(tally.factors)
        self._buckets = {choice: tally.bucket({name: choice}) for choice in (*self.choices, None)}
        sizes = {choice: bucket.persons for choice, bucket in self._buckets.items()}
        self.hidden = self._hide(sizes, threshold, frozenset())
        self.hidden_for = {
            at: frozenset(self.choices)
            if at in small
            else self._hide(self._raters(at), threshold, self.hidden)
            for at in self._factors
        }

    def _raters(self, at: int) -> dict[str | None, int]:
        return {choice: bucket.moments[at].n for choice, bucket in self._buckets.items()}

    def _hide(
        self, sizes: Mapping[str | None, int], threshold: int, hidden: frozenset[str]
    ) -> frozenset[str]:
        said = {choice: sizes[choice] for choice in self.choices}
        return disclosure.one_way(said, sizes[None], threshold, hidden)

    def slices(self) -> Iterator[Slice]:
        for choice in self.choices:
            yield Slice(
                group={self.name: choice},
                bucket=self._buckets[choice],
                hidden=choice in self.hidden,
                hidden_factors=frozenset(
                    at for at in self._factors if choice in self.hidden_for[at]
                ),
            )


def _cells(
    tally: Tally, margins: tuple[_Margin, _Margin], threshold: int, small: frozenset[int]
) -> Iterator[Slice]:
    """The cells of two crossed questions, in the order of their choices."""
    rows, columns = margins
    names = (rows.name, columns.name)
    buckets = {
        (row, column): tally.bucket({rows.name: row, columns.name: column})
        for row in (*rows.choices, None)
        for column in (*columns.choices, None)
    }
    sizes = {key: bucket.persons for key, bucket in buckets.items()}
    away = disclosure.two_way(
        sizes, threshold, hidden_rows=rows.hidden, hidden_columns=columns.hidden
    )
    every = frozenset(
        (row, column) for row, column in buckets if row is not None and column is not None
    )
    away_for = {
        at: every
        if at in small
        else disclosure.two_way(
            {key: bucket.moments[at].n for key, bucket in buckets.items()},
            threshold,
            hidden_rows=rows.hidden_for[at],
            hidden_columns=columns.hidden_for[at],
            hidden=away,
        )
        for at in range(tally.factors)
    }
    for row in rows.choices:
        for column in columns.choices:
            key = (row, column)
            yield Slice(
                group={names[0]: row, names[1]: column},
                bucket=buckets[key],
                hidden=key in away,
                hidden_factors=frozenset(at for at in away_for if key in away_for[at]),
            )

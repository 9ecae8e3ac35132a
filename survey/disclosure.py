"""What must stay hidden so that nobody in a small group can be made out.

*Primary*: a group below the threshold is hidden; an empty one too, since telling it apart would
say that somebody in the other hidden ones did answer. *Complementary*: whatever subtraction
(of shown groups from a shown total, along rows and columns) leaves over must again reach the
threshold, so the smallest shown groups are hidden as well until it does. Persons who did
not say are in the total but are never a shown group: they are one more hidden group.

The counts are the flows of a network in which subtraction is conservation at the nodes, so what
an attacker can still think possible for a hidden group is what flow can be pushed around through
hidden edges. A hidden group is safe when, by the published counts, it could be at least
the threshold, and when it stays open even to one who knows exactly which groups were too small.

What is hidden depends on names and counts only, never on the order of groups, nor on which of two
crossed questions is named first: two ways to hide the same table, laid side by side, would show
what each of them hides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import product

from survey.subtraction import Network

Key = str | None
"""A choice's name; ``None`` stands for *did not say*."""


def one_way(
    counts: Mapping[str, int], unsaid: int, threshold: int, hidden: Collection[str] = ()
) -> frozenset[str]:
    """The groups to hide beside a shown total of ``counts`` and ``unsaid``.

    ``hidden`` are hidden for other reasons already. All are hidden when the total is too small.
    """
    if sum(counts.values()) + unsaid < threshold:
        return frozenset(counts)
    network = Network(threshold)
    total, all_groups = 0, 1
    network.add(all_groups, total, sum(counts.values()) + unsaid, key=None, hidden=False)
    for name, n in sorted(counts.items()):
        away = n < threshold or name in hidden
        network.add(total, all_groups, n, key=name, hidden=away, may_hide=True)
    network.add(total, all_groups, unsaid, key=None, hidden=True, unsaid=True)
    network.protect()
    found = network.hidden_keys()
    return frozenset(name for name in counts if name in found)


def two_way(
    cells: Mapping[tuple[Key, Key], int],
    threshold: int,
    *,
    hidden_rows: Collection[str],
    hidden_columns: Collection[str],
    hidden: Collection[tuple[str, str]] = (),
) -> frozenset[tuple[str, str]]:
    """The cells to hide beside shown margins (those not in ``hidden_rows``, ``hidden_columns``).

    ``cells`` holds every row with every column, ``None`` included where somebody did not say.
    The margins are decided first (:func:`one_way`) and stay as they are; every cell of a hidden
    row or column is hidden, or the margin could be added up.
    """
    table = _Table(cells, frozenset(hidden_rows), frozenset(hidden_columns), frozenset(hidden))
    turned = table.turned()
    mine, other = table.order(), turned.order()
    found: set[tuple[Key, Key]] = set()
    # Equal ones are each other's mirror image; both ways are hidden, which is as safe as either.
    if mine <= other:
        found |= table.to_hide(threshold)
    if other <= mine:
        found |= {(row, column) for column, row in turned.to_hide(threshold)}
    return frozenset(
        (row, column)
        for row, column in cells
        if row is not None and column is not None and (row, column) in found
    )


_Place = tuple[bool, str]


@dataclass(frozen=True, slots=True)
class _Table:
    """What :func:`two_way` is asked, which can be turned: rows for columns."""

    cells: Mapping[tuple[Key, Key], int]
    hidden_rows: frozenset[str]
    hidden_columns: frozenset[str]
    hidden: frozenset[tuple[str, str]]

    def turned(self) -> _Table:
        cells = {(column, row): n for (row, column), n in self.cells.items()}
        hidden = frozenset((column, row) for row, column in self.hidden)
        return _Table(cells, self.hidden_columns, self.hidden_rows, hidden)

    def order(self) -> tuple[object, ...]:
        """Tells a table from its turned self, the same however its rows and columns are ordered."""
        cells = sorted((_place(row), _place(column), n) for (row, column), n in self.cells.items())
        return cells, sorted(self.hidden_rows), sorted(self.hidden_columns), sorted(self.hidden)

    def to_hide(self, threshold: int) -> set[tuple[Key, Key]]:
        """The cells, *did not say* apart, that are hidden in the end."""
        if sum(self.cells.values()) < threshold:
            return set(self.cells)
        network = Network(threshold)
        network.add(1, 0, sum(self.cells.values()), key=None, hidden=False)
        rows = self._margin(0, self.hidden_rows)
        columns = self._margin(1, self.hidden_columns)
        row_node = {row: at for at, row in enumerate(rows, start=2)}
        column_node = {column: at for at, column in enumerate(columns, start=2 + len(rows))}
        for row, (n, away) in rows.items():
            network.add(0, row_node[row], n, key=None, hidden=away, unsaid=row is None)
        for column, (n, away) in columns.items():
            network.add(column_node[column], 1, n, key=None, hidden=away, unsaid=column is None)
        for row, column in product(rows, columns):
            n, key = self.cells[row, column], (row, column)
            unsaid = row is None or column is None
            away = unsaid or n < threshold or rows[row][1] or columns[column][1]
            away = away or key in self.hidden
            ends = row_node[row], column_node[column]
            network.add(*ends, n, key=key, hidden=away, may_hide=not unsaid, unsaid=unsaid)
        network.protect()
        found = network.hidden_keys()
        return {key for key in self.cells if key in found}

    def _margin(self, side: int, hidden: frozenset[str]) -> dict[Key, tuple[int, bool]]:
        """Each row or column by name, *did not say* last: its sum and whether that is hidden."""
        sums: dict[Key, int] = {}
        for names, n in self.cells.items():
            sums[names[side]] = sums.get(names[side], 0) + n
        return {key: (sums[key], key is None or key in hidden) for key in sorted(sums, key=_place)}


def _place(key: Key) -> _Place:
    return key is None, key or ""

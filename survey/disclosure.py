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
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

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
    for name, n in counts.items():
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
    rows = {row: _sum(cells, row, 0) for row, _ in cells}
    columns = {column: _sum(cells, column, 1) for _, column in cells}
    names = [(row, column) for row, column in cells if row is not None and column is not None]
    if sum(cells.values()) < threshold:
        return frozenset(names)
    network = Network(threshold)
    node = {("row", row): at for at, row in enumerate(rows, start=2)}
    node |= {("column", column): at for at, column in enumerate(columns, start=2 + len(rows))}
    network.add(1, 0, sum(cells.values()), key=None, hidden=False)
    for row, n in rows.items():
        away = row is None or row in hidden_rows
        network.add(0, node["row", row], n, key=None, hidden=away, unsaid=row is None)
    for column, n in columns.items():
        away = column is None or column in hidden_columns
        network.add(node["column", column], 1, n, key=None, hidden=away, unsaid=column is None)
    for (row, column), n in cells.items():
        tail, head = node["row", row], node["column", column]
        if row is None or column is None:
            network.add(tail, head, n, key=None, hidden=True, unsaid=True)
            continue
        away = n < threshold or row in hidden_rows or column in hidden_columns
        away = away or (row, column) in hidden
        network.add(tail, head, n, key=(row, column), hidden=away, may_hide=True)
    network.protect()
    found = network.hidden_keys()
    return frozenset(name for name in names if name in found)


def _sum(cells: Mapping[tuple[Key, Key], int], key: Key, side: int) -> int:
    return sum(n for names, n in cells.items() if names[side] == key)

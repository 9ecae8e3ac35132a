"""What is missing from a stream, and where it went two ways."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from storage.seal.epochs import NO_EPOCH
from storage.workspace.values import Fork, Gap

_SHORT = """
SELECT e.number, e.id, e.campaign, e.made,
       (SELECT count(*) FROM ledger l WHERE l.campaign = e.campaign AND l.epoch = e.number) taken
FROM epoch e WHERE e.stream = ?{only} ORDER BY e.number
"""
_ORPHANS = """
SELECT DISTINCT e.parent FROM epoch e WHERE e.stream = ? AND e.parent <> ?{only}
AND NOT EXISTS (SELECT 1 FROM epoch p WHERE p.campaign = e.campaign AND p.stream = e.stream
                AND p.id = e.parent)
"""
_SIBLINGS = """
SELECT e.parent, e.id FROM epoch e WHERE e.stream = ?{only}
AND (SELECT count(*) FROM epoch s WHERE s.stream = e.stream AND s.parent = e.parent) > 1
"""
# The head a child names is in its parent's chain, but not at the end of it.
_WENT_ON = """
SELECT p.id parent, c.id child FROM epoch c
JOIN epoch p ON p.campaign = c.campaign AND p.stream = c.stream AND p.id = c.parent
WHERE c.stream = ? AND p.head <> c.parent_head{only}
AND EXISTS (SELECT 1 FROM ledger l WHERE l.campaign = p.campaign AND l.epoch = p.number
            AND l.hash = c.parent_head AND l.n < p.made - 1)
"""

_AMONG_PARENTS = " AND e.parent IN (SELECT parent FROM epoch WHERE number IN {numbers})"


def gaps(
    connection: Connection, stream: int, epochs: Sequence[int] | None = None
) -> tuple[Gap, ...]:
    """Gaps of the stream with this number, in all its epochs or only in ``epochs``."""
    id = _stream_id(connection, stream)
    only = _only("e.number", epochs)
    orphans = connection.exec_driver_sql(_ORPHANS.format(only=only), (stream, NO_EPOCH))
    found = [Gap(stream=id, epoch=parent, first=0, missing=None) for (parent,) in orphans]
    for row in connection.exec_driver_sql(_SHORT.format(only=only), (stream,)).all():
        if row.taken < row.made:
            first = _first_missing(connection, row.campaign, row.number)
            missing = row.made - row.taken
            found.append(Gap(stream=id, epoch=row.id, first=first, missing=missing))
    return tuple(found)


def forks(
    connection: Connection, stream: int, epochs: Sequence[int] | None = None
) -> tuple[Fork, ...]:
    """Forks of the stream, all or only those that ``epochs`` take part in."""
    id = _stream_id(connection, stream)
    if epochs is None:
        siblings_only = on_only = ""
    else:
        numbers = _numbers(epochs)
        siblings_only = _AMONG_PARENTS.format(numbers=numbers)
        on_only = f" AND (c.number IN {numbers} OR p.number IN {numbers})"
    children: dict[bytes, set[bytes]] = {}
    for query, only in ((_SIBLINGS, siblings_only), (_WENT_ON, on_only)):
        for parent, child in connection.exec_driver_sql(query.format(only=only), (stream,)):
            children.setdefault(parent, set()).add(child)
    return tuple(
        Fork(stream=id, parent=parent, epochs=tuple(sorted(children[parent])))
        for parent in sorted(children)
    )


def _only(column: str, epochs: Sequence[int] | None) -> str:
    return "" if epochs is None else f" AND {column} IN {_numbers(epochs)}"


def _numbers(epochs: Iterable[int]) -> str:
    return f"({','.join(str(int(number)) for number in epochs)})"


def _stream_id(connection: Connection, stream: int) -> bytes:
    found = connection.exec_driver_sql("SELECT id FROM stream WHERE number = ?", (stream,))
    return bytes(found.scalar_one())


def _first_missing(connection: Connection, campaign: int, epoch: int) -> int:
    rows = connection.exec_driver_sql(
        "SELECT n FROM ledger WHERE campaign = ? AND epoch = ? ORDER BY n", (campaign, epoch)
    )
    expected = 0
    for (n,) in rows:
        if n != expected:
            break
        expected += 1
    return expected

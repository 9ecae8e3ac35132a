"""Receipts: what a device may forget, because it is here and in a backup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection, Row

from storage.seal import keys
from storage.values import AcknowledgedRange, Receipt
from storage.workspace import remembering
from storage.workspace.revoking import UNDECIDED

RANGES_IN_ONE = 4_096

_DUE = """
SELECT l.epoch, l.n, l.hash FROM epoch e
JOIN ledger l ON l.campaign = e.campaign AND l.epoch = e.number
WHERE e.stream = ? AND l.batch > ? AND l.batch <= ? ORDER BY l.epoch, l.n
"""
# ``lent``: collected with the package of another organisation, which sent it here as well; its
# kiosks believe that one's receipts only.
_STREAMS = f"""
SELECT s.number, s.last_receipt, s.acknowledged,
  CASE WHEN EXISTS (SELECT 1 FROM batch n JOIN accepted_package p ON p.hash = n.package_hash
    WHERE n.number = (SELECT max(m.number) FROM batch m WHERE m.stream = s.number)
    AND NOT EXISTS (SELECT 1 FROM package g WHERE g.hash = n.package_hash)) THEN 1 ELSE 0 END lent
FROM stream s WHERE EXISTS
(SELECT 1 FROM batch b WHERE b.stream = s.number AND b.number > s.acknowledged AND b.number <= ?)
AND NOT {UNDECIDED.format(device="s.device")}
"""  # noqa: S608

_RECEIPTS = f"""
SELECT r.stream, r.number, r.backup, r.issued, s.id, c.id campaign FROM receipt r
JOIN stream s ON s.number = r.stream JOIN campaign c ON c.number = s.campaign
WHERE (r.sent IS NULL OR ? = 1) AND NOT {UNDECIDED.format(device="s.device")}
ORDER BY r.stream, r.number
"""  # noqa: S608


def make_due(connection: Connection, now: datetime) -> None:
    """Write a receipt for each stream with records that a backup holds and none covers yet.

    What came long enough ago is then tied to its bundle no more (``remembering``). A revoked
    device gets none until a person has accepted what came from it. Runs inside a
    transaction; a stream's receipt numbers only rise.
    """
    backup = connection.exec_driver_sql(
        "SELECT generation, batch FROM backup ORDER BY batch DESC, number DESC LIMIT 1"
    ).first()
    if backup is None:
        return
    for stream in connection.exec_driver_sql(_STREAMS, (backup.batch,)).all():
        number = stream.last_receipt
        ranges = [] if stream.lent else list(_ranges(connection, stream, backup.batch))
        for at in range(0, len(ranges), RANGES_IN_ONE):
            number += 1
            _write(connection, (stream.number, number), ranges[at : at + RANGES_IN_ONE],
                   (backup.generation, int(now.timestamp())))
        connection.exec_driver_sql(
            "UPDATE stream SET last_receipt = ?, acknowledged = ? WHERE number = ?",
            (number, backup.batch, stream.number),
        )
    remembering.forget(connection, now)


def due(connection: Connection) -> list[Receipt]:
    """Every receipt that has not been sent, or is wanted again, by stream and number."""
    return _receipts(connection, only_unsent=True)


def every(connection: Connection) -> list[Receipt]:
    """Every receipt ever made here, by stream and number."""
    return _receipts(connection, only_unsent=False)


def sent(connection: Connection, stream: bytes, number: int, now: datetime) -> None:
    """Note that a receipt was delivered to the place it travels from."""
    connection.exec_driver_sql(
        "UPDATE receipt SET sent = ? WHERE number = ?"
        " AND stream = (SELECT number FROM stream WHERE id = ?)",
        (int(now.timestamp()), number, stream),
    )


def want_again(connection: Connection, stream: int, epochs: Sequence[int]) -> None:
    """The device sent records again that it has a receipt for: the receipt went astray."""
    for epoch in epochs:
        connection.exec_driver_sql(
            "UPDATE receipt SET sent = NULL WHERE stream = ? AND number IN"
            " (SELECT number FROM acknowledged WHERE epoch = ? AND stream = ?)",
            (stream, epoch, stream),
        )


def _ranges(
    connection: Connection, stream: Row[tuple[int, int, int, int]], batch: int
) -> Iterator[tuple[int, int, int, bytes]]:
    """(epoch, first, count, digest) of each unbroken run of places not yet covered."""
    run: list[bytes] = []
    epoch = first = -1
    rows = connection.exec_driver_sql(_DUE, (stream.number, stream.acknowledged, batch))
    for row in rows:
        if run and (row.epoch, row.n) != (epoch, first + len(run)):
            yield epoch, first, len(run), keys.digest("range", *run)
            run = []
        if not run:
            epoch, first = row.epoch, row.n
        run.append(row.hash)
    if run:
        yield epoch, first, len(run), keys.digest("range", *run)


def _write(
    connection: Connection, receipt: tuple[int, int],
    ranges: Sequence[tuple[int, int, int, bytes]], made: tuple[bytes, int],
) -> None:
    connection.exec_driver_sql(
        "INSERT INTO receipt (stream, number, backup, issued, sent) VALUES (?,?,?,?,NULL)",
        (*receipt, *made),
    )
    connection.exec_driver_sql(
        "INSERT INTO acknowledged (stream, number, epoch, first, count, digest)"
        " VALUES (?,?,?,?,?,?)",
        [(*receipt, *part) for part in ranges],
    )


def _receipts(connection: Connection, *, only_unsent: bool) -> list[Receipt]:
    rows = connection.exec_driver_sql(_RECEIPTS, (0 if only_unsent else 1,)).all()
    return [
        Receipt(
            number=row.number, stream=row.id, campaign=UUID(bytes=row.campaign),
            issued=datetime.fromtimestamp(row.issued // 60 * 60, UTC), backup=row.backup,
            ranges=_acknowledged(connection, row.stream, row.number),
        )
        for row in rows
    ]


def _acknowledged(
    connection: Connection, stream: int, number: int
) -> tuple[AcknowledgedRange, ...]:
    rows = connection.exec_driver_sql(
        "SELECT e.id, a.first, a.count, a.digest FROM acknowledged a"
        " JOIN epoch e ON e.number = a.epoch WHERE a.stream = ? AND a.number = ?"
        " ORDER BY a.epoch, a.first",
        (stream, number),
    )
    return tuple(
        AcknowledgedRange(epoch=epoch, first=first, count=count, digest=digest)
        for epoch, first, count, digest in rows
    )

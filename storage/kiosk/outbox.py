"""What waits for a receipt, in batches to be carried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from sqlite3 import Connection, Row

from storage.errors import Damaged
from storage.kiosk.database import Database, value
from storage.kiosk.tables import PLACES
from storage.seal.epochs import NO_EPOCH, NO_HEAD, read_epoch
from storage.seal.records import read_record, record_hash
from storage.values import Epoch, PendingBatch

BATCH_BYTES = 8 * 1024 * 1024
EPOCHS = "SELECT ordinal, id, stream, header, made, head FROM epoch "

_WAITING = """
SELECT count(*) FROM record WHERE final = 1
AND NOT EXISTS (SELECT 1 FROM covered WHERE covered.place = record.place)
"""
_WAIT_AFTER = """
SELECT place, sealed FROM record WHERE place > ? AND final = 1
AND NOT EXISTS (SELECT 1 FROM covered WHERE covered.place = record.place)
ORDER BY place LIMIT ?
"""
_STREAMS = "SELECT DISTINCT stream FROM epoch WHERE header IS NOT NULL"
_OF_STREAM = EPOCHS + "WHERE stream = ? ORDER BY ordinal DESC"
_EPOCH = EPOCHS + "WHERE ordinal = ?"
_LAST = """
SELECT place, sealed FROM record WHERE place BETWEEN ? AND ? AND final = 1
ORDER BY place DESC LIMIT 1
"""


def waiting(database: Database) -> int:
    """How many records no receipt has acknowledged yet."""
    with database.snapshot() as connection:
        return int(value(connection, _WAITING))


def streams(database: Database) -> tuple[bytes, ...]:
    """The streams with an epoch that is not forgotten as a whole, sorted."""
    with database.snapshot() as connection:
        return tuple(sorted(stream for (stream,) in connection.execute(_STREAMS).fetchall()))


def newest(database: Database, stream: bytes) -> tuple[bytes, bytes]:
    """The id and head of the stream's newest epoch; zeros when it has none.

    An epoch whose only draft was discarded does not count: nobody will ever see it.
    """
    with database.snapshot() as connection:
        for row in connection.execute(_OF_STREAM, (stream,)):
            count, head = made(connection, row)
            if count:
                return row["id"], head
    return NO_EPOCH, NO_HEAD


def batches(database: Database, limit: int) -> Iterator[PendingBatch]:
    """Everything waiting, oldest first, at most ``limit`` records of one package at a time."""
    after = -1
    while True:
        with database.snapshot() as connection:
            rows = connection.execute(_WAIT_AFTER, (after, limit)).fetchall()
            if not rows:
                return
            epochs = _epochs_of(connection, rows)
        batch, after = _first_batch(rows, epochs)
        yield batch


def made(connection: Connection, row: Row) -> tuple[int, bytes]:
    """How many records the epoch of a ``row`` has had, and the hash of the last."""
    first = row["ordinal"] * PLACES
    last = connection.execute(_LAST, (first, first + PLACES - 1)).fetchone()
    if last is None or last["place"] - first < row["made"]:
        return row["made"], row["head"]
    return last["place"] - first + 1, record_hash(last["sealed"])


def _epochs_of(
    connection: Connection, rows: Sequence[Row]
) -> dict[int, tuple[Epoch, int, bytes]]:
    found = {}
    for ordinal in {row["place"] // PLACES for row in rows}:
        row = connection.execute(_EPOCH, (ordinal,)).fetchone()
        if row is None:
            raise Damaged("records wait whose epoch is not in the store")
        if row["header"] is None:
            raise Damaged("an epoch's header is gone while records wait for it")
        found[ordinal] = (read_epoch(row["header"]), *made(connection, row))
    return found


def _first_batch(
    rows: Sequence[Row], epochs: dict[int, tuple[Epoch, int, bytes]]
) -> tuple[PendingBatch, int]:
    """The rows up to the first change of package or BATCH_BYTES, and the last place taken."""
    first = epochs[rows[0]["place"] // PLACES][0]
    taken: list[Row] = []
    size = 0
    for row in rows:
        here = epochs[row["place"] // PLACES][0]
        same = (here.stream, here.package_hash) == (first.stream, first.package_hash)
        if not same or (taken and size + len(row["sealed"]) > BATCH_BYTES):
            break
        taken.append(row)
        size += len(row["sealed"])
    used = sorted({row["place"] // PLACES for row in taken})
    batch = PendingBatch(
        stream=first.stream,
        campaign=first.campaign,
        package_hash=first.package_hash,
        epochs=tuple(epochs[ordinal] for ordinal in used),
        records=tuple(read_record(row["sealed"]) for row in taken),
    )
    return batch, taken[-1]["place"]

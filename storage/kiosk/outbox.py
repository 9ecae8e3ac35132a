"""What waits for a receipt, in batches to be carried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select

from storage.errors import Damaged
from storage.kiosk.database import Database
from storage.kiosk.tables import PLACES, covered, epoch, record
from storage.seal.epochs import NO_EPOCH, NO_HEAD, read_epoch
from storage.seal.records import read_record, record_hash
from storage.values import Epoch, PendingBatch

BATCH_BYTES = 8 * 1024 * 1024
_WAITS = ~exists().where(covered.c.place == record.c.place)


def waiting(database: Database) -> int:
    """How many records no receipt has acknowledged yet."""
    with database.snapshot() as connection:
        query = select(func.count()).select_from(record).where(record.c.final == 1, _WAITS)
        return int(connection.execute(query).scalar_one())


def streams(database: Database) -> tuple[bytes, ...]:
    """The streams with an epoch that is not forgotten as a whole, sorted."""
    held = select(epoch.c.stream).where(epoch.c.header.is_not(None)).distinct()
    with database.snapshot() as connection:
        return tuple(sorted(connection.execute(held).scalars()))


def newest(database: Database, stream: bytes) -> tuple[bytes, bytes]:
    """The id and head of the stream's newest epoch; zeros when it has none.

    An epoch whose only draft was discarded does not count: nobody will ever see it.
    """
    with database.snapshot() as connection:
        query = select(epoch).where(epoch.c.stream == stream).order_by(epoch.c.ordinal.desc())
        for row in connection.execute(query):
            count, head = made(connection, row)
            if count:
                return row.id, head
    return NO_EPOCH, NO_HEAD


def batches(database: Database, limit: int) -> Iterator[PendingBatch]:
    """Everything waiting, oldest first, at most ``limit`` records of one package at a time."""
    after = -1
    while True:
        with database.snapshot() as connection:
            rows = _rows_after(connection, after, limit)
            if not rows:
                return
            epochs = _epochs_of(connection, rows)
        batch, after = _first_batch(rows, epochs)
        yield batch


def made(connection: Connection, row: Row[Any]) -> tuple[int, bytes]:
    """How many records the epoch of a ``row`` has had, and the hash of the last."""
    first = row.ordinal * PLACES
    query = (
        select(record.c.place, record.c.sealed)
        .where(record.c.place.between(first, first + PLACES - 1), record.c.final == 1)
        .order_by(record.c.place.desc())
        .limit(1)
    )
    last = connection.execute(query).first()
    if last is None or last.place - first < row.made:
        return row.made, row.head
    return last.place - first + 1, record_hash(last.sealed)


def _rows_after(connection: Connection, after: int, limit: int) -> Sequence[Row[Any, Any]]:
    query = (
        select(record.c.place, record.c.sealed)
        .where(record.c.place > after, record.c.final == 1, _WAITS)
        .order_by(record.c.place)
        .limit(limit)
    )
    return connection.execute(query).all()


def _epochs_of(
    connection: Connection, rows: Sequence[Row[Any, Any]]
) -> dict[int, tuple[Epoch, int, bytes]]:
    ordinals = {row.place // PLACES for row in rows}
    found = {}
    for row in connection.execute(select(epoch).where(epoch.c.ordinal.in_(ordinals))):
        if row.header is None:
            raise Damaged("an epoch's header is gone while records wait for it")
        found[row.ordinal] = (read_epoch(row.header), *made(connection, row))
    if len(found) != len(ordinals):
        raise Damaged("records wait whose epoch is not in the store")
    return found


def _first_batch(
    rows: Sequence[Row[Any, Any]], epochs: dict[int, tuple[Epoch, int, bytes]]
) -> tuple[PendingBatch, int]:
    """The rows up to the first change of package or BATCH_BYTES, and the last place taken."""
    first = epochs[rows[0].place // PLACES][0]
    taken: list[Row[Any, Any]] = []
    size = 0
    for row in rows:
        here = epochs[row.place // PLACES][0]
        same = (here.stream, here.package_hash) == (first.stream, first.package_hash)
        if not same or (taken and size + len(row.sealed) > BATCH_BYTES):
            break
        taken.append(row)
        size += len(row.sealed)
    used = sorted({row.place // PLACES for row in taken})
    batch = PendingBatch(
        stream=first.stream,
        campaign=first.campaign,
        package_hash=first.package_hash,
        epochs=tuple(epochs[ordinal] for ordinal in used),
        records=tuple(read_record(row.sealed) for row in taken),
    )
    return batch, taken[-1].place

"""What waits for a receipt, and what a receipt lets the kiosk forget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, select, update

from storage.errors import Damaged
from storage.kiosk.database import Database
from storage.kiosk.tables import PLACES, covered, epoch, record
from storage.seal import keys
from storage.seal.epochs import NO_EPOCH, NO_HEAD, read_epoch
from storage.seal.records import PLACES_LIMIT, read_record, record_hash
from storage.values import AcknowledgedRange, Epoch, ForgetReport, PendingBatch, Receipt

BATCH_BYTES = 8 * 1024 * 1024
STEP = 32
"""Records forgotten in one transaction."""


def waiting(database: Database) -> int:
    """How many records no receipt has acknowledged yet."""
    with database.snapshot() as connection:
        query = select(func.count()).select_from(record).where(record.c.final == 1)
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
            made, head = _made(connection, row)
            if made:
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


def forget(database: Database, receipt: Receipt) -> ForgetReport:
    """Forget exactly what ``receipt`` proves to have been taken in and backed up.

    Goes in small steps, each complete in itself: a few records, then the log emptied, so that
    the reserve suffices on a full disk and a person at the screen never waits long.
    """
    gone = refused = 0
    for part in receipt.ranges:
        count: int | None = 1
        while count:
            count = database.with_reserve(partial(_forget_some, database, receipt, part))
            gone += count or 0
        refused += count is None
    database.with_reserve(partial(_forget_empty_epochs, database))
    database.with_reserve(database.empty_log)
    return ForgetReport(forgotten=gone, refused=refused)


def _forget_some(database: Database, receipt: Receipt, part: AcknowledgedRange) -> int | None:
    with database.transaction() as connection:
        count = _forget_range(connection, receipt, part)
    if count:
        database.tidy()
    return count


def _made(connection: Connection, row: Row[Any]) -> tuple[int, bytes]:
    """How many records an epoch's row has had, and the hash of the last."""
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
        .where(record.c.place > after, record.c.final == 1)
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
        found[row.ordinal] = (read_epoch(row.header), *_made(connection, row))
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


def _forget_range(
    connection: Connection, receipt: Receipt, part: AcknowledgedRange
) -> int | None:
    """How many records went, at most STEP; None when the range is not what is held here."""
    same = (epoch.c.id == part.epoch) & (epoch.c.stream == receipt.stream)
    row = connection.execute(select(epoch).where(same)).first()
    if row is None or not (0 <= part.first < PLACES_LIMIT and 0 < part.count <= PLACES_LIMIT):
        return None
    if row.header is None and part.first + part.count <= row.made:
        return 0  # forgotten to the last record: an old receipt came once more
    first = row.ordinal * PLACES + part.first
    inside = record.c.place.between(first, first + part.count - 1) & (record.c.final == 1)
    query = select(record.c.place, record.c.sealed).where(inside).order_by(record.c.place)
    here = connection.execute(query).all()
    earlier = connection.execute(
        select(covered).where(covered.c.place.between(first, first + part.count - 1))
    ).all()
    hashes = {r.place: record_hash(r.sealed) for r in here} | {r.place: r.hash for r in earlier}
    if len(hashes) != part.count:
        return None
    if keys.digest("range", *(hashes[place] for place in sorted(hashes))) != part.digest:
        return None
    step = here[:STEP]
    if step:
        made, head = _made(connection, row)
        connection.execute(
            update(epoch).where(epoch.c.ordinal == row.ordinal).values(made=made, head=head)
        )
        rows = [{"place": r.place, "hash": hashes[r.place]} for r in step]
        connection.execute(insert(covered), rows)
        connection.execute(delete(record).where(inside, record.c.place <= step[-1].place))
    return len(step)


def _forget_empty_epochs(database: Database) -> None:
    """Drop headers and hashes of epochs that are over and have nothing left to acknowledge.

    The small row stays, so that an old receipt is known for what it is. The newest epoch of
    a stream stays whole: it may be the one being written.
    """
    newest_ones = select(func.max(epoch.c.ordinal)).group_by(epoch.c.stream)
    first = epoch.c.ordinal * PLACES
    left = exists().where(record.c.place.between(first, first + PLACES - 1))
    over = select(epoch.c.ordinal).where(
        epoch.c.header.is_not(None), epoch.c.ordinal.not_in(newest_ones), ~left
    )
    with database.transaction() as connection:
        for (ordinal,) in connection.execute(over).all():
            inside = covered.c.place.between(ordinal * PLACES, ordinal * PLACES + PLACES - 1)
            connection.execute(delete(covered).where(inside))
            connection.execute(
                update(epoch).where(epoch.c.ordinal == ordinal).values(header=None)
            )

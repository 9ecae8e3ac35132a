"""What a receipt covers is not sent again, and is erased when the package's delay has passed.

Time here is what the organisation's signatures and the seconds since then vouch for, never
the wall clock: a clock set forward erases nothing early.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, select, update

from storage.kiosk.database import Database
from storage.kiosk.outbox import made
from storage.kiosk.tables import PLACES, covered, epoch, package, record, standing
from storage.seal import keys
from storage.seal.epochs import minutes, read_epoch
from storage.seal.records import PLACES_LIMIT, record_hash
from storage.values import AcknowledgedRange, ForgetReport, Receipt

STEP = 32
"""Records covered or erased in one transaction."""

_DAY = 24 * 60
_DUE = """
SELECT EXISTS (SELECT 1 FROM covered JOIN record ON record.place = covered.place
WHERE covered.until <= (SELECT trusted FROM standing))
"""


class _NotHeld(Exception):
    """The range is not what is held here; ``never_made`` when it never was."""

    def __init__(self, *, never_made: bool) -> None:
        super().__init__()
        self.never_made = never_made


def cover(database: Database, receipt: Receipt, device: bytes) -> ForgetReport:
    """Note exactly what ``receipt`` proves to be taken in and backed up; erase what is due.

    Goes in small steps, each complete in itself: a few records, then the log emptied, so that
    the reserve suffices on a full disk and a person at the screen never waits long.
    """
    ours = keys.stream_id(device, receipt.campaign) == receipt.stream
    if ours:
        database.with_reserve(partial(_believe, database, minutes(receipt.issued)))
    taken = gone = refused = 0
    for part in receipt.ranges:
        try:
            while step := database.with_reserve(partial(_some, database, receipt, part)):
                taken += step[0]
                gone += step[1]
        except _NotHeld as difference:
            refused += 1
            if difference.never_made and ours:
                database.with_reserve(partial(_copied, database, minutes(receipt.issued)))
    gone += erase_due(database)
    database.with_reserve(partial(_forget_empty_epochs, database))
    database.with_reserve(database.empty_log)
    return ForgetReport(forgotten=gone, refused=refused, acknowledged=taken)


def erase_due(database: Database) -> int:
    """Erase covered records whose delay has passed; how many. Cheap when there are none."""
    with database.snapshot() as connection:
        if not connection.exec_driver_sql(_DUE).scalar_one():
            return 0
    gone = 0
    while step := database.with_reserve(partial(_erase_some, database)):
        gone += step
        database.tidy()
    if gone:
        database.with_reserve(partial(_forget_empty_epochs, database))
        database.with_reserve(database.empty_log)
    return gone


def _believe(database: Database, issued: int) -> None:
    later = func.max(func.coalesce(standing.c.trusted, 0), issued)
    with database.transaction() as connection:
        connection.execute(update(standing).values(trusted=later))


def _copied(database: Database, when: int) -> None:
    with database.transaction() as connection:
        first_time = standing.c.copied.is_(None)
        connection.execute(update(standing).where(first_time).values(copied=when))


def _some(
    database: Database, receipt: Receipt, part: AcknowledgedRange
) -> tuple[int, int] | None:
    """How many records were covered and how many of them erased; None when none is left."""
    with database.transaction() as connection:
        row, new = _uncovered(connection, receipt, part)
        step = new[:STEP]
        if not step:
            return None
        until = minutes(receipt.issued) + _DAY * _keep_days(connection, row)
        rows = [{"place": place, "hash": hash, "until": until} for place, hash in step]
        connection.execute(insert(covered), rows)
        due = until <= (connection.execute(select(standing.c.trusted)).scalar_one() or 0)
        if due:
            _erase(connection, row, [place for place, _ in step])
    database.tidy()
    return len(step), len(step) if due else 0


def _uncovered(
    connection: Connection, receipt: Receipt, part: AcknowledgedRange
) -> tuple[Row[Any], list[tuple[int, bytes]]]:
    """The epoch's row, and place and hash of what the range names and no receipt has covered."""
    same = (epoch.c.id == part.epoch) & (epoch.c.stream == receipt.stream)
    row = connection.execute(select(epoch).where(same)).first()
    if row is None or not (0 <= part.first < PLACES_LIMIT and 0 < part.count <= PLACES_LIMIT):
        raise _NotHeld(never_made=row is None)
    if row.header is None and part.first + part.count <= row.made:
        return row, []  # forgotten to the last record: an old receipt came once more
    first = row.ordinal * PLACES + part.first
    last = first + part.count - 1
    inside = record.c.place.between(first, last) & (record.c.final == 1)
    here = connection.execute(select(record.c.place, record.c.sealed).where(inside)).all()
    known = select(covered.c.place, covered.c.hash).where(covered.c.place.between(first, last))
    earlier = {r.place: r.hash for r in connection.execute(known)}
    hashes = {r.place: record_hash(r.sealed) for r in here} | earlier
    whole = keys.digest("range", *(hashes[place] for place in sorted(hashes)))
    if len(hashes) != part.count or whole != part.digest:
        raise _NotHeld(never_made=part.first + part.count > made(connection, row)[0])
    return row, [(place, hashes[place]) for place in sorted(hashes) if place not in earlier]


def _keep_days(connection: Connection, row: Row[Any]) -> int:
    hash = read_epoch(row.header).package_hash
    query = select(package.c.keep_days).where(package.c.hash == hash)
    return int(connection.execute(query).scalar_one_or_none() or 0)


def _erase_some(database: Database) -> int:
    with database.transaction() as connection:
        trusted = connection.execute(select(standing.c.trusted)).scalar_one()
        if trusted is None:
            return 0
        query = (
            select(record.c.place).join(covered, covered.c.place == record.c.place)
            .where(covered.c.until <= trusted).order_by(record.c.place).limit(STEP)
        )
        places = list(connection.execute(query).scalars())
        for ordinal in {place // PLACES for place in places}:
            row = connection.execute(select(epoch).where(epoch.c.ordinal == ordinal)).one()
            _erase(connection, row, [p for p in places if p // PLACES == ordinal])
    return len(places)


def _erase(connection: Connection, row: Row[Any], places: list[int]) -> None:
    """Erase records of one epoch; its row remembers how many there were and how they ended."""
    count, head = made(connection, row)
    same = epoch.c.ordinal == row.ordinal
    connection.execute(update(epoch).where(same).values(made=count, head=head))
    connection.execute(delete(record).where(record.c.place.in_(places)))


def _forget_empty_epochs(database: Database) -> None:
    """Drop headers and hashes of epochs that are over and have nothing left.

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

"""What a receipt covers is not sent again, and is erased when the package's delay has passed.

Time here is what the organisation's signatures and the seconds since then vouch for, never
the wall clock: a clock set forward erases nothing early.
"""

from __future__ import annotations

from functools import partial
from sqlite3 import Connection, Row

from storage.errors import Damaged
from storage.kiosk.database import Database, found, value
from storage.kiosk.outbox import EPOCHS, made
from storage.kiosk.tables import PLACES
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
_SOME_DUE = """
SELECT record.place FROM record JOIN covered ON covered.place = record.place
WHERE covered.until <= (SELECT trusted FROM standing) ORDER BY record.place LIMIT ?
"""
_TRUSTED = "SELECT trusted FROM standing"
_BELIEVE = "UPDATE standing SET trusted = max(coalesce(trusted, 0), ?)"
_COPIED = "UPDATE standing SET copied = ? WHERE copied IS NULL"
_KEEP_DAYS = "SELECT keep_days FROM package WHERE hash = ?"
_NAMED = EPOCHS + "WHERE id = ? AND stream = ?"
_EPOCH = EPOCHS + "WHERE ordinal = ?"
_HELD = "SELECT place, sealed FROM record WHERE place BETWEEN ? AND ? AND final = 1"
_KNOWN = "SELECT place, hash FROM covered WHERE place BETWEEN ? AND ?"
_COVER = "INSERT INTO covered (place, hash, until) VALUES (?, ?, ?)"
_ENDED = "UPDATE epoch SET made = ?, head = ? WHERE ordinal = ?"
_ERASE = "DELETE FROM record WHERE place = ?"
_OVER = """
SELECT ordinal FROM epoch WHERE header IS NOT NULL
AND ordinal NOT IN (SELECT max(ordinal) FROM epoch GROUP BY stream)
AND NOT EXISTS (SELECT 1 FROM record
WHERE record.place BETWEEN epoch.ordinal * :places AND epoch.ordinal * :places + :places - 1)
"""
_FORGET_HASHES = "DELETE FROM covered WHERE place BETWEEN ? AND ?"
_FORGET_HEADER = "UPDATE epoch SET header = NULL WHERE ordinal = ?"


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
        if not value(connection, _DUE):
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
    with database.transaction() as connection:
        connection.execute(_BELIEVE, (issued,))


def _copied(database: Database, when: int) -> None:
    with database.transaction() as connection:
        connection.execute(_COPIED, (when,))


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
        connection.executemany(_COVER, [(place, hash, until) for place, hash in step])
        due = until <= (value(connection, _TRUSTED) or 0)
        if due:
            _erase(connection, row, [place for place, _ in step])
    database.tidy()
    return len(step), len(step) if due else 0


def _uncovered(
    connection: Connection, receipt: Receipt, part: AcknowledgedRange
) -> tuple[Row, list[tuple[int, bytes]]]:
    """The epoch's row, and place and hash of what the range names and no receipt has covered."""
    row = connection.execute(_NAMED, (part.epoch, receipt.stream)).fetchone()
    if row is None or not (0 <= part.first < PLACES_LIMIT and 0 < part.count <= PLACES_LIMIT):
        raise _NotHeld(never_made=row is None)
    if row["header"] is None and part.first + part.count <= row["made"]:
        return row, []  # forgotten to the last record: an old receipt came once more
    first = row["ordinal"] * PLACES + part.first
    inside = first, first + part.count - 1
    earlier = dict(connection.execute(_KNOWN, inside).fetchall())
    held = connection.execute(_HELD, inside).fetchall()
    hashes = {place: record_hash(sealed) for place, sealed in held} | earlier
    whole = keys.digest("range", *(hashes[place] for place in sorted(hashes)))
    if len(hashes) != part.count or whole != part.digest:
        raise _NotHeld(never_made=part.first + part.count > made(connection, row)[0])
    return row, [(place, hashes[place]) for place in sorted(hashes) if place not in earlier]


def _keep_days(connection: Connection, row: Row) -> int:
    return int(found(connection, _KEEP_DAYS, read_epoch(row["header"]).package_hash) or 0)


def _erase_some(database: Database) -> int:
    with database.transaction() as connection:
        places = [place for (place,) in connection.execute(_SOME_DUE, (STEP,)).fetchall()]
        for ordinal in {place // PLACES for place in places}:
            row = connection.execute(_EPOCH, (ordinal,)).fetchone()
            if row is None:
                raise Damaged("records are covered whose epoch is not in the store")
            _erase(connection, row, [p for p in places if p // PLACES == ordinal])
    return len(places)


def _erase(connection: Connection, row: Row, places: list[int]) -> None:
    """Erase records of one epoch; its row remembers how many there were and how they ended."""
    count, head = made(connection, row)
    connection.execute(_ENDED, (count, head, row["ordinal"]))
    connection.executemany(_ERASE, [(place,) for place in places])


def _forget_empty_epochs(database: Database) -> None:
    """Drop headers and hashes of epochs that are over and have nothing left.

    The small row stays, so that an old receipt is known for what it is. The newest epoch of
    a stream stays whole: it may be the one being written.
    """
    with database.transaction() as connection:
        for (ordinal,) in connection.execute(_OVER, {"places": PLACES}).fetchall():
            first = ordinal * PLACES
            connection.execute(_FORGET_HASHES, (first, first + PLACES - 1))
            connection.execute(_FORGET_HEADER, (ordinal,))

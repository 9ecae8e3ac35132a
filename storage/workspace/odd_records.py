"""What is in an opened bundle beside answers: the unreadable, the unknown and the withdrawn."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from storage.errors import Damaged
from storage.seal import keys
from storage.unsealed import Odd, Rows, Unsealed
from storage.workspace import withdrawals
from storage.workspace.places import EpochPlaces

UNREADABLE_LIMIT = 1_024
"""Most unreadable records that are kept of one stream: a device that makes more is broken."""
REASON_LIMIT = 200
WAITING_LIMIT = 10_000
"""Most codes a stream may give back whose answers are not here: nobody has so many askers."""
_TOO_MANY = "too many codes given back on this device whose answers are not here"

_KEPT = "INSERT INTO kept (campaign, epoch, n, kind, version, sealed) VALUES (?,?,?,?,?,?)"
_UNREADABLE = (
    "INSERT INTO unreadable (stream, epoch, n, hash, sealed, header, reason, at)"
    " VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (stream, epoch, n, hash) DO NOTHING"
)
_GIVEN = (
    "SELECT count(*) FROM withdrawal w JOIN epoch e ON e.number = w.epoch WHERE e.stream = ?"
)
_WITHDRAWAL = "INSERT INTO withdrawal (campaign, epoch, n) VALUES (?,?,?)"


class Found:
    """What the new records of one bundle are; ``rows`` are those that are to be stored.

    ``unreadable`` are places (part, n), and ``waiting`` says how many of them a resend is
    waited for; ``withdrawals`` are hashes of codes given back.
    """

    def __init__(
        self, stream: int, campaign: int, epochs: tuple[EpochPlaces, ...], *, seen: bool
    ) -> None:
        self._stream = stream
        self._campaign = campaign
        self._epochs = epochs
        self._seen = seen
        self._kept: list[Odd] = []
        self._places: list[tuple[int, int]] = []
        self.rows = Rows()
        self.questions: dict[bytes, int] = {}
        self.unreadable: set[tuple[int, int]] = set()
        self.waiting = 0
        self.withdrawals: list[bytes] = []

    def sort(self, connection: Connection, opened: Unsealed, now: datetime) -> None:
        """Take ``opened`` apart; keep aside what is unreadable. Damaged when that is too much."""
        self.rows, self.questions = opened.rows, opened.questions
        over = self._too_many(connection, opened)
        unreadable = [odd for odd in opened.odd if odd.reason] + over
        self.unreadable = {(odd.part, odd.n) for odd in unreadable}
        for odd in opened.odd:
            if (odd.part, odd.n) in self.unreadable:
                continue
            if odd.code:
                self._places.append((odd.part, odd.n))
                self.withdrawals.append(odd.code)
            else:
                self._kept.append(odd)
        if opened.coded:
            self._leave_out_withdrawn(connection, opened, now)
        self._put_unreadable(connection, unreadable, now)

    def write(self, connection: Connection, batch: int) -> None:
        """Note the odd ones that count as taken in, and which answers ``batch`` brought."""
        fresh = [
            (batch, row[0], row[1]) for row in (*self.rows.responses, *self.rows.events)
        ]
        self.rows = msgspec.structs.replace(self.rows, fresh=fresh)
        if self._kept:
            self._write_kept(connection)
        if self._places:
            connection.exec_driver_sql(_WITHDRAWAL, [
                (self._campaign, self._epochs[part].number, n) for part, n in self._places
            ])

    def _too_many(self, connection: Connection, opened: Unsealed) -> list[Odd]:
        """Withdrawals beyond what may wait for answers, to be laid aside for a person."""
        given = [odd for odd in opened.odd if odd.code]
        if not given:
            return []
        found = {*opened.coded, *withdrawals.here(connection, {odd.code for odd in given})}
        unfound = [odd for odd in given if odd.code not in found]
        room = max(0, WAITING_LIMIT - int(
            connection.exec_driver_sql(_GIVEN, (self._stream,)).scalar_one()
        ))
        return [
            msgspec.structs.replace(odd, code=b"", reason=_TOO_MANY) for odd in unfound[room:]
        ]

    def _write_kept(self, connection: Connection) -> None:
        connection.exec_driver_sql(_KEPT, [
            (self._campaign, self._epochs[o.part].number, o.n, o.kind, o.version, o.raw)
            for o in self._kept
        ])
        for part in {odd.part for odd in self._kept}:
            places = self._epochs[part]
            connection.exec_driver_sql(
                "UPDATE epoch SET header = ? WHERE number = ?",
                (places.part.header, places.number),
            )

    def _leave_out_withdrawn(
        self, connection: Connection, opened: Unsealed, now: datetime
    ) -> None:
        gone = withdrawals.among(connection, tuple(opened.coded))
        if not gone:
            return
        out = {id for code in gone for id in opened.coded[code]}
        places = {
            id: (at, n) for at, ids in enumerate(opened.ids) for n, id in ids.items()
        }
        self.rows = self.rows.only(frozenset(places) - out)
        self._places += [places[id] for id in sorted(out)]
        withdrawals.came_late(connection, self._campaign, gone, now=now)

    def _put_unreadable(
        self, connection: Connection, unreadable: list[Odd], now: datetime
    ) -> None:
        rows = connection.exec_driver_sql(
            "SELECT epoch, n FROM unreadable WHERE stream = ?", (self._stream,)
        )
        aside = {(bytes(epoch), n) for epoch, n in rows}
        ids = [places.part.id for places in self._epochs]
        if self._seen:  # what is no longer aside of a file that came before was given up
            unreadable = [odd for odd in unreadable if (ids[odd.part], odd.n) in aside]
        still = {(ids[odd.part], odd.n) for odd in unreadable}
        self.waiting = len(still)
        if len(aside | still) > UNREADABLE_LIMIT:
            raise Damaged(
                "bundle: too many records of its device cannot be opened or read. "
                "Look at the device"
            )
        come = [
            (self._stream, ids[at], n) for at, places in enumerate(self._epochs)
            for n in places.new if (ids[at], n) in aside - still
        ]
        if come:
            connection.exec_driver_sql(
                "DELETE FROM unreadable WHERE stream = ? AND epoch = ? AND n = ?", come
            )
        if unreadable:
            self._write_unreadable(connection, unreadable, int(now.timestamp()))

    def _write_unreadable(self, connection: Connection, unreadable: list[Odd], at: int) -> None:
        hashes = {
            (part, n): hash for part, places in enumerate(self._epochs)
            for n, hash, _ in places.part.places
        }
        connection.exec_driver_sql(_UNREADABLE, [
            (
                self._stream, self._epochs[o.part].part.id, o.n, hashes[o.part, o.n], o.raw,
                self._epochs[o.part].part.header, o.reason[:REASON_LIMIT], at,
            )
            for o in unreadable
        ])


def trimmed(opened: Unsealed, places: Set[tuple[int, int]]) -> Unsealed:
    """Of ``opened`` only what stands at these (part, n)."""
    if len(places) == sum(len(part.places) for part in opened.outline.parts):
        return opened
    ids = tuple(
        {n: id for n, id in some.items() if (at, n) in places}
        for at, some in enumerate(opened.ids)
    )
    wanted = frozenset(id for some in ids for id in some.values())
    coded = {
        code: kept for code, some in opened.coded.items()
        if (kept := [id for id in some if id in wanted])
    }
    return msgspec.structs.replace(
        opened, ids=ids, rows=opened.rows.only(wanted), coded=coded,
        odd=tuple(odd for odd in opened.odd if (odd.part, odd.n) in places),
    )


def hash_of_another_time(connection: Connection, hash: bytes) -> bytes:
    """What stands for a file in the history that came before and now brings more.

    It happens when records of it can be read that could not be then. A batch of its own is
    needed: a receipt goes by when a record was taken in.
    """
    newest = connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM batch").scalar_one()
    return keys.digest("batch-again", hash, int(newest).to_bytes(8, "big"))

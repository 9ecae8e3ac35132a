"""What is in an opened bundle beside answers: the unreadable, the unknown and the withdrawn."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from storage.errors import TooMuchAside
from storage.seal import keys
from storage.unsealed import Odd, Rows, Unsealed
from storage.workspace import aside, withdrawals
from storage.workspace.places import EpochPlaces

UNREADABLE_LIMIT = 1_024
"""Most unreadable records that are kept of one stream: a device that makes more is broken."""
REASON_LIMIT = 200
WAITING_LIMIT = 10_000
"""Most codes a stream may give back whose answers are not here: nobody has so many askers."""
_TOO_MANY = "too many codes given back on this device whose answers are not here"

_KEPT = "INSERT INTO kept (campaign, epoch, n, kind, version, sealed) VALUES (?,?,?,?,?,?)"
_UNREADABLE = (
    "INSERT INTO unreadable (stream, epoch, n, hash, sealed, reason, at)"
    " VALUES (?,?,?,?,?,?,?) ON CONFLICT (stream, epoch, n, hash) DO NOTHING"
)
_LYING = "SELECT epoch, n, hash FROM unreadable WHERE stream = ?"
_COME = "DELETE FROM unreadable WHERE stream = ? AND epoch = ? AND n = ?"
_GIVEN = (
    "SELECT count(*) FROM withdrawal w JOIN epoch e ON e.number = w.epoch WHERE e.stream = ?"
)
_UNREADABLE_MANY = (
    "bundle: too many records of its device cannot be opened or read. Nothing of it was taken in, "
    "and the device keeps it all. Look at the device"
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

    def sort(
        self, connection: Connection, opened: Unsealed, room: aside.Room, now: datetime
    ) -> None:
        """Take ``opened`` apart; keep aside what is unreadable. Or TooMuchAside."""
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
        self._lay_aside(connection, unreadable, room, now)

    def write(self, connection: Connection, batch: int) -> None:
        """Note the odd ones that count as taken in, and which answers ``batch`` brought."""
        fresh = [
            (batch, row[0], row[1])
            for row in (*self.rows.responses, *self.rows.events, *self.rows.notes)
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

    def _lay_aside(
        self, connection: Connection, unreadable: list[Odd], room: aside.Room, now: datetime
    ) -> None:
        """Renew what lies aside of the stream, if there is room for that and what is kept."""
        lying = {
            (bytes(epoch), n, bytes(hash))
            for epoch, n, hash in connection.exec_driver_sql(_LYING, (self._stream,))
        }
        keyed = self._keyed(unreadable)
        before = {(epoch, n) for epoch, n, _ in lying}
        if self._seen:  # what is no longer aside of a file that came before was given up
            keyed = {key: odd for key, odd in keyed.items() if key[:2] in before}
        still = {(epoch, n) for epoch, n, _ in keyed}
        self.waiting = len(still)
        come = {
            (self._stream, places.part.id, n) for places in self._epochs for n in places.new
            if (places.part.id, n) in before - still
        }
        if come:
            connection.exec_driver_sql(_COME, sorted(come))
            aside.drop_headers(connection)
            room.reckon_anew()
            lying = {key for key in lying if (self._stream, *key[:2]) not in come}
        new = {key: odd for key, odd in keyed.items() if key not in lying}
        try:
            if new and len(lying) + len(new) > UNREADABLE_LIMIT:
                raise TooMuchAside(_UNREADABLE_MANY)
            self._take_room(connection, [*self._kept, *new.values()], room)
        except TooMuchAside:
            if come:  # it comes back when the bundle is refused
                room.reckon_anew()
            raise
        if new:
            at = int(now.timestamp())
            connection.exec_driver_sql(_UNREADABLE, [
                (self._stream, *key, one.raw, one.reason[:REASON_LIMIT], at)
                for key, one in new.items()
            ])

    def _take_room(self, connection: Connection, odd: list[Odd], room: aside.Room) -> None:
        """Take room for sealed records and the headers they need, which are kept from now on."""
        if not odd:
            return
        parts = {one.part for one in odd}
        headers = {self._epochs[at].number: self._epochs[at].part.header for at in parts}
        missing = aside.without_header(connection, headers)
        headers = {number: header for number, header in headers.items() if number in missing}
        room.take(
            self._stream,
            sum(len(one.raw) for one in odd) + sum(len(header) for header in headers.values()),
        )
        if headers:
            aside.keep_headers(connection, headers)

    def _keyed(self, unreadable: list[Odd]) -> dict[tuple[bytes, int, bytes], Odd]:
        """By the epoch's id, place and hash, of which a place may see several."""
        places = {
            part: {n: hash for n, hash, _ in self._epochs[part].part.places}
            for part in {odd.part for odd in unreadable}
        }
        return {
            (self._epochs[odd.part].part.id, odd.n, places[odd.part][odd.n]): odd
            for odd in unreadable
        }


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

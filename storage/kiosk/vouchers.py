"""Vouchers that lie ready on a kiosk: made ahead, told by their hashes, gone once they are given.

Which one a person gets is the system's chance, and nothing of it is written down but that it is no
longer there; so neither the store nor what travels leads from a voucher to anybody's answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC
from sqlite3 import Connection
from typing import Protocol
from uuid import UUID

from storage.bodies import encode
from storage.errors import NoRoom
from storage.kiosk.database import Database, found, value
from storage.kiosk.journal import Along
from storage.seal import voucher_codes
from storage.values import Clock, RandomBytes
from survey.device_notes import Vouchers as Batch

BATCH = 256
"""As many as a record tells of. Whoever holds the keys and every bundle sees before which answers
a batch was made: the fewer batches, the more people a voucher may be of."""

FEW = 16
"""With fewer than these left another batch is made."""


_LEFT = "SELECT count(*) FROM voucher WHERE campaign = ?"
_CODES = "SELECT code FROM voucher WHERE campaign = ?"
_KEEP = "INSERT INTO voucher (campaign, code) VALUES (?, ?)"
_GIVE = "DELETE FROM voucher WHERE campaign = ? AND code = ?"
_GIVEN = "SELECT number FROM given WHERE day = ?"
_FORGET_DAYS = "DELETE FROM given WHERE day < ?"
_COUNT = """
INSERT INTO given (day, number) VALUES (?, 1)
ON CONFLICT (day) DO UPDATE SET number = number + 1
"""


class Appends(Protocol):
    """The part of the journal that is used here."""

    def append(self, body: bytes, along: Along | None = None) -> None: ...


class Vouchers:
    """Those of one survey. Made by ``KioskStore.vouchers``."""

    def __init__(
        self, database: Database, campaign: UUID, clock: Clock, random: RandomBytes
    ) -> None:
        self._database = database
        self._clock = clock
        self._campaign = campaign.bytes
        self._random = random

    def left(self) -> int:
        """How many lie ready."""
        with self._database.snapshot() as connection:
            return int(value(connection, _LEFT, self._campaign))

    def fill(self, journal: Appends) -> None:
        """Have some ready: call it while nobody is there. Cheap when there are enough.

        The codes are kept here, and their hashes for the organisation, both or neither. The log is
        emptied after whoever took none as well: it would tell since which visit none was given.
        ValueError while somebody's draft is open.
        """
        if self.left() < FEW:
            self._make(journal)
        if self._database.files.log_is_used():
            with suppress(NoRoom):  # the store's next prepare() tries again
                self._database.empty_log()

    def _make(self, journal: Appends) -> None:
        codes = [self._random(voucher_codes.CODE_BYTES) for _ in range(BATCH)]
        hashes = tuple(sorted(voucher_codes.code_hash(code) for code in codes))
        rows = [(self._campaign, code) for code in codes]

        def keep(connection: Connection) -> None:
            connection.executemany(_KEEP, rows)

        journal.append(encode(Batch(hashes=hashes)), keep)

    def take(self) -> str | None:
        """One as people see it, gone from the store when this returns; None when none is left.

        The log goes too: its pages would tell between which records the voucher was given.
        """
        with self._database.transaction() as connection:
            codes = [code for (code,) in connection.execute(_CODES, (self._campaign,)).fetchall()]
            if not codes:
                return None
            code = _any(codes, self._random)
            connection.execute(_GIVE, (self._campaign, code))
            _count(connection, _day(self._clock))
        with suppress(NoRoom):  # the voucher is given, and the store's next prepare() tries again
            self._database.with_reserve(self._database.empty_log)
        self._database.files.keep_reserve()
        return voucher_codes.write(code)


def given_yesterday(database: Database, clock: Clock) -> int:
    """How many vouchers of all surveys were given on the day (UTC) before this one: a count that
    rose within the day would tell the hour in which each was given."""
    with database.snapshot() as connection:
        number: int | None = found(connection, _GIVEN, _day(clock) - 1)
    return number or 0


def _day(clock: Clock) -> int:
    return clock().astimezone(UTC).date().toordinal()


def _count(connection: Connection, day: int) -> None:
    connection.execute(_FORGET_DAYS, (day - 1,))
    connection.execute(_COUNT, (day,))


def _any(codes: Sequence[bytes], random: RandomBytes) -> bytes:
    """One of them, each with the same chance to within 2**-56."""
    return codes[int.from_bytes(random(8), "big") % len(codes)]

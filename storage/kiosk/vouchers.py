"""Vouchers that lie ready on a kiosk: made ahead, told by their hashes, gone once they are given.

Which one a person gets is the system's chance, and nothing of it is written down but that it is no
longer there; so neither the store nor what travels leads from a voucher to anybody's answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC
from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from storage.bodies import encode
from storage.errors import NoRoom
from storage.kiosk.database import Database
from storage.kiosk.journal import Along
from storage.kiosk.tables import given, voucher
from storage.seal import voucher_codes
from storage.values import Clock, RandomBytes
from survey.device_notes import Vouchers as Batch

BATCH = 256
"""As many as a record tells of. Whoever holds the keys and every bundle sees before which answers
a batch was made: the fewer batches, the more people a voucher may be of."""

FEW = 16
"""With fewer than these left another batch is made."""


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
        self._mine = voucher.c.campaign == campaign.bytes
        self._random = random

    def left(self) -> int:
        """How many lie ready."""
        query = select(func.count()).where(self._mine)
        with self._database.snapshot() as connection:
            return int(connection.execute(query).scalar_one())

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
        rows = [{"campaign": self._campaign, "code": code} for code in codes]

        def keep(connection: Connection) -> None:
            connection.execute(insert(voucher), rows)

        journal.append(encode(Batch(hashes=hashes)), keep)

    def take(self) -> str | None:
        """One as people see it, gone from the store when this returns; None when none is left.

        The log goes too: its pages would tell between which records the voucher was given.
        """
        with self._database.transaction() as connection:
            codes = connection.execute(select(voucher.c.code).where(self._mine)).scalars().all()
            if not codes:
                return None
            code = _any(codes, self._random)
            connection.execute(delete(voucher).where(self._mine, voucher.c.code == code))
            _count(connection, _day(self._clock))
        with suppress(NoRoom):  # the voucher is given, and the store's next prepare() tries again
            self._database.with_reserve(self._database.empty_log)
        self._database.files.keep_reserve()
        return voucher_codes.write(code)


def given_yesterday(database: Database, clock: Clock) -> int:
    """How many vouchers of all surveys were given on the day (UTC) before this one: a count that
    rose within the day would tell the hour in which each was given."""
    query = select(given.c.number).where(given.c.day == _day(clock) - 1)
    with database.snapshot() as connection:
        found: int | None = connection.execute(query).scalar()
    return found or 0


def _day(clock: Clock) -> int:
    return clock().astimezone(UTC).date().toordinal()


def _count(connection: Connection, day: int) -> None:
    connection.execute(delete(given).where(given.c.day < day - 1))
    one = upsert(given).values(day=day, number=1)
    connection.execute(one.on_conflict_do_update(
        index_elements=[given.c.day], set_={"number": given.c.number + 1}
    ))


def _any(codes: Sequence[bytes], random: RandomBytes) -> bytes:
    """One of them, each with the same chance to within 2**-56."""
    return codes[int.from_bytes(random(8), "big") % len(codes)]

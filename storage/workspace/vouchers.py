"""Vouchers as the organisation knows them: which were made, which were redeemed, and on what day.

Nothing here leads to answers, to a kiosk or to the moment at which one was given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from storage.seal import voucher_codes
from storage.values import Clock
from storage.workspace import actors, campaigns
from storage.workspace.database import Database

_DAY_ZERO = date(1970, 1, 1).toordinal()
_REDEEM = (
    "UPDATE voucher SET redeemed = ?, actor = ? "
    "WHERE campaign = ? AND hash = ? AND redeemed IS NULL"
)
_KNOWN = "SELECT redeemed FROM voucher WHERE campaign = ? AND hash = ?"
_MADE = "SELECT count(*) FROM voucher WHERE campaign = ?"
_DAYS = (
    "SELECT redeemed, count(*) FROM voucher WHERE campaign = ? AND redeemed IS NOT NULL "
    "GROUP BY redeemed ORDER BY redeemed"
)


class Worth(StrEnum):
    """What came of showing a voucher."""

    REDEEMED = "redeemed"
    USED = "used-before"
    UNKNOWN = "unknown"
    """Wrong, of another survey, or made on a kiosk whose data has not come yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherCount:
    """How many were told of, and how many were redeemed on each day."""

    made: int
    redeemed: dict[date, int]


class Vouchers:
    """Redeems each voucher once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def redeem(self, campaign: UUID, text: str, actor: str) -> Worth:
        """``text`` as somebody reads it from a voucher. Raises MisreadVoucher for a slip."""
        hash = voucher_codes.code_hash(voucher_codes.read(text))
        today = self._clock().date().toordinal() - _DAY_ZERO
        with self._database.writing() as connection:
            number = campaigns.number(connection, campaign)
            known = connection.exec_driver_sql(_KNOWN, (number, hash)).first()
            if known is None:
                return Worth.UNKNOWN
            who = actors.number(connection, actor)
            done = connection.exec_driver_sql(_REDEEM, (today, who, number, hash))
        return Worth.REDEEMED if done.rowcount else Worth.USED

    def count(self, campaign: UUID) -> VoucherCount:
        """How many there are of the survey."""
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            made = connection.exec_driver_sql(_MADE, (number,)).scalar_one()
            days = connection.exec_driver_sql(_DAYS, (number,)).all()
        return VoucherCount(
            made=int(made),
            redeemed={date.fromordinal(day + _DAY_ZERO): int(n) for day, n in days},
        )

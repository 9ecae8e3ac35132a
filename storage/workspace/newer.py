"""Receipts that are out there and newer than this workspace: after going back to a backup."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from storage.values import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerReceipt:
    """A receipt that this workspace gave out and no longer knows of.

    It covers ``records``, of which ``missing`` are not here; the device, called ``device`` where
    it is registered, may have forgotten those. ``stream`` is 16 bytes.
    """

    stream: bytes
    device: str | None
    number: int
    issued: datetime
    records: int
    missing: int


def newer(connection: Connection, receipts: Iterable[Receipt]) -> tuple[NewerReceipt, ...]:
    """Which of ``receipts`` are not known here, by stream and number."""
    found = (_compared(connection, receipt) for receipt in receipts)
    return tuple(sorted(
        (one for one in found if one is not None), key=lambda one: (one.stream, one.number)
    ))


def _compared(connection: Connection, receipt: Receipt) -> NewerReceipt | None:
    row = connection.exec_driver_sql(
        "SELECT s.number, d.name FROM stream s JOIN device d ON d.number = s.device"
        " WHERE s.id = ?", (receipt.stream,),
    ).first()
    if row is not None and _known(connection, row.number, receipt):
        return None
    records = sum(part.count for part in receipt.ranges)
    here = 0 if row is None else _here(connection, row.number, receipt)
    return NewerReceipt(
        stream=receipt.stream, device=None if row is None else row.name, number=receipt.number,
        issued=receipt.issued, records=records, missing=records - here,
    )


def _known(connection: Connection, stream: int, receipt: Receipt) -> bool:
    found = connection.exec_driver_sql(
        "SELECT backup FROM receipt WHERE stream = ? AND number = ?", (stream, receipt.number)
    ).scalar_one_or_none()
    return found is not None and bytes(found) == receipt.backup


def _here(connection: Connection, stream: int, receipt: Receipt) -> int:
    return sum(
        int(connection.exec_driver_sql(
            "SELECT count(*) FROM ledger l JOIN epoch e ON e.campaign = l.campaign"
            " AND e.number = l.epoch WHERE e.stream = ? AND e.id = ? AND l.n >= ? AND l.n < ?",
            (stream, part.epoch, part.first, part.first + part.count),
        ).scalar_one())
        for part in receipt.ranges
    )

"""Records of sound bundles that could not be opened or read; told until a resend brings them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from storage.workspace import aside, happenings

_LISTED = """
SELECT u.number, u.epoch, u.n, u.reason, u.at, s.id stream, d.public, d.name FROM unreadable u
JOIN stream s ON s.number = u.stream JOIN device d ON d.number = s.device ORDER BY u.number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableRecord:
    """Place ``n`` of an epoch (16 bytes) of a device's stream, and why nobody can read it.

    It is in no receipt, so the device keeps it and sends it again.
    """

    number: int
    stream: bytes
    device: bytes
    name: str
    epoch: bytes
    n: int
    reason: str
    at: datetime


def listed(connection: Connection) -> tuple[UnreadableRecord, ...]:
    """Every such record, oldest first."""
    return tuple(
        UnreadableRecord(
            number=row.number, stream=bytes(row.stream), device=bytes(row.public), name=row.name,
            epoch=bytes(row.epoch), n=row.n, reason=row.reason,
            at=datetime.fromtimestamp(row.at, UTC),
        )
        for row in connection.exec_driver_sql(_LISTED).all()
    )


def give_up(
    connection: Connection, number: int, reason: str, *, actor: str, now: datetime
) -> bool:
    """A person decided to wait no longer: the sealed bytes go. False when it was not listed.

    Its place stays a gap, for nobody knows what it held. ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("giving a record up needs a reason")
    row = connection.exec_driver_sql(
        "SELECT s.device, s.campaign, u.n FROM unreadable u JOIN stream s ON s.number = u.stream"
        " WHERE u.number = ?",
        (number,),
    ).first()
    if row is None:
        return False
    connection.exec_driver_sql("DELETE FROM unreadable WHERE number = ?", (number,))
    aside.drop_headers(connection)
    happenings.note(
        connection, "record-given-up", actor=actor, now=now, campaign=row.campaign,
        device=row.device, detail=f"place {row.n}: {reason.strip()}",
    )
    return True

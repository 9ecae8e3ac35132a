"""The log of what people did with keys, devices, answers and exports; only added to.

A detail is words for people: a reason, a file's name, a number. Never an answer, a code or
anything that names one person's answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from storage.workspace import actors

DETAIL_LIMIT = 1_000
"""Characters; what is longer is cut."""

_NOTE = (
    "INSERT INTO happening (at, actor, kind, campaign, device, detail) VALUES (?,?,?,?,?,?)"
    " RETURNING number"
)
_LISTED = """
SELECT h.number, h.at, h.kind, h.detail, a.name who, c.id campaign, d.public device
FROM happening h JOIN actor a ON a.number = h.actor
LEFT JOIN campaign c ON c.number = h.campaign LEFT JOIN device d ON d.number = h.device
ORDER BY h.number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of the log. ``device`` is a public key (32 bytes); ``at`` UTC, whole seconds."""

    number: int
    at: datetime
    actor: str
    kind: str
    campaign: UUID | None
    device: bytes | None
    detail: str


def note(
    connection: Connection, kind: str, *, actor: str, now: datetime, campaign: int | None = None,
    device: int | None = None, detail: str = "",
) -> int:
    """Write a line; its number, which only rises. ``campaign`` and ``device`` are row numbers."""
    made = connection.exec_driver_sql(
        _NOTE,
        (
            int(now.timestamp()), actors.number(connection, actor), kind, campaign, device,
            detail[:DETAIL_LIMIT],
        ),
    )
    return int(made.scalar_one())


def listed(connection: Connection) -> tuple[Happening, ...]:
    """The whole log, oldest first."""
    return tuple(
        Happening(
            number=row.number, at=datetime.fromtimestamp(row.at, UTC), actor=row.who,
            kind=row.kind, campaign=None if row.campaign is None else UUID(bytes=row.campaign),
            device=None if row.device is None else bytes(row.device), detail=row.detail,
        )
        for row in connection.exec_driver_sql(_LISTED).all()
    )

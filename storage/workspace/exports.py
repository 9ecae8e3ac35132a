"""What left the workspace readable: a withdrawal cannot reach it, so it is listed and told.

A path is words for people (where it was saved that day); nothing here opens or removes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from storage.workspace import actors, happenings

PATH_LIMIT = 1_000

_LISTED = """
SELECT x.number, x.kind, x.path, x.records, x.at, x.destroyed, a.name who, c.id campaign
FROM export x JOIN actor a ON a.number = x.actor JOIN campaign c ON c.number = x.campaign
ORDER BY x.number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file made of a campaign's answers. ``records`` it rests on; ``destroyed`` when it went."""

    number: int
    campaign: UUID
    kind: str
    path: str
    records: int
    actor: str
    at: datetime
    destroyed: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file that was just made: ``kind`` (report, results, tables …), where, how many records.

    ``happening`` is what the log calls it, empty where it does not stand there, and ``holds`` what
    the log says of it: no answer.
    """

    kind: str
    path: str
    records: int
    happening: str = ""
    holds: str = ""


def note(
    connection: Connection, campaign: int, made: Made, *, actor: str, now: datetime
) -> int:
    """Remember a readable file; its number. The same path again replaces the earlier line."""
    path = made.path[:PATH_LIMIT]
    at = int(now.timestamp())
    connection.exec_driver_sql(
        "UPDATE export SET destroyed = ? WHERE campaign = ? AND path = ? AND destroyed IS NULL",
        (at, campaign, path),
    )
    row = connection.exec_driver_sql(
        "INSERT INTO export (campaign, kind, path, records, actor, at, destroyed)"
        " VALUES (?,?,?,?,?,?,NULL) RETURNING number",
        (campaign, made.kind, path, made.records, actors.number(connection, actor), at),
    )
    number = int(row.scalar_one())
    if made.happening:
        happenings.note(
            connection, made.happening, actor=actor, now=now, campaign=campaign,
            detail=f"export {number}: {made.holds or f'{made.records} records'}",
        )
    return number


def listed(connection: Connection) -> tuple[Export, ...]:
    """Every file ever noted, oldest first."""
    return tuple(
        Export(
            number=row.number, campaign=UUID(bytes=row.campaign), kind=row.kind, path=row.path,
            records=row.records, actor=row.who, at=datetime.fromtimestamp(row.at, UTC),
            destroyed=(
                None if row.destroyed is None else datetime.fromtimestamp(row.destroyed, UTC)
            ),
        )
        for row in connection.exec_driver_sql(_LISTED).all()
    )


def destroyed(connection: Connection, number: int, *, actor: str, now: datetime) -> bool:
    """A person saw to it that the file is gone; False when it was marked before, or unknown."""
    changed = connection.exec_driver_sql(
        "UPDATE export SET destroyed = ? WHERE number = ? AND destroyed IS NULL",
        (int(now.timestamp()), number),
    )
    if changed.rowcount == 1:
        happenings.note(
            connection, "export-destroyed", actor=actor, now=now, detail=f"export {number}"
        )
    return bool(changed.rowcount == 1)

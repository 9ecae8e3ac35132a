"""What staff can read of what their kiosk has done: within which hour, what, and how often.

A finer time would tell when somebody stood here, so what is the same within an hour is summed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from storage.kiosk.database import Database
from storage.kiosk.tables import noted
from storage.values import Clock

MOST = 500
"""Rows that are kept; the oldest go."""

CODE_LIMIT = 40
_HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """``code`` such as ``delivered`` or ``place-gone``; ``hour`` (UTC) in which it was noted.

    ``number`` is what the code counts: records, or how often.
    """

    hour: datetime
    code: str
    number: int


class Noted:
    """Part of the store. A note is for people: where there is no room it is not kept."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, code: str, number: int = 1) -> None:
        """Add ``number`` (>= 1) to this hour's count of ``code``, a short word without answers.

        Raises NoRoom or another StorageError, and ValueError for what is no such word.
        """
        if not 0 < len(code) <= CODE_LIMIT or not code.isascii() or number < 1:
            raise ValueError("a note is a short word and a number from 1")
        hour = int(self._clock().timestamp()) // _HOUR
        with self._database.transaction() as connection:
            last = connection.execute(
                select(noted.c.n).where(noted.c.hour == hour, noted.c.code == code)
                .order_by(noted.c.n.desc()).limit(1)
            ).scalar()
            if last is None:
                row = {"hour": hour, "code": code, "number": number}
                connection.execute(insert(noted), [row])
                _shorten(connection)
            else:
                more = update(noted).where(noted.c.n == last)
                connection.execute(more.values(number=noted.c.number + number))

    def newest(self, most: int = 100) -> tuple[Note, ...]:
        """At most ``most``, the newest first."""
        query = select(noted).order_by(noted.c.n.desc()).limit(most)
        with self._database.snapshot() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Note(
                hour=datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=row.hour),
                code=row.code, number=row.number,
            )
            for row in rows
        )


def _shorten(connection: Connection) -> None:
    newest = connection.execute(select(func.max(noted.c.n))).scalar_one()
    connection.execute(delete(noted).where(noted.c.n <= newest - MOST))

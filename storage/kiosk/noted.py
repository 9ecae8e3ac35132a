"""What staff can read of what their kiosk has done: within which hour, what, and how often.

A finer time would tell when somebody stood here, so what is the same within an hour is summed.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.kiosk.database import Database, found
from storage.values import Clock
from survey.late import dataclass

MOST = 500
"""Rows that are kept; the oldest go."""

CODE_LIMIT = 40
_HOUR = 3600
_LAST = "SELECT n FROM noted WHERE hour = ? AND code = ? ORDER BY n DESC LIMIT 1"
_ADD = "INSERT INTO noted (hour, code, number) VALUES (?, ?, ?)"
_MORE = "UPDATE noted SET number = number + ? WHERE n = ?"
_SHORTEN = "DELETE FROM noted WHERE n <= (SELECT max(n) FROM noted) - ?"
_NEWEST = "SELECT hour, code, number FROM noted ORDER BY n DESC LIMIT ?"


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
            last = found(connection, _LAST, hour, code)
            if last is None:
                connection.execute(_ADD, (hour, code, number))
                connection.execute(_SHORTEN, (MOST,))
            else:
                connection.execute(_MORE, (number, last))

    def newest(self, most: int = 100) -> tuple[Note, ...]:
        """At most ``most``, the newest first."""
        with self._database.snapshot() as connection:
            rows = connection.execute(_NEWEST, (most,)).fetchall()
        begin = datetime(1970, 1, 1, tzinfo=UTC)
        return tuple(
            Note(hour=begin + timedelta(hours=hour), code=code, number=number)
            for hour, code, number in rows
        )

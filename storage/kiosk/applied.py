"""Which receipts can bring nothing any more, so that no exchange fetches them again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from storage.kiosk.database import Database

_NAMES = "SELECT receipt FROM applied"
_NOTE = "INSERT INTO applied (receipt) VALUES (?) ON CONFLICT DO NOTHING"


class Applied:
    """Receipts that were verified and applied whole, by a name that follows from what they say.

    Part of the store, so an image of the disk that is put back brings back what it knew. NoRoom
    and Damaged may be raised.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def names(self) -> frozenset[str]:
        """All that were noted."""
        with self._database.snapshot() as connection:
            return frozenset(name for (name,) in connection.execute(_NAMES).fetchall())

    def note(self, names: Iterable[str]) -> None:
        """Durable when it returns; the same name again is harmless. Works on a full disk."""
        rows = [(name,) for name in sorted(names)]
        if rows:
            self._database.with_reserve(partial(self._note, rows))

    def _note(self, rows: list[tuple[str]]) -> None:
        with self._database.transaction() as connection:
            connection.executemany(_NOTE, rows)

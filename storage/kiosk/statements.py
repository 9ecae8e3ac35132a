"""Statements that are told while they last: each may wait for the disk, or for another thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, Self

from storage import waiting


class ToldConnection(sqlite3.Connection):
    """A connection whose cursors tell :mod:`storage.waiting`."""

    def cursor(self, factory: Any = None) -> Any:
        """A cursor that tells."""
        return super().cursor(factory or _ToldCursor)


class _ToldCursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = (), /) -> Self:
        waiting.begin()
        try:
            return super().execute(sql, parameters)
        finally:
            waiting.end()

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Self:
        waiting.begin()
        try:
            return super().executemany(sql, parameters)
        finally:
            waiting.end()

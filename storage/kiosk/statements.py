"""Statements that are told while they last: each may wait for the disk, or for another thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from storage import waiting


class ToldConnection(sqlite3.Connection):
    """A connection that tells :mod:`storage.waiting`. Cursors of its own would tell nothing."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """One statement, told."""
        waiting.begin()
        try:
            return super().execute(sql, parameters)
        finally:
            waiting.end()

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        """The same statement for each of ``parameters``, told."""
        waiting.begin()
        try:
            return super().executemany(sql, parameters)
        finally:
            waiting.end()

"""The store's log, emptied of what is to be gone: nobody waits for whoever reads meanwhile."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from storage.kiosk.database import BUSY_SECONDS, READER_SECONDS
from tests.storage.kiosk_builders import collecting_store


def test_emptying_the_log_waits_a_moment_for_a_reader_and_not_as_long_as_a_tap(
    tmp_path: Path,
) -> None:
    store = collecting_store(tmp_path / "store")
    database = store._database
    store.journal().append(b"whatever is kept")
    reader = sqlite3.connect(database.files.database)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM record").fetchone()
    said: list[str] = []
    database.connection().set_trace_callback(said.append)
    store.journal().append(b"what the reader does not see")
    said.clear()
    assert database.empty_log() is False
    assert said == [
        f"PRAGMA busy_timeout={round(1000 * READER_SECONDS)}", "PRAGMA wal_checkpoint(TRUNCATE)",
        f"PRAGMA busy_timeout={round(1000 * BUSY_SECONDS)}",
    ]
    reader.close()
    store.prepare()
    assert (tmp_path / "store" / "kiosk.db-wal").stat().st_size == 0
    store.close()

"""A thread that waits for the store or the disk is told while it does, and no longer."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from storage import waiting
from storage.kiosk.database import Database, open_database


def test_a_statement_that_waits_for_another_thread_is_told(tmp_path: Path) -> None:
    database = open_database(tmp_path / "store", "FULL")
    with database.transaction():
        waits = threading.Thread(target=lambda: _once(database))
        waits.start()
        assert waits.ident is not None
        looks = threading.Event()
        for _ in range(30_000):
            if waiting.since(waits.ident) is not None:
                break
            looks.wait(0.001)
        else:
            pytest.fail("nobody is told that it waits")
        assert waiting.since(threading.get_ident()) is None, "who has the store does not wait"
    waits.join()
    assert waiting.since(waits.ident) is None
    database.close()


def _once(database: Database) -> None:
    with database.transaction():
        pass


def test_a_sync_is_told_while_it_lasts_and_a_refusal_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[float | None] = []

    def refuses(_handle: int) -> None:
        seen.append(waiting.since(threading.get_ident()))
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", refuses)
    with pytest.raises(OSError, match="full"):
        waiting.sync(1)
    assert seen[0] is not None and waiting.since(threading.get_ident()) is None

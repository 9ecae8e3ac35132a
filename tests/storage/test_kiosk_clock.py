"""The device's clock: held against what has passed and what was seen; nothing is lost by it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.kiosk import KioskStore
from storage.kiosk.database import value
from storage.kiosk.watch import seconds_running
from tests.storage.kiosk_builders import Hands, bodies, open_store, package, records
from tests.storage.test_kiosk_keeping import Running, opened


def seen(store: KioskStore) -> int | None:
    query = "SELECT seen FROM standing"
    found: int | None = value(store._database.connection(), query)
    return found


def test_time_that_passes_is_no_jump(tmp_path: Path) -> None:
    hands = Running()
    store = opened(tmp_path / "store", hands)
    for _ in range(50):
        hands.wait(hours=3)
        store.prepare()
        assert not store.watch.jumped()


def test_a_clock_that_moves_otherwise_than_time_has_jumped(tmp_path: Path) -> None:
    for by in (6, -6, 60 * 24 * 400):
        hands = Running()
        store = opened(tmp_path / str(by), hands)
        hands.jump(minutes=4 if by > 0 else -4)
        assert not store.watch.jumped()
        hands.jump(minutes=by)
        assert store.watch.jumped()
        hands.wait(hours=2)
        assert store.watch.jumped()


def test_a_jump_begins_an_epoch_between_two_people_and_loses_nothing(tmp_path: Path) -> None:
    hands = Running()
    store = opened(tmp_path / "store", hands)
    store.install(package())
    journal = store.journal()
    journal.draft(b"somebody")
    hands.jump(minutes=7)
    journal.draft(b"somebody still")
    journal.finish(b"somebody is done")
    journal.finish(b"next")
    hands.jump(days=-30)
    journal.finish(b"last")
    assert bodies(store) == [b"somebody is done", b"next", b"last"]
    assert [r.n for r in records(store)] == [0, 0, 0]


def test_a_clock_before_what_was_seen_has_jumped_also_after_a_restart(tmp_path: Path) -> None:
    hands = Running()
    store = opened(tmp_path / "store", hands)
    store.prepare()
    hands.wait(hours=30)
    store.prepare()
    store.close()
    hands.now -= timedelta(hours=20)
    store = opened(tmp_path / "store", hands)
    assert store.watch.jumped()


def test_a_clock_that_was_behind_and_is_set_right_is_believed(tmp_path: Path) -> None:
    hands = Running()
    store = opened(tmp_path / "store", hands)
    store.prepare()
    right = hands.now
    store.close()
    hands.now = datetime(1970, 1, 1, tzinfo=UTC)
    store = opened(tmp_path / "store", hands)
    store.prepare()
    assert store.watch.jumped()
    hands.jumped += right + timedelta(minutes=9) - hands.now
    hands.now = right + timedelta(minutes=9)
    assert not store.watch.jumped()
    hands.jump(minutes=6)
    assert store.watch.jumped()


def test_a_clock_ahead_is_not_remembered_as_seen_and_staff_can_set_it_right(
    tmp_path: Path,
) -> None:
    hands = Running()
    store = opened(tmp_path / "store", hands)
    store.prepare()
    before = seen(store)
    hands.jump(days=1000)
    for _ in range(3):
        hands.wait(hours=2)
        store.prepare()
    assert seen(store) == before
    store.watch.set_right()
    assert not store.watch.jumped()
    hands.jump(days=-1000)
    assert store.watch.jumped()
    store.watch.set_right()
    assert not store.watch.jumped()


def test_the_clock_is_noted_to_the_hour_and_once_in_it(tmp_path: Path) -> None:
    hands = Running()
    store = opened(tmp_path / "store", hands)
    store.prepare()
    assert seen(store) == int(datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp()) // 60
    writes = "PRAGMA data_version"
    other = sqlite3.connect(tmp_path / "store" / "kiosk.db", isolation_level=None)
    first = other.execute(writes).fetchone()
    for _ in range(10):
        hands.wait(minutes=2)
        store.prepare()
    assert other.execute(writes).fetchone() == first
    other.close()


def test_told_time_is_never_a_jump(tmp_path: Path) -> None:
    hands = Hands()
    store = open_store(tmp_path / "store", hands)
    store.prepare()
    hands.wait(days=-900)
    assert not store.watch.jumped()
    assert seen(store) is None


def test_the_seconds_that_run_only_rise() -> None:
    first = seconds_running()
    assert seconds_running() >= first > 0

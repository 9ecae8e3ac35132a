"""Carrying through a slow place: it is told how far it has come, and it can be stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.kiosk import KioskStore
from sync import bundle, package
from sync.courier import exchange
from sync.envelope import FILE_LIMIT
from sync.folder import FolderTransport
from sync.outgoing import Size
from tests.sync.sync_builders import Organisation, campaign, clock, known_random

ONE = Size(records=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KioskStore]:
    kept = KioskStore.create_or_open(
        tmp_path / "kiosk", name="Surfplatta 1", clock=clock, random=known_random("kiosk")
    )
    kept.install(package.read_package(package.write_package(Organisation(), campaign(), clock).raw))
    for number in range(6):
        kept.journal().append(f"answer {number}".encode())
    yield kept
    kept.close()


class Counting(FolderTransport):
    """Counts what is asked of the place."""

    asked: Counter[str]

    def list(self, suffix: str) -> tuple[str, ...]:
        self.asked["list"] += 1
        return super().list(suffix)

    def get(self, name: str, limit: int = FILE_LIMIT) -> bytes:
        self.asked["get"] += 1
        return super().get(name, limit)

    def put(self, name: str, data: bytes) -> None:
        self.asked["put"] += 1
        super().put(name, data)


def test_each_file_is_told_before_it_goes(store: KioskStore, tmp_path: Path) -> None:
    told: list[tuple[int, str]] = []
    done = exchange(
        store, FolderTransport(tmp_path), clock, size=ONE,
        going=lambda moved, name: told.append((moved, Path(name).suffix)),
    )
    assert not done.cancelled
    assert told == [(0, ".vdevice"), *((number, ".vbundle") for number in range(1, 7))]


def test_it_stops_between_two_files_and_goes_on_later(store: KioskStore, tmp_path: Path) -> None:
    moved: list[str] = []
    done = exchange(
        store, FolderTransport(tmp_path), clock, size=ONE,
        going=lambda _, name: moved.append(name), cancelled=lambda: len(moved) >= 3,
    )
    assert (done.cancelled, done.bundles, done.problems) == (True, 2, ())
    assert len(FolderTransport(tmp_path).list(bundle.SUFFIX)) == 2
    rest = exchange(store, FolderTransport(tmp_path), clock, size=ONE)
    assert (rest.cancelled, rest.bundles, rest.records) == (False, 4, 4)


def test_a_place_is_listed_once_for_each_kind_however_many_files_go(
    store: KioskStore, tmp_path: Path
) -> None:
    transport = Counting(tmp_path)
    transport.asked = Counter()
    exchange(store, transport, clock, size=ONE)
    assert transport.asked == {"list": 3, "put": 7}
    transport.asked.clear()
    exchange(store, transport, clock, size=ONE)
    assert transport.asked == {"list": 3, "put": 1, "get": 6}

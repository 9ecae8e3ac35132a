"""Whoever carries or loads, staff can read in their log what came of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from kiosk import app
from kiosk.opening import open_store
from kiosk.running import now
from storage.bodies import encode
from storage.errors import NoRoom
from storage.kiosk import KioskStore
from storage.kiosk.noted import Noted
from survey.records import Withdrawal
from sync import package
from sync.courier import exchange
from sync.folder import FolderTransport
from tests.kiosk.package_builders import ONE_UNIT, packaged


def log_of(store: Path) -> Mapping[str, int]:
    opened = open_store(store, "Kiosk", now, os.urandom)
    try:
        return {one.code: one.number for one in opened.noted.newest()}
    finally:
        opened.close()


def test_a_package_that_a_command_installs_is_noted_once(store: Path, tmp_path: Path) -> None:
    again = ["--store", str(store), "--install", str(tmp_path / "small.vpackage"), "--json"]
    assert app.main(again) == 0
    assert log_of(store) == {"package-installed": 1}


def test_what_a_command_takes_in_and_hands_on_is_noted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, store = tmp_path / "place", tmp_path / "kiosk"
    place.mkdir()
    (place / package.file_name(packaged(ONE_UNIT))).write_bytes(packaged(ONE_UNIT).raw)
    assert app.main(["--store", str(store), "--sync", str(place), "--json"]) == 0
    opened = open_store(store, "Kiosk", now, os.urandom)
    _answer(opened)
    opened.close()
    assert app.main(["--store", str(store), "--sync", str(place), "--json"]) == 0
    assert log_of(store) == {"package-installed": 1, "sent": 1}
    capsys.readouterr()


def test_a_file_that_cannot_be_taken_in_is_noted(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    bad = package.file_name(packaged(ONE_UNIT))
    (place / bad).write_bytes(b"no package")
    assert app.main(["--store", str(store), "--sync", str(place), "--json"]) == 1
    assert log_of(store) == {"package-installed": 1, "damaged": 1}
    capsys.readouterr()


def test_a_log_without_room_stops_no_carrying(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_noted: Noted, _code: str, _number: int = 1) -> None:
        raise NoRoom("full")

    monkeypatch.setattr(Noted, "add", refuses)
    opened = open_store(store, "Kiosk", now, os.urandom)
    _answer(opened)
    done = exchange(opened, FolderTransport(tmp_path), now)
    opened.close()
    assert done.records == 1


def _answer(store: KioskStore) -> None:
    store.journal().append(encode(Withdrawal(code=bytes(16))))

"""A workspace on a full disk: what nobody changed can still be opened, read and checked.

SQLite needs room for the index of its log before it reads a page. A limit on the size of files
stands for the disk that has none: both make the same system calls fail.
"""

from __future__ import annotations

import resource
import shutil
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import pytest

from storage.errors import NoRoom, StorageError
from storage.seal import slots
from storage.workspace import Workspace, files
from storage.workspace.sqlcipher import SqlCipher
from tests.builders import CAMPAIGN
from tests.storage.workspace_builders import (
    PASSPHRASE,
    Device,
    World,
    new_workspace,
    reopen,
    response,
)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def place(tmp_path: Path, world: World) -> Path:
    """A closed workspace with one answer in it."""
    workspace, _ = new_workspace(tmp_path / "workspace", world)
    with workspace:
        device = Device(workspace, world).register()
        device.answer(response())
        workspace.take_in(device.bundle())
    return tmp_path / "workspace"


@pytest.fixture
def full(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "is_full", lambda _: True)
    return place


def without_room(test: Callable[..., None]) -> Callable[..., None]:
    """Run the test's body with no room for any file; pytest's own output comes after it."""

    @wraps(test)
    def limited(*arguments: object, **named: object) -> None:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2, before[1]))
        try:
            test(*arguments, **named)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limited


def contents(directory: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in directory.iterdir() if p.is_file() and p.stat().st_size}


@without_room
def test_a_full_disk_keeps_nobody_from_reading_and_checking(full: Path, world: World) -> None:
    before = contents(full)
    with reopen(full, world) as workspace:
        assert workspace.verify().faults == ()
        assert workspace.counts(CAMPAIGN).complete == 1
        assert len(list(workspace.persons(CAMPAIGN))) == 1
        workspace.tidy()
    assert contents(full) == before


@without_room
def test_writing_on_a_full_disk_is_refused_for_want_of_room(full: Path, world: World) -> None:
    with reopen(full, world) as workspace:
        with pytest.raises(NoRoom, match="disk is full"):
            workspace.quarantine(b"x", "x.vbundle", "damaged", "cut short")
        assert workspace.quarantined() == ()


def test_a_full_disk_can_be_backed_up_elsewhere_and_no_receipt_names_the_copy(
    place: Path, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = slots.open_with_passphrase(files.read_slots(place), PASSPHRASE)
    still = SqlCipher(files.database_path(place), key, still=True)
    monkeypatch.setattr(files, "is_full", lambda directory: directory == place)
    with Workspace(still, key, world.clock, world.random) as workspace:
        with pytest.raises(NoRoom):
            workspace.backup(tmp_path / "backups")
        assert workspace.backups() == ()
    (copy,) = (tmp_path / "backups").iterdir()
    with reopen(copy, world) as rescued:
        assert rescued.counts(CAMPAIGN).complete == 1
        assert rescued.verify().faults == ()


@without_room
def test_a_workspace_opened_for_want_of_room_says_that_it_must_be_opened_again(
    full: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reopen(full, world) as workspace:
        monkeypatch.setattr(files, "is_full", lambda _: False)
        with pytest.raises(StorageError, match="open it again"):
            workspace.quarantine(b"x", "x.vbundle", "damaged", "cut short")


@without_room
def test_a_log_that_must_be_read_first_is_told_as_no_room(full: Path, world: World) -> None:
    (full / files.LOG).write_bytes(b"x")
    with pytest.raises(NoRoom):
        reopen(full, world)


@without_room
def test_another_trouble_than_a_full_disk_is_told_as_such(
    full: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "is_full", lambda _: False)
    with pytest.raises(StorageError, match="SQLITE_") as caught:
        reopen(full, world)
    assert not isinstance(caught.value, NoRoom)


def test_a_disk_is_full_when_a_log_would_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    for free, is_full in ((0, True), (40_000, True), (10_000_000, False)):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: usage._replace(free=free))
        assert files.is_full(tmp_path) is is_full

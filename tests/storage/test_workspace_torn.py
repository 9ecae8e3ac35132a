"""A power cut in the middle of moving the log into the file leaves the file's beginning torn."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from storage.errors import Damaged
from storage.workspace import files
from storage.workspace.migrations import VERSION
from storage.workspace.sqlcipher import SqlCipher
from tests.builders import CAMPAIGN, RATINGS
from tests.storage.workspace_builders import Device, World, new_workspace, reopen, response

SECTOR = 512


@pytest.fixture
def torn(tmp_path: Path) -> Path:
    """A workspace with one answer in its file and two in its log, which also holds page one."""
    world, source = World(), tmp_path / "workspace"
    workspace, _ = new_workspace(source, world)
    device = Device(workspace, world, name="Kiosk").register()
    device.answer(response({RATINGS[0]: 3}))
    workspace.take_in(device.bundle(), "Kim")
    workspace.close()
    with reopen(source, world) as workspace:
        device.answer(*(response({RATINGS[0]: n}) for n in (1, 2)))
        workspace.take_in(device.bundle(), "Kim")
        database = workspace._database
        assert isinstance(database, SqlCipher)
        database._pragma(f"user_version={VERSION}")  # page one is among what is changed
        copy = tmp_path / "torn"
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns("*-shm"))
    return copy


@pytest.mark.parametrize("rubbish", [bytes(SECTOR), bytes(range(256)) * 2])
def test_a_torn_beginning_is_mended_from_the_log(torn: Path, rubbish: bytes) -> None:
    with (torn / files.DATABASE).open("r+b") as file:
        file.write(rubbish)

    with reopen(torn, World()) as workspace:
        assert workspace.counts(CAMPAIGN).complete == 3
        assert workspace.verify().faults == ()


def test_a_torn_beginning_without_a_log_is_damage(torn: Path) -> None:
    (torn / files.LOG).unlink()
    with (torn / files.DATABASE).open("r+b") as file:
        file.write(bytes(SECTOR))
    before = (torn / files.DATABASE).read_bytes()

    with pytest.raises(Damaged):
        reopen(torn, World())
    assert (torn / files.DATABASE).read_bytes() == before

"""Backups that open, receipts that only name what a backup holds, and going back to one."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.errors import Damaged, MissingKey, StorageError, WrongKey
from storage.seal import keys
from storage.values import Receipt
from storage.workspace import Workspace, files, open_workspace, restore
from storage.workspace.backups import SKIPPED_NUMBERS
from tests.builders import CAMPAIGN, RATINGS
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
def opened(tmp_path: Path, world: World) -> Iterator[tuple[Workspace, str]]:
    workspace, code = new_workspace(tmp_path / "workspace", world)
    yield workspace, code
    workspace.close()


@pytest.fixture
def workspace(opened: tuple[Workspace, str]) -> Workspace:
    return opened[0]


@pytest.fixture
def device(workspace: Workspace, world: World) -> Device:
    return Device(workspace, world).register()


def take_in(workspace: Workspace, device: Device, count: int) -> None:
    device.answer(*(response({RATINGS[0]: n % 5 + 1}) for n in range(count)))
    workspace.take_in(device.bundle(), actor="Kim")


def places(receipts: list[Receipt]) -> list[tuple[bytes, int, int]]:
    return [(r.epoch, r.first, r.count) for receipt in receipts for r in receipt.ranges]


def test_a_backup_opens_with_either_secret_and_holds_everything(
    opened: tuple[Workspace, str], device: Device, tmp_path: Path, world: World
) -> None:
    workspace, code = opened
    take_in(workspace, device, 5)
    made = workspace.backup(tmp_path / "backups", actor="Kim")
    assert made.records == 5
    for secret in ({"passphrase": PASSPHRASE}, {"recovery_code": code}):
        with open_workspace(Path(made.path), clock=world.clock, **secret) as copy:
            assert copy.counts(CAMPAIGN) == workspace.counts(CAMPAIGN)
            assert list(copy.persons(CAMPAIGN)) == list(workspace.persons(CAMPAIGN))
            assert copy.signer_public == workspace.signer_public
            assert copy.recipients(CAMPAIGN) == workspace.recipients(CAMPAIGN)
            assert copy.backups()[-1].generation == made.generation


def test_a_backup_is_encrypted_whole_and_for_its_owner_only(
    workspace: Workspace, device: Device, tmp_path: Path
) -> None:
    take_in(workspace, device, 3)
    made = Path(workspace.backup(tmp_path / "backups").path)
    assert {p.name for p in made.iterdir()} == {files.DATABASE, files.SLOTS}
    assert {stat.S_IMODE(p.stat().st_mode) for p in made.iterdir()} == {0o600}
    assert b"SQLite format 3" not in (made / files.DATABASE).read_bytes()
    assert [p.name for p in made.parent.iterdir()] == [made.name]


def test_a_backup_is_a_state_even_while_others_write(
    workspace: Workspace, device: Device, tmp_path: Path
) -> None:
    take_in(workspace, device, 2)
    with workspace._database.writing() as other:
        other.exec_driver_sql("INSERT INTO actor (name) VALUES ('unfinished')")
        copy = tmp_path / "copy.db"
        workspace._database.copy_to(copy)
    assert copy.stat().st_size > 0


def test_each_backup_has_a_generation_of_its_own(
    workspace: Workspace, device: Device, tmp_path: Path, world: World
) -> None:
    take_in(workspace, device, 1)
    first = workspace.backup(tmp_path / "backups")
    world.wait(days=1)
    second = workspace.backup(tmp_path / "backups")
    assert first.generation != second.generation
    assert [b.generation for b in workspace.backups()] == [first.generation, second.generation]


def test_a_backup_that_cannot_be_written_is_not_noted(
    workspace: Workspace, device: Device, tmp_path: Path
) -> None:
    take_in(workspace, device, 1)
    (tmp_path / "a file").write_text("in the way")
    with pytest.raises(StorageError):
        workspace.backup(tmp_path / "a file")
    assert workspace.backups() == ()
    assert workspace.receipts_due() == []


def test_no_receipt_before_a_backup_holds_the_records(
    workspace: Workspace, device: Device, tmp_path: Path
) -> None:
    take_in(workspace, device, 3)
    assert workspace.receipts_due() == []
    made = workspace.backup(tmp_path / "backups")
    (receipt,) = workspace.receipts_due()
    assert (receipt.backup, receipt.stream, receipt.number) == (made.generation, device.stream, 1)
    (part,) = receipt.ranges
    hashes = [record.hash for record in device.epochs[0].records]
    assert (part.epoch, part.first, part.count) == (device.epochs[0].epoch.id, 0, 3)
    assert part.digest == keys.digest("range", *hashes)


def test_a_receipt_leaves_out_what_came_after_the_backup(
    workspace: Workspace, device: Device, tmp_path: Path
) -> None:
    take_in(workspace, device, 3)
    workspace.backup(tmp_path / "backups")
    take_in(workspace, device, 2)
    epoch = device.epochs[0].epoch.id
    assert places(workspace.receipts_due()) == [(epoch, 0, 3)]
    workspace.backup(tmp_path / "backups")
    due = workspace.receipts_due()
    assert places(due) == [(epoch, 0, 3), (epoch, 3, 2)]
    assert [receipt.number for receipt in due] == [1, 2]


def test_a_receipt_breaks_its_ranges_where_records_are_missing(
    workspace: Workspace, device: Device, tmp_path: Path
) -> None:
    made = device.answer(*(response() for _ in range(6)))
    workspace.take_in(device.bundle(made[:2] + made[4:]))
    workspace.backup(tmp_path / "backups")
    epoch = device.epochs[0].epoch.id
    assert places(workspace.receipts_due()) == [(epoch, 0, 2), (epoch, 4, 2)]


def test_a_receipt_stays_due_until_it_is_sent(
    workspace: Workspace, device: Device, tmp_path: Path
) -> None:
    take_in(workspace, device, 1)
    workspace.backup(tmp_path / "backups")
    (receipt,) = workspace.receipts_due()
    assert workspace.receipts_due() == [receipt]
    workspace.receipt_sent(receipt)
    assert workspace.receipts_due() == []
    assert workspace.receipts() == [receipt]


def test_a_receipt_that_went_astray_is_due_again_when_its_records_return(
    workspace: Workspace, device: Device, tmp_path: Path
) -> None:
    take_in(workspace, device, 2)
    workspace.backup(tmp_path / "backups")
    (receipt,) = workspace.receipts_due()
    workspace.receipt_sent(receipt)
    later = device.bundle()
    workspace.take_in(later)
    assert workspace.receipts_due() == [receipt]
    workspace.receipt_sent(receipt)
    workspace.take_in(later)  # the file still lies there: that tells nothing new
    assert workspace.receipts_due() == []


def test_receipt_numbers_go_on_rising_after_the_workspace_was_closed(
    tmp_path: Path, world: World
) -> None:
    directory = tmp_path / "closed"
    workspace, _ = new_workspace(directory, world)
    device = Device(workspace, world).register()
    numbers = []
    for _ in range(3):
        workspace.take_in(device.bundle(device.answer(response())))
        workspace.backup(tmp_path / "backups")
        for receipt in workspace.receipts_due():
            numbers.append(receipt.number)
            workspace.receipt_sent(receipt)
        workspace.close()
        workspace = reopen(directory, world)
        device.workspace = workspace
    workspace.close()
    assert numbers == [1, 2, 3]


def test_records_in_quarantine_are_never_acknowledged(
    workspace: Workspace, device: Device, tmp_path: Path
) -> None:
    device.answer(response())
    workspace.quarantine(b"a whole bundle", "a.vbundle", "wrong-signer", "not registered")
    workspace.backup(tmp_path / "backups")
    assert workspace.receipts_due() == []


def test_a_restored_workspace_repeats_no_number_that_may_have_been_given_out(
    workspace: Workspace, device: Device, tmp_path: Path, world: World
) -> None:
    take_in(workspace, device, 2)
    made = Path(workspace.backup(tmp_path / "backups").path)
    (given,) = workspace.receipts_due()
    restore(made, tmp_path / "restored")
    with reopen(tmp_path / "restored", world) as back:
        (again,) = back.receipts_due()
        assert again.number == given.number + SKIPPED_NUMBERS
        assert again.ranges == given.ranges
        assert back.next_package_version(CAMPAIGN) > SKIPPED_NUMBERS
        assert back.take_in(device.bundle()).known == 2
        assert back.verify().faults == ()


def test_a_backup_that_was_opened_itself_is_restored_with_what_was_written(
    workspace: Workspace, device: Device, tmp_path: Path, world: World
) -> None:
    made = Path(workspace.backup(tmp_path / "backups").path)
    with reopen(made, world) as used:
        Device(used, world, name="Kiosk 9").register()
        assert files.has_log(made)
        restore(made, tmp_path / "restored")
    with reopen(tmp_path / "restored", world) as back:
        assert [d.name for d in back.devices()] == ["Kiosk 1", "Kiosk 9"]


def test_restoring_never_writes_over_anything(
    workspace: Workspace, tmp_path: Path
) -> None:
    made = Path(workspace.backup(tmp_path / "backups").path)
    before = (workspace.directory / files.SLOTS).read_bytes()
    with pytest.raises(StorageError, match="not empty"):
        restore(made, workspace.directory)
    assert (workspace.directory / files.SLOTS).read_bytes() == before


def test_what_is_no_backup_is_not_restored(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(MissingKey):
        restore(tmp_path, tmp_path / "restored")
    made = Path(workspace.backup(tmp_path / "backups").path)
    (made / files.DATABASE).unlink()
    with pytest.raises(Damaged):
        restore(made, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_a_restored_workspace_asks_for_the_same_passphrase(
    workspace: Workspace, tmp_path: Path, world: World
) -> None:
    made = Path(workspace.backup(tmp_path / "backups").path)
    restore(made, tmp_path / "restored")
    with pytest.raises(WrongKey):
        open_workspace(tmp_path / "restored", passphrase="fel", clock=world.clock)
    with reopen(tmp_path / "restored", world) as back:
        assert back.name == workspace.name


def test_checking_a_workspace_tells_what_it_found(
    workspace: Workspace, device: Device
) -> None:
    take_in(workspace, device, 4)
    found = workspace.verify()
    assert (found.records, found.responses, found.faults) == (4, 4, ())
    with workspace._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM response WHERE id = (SELECT min(id) FROM response)")
    faults = workspace.verify().faults
    assert any("refer to a row of response" in fault for fault in faults)
    assert any("more in the ledger" in fault for fault in faults)


def test_a_damaged_page_is_found_by_checking(
    tmp_path: Path, world: World
) -> None:
    workspace, _ = new_workspace(tmp_path / "torn", world)
    take_in(workspace, Device(workspace, world).register(), 40)
    workspace.close()
    path = files.database_path(tmp_path / "torn")
    data = bytearray(path.read_bytes())
    data[-2_000] ^= 1
    path.write_bytes(data)
    with reopen(tmp_path / "torn", world) as torn:
        try:
            faults = torn.verify().faults
        except Damaged:
            faults = ("damaged",)
        assert faults

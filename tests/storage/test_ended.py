"""What was retired or revoked stays so when an older backup is restored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.errors import Conflict, Damaged, Retired
from storage.mailbox.values import Token
from storage.seal.keys import Signer
from storage.workspace import ended_file, restore
from storage.workspace.ended_file import DeviceEnd, Ended
from tests.builders import CAMPAIGN
from tests.storage.review_builders import Town, rated, steps, town
from tests.storage.workspace_builders import Device, reopen


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as made:
        yield made


class PowerCut(BaseException):
    pass


def test_a_restored_backup_knows_no_devices_rolling_secret(here: Town, tmp_path: Path) -> None:
    device = here.device.identity.public
    token = Token(confirmed=bytes(32), issued=None, refused=None)
    assert here.workspace.tokens.keep_token(b"", device, None, token)
    restore(here.back_up(), tmp_path / "restored")
    assert here.workspace.tokens.token(b"", device) == token
    with reopen(tmp_path / "restored", here.world) as restored:
        assert restored.tokens.token(b"", device) is None


def test_a_restored_older_backup_is_retired_again(here: Town, tmp_path: Path) -> None:
    here.take(*rated(1, 2))
    backup = here.back_up()
    here.workspace.keys.retire(CAMPAIGN, actor="Kim")
    restore(backup, tmp_path / "restored")
    with reopen(tmp_path / "restored", here.world) as restored:
        with pytest.raises(Retired):
            restored.keys.receiving_keys(CAMPAIGN)
        with restored._database.reading() as connection:
            row = connection.exec_driver_sql("SELECT seed, row_secret FROM campaign").one()
        assert (bytes(row.seed), bytes(row.row_secret)) == (b"", b"")
        assert steps(restored) == [1, 2]
        assert restored.keys.certificate(CAMPAIGN)
        assert restored.verify().faults == ()


def test_answers_that_were_erased_by_retiring_go_again(here: Town, tmp_path: Path) -> None:
    here.take(*rated(1, 2))
    backup = here.back_up()
    here.workspace.keys.retire(CAMPAIGN, erase=True, actor="Kim")
    restore(backup, tmp_path / "restored")
    with reopen(tmp_path / "restored", here.world) as restored:
        assert steps(restored) == []
        assert restored.verify().faults == ()


def test_a_refused_retirement_is_not_written_beside(here: Town) -> None:
    here.take(*rated(1))
    with pytest.raises(Conflict):
        here.workspace.keys.retire(CAMPAIGN, actor="Kim")
    assert ended_file.read_beside(here.workspace.directory) is None


def test_a_restored_older_backup_revokes_again_and_holds(here: Town, tmp_path: Path) -> None:
    here.take(*rated(1, 2))
    backup = here.back_up()
    device = here.device.identity.public
    here.workspace.inbox.revoke(device, "stolen", "Kim")
    restore(backup, tmp_path / "restored")
    with reopen(tmp_path / "restored", here.world) as restored:
        assert restored.inbox.revoked_devices() == (device,)
        assert restored.verify().faults == ()


def test_a_device_trusted_again_stays_trusted_after_a_restored_backup(
    here: Town, tmp_path: Path
) -> None:
    device = here.device.identity.public
    here.workspace.inbox.revoke(device, "stolen", "Kim")
    while_revoked = here.back_up("one")
    here.workspace.inbox.restore_device(device, "found", "Kim")
    trusted = here.back_up("two")
    here.workspace.inbox.revoke(device, "stolen once more", "Kim")
    here.workspace.inbox.restore_device(device, "found once more", "Kim")
    for number, backup in enumerate((while_revoked, trusted)):
        restore(backup, tmp_path / f"restored-{number}")
        with reopen(tmp_path / f"restored-{number}", here.world) as restored:
            assert restored.inbox.revoked_devices() == ()
            restored.inbox.revoke(device, "again", "Kim")
        with reopen(tmp_path / f"restored-{number}", here.world) as restored:
            assert restored.inbox.revoked_devices() == (device,)


def test_what_was_interrupted_after_the_file_is_finished_at_opening(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = here.device.identity.public
    written = ended_file.put_beside

    def cut(*given: object) -> None:
        written(*given)  # type: ignore[arg-type]
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(ended_file, "put_beside", cut)
        with pytest.raises(PowerCut):
            here.workspace.inbox.revoke(device, "stolen", "Kim")
        assert here.workspace.inbox.revoked_devices() == ()
        with pytest.raises(PowerCut):
            here.workspace.keys.retire(CAMPAIGN, actor="Kim")
    here.workspace.close()
    with reopen(here.workspace.directory, here.world) as again:
        assert again.inbox.revoked_devices() == (device,)
        with pytest.raises(Retired):
            again.keys.receiving_keys(CAMPAIGN)


def test_a_lost_file_is_written_from_the_database(here: Town) -> None:
    device = here.device.identity.public
    here.workspace.inbox.revoke(device, "stolen", "Kim")
    here.workspace.close()
    (here.workspace.directory / ended_file.FILE).unlink()
    with reopen(here.workspace.directory, here.world) as again:
        found = ended_file.read_beside(again.directory)
        assert found is not None and found[0].devices[device].revoked


def test_another_organisations_file_is_put_aside_and_ends_nothing(here: Town) -> None:
    other = Signer(bytes(range(32)))
    forged = Ended(campaigns={CAMPAIGN: True}, devices={
        here.device.identity.public: DeviceEnd(step=9, revoked=True, at=here.world.clock())
    })
    directory = here.workspace.directory
    here.workspace.close()
    ended_file.put_beside(directory, forged, other, here.world.clock())
    with reopen(directory, here.world) as again:
        assert again.inbox.revoked_devices() == ()
        assert again.keys.receiving_keys(CAMPAIGN)
        (told,) = again.erasing.leftovers().beside
        assert told.code == "foreign" and "another organisation" in told.text
        lost = Device(again, here.world, name="Kiosk 2").register().identity.public
        again.inbox.revoke(lost, "stolen", "Kim")
        assert (directory / f"{ended_file.FILE}.damaged").exists()


def test_a_file_that_was_changed_is_refused(here: Town) -> None:
    here.workspace.inbox.revoke(here.device.identity.public, "stolen", "Kim")
    raw = bytearray((here.workspace.directory / ended_file.FILE).read_bytes())
    raw[30] ^= 1
    with pytest.raises(Damaged):
        ended_file.read_ended(bytes(raw))

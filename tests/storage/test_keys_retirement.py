"""Retiring: the keys are gone from every page, and the certificate names what still opens."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from storage.errors import Conflict, Damaged, Retired, TooNew, WrongCampaign
from storage.seal import keys, recovery
from storage.seal.epochs import open_epoch
from storage.seal.keys import ReceivingKey
from storage.workspace import Workspace, open_workspace
from storage.workspace.certificate import KIND, Certificate, read_certificate
from tests.builders import CAMPAIGN, RATINGS
from tests.storage.workspace_builders import (
    PACKAGE_HASH,
    Device,
    World,
    new_workspace,
    reopen,
    response,
)

PAGE, RESERVED = 4096, 80


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def collected(tmp_path: Path, world: World) -> tuple[Workspace, Device]:
    """A workspace with a rotated key, three answers and a backup of them."""
    workspace, _ = new_workspace(tmp_path / "w", world)
    device = Device(workspace, world).register()
    device.answer(response(), response())
    workspace.keys.rotate(CAMPAIGN, "Kim")
    device.open_epoch()
    device.answer(response())
    workspace.take_in(device.bundle())
    workspace.keys.share(
        CAMPAIGN, public=ReceivingKey(bytes(96)).public, name="Universitetet",
        organisation=bytes(range(32)), actor="Kim",
    )
    workspace.backup(tmp_path / "backups", "Kim")
    return workspace, device


def secrets_of(workspace: Workspace) -> list[bytes]:
    """Each seed and row secret, in parts that no page end can cut unseen."""
    with workspace._database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT seed FROM campaign UNION ALL SELECT seed FROM campaign_key"
            " UNION ALL SELECT row_secret FROM campaign"
        ).all()
    return [bytes(s[at : at + 32]) for (s,) in rows for at in range(0, len(s), 32)]


def plain_pages(path: Path, key: bytes) -> bytes:
    """The whole database file as SQLCipher decrypts it: all pages, free space too."""
    data = path.read_bytes()
    found = []
    for at in range(0, len(data), PAGE):
        page = data[at : at + PAGE]
        body = page[16 if at == 0 else 0 : PAGE - RESERVED]
        iv = page[PAGE - RESERVED : PAGE - RESERVED + 16]
        opened = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        found.append(opened.update(body) + opened.finalize())
    return b"".join(found)


def retired(workspace: Workspace, **how: Any) -> Certificate:
    return read_certificate(workspace.keys.retire(CAMPAIGN, actor="Kim", **how))[0]


def test_no_page_of_the_retired_workspace_keeps_a_key(
    collected: tuple[Workspace, Device], tmp_path: Path
) -> None:
    workspace, _ = collected
    secrets = secrets_of(workspace)
    assert len(secrets) == 3 + 3 + 1
    workspace._database.empty_log()
    file, key = tmp_path / "w" / "workspace.db", workspace._key
    before = plain_pages(file, key)
    assert [secret in before for secret in secrets] == [True] * 7
    retired(workspace)
    assert not (tmp_path / "w" / "workspace.db-wal").stat().st_size
    after = plain_pages(file, key)
    assert [secret in after for secret in secrets] == [False] * 7
    assert b"Exempelkommunen" in after
    workspace.close()


def test_nothing_in_the_retired_workspace_opens_a_bundle_or_makes_a_package(
    collected: tuple[Workspace, Device], world: World, tmp_path: Path
) -> None:
    workspace, device = collected
    device.answer(response())
    late = device.bundle()
    retired(workspace)
    with pytest.raises(Retired, match="destroyed"):
        workspace.take_in(late)
    workspace.close()
    with reopen(tmp_path / "w", world) as again:
        for ask in (
            lambda: again.recipients(CAMPAIGN), lambda: again.receiving_key(CAMPAIGN),
            lambda: again.keys.receiving_keys(CAMPAIGN), lambda: again.keys.rotate(CAMPAIGN),
        ):
            with pytest.raises(Retired):
                ask()
        standing = again.keys.standing(CAMPAIGN)
        assert standing.retired == world.now and standing.present is None
        assert again.verify().faults == ()


def test_the_certificate_names_what_still_opens_bundles(
    collected: tuple[Workspace, Device], world: World, tmp_path: Path
) -> None:
    workspace, _ = collected
    held, sheet = tuple(workspace.keys.receiving_keys(CAMPAIGN)), workspace.keys.sheets()[0]
    backup = workspace.backups()[0]
    world.wait(days=1)
    raw = workspace.keys.retire(CAMPAIGN, actor="Kim")
    found, signer = read_certificate(raw)
    assert signer == workspace.signer_public
    assert (found.campaign, found.actor, found.at) == (CAMPAIGN, "Kim", world.now)
    assert found.keys == held and len(held) == 2
    assert [s.name.hex().upper() for s in found.sheets] == [sheet.name.replace(" ", "")]
    assert [(b.generation, b.path) for b in found.backups] == [(backup.generation, backup.path)]
    assert [(p.name, p.organisation) for p in found.partners] == [
        ("Universitetet", bytes(range(32)))
    ]
    assert (found.packages, found.records, found.left, found.erased) == (1, 3, 3, 0)
    assert workspace.keys.certificate(CAMPAIGN) == raw
    assert workspace.keys.retire(CAMPAIGN, actor="Robin") == raw
    workspace.close()


def test_the_backup_that_the_certificate_names_does_hold_the_keys(
    collected: tuple[Workspace, Device], world: World, tmp_path: Path
) -> None:
    workspace, _ = collected
    found = retired(workspace)
    workspace.close()
    named = tmp_path / "backups" / Path(found.backups[0].path).name
    (named / "workspace.ended").unlink()  # as one that could not be reached when it was retired
    with reopen(named, world) as backup:
        assert set(found.keys) == set(backup.keys.receiving_keys(CAMPAIGN))


def test_the_recovery_sheet_still_opens_what_the_workspace_cannot(
    tmp_path: Path, world: World
) -> None:
    workspace, code = new_workspace(tmp_path / "w", world)
    device = Device(workspace, world).register()
    device.answer(response())
    workspace.take_in(device.bundle())
    retired(workspace, despite="a test")
    workspace.close()
    secret = recovery.recovery_secret(recovery.read_code(code))
    assert open_epoch(device.epochs[0].epoch, ReceivingKey(keys.recovery_seed(secret, 1)))
    with open_workspace(
        tmp_path / "w", recovery_code=code, clock=world.clock
    ) as opened, pytest.raises(Retired):
        opened.receiving_key(CAMPAIGN)


def test_answers_stay_unless_they_are_erased_too(
    collected: tuple[Workspace, Device]
) -> None:
    workspace, _ = collected
    with workspace:
        assert retired(workspace).left == 3
        assert [p.items[RATINGS[0]] for p in workspace.persons(CAMPAIGN)] == [4, 4, 4]


def test_erased_answers_are_in_no_table_and_the_sums_hold(
    collected: tuple[Workspace, Device], tmp_path: Path
) -> None:
    workspace, _ = collected
    found = retired(workspace, erase=True)
    assert (found.left, found.erased) == (0, 3)
    assert list(workspace.persons(CAMPAIGN)) == []
    assert workspace.verify().faults == ()
    with workspace._database.reading() as connection:
        for table in ("response", "rating", "choice", "words", "declined", "circumstance"):
            rows = connection.exec_driver_sql(f"SELECT count(*) FROM {table}")
            assert rows.scalar_one() == 0, table
    workspace.close()


def test_what_waits_stops_retiring_until_somebody_says_why(
    tmp_path: Path, world: World
) -> None:
    workspace, _ = new_workspace(tmp_path / "w", world)
    with workspace:
        device = Device(workspace, world).register()
        records = device.answer(response(), response(), response())
        workspace.take_in(device.bundle(records[:1]))
        assert workspace.keys.waiting(CAMPAIGN) == (("not-backed-up", 1), ("missing", 2))
        with pytest.raises(Conflict, match="not-backed-up: 1"):
            workspace.keys.retire(CAMPAIGN, actor="Kim")
        with pytest.raises(Conflict):
            workspace.keys.retire(CAMPAIGN, actor="Kim", despite="  ")
        assert workspace.receiving_key(CAMPAIGN)
        found = retired(workspace, despite="Kiosken är stulen")
        assert found.waiting == (("not-backed-up", 1), ("missing", 2))
        assert found.despite == "Kiosken är stulen"


def test_of_an_old_workspace_every_backup_is_named_for_each_held_the_sheets_secret(
    tmp_path: Path, world: World
) -> None:
    shutil.copytree(Path(__file__).parent / "samples" / "workspace-1", tmp_path / "w")
    with reopen(tmp_path / "w", world) as workspace:
        with workspace._database.writing() as connection:
            connection.exec_driver_sql("UPDATE backup SET at = 1")  # long before the campaign
        assert len(retired(workspace, despite="a test").backups) == 1


def test_a_campaign_that_is_not_retired_has_no_certificate(
    collected: tuple[Workspace, Device]
) -> None:
    with collected[0] as workspace, pytest.raises(WrongCampaign):
        workspace.keys.certificate(CAMPAIGN)


def test_a_changed_bit_in_any_byte_of_a_certificate_is_noticed(
    collected: tuple[Workspace, Device]
) -> None:
    with collected[0] as workspace:
        raw = workspace.keys.retire(CAMPAIGN, actor="Kim")
    for at in range(len(raw)):
        changed = bytearray(raw)
        changed[at] ^= 1 << at % 8
        with pytest.raises((Damaged, TooNew)):
            read_certificate(bytes(changed))
    with pytest.raises(TooNew):
        read_certificate(raw.replace(f"{KIND}/1".encode(), f"{KIND}/2".encode()))
    assert PACKAGE_HASH not in raw

"""The recovery sheet: what it opens, and that the open workspace does not open the same."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from storage.errors import NoRecoveryKey, WrongKey
from storage.seal import keys, recovery
from storage.seal.keys import ReceivingKey
from storage.workspace import Workspace, open_workspace, recovery_keys
from storage.workspace.sheets import new_sheet
from survey.reading import write_campaign
from tests.builders import CAMPAIGN, small_campaign
from tests.storage.workspace_builders import PASSPHRASE, World, new_workspace, reopen

VECTORS = Path(__file__).parents[2] / "docs" / "formats" / "vectors" / "slots.json"
SAMPLE = Path(__file__).parent / "samples" / "workspace-1"


@pytest.fixture
def world() -> World:
    return World()


def sheet_recipient(workspace: Workspace, campaign: UUID = CAMPAIGN) -> bytes:
    return next(r.id for r in workspace.recipients(campaign) if r.role == "recovery")


def opened_by(code: str, index: int) -> bytes:
    secret = recovery.recovery_secret(recovery.read_code(code))
    return ReceivingKey(keys.recovery_seed(secret, index)).id


def every_blob(workspace: Workspace) -> bytes:
    """All bytes in all tables, one after another."""
    with workspace._database.reading() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        return b"|".join(
            value if isinstance(value, bytes) else str(value).encode()
            for (name,) in names.all()
            for row in connection.exec_driver_sql(f"SELECT * FROM {name}")
            for value in row
        )


def add_another(workspace: Workspace, number: int) -> UUID:
    id = UUID(int=number)
    campaign = replace(small_campaign(), id=id)
    workspace.add_campaign(campaign, write_campaign(campaign), actor="Kim")
    return id


def test_a_sheets_name_and_recipients_are_as_the_vectors_say() -> None:
    said = json.loads(VECTORS.read_text("utf-8"))["recovery_recipients"]
    secret = recovery.recovery_secret(recovery.read_code(said["recovery_code"]))
    assert recovery.write_sheet_name(recovery.sheet_name(secret)) == said["sheet"]
    for number, id in said["numbers"].items():
        assert opened_by(said["recovery_code"], int(number)).hex() == id
    for campaign, id in said["schema 1"].items():
        seed = keys.recovery_seed_for(secret, UUID(campaign))
        assert ReceivingKey(seed).id.hex() == id


def test_each_campaign_and_each_rotation_takes_the_next_key_of_the_sheet(
    tmp_path: Path, world: World
) -> None:
    workspace, code = new_workspace(tmp_path / "w", world)
    with workspace:
        assert sheet_recipient(workspace) == opened_by(code, 1)
        assert sheet_recipient(workspace, add_another(workspace, 2)) == opened_by(code, 2)
        workspace.keys.rotate(CAMPAIGN, "Kim")
        assert sheet_recipient(workspace) == opened_by(code, 3)
        assert workspace.keys.recovery_keys_left() == recovery_keys.POOL - 3


def test_the_open_workspace_holds_nothing_that_the_sheet_is_made_of(
    tmp_path: Path, world: World
) -> None:
    workspace, code = new_workspace(tmp_path / "w", world)
    with workspace:
        held = every_blob(workspace)
    raw = recovery.read_code(code)
    secret = recovery.recovery_secret(raw)
    assert keys.recipient_id(ReceivingKey(keys.recovery_seed(secret, 1)).public) in held
    seeds = [keys.recovery_seed(secret, n) for n in range(1, 4)]
    for hidden in (raw, secret, *(half for s in seeds for half in (s[:32], s[32:64], s[64:]))):
        assert hidden not in held


def test_a_workspace_of_the_first_schema_loses_its_secret_and_keeps_its_recipients(
    tmp_path: Path, world: World
) -> None:
    shutil.copytree(SAMPLE, tmp_path / "w")
    with reopen(tmp_path / "w", world) as workspace:
        before = sheet_recipient(workspace)
        with workspace._database.reading() as connection:
            left = connection.exec_driver_sql("SELECT recovery FROM organisation").scalar_one()
        assert left == b""
        sheet = workspace.keys.sheets()[0]
        workspace.keys.rotate(CAMPAIGN, "Kim")
        assert sheet_recipient(workspace) != before
        assert workspace.keys.recovery_keys_left() == recovery_keys.POOL - 1
    with reopen(tmp_path / "w", world) as again:
        assert again.keys.sheets() == (sheet,)
        assert again.verify().faults == ()


def test_without_free_keys_nothing_is_made_and_the_command_that_makes_more_is_named(
    tmp_path: Path, world: World
) -> None:
    workspace, code = new_workspace(tmp_path / "w", world)
    with workspace:
        with workspace._database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM recovery_key WHERE campaign IS NULL")
        with pytest.raises(NoRecoveryKey, match="vardera workspace new-recovery-keys"):
            add_another(workspace, 2)
        key = workspace.receiving_key(CAMPAIGN).id
        with pytest.raises(NoRecoveryKey):
            workspace.keys.rotate(CAMPAIGN)
        assert workspace.receiving_key(CAMPAIGN).id == key
        assert len(workspace.campaigns()) == 1
        assert workspace.keys.more_recovery_keys(code) == recovery_keys.POOL
        assert sheet_recipient(workspace, add_another(workspace, 2)) == opened_by(code, 2)


def test_a_new_sheet_takes_the_old_ones_place_from_the_next_package_on(
    tmp_path: Path, world: World
) -> None:
    directory = tmp_path / "w"
    workspace, old = new_workspace(directory, world)
    with workspace:
        before = sheet_recipient(workspace)
    kept: list[str] = []
    new_sheet(
        directory, keep=kept.append, clock=world.clock, random=world.random,
        passphrase=PASSPHRASE, actor="Kim",
    )
    with open_workspace(directory, recovery_code=kept[0], clock=world.clock) as workspace:
        first = recovery_keys.POOL + 1
        assert sheet_recipient(workspace) in {opened_by(kept[0], n) for n in range(1, first + 1)}
        assert sheet_recipient(workspace) != before
        told = workspace.keys.standing(CAMPAIGN).sheets
        assert [sheet.replaced is None for sheet in told] == [False, True]
        assert workspace.keys.recovery_keys_left() == recovery_keys.POOL - 1
        with pytest.raises(WrongKey, match="earlier sheet"):
            workspace.keys.more_recovery_keys(old)
    with pytest.raises(WrongKey):
        open_workspace(directory, recovery_code=old, clock=world.clock)
    reopen(directory, world).close()


def test_a_sheet_that_cannot_be_kept_changes_nothing(tmp_path: Path, world: World) -> None:
    directory = tmp_path / "w"
    workspace, old = new_workspace(directory, world)
    workspace.close()
    slots = (directory / "workspace.slots").read_bytes()

    def refuse(code: str) -> None:
        raise OSError("no printer")

    with pytest.raises(OSError, match="no printer"):
        new_sheet(directory, keep=refuse, clock=world.clock, passphrase=PASSPHRASE)
    assert (directory / "workspace.slots").read_bytes() == slots
    with open_workspace(directory, recovery_code=old, clock=world.clock) as workspace:
        assert len(workspace.keys.sheets()) == 1

"""Keys that rotate, are shared and go: the same on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import bodies
from storage.errors import Retired
from storage.seal.keys import ReceivingKey
from storage.workspace import create, open_workspace
from storage.workspace.addresses import read
from storage.workspace.certificate import read_certificate
from storage.workspace.sheets import new_sheet
from survey.reading import write_campaign
from tests.builders import CAMPAIGN, small_campaign
from tests.storage.postgres_server import postgres_url as postgres_url
from tests.storage.workspace_builders import (
    CHEAP,
    PACKAGE_HASH,
    PASSPHRASE,
    Device,
    World,
    response,
)


def test_keys_live_and_go_on_postgres_as_they_do_in_a_file(
    tmp_path: Path, postgres_url: str
) -> None:
    world, survey = World(), small_campaign()
    workspace, code = create(
        tmp_path / "w", name="Exempelkommunen", passphrase=PASSPHRASE, clock=world.clock,
        random=world.random, cost=CHEAP, server=read(postgres_url),
    )
    with workspace:
        workspace.add_campaign(survey, write_campaign(survey), actor="Kim")
        workspace.record_package(CAMPAIGN, 1, PACKAGE_HASH, b"the signed package", actor="Kim")
        device = Device(workspace, world).register()
        device.answer(response())
        workspace.keys.rotate(CAMPAIGN, "Kim")
        workspace.keys.share(
            CAMPAIGN, public=ReceivingKey(bytes(96)).public, name="U", organisation=bytes(32)
        )
        device.open_epoch()
        device.answer(response())
        assert workspace.take_in(device.bundle()).new == 2
        left = workspace.keys.recovery_keys_left()
        assert workspace.keys.more_recovery_keys(code) > left
    kept: list[str] = []
    new_sheet(tmp_path / "w", keep=kept.append, clock=world.clock, passphrase=PASSPHRASE)
    with open_workspace(tmp_path / "w", recovery_code=kept[0], clock=world.clock) as workspace:
        held = tuple(workspace.keys.receiving_keys(CAMPAIGN))
        found, _ = read_certificate(
            workspace.keys.retire(CAMPAIGN, erase=True, despite="a test", actor="Kim")
        )
        assert found.keys == held and len(held) == 2
        assert (found.erased, len(found.sheets), len(found.partners)) == (2, 2, 1)
        device.epochs[-1].add(bodies.encode(response()), world.random(16))
        with pytest.raises(Retired):
            workspace.take_in(device.bundle())
        with workspace._database.reading() as connection:
            row = connection.exec_driver_sql("SELECT seed, row_secret FROM campaign").one()
            older = connection.exec_driver_sql("SELECT count(*) FROM campaign_key").scalar_one()
        assert (bytes(row.seed), bytes(row.row_secret), older) == (b"", b"", 0)
        assert workspace.verify().faults == ()

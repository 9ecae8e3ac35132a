"""Keys that rotate, and other organisations that the same answers are sealed to."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.errors import Conflict, Damaged, MissingKey
from storage.seal.epochs import RECIPIENTS_LIMIT, new_epoch, open_epoch
from storage.seal.keys import ReceivingKey
from storage.workspace import Workspace
from tests.builders import CAMPAIGN
from tests.storage.workspace_builders import (
    PACKAGE_HASH,
    Device,
    World,
    new_workspace,
    reopen,
    response,
)

UNIVERSITY = ReceivingKey(bytes(range(96)))


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def workspace(tmp_path: Path, world: World) -> Workspace:
    return new_workspace(tmp_path / "w", world)[0]


def share(
    workspace: Workspace, key: ReceivingKey = UNIVERSITY, name: str = "Universitetet"
) -> None:
    workspace.keys.share(
        CAMPAIGN, public=key.public, name=name, organisation=bytes(32), actor="Kim"
    )


def test_epochs_sealed_before_and_after_a_rotation_are_taken_in(
    workspace: Workspace, world: World, tmp_path: Path
) -> None:
    with workspace:
        device = Device(workspace, world).register()
        device.answer(response())
        workspace.keys.rotate(CAMPAIGN, "Kim")
        workspace.keys.rotate(CAMPAIGN, "Kim")
        device.open_epoch()
        device.answer(response())
        one, two = (epoch.epoch.wraps[0][0] for epoch in device.epochs)
        assert one != two
        assert list(workspace.keys.receiving_keys(CAMPAIGN)).index(one) == 2
        assert workspace.take_in(device.bundle()).new == 2
    with reopen(tmp_path / "w", world) as again:
        standing = again.keys.standing(CAMPAIGN)
        assert standing.present == two and standing.older[-1] == one
        assert again.counts(CAMPAIGN).complete == 2


def test_what_is_sealed_to_a_partner_opens_with_its_key_and_with_ours(
    workspace: Workspace, world: World
) -> None:
    with workspace:
        share(workspace)
        recipients = workspace.recipients(CAMPAIGN)
        assert [r.role for r in recipients] == ["campaign", "recovery", "partner"]
        epoch, secret = new_epoch(
            stream=bytes(16), campaign=CAMPAIGN, package_hash=PACKAGE_HASH, parent=bytes(16),
            parent_head=bytes(32), opened=world.now, recipients=recipients, random=world.random,
        )
        assert open_epoch(epoch, UNIVERSITY) == secret
        assert open_epoch(epoch, workspace.receiving_key(CAMPAIGN)) == secret


def test_a_partner_that_is_removed_is_in_no_later_package_but_is_remembered(
    workspace: Workspace,
) -> None:
    with workspace:
        share(workspace)
        workspace.keys.unshare(CAMPAIGN, UNIVERSITY.id, "Kim")
        assert [r.role for r in workspace.recipients(CAMPAIGN)] == ["campaign", "recovery"]
        partner = workspace.keys.partners(CAMPAIGN)[0]
        assert partner.name == "Universitetet" and partner.removed is not None
        with pytest.raises(MissingKey):
            workspace.keys.unshare(CAMPAIGN, UNIVERSITY.id)
        share(workspace, name="Universitetet i staden")
        partner = workspace.keys.partners(CAMPAIGN)[0]
        assert partner.name == "Universitetet i staden" and partner.removed is None


def test_nothing_but_another_organisations_key_is_shared_with(workspace: Workspace) -> None:
    with workspace:
        with pytest.raises(Conflict, match="own"):
            share(workspace, workspace.receiving_key(CAMPAIGN))
        with pytest.raises(Damaged):
            workspace.keys.share(CAMPAIGN, public=bytes(100), name="x", organisation=bytes(32))
        for n in range(RECIPIENTS_LIMIT - 2):
            share(workspace, ReceivingKey(bytes([n]) * 96))
        with pytest.raises(Conflict, match=str(RECIPIENTS_LIMIT)):
            share(workspace)
        share(workspace, ReceivingKey(bytes([0]) * 96), name="the same once more")
        assert len(workspace.recipients(CAMPAIGN)) == RECIPIENTS_LIMIT

"""Photos and sounds in an export: named in the tables, their bytes beside them only when asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

import vardera
from admin.exports.exporting import Wish, export
from storage.workspace import Workspace, create, open_workspace
from storage.workspace.reviews import Which
from survey.around import Wish as Around
from survey.around import campaign_around
from survey.campaign import Campaign
from survey.reading import write_campaign
from survey.records import Further, Kind
from tests.admin.test_export_tables import BY, lines
from tests.builders import CAMPAIGN
from tests.files import SMALL_PHOTO, SMALL_SOUND
from tests.forms import table
from tests.storage.workspace_builders import (
    CHEAP,
    PACKAGE_HASH,
    PASSPHRASE,
    Device,
    World,
    response,
)

FORM = """
| survey |
|  | type | name | label |
|  | begin_repeat | tree | Tree |
|  | image | leaf | Leaf |
|  | end_repeat | | |
|  | audio | birds | Birds |
"""
DAY = date(2025, 9, 3)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Workspace, Campaign]]:
    """A workspace where one person handed in two photos and a sound."""
    world = World()
    campaign = campaign_around(table(FORM), Around(
        id=CAMPAIGN, organisation="Kommunen", units=((UUID(int=2), "Parken"),), first_day=DAY,
        last_day=DAY, consent={"sv": "Ja"}, about={"sv": "Om"},
    ))
    made = create(
        tmp_path / "ws", name="Kommunen", passphrase=PASSPHRASE, clock=world.clock,
        random=world.random, cost=CHEAP,
    )[0]
    made.add_campaign(campaign, write_campaign(campaign), "Kim")
    made.record_package(CAMPAIGN, 1, PACKAGE_HASH, b"package", "Kim")
    device = Device(made, world).register()
    assert campaign.definition is not None
    ids = {node.name: node.id for node in campaign.definition.walk()}
    handed = tuple(
        Further(node=ids[name], at=at, kind=Kind.FILE, value=file) for name, at, file in (
            ("leaf", (1,), SMALL_PHOTO), ("leaf", (2,), SMALL_PHOTO), ("birds", (), SMALL_SOUND),
        )
    )
    device.answer(replace(response({}), form=campaign.form.id, further=handed))
    made.take_in(device.bundle(), "Kim")
    yield made, campaign
    made.close()


def test_files_are_named_in_the_tables_and_lie_beside_them_when_wanted(
    place: tuple[Workspace, Campaign], tmp_path: Path
) -> None:
    workspace, campaign = place
    assert campaign.definition is not None
    named = export(workspace, campaign.id, tmp_path / "named", Wish(), BY)
    whole = export(workspace, campaign.id, tmp_path / "whole", Wish(files=True), BY)
    assert (named.files, whole.files) == (0, 3)
    assert not (named.folder / "files").exists()
    (main,) = lines(whole.folder / "responses.csv")
    leaves = [one["leaf"] for one in lines(whole.folder / "repeat_tree.csv")]
    ids = {node.name: node.id.hex for node in campaign.definition.walk()}
    assert leaves == [f"{main['_response']}-leaf-{ids['leaf']}-{at}.jpg" for at in (1, 2)]
    assert main["birds"] == f"{main['_response']}-birds-{ids['birds']}.wav"
    found = {one.name: one.read_bytes() for one in (whole.folder / "files").iterdir()}
    assert found == {**dict.fromkeys(leaves, SMALL_PHOTO.data), main["birds"]: SMALL_SOUND.data}
    assert lines(named.folder / "responses.csv") == [main]


def test_a_saved_photo_is_there_whole_outside_the_workspace_or_not_at_all(
    place: tuple[Workspace, Campaign], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    workspace, campaign = place
    (row,) = (one.id.hex() for one in workspace.inbox.listed(campaign.id, Which()))
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)

    def save(out: Path) -> int:
        return vardera.main([
            "responses", "file", str(tmp_path / "ws"), row, "--field", "birds", "--out", str(out),
        ])

    assert save(tmp_path / "ws" / "birds.wav") == 2
    assert "inside the workspace" in capsys.readouterr().err
    assert workspace.erasing.exports() == ()

    out, sync = tmp_path / "birds.wav", os.fsync

    def full(handle: int) -> None:
        if out.exists() and os.path.samestat(os.fstat(handle), out.stat()):
            raise OSError(28, "No space left on device")
        sync(handle)

    workspace.close()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(os, "fsync", full)
        assert save(out) == 2
    assert not out.exists()
    assert save(out) == 0
    assert out.read_bytes() == SMALL_SOUND.data
    with open_workspace(tmp_path / "ws", passphrase=PASSPHRASE, clock=World().clock) as again:
        assert [one.destroyed is None for one in again.erasing.exports()] == [False, True]

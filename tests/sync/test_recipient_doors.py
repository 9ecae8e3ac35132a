"""Fail closed: where nobody could open an answer, none is taken. One test for each door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storage.bodies import encode
from storage.errors import Damaged, MissingKey, Retired
from storage.kiosk import KioskStore
from storage.seal import coding, epochs
from storage.workspace import Cost, create
from survey.reading import write_campaign
from sync import envelope, package
from tests.sync.sync_builders import (
    CAMPAIGN,
    MOMENT,
    Organisation,
    campaign,
    clock,
    known_random,
    recipient,
    response,
)
from tests.sync.write_vectors import resigned


class Nobody(Organisation):
    """An organisation that has lost its keys."""

    def recipients(self, campaign: object) -> tuple[()]:
        return ()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KioskStore]:
    made = KioskStore.create_or_open(
        tmp_path / "kiosk", name="Entrén", clock=clock, random=known_random()
    )
    yield made
    made.close()


def test_no_package_is_written_without_a_recipient() -> None:
    nobody = Nobody()
    with pytest.raises(MissingKey, match="nothing may be collected"):
        package.write_package(nobody, campaign(), clock)
    assert nobody.packages == []


def test_no_package_is_written_for_a_retired_campaign(tmp_path: Path) -> None:
    workspace, _ = create(
        tmp_path / "w", name="Exempelkommun", passphrase="x", clock=clock,
        random=known_random(), cost=Cost(memory=64, passes=1, lanes=1),
    )
    with workspace:
        workspace.add_campaign(campaign(), write_campaign(campaign()))
        workspace.keys.retire(CAMPAIGN)
        with pytest.raises(Retired):
            package.write_package(workspace, campaign(), clock)
        assert workspace.packages(CAMPAIGN) == ()
        assert package.write_end(workspace, campaign(), clock).ends
        assert [one.version for one in workspace.packages(CAMPAIGN)] == [1]


def test_a_signed_package_with_too_many_recipients_is_damage() -> None:
    us = Organisation()
    signed = envelope.unwrap("package", package.write_package(us, campaign(), clock).raw)
    fields: list[Any] = list(msgspec.msgpack.decode(signed.payload))
    fields[6] = tuple(fields[6]) * 17
    endless = resigned("package", coding.pack(tuple(fields)), us.signer_public, us.sign,
                     us.signer_public)
    with pytest.raises(Damaged, match="recipients"):
        package.read_package(endless)


def test_no_answer_is_taken_without_a_package(store: KioskStore) -> None:
    with pytest.raises(MissingKey):
        store.journal()
    assert store.waiting() == 0


def test_no_answer_is_taken_under_a_package_that_names_nobody(store: KioskStore) -> None:
    sound = package.write_package(Organisation(), campaign(), clock)
    unsound = replace(sound, recipients=())
    with pytest.raises((MissingKey, Damaged)):
        store.install(unsound)
        store.journal().append(encode(response()))
    assert store.waiting() == 0


def test_no_epoch_is_opened_without_recipients() -> None:
    with pytest.raises(MissingKey, match="nothing may be collected"):
        epochs.prepare(
            stream=bytes(16), campaign=CAMPAIGN, package_hash=bytes(32), recipients=(),
            random=bytes,
        )


def test_an_epoch_that_is_sealed_to_nobody_is_damage() -> None:
    sound, _ = epochs.new_epoch(
        stream=bytes(16), campaign=CAMPAIGN, package_hash=bytes(32), parent=bytes(16),
        parent_head=bytes(32), opened=MOMENT, recipients=(recipient()[0],), random=bytes,
    )
    fields = list(msgspec.msgpack.decode(sound.header))
    fields[8] = ()
    with pytest.raises(Damaged):
        epochs.read_epoch(coding.pack(tuple(fields)))

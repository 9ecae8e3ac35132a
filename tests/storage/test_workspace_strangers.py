"""What a registered device that means harm, or a copy of its key, cannot do to the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage import bodies
from storage.seal import epochs
from storage.seal.keys import row_id
from storage.workspace import ClockNote, Workspace
from survey.records import ParticipantJoined, SessionOpened
from tests.builders import CAMPAIGN, RATINGS
from tests.storage.workspace_builders import (
    PACKAGE_HASH,
    Device,
    MadeEpoch,
    World,
    new_workspace,
    response,
    row_ids,
    session_event,
)

SESSION = CAMPAIGN
LAST_NUMBER = 2**32 - 1


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def workspace(tmp_path: Path, world: World) -> Iterator[Workspace]:
    made, _ = new_workspace(tmp_path / "workspace", world)
    yield made
    made.close()


@pytest.fixture
def victim(workspace: Workspace, world: World) -> Device:
    return Device(workspace, world).register()


@pytest.fixture
def squatter(workspace: Workspace, world: World) -> Device:
    return Device(workspace, world, name="Kiosk 2").register()


def epoch_named(device: Device, id: bytes, parent: bytes = epochs.NO_EPOCH) -> MadeEpoch:
    """A valid epoch of ``device`` under an id that it did not draw itself."""
    epoch, secret = epochs.new_epoch(
        stream=device.stream, campaign=CAMPAIGN, package_hash=PACKAGE_HASH, parent=parent,
        parent_head=epochs.NO_HEAD, opened=device.world.now,
        recipients=device.workspace.recipients(CAMPAIGN),
        random=lambda length: id if length == 16 else device.world.random(length),
    )
    assert epoch.id == id
    made = MadeEpoch(epoch, secret)
    device.epochs.append(made)
    return made


def test_an_epoch_id_taken_by_another_device_keeps_nobody_out(
    workspace: Workspace, victim: Device, squatter: Device
) -> None:
    victim.answer(response({RATINGS[0]: 5}))
    epoch_named(squatter, victim.epochs[0].epoch.id)
    squatter.answer(response({RATINGS[0]: 1}))
    assert workspace.take_in(squatter.bundle()).new == 1
    taken = workspace.take_in(victim.bundle())
    assert (taken.new, taken.gaps, taken.forks) == (1, (), ())
    assert workspace.counts(CAMPAIGN).complete == 2
    assert [seen.taken for seen in workspace.streams()] == [1, 1]


def test_another_devices_epoch_fills_no_gap_and_makes_no_fork(
    workspace: Workspace, victim: Device, squatter: Device
) -> None:
    victim.answer(response())
    lost = victim.epochs[0]
    victim.open_epoch()
    later = victim.answer(response())
    epoch_named(squatter, lost.epoch.id)
    squatter.answer(response())
    workspace.take_in(squatter.bundle())
    taken = workspace.take_in(victim.bundle(later))
    assert [(gap.epoch, gap.missing) for gap in taken.gaps] == [(lost.epoch.id, None)]
    assert taken.forks == ()


def test_record_ids_taken_by_another_device_keep_nobody_out(
    workspace: Workspace, victim: Device, squatter: Device
) -> None:
    answers = victim.answer(
        response(), session_event(SESSION, 1, SessionOpened(title="a", method="focus_group"))
    )
    epoch = squatter.open_epoch()
    epoch.add(bodies.encode(response()), answers[0].id)
    joined = session_event(SESSION, 2, ParticipantJoined(participant=1))
    epoch.add(bodies.encode(joined), answers[1].id)
    assert workspace.take_in(squatter.bundle()).new == 2
    assert workspace.take_in(victim.bundle()).new == 2
    counts = workspace.counts(CAMPAIGN)
    assert (counts.complete, counts.session_events) == (2, 2)


def test_no_row_carries_what_stands_on_the_wire(workspace: Workspace, victim: Device) -> None:
    made = victim.answer(
        *(response() for _ in range(8)),
        session_event(SESSION, 1, SessionOpened(title="a", method="focus_group")),
    )
    workspace.take_in(victim.bundle())
    with workspace._database.reading() as connection:
        rows = {
            id for table in ("response", "session_event")
            for (id,) in connection.exec_driver_sql(f"SELECT id FROM {table}")
        }
    assert rows.isdisjoint(record.id for record in made)
    # whoever holds the campaign's secret and the record can still find its row, to withdraw it
    assert rows == set(row_ids(workspace, victim))


def test_rows_lie_in_another_order_than_records_came(
    workspace: Workspace, victim: Device
) -> None:
    epoch = victim.open_epoch()
    for n in range(40):  # ids on the wire that rise with time
        epoch.add(bodies.encode(response({RATINGS[0]: n // 8 + 1})), bytes([n]) * 16)
    workspace.take_in(victim.bundle())
    steps = [person.items[RATINGS[0]] for person in workspace.persons(CAMPAIGN)]
    assert steps != sorted(steps)


def test_a_row_id_depends_on_every_part_and_on_the_secret() -> None:
    parts = (bytes(32), bytes(16), bytes(16), 0, bytes(16))
    other = (b"\1" * 32, b"\1" * 16, b"\1" * 16, 1, b"\1" * 16)
    changed = [
        row_id(*(other[i] if i == at else part for i, part in enumerate(parts)))  # type: ignore[arg-type]
        for at in range(5)
    ]
    assert len({row_id(*parts), *changed}) == 6
    assert {len(id) for id in changed} == {16}


def test_the_highest_bundle_number_silences_no_later_request_for_a_receipt(
    workspace: Workspace, victim: Device, tmp_path: Path
) -> None:
    victim.answer(response())
    workspace.take_in(victim.bundle(number=LAST_NUMBER))
    workspace.backup(tmp_path / "backups")
    (receipt,) = workspace.receipts_due()
    workspace.receipt_sent(receipt)
    workspace.take_in(victim.bundle(number=2))
    assert workspace.receipts_due() == [receipt]


def test_the_highest_bundle_number_silences_no_clock_that_went_back(
    workspace: Workspace, victim: Device, world: World
) -> None:
    victim.answer(response())
    workspace.take_in(victim.bundle(number=LAST_NUMBER))
    workspace.take_in(victim.bundle(number=2))
    earlier = world.now.replace(hour=world.now.hour - 5)
    assert workspace.take_in(victim.bundle(number=3, made=earlier)).clock is ClockNote.BACK
    assert workspace.take_in(victim.bundle(number=4, made=earlier)).clock is ClockNote.OK


def test_a_file_that_still_lies_there_asks_for_no_receipt_whatever_came_between(
    workspace: Workspace, victim: Device, tmp_path: Path
) -> None:
    victim.answer(response())
    files = [victim.bundle(), victim.bundle(), victim.bundle()]
    for file in files:
        workspace.take_in(file)
    workspace.backup(tmp_path / "backups")
    for receipt in workspace.receipts_due():
        workspace.receipt_sent(receipt)
    for file in (*files, *reversed(files)):
        workspace.take_in(file)
    assert workspace.receipts_due() == []
    workspace.take_in(replace(files[0], hash=bytes(32), number=9))
    assert len(workspace.receipts_due()) == 1


def test_bundles_that_brought_nothing_are_no_part_of_the_history(
    workspace: Workspace, victim: Device
) -> None:
    victim.answer(response())
    for _ in range(3):
        workspace.take_in(victim.bundle())
    assert [arrival.number for arrival in workspace.history()] == [1]
    assert workspace.streams()[0].last_bundle == 3

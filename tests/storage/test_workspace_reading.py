"""What the workspace answers, and what nobody can read out of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from storage.errors import Conflict, Damaged, TooOld, WrongCampaign
from storage.seal.epochs import new_epoch, open_epoch
from storage.seal.keys import ReceivingKey, recovery_seed
from storage.seal.recovery import read_code, recovery_secret
from storage.values import DeviceIdentity
from storage.workspace import Workspace
from survey.reading import write_campaign
from survey.records import ParticipantJoined, PointsSet, SessionOpened
from tests.builders import AREA, AREAS, CAMPAIGN, FACTORS, GENDER, GENDERS, RATINGS, small_campaign
from tests.storage.workspace_builders import (
    PACKAGE_HASH,
    Device,
    World,
    new_workspace,
    response,
    session_event,
)

SESSIONS = tuple(UUID(int=0xAB << 120 | 0x4000 << 64 | 0x8000 << 48 | n) for n in (1, 2))


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


def column(workspace: Workspace, query: str) -> list[object]:
    with workspace._database.reading() as connection:
        return [row[0] for row in connection.exec_driver_sql(query)]


def test_persons_carry_the_names_of_their_groups(workspace: Workspace, device: Device) -> None:
    device.answer(
        response({RATINGS[0]: 1, AREA: AREAS[2], GENDER: GENDERS[1]}),
        response({RATINGS[0]: 5, GENDER: None}),
    )
    workspace.take_in(device.bundle())
    found = {p.items[RATINGS[0]]: dict(p.groups) for p in workspace.persons(CAMPAIGN)}
    assert found == {1: {"area": "south", "gender": "man"}, 5: {}}


def test_answers_the_survey_does_not_know_are_left_out(
    workspace: Workspace, device: Device
) -> None:
    device.answer(response({RATINGS[0]: 9, RATINGS[1]: 3, UUID(int=99): 4, AREA: UUID(int=98)}))
    workspace.take_in(device.bundle())
    (person,) = workspace.persons(CAMPAIGN)
    assert (dict(person.items), dict(person.groups)) == ({RATINGS[1]: 3}, {})


def test_a_person_who_answered_nothing_is_still_a_person(
    workspace: Workspace, device: Device
) -> None:
    device.answer(response({}))
    workspace.take_in(device.bundle())
    (person,) = workspace.persons(CAMPAIGN)
    assert (dict(person.items), dict(person.groups)) == ({}, {})


def test_points_are_gathered_per_session_and_participant(
    workspace: Workspace, device: Device
) -> None:
    one, other = SESSIONS
    device.answer(
        session_event(one, 1, SessionOpened(title="Onsdag", method="focus_group")),
        session_event(one, 2, ParticipantJoined(participant=1)),
        session_event(one, 3, ParticipantJoined(participant=2)),
        session_event(one, 4, PointsSet(participant=1, points={FACTORS[0]: 7, FACTORS[1]: 3})),
        session_event(one, 5, PointsSet(participant=1, points={FACTORS[0]: 4, FACTORS[1]: 6})),
        session_event(other, 1, SessionOpened(title="Torsdag", method="focus_group")),
        session_event(other, 2, ParticipantJoined(participant=1)),
        session_event(other, 3, PointsSet(participant=1, points={FACTORS[1]: 10})),
    )
    workspace.take_in(device.bundle())
    found, _ = workspace.sessions.weights(CAMPAIGN)
    assert dict(found.points) == {FACTORS[0]: 4, FACTORS[1]: 16}
    assert (found.n_groups, found.n_participants, found.excluded) == (2, 2, 1)
    assert len(workspace.session_events(CAMPAIGN)) == 8
    assert workspace.counts(CAMPAIGN).session_events == 8


def test_counts_tell_what_lies_in_quarantine_by_reason(
    workspace: Workspace, world: World
) -> None:
    first = workspace.quarantine(b"one", "a.vbundle", "damaged", "cut short", actor="Kim")
    workspace.quarantine(b"two", "b.vbundle", "damaged", "changed", actor="Kim")
    workspace.quarantine(b"three", "c.vbundle", "too-new", "newer", actor="Kim")
    workspace.quarantine(b"one", "a.vbundle", "damaged", "cut short again", actor="Kim")
    assert dict(workspace.counts(CAMPAIGN).quarantined) == {"damaged": 2, "too-new": 1}
    assert workspace.quarantined()[0].message == "cut short again"
    assert workspace.quarantined_raw(first) == b"one"
    assert workspace.release_quarantine(first, actor="Kim") is True
    assert workspace.release_quarantine(first, actor="Kim") is False
    assert [f.name for f in workspace.quarantined()] == ["b.vbundle", "c.vbundle"]
    assert workspace.quarantined_raw(first) is None


def test_devices_are_told_with_how_far_they_have_come(
    workspace: Workspace, device: Device, world: World
) -> None:
    device.answer(response(), response())
    workspace.take_in(device.bundle())
    world.wait(hours=3)
    device.answer(response())
    workspace.take_in(device.bundle(), actor="Kim")
    (seen,) = workspace.streams()
    assert (seen.name, seen.device, seen.campaign) == ("Kiosk 1", device.signer.public, CAMPAIGN)
    assert (seen.made, seen.taken, seen.last_bundle, seen.gaps) == (3, 3, 2, ())
    assert seen.last_seen == world.now
    arrivals = workspace.history()
    assert [(a.actor, a.device, a.number, a.new, a.known) for a in arrivals] == [
        ("unnamed", "Kiosk 1", 1, 2, 0), ("Kim", "Kiosk 1", 2, 1, 2),
    ]
    assert arrivals[1].at - arrivals[0].at == timedelta(hours=3)


def test_a_device_registered_again_gets_its_new_name(
    workspace: Workspace, device: Device
) -> None:
    public = device.signer.public
    workspace.register_device(DeviceIdentity(public=public, name="Entrén"), actor="Kim")
    assert workspace.devices() == (DeviceIdentity(public=public, name="Entrén"),)
    assert workspace.device(public) == workspace.devices()[0]
    assert workspace.device(bytes(32)) is None


def test_a_survey_is_kept_in_versions_that_only_rise(workspace: Workspace) -> None:
    later = small_campaign(2)
    workspace.add_campaign(later, write_campaign(later), actor="Kim")
    workspace.add_campaign(later, write_campaign(later), actor="Kim")
    assert workspace.campaigns() == (later,)
    assert workspace.campaign(CAMPAIGN) == later
    assert workspace.definition(CAMPAIGN) == write_campaign(later)
    earlier = small_campaign(1)
    with pytest.raises(TooOld):
        workspace.add_campaign(earlier, write_campaign(earlier), actor="Kim")
    other = replace(later, contact="elsewhere@example.org")
    with pytest.raises(Conflict):
        workspace.add_campaign(other, write_campaign(other), actor="Kim")
    with pytest.raises(Damaged):
        workspace.add_campaign(replace(later, version=3), write_campaign(later), actor="Kim")
    assert workspace.campaigns() == (later,)


def test_package_versions_only_rise(workspace: Workspace) -> None:
    assert workspace.next_package_version(CAMPAIGN) == 2
    with pytest.raises(TooOld):
        workspace.record_package(CAMPAIGN, 1, bytes(32), b"again", actor="Kim")
    workspace.record_package(CAMPAIGN, 5, bytes(32), b"later", actor="Kim")
    assert workspace.next_package_version(CAMPAIGN) == 6
    assert [p.version for p in workspace.packages(CAMPAIGN)] == [1, 5]


def test_an_unknown_survey_is_told_as_such(workspace: Workspace) -> None:
    unknown = UUID(int=5)
    for ask in (
        workspace.campaign, workspace.counts, workspace.recipients, workspace.receiving_key,
        workspace.sessions.came, lambda id: list(workspace.persons(id)),
    ):
        with pytest.raises(WrongCampaign):
            ask(unknown)


def test_the_printed_sheet_opens_epochs_without_the_workspace(
    opened: tuple[Workspace, str], world: World
) -> None:
    workspace, code = opened
    epoch, secret = new_epoch(
        stream=bytes(16), campaign=CAMPAIGN, package_hash=PACKAGE_HASH, parent=bytes(16),
        parent_head=bytes(32), opened=world.now, recipients=workspace.recipients(CAMPAIGN),
        random=world.random,
    )
    sheet = ReceivingKey(recovery_seed(recovery_secret(read_code(code)), 1))
    assert open_epoch(epoch, sheet) == secret
    assert open_epoch(epoch, workspace.receiving_key(CAMPAIGN)) == secret


def test_nothing_in_the_order_of_rows_tells_when_an_answer_came(
    workspace: Workspace, device: Device
) -> None:
    for step in (1, 2, 3):
        made = device.answer(*(response({RATINGS[0]: step, AREA: AREAS[0]}) for _ in range(20)))
        workspace.take_in(device.bundle(made))
    for table, id in (("response", "id"), ("rating", "response"), ("choice", "response")):
        stored = column(workspace, f"SELECT {id} FROM {table}")
        assert stored == sorted(stored)  # type: ignore[type-var]
    steps = column(workspace, "SELECT value FROM rating")
    assert steps != sorted(steps) and sorted(steps) == [1] * 20 + [2] * 20 + [3] * 20


def test_no_table_but_fresh_leads_from_an_answer_to_its_place(workspace: Workspace) -> None:
    with workspace._database.reading() as connection:
        tables = [
            (name, {c[1] for c in connection.exec_driver_sql(f"PRAGMA table_info({name})")})
            for (name,) in connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).all()
        ]
    places, answers = {"n", "epoch", "batch", "stream"}, {"response", "circumstance", "value"}
    assert len(tables) > 20
    leading = {name for name, columns in tables if columns & places and columns & answers}
    assert leading == {"fresh"}  # which is empty once receipts are made, and in backups
    assert "id" not in dict(tables)["ledger"]
    assert not dict(tables)["response"] & {"device", "actor", "at", "number"}


def test_circumstances_are_not_numbered_in_the_order_they_came(
    workspace: Workspace, device: Device, world: World
) -> None:
    device.answer(*(
        response({RATINGS[0]: 1}, time=world.now + timedelta(minutes=15 * n)) for n in range(12)
    ))
    workspace.take_in(device.bundle())
    numbers = column(workspace, "SELECT number FROM circumstance ORDER BY time")
    assert len(numbers) == 12
    assert numbers != sorted(numbers)  # type: ignore[type-var]


def test_every_row_that_a_person_caused_names_them(
    workspace: Workspace, device: Device, tmp_path: Path
) -> None:
    device.answer(response())
    workspace.take_in(device.bundle(), actor="Robin")
    workspace.quarantine(b"x", "x.vbundle", "damaged", "cut", actor="Robin")
    workspace.backup(tmp_path / "backups", actor="Robin")
    for table in ("batch", "quarantine", "backup"):
        query = f"SELECT a.name FROM {table} t JOIN actor a ON a.number = t.actor"
        assert column(workspace, query) == ["Robin"]
    for table in ("campaign", "definition", "package", "device"):
        query = f"SELECT a.name FROM {table} t JOIN actor a ON a.number = t.actor"
        assert column(workspace, query) == ["Kim"]

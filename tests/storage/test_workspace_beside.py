"""What comes beside answers, and devices' notes, in the workspace: kept once, gone with theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from storage import beside, bodies
from storage.workspace import Workspace, came_beside
from storage.workspace.retention import Rule
from storage.workspace.reviews import State
from survey.beside import Beside, Flag, Seen
from survey.device_notes import Assigned, Vouchers
from survey.reading import write_campaign
from survey.records import Body
from tests.builders import CAMPAIGN, RATINGS, UNITS
from tests.conducted import ARMS
from tests.storage.beside_bodies import HEALTH, OCCASION
from tests.storage.workspace_builders import (
    MORNING,
    Device,
    World,
    new_workspace,
    reopen,
    response,
)

BESIDE = Beside(
    arm=ARMS[0], flags=(Flag.BURST, Flag.TOO_FAST),
    screens=(Seen(question=RATINGS[0], seconds=30, changes=2, helped=True),), language_switches=1,
)
ODD = replace(response(), beside=BESIDE)
CALM = replace(response(), beside=Beside(screens=(Seen(question=RATINGS[0], seconds=10),)))
ASSIGNED = Assigned(arm=ARMS[0], unit=UNITS[0], day=date(2025, 9, 3))
HOUR = replace(HEALTH, time=MORNING)
VISIT = replace(OCCASION, unit=UNITS[0], day=date(2025, 9, 3))
TABLES = ("beside", "flag", "screen", "note", "fresh", "erasure")


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def workspace(tmp_path: Path, world: World) -> Iterator[Workspace]:
    made, _ = new_workspace(tmp_path / "workspace", world)
    with made:
        yield made


@pytest.fixture
def device(workspace: Workspace, world: World) -> Device:
    return Device(workspace, world).register()


def rows(workspace: Workspace, table: str) -> int:
    with workspace._database.reading() as connection:
        found = connection.exec_driver_sql(f"SELECT count(*) FROM {table}")
        return int(found.scalar_one())


def give(device: Device, *given: Body) -> None:
    device.answer(*(bodies.encode(body) for body in given))


def test_everything_is_counted_once_however_often_it_comes(
    workspace: Workspace, device: Device
) -> None:
    give(device, ODD, CALM, response(), HOUR, ASSIGNED, VISIT)
    assert workspace.take_in(device.bundle()).new == 6
    assert workspace.take_in(device.bundle()).new == 0
    assert [rows(workspace, table) for table in TABLES[:4]] == [2, 2, 2, 3]
    assert workspace.counts(CAMPAIGN).complete == 3
    assert workspace.verify().faults == ()


def test_flagged_answers_are_counted_like_any_other(workspace: Workspace, device: Device) -> None:
    give(device, ODD, ODD, response())
    workspace.take_in(device.bundle())
    assert len(list(workspace.persons(CAMPAIGN))) == 3


def test_what_hangs_on_an_answer_goes_with_it(
    workspace: Workspace, device: Device, world: World
) -> None:
    give(device, ODD, HOUR, ASSIGNED, VISIT)
    workspace.take_in(device.bundle())
    world.wait(days=400)
    rule = Rule(answers_days=30, words_days=None)
    due = {one.table: one.rows for one in workspace.erasing.due(CAMPAIGN, rule)}
    assert due == {"response": 1, "rating": 4, "choice": 1, "beside": 1, "flag": 2, "screen": 1,
                   "note": 3, "fresh": 4}
    workspace.erasing.apply_rule(CAMPAIGN, rule, "Kim")
    assert [rows(workspace, table) for table in TABLES[:5]] == [0, 0, 0, 0, 0]
    assert workspace.verify().faults == ()


def test_what_came_beside_is_read_as_it_was_written(workspace: Workspace, device: Device) -> None:
    give(device, ODD, response())
    workspace.take_in(device.bundle())
    with workspace._database.reading() as connection:
        ids = connection.exec_driver_sql("SELECT id FROM response").scalars().all()
        found = came_beside.of(connection, 1, [bytes(id) for id in ids])
    assert list(found.values()) == [beside.to_wire(BESIDE)]


def test_vouchers_are_kept_by_their_hashes_alone(workspace: Workspace, device: Device) -> None:
    hashes = tuple(bytes([at]) * 32 for at in range(64))
    give(device, Vouchers(hashes=hashes))
    assert workspace.take_in(device.bundle()).new == 1
    with workspace._database.reading() as connection:
        kept = connection.exec_driver_sql("SELECT hash, redeemed, actor FROM voucher").all()
        told = connection.exec_driver_sql("SELECT kind, day, body FROM note").one()
    assert [(bytes(row.hash), row.redeemed, row.actor) for row in kept] == [
        (hash, None, None) for hash in hashes
    ]
    assert (told.kind, told.day, bytes(told.body)) == ("voucher.batch", 0, b"")
    assert workspace.verify().faults == ()


def test_batches_of_vouchers_have_no_day_and_stay(
    workspace: Workspace, device: Device, world: World
) -> None:
    give(device, Vouchers(hashes=(bytes(32),)), VISIT)
    workspace.take_in(device.bundle())
    world.wait(days=400)
    rule = Rule(answers_days=30, words_days=None)
    due = {one.table: one for one in workspace.erasing.due(CAMPAIGN, rule)}
    assert (due["note"].rows, due["note"].first) == (1, VISIT.day)
    workspace.erasing.apply_rule(CAMPAIGN, rule, "Kim")
    assert (rows(workspace, "note"), rows(workspace, "voucher")) == (1, 1)
    assert workspace.erasing.due(CAMPAIGN, rule) == ()
    assert workspace.verify().faults == ()


def test_unfinished_answers_look_odd_only_where_they_count(
    workspace: Workspace, device: Device
) -> None:
    give(device, *[ODD] * 2, replace(ODD, complete=False))
    workspace.take_in(device.bundle())
    assert workspace.kiosks.odd(CAMPAIGN) == (2, {
        Flag.BURST: {State.COUNTED: 2}, Flag.TOO_FAST: {State.COUNTED: 2},
    })
    partials = replace(workspace.campaign(CAMPAIGN), version=3, use_partials=True)
    workspace.add_campaign(partials, write_campaign(partials), "Kim")
    assert workspace.kiosks.odd(CAMPAIGN)[0] == 3


def test_drawings_that_are_held_are_told_apart(workspace: Workspace, device: Device) -> None:
    give(device, ASSIGNED, ASSIGNED, HOUR)
    workspace.take_in(device.bundle())

    def drawings() -> tuple[int, int]:
        kiosks = workspace.kiosks
        return len(kiosks.assigned(CAMPAIGN)), kiosks.drawings_aside(CAMPAIGN)

    assert drawings() == (2, 0)
    with workspace._database.writing() as connection:
        connection.exec_driver_sql("UPDATE note SET state = 1")
    assert drawings() == (0, 2)


@pytest.mark.parametrize("change", [
    "UPDATE note SET day = day + 1", "UPDATE note SET kind = 'occasion'",
    "UPDATE note SET body = x'00'", "DELETE FROM note", "DELETE FROM response",
])
def test_verify_sees_what_was_changed(
    workspace: Workspace, device: Device, change: str
) -> None:
    give(device, ODD, HOUR)
    workspace.take_in(device.bundle())
    assert workspace.verify().faults == ()
    with workspace._database.writing() as connection:
        connection.exec_driver_sql(change)
    assert workspace.verify().faults


def test_a_record_of_version_2_that_was_kept_takes_its_place_after_an_upgrade(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, _ = new_workspace(tmp_path / "w", world)
    known = bodies.read

    def older(raw: bytes) -> bodies.Wire | bodies.Unknown:
        wire = known(raw)
        if raw[2:20].startswith(b"response\x02") or b"device.health" in raw[:16]:
            kind = "response" if b"response" in raw[:10] else "device.health"
            return bodies.Unknown(kind=kind, version=2 if kind == "response" else 1, raw=raw)
        return wire

    monkeypatch.setattr(bodies, "read", older)
    with workspace:
        device = Device(workspace, world).register()
        give(device, ODD, HOUR)
        workspace.take_in(device.bundle())
        assert workspace.counts(CAMPAIGN).kept == 2
    monkeypatch.setattr(bodies, "read", known)
    with reopen(tmp_path / "w", world) as workspace:
        assert workspace.counts(CAMPAIGN).kept == 0
        assert [rows(workspace, table) for table in TABLES[:4]] == [1, 2, 1, 1]
        assert workspace.verify().faults == ()

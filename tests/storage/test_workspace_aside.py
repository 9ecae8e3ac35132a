"""A device that floods: what nobody can read here has limits, and beyond them nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storage.errors import TooMuchAside
from storage.workspace import Workspace, aside, odd_records, quarantine
from tests.builders import CAMPAIGN
from tests.storage.test_workspace_intake_odd import by_an_older_program
from tests.storage.workspace_builders import Device, World, new_workspace, response

UNREADABLE = b"\x93\xa8response\x01\xc0"
UNKNOWN = msgspec.msgpack.encode(["device.mood", 1, b"m" * 300])


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def workspace(tmp_path: Path, world: World) -> Iterator[Workspace]:
    made, _ = new_workspace(tmp_path / "workspace", world)
    yield made
    made.close()


@pytest.fixture
def device(workspace: Workspace, world: World) -> Device:
    return Device(workspace, world).register()


def rows(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    with workspace._database.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def everything(workspace: Workspace) -> list[list[tuple[Any, ...]]]:
    tables = ("ledger", "unreadable", "kept", "response", "batch", "epoch", "fresh", "stream")
    return [rows(workspace, f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables]


def weight(device: Device, *, epochs: int = 1) -> int:
    """Of all that the device made so far, with the headers of so many epochs."""
    headers = sum(len(epoch.epoch.header) for epoch in device.epochs[:epochs])
    return headers + sum(len(record.raw) for record in device.made())


def test_a_stream_over_its_bytes_is_refused_whole(
    workspace: Workspace, device: Device, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = device.answer(UNREADABLE, UNKNOWN)
    monkeypatch.setattr(aside, "STREAM_LIMIT", weight(device))
    taken = workspace.take_in(device.bundle())
    assert (taken.new, taken.unreadable) == (1, 1)
    before = everything(workspace)
    more = device.answer(response(), UNKNOWN, response())
    with pytest.raises(TooMuchAside, match="of one device"):
        workspace.take_in(device.bundle(more))
    assert everything(workspace) == before
    assert workspace.take_in(device.bundle([*made, more[0]])).new == 1, "what is read goes in"
    workspace.backup(tmp_path / "backups")
    (receipt,) = workspace.receipts_due()
    assert [(part.first, part.count) for part in receipt.ranges] == [(1, 2)]
    assert workspace.verify().faults == ()


def test_one_byte_less_is_too_little_room(
    workspace: Workspace, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    device.answer(UNREADABLE, UNKNOWN, response())
    size = weight(device) - len(device.made()[2].raw)
    monkeypatch.setattr(aside, "STREAM_LIMIT", size - 1)
    with pytest.raises(TooMuchAside):
        workspace.take_in(device.bundle())
    monkeypatch.setattr(aside, "STREAM_LIMIT", size)
    assert workspace.take_in(device.bundle()).new == 2


def test_the_whole_workspace_has_a_limit_of_its_own(
    workspace: Workspace, device: Device, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [Device(workspace, world, name=f"Kiosk {n}").register() for n in (2, 3)]
    for one in (device, *others):
        one.answer(UNKNOWN)
    monkeypatch.setattr(aside, "WORKSPACE_LIMIT", 2 * weight(device) + 10)
    bundles = [one.bundle() for one in (device, *others)]
    came = workspace.arrivals.take_in_all(bundles)
    assert [getattr(one, "new", None) for one in came] == [1, 1, None]
    assert isinstance(came[2], TooMuchAside) and "of all devices" in str(came[2])
    others[1].answer(response())
    assert workspace.take_in(others[1].bundle(others[1].made()[1:])).new == 1


def test_bundles_of_one_commit_are_counted_together(
    workspace: Workspace, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = device.answer(*(UNREADABLE for _ in range(6)))
    size = len(device.epochs[0].epoch.header) + 3 * len(made[0].raw)
    monkeypatch.setattr(aside, "STREAM_LIMIT", size)
    came = workspace.arrivals.take_in_all([device.bundle([one]) for one in made])
    assert [isinstance(one, TooMuchAside) for one in came] == [False] * 3 + [True] * 3
    assert rows(workspace, "SELECT n FROM unreadable ORDER BY n") == [(0,), (1,), (2,)]


def test_an_epochs_header_is_kept_once_and_goes_with_the_last_record(
    workspace: Workspace, device: Device
) -> None:
    device.answer(UNREADABLE, UNREADABLE)
    device.open_epoch()
    device.answer(response())
    workspace.take_in(device.bundle())
    first, second = (epoch.epoch for epoch in device.epochs)
    headers = "SELECT id, header FROM epoch ORDER BY number"
    assert rows(workspace, headers) == [(first.id, first.header), (second.id, None)]
    for record in workspace.inbox.unreadable():
        assert rows(workspace, headers)[0][1] == first.header
        workspace.inbox.give_up(record.number, "nobody waits")
    assert rows(workspace, headers) == [(first.id, None), (second.id, None)]


def test_giving_up_makes_room_again(
    workspace: Workspace, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    device.answer(UNREADABLE)
    monkeypatch.setattr(aside, "STREAM_LIMIT", weight(device))
    workspace.take_in(device.bundle())
    more = device.answer(UNREADABLE, response())
    late = device.bundle(more)
    with pytest.raises(TooMuchAside):
        workspace.take_in(late)
    (record,) = workspace.inbox.unreadable()
    workspace.inbox.give_up(record.number, "nobody waits")
    taken = workspace.take_in(late)
    assert (taken.new, taken.unreadable) == (1, 1)


def test_a_resend_that_can_be_read_makes_room_for_what_it_brings(
    workspace: Workspace, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    device.answer(response(), response())
    with monkeypatch.context() as patch:
        by_an_older_program(patch, 1)
        workspace.take_in(device.bundle())
    monkeypatch.setattr(aside, "STREAM_LIMIT", weight(device))
    device.answer(UNREADABLE)
    taken = workspace.take_in(device.bundle())
    assert (taken.new, taken.unreadable) == (1, 1)


def test_a_refused_resend_counts_again_what_it_would_have_freed(
    workspace: Workspace, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = device.answer(response(), UNREADABLE)
    with monkeypatch.context() as patch:
        by_an_older_program(patch, 0)
        workspace.take_in(device.bundle())
    monkeypatch.setattr(aside, "STREAM_LIMIT", weight(device))
    large = b"\x93\xa8response\x01" + msgspec.msgpack.encode(b"x" * 4_000)
    more = device.answer(large, UNREADABLE)
    came = workspace.arrivals.take_in_all(
        [device.bundle([made[0], more[0]]), device.bundle([more[1]])]
    )
    assert [type(one) for one in came] == [TooMuchAside, TooMuchAside]
    assert len(workspace.inbox.unreadable()) == 2


def test_other_records_at_one_place_count_as_well(
    workspace: Workspace, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(odd_records, "UNREADABLE_LIMIT", 2)
    epoch = device.open_epoch()
    chain = epoch.chain
    for made in (1, 2, 3):
        epoch.chain = chain
        epoch.records.clear()
        bundle = device.bundle(device.answer(*(UNREADABLE for _ in range(made)))[:1])
        if made < 3:
            assert workspace.take_in(bundle).unreadable == 1
    with pytest.raises(TooMuchAside, match="too many"):
        workspace.take_in(bundle)
    assert len(rows(workspace, "SELECT DISTINCT hash FROM unreadable WHERE n = 0")) == 2


def test_what_lies_aside_already_is_no_news_when_there_is_no_room(
    workspace: Workspace, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    device.answer(UNREADABLE, UNKNOWN, response())
    bundle = device.bundle()
    workspace.take_in(bundle)
    monkeypatch.setattr(aside, "STREAM_LIMIT", 1)
    monkeypatch.setattr(aside, "WORKSPACE_LIMIT", 1)
    assert (workspace.take_in(bundle).new, workspace.take_in(device.bundle()).known) == (0, 2)


def test_nothing_is_reckoned_when_nothing_is_odd(
    workspace: Workspace, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aside, "_SUMS", "SELECT no such thing")
    device.answer(response(), response())
    assert workspace.take_in(device.bundle()).new == 2


def test_files_of_a_device_that_floods_leave_quarantine_to_the_others(
    workspace: Workspace, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "ASIDE_KEPT_LIMIT", 10_000)
    files = [
        workspace.quarantine(
            bytes([n]) * 4_000, f"{n}.vbundle", TooMuchAside.code, "too much", "Kim", device.stream
        )
        for n in range(3)
    ]
    assert [workspace.quarantined_raw(file) is not None for file in files] == [True, True, False]
    assert "quarantine is full" in workspace.quarantined()[2].message
    other = workspace.quarantine(b"o" * 9_000, "o.vbundle", "wrong-campaign", "not here")
    assert workspace.quarantined_raw(other) is not None
    assert workspace.counts(CAMPAIGN).quarantined == {TooMuchAside.code: 3, "wrong-campaign": 1}

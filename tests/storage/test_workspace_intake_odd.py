"""Records that give no answer: unreadable, withdrawn, of revoked devices and of retired surveys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from storage import bodies
from storage.errors import Damaged, RevokedDevice, TooMuchAside
from storage.seal import keys, records
from storage.values import SealedRecord
from storage.workspace import Workspace, odd_records
from survey.records import ParticipantJoined, PointsSet, Response, Withdrawal
from tests.builders import CAMPAIGN, FACTORS
from tests.storage.workspace_builders import (
    Device,
    World,
    circumstances,
    new_workspace,
    response,
    session_event,
)

UNREADABLE = b"\x93\xa8response\x01\xc0"
CODE = bytes(range(16))


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


def size(workspace: Workspace, table: str) -> int:
    return int(rows(workspace, f"SELECT count(*) FROM {table}")[0][0])


def coded(code: bytes = CODE) -> Response:
    return replace(response(), code=keys.digest("receipt-code", code))


def changed(record: SealedRecord) -> SealedRecord:
    ciphertext = bytearray(record.ciphertext)
    ciphertext[0] ^= 1
    wire = (1, record.epoch, record.n, record.id, record.previous, record.nonce, bytes(ciphertext))
    return records.read_record(msgspec.msgpack.encode(wire))


def test_a_body_that_cannot_be_read_keeps_out_no_other(
    workspace: Workspace, device: Device
) -> None:
    made = device.answer(response(), UNREADABLE, response())
    taken = workspace.take_in(device.bundle())
    assert (taken.new, taken.known, taken.unreadable) == (2, 0, 1)
    (gap,) = taken.gaps
    assert (gap.first, gap.missing) == (1, 1)
    assert rows(workspace, "SELECT n FROM ledger ORDER BY n") == [(0,), (2,)]
    (kept,) = rows(
        workspace, "SELECT u.epoch, n, u.hash, sealed, header, reason FROM unreadable u"
        " JOIN epoch e ON e.id = u.epoch",
    )
    epoch = device.epochs[0].epoch
    assert kept[:5] == (epoch.id, 1, made[1].hash, made[1].raw, epoch.header)
    assert "response that does not follow the format" in kept[5]


def test_a_record_that_does_not_open_is_never_acknowledged(
    workspace: Workspace, device: Device, tmp_path: Path
) -> None:
    device.answer(response(), response())
    epoch = device.epochs[0]
    epoch.records[-1] = changed(epoch.records[-1])
    assert workspace.take_in(device.bundle()).unreadable == 1
    workspace.backup(tmp_path / "backups")
    (receipt,) = workspace.receipts_due()
    assert [(part.first, part.count) for part in receipt.ranges] == [(0, 1)]
    assert workspace.verify().faults == ()


def by_an_older_program(patch: pytest.MonkeyPatch, unreadable: int) -> None:
    """Have the record that is opened as number ``unreadable`` (from 0) not be understood."""
    opened = count()
    real = records.unpad
    patch.setattr(
        records, "unpad", lambda raw: b"\xc1" if next(opened) == unreadable else real(raw)
    )


def test_the_record_readable_in_another_file_resolves_it(
    workspace: Workspace, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = device.answer(*(response() for _ in range(4)))
    with monkeypatch.context() as patch:
        by_an_older_program(patch, 1)
        assert workspace.take_in(device.bundle()).unreadable == 1
    taken = workspace.take_in(device.bundle(made[1:3]))
    assert (taken.new, taken.known, taken.unreadable, taken.gaps) == (1, 1, 0, ())
    assert (size(workspace, "unreadable"), workspace.counts(CAMPAIGN).complete) == (0, 4)


def test_a_record_that_was_given_up_does_not_come_back_with_its_old_file(
    workspace: Workspace, device: Device
) -> None:
    device.answer(response(), UNREADABLE)
    bundle = device.bundle()
    workspace.take_in(bundle)
    (record,) = workspace.inbox.unreadable()
    workspace.inbox.give_up(record.number, "the kiosk is gone")
    assert workspace.take_in(bundle).unreadable == 0
    assert size(workspace, "unreadable") == 0


def test_the_same_file_again_notes_an_unreadable_record_once(
    workspace: Workspace, device: Device
) -> None:
    device.answer(response(), UNREADABLE)
    bundle = device.bundle()
    for new in (1, 0, 0):
        taken = workspace.take_in(bundle)
        assert (taken.new, taken.unreadable) == (new, 1)
    assert (size(workspace, "unreadable"), size(workspace, "batch")) == (1, 1)


def test_a_file_whose_record_became_readable_gets_a_batch_of_its_own(
    workspace: Workspace, device: Device, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device.answer(response(), response(), response())
    bundle = device.bundle()
    with monkeypatch.context() as patch:
        by_an_older_program(patch, 1)
        assert workspace.take_in(bundle).unreadable == 1
    workspace.backup(tmp_path / "first")
    assert [r.ranges[0].count for r in workspace.receipts_due()] == [1]
    taken = workspace.take_in(bundle)
    assert (taken.new, taken.known, taken.unreadable, taken.gaps) == (1, 2, 0, ())
    assert rows(workspace, "SELECT previous FROM ledger WHERE previous IS NOT NULL") == []
    assert len({hash for (hash,) in rows(workspace, "SELECT bundle FROM batch")}) == 2
    for receipt in workspace.receipts_due():
        workspace.receipt_sent(receipt)
    assert workspace.receipts_due() == [], "no backup holds the third record yet"
    workspace.backup(tmp_path / "second")
    (receipt,) = workspace.receipts_due()
    assert [(part.first, part.count) for part in receipt.ranges] == [(1, 1)]


def test_what_follows_an_unreadable_record_is_held_against_a_later_one_at_its_place(
    workspace: Workspace, device: Device
) -> None:
    made = device.answer(response(), UNREADABLE, response())
    workspace.take_in(device.bundle(made))
    assert rows(workspace, "SELECT n, previous FROM ledger WHERE previous IS NOT NULL") == [
        (2, made[1].hash)
    ]


def test_an_epoch_whose_secret_does_not_open_is_kept_whole(
    workspace: Workspace, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage import unsealing

    device.answer(response(), response())

    def broken(*_: object) -> bytes:
        raise Damaged("epoch: the sealed secret was changed on the way")

    with monkeypatch.context() as patch:
        patch.setattr(unsealing, "open_epoch", broken)
        taken = workspace.take_in(device.bundle())
    assert (taken.new, taken.unreadable) == (0, 2)
    assert workspace.take_in(device.bundle()).new == 2
    assert size(workspace, "unreadable") == 0


def test_a_device_that_makes_nothing_but_unreadable_records_is_refused_in_the_end(
    workspace: Workspace, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(odd_records, "UNREADABLE_LIMIT", 2)
    device.answer(response(), UNREADABLE, UNREADABLE)
    assert workspace.take_in(device.bundle()).unreadable == 2
    device.answer(UNREADABLE)
    with pytest.raises(TooMuchAside, match="too many"):
        workspace.take_in(device.bundle())
    assert size(workspace, "unreadable") == 2


def test_fresh_tells_which_answers_and_events_a_batch_brought(
    workspace: Workspace, device: Device
) -> None:
    device.answer(response(), response(complete=False))
    workspace.take_in(device.bundle())
    device.answer(response())
    workspace.take_in(device.bundle())
    told = rows(workspace, "SELECT batch, count(*) FROM fresh GROUP BY batch ORDER BY batch")
    assert told == [(1, 2), (2, 1)]
    ids = {id for (id,) in rows(workspace, "SELECT id FROM response")}
    assert {id for (id,) in rows(workspace, "SELECT response FROM fresh")} == ids


def test_a_code_is_kept_with_its_answers(workspace: Workspace, device: Device) -> None:
    device.answer(response(), coded())
    workspace.take_in(device.bundle())
    codes = {code for (code,) in rows(workspace, "SELECT code FROM response")}
    assert codes == {None, keys.digest("receipt-code", CODE)}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["answers first", "withdrawal first"])
def test_answers_and_their_withdrawal_leave_nothing_in_any_order(
    workspace: Workspace, device: Device, order: tuple[int, int]
) -> None:
    made = device.answer(coded(), response(), Withdrawal(code=CODE))
    pieces = [device.bundle(made[:2]), device.bundle(made[2:])]
    for at in order:
        workspace.take_in(pieces[at])
    assert (workspace.counts(CAMPAIGN).complete, size(workspace, "ledger")) == (1, 3)
    places = 1 + (order == (1, 0))  # answers that were withdrawn before are not stored at all
    assert size(workspace, "withdrawal") == places
    assert rows(workspace, "SELECT campaign, found IS NOT NULL FROM withdrawn") == [(1, 1)]
    assert (size(workspace, "fresh"), workspace.streams()[0].gaps) == (1, ())
    assert workspace.verify().faults == ()


def test_answers_and_their_withdrawal_may_share_a_bundle(
    workspace: Workspace, device: Device
) -> None:
    device.answer(coded(), Withdrawal(code=CODE), response())
    taken = workspace.take_in(device.bundle())
    assert (taken.new, workspace.counts(CAMPAIGN).complete) == (3, 1)
    assert (size(workspace, "withdrawal"), size(workspace, "response")) == (1, 1)
    assert workspace.take_in(device.bundle()).known == 3
    assert workspace.verify().faults == ()


def test_answers_that_are_not_stored_leave_no_circumstances(
    workspace: Workspace, device: Device, tmp_path: Path
) -> None:
    made = device.answer(
        Withdrawal(code=CODE), replace(coded(), circumstances=circumstances(language="so")),
        response(language="ti"), response(),
    )
    workspace.take_in(device.bundle(made[:1]))
    workspace.take_in(device.bundle(made[3:]))
    workspace.take_in(device.bundle())
    told = rows(workspace, "SELECT language FROM circumstance ORDER BY language")
    assert told == [("sv",), ("ti",)]
    assert workspace.verify().faults == ()
    workspace.backup(tmp_path / "backups")


def test_a_revoked_device_brings_nothing_new(workspace: Workspace, device: Device) -> None:
    device.answer(response())
    first = device.bundle()
    workspace.take_in(first)
    workspace.inbox.revoke(device.identity.public, "stolen")
    device.answer(response())
    with pytest.raises(RevokedDevice, match="revoked"):
        workspace.take_in(device.bundle())
    assert (size(workspace, "ledger"), size(workspace, "batch")) == (1, 1)
    assert workspace.take_in(first).known == 1
    assert workspace.take_in(device.bundle(), despite_revoked=True).new == 1


def test_what_was_sealed_before_the_key_was_changed_still_opens(
    workspace: Workspace, device: Device
) -> None:
    device.answer(response())
    workspace.keys.rotate(CAMPAIGN)
    device.open_epoch()
    device.answer(response())
    workspace.keys.rotate(CAMPAIGN)
    assert workspace.take_in(device.bundle()).new == 2


@pytest.mark.parametrize("turned", [False, True], ids=["sound", "out of order"])
def test_a_session_event_that_later_readers_would_refuse_is_unreadable_at_once(
    workspace: Workspace, device: Device, turned: bool
) -> None:
    event = PointsSet(participant=1, points={FACTORS[0]: 7, FACTORS[1]: 3})
    raw = bodies.encode(session_event(UUID(int=9), 2, event))
    device.answer(session_event(UUID(int=9), 1, ParticipantJoined(participant=1)),
                  _turned(raw) if turned else raw)
    taken = workspace.take_in(device.bundle())
    assert (taken.new, taken.unreadable) == ((1, 1) if turned else (2, 0))
    assert len(workspace.sessions.came(CAMPAIGN)) == 1


def _turned(raw: bytes) -> bytes:
    """The same event with its two points in the other order, which only strict readers see."""
    given = ((FACTORS[0], 7), (FACTORS[1], 3))
    one, other = sorted(b"\xc4\x10" + factor.bytes + bytes([n]) for factor, n in given)
    assert one + other in raw
    return raw.replace(one + other, other + one)

"""Bundles into the workspace: exactly once, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import func, select

from storage.errors import Conflict, Damaged, MissingKey, StorageError, WrongCampaign, WrongSigner
from storage.seal import records
from storage.values import OpenedBundle, SealedRecord
from storage.workspace import ClockNote, Gap, Workspace
from storage.workspace.schema import metadata
from tests.builders import AREA, AREAS, CAMPAIGN, RATINGS
from tests.storage.workspace_builders import (
    PACKAGE_HASH,
    Device,
    World,
    new_workspace,
    response,
    row_ids,
)

tables = metadata.tables
TABLES = ("response", "rating", "choice", "words", "declined", "ledger", "batch", "epoch", "stream")


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


def sizes(workspace: Workspace) -> dict[str, int]:
    with workspace._database.reading() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(tables[name])).scalar_one()
            for name in TABLES
        }


def refuse(
    workspace: Workspace, bundle: OpenedBundle, error: type[StorageError], words: str
) -> None:
    """Taking in ``bundle`` fails with ``error``, and not a row has come or gone."""
    before = sizes(workspace)
    with pytest.raises(error, match=words):
        workspace.take_in(bundle, actor="Kim")
    assert sizes(workspace) == before


def test_what_was_answered_is_taken_in(workspace: Workspace, device: Device) -> None:
    device.answer(response(), response({RATINGS[0]: 2, RATINGS[1]: None}))
    taken = workspace.take_in(device.bundle(), actor="Kim")
    assert (taken.new, taken.known, taken.gaps, taken.forks) == (2, 0, (), ())
    persons = sorted(workspace.persons(CAMPAIGN), key=lambda p: len(p.items))
    assert [dict(p.items) for p in persons] == [{RATINGS[0]: 2}, dict.fromkeys(RATINGS, 4)]
    assert [dict(p.groups) for p in persons] == [{}, {"area": "north"}]


def test_every_kind_of_answer_has_its_place(workspace: Workspace, device: Device) -> None:
    device.answer(response({
        RATINGS[0]: 3, RATINGS[1]: None, AREA: AREAS[1], RATINGS[2]: "för få bänkar",
    }))
    workspace.take_in(device.bundle())
    found = sizes(workspace)
    assert {t: found[t] for t in ("rating", "choice", "words", "declined")} == {
        "rating": 1, "choice": 1, "words": 1, "declined": 1,
    }


def test_the_same_bundle_again_changes_nothing(workspace: Workspace, device: Device) -> None:
    device.answer(response(), response())
    bundle = device.bundle()
    workspace.take_in(bundle)
    before = sizes(workspace)
    again = workspace.take_in(bundle)
    assert (again.new, again.known) == (0, 2)
    assert sizes(workspace) == before


def test_overlapping_bundles_bring_only_what_is_new(
    workspace: Workspace, device: Device
) -> None:
    made = device.answer(*(response() for _ in range(6)))
    assert workspace.take_in(device.bundle(made[:4])).new == 4
    taken = workspace.take_in(device.bundle(made[2:]))
    assert (taken.new, taken.known) == (2, 2)
    assert workspace.counts(CAMPAIGN).complete == 6


@pytest.mark.parametrize("order", tuple(permutations(range(3))))
def test_an_epoch_may_come_in_pieces_in_any_order(
    workspace: Workspace, device: Device, order: tuple[int, ...]
) -> None:
    made = device.answer(*(response({RATINGS[0]: n % 5 + 1}) for n in range(9)))
    pieces = [device.bundle(made[at : at + 3]) for at in (0, 3, 6)]
    taken = [workspace.take_in(pieces[at]) for at in order]
    assert [t.new for t in taken] == [3, 3, 3]
    assert [bool(t.gaps) for t in taken] == [True, True, False]
    steps = sorted(p.items[RATINGS[0]] for p in workspace.persons(CAMPAIGN))
    assert steps == sorted(n % 5 + 1 for n in range(9))


def test_a_gap_tells_how_many_are_missing_and_from_where(
    workspace: Workspace, device: Device
) -> None:
    made = device.answer(*(response() for _ in range(7)))
    taken = workspace.take_in(device.bundle(made[:2] + made[5:]))
    gap = Gap(stream=device.stream, epoch=device.epochs[0].epoch.id, first=2, missing=3)
    assert taken.gaps == (gap,)
    (seen,) = workspace.streams()
    assert (seen.made, seen.taken, seen.gaps) == (7, 4, (gap,))


def test_an_epoch_that_never_came_is_a_gap(workspace: Workspace, device: Device) -> None:
    device.answer(response())
    device.open_epoch()
    later = device.answer(response())
    (gap,) = workspace.take_in(device.bundle(later)).gaps
    assert (gap.epoch, gap.missing) == (device.epochs[0].epoch.id, None)
    assert workspace.take_in(device.bundle(device.epochs[0].records)).gaps == ()
    assert workspace.streams()[0].gaps == ()


def test_two_epochs_after_the_same_one_are_a_fork_and_both_are_kept(
    workspace: Workspace, device: Device
) -> None:
    device.answer(response())
    first = device.epochs[0]
    one = device.open_epoch()
    device.answer(response())
    other = device.open_epoch(after=first)
    device.answer(response())
    taken = workspace.take_in(device.bundle())
    assert taken.new == 3
    (fork,) = taken.forks
    assert fork.parent == first.epoch.id
    assert set(fork.epochs) == {one.epoch.id, other.epoch.id}
    assert workspace.streams()[0].forks == (fork,)


def test_an_epoch_that_went_on_after_it_was_left_is_a_fork(
    workspace: Workspace, device: Device
) -> None:
    device.answer(response())
    left = device.epochs[0]
    child = device.open_epoch()
    device.answer(response())
    left.add(records_body(), bytes(range(16)))
    for some in (child.records, left.records):
        taken = workspace.take_in(device.bundle(some))
    (fork,) = taken.forks
    assert (fork.parent, fork.epochs) == (left.epoch.id, (child.epoch.id,))


def test_a_child_that_arrives_before_its_parents_end_is_no_fork(
    workspace: Workspace, device: Device
) -> None:
    early = device.answer(response())
    first = device.bundle(early)
    late = device.answer(response())
    device.open_epoch()
    child = device.answer(response())
    assert workspace.take_in(first).forks == ()
    assert workspace.take_in(device.bundle(child)).forks == ()
    assert workspace.take_in(device.bundle(late)).forks == ()
    assert workspace.streams()[0].forks == ()


def records_body() -> bytes:
    from storage import bodies

    return bodies.encode(response())


def test_a_stranger_is_refused(workspace: Workspace, world: World) -> None:
    stranger = Device(workspace, world, name="Okänd")
    stranger.answer(response())
    refuse(workspace, stranger.bundle(), WrongSigner, "not registered")


def test_another_survey_is_refused(workspace: Workspace, device: Device) -> None:
    device.answer(response())
    refuse(workspace, device.bundle(campaign=UUID(int=7)), WrongCampaign, "not in this workspace")


def test_a_package_not_from_here_is_refused(workspace: Workspace, device: Device) -> None:
    device.answer(response())
    refuse(workspace, device.bundle(package_hash=bytes(32)), WrongCampaign, "not given out")


def test_another_devices_stream_is_refused(workspace: Workspace, device: Device) -> None:
    device.answer(response())
    refuse(workspace, device.bundle(stream=bytes(16)), Damaged, "stream")


def test_an_epoch_of_another_stream_is_refused(
    workspace: Workspace, device: Device, world: World
) -> None:
    other = Device(workspace, world, name="Kiosk 2").register()
    other.answer(response())
    theirs = other.bundle()
    device.answer(response())
    stolen = device.bundle(epochs=theirs.epochs, records=theirs.records)
    refuse(workspace, stolen, Damaged, "another stream")


def changed(record: SealedRecord) -> SealedRecord:
    ciphertext = bytearray(record.ciphertext)
    ciphertext[0] ^= 1
    wire = (1, record.epoch, record.n, record.id, record.previous, record.nonce, bytes(ciphertext))
    return records.read_record(msgspec.msgpack.encode(wire))


def test_a_record_replaced_within_the_chain_is_refused(
    workspace: Workspace, device: Device
) -> None:
    made = device.answer(*(response() for _ in range(3)))
    bundle = device.bundle([made[0], changed(made[1]), made[2]])
    refuse(workspace, bundle, Conflict, "does not follow")


def test_a_bundle_sealed_to_others_is_refused(
    workspace: Workspace, device: Device, tmp_path: Path, world: World
) -> None:
    world.seed = b"somebody else"
    elsewhere, _ = new_workspace(tmp_path / "elsewhere", world)
    with elsewhere:
        theirs = Device(elsewhere, world)
        theirs.answer(response())
    refuse(workspace, theirs.bundle(), MissingKey, "not sealed to any key")


def twin_of(device: Device, workspace: Workspace, world: World) -> Device:
    """The same device after its disk was put back to before the newest record."""
    twin = Device(workspace, world, name="Kiosk 1")
    twin.epochs = [replace(e, records=list(e.records)) for e in device.epochs]
    return twin


def test_another_record_at_the_same_place_is_a_conflict_and_keeps_out_all(
    workspace: Workspace, device: Device, world: World
) -> None:
    device.answer(response())
    twin = twin_of(device, workspace, world)
    device.answer(response({RATINGS[0]: 5}))
    twin.answer(response({RATINGS[0]: 1}), response())
    workspace.take_in(device.bundle())
    refuse(workspace, twin.bundle(), Conflict, "differs from the one taken in")


def test_the_conflict_is_noticed_whichever_half_comes_first(
    workspace: Workspace, device: Device, world: World
) -> None:
    device.answer(response())
    twin = twin_of(device, workspace, world)
    mine = device.answer(response({RATINGS[0]: 5}), response())
    theirs = twin.answer(*(response({RATINGS[0]: 1}) for _ in range(3)))
    workspace.take_in(device.bundle(mine[1:]))
    refuse(workspace, twin.bundle(theirs[:1]), Conflict, "the next one names")
    assert workspace.take_in(device.bundle(mine[:1])).new == 1


def test_an_epoch_whose_end_is_said_otherwise_is_a_conflict(
    workspace: Workspace, device: Device
) -> None:
    device.answer(response())
    workspace.take_in(device.bundle())
    (part,) = device.bundle().epochs
    refuse(
        workspace, device.bundle(epochs=((*part[:2], bytes(32)),)), Conflict, "than when it came"
    )


def test_a_record_beyond_the_count_is_damage(workspace: Workspace, device: Device) -> None:
    made = device.answer(response(), response())
    epoch = device.epochs[0].epoch
    short = device.bundle(epochs=((epoch, 1, made[0].hash),))
    refuse(workspace, short, Damaged, "beyond")


def test_an_unknown_kind_is_kept_sealed(workspace: Workspace, device: Device) -> None:
    body = msgspec.msgpack.encode(("voucher.total", 1, 17))
    (record,) = device.answer(body)
    device.answer(response())
    taken = workspace.take_in(device.bundle())
    assert taken.new == 2
    counts = workspace.counts(CAMPAIGN)
    assert (counts.complete, counts.kept, counts.records) == (1, 1, 2)
    with workspace._database.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT k.kind, k.version, k.sealed, e.header FROM kept k"
            " JOIN epoch e ON e.number = k.epoch"
        ).one()
    assert row.kind == "voucher.total"
    assert (row.sealed, row.header) == (record.raw, device.epochs[0].epoch.header)


def test_partials_count_only_where_the_survey_uses_them(
    workspace: Workspace, device: Device
) -> None:
    from survey.reading import write_campaign
    from tests.builders import small_campaign

    device.answer(response(), response({RATINGS[0]: 1}, complete=False))
    workspace.take_in(device.bundle())
    counts = workspace.counts(CAMPAIGN)
    assert (counts.complete, counts.partial) == (1, 1)
    assert len(list(workspace.persons(CAMPAIGN))) == 1
    using = replace(small_campaign(2), use_partials=True)
    workspace.add_campaign(using, write_campaign(using), actor="Kim")
    assert len(list(workspace.persons(CAMPAIGN))) == 2


def test_a_clock_that_is_ahead_or_went_back_is_told(
    workspace: Workspace, device: Device, world: World
) -> None:
    device.answer(response())
    notes = [
        workspace.take_in(device.bundle(made=world.now + timedelta(hours=hours))).clock
        for hours in (0, 2, -5)
    ]
    assert notes == [ClockNote.OK, ClockNote.AHEAD, ClockNote.BACK]


def test_many_bundles_may_share_a_commit_and_one_refusal_takes_only_itself(
    workspace: Workspace, device: Device
) -> None:
    made = device.answer(*(response() for _ in range(4)))
    with workspace.together():
        workspace.take_in(device.bundle(made[:2]))
        with pytest.raises(WrongCampaign):
            workspace.take_in(device.bundle(package_hash=bytes(32)))
        workspace.quarantine(b"bytes", "x.vbundle", "damaged", "cut short")
        taken = workspace.take_in(device.bundle(made))
    assert (taken.new, taken.known) == (2, 2)
    assert workspace.counts(CAMPAIGN).complete == 4
    assert len(workspace.quarantined()) == 1


@pytest.mark.parametrize("shared", [False, True], ids=["alone", "together"])
def test_a_rating_that_fails_halfway_takes_the_whole_bundle_with_it(
    workspace: Workspace, device: Device, shared: bool
) -> None:
    device.answer(*(response() for _ in range(5)))
    last = max(row_ids(workspace, device))
    with workspace._database.writing() as connection:  # a row no bundle could have brought
        connection.exec_driver_sql("INSERT INTO question (number, id) VALUES (3, x'00')")
        connection.exec_driver_sql(
            "INSERT INTO rating (campaign, response, question, value)"
            " VALUES (1, ?, (SELECT max(number) + 2 FROM question), 1)", (last,)
        )
    with workspace.together() if shared else nullcontext():
        refuse(workspace, device.bundle(), Conflict, "here already, though its place is not")
    with workspace._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM rating")
    assert workspace.take_in(device.bundle()).new == 5


def test_what_shares_a_commit_comes_to_nothing_when_the_work_breaks_off(
    workspace: Workspace, device: Device
) -> None:
    device.answer(response())
    before = sizes(workspace)
    with pytest.raises(KeyboardInterrupt), workspace.together():
        workspace.take_in(device.bundle())
        raise KeyboardInterrupt
    assert sizes(workspace) == before
    assert workspace.take_in(device.bundle()).new == 1


def test_the_package_of_the_records_is_known(workspace: Workspace, device: Device) -> None:
    assert [p.hash for p in workspace.packages(CAMPAIGN)] == [PACKAGE_HASH]

"""Many bundles with one commit: each whole or not at all, opened here or in another process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from storage.errors import Conflict, InUse, RevokedDevice, WrongCampaign
from storage.unsealed import Unsealed
from storage.unsealing import Unsealer
from storage.values import OpenedBundle
from storage.workspace import TakenIn, Workspace
from survey.records import Response
from survey.records import SessionOpened as Opened
from tests.builders import AREA, AREAS, CAMPAIGN, RATINGS
from tests.storage.workspace_builders import (
    Device,
    World,
    new_workspace,
    response,
    row_ids,
    session_event,
)

TABLES = (
    "response", "rating", "choice", "words", "declined", "session_event", "circumstance",
    "ledger", "fresh", "kept",
)
UNKNOWN = msgspec.msgpack.encode(("voucher.total", 1, 17))
Give = Callable[[Workspace, OpenedBundle], OpenedBundle | Unsealed]


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


def sealed(_: Workspace, bundle: OpenedBundle) -> OpenedBundle:
    return bundle


def opened_elsewhere(workspace: Workspace, bundle: OpenedBundle) -> Unsealed:
    """As a process beside does: by a key ring that crossed to it, and what comes back of it."""
    ring = workspace.arrivals.keyring()
    there = msgspec.msgpack.decode(msgspec.msgpack.encode(ring), type=type(ring))
    unsealed = Unsealer(there).unseal(bundle)
    return msgspec.msgpack.decode(msgspec.msgpack.encode(unsealed), type=Unsealed)


def opened_without_questions(workspace: Workspace, bundle: OpenedBundle) -> Unsealed:
    ring = msgspec.structs.replace(workspace.arrivals.keyring(), questions={})
    return Unsealer(ring).unseal(bundle)


WAYS = pytest.mark.parametrize("give", [sealed, opened_elsewhere, opened_without_questions])


def rows(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    with workspace._database.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def everything(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """The content of all tables, as far as it does not depend on who came first."""
    found = {table: sorted(rows(workspace, f"SELECT * FROM {table}"), key=repr) for table in TABLES}
    names = dict(rows(workspace, "SELECT number, id FROM question"))
    for table in ("rating", "choice", "words", "declined"):
        found[table] = sorted(
            ((c, r, names[q], *more) for c, r, q, *more in found[table]), key=repr
        )
    found["ledger"] = [row[:-1] for row in found["ledger"]]
    found["fresh"] = [row[1:] for row in found["fresh"]]
    return found


def varied(number: int) -> Response | bytes:
    """Answers of every kind, and now and then of none."""
    if number % 5 == 4:
        return UNKNOWN
    answers = {
        RATINGS[0]: number % 5 + 1, RATINGS[1]: None, AREA: AREAS[number % 2],
        RATINGS[2]: "för få bänkar" if number % 3 else 2,
    }
    return response(answers, complete=number % 4 != 3)


@WAYS
def test_all_together_comes_to_the_same_as_one_by_one(
    workspace: Workspace, device: Device, world: World, tmp_path: Path, give: Give
) -> None:
    other = Device(workspace, world, name="Kiosk 2").register()
    bundles = []
    for each in (device, other):
        made = each.answer(*(varied(n) for n in range(12)))
        each.answer(session_event(UUID(int=5), 1, Opened(title="t", method="m")))
        bundles += [each.bundle(made[:5]), each.bundle(made[3:9]), each.bundle()]
    with copied(workspace, tmp_path, world) as alone:
        for bundle in bundles:
            alone.take_in(bundle)
        taken = workspace.arrivals.take_in_all([give(workspace, b) for b in bundles])
        assert [(t.new, t.known) for t in taken if isinstance(t, TakenIn)] == [
            (5, 0), (4, 2), (4, 9),
        ] * 2
        assert everything(workspace) == everything(alone)
    assert workspace.verify().faults == ()


def copied(workspace: Workspace, tmp_path: Path, world: World) -> Workspace:
    from storage.workspace import restore
    from tests.storage.workspace_builders import reopen

    backup = workspace.backup(tmp_path / "backups")
    restore(Path(backup.path), tmp_path / "copy")
    return reopen(tmp_path / "copy", world)


@WAYS
@pytest.mark.parametrize("order", tuple(permutations(range(3))))
def test_overlapping_bundles_in_any_order_bring_each_record_once(
    workspace: Workspace, device: Device, give: Give, order: tuple[int, ...]
) -> None:
    made = device.answer(*(response({RATINGS[0]: n % 5 + 1}) for n in range(9)))
    pieces = [device.bundle(made[:4]), device.bundle(made[2:7]), device.bundle(made[6:])]
    taken = workspace.arrivals.take_in_all([give(workspace, pieces[at]) for at in order])
    assert sum(t.new for t in taken if isinstance(t, TakenIn)) == 9
    assert workspace.counts(CAMPAIGN).complete == 9
    assert (workspace.streams()[0].gaps, workspace.verify().faults) == ((), ())


@WAYS
def test_one_refusal_takes_only_itself(
    workspace: Workspace, device: Device, world: World, give: Give
) -> None:
    made = device.answer(response(), response())
    lost = Device(workspace, world, name="Kiosk 2").register()
    lost.answer(response())
    good, again = device.bundle(made[:1]), device.bundle(made)
    given = [give(workspace, b) for b in (good, lost.bundle(), again)]
    workspace.inbox.revoke(lost.identity.public, "stolen")
    foreign = replace(good, package_hash=bytes(32))
    taken = workspace.arrivals.take_in_all([*given, foreign])
    assert [type(one) for one in taken] == [TakenIn, RevokedDevice, TakenIn, WrongCampaign]
    assert (workspace.counts(CAMPAIGN).complete, len(rows(workspace, "SELECT * FROM batch"))) == (
        2, 2,
    )


def test_a_new_question_of_a_refused_bundle_leaves_no_wrong_number(
    workspace: Workspace, device: Device, world: World
) -> None:
    new = [UUID(int=77), UUID(int=78)]
    device.answer(response({new[0]: 1}))
    (record,) = device.made()
    other = Device(workspace, world, name="Kiosk 2").register()
    other.answer(response({new[1]: 5}))
    refused = device.bundle(epochs=((device.epochs[0].epoch, 1, bytes(32)),))
    taken = workspace.arrivals.take_in_all([refused, other.bundle(), device.bundle([record])])
    assert [type(one) for one in taken] == [Conflict, TakenIn, TakenIn]
    values = dict(rows(workspace, "SELECT q.id, t.value FROM rating t"
                       " JOIN question q ON q.number = t.question"))
    assert values == {new[0].bytes: 1, new[1].bytes: 5}


def test_an_answer_that_is_here_without_its_place_takes_only_its_bundle(
    workspace: Workspace, device: Device, world: World
) -> None:
    other = Device(workspace, world, name="Kiosk 2").register()
    for each in (device, other):
        each.answer(*(response() for _ in range(3)))
    (id, *_) = row_ids(workspace, device)
    with workspace._database.writing() as connection:  # a row no bundle could have brought
        connection.exec_driver_sql(
            "INSERT INTO response (campaign, id, circumstance, complete) VALUES (1,?,5,1)", (id,)
        )
    taken = workspace.arrivals.take_in_all([other.bundle(), device.bundle()])
    assert [type(one) for one in taken] == [TakenIn, Conflict]
    assert "here already, though its place is not" in str(taken[1])
    assert workspace.counts(CAMPAIGN).complete == 4
    assert len(rows(workspace, "SELECT * FROM ledger")) == 3


def test_when_the_work_breaks_off_nothing_has_come(
    workspace: Workspace, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.workspace import writing

    device.answer(response())

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(writing, "write", broken)
        with pytest.raises(KeyboardInterrupt):
            workspace.arrivals.take_in_all([device.bundle()])
    assert all(not rows(workspace, f"SELECT * FROM {t}") for t in ("ledger", "batch", "epoch"))
    assert workspace.take_in(device.bundle()).new == 1


def test_rows_lie_in_the_order_of_their_ids_over_all_bundles(
    workspace: Workspace, device: Device
) -> None:
    made = device.answer(*(response() for _ in range(6)))
    written: list[list[bytes]] = []
    with workspace._database._engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.set_trace_callback(lambda sql: written.append(sql))
    pieces = [device.bundle(made[:3]), device.bundle(made[3:])]
    workspace.arrivals.take_in_all(pieces)
    inserts = [sql for sql in written if str(sql).startswith("INSERT INTO response")]
    assert len(set(inserts)) == 6
    assert inserts == sorted(inserts)


def test_a_key_ring_tells_nothing_when_it_is_shown(workspace: Workspace) -> None:
    ring = workspace.arrivals.keyring()
    (keys,) = ring.campaigns.values()
    shown = repr(ring) + repr(keys)
    for secret in (*keys.seeds, keys.row_secret):
        assert repr(secret)[2:20] not in shown
        assert secret.hex()[:16] not in shown


def test_files_that_came_before_are_told(workspace: Workspace, device: Device) -> None:
    device.answer(response())
    bundle = device.bundle()
    workspace.take_in(bundle)
    assert workspace.arrivals.seen([bundle.hash, bytes(32)]) == {bundle.hash}
    assert workspace.arrivals.seen([]) == frozenset()


def test_more_threads_than_connections_are_told_to_wait(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace._database._engine.pool, "_timeout", 0.01)
    with ExitStack() as held:
        for _ in range(8):
            held.enter_context(workspace._database.reading())
        with pytest.raises(InUse, match="busy"):
            workspace.counts(CAMPAIGN)
    assert workspace.counts(CAMPAIGN).complete == 0


@pytest.mark.parametrize("count", [0, 1, 60, 61, 130])
def test_any_number_of_ratings_is_kept(
    workspace: Workspace, device: Device, count: int
) -> None:
    given = {UUID(int=1000 + n): n % 5 + 1 for n in range(count)}
    device.answer(response(given))
    workspace.take_in(device.bundle())
    found = rows(workspace, "SELECT q.id, t.value FROM rating t"
                 " JOIN question q ON q.number = t.question")
    assert {UUID(bytes=id): value for id, value in found} == given
    assert workspace.counts(CAMPAIGN).complete == 1

"""What waits for the administrator, and what a receipt lets the kiosk forget."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from storage.seal import keys
from storage.values import AcknowledgedRange
from tests.storage.kiosk_builders import (
    Hands,
    bodies,
    collecting_store,
    files_with,
    open_store,
    receipt_for,
    records,
)


def test_what_waits_comes_in_batches_in_order(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    for at in range(7):
        store.journal().finish(b"%d" % at)
    assert [len(batch.records) for batch in store.pending(limit=3)] == [3, 3, 1]
    (first, *_) = store.pending(limit=3)
    ((epoch, count, head),) = first.epochs
    assert count == 7
    assert head == records(store)[-1].hash
    assert first.stream == epoch.stream == keys.stream_id(store.identity.public, first.campaign)


def test_large_records_travel_in_small_batches(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    for _ in range(20):
        store.journal().finish(bytes(500_000))
    batches = list(store.pending(limit=500))
    assert len(batches) == 2
    assert all(sum(len(r.raw) for r in b.records) <= 8 * 1024 * 1024 for b in batches)


def test_a_receipt_forgets_exactly_what_it_names(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    for at in range(5):
        store.journal().finish(b"person %d" % at)
    first, second, *left = records(store)
    report = store.forget(receipt_for(store, [first, second]))
    assert (report.forgotten, report.refused) == (2, 0)
    assert store.waiting() == 3
    assert records(store) == left
    for gone in (first, second):
        assert files_with(tmp_path, gone.ciphertext[:64]) == []
    assert files_with(tmp_path, left[0].ciphertext[:64]) == ["kiosk.db"]
    assert (tmp_path / "store" / "kiosk.db-wal").stat().st_size == 0


def test_the_chain_goes_on_after_everything_was_forgotten(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    journal = store.journal()
    journal.finish(b"one")
    journal.finish(b"two")
    both = records(store)
    store.forget(receipt_for(store, both))
    assert list(store.pending()) == []
    journal.finish(b"three")
    (third,) = records(store)
    assert (third.n, third.previous) == (2, both[1].hash)
    store.forget(receipt_for(store, [third]))
    store.close()
    again = open_store(tmp_path / "store", Hands(seed=b"next start"))
    again.journal().finish(b"four")
    (batch,) = again.pending()
    ((epoch, count, _),) = batch.epochs
    assert (epoch.parent, epoch.parent_head) == (third.epoch, third.hash)
    assert count == 1


def test_the_same_receipt_twice_is_harmless(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path / "store", hands)
    store.journal().finish(b"one")
    receipt = receipt_for(store, records(store))
    reports = [store.forget(receipt) for _ in range(2)]
    hands.wait(minutes=20)
    store.journal().finish(b"in a new epoch")
    reports += [store.forget(receipt) for _ in range(2)]
    assert [(r.forgotten, r.refused) for r in reports] == [(1, 0), (0, 0), (0, 0), (0, 0)]
    assert bodies(store) == [b"in a new epoch"]


def test_overlapping_receipts_forget_the_rest(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    for at in range(4):
        store.journal().finish(b"person %d" % at)
    sealed = records(store)
    store.forget(receipt_for(store, sealed[:2]))
    report = store.forget(receipt_for(store, sealed))
    assert (report.forgotten, report.refused) == (2, 0)
    assert store.waiting() == 0


def test_a_receipt_that_does_not_fit_forgets_nothing(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    for at in range(3):
        store.journal().finish(b"person %d" % at)
    store.journal().draft(b"somebody is answering")
    right = receipt_for(store, records(store))
    (part,) = right.ranges
    wrong_parts = [
        replace(part, digest=bytes(32)),
        replace(part, count=2),
        replace(part, first=1),
        replace(part, count=4),
        replace(part, first=-1),
        replace(part, count=0),
        replace(part, count=2**40),
        AcknowledgedRange(epoch=bytes(16), first=0, count=1, digest=part.digest),
    ]
    report = store.forget(replace(right, ranges=tuple(wrong_parts)))
    assert (report.forgotten, report.refused) == (0, len(wrong_parts))
    other_stream = store.forget(replace(right, stream=bytes(16)))
    assert (other_stream.forgotten, other_stream.refused) == (0, 1)
    assert store.waiting() == 3


def test_forgotten_epochs_leave_almost_nothing(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path / "store", hands)
    store.journal().finish(b"one")
    receipt = receipt_for(store, records(store))
    hands.wait(minutes=20)
    store.journal().finish(b"two")
    store.forget(receipt)
    query = "SELECT length(header), made, (SELECT count(*) FROM covered) FROM epoch"
    rows = store._database.connection().execute(query).fetchall()
    assert tuple(rows[0]) == (None, 1, 0)
    assert rows[1][0] > 1000

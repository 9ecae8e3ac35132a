"""What a receipt covers: not sent again, kept for the package's days, erased by signed time."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from storage.kiosk import KioskStore
from storage.kiosk.database import value
from storage.values import Package, Receipt
from survey.reading import write_campaign
from tests.builders import small_campaign
from tests.storage.kiosk_builders import (
    Hands,
    bodies,
    files_with,
    open_store,
    package,
    receipt_for,
    records,
)


def keeping(days: int) -> Package:
    """A package whose survey wants covered records kept."""
    return package(definition=write_campaign(replace(small_campaign(), keep_days=days)))


class Running(Hands):
    """Hands whose seconds run with the clock until a test lets one of them jump."""

    jumped = timedelta(0)

    def running(self) -> float:
        return (self.now - self.jumped).timestamp()

    def jump(self, **by: float) -> None:
        self.now += timedelta(**by)
        self.jumped += timedelta(**by)


def opened(directory: Path, hands: Running) -> KioskStore:
    return KioskStore.create_or_open(
        directory, name="Library", clock=hands.clock, random=hands.random, running=hands.running
    )


def covered(store: KioskStore, hands: Running, count: int = 3) -> Receipt:
    """A store with so many records, all covered by the receipt."""
    for at in range(count):
        store.journal().finish(b"person %d" % at)
    receipt = receipt_for(store, records(store), issued=hands.now)
    report = store.forget(receipt)
    assert (report.acknowledged, report.forgotten, report.refused) == (count, 0, 0)
    return receipt


def sealed_rows(store: KioskStore) -> int:
    query = "SELECT count(*) FROM record"
    return int(value(store._database.connection(), query))


def test_covered_records_are_kept_for_days_but_neither_sent_nor_counted(tmp_path: Path) -> None:
    hands = Running()
    store = opened(tmp_path / "store", hands)
    store.install(keeping(2))
    receipt = covered(store, hands)
    assert store.waiting() == 0
    assert list(store.pending()) == []
    assert sealed_rows(store) == 3
    again = store.forget(receipt)
    assert (again.acknowledged, again.forgotten, again.refused) == (0, 0, 0)
    store.journal().finish(b"new")
    assert bodies(store) == [b"new"]
    assert store.waiting() == 1


def test_they_are_erased_when_the_time_has_run(tmp_path: Path) -> None:
    hands = Running()
    store = opened(tmp_path / "store", hands)
    store.install(keeping(2))
    store.journal().finish(b"a long one" * 100)
    (first,) = records(store)
    store.forget(receipt_for(store, [first], issued=hands.now))
    for _ in range(47):
        hands.wait(hours=1)
        store.prepare()
    assert files_with(tmp_path, first.ciphertext[:64]) != []
    hands.wait(hours=2)
    store.prepare()
    assert sealed_rows(store) == 0
    assert files_with(tmp_path, first.ciphertext[:64]) == []
    assert (tmp_path / "store" / "kiosk.db-wal").stat().st_size == 0
    store.journal().finish(b"after")
    assert store.waiting() == 1


def test_a_newer_receipt_proves_that_the_days_have_passed(tmp_path: Path) -> None:
    hands = Running()
    store = opened(tmp_path / "store", hands)
    store.install(keeping(2))
    first = covered(store, hands)
    store.journal().finish(b"later")
    later = receipt_for(store, records(store), 2, issued=first.issued + timedelta(days=3))
    report = store.forget(later)
    assert (report.acknowledged, report.forgotten) == (1, 3)
    assert sealed_rows(store) == 1


def test_a_clock_set_forward_erases_nothing(tmp_path: Path) -> None:
    hands = Running()
    store = opened(tmp_path / "store", hands)
    store.install(keeping(2))
    covered(store, hands)
    hands.jump(days=400)
    store.prepare()
    store.close()
    store = opened(tmp_path / "store", hands)
    store.prepare()
    hands.wait(hours=1)
    store.prepare()
    assert sealed_rows(store) == 3


def test_an_old_receipt_makes_no_time_pass(tmp_path: Path) -> None:
    hands = Running()
    store = opened(tmp_path / "store", hands)
    store.install(keeping(1))
    receipt = covered(store, hands)
    old = replace(receipt, issued=receipt.issued - timedelta(days=30))
    assert store.forget(old).forgotten == 0
    assert sealed_rows(store) == 3


def test_the_delay_is_that_of_the_package_each_record_was_made_under(tmp_path: Path) -> None:
    hands = Running()
    store = opened(tmp_path / "store", hands)
    store.install(keeping(5))
    store.journal().finish(b"kept")
    old = records(store)
    store.install(package(2))
    store.journal().finish(b"not kept")
    (new,) = [r for r in records(store) if r not in old]
    kept = receipt_for(store, old, issued=hands.now)
    gone = receipt_for(store, [new], issued=hands.now)
    assert store.forget(replace(kept, ranges=kept.ranges + gone.ranges)).forgotten == 1
    assert sealed_rows(store) == 1


def test_a_restored_image_is_noticed_and_goes_on_in_a_new_epoch(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    store.install(package())
    store.journal().finish(b"before the image")
    store.close()
    shutil.copytree(tmp_path / "store", tmp_path / "image")
    store = open_store(tmp_path / "store", Hands(seed=b"second start"))
    store.journal().finish(b"after the image")
    receipt = receipt_for(store, records(store)[1:])
    store.close()
    restored = open_store(tmp_path / "image", Hands(seed=b"third start"))
    restored.journal().finish(b"collected before it is known")
    assert not restored.copied
    report = restored.forget(receipt)
    assert (report.acknowledged, report.refused) == (0, 1)
    assert restored.copied
    restored.journal().finish(b"collected after")
    restored.close()
    again = open_store(tmp_path / "image", Hands(seed=b"fourth start"))
    assert again.copied
    assert bodies(again) == [
        b"before the image", b"collected before it is known", b"collected after"
    ]
    assert len({record.epoch for record in records(again)}) == 3


def test_a_receipt_beyond_what_was_made_in_an_epoch_tells_of_a_copy(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    store.install(package())
    for at in range(2):
        store.journal().finish(b"person %d" % at)
    right = receipt_for(store, records(store))
    (part,) = right.ranges
    wrong = replace(right, ranges=(replace(part, digest=bytes(32)),))
    assert store.forget(wrong).refused == 1
    assert not store.copied
    assert store.forget(replace(right, ranges=(replace(part, count=5),))).refused == 1
    assert store.copied


def test_a_receipt_for_another_device_says_nothing_of_this_one(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    store.install(package())
    store.journal().finish(b"person")
    right = receipt_for(store, records(store))
    part = replace(right.ranges[0], epoch=bytes(16))
    store.forget(replace(right, stream=bytes(16), ranges=(part,)))
    assert not store.copied


def test_the_package_says_how_long(tmp_path: Path) -> None:
    assert json.loads(keeping(7).definition)["format"] == 2
    store = open_store(tmp_path / "store")
    store.install(keeping(7))
    rows = store._database.connection().execute("SELECT keep_days FROM package").fetchall()
    assert [row[0] for row in rows] == [7]

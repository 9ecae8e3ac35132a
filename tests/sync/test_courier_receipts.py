"""Receipts that can bring nothing are not fetched again, and those that may are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from storage.kiosk import KioskStore
from storage.values import AcknowledgedRange, Receipt
from sync import courier, package, receipt
from sync.envelope import FILE_LIMIT
from sync.errors import PlaceGone
from sync.folder import FolderTransport
from tests.sync.sync_builders import MOMENT, Organisation, campaign, clock, known_random


class Asked(FolderTransport):
    """Remembers which receipts were fetched; gone after ``patience`` of them."""

    fetched: list[str]
    patience: int

    def get(self, name: str, limit: int = FILE_LIMIT) -> bytes:
        if name.endswith(receipt.SUFFIX):
            if len(self.fetched) >= self.patience:
                raise PlaceGone("the place is not there any more")
            self.fetched.append(name)
        return super().get(name, limit)


@dataclass
class Scene:
    store: KioskStore
    organisation: Organisation
    path: Path

    def open(self) -> KioskStore:
        return KioskStore.create_or_open(
            self.path / "kiosk", name="Surfplatta 1", clock=clock, random=known_random("kiosk")
        )

    def receipts(self, each: int = 1) -> list[Receipt]:
        """One for each run of ``each`` records that wait."""
        (batch,) = self.store.pending()
        (part,) = batch.epochs
        first, records = part[0], batch.records
        return [
            Receipt(
                number=at // each + 1, stream=batch.stream, campaign=first.campaign,
                issued=MOMENT, backup=b"b" * 16, ranges=(AcknowledgedRange(
                    epoch=first.id, first=records[at].n, count=each,
                    digest=receipt.range_digest([r.hash for r in records[at : at + each]]),
                ),),
            )
            for at in range(0, len(records), each)
        ]

    def put(self, made: Receipt, place: str = "place", *, by: Organisation | None = None,
            attempt: int = 1) -> Path:
        signer = by or self.organisation
        path = self.path / place / receipt.file_name(made, attempt)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(receipt.write_receipt(made, signer.signer_public, signer.sign))
        return path

    def visit(
        self, place: str = "place", *, resend: bool = False, patience: int = 1_000
    ) -> tuple[courier.Exchanged, list[str]]:
        """What an exchange did, and the receipts it fetched."""
        transport = Asked(self.path / place)
        transport.fetched, transport.patience = [], patience
        return courier.exchange(self.store, transport, clock, resend=resend), transport.fetched


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    organisation = Organisation()
    store = KioskStore.create_or_open(
        tmp_path / "kiosk", name="Surfplatta 1", clock=clock, random=known_random("kiosk")
    )
    store.install(package.read_package(
        package.write_package(organisation, campaign(), clock).raw
    ))
    for n in range(4):
        store.journal().append(f"answer {n}".encode())
    made = Scene(store, organisation, tmp_path)
    yield made
    made.store.close()


def codes(done: courier.Exchanged) -> list[str]:
    return [p.code for p in done.problems]


def test_a_receipt_is_fetched_once_wherever_it_lies(scene: Scene) -> None:
    for made in scene.receipts():
        scene.put(made)
        scene.put(made, "stick")
    done, fetched = scene.visit()
    assert (len(fetched), done.forgotten) == (4, 4)
    assert scene.visit()[1] == scene.visit("stick")[1] == []


def test_it_is_known_after_a_start(scene: Scene) -> None:
    scene.put(scene.receipts(4)[0])
    scene.visit()
    scene.store.close()
    scene.store = scene.open()
    assert scene.visit() == (courier.Exchanged(), [])


def test_a_new_receipt_is_fetched_beside_known_ones(scene: Scene) -> None:
    first, *rest = scene.receipts()
    scene.put(first)
    scene.visit()
    for made in rest:
        scene.put(made)
    done, fetched = scene.visit()
    assert (fetched, done.forgotten) == ([receipt.file_name(r) for r in rest], 3)


@pytest.mark.parametrize("place", ["place", "stick"])
def test_a_number_given_again_after_a_restored_backup_is_another_receipt(
    scene: Scene, place: str
) -> None:
    first, second, *_ = scene.receipts()
    scene.put(first)
    scene.visit()
    again = replace(second, number=1, backup=b"c" * 16, issued=MOMENT + timedelta(minutes=5))
    scene.put(again, place)
    done, fetched = scene.visit(place)
    assert (fetched, done.forgotten) == ([receipt.file_name(again)], 1)


def test_the_same_records_under_a_newer_backup_are_looked_at(scene: Scene) -> None:
    (made,) = scene.receipts(4)
    scene.put(made)
    scene.visit()
    newer = replace(made, backup=b"c" * 16)
    scene.put(newer)
    assert scene.visit()[1] == [receipt.file_name(newer)]
    assert scene.visit()[1] == []


def test_a_receipt_of_which_a_range_was_refused_is_looked_at_every_time(scene: Scene) -> None:
    (made,) = scene.receipts(4)
    wrong = replace(made.ranges[0], digest=b"d" * 32)
    scene.put(replace(made, ranges=(*made.ranges, wrong)))
    for forgotten in (4, 0, 0):
        done, fetched = scene.visit()
        assert (len(fetched), done.forgotten, codes(done)) == (1, forgotten, ["receipt-differs"])


def test_a_receipt_of_another_signer_is_looked_at_until_ours_lies_there(scene: Scene) -> None:
    (made,) = scene.receipts(4)
    scene.put(made, by=Organisation("Grannkommun"))
    for _ in range(2):
        assert codes(scene.visit()[0]) == ["wrong-signer"]
    scene.put(made)
    assert scene.visit()[0].forgotten == 4


def test_a_disk_that_was_put_back_applies_the_receipt_again(scene: Scene) -> None:
    (made,) = scene.receipts(4)
    scene.store.close()
    shutil.copytree(scene.path / "kiosk", scene.path / "image")
    scene.store = scene.open()
    scene.put(made)
    assert scene.visit()[0].forgotten == 4
    scene.store.close()
    shutil.rmtree(scene.path / "kiosk")
    (scene.path / "image").rename(scene.path / "kiosk")
    scene.store = scene.open()
    assert scene.store.waiting() == 4
    assert scene.visit()[0].forgotten == 4


def test_a_receipt_of_what_an_older_image_never_made_is_not_noted(scene: Scene) -> None:
    (made,) = scene.receipts(4)
    more = replace(made.ranges[0], first=4, count=1)
    scene.put(replace(made, ranges=(more,)))
    for _ in range(2):
        done, fetched = scene.visit()
        assert (len(fetched), codes(done)) == (1, ["receipt-differs"])
    assert scene.store.copied


@pytest.mark.parametrize("damaged", [1, 2, 3])
def test_a_damaged_one_beside_a_whole_one_is_no_news_under_any_name(
    scene: Scene, damaged: int
) -> None:
    (made,) = scene.receipts(4)
    for attempt in (1, 2, 3):
        path = scene.put(made, attempt=attempt)
        if attempt == damaged:
            path.write_bytes(path.read_bytes()[:-1])
    for forgotten in (4, 0):
        done, _ = scene.visit()
        assert (codes(done), done.forgotten) == ([], forgotten)


def test_a_damaged_one_alone_is_told_every_time_and_never_noted(scene: Scene) -> None:
    (made,) = scene.receipts(4)
    path = scene.put(made)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    for _ in range(2):
        assert codes(scene.visit()[0]) == ["damaged"]
    path.write_bytes(whole)
    assert scene.visit()[0].forgotten == 4


def test_a_false_name_keeps_nothing_but_itself_from_being_read(scene: Scene) -> None:
    first, second, *_ = scene.receipts()
    lying = scene.put(first)
    lying.write_bytes(scene.put(second, "elsewhere").read_bytes())
    scene.put(second)
    assert scene.visit()[0].forgotten == 1
    lying.unlink()
    scene.put(first)
    assert scene.visit()[0].forgotten == 1, "it was never noted as the one its name claimed"


def test_what_was_applied_before_the_place_went_away_is_not_fetched_again(scene: Scene) -> None:
    for made in scene.receipts():
        scene.put(made)
    done, fetched = scene.visit(patience=3)
    assert (len(fetched), done.forgotten, codes(done)) == (3, 3, ["place-gone"])
    done, fetched = scene.visit()
    assert (len(fetched), done.forgotten) == (1, 1)


def test_asked_to_send_again_it_looks_at_every_receipt(scene: Scene) -> None:
    for made in scene.receipts():
        scene.put(made)
    scene.visit()
    assert len(scene.visit(resend=True)[1]) == 4

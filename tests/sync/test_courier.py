"""The kiosk's side of carrying, with a real kiosk store and a real folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.errors import MissingKey
from storage.kiosk import KioskStore
from storage.values import AcknowledgedRange, Package, Receipt
from survey.problems import Severity
from sync import bundle, courier, enrolment, package, receipt
from sync.folder import FolderTransport
from tests.sync.sync_builders import (
    MOMENT,
    OTHER_CAMPAIGN,
    Organisation,
    campaign,
    clock,
    known_random,
)


@dataclass
class Kiosk:
    store: KioskStore
    transport: FolderTransport
    folder: Path
    organisation: Organisation

    def exchange(self, **options: object) -> courier.Exchanged:
        return courier.exchange(self.store, self.transport, clock, **options)  # type: ignore[arg-type]

    def deliver(self, found: Package) -> None:
        self.transport.put(package.file_name(found), found.raw)

    def answer(self, count: int) -> None:
        for n in range(count):
            self.store.journal().append(f"answer {n}".encode())

    def bundles(self) -> list[Path]:
        return sorted(self.folder.glob("*.vbundle"))

    def acknowledge(self, number: int = 1, by: Organisation | None = None) -> Receipt:
        """A receipt for all that lies in the folder."""
        signer = by or self.organisation
        read = [bundle.read_bundle(p.read_bytes()) for p in self.bundles()]
        ranges = {}
        for one in read:
            for part in one.epochs:
                hashes = [r.hash for r in one.records if r.epoch == part.epoch.id]
                ranges[part.epoch.id, part.first] = AcknowledgedRange(
                    epoch=part.epoch.id, first=part.first, count=len(hashes),
                    digest=receipt.range_digest(hashes),
                )
        made = Receipt(
            number=number, stream=read[0].stream, campaign=read[0].campaign, issued=MOMENT,
            backup=b"b" * 16, ranges=tuple(ranges.values()),
        )
        self.transport.put(
            receipt.file_name(made),
            receipt.write_receipt(made, signer.signer_public, signer.sign),
        )
        return made


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    folder = tmp_path / "stick"
    folder.mkdir()
    store = KioskStore.create_or_open(
        tmp_path / "kiosk", name="Surfplatta 1", clock=clock, random=known_random("kiosk")
    )
    yield Kiosk(store, FolderTransport(folder), folder, Organisation())
    store.close()


@pytest.fixture
def working(kiosk: Kiosk) -> Kiosk:
    """A kiosk with its package, taken from the folder."""
    kiosk.deliver(package.write_package(kiosk.organisation, campaign(), clock))
    assert kiosk.exchange().packages == 1
    return kiosk


def codes(done: courier.Exchanged) -> list[str]:
    return [p.code for p in done.problems]


def test_the_first_package_is_taken_from_the_folder(working: Kiosk) -> None:
    installed = working.store.package()
    assert installed is not None
    assert installed.version == 1
    assert working.store.trusted_organisation == working.organisation.signer_public


def test_only_the_newest_of_several_versions_is_installed(working: Kiosk) -> None:
    for _ in range(11):
        working.deliver(package.write_package(working.organisation, campaign(), clock))
    done = working.exchange()
    installed = working.store.package()
    assert (done.packages, codes(done)) == (1, [])
    assert installed is not None
    assert installed.version == 12


def test_a_leftover_older_package_beside_the_newest_is_no_problem(working: Kiosk) -> None:
    working.deliver(package.write_package(working.organisation, campaign(), clock))
    working.exchange()
    assert working.exchange() == courier.Exchanged()


def test_an_older_package_alone_is_told_and_refused(working: Kiosk) -> None:
    working.deliver(package.write_package(working.organisation, campaign(), clock))
    working.exchange()
    (working.folder / "5f0c2f3a6c1e-v2.vpackage").unlink()
    done = working.exchange()
    assert [(p.code, p.severity) for p in done.problems] == [("too-old", Severity.WARNING)]
    installed = working.store.package()
    assert installed is not None
    assert installed.version == 2


def test_a_package_from_somebody_else_is_told_and_refused(working: Kiosk) -> None:
    foreign = package.write_package(Organisation("Grannkommun"), campaign(), clock)
    (working.folder / "5f0c2f3a6c1e-v9.vpackage").write_bytes(foreign.raw)
    done = working.exchange()
    assert codes(done) == ["wrong-signer"]
    assert done.packages == 0


def test_packages_of_two_surveys_are_not_guessed_between(kiosk: Kiosk) -> None:
    kiosk.deliver(package.write_package(kiosk.organisation, campaign(), clock))
    kiosk.deliver(package.write_package(kiosk.organisation, campaign(OTHER_CAMPAIGN), clock))
    assert codes(kiosk.exchange()) == ["several-campaigns"]
    assert kiosk.store.package() is None


def test_another_surveys_package_is_not_for_this_kiosk(working: Kiosk) -> None:
    working.deliver(package.write_package(working.organisation, campaign(OTHER_CAMPAIGN), clock))
    assert working.exchange() == courier.Exchanged()


def test_a_damaged_package_is_told_and_the_good_one_taken(kiosk: Kiosk) -> None:
    made = package.write_package(kiosk.organisation, campaign(), clock)
    kiosk.deliver(made)
    (kiosk.folder / "5f0c2f3a6c1e-v0.vpackage").write_bytes(made.raw[:500])
    done = kiosk.exchange()
    assert (done.packages, codes(done)) == (1, ["damaged"])


def test_everything_waiting_goes_into_bundles_of_the_asked_size(working: Kiosk) -> None:
    working.answer(25)
    done = working.exchange(size=courier.Size(records=10))
    assert (done.bundles, done.records) == (3, 25)
    read = [bundle.read_bundle(p.read_bytes()) for p in working.bundles()]
    assert [len(b.records) for b in read] == [10, 10, 5]
    assert [b.number for b in read] == [1, 2, 3]
    assert [b.epochs[0].first for b in read] == [0, 10, 20]
    assert {b.epochs[0].count for b in read} == {25}


def test_a_bundle_is_cut_at_its_weight(working: Kiosk) -> None:
    working.answer(6)
    (batch,) = working.store.pending()
    weight = len(batch.epochs[0][0].header) + 2 * len(batch.records[0].raw)
    assert working.exchange(size=courier.Size(bytes=weight)).bundles == 3
    assert working.exchange(resend=True, size=courier.Size(bytes=1)).bundles == 6


def test_a_second_exchange_writes_nothing_again(working: Kiosk) -> None:
    working.answer(5)
    assert working.exchange().records == 5
    assert working.exchange() == courier.Exchanged()
    working.answer(2)
    assert working.exchange().records == 2


def test_a_resend_writes_all_that_is_not_acknowledged(working: Kiosk) -> None:
    working.answer(5)
    working.exchange()
    assert working.exchange(resend=True).records == 5


def test_a_damaged_bundle_is_written_again_under_a_new_number(working: Kiosk) -> None:
    working.answer(9)
    working.exchange(size=courier.Size(records=3))
    hurt = working.bundles()[1]
    hurt.write_bytes(hurt.read_bytes()[:-40])
    done = working.exchange()
    assert (done.bundles, done.records) == (1, 3)
    assert len(working.bundles()) == 4


def test_an_empty_stick_gets_everything(working: Kiosk, tmp_path: Path) -> None:
    working.answer(5)
    working.exchange()
    other = tmp_path / "other stick"
    other.mkdir()
    done = courier.exchange(working.store, FolderTransport(other), clock)
    assert done.records == 5


def test_a_receipt_makes_the_kiosk_forget_and_nothing_else_does(working: Kiosk) -> None:
    working.answer(5)
    working.exchange()
    assert working.store.waiting() == 5
    working.acknowledge()
    working.answer(1)
    done = working.exchange()
    assert (done.receipts_applied, done.forgotten, done.records) == (1, 5, 1)
    assert working.store.waiting() == 1
    assert working.exchange() == courier.Exchanged()


def test_a_receipt_signed_by_somebody_else_is_told_and_forgets_nothing(working: Kiosk) -> None:
    working.answer(5)
    working.exchange()
    working.acknowledge(by=Organisation("Grannkommun"))
    done = working.exchange()
    assert codes(done) == ["wrong-signer"]
    assert (done.forgotten, working.store.waiting()) == (0, 5)


def test_a_receipt_with_another_digest_is_told_and_forgets_nothing(working: Kiosk) -> None:
    working.answer(2)
    working.exchange()
    good = working.acknowledge()
    wrong = Receipt(
        number=2, stream=good.stream, campaign=good.campaign, issued=MOMENT, backup=good.backup,
        ranges=(AcknowledgedRange(
            epoch=good.ranges[0].epoch, first=0, count=2, digest=b"d" * 32
        ),),
    )
    (working.folder / receipt.file_name(good)).unlink()
    working.transport.put(receipt.file_name(wrong), receipt.write_receipt(
        wrong, working.organisation.signer_public, working.organisation.sign
    ))
    done = working.exchange()
    assert codes(done) == ["receipt-differs"]
    assert working.store.waiting() == 2


def test_a_stick_that_is_gone_loses_nothing(working: Kiosk, tmp_path: Path) -> None:
    working.answer(3)
    gone = FolderTransport(tmp_path / "pulled out")
    done = courier.exchange(working.store, gone, clock)
    assert codes(done) == ["place-gone"]
    assert working.store.waiting() == 3
    assert working.exchange().records == 3


def test_a_stick_pulled_out_between_two_bundles_loses_nothing(
    working: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    working.answer(6)
    put = FolderTransport.put

    def once(self: FolderTransport, name: str, data: bytes) -> None:
        if working.bundles():
            self = FolderTransport(working.folder / "gone")
        put(self, name, data)

    with monkeypatch.context() as patch:
        patch.setattr(FolderTransport, "put", once)
        done = working.exchange(size=courier.Size(records=2))
    assert (done.bundles, done.records, codes(done)) == (1, 2, ["place-gone"])
    assert working.exchange().records == 4


def test_nothing_in_the_folder_tells_an_answer(working: Kiosk) -> None:
    working.answer(3)
    working.exchange()
    assert not [p for p in working.bundles() if b"answer" in p.read_bytes()]


def test_the_device_file_travels_with_the_bundles(working: Kiosk) -> None:
    working.exchange()
    assert working.exchange().problems == ()
    (card,) = working.folder.glob("*.vdevice")
    assert enrolment.read_device(card.read_bytes()) == working.store.identity


def test_a_kiosk_whose_survey_has_ended_delivers_and_takes_up_the_next_one(kiosk: Kiosk) -> None:
    kiosk.deliver(package.write_package(kiosk.organisation, campaign(), clock))
    kiosk.exchange()
    kiosk.answer(3)
    kiosk.deliver(package.write_end(kiosk.organisation, campaign(), clock))
    done = kiosk.exchange()
    assert (done.packages, done.records, done.problems) == (1, 3, ())
    with pytest.raises(MissingKey):
        kiosk.answer(1)
    assert kiosk.exchange().packages == 0  # neither the old one nor the same again
    kiosk.deliver(package.write_package(kiosk.organisation, campaign(OTHER_CAMPAIGN), clock))
    assert kiosk.exchange().packages == 1
    kiosk.answer(1)
    installed = kiosk.store.package()
    assert installed is not None and installed.campaign == OTHER_CAMPAIGN


def test_a_kiosk_whose_survey_has_ended_takes_nothing_of_strangers(kiosk: Kiosk) -> None:
    for made in (package.write_package, package.write_end):
        kiosk.deliver(made(kiosk.organisation, campaign(), clock))
        kiosk.exchange()
    stranger = Organisation("Grannkommun")
    kiosk.deliver(package.write_package(stranger, campaign(OTHER_CAMPAIGN), clock))
    done = kiosk.exchange()
    assert done.packages == 0 and [p.code for p in done.problems] == ["wrong-signer"]


def test_a_new_kiosk_passes_by_a_survey_that_has_ended(kiosk: Kiosk) -> None:
    kiosk.deliver(package.write_end(kiosk.organisation, campaign(), clock))
    done = kiosk.exchange()
    assert (done.packages, done.problems) == (0, ())
    assert kiosk.store.trusted_organisation is None
    kiosk.deliver(package.write_package(kiosk.organisation, campaign(OTHER_CAMPAIGN), clock))
    assert kiosk.exchange().packages == 1


def test_a_survey_whose_end_lies_beside_it_begins_nowhere(kiosk: Kiosk) -> None:
    for made in (package.write_package, package.write_end):
        kiosk.deliver(made(kiosk.organisation, campaign(), clock))
    assert len(kiosk.transport.list(package.SUFFIX)) == 2
    assert kiosk.exchange().packages == 0 and kiosk.store.package() is None
    kiosk.deliver(package.write_package(kiosk.organisation, campaign(OTHER_CAMPAIGN), clock))
    done = kiosk.exchange()
    assert (done.packages, done.problems) == (1, ())
    installed = kiosk.store.package()
    assert installed is not None and installed.campaign == OTHER_CAMPAIGN

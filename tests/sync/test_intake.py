"""The administrator's side of carrying, with a real workspace, real kiosks and a real folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

import pytest

from storage.bodies import encode
from storage.kiosk import KioskStore
from storage.values import DeviceIdentity
from storage.workspace import Cost, Workspace, create
from survey.campaign import Campaign
from survey.reading import write_campaign
from sync import bundle, courier, intake, package, receipt
from sync.folder import FolderTransport
from sync.outgoing import Size
from tests.sync.sync_builders import (
    MOMENT,
    OTHER_CAMPAIGN,
    campaign,
    clock,
    known_random,
    response,
)

FAST = Cost(memory=64, passes=1, lanes=1)


@dataclass
class Town:
    """A workspace, a folder that is carried about, and kiosks by name."""

    path: Path
    workspace: Workspace
    kiosks: dict[str, KioskStore] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.path / "stick"

    @property
    def transport(self) -> FolderTransport:
        return FolderTransport(self.folder)

    def kiosk(self, name: str, survey: Campaign | None = None, *, known: bool = True) -> KioskStore:
        """A kiosk with a survey's package, registered unless not ``known``."""
        store = KioskStore.create_or_open(
            self.path / name, name=name, clock=clock, random=known_random(name)
        )
        self.kiosks[name] = store
        store.install(package.write_package(self.workspace, survey or campaign(), clock))
        if known:
            self.workspace.register_device(DeviceIdentity(public=store.identity.public, name=name))
        return store

    def take_in(self, **options: object) -> intake.IntakeReport:
        return intake.take_in(
            self.workspace, self.transport, clock=clock, actor="anna", **options  # type: ignore[arg-type]
        )

    def carry(self, name: str, answers: int = 0, *, records: int = 256) -> courier.Exchanged:
        store = self.kiosks[name]
        for n in range(answers):
            store.journal().append(encode(response(rating=n % 5 + 1)))
        return courier.exchange(store, self.transport, clock, size=Size(records=records))

    def bundles(self) -> list[Path]:
        return sorted(self.folder.glob("*.vbundle"))

    def counted(self) -> int:
        return self.workspace.counts(campaign().id).complete


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    (tmp_path / "stick").mkdir()
    workspace, _ = create(
        tmp_path / "workspace", name="Exempelkommun", passphrase="en lång fras",
        clock=clock, random=known_random("workspace"), cost=FAST,
    )
    for survey in (campaign(), campaign(OTHER_CAMPAIGN)):
        workspace.add_campaign(survey, write_campaign(survey), "anna")
    town = Town(tmp_path, workspace)
    yield town
    for store in town.kiosks.values():
        store.close()
    workspace.close()


def codes(report: intake.IntakeReport) -> list[str]:
    return [refused.code for refused in report.quarantined]


def test_what_a_kiosk_sealed_is_taken_in_once(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 7, records=3)
    report = town.take_in()
    assert (report.bundles, report.new, report.known, report.repeated) == (3, 7, 0, 0)
    assert (report.quarantined, report.gaps, report.problems) == ((), (), ())
    assert town.counted() == 7
    again = town.take_in()
    assert (again.bundles, again.new, again.known, again.repeated) == (3, 0, 7, 3)
    assert town.counted() == 7


def test_a_copy_under_another_name_changes_nothing(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 2)
    (first,) = town.bundles()
    first.with_name(f"kopia av {first.name}").write_bytes(first.read_bytes())
    report = town.take_in()
    assert (report.new, report.known, report.repeated) == (2, 2, 1)


def test_two_kiosks_and_two_surveys_share_a_folder(town: Town) -> None:
    town.kiosk("Entrén")
    town.kiosk("Biblioteket")
    town.kiosk("Badhuset", campaign(OTHER_CAMPAIGN))
    for name, answers in (("Entrén", 3), ("Biblioteket", 4), ("Badhuset", 5)):
        town.carry(name, answers, records=2)
    report = town.take_in()
    assert (report.new, codes(report)) == (12, [])
    assert town.counted() == 7
    assert town.workspace.counts(OTHER_CAMPAIGN).complete == 5


def test_delivery_in_any_order_gives_the_same(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 9, records=3)
    held = {path.name: path.read_bytes() for path in town.bundles()}
    names = sorted(held)
    for path in town.bundles():
        path.unlink()
    gaps = []
    for name in (names[2], names[0], names[1]):
        (town.folder / name).write_bytes(held[name])
        gaps.append(sum(gap.missing or 0 for gap in town.take_in().gaps))
    assert gaps == [6, 3, 0]
    assert town.counted() == 9


def test_a_damaged_file_is_put_aside_and_made_good_by_the_next_exchange(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 6, records=2)
    cut, flipped = town.bundles()[0], town.bundles()[2]
    cut.write_bytes(cut.read_bytes()[:-97])
    raw = bytearray(flipped.read_bytes())
    raw[len(raw) // 2] ^= 1
    flipped.write_bytes(raw)
    first = town.take_in()
    assert (first.new, codes(first)) == (2, ["damaged", "damaged"])
    assert sum(gap.missing or 0 for gap in first.gaps) == 4
    kept = {file.name: town.workspace.quarantined_raw(file.hash)
            for file in town.workspace.quarantined()}
    assert kept == {cut.name: cut.read_bytes(), flipped.name: bytes(raw)}
    assert town.carry("Entrén").records == 4
    second = town.take_in()
    assert (second.new, codes(second), second.gaps) == (4, [], ())
    assert set(second.resolved) == {cut.name, flipped.name}
    assert town.workspace.quarantined() == ()
    third = town.take_in()
    assert (third.new, codes(third), third.resolved) == (0, [], ())


def test_a_damaged_file_is_not_made_good_while_anything_is_missing(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 4, records=2)
    first, second = town.bundles()
    first.write_bytes(first.read_bytes()[:-1])
    second.write_bytes(second.read_bytes()[:-1])
    town.carry("Entrén", 1)
    third = town.bundles()[2].read_bytes()
    for path in town.bundles()[2:]:
        path.unlink()
    part = bundle.read_bundle(third)
    last = part.records[-1]
    # only the newest answer comes: the two damaged ones are still missing
    alone = replace(part, records=(last,), epochs=(replace(part.epochs[-1], first=last.n),))
    town.transport.put("last.vbundle", bundle.write_bundle(
        alone, town.kiosks["Entrén"].signer.sign
    ))
    report = town.take_in()
    assert (report.new, codes(report)) == (1, ["damaged", "damaged"])


def test_every_truncation_is_put_aside_and_nothing_is_counted(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 2)
    (path,) = town.bundles()
    raw = path.read_bytes()
    path.unlink()
    for length in range(0, len(raw), 97):
        (town.folder / f"cut {length}.vbundle").write_bytes(raw[:length])
    report = town.take_in()
    assert set(codes(report)) == {"damaged"}
    assert len(report.quarantined) == len(range(0, len(raw), 97))
    assert (report.new, town.counted()) == (0, 0)


def test_a_flipped_byte_in_any_region_is_put_aside(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 2)
    (path,) = town.bundles()
    raw = path.read_bytes()
    path.unlink()
    places = sorted({*range(0, 220, 9), *range(0, len(raw), 211), len(raw) - 70, len(raw) - 1})
    for at in places:
        hurt = bytearray(raw)
        hurt[at] ^= 0x40
        (town.folder / f"flip {at:05}.vbundle").write_bytes(hurt)
    report = town.take_in()
    assert len(report.quarantined) == len(places)
    assert set(codes(report)) <= {"damaged", "too-new"}
    assert (report.new, town.counted()) == (0, 0)


def test_an_unknown_device_is_put_aside_until_it_is_registered(town: Town) -> None:
    store = town.kiosk("Entrén", known=False)
    town.carry("Entrén", 3)
    first = town.take_in()
    assert (first.new, codes(first)) == (0, ["unknown-device"])
    for path in town.bundles():
        path.unlink()
    town.workspace.register_device(store.identity)
    second = town.take_in()
    assert (second.new, codes(second), len(second.resolved)) == (3, [], 1)
    assert town.workspace.quarantined() == ()


def test_a_bundle_for_a_survey_that_is_not_here_is_put_aside(town: Town, tmp_path: Path) -> None:
    other, _ = create(
        tmp_path / "other", name="Grannkommun", passphrase="x", clock=clock, cost=FAST,
        random=known_random("other"),
    )
    foreign = campaign(UUID(int=9))
    other.add_campaign(foreign, write_campaign(foreign), "bo")
    store = KioskStore.create_or_open(
        tmp_path / "k", name="k", clock=clock, random=known_random("k")
    )
    town.kiosks["k"] = store
    store.install(package.write_package(other, foreign, clock))
    other.close()
    town.workspace.register_device(store.identity)
    town.carry("k", 1)
    report = town.take_in()
    assert codes(report) == ["wrong-campaign"]
    assert town.take_in().quarantined == report.quarantined
    assert len(town.workspace.quarantined()) == 1


def test_leftovers_of_a_killed_write_are_not_looked_at(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 1)
    (path,) = town.bundles()
    (town.folder / ".tmp-0011223344556677").write_bytes(path.read_bytes()[:100])
    (town.folder / "anteckningar.txt").write_text("hej")
    report = town.take_in()
    assert (report.bundles, codes(report)) == (1, [])


def test_nothing_is_deleted_or_changed_in_the_folder(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 4, records=2)
    first = town.bundles()[0]
    first.write_bytes(first.read_bytes()[:-1])
    before = {path.name: path.read_bytes() for path in town.folder.iterdir()}
    town.take_in()
    assert {path.name: path.read_bytes() for path in town.folder.iterdir()} == before


def test_a_person_can_stop_between_two_bundles(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 6, records=2)
    told: list[tuple[int, int, str]] = []
    report = town.take_in(
        progress=lambda *step: told.append(step), cancelled=lambda: len(told) == 2
    )
    assert report.cancelled
    assert (report.bundles, report.new) == (2, 4)
    assert [step[:2] for step in told] == [(0, 3), (1, 3)]
    assert town.take_in().new == 2


def test_progress_reaches_the_end(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 2)
    told: list[tuple[int, int, str]] = []
    town.take_in(progress=lambda *step: told.append(step))
    assert told == [(0, 1, town.bundles()[0].name), (1, 1, "")]


def test_a_folder_that_is_gone_is_a_problem_and_changes_nothing(town: Town) -> None:
    town.kiosk("Entrén")
    report = intake.take_in(
        town.workspace, FolderTransport(town.path / "gone"), clock=clock, actor="anna"
    )
    assert [problem.code for problem in report.problems] == ["place-gone"]
    assert (report.began, report.ended, report.bundles) == (MOMENT, MOMENT, 0)


def test_a_kiosk_forgets_only_what_a_backup_holds(town: Town) -> None:
    store = town.kiosk("Entrén")
    town.carry("Entrén", 5, records=2)
    town.take_in()
    assert intake.send_receipts(town.workspace, town.transport).names == ()
    town.workspace.backup(town.path / "backups", "anna")
    town.carry("Entrén", 1)
    town.take_in()
    sent = intake.send_receipts(town.workspace, town.transport)
    assert (len(sent.names), sent.records, sent.problems) == (1, 5, ())
    done = town.carry("Entrén")
    assert (done.receipts_applied, done.forgotten, done.problems) == (1, 5, ())
    assert store.waiting() == 1
    assert intake.send_receipts(town.workspace, town.transport).names == ()


def test_quarantined_records_are_never_acknowledged(town: Town) -> None:
    store = town.kiosk("Entrén")
    town.carry("Entrén", 4, records=2)
    hurt = town.bundles()[0]
    hurt.write_bytes(hurt.read_bytes()[:-1])
    town.take_in()
    town.workspace.backup(town.path / "backups", "anna")
    assert intake.send_receipts(town.workspace, town.transport).records == 2
    assert town.carry("Entrén").forgotten == 2
    assert store.waiting() == 2


def test_a_damaged_receipt_is_sent_again_under_another_name(town: Town) -> None:
    store = town.kiosk("Entrén")
    town.carry("Entrén", 2)
    town.take_in()
    town.workspace.backup(town.path / "backups", "anna")
    (name,) = intake.send_receipts(town.workspace, town.transport).names
    (town.folder / name).write_bytes(b"vardera-receipt/1\n")
    assert [p.code for p in town.carry("Entrén").problems] == ["damaged"]
    # what the kiosk still has comes again, so its receipt is due again
    courier.exchange(store, town.transport, clock, resend=True)
    town.take_in()
    (second,) = intake.send_receipts(town.workspace, town.transport).names
    assert second == name.replace(".vreceipt", "-2.vreceipt")
    done = town.carry("Entrén")
    assert (done.forgotten, done.problems) == (2, ())


def test_receipts_stay_due_when_the_stick_is_gone(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 2)
    town.take_in()
    town.workspace.backup(town.path / "backups", "anna")
    gone = intake.send_receipts(town.workspace, FolderTransport(town.path / "gone"))
    assert [problem.code for problem in gone.problems] == ["place-gone"]
    assert intake.send_receipts(town.workspace, town.transport).records == 2


def test_a_damaged_newest_bundle_under_an_older_name_is_not_made_good(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 4, records=2)
    town.take_in()
    town.carry("Entrén", 1)
    first, _, newest = town.bundles()
    raw = bytearray(newest.read_bytes())
    raw[-100] ^= 1
    newest.unlink()
    first.write_bytes(raw)
    for _ in range(2):
        report = town.take_in()
        assert (report.new, codes(report)) == (0, ["damaged"])
    assert len(town.workspace.quarantined()) == 1


def test_junk_under_an_older_bundles_name_stays_told(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 4, records=2)
    town.take_in()
    town.bundles()[0].write_bytes(b"junk")
    assert codes(town.take_in()) == ["damaged"]
    assert codes(town.take_in()) == ["damaged"]


def test_a_name_that_is_not_utf8_is_told_and_the_rest_taken_in(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 2)
    (bad := Path(os.fsdecode(os.fsencode(town.folder) + b"/bad\xff.vbundle"))).write_bytes(b"x")
    report = town.take_in()
    assert (report.new, codes(report)) == (2, [])
    assert [(p.where, p.code) for p in report.problems] == [("bad\\xff.vbundle", "bad-name")]
    assert bad.read_bytes() == b"x"


def test_a_receipt_goes_beside_what_is_no_file(town: Town) -> None:
    store = town.kiosk("Entrén")
    town.carry("Entrén", 2)
    town.take_in()
    town.workspace.backup(town.path / "backups", "anna")
    (due,) = town.workspace.receipts_due()
    os.mkfifo(town.folder / receipt.file_name(due))
    (name,) = intake.send_receipts(town.workspace, town.transport).names
    assert name == receipt.file_name(due, 2)
    assert town.carry("Entrén").forgotten == 2
    assert store.waiting() == 0


def test_a_body_that_cannot_be_read_is_a_gap_and_holds_up_no_other(town: Town) -> None:
    store = town.kiosk("Entrén")
    for body in (encode(response(4)), b"\xc1 a secret", encode(response(5))):
        store.journal().append(body)
    town.carry("Entrén")
    for new in (2, 0):
        report = town.take_in()
        assert (report.new, codes(report), town.counted()) == (new, [], 2)
        (gap,) = report.gaps
        assert (gap.first, gap.missing) == (1, 1)


def test_a_large_damaged_file_is_made_good_though_its_bytes_are_not_kept(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 250)
    (whole,) = town.bundles()
    whole.write_bytes(whole.read_bytes()[:-1])
    assert codes(town.take_in()) == ["damaged"]
    (aside,) = town.workspace.quarantined()
    assert not aside.kept
    assert aside.message.count(f"By its beginning it was {whole.name}") == 1
    whole.unlink()
    town.carry("Entrén")
    town.carry("Entrén", 1)
    assert town.take_in().resolved == (whole.name,)


def test_a_damaged_file_made_good_in_the_same_visit_is_told_once(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 3)
    (cut,) = town.bundles()
    cut.write_bytes(cut.read_bytes()[:-1])
    town.carry("Entrén", 1)
    assert len(town.bundles()) == 2
    told = [town.take_in().resolved for _ in range(2)]
    assert told == [(cut.name,), ()]
    assert (town.counted(), town.workspace.quarantined()) == (4, ())

"""Two organisations: results cross signed and suppressed, answers sealed again to one of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from admin.results.reckoning import value_results
from storage.errors import Damaged, MissingKey, WrongSigner
from storage.seal import coding
from storage.seal.keys import Signer
from storage.workspace import Workspace, create
from storage.workspace.reviews import Which
from storage.workspace.tombstones import write_list
from storage.workspace.withdrawals import code_hash
from survey.reading import write_campaign
from survey.records import Further, Kind, ParticipantJoined, PointsSet
from survey.results import to_json
from sync import envelope, package, shared_results
from sync.enrolment import read_device
from sync.errors import PlaceFull, ShowsSmallGroup
from sync.folder import FolderTransport
from sync.forwarding import forward
from sync.intake import send_receipts, take_in
from sync.recipient import read_recipient, write_recipient
from tests.builders import AREA, AREAS, CAMPAIGN, FACTORS, RATINGS, small_campaign
from tests.files import SMALL_SOUND, large_photo
from tests.storage.form_bodies import FURTHER
from tests.storage.workspace_builders import (
    CHEAP,
    PASSPHRASE,
    Device,
    World,
    new_workspace,
    response,
    session_event,
)

CODE = bytes(range(32))
GIVEN = bytes(range(16))


@dataclass
class Two:
    """The municipality that collected, and the university it shares with."""

    world: World
    ours: Workspace
    theirs: Workspace
    road: Path

    def send(self, place: FolderTransport | None = None) -> int:
        place = place or FolderTransport(self.road)
        return forward(
            self.ours, CAMPAIGN, self.theirs.signer_public, place, clock=self.world.clock,
            actor="Kim",
        ).new

    def receive(self) -> int:
        for file in self.road.glob("*.vdevice"):
            self.theirs.register_device(read_device(file.read_bytes()))
        report = take_in(
            self.theirs, FolderTransport(self.road), clock=self.world.clock, actor="Robin"
        )
        assert not report.quarantined
        return report.new


@pytest.fixture
def two(tmp_path: Path) -> Two:
    world = World()
    ours, _ = new_workspace(tmp_path / "ours", world)
    theirs, _ = create(
        tmp_path / "theirs", name="Universitetet", passphrase=PASSPHRASE, clock=world.clock,
        random=world.random, cost=CHEAP,
    )
    campaign = small_campaign()
    theirs.add_campaign(campaign, write_campaign(campaign), actor="Robin")
    wish = read_recipient(write_recipient(theirs, CAMPAIGN))
    ours.keys.share(
        CAMPAIGN, public=wish.public, name=wish.name, organisation=wish.organisation
    )
    given = package.write_package(ours, campaign, world.clock)
    theirs.keys.accept(package.read_package(given.raw))
    device = Device(ours, world).register()
    session = AREAS[1]
    device.answer(
        *[response(dict.fromkeys(RATINGS, 1 + at % 5) | {AREA: AREAS[at % 2]})
          for at in range(20)],
        response({RATINGS[0]: 2, AREA: None}, complete=False),
        session_event(session, 1, ParticipantJoined(participant=1)),
        session_event(session, 2, PointsSet(participant=1, points={FACTORS[0]: 7, FACTORS[1]: 3})),
    )
    ours.take_in(device.bundle())
    road = tmp_path / "road"
    road.mkdir()
    return Two(world, ours, theirs, road)


def figures(workspace: Workspace) -> object:
    told = to_json(value_results(workspace, CAMPAIGN, ("area",)))
    told.pop("release")
    return told


def test_the_receiver_reckons_the_same_results_from_what_was_sealed_to_it(two: Two) -> None:
    assert two.send() == 23
    assert two.receive() == 23
    assert figures(two.theirs) == figures(two.ours)
    assert two.theirs.counts(CAMPAIGN).partial == two.ours.counts(CAMPAIGN).partial == 1


def test_sending_and_taking_in_again_doubles_nothing_and_only_new_answers_follow(
    two: Two,
) -> None:
    two.send()
    two.receive()
    assert two.send() == 0
    assert two.receive() == 0
    later = Device(two.ours, two.world, name="Kiosk 2").register()
    later.answer(response(), response())
    two.ours.take_in(later.bundle())
    assert two.send() == 2
    assert two.receive() == 2
    assert figures(two.theirs) == figures(two.ours)


def test_what_a_full_stick_refused_comes_with_the_next_sending(two: Two) -> None:
    class Full(FolderTransport):
        def put(self, name: str, data: bytes) -> None:
            raise PlaceFull("no room")

    with pytest.raises(PlaceFull):
        two.send(Full(two.road))
    assert two.send() == 0
    assert two.receive() == 23


def test_answers_of_a_form_are_passed_on_as_they_are(two: Two) -> None:
    two.send()
    two.receive()
    later = Device(two.ours, two.world, name="Kiosk 2").register()
    later.answer(
        replace(response(), further=FURTHER), replace(response(), further=FURTHER, code=CODE),
        replace(response(complete=False), further=FURTHER),
    )
    two.ours.take_in(later.bundle())
    assert (two.send(), two.receive()) == (3, 3)
    ids = [one.id for one in two.theirs.inbox.listed(CAMPAIGN, Which())]
    found = two.theirs.forms.of(CAMPAIGN, ids)
    assert list(found.values()) == [FURTHER] * 3
    assert two.theirs.counts(CAMPAIGN).partial == two.ours.counts(CAMPAIGN).partial == 2
    assert two.theirs.verify().faults == ()


def test_photos_and_sounds_are_passed_on_byte_for_byte(two: Two) -> None:
    two.send()
    two.receive()
    later = Device(two.ours, two.world, name="Kiosk 2").register()
    files = (large_photo(), SMALL_SOUND)
    given = tuple(
        Further(node=AREA, at=(at,), kind=Kind.FILE, value=file) for at, file in enumerate(files, 1)
    )
    later.answer(*[replace(response(), further=given)] * 15)  # more than one bundle's worth
    two.ours.take_in(later.bundle())
    assert two.send() == 15
    assert two.receive() == 15
    ids = [one.id for one in two.theirs.inbox.listed(CAMPAIGN, Which())]
    found = two.theirs.forms.of(CAMPAIGN, ids)
    assert len(found) == 15
    for row, answers in found.items():
        got = [two.theirs.inbox.hand_out(CAMPAIGN, row, one, "x", "Kim") for one in answers]
        assert got == list(files)
    assert two.theirs.verify().faults == ()


def test_only_the_named_organisation_can_open_what_was_sealed_again(two: Two) -> None:
    two.send()
    for file in two.road.glob("*.vdevice"):
        two.ours.register_device(read_device(file.read_bytes()))
    report = take_in(
        two.ours, FolderTransport(two.road), clock=two.world.clock, actor="Kim"
    )
    assert {refused.code for refused in report.quarantined} == {"missing-key"}


def test_nobody_gets_answers_of_a_survey_that_is_not_shared_with_them(two: Two) -> None:
    stranger = bytes(32)
    with pytest.raises(MissingKey, match="not shared"):
        forward(
            two.ours, CAMPAIGN, stranger, FolderTransport(two.road), clock=two.world.clock,
            actor="Kim",
        )
    two.ours.keys.unshare(CAMPAIGN, two.ours.keys.partners(CAMPAIGN)[0].id)
    with pytest.raises(MissingKey, match="not shared"):
        two.send()
    assert not list(two.road.iterdir())


def test_large_answers_go_in_several_bundles_and_hold_up_nobody(two: Two) -> None:
    words = {UUID(int=1000 + at): "o" * 15_000 for at in range(30)}
    device = Device(two.ours, two.world, name="Kiosk 3").register()
    device.answer(*[response(words) for _ in range(12)])
    two.ours.take_in(device.bundle())
    assert two.send() == 23 + 12
    sizes = [file.stat().st_size for file in two.road.glob("*.vbundle")]
    assert len(sizes) >= 3 and max(sizes) < 9 * 1024 * 1024
    assert two.receive() == 23 + 12


def test_both_ways_of_crossing_are_logged(two: Two) -> None:
    two.send()
    kinds = [line.kind for line in two.ours.inbox.happenings()]
    assert "forwarded" in kinds and "shared" in kinds


def signed(two: Two, threshold: int = 5) -> bytes:
    told = to_json(value_results(two.ours, CAMPAIGN, ("area",)))
    return shared_results.write_results(
        two.ours, told, title="Hur är det?", threshold=threshold, issued=two.world.now
    )


def test_results_cross_signed_and_read_as_they_were_written(two: Two) -> None:
    found = shared_results.read_results(signed(two))
    assert found.organisation == two.ours.signer_public
    assert found.results == json.loads(
        json.dumps(to_json(value_results(two.ours, CAMPAIGN, ("area",))))
    )


def test_a_group_that_is_too_small_is_neither_written_nor_read(two: Two) -> None:
    told = to_json(value_results(two.ours, CAMPAIGN, ("area",)))
    with pytest.raises(ShowsSmallGroup):
        shared_results.write_results(
            two.ours, told, title="Hur är det?", threshold=15, issued=two.world.now
        )
    rows = told["rows"]
    assert isinstance(rows, list)
    rows[1]["n"] = 3
    figures_ = shared_results._json_encoder.encode(
        msgspec.convert(told, shared_results.ResultsWire)
    )
    payload = coding.pack((1, CAMPAIGN.bytes, 0, "Kommunen", "Hur", 5, figures_))
    signer = two.ours.signer_public
    raw = envelope.wrap("results", envelope.SignedFile(
        payload=payload, signer=signer, signature=two.ours.sign("results", signer, payload)
    ))
    with pytest.raises(ShowsSmallGroup):
        shared_results.read_results(raw)


def test_a_hidden_group_with_a_figure_is_refused(two: Two) -> None:
    told = to_json(value_results(two.ours, CAMPAIGN, ("area",)))
    rows = told["rows"]
    assert isinstance(rows, list)
    rows[1] |= {"suppressed": True, "n": None}
    with pytest.raises(ShowsSmallGroup):
        shared_results.write_results(
            two.ours, told, title="Hur är det?", threshold=5, issued=two.world.now
        )


def test_changed_results_are_damaged_wherever_the_bit_lies(two: Two) -> None:
    raw = signed(two)
    shared_results.read_results(raw)
    for at in range(20, len(raw), 97):
        changed = bytearray(raw)
        changed[at] ^= 4
        with pytest.raises(Damaged):
            shared_results.read_results(bytes(changed))


def test_results_are_kept_once_and_only_from_whom_was_expected(two: Two) -> None:
    from storage.workspace.forwards import SharedResults
    from sync.enrolment import expect, fingerprint

    raw = signed(two)
    found = shared_results.read_results(raw)
    with pytest.raises(WrongSigner):
        expect(found.organisation, fingerprint(two.theirs.signer_public))
    kept = SharedResults(
        campaign=found.campaign, organisation=found.organisation, name=found.name, sent=False,
        at=found.issued, raw=raw,
    )
    assert two.theirs.forwards.note_results(kept) is True
    assert two.theirs.forwards.note_results(kept) is False
    assert two.theirs.forwards.results() == (kept,)


def coded_answer(two: Two) -> None:
    device = Device(two.ours, two.world, name="Kiosk 3").register()
    device.answer(replace(response(), code=code_hash(GIVEN)), response())
    two.ours.take_in(device.bundle())


def test_what_is_withdrawn_after_it_was_passed_on_never_counts_at_the_receiver(two: Two) -> None:
    coded_answer(two)
    assert two.send() == 25
    two.ours.erasing.withdraw(GIVEN, "Kim")
    assert two.send() == 0
    two.receive()
    assert figures(two.theirs) == figures(two.ours)
    assert two.theirs.counts(CAMPAIGN).withdrawn == 1
    assert two.theirs.verify().faults == ()


def test_a_list_that_comes_later_takes_away_what_was_counted(two: Two) -> None:
    coded_answer(two)
    two.send()
    two.receive()
    before = two.theirs.counts(CAMPAIGN).complete
    two.ours.erasing.withdraw(GIVEN, "Kim")
    two.send()
    two.send()
    assert len(list(two.road.glob("*.vwithdrawn"))) == 1
    two.receive()
    assert two.theirs.counts(CAMPAIGN).complete == before - 1


def test_a_strangers_list_in_the_folder_is_told_and_takes_nothing_away(two: Two) -> None:
    coded_answer(two)
    two.send()
    stranger = Signer(bytes(range(32)))
    raw = write_list([code_hash(GIVEN)], stranger, two.world.clock())
    (two.road / "withdrawn-0.vwithdrawn").write_bytes(raw)
    (two.road / "withdrawn-1.vwithdrawn").write_bytes(raw[:-1])
    two.receive()
    again = take_in(two.theirs, FolderTransport(two.road), clock=two.world.clock, actor="R")
    assert [problem.code for problem in again.problems] == ["wrong-signer", "damaged"]
    assert two.theirs.counts(CAMPAIGN).withdrawn == 0
    assert two.theirs.erasing.waiting() == 0


def test_a_partner_writes_no_receipts_for_what_the_lead_collects(
    two: Two, tmp_path: Path
) -> None:
    kiosk = Device(two.ours, two.world, name="Kiosk 4").register()
    two.theirs.register_device(kiosk.identity)
    kiosk.answer(response())
    carried = FolderTransport(two.road)
    two.send()
    two.receive()
    two.ours.take_in(kiosk.bundle())
    for workspace in (two.ours, two.theirs):
        workspace.backup(tmp_path / "backups", "Kim")
    assert two.theirs.streams()
    assert send_receipts(two.theirs, carried).names == ()
    assert len(send_receipts(two.ours, carried).names) == 2

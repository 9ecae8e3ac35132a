"""Pairing: the same words on both sides, other words with anybody between, no way around them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.errors import Damaged, RevokedDevice, WrongSigner
from storage.kiosk import KioskStore
from storage.seal import coding
from storage.values import DeviceIdentity
from sync.errors import PlaceRefuses
from sync.mailbox import kiosk_side
from sync.mailbox.channel import Means
from sync.mailbox.door import ATTEMPTS, SECONDS, Door, Hands
from sync.mailbox.pairing import Device, Host, Hosting, Joining, Stage, commitment
from sync.mailbox.refusals import Refusal, ServerExpired, ServerUnknown
from tests.sync.mailbox_builders import Machines, device, server_key
from tests.sync.pairing_hall import CERTIFICATE, Hall, host, joining
from tests.sync.sync_builders import MOMENT, Organisation, clock, known_random


@pytest.fixture
def hall() -> Hall:
    made = Hall()
    made.door.open()
    return made


def met(hall: Hall, name: str = "Surfplatta 1") -> Joining:
    """A kiosk that has come as far as showing words."""
    kiosk = joining(name)
    offer = hall.door.answer("begin", kiosk.begin())
    hall.door.answer("reveal", kiosk.offered(offer, CERTIFICATE))
    return kiosk


def said(hall: Hall, same: bool) -> Stage:
    """What comes of the administrator's answer to the words that stand at the door."""
    seen = hall.door.seen()
    return hall.door.decide(same, () if seen is None else seen.words)


def test_both_sides_show_the_same_four_words_and_then_trust_each_other(hall: Hall) -> None:
    kiosk = met(hall)
    seen = hall.door.seen()
    assert seen is not None
    assert len(seen.words) == 4
    assert seen.words == kiosk.words
    assert seen.device.name == "Surfplatta 1"
    assert kiosk.outcome(hall.door.answer("agree", kiosk.agree())) is None
    assert hall.registered == []
    assert said(hall, True) is Stage.PAIRED
    assert hall.registered == [seen.device]
    paired = kiosk.outcome(hall.door.answer("agree", kiosk.agree()))
    assert paired is not None
    assert (paired.organisation, paired.name) == (host().public, "Exempelkommun")


def test_the_administrator_may_say_yes_first(hall: Hall) -> None:
    kiosk = met(hall)
    assert said(hall, True) is Stage.COMPARING
    assert hall.registered == []
    assert kiosk.outcome(hall.door.answer("agree", kiosk.agree())) is not None
    assert len(hall.registered) == 1


def test_words_come_anew_each_time() -> None:
    shown = set()
    for number in range(20):
        kiosk, there = joining(), Hosting(host(), known_random(f"host {number}"))
        there.reveal(kiosk.offered(there.begin(kiosk.begin()), CERTIFICATE))
        assert there.words == kiosk.words
        shown.add(there.words)
    assert len(shown) == 20


def between(kiosk: Joining, there: Hosting, as_kiosk: Joining, as_host: Hosting) -> None:
    """A machine in the middle: pairs with each side as if it were the other."""
    as_host.reveal(kiosk.offered(as_host.begin(kiosk.begin()), b"m" * 32))
    there.reveal(as_kiosk.offered(there.begin(as_kiosk.begin()), CERTIFICATE))


def test_a_machine_between_gives_the_two_sides_different_words() -> None:
    kiosk, there = joining(), Hosting(host(), known_random("host"))
    as_kiosk = joining("Surfplatta 1 too")
    as_host = Hosting(host("Exempelkommun!", b"m" * 32), known_random("between"))
    between(kiosk, there, as_kiosk, as_host)
    assert kiosk.words == as_host.words
    assert there.words == as_kiosk.words
    assert kiosk.words != there.words


def test_a_machine_between_that_passes_the_true_organisation_on_is_found_by_its_certificate(
) -> None:
    there = Hosting(host(), known_random("host"))
    kiosk = joining()
    with pytest.raises(ServerUnknown, match="not the one"):
        kiosk.offered(there.begin(kiosk.begin()), b"m" * 32)


@pytest.mark.parametrize("field", [2, 3, 4], ids=["nonce", "organisation", "name"])
def test_nothing_of_the_offer_can_be_changed_unseen(field: int) -> None:
    kiosk, there = joining(), Hosting(host(), known_random("host"))
    offer = list(coding_read(there.begin(kiosk.begin())))
    other = host("Grannkommun")
    offer[field] = {2: b"n" * 32, 3: other.public, 4: "Grannkommun"}[field]
    if field == 3:
        offer[5] = other.statement
    reveal = kiosk.offered(coding.pack(tuple(offer)), CERTIFICATE)
    with pytest.raises(Refusal):  # signed over other words than these
        there.reveal(reveal)
    assert there.words == ()


@pytest.mark.parametrize("field", [2, 3, 4, 5], ids=["nonce", "device", "name", "signature"])
def test_a_kiosk_is_held_to_what_it_bound_itself_to(hall: Hall, field: int) -> None:
    kiosk = joining()
    reveal = list(coding_read(
        kiosk.offered(hall.door.answer("begin", kiosk.begin()), CERTIFICATE)
    ))
    sound = hall.door.answer
    reveal[field] = {2: b"n" * 32, 3: device("other").public, 4: "Annan", 5: bytes(64)}[field]
    changed = coding.pack(tuple(reveal))
    assert hall.refusal(lambda: sound("reveal", changed)) == "pairing-refused"
    seen = hall.door.seen()
    assert seen is None
    # and this attempt is over: trying until the words fit is not on offer
    assert hall.refusal(
        lambda: sound("reveal", kiosk_again(kiosk, reveal))
    ) == "pairing-refused"
    assert hall.registered == []


def kiosk_again(kiosk: Joining, reveal: list[Any]) -> bytes:
    sound = list(reveal)
    sound[2] = known_random("pairing Surfplatta 1")(32)
    return coding.pack(tuple(sound))


def coding_read(raw: bytes) -> Any:
    import msgspec

    return msgspec.msgpack.decode(raw)


def test_the_commitment_binds_nonce_key_and_name() -> None:
    all_of = {
        commitment(b"n" * 32, b"d" * 32, "a"), commitment(b"m" * 32, b"d" * 32, "a"),
        commitment(b"n" * 32, b"e" * 32, "a"), commitment(b"n" * 32, b"d" * 32, "b"),
    }
    assert len(all_of) == 4


def test_a_yes_from_anybody_else_than_the_organisation_pins_nobody(hall: Hall) -> None:
    kiosk = met(hall)
    forged = Organisation("Grannkommun").sign("pair-agreed", b"w" * 32)
    with pytest.raises(WrongSigner):
        kiosk.outcome(coding.pack((1, 1, forged)))


def test_a_yes_from_anybody_else_than_the_kiosk_registers_nobody(hall: Hall) -> None:
    kiosk = met(hall)
    agree = list(coding_read(kiosk.agree()))
    agree[2] = bytes(64)
    said(hall, True)
    assert hall.refusal(
        lambda: hall.door.answer("agree", coding.pack(tuple(agree)))
    ) == "pairing-refused"
    assert hall.registered == []


def test_an_expired_statement_pairs_nobody() -> None:
    late = replace(
        Device(
            identity=DeviceIdentity(public=device().public, name="x"), sign=device().sign,
            clock=clock, random=known_random("late"),
        ),
        clock=lambda: MOMENT + timedelta(days=2),
    )
    kiosk, there = Joining(late), Hosting(host(), known_random("host"))
    with pytest.raises(ServerExpired):
        kiosk.offered(there.begin(kiosk.begin()), CERTIFICATE)


def test_a_closed_door_answers_nobody() -> None:
    hall = Hall()
    assert hall.refusal(lambda: hall.door.answer("begin", joining().begin())) == "pairing-closed"
    hall.door.open(seconds=60)
    hall.now = 60
    assert hall.refusal(lambda: hall.door.answer("begin", joining().begin())) == "pairing-closed"
    assert not hall.door.is_open


def test_a_door_takes_three_attempts_and_no_more(hall: Hall) -> None:
    for number in range(ATTEMPTS):
        met(hall, f"Surfplatta {number}")
        assert said(hall, False) is Stage.REFUSED
    assert hall.refusal(lambda: met(hall, "one more")) == "pairing-closed"
    assert not hall.door.is_open
    assert hall.registered == []


def test_one_at_a_time(hall: Hall) -> None:
    first = met(hall)
    assert hall.refusal(lambda: met(hall, "second")) == "pairing-closed"
    said(hall, True)
    assert first.outcome(hall.door.answer("agree", first.agree())) is not None


def test_a_kiosk_that_begins_and_goes_away_makes_room_for_the_next(hall: Hall) -> None:
    gone = joining("gone")
    offer = hall.door.answer("begin", gone.begin())
    hall.now += 61
    met(hall, "second")
    late = gone.offered(offer, CERTIFICATE)
    assert hall.refusal(lambda: hall.door.answer("reveal", late)) == "pairing-closed"


def test_nobody_takes_the_place_of_a_kiosk_whose_words_stand_at_the_door(hall: Hall) -> None:
    silent = met(hall)
    for _ in range(SECONDS - 1):
        hall.now += 1
        assert hall.refusal(lambda: met(hall, "second")) == "pairing-closed"
    assert said(hall, True) is Stage.COMPARING
    hall.door.answer("agree", silent.agree())
    assert [one.name for one in hall.registered] == ["Surfplatta 1"]


def test_a_yes_is_worth_nothing_for_other_words_than_it_was_given_for(hall: Hall) -> None:
    first = met(hall)
    hall.door.open()  # the person begins anew, and somebody else is faster
    other = met(hall, "second")
    hall.door.answer("agree", other.agree())
    assert hall.door.decide(True, first.words) is Stage.REFUSED
    assert hall.door.decide(True, ()) is Stage.REFUSED
    assert hall.registered == []
    assert hall.door.decide(True, other.words) is Stage.PAIRED


def test_a_yes_after_the_doors_time_pairs_nobody(hall: Hall) -> None:
    kiosk = met(hall)
    hall.door.answer("agree", kiosk.agree())
    hall.now += SECONDS
    assert said(hall, True) is Stage.REFUSED
    assert hall.registered == []


def test_a_kiosk_that_compares_asks_whether_its_words_still_stand(hall: Hall) -> None:
    kiosk = joining()
    reveal = kiosk.offered(hall.door.answer("begin", kiosk.begin()), CERTIFICATE)
    for _ in range(3):
        assert kiosk.outcome(hall.door.answer("reveal", reveal)) is None
    said(hall, False)
    assert hall.refusal(lambda: hall.door.answer("reveal", reveal)) == "pairing-refused"


def test_after_one_kiosk_is_in_the_door_is_shut(hall: Hall) -> None:
    kiosk = met(hall)
    hall.door.answer("agree", kiosk.agree())
    said(hall, True)
    assert hall.refusal(lambda: met(hall, "second")) == "pairing-closed"
    hall.now += 1_000
    assert kiosk.outcome(hall.door.answer("agree", kiosk.agree())) is not None


def test_no_at_the_kiosk_is_no(hall: Hall) -> None:
    kiosk = met(hall)
    said(hall, True)
    hall.door.answer("refuse", kiosk.refuse())
    assert hall.refusal(lambda: hall.door.answer("agree", kiosk.agree())) == "pairing-refused"
    assert hall.registered == []


def test_closing_the_door_ends_what_is_under_way(hall: Hall) -> None:
    kiosk = met(hall)
    hall.door.close()
    said(hall, True)
    assert hall.refusal(lambda: hall.door.answer("agree", kiosk.agree())) == "pairing-refused"
    assert hall.registered == []


def test_time_that_runs_out_while_comparing_pairs_nobody(hall: Hall) -> None:
    kiosk = met(hall)
    said(hall, True)
    hall.now = 10_000
    assert hall.refusal(lambda: hall.door.answer("agree", kiosk.agree())) == "pairing-refused"
    assert hall.registered == []


def test_lost_answers_are_asked_for_again(hall: Hall) -> None:
    kiosk = joining()
    first = hall.door.answer("begin", kiosk.begin())
    assert hall.door.answer("begin", kiosk.begin()) == first
    reveal = kiosk.offered(first, CERTIFICATE)
    assert hall.door.answer("reveal", reveal) == hall.door.answer("reveal", reveal)
    said(hall, True)
    assert hall.door.answer("agree", kiosk.agree()) == hall.door.answer("agree", kiosk.agree())
    assert len(hall.registered) == 1


def test_a_device_that_may_not_be_registered_is_not_told_yes(hall: Hall) -> None:
    hall.refuse = True
    kiosk = met(hall)
    hall.door.answer("agree", kiosk.agree())
    with pytest.raises(RevokedDevice):
        said(hall, True)
    assert hall.refusal(lambda: hall.door.answer("agree", kiosk.agree())) == "pairing-refused"


@pytest.mark.parametrize("step", ["begin", "reveal", "agree", "refuse"])
@pytest.mark.parametrize("body", [b"", b"\x93", b"\x92\x01\xc4\x01x", b"\xc0" * 300])
def test_odd_bytes_change_nothing(hall: Hall, step: str, body: bytes) -> None:
    kiosk = met(hall)
    with pytest.raises((Damaged, Refusal)):
        hall.door.answer(step, body)
    said(hall, True)
    assert kiosk.outcome(hall.door.answer("agree", kiosk.agree())) is not None


@pytest.fixture
def store(tmp_path: Path) -> Any:
    made = KioskStore.create_or_open(
        tmp_path / "kiosk", name="Surfplatta 1", clock=clock, random=known_random("store")
    )
    yield made
    made.close()


class Person:
    """Somebody at the kiosk who answers ``says``; the administrator answers the same."""

    def __init__(self, door: Door, here: bool, there: bool) -> None:
        self.door, self.here, self.there = door, here, there
        self.words: tuple[str, ...] = ()

    def compare(self, shown: kiosk_side.Words) -> bool:
        seen = self.door.seen()
        assert seen is not None
        assert seen.words == shown.words
        self.words = shown.words
        self.door.decide(self.there, seen.words)
        return self.here


def paired(store: KioskStore, here: bool, there: bool) -> tuple[Hall, Machines]:
    machines, hall = Machines(), Hall()
    us = machines.us
    said = machines.keeping.posted(us.public, "server")
    assert said is not None
    hall.door = Door(
        Host(name="Exempelkommun", public=us.public, sign=us.sign, statement=said.raw,
             certificate=machines.key.hash),
        Hands(register=hall.register, changed=hall.changed, ticks=lambda: hall.now,
              random=known_random("door")),
    )
    hall.door.open()
    machines.pairing = hall.door
    means = Means(clock=clock, random=known_random("kiosk"), wait=machines.ticks.wait)
    with machines.serving() as address:
        kiosk_side.pair(store, address, means, Person(hall.door, here, there).compare)
    return hall, machines


def test_over_the_network_both_sides_trust_each_other_afterwards(store: KioskStore) -> None:
    hall, machines = paired(store, here=True, there=True)
    assert store.trusted_organisation == machines.us.public
    assert [one.public for one in hall.registered] == [store.identity.public]
    peer = store.peers.find(machines.us.public)
    assert peer is not None
    assert (peer.server, peer.token) == (server_key().hash, b"")
    assert peer.address.startswith("127.0.0.1:")


@pytest.mark.parametrize(("here", "there"), [(True, False), (False, True), (False, False)])
def test_one_no_and_nobody_trusts_anybody(store: KioskStore, here: bool, there: bool) -> None:
    with pytest.raises(PlaceRefuses, match="nothing was paired"):
        paired(store, here=here, there=there)
    assert store.trusted_organisation is None


def test_a_kiosk_that_serves_one_organisation_is_not_taken_over_by_another(
    store: KioskStore
) -> None:
    theirs = Organisation("Grannkommun").signer_public
    store.peers.pin(theirs, "192.0.2.9:8347", bytes(32))
    with pytest.raises(WrongSigner, match="already serves another"):
        paired(store, here=True, there=True)
    assert store.trusted_organisation == theirs

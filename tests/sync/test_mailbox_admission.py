"""Who is let into a mailbox, and who is told why not; nothing changes for those who are not."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from storage.mailbox.values import Token
from storage.seal.keys import Signer
from sync.errors import TransportError
from sync.mailbox import wire
from sync.mailbox.address import Address
from sync.mailbox.refusals import (
    Cloned,
    Expired,
    NoSpace,
    NotAdmitted,
    Refusal,
    Revoked,
    ServerExpired,
    ServerUnknown,
    Unpaired,
)
from sync.mailbox.registry import Entry
from sync.mailbox.sessions import BURST, SECONDS
from tests.sync.mailbox_builders import Machines, MemoryTokens, device, server_key
from tests.sync.sync_builders import MOMENT, known_random

BUNDLE = "0011223344556677-000001.vbundle"


@pytest.fixture
def machines() -> Machines:
    return Machines()


@pytest.fixture
def address(machines: Machines) -> Iterator[Address]:
    with machines.serving() as where:
        yield where


def state(machines: Machines) -> object:
    """Everything that the mailbox keeps."""
    kept = machines.keeping
    return copy.deepcopy((kept.files, kept.going, kept.notices, kept.tokens))


def refused_with(
    machines: Machines, address: Address, who: Signer, kind: type[TransportError]
) -> TransportError:
    """Every door is shut for ``who``, and nothing has changed on either side."""
    tokens = MemoryTokens([b"t" * 32])
    before = state(machines)
    transport = machines.transport(address, who, tokens)
    acts: tuple[Callable[[], object], ...] = (
        lambda: transport.put(BUNDLE, b"sealed"), lambda: transport.list(".vpackage"),
        lambda: transport.get("0011223344556677-000001.vreceipt"),
    )
    for act in acts:
        with pytest.raises(kind) as caught:
            act()
    transport.close()
    assert state(machines) == before
    assert tokens.kept == [b"t" * 32]
    return caught.value


def test_an_unpaired_device_is_told_so(machines: Machines, address: Address) -> None:
    machines.pair(device("another"))
    told = refused_with(machines, address, device(), Unpaired)
    assert (told.code, told.exit_code) == ("unpaired", 3)
    assert "does not know this device" in str(told)


def test_a_device_whose_time_is_up_is_told_so(machines: Machines, address: Address) -> None:
    machines.register(Entry(device=device().public, until=MOMENT))
    told = refused_with(machines, address, device(), Expired)
    assert (told.code, told.exit_code) == ("expired", 3)
    assert "run out" in str(told)


def test_a_device_of_a_registry_that_nobody_renews_is_expired(
    machines: Machines, address: Address
) -> None:
    machines.register(Entry(device=device().public), until=MOMENT - timedelta(minutes=1))
    assert refused_with(machines, address, device(), Expired).code == "expired"


def test_a_revoked_device_is_told_so(machines: Machines, address: Address) -> None:
    machines.register(Entry(device=device().public, revoked=True))
    told = refused_with(machines, address, device(), Revoked)
    assert (told.code, told.exit_code) == ("revoked", 3)
    assert "revoked this device" in str(told)


def test_a_copied_device_and_its_original_are_both_told_so(
    machines: Machines, address: Address
) -> None:
    who, tokens = device(), MemoryTokens()
    machines.pair(who)
    machines.transport(address, who, tokens).put(BUNDLE, b"sealed")
    stolen = MemoryTokens(list(tokens.kept))
    machines.transport(address, who, tokens).list(".vpackage")
    files = copy.deepcopy(machines.keeping.files)
    for holder in (stolen, tokens, stolen):
        had = list(holder.kept)
        with pytest.raises(Cloned, match="another device has come") as caught:
            machines.transport(address, who, holder).put(BUNDLE.replace("1.", "2."), b"forged")
        assert (caught.value.code, caught.value.exit_code) == ("cloned", 3)
        assert holder.kept == had
    assert machines.keeping.files == files
    assert not machines.keeping.going
    assert machines.keeping.refused(machines.us.public) == (who.public,)


def test_a_copy_that_comes_first_is_betrayed_by_the_original(
    machines: Machines, address: Address
) -> None:
    who, tokens = device(), MemoryTokens()
    machines.pair(who)
    machines.transport(address, who, tokens).list(".vpackage")
    stolen = MemoryTokens(list(tokens.kept))
    machines.transport(address, who, stolen).list(".vpackage")
    with pytest.raises(Cloned):
        machines.transport(address, who, tokens).list(".vpackage")
    with pytest.raises(Cloned):
        machines.transport(address, who, stolen).list(".vpackage")


def test_a_copy_made_before_the_first_session_shows_as_well(
    machines: Machines, address: Address
) -> None:
    who = device()
    machines.pair(who)
    machines.transport(address, who, MemoryTokens()).list(".vpackage")
    with pytest.raises(Cloned):
        machines.transport(address, who, MemoryTokens()).list(".vpackage")


def test_a_session_of_the_original_ends_when_its_copy_shows(
    machines: Machines, address: Address
) -> None:
    who, tokens = device(), MemoryTokens()
    machines.pair(who)
    open_one = machines.transport(address, who, tokens)
    open_one.list(".vpackage")
    with pytest.raises(Cloned):
        machines.transport(address, who, MemoryTokens([b"old" + bytes(29)])).list(".vpackage")
    with pytest.raises(Cloned):
        open_one.list(".vpackage")
    open_one.close()


def test_a_person_decides_which_of_two_is_the_right_one(
    machines: Machines, address: Address
) -> None:
    who, tokens = device(), MemoryTokens()
    machines.pair(who)
    machines.transport(address, who, tokens).list(".vpackage")
    with pytest.raises(Cloned):
        machines.transport(address, who, MemoryTokens()).list(".vpackage")
    us = machines.transport(address)
    assert us.refused() == (who.public,)
    assert us.let_in(who.public)
    assert not us.let_in(who.public)
    assert us.refused() == ()
    machines.transport(address, who, tokens).list(".vpackage")
    with pytest.raises(Cloned):
        machines.transport(address, who, MemoryTokens()).list(".vpackage")


def test_an_organisation_without_a_space_is_told_so(machines: Machines, address: Address) -> None:
    machines.us = Signer(bytes(range(32)))
    with pytest.raises(NoSpace, match="keeps nothing") as caught:
        machines.transport(address, device()).list(".vpackage")
    assert caught.value.exit_code == 3


def test_a_server_with_another_certificate_is_refused_before_anything_is_said(
    machines: Machines
) -> None:
    machines.pair(device())
    machines.vouch(server_key("another"))
    before = state(machines)
    tokens = MemoryTokens()
    with machines.serving() as address:
        for who in (device(), None):
            transport = machines.transport(address, who, tokens)
            with pytest.raises(ServerUnknown, match="Nothing was sent") as caught:
                transport.put(BUNDLE, b"sealed")
            assert (caught.value.code, caught.value.exit_code) == ("server-unknown", 3)
    assert (state(machines), tokens.kept) == (before, [])


def test_a_statement_of_another_organisation_vouches_for_nobody(machines: Machines) -> None:
    us, them = machines.us, Signer(bytes(range(32)))
    machines.us = them
    machines.keeping = type(machines.keeping)(them.public, clock=lambda: MOMENT)
    machines.vouch(machines.key)
    theirs = machines.keeping.posted(them.public, "server")
    assert theirs is not None
    machines = Machines()
    machines.keeping.notices[us.public, "server"] = theirs
    with machines.serving() as address, pytest.raises(ServerUnknown, match="no word"):
        machines.transport(address).list(".vbundle")


@pytest.mark.parametrize("begins", [-40, 2], ids=["over", "not yet"])
def test_a_statement_outside_its_time_is_refused(machines: Machines, begins: int) -> None:
    machines.vouch(machines.key, begins=MOMENT + timedelta(days=begins))
    with machines.serving() as address, pytest.raises(ServerExpired, match="Set the clock"):
        machines.transport(address).list(".vbundle")


def test_a_new_certificate_needs_only_a_new_statement(machines: Machines) -> None:
    machines.pair(device())
    tokens = MemoryTokens()
    with machines.serving() as address:
        machines.transport(address, device(), tokens).put(BUNDLE, b"sealed")
    again = Machines()
    again.keeping, again.version = machines.keeping, machines.version
    again.key = server_key("renewed")
    again.vouch(again.key)
    around = again.sessions._around
    again.sessions = type(again.sessions)(again.keeping, again.keeping, again.key.hash, around)
    with again.serving() as address:
        assert again.transport(address, device(), tokens).list(".vbundle") == (BUNDLE,)


class Talk:
    """One device that talks with the sessions directly, so that answers can be lost."""

    def __init__(self, machines: Machines, who: Signer, seeds: str = "talk") -> None:
        self.machines = machines
        self.who = who
        self.random = known_random(seeds)

    def hello(self) -> tuple[wire.Hello, bytes]:
        hello = wire.Hello(self.machines.us.public, self.who.public, self.random(32))
        answer = self.machines.sessions.hello(wire.pack(*hello), "here")
        return hello, wire.read_challenge(answer)

    def prove(
        self, hello: wire.Hello, nonce: bytes, token: bytes, certificate: bytes = b""
    ) -> wire.Granted:
        parts = wire.session_parts(hello, nonce, certificate or self.machines.key.hash, token)
        proof = wire.pack(nonce, self.who.sign(wire.SESSION_DOMAIN, *parts), token)
        return wire.read_granted(self.machines.sessions.prove(proof, "here"))

    def session(self, token: bytes) -> wire.Granted:
        return self.prove(*self.hello(), token)

    def token(self) -> Token:
        kept = self.machines.keeping.token(self.machines.us.public, self.who.public)
        assert kept is not None
        return kept


@pytest.fixture
def talk(machines: Machines) -> Talk:
    machines.pair(device())
    return Talk(machines, device())


def test_lost_answers_do_not_make_a_device_its_own_copy(talk: Talk) -> None:
    first = talk.session(b"")
    talk.machines.sessions.kept(first.bearer)
    for _ in range(5):
        talk.session(first.token)  # answered, and the answer is lost
    last = talk.session(first.token)
    talk.session(last.token)  # kept by the device, and its word of that was lost
    assert talk.token().refused is None


def test_a_device_that_has_not_kept_its_secret_may_do_nothing(talk: Talk) -> None:
    granted = talk.session(b"")
    with pytest.raises(Refusal) as caught:
        talk.machines.sessions.visitor(granted.bearer)
    assert caught.value.code == "no-session"
    talk.machines.sessions.kept(granted.bearer)
    assert talk.machines.sessions.visitor(granted.bearer).public == talk.who.public
    talk.machines.sessions.kept(granted.bearer)


def test_only_hashes_of_the_secret_are_kept(talk: Talk) -> None:
    granted = talk.session(b"")
    talk.machines.sessions.kept(granted.bearer)
    assert talk.token().confirmed == wire.token_hash(granted.token)
    assert granted.token not in repr(state(talk.machines)).encode()
    assert granted.bearer not in repr(vars(talk.machines.sessions)).encode("latin-1", "replace")


def test_a_proof_is_good_once(talk: Talk) -> None:
    hello, nonce = talk.hello()
    talk.prove(hello, nonce, b"")
    with pytest.raises(Refusal) as caught:
        talk.prove(hello, nonce, b"")
    assert caught.value.code == "too-late"


def test_a_challenge_does_not_wait_for_ever(talk: Talk) -> None:
    hello, nonce = talk.hello()
    talk.machines.ticks.now += 31
    with pytest.raises(Refusal) as caught:
        talk.prove(hello, nonce, b"")
    assert caught.value.code == "too-late"


def test_a_proof_for_another_servers_certificate_is_worth_nothing(talk: Talk) -> None:
    with pytest.raises(Refusal) as caught:
        talk.prove(*talk.hello(), b"", certificate=server_key("between").hash)
    assert caught.value.code == "unpaired"
    assert not talk.machines.keeping.tokens


def test_a_signature_of_another_key_is_worth_nothing(talk: Talk) -> None:
    hello, nonce = talk.hello()
    thief = Talk(talk.machines, device("thief"))
    with pytest.raises(Refusal) as caught:
        thief.prove(hello, nonce, b"")
    assert caught.value.code == "unpaired"
    assert not talk.machines.keeping.tokens


def test_an_older_attempt_that_was_held_up_undoes_nothing(talk: Talk) -> None:
    old = talk.hello()
    granted = talk.session(b"")
    talk.machines.sessions.kept(granted.bearer)
    before = talk.token()
    with pytest.raises(Refusal) as caught:
        talk.prove(*old, b"")
    assert caught.value.code == "too-late"
    assert talk.token() == before
    assert talk.machines.sessions.visitor(granted.bearer).public == talk.who.public


def test_a_stranger_cannot_get_a_device_refused(talk: Talk) -> None:
    talk.machines.sessions.kept(talk.session(b"").bearer)
    _, nonce = talk.hello()
    forged = wire.pack(nonce, bytes(64), b"x" * 32)
    with pytest.raises(Refusal):
        talk.machines.sessions.prove(forged, "elsewhere")
    assert talk.token().refused is None


def test_a_session_that_has_run_out_is_begun_anew_without_a_word(
    machines: Machines, address: Address
) -> None:
    machines.pair(device())
    tokens = MemoryTokens()
    transport = machines.transport(address, device(), tokens)
    transport.put(BUNDLE, b"sealed")
    machines.ticks.now += SECONDS
    assert transport.list(".vbundle") == (BUNDLE,)
    assert len(tokens.kept) == 2
    transport.close()


def test_a_revocation_posted_through_the_server_ends_the_session_at_once(
    machines: Machines, address: Address
) -> None:
    machines.pair(device())
    transport = machines.transport(address, device())
    transport.list(".vpackage")
    kept = machines.keeping.notices.copy()
    raw = machines.register(Entry(device=device().public, revoked=True))
    machines.keeping.notices = kept
    machines.transport(address).post("registry", raw)
    with pytest.raises(Revoked):
        transport.put(BUNDLE, b"sealed")
    assert not machines.keeping.files
    transport.close()


def test_strangers_are_held_back_by_their_address(talk: Talk) -> None:
    with pytest.raises(Refusal) as caught:
        for _ in range(BURST + 1):
            talk.hello()
    assert (caught.value.code, caught.value.number) == ("wait", 1)
    talk.machines.ticks.now += 1
    talk.hello()


def test_a_visitor_who_is_told_to_wait_at_every_step_waits_and_comes_in(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.mailbox.sessions.BURST", 1)
    monkeypatch.setattr("sync.mailbox.sessions.RATE", 0.5)
    machines.pair(device())
    again = type(machines.sessions)(
        machines.keeping, machines.keeping, machines.key.hash, machines.sessions._around
    )
    machines.sessions = again
    with machines.serving() as address:
        assert machines.transport(address, device()).list(".vpackage") == ()
    assert machines.ticks.waited == [2, 2]


def test_challenges_and_sessions_take_bounded_room(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.mailbox.sessions.CHALLENGES", 8)
    monkeypatch.setattr("sync.mailbox.sessions.SESSIONS", 5)
    talk = Talk(machines, machines.us)
    first = talk.session(b"")
    for _ in range(20):
        machines.ticks.now += 1
        talk.hello()
        talk.session(b"")
    assert len(machines.sessions._challenges) == 7
    assert len(machines.sessions._visitors) == 5
    with pytest.raises(Refusal):
        machines.sessions.visitor(first.bearer)


def test_every_refusal_has_words_of_its_own() -> None:
    from sync.mailbox.refusals import error

    told = [error(kind.code) for kind in (Unpaired, Expired, Revoked, Cloned, NoSpace)]
    assert all(isinstance(one, NotAdmitted) for one in told)
    assert len({str(one) for one in told}) == len({one.code for one in told}) == 5

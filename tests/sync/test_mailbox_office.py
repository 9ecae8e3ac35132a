"""The organisation's own mailbox: what is put out, taken in, registered and let go of again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from storage.bodies import encode
from storage.errors import RevokedDevice
from storage.kiosk import KioskStore
from storage.mailbox.values import Token
from storage.seal.certificates import from_file, make, to_file
from storage.values import DeviceIdentity
from storage.workspace import Cost, Workspace, create
from storage.workspace.tokens import let_in
from storage.workspace.values import GivenPackage
from survey.reading import write_campaign
from sync import courier, package
from sync.mailbox import notices
from sync.mailbox.local import LocalTransport
from sync.mailbox.office import Office
from sync.mailbox.registry import read_registry
from sync.mailbox.statement import LAN, REMOTE, read_statement
from tests.fakes_mailbox import MemoryMailbox
from tests.sync.mailbox_builders import device, server_key
from tests.sync.sync_builders import (
    MOMENT,
    OTHER_CAMPAIGN,
    campaign,
    known_random,
    response,
)

FAST = Cost(memory=64, passes=1, lanes=1)


class Clock:
    now = MOMENT

    def __call__(self):  # type: ignore[no-untyped-def]
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    made, _ = create(
        tmp_path / "workspace", name="Exempelkommun", passphrase="fyra vanliga ord i rad",
        clock=clock, random=known_random("workspace"), cost=FAST,
    )
    survey = campaign()
    made.add_campaign(survey, write_campaign(survey))
    yield made
    made.close()


@pytest.fixture
def keeping(workspace: Workspace, clock: Clock) -> MemoryMailbox:
    return MemoryMailbox(workspace.signer_public, clock=clock)


@pytest.fixture
def office(workspace: Workspace, keeping: MemoryMailbox, clock: Clock) -> Office:
    return Office(workspace, keeping, clock, "test")


def posted(workspace: Workspace, keeping: MemoryMailbox) -> object:
    notice = keeping.posted(workspace.signer_public, "registry")
    assert notice is not None
    return read_registry(notice.raw, workspace.signer_public)


def identity(name: str = "A") -> DeviceIdentity:
    return DeviceIdentity(public=device(name).public, name=name)


def test_the_newest_package_is_put_out_once(workspace: Workspace, office: Office, clock: Clock
                                            ) -> None:
    package.write_package(workspace, campaign(), clock)
    second = package.write_package(workspace, campaign(), clock)
    assert office.put_out().packages == (package.file_name(second),)
    assert office.put_out().packages == ()
    assert office.transport.get(package.file_name(second)) == second.raw


def test_only_the_survey_that_was_asked_for_is_put_out(
    workspace: Workspace, keeping: MemoryMailbox, clock: Clock
) -> None:
    other = campaign(OTHER_CAMPAIGN)
    workspace.add_campaign(other, write_campaign(other))
    for survey in (campaign(), other):
        package.write_package(workspace, survey, clock)
    office = Office(workspace, keeping, clock, "test", only=OTHER_CAMPAIGN)
    (name,) = office.put_out().packages
    assert name.startswith(OTHER_CAMPAIGN.hex[:12])
    office.choose(campaign().id)
    (first,) = office.put_out().packages
    assert first != name and office.transport.list(package.SUFFIX) == (first,)
    office.choose(OTHER_CAMPAIGN)
    assert office.put_out().packages == (name,)
    assert office.transport.list(package.SUFFIX) == (name,)


def test_a_survey_that_is_put_out_no_more_is_read_once(
    workspace: Workspace, keeping: MemoryMailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    package.write_package(workspace, campaign(), clock)
    office = Office(workspace, keeping, clock, "test")
    assert len(office.put_out().packages) == 1
    workspace.keys.retire(campaign().id, despite="a test")
    read: list[UUID] = []
    packages = Workspace.packages

    def reading(self: Workspace, id: UUID) -> tuple[GivenPackage, ...]:
        read.append(id)
        return packages(self, id)

    monkeypatch.setattr(Workspace, "packages", reading)
    for _ in range(3):
        assert office.put_out().packages == ()
        assert office.transport.list(package.SUFFIX) == ()
    assert read == [campaign().id]


def test_that_a_survey_has_ended_is_put_out_whatever_kiosks_are_given(
    workspace: Workspace, keeping: MemoryMailbox, office: Office, clock: Clock
) -> None:
    package.write_package(workspace, campaign(), clock)
    office.put_out()
    workspace.keys.retire(campaign().id, despite="a test")
    office.choose(OTHER_CAMPAIGN)
    last = package.file_name(package.write_end(workspace, campaign(), clock))
    assert office.put_out().packages == (last,)
    assert office.transport.list(package.SUFFIX) == (last,)
    assert office.put_out().packages == ()


def test_a_registry_is_signed_when_it_says_something_new_or_grows_old(
    workspace: Workspace, keeping: MemoryMailbox, office: Office, clock: Clock
) -> None:
    assert office.put_out().registry
    assert not office.put_out().registry
    workspace.register_device(identity())
    assert office.put_out().registry
    assert not office.put_out().registry
    clock.now += timedelta(days=31)
    assert office.put_out().registry
    found = posted(workspace, keeping)
    assert (found.version, list(found.devices)) == (3, [identity().public])


def test_a_revoked_device_stands_in_the_registry_as_such(
    workspace: Workspace, keeping: MemoryMailbox, office: Office
) -> None:
    workspace.register_device(identity())
    workspace.inbox.revoke(identity().public, "lost on the bus")
    office.put_out()
    assert posted(workspace, keeping).devices[identity().public].revoked


def test_pairing_registers_a_device_at_once_and_forgets_its_old_secret(
    workspace: Workspace, keeping: MemoryMailbox, office: Office
) -> None:
    us, who = workspace.signer_public, identity()
    office.register(who)
    assert who.public in posted(workspace, keeping).devices
    old = Token(confirmed=b"c" * 32, issued=None, refused=None)
    assert workspace.tokens.keep_token(us, who.public, None, old)
    office.register(who)
    assert workspace.tokens.token(us, who.public) is None


def test_a_revoked_device_cannot_be_paired_anew(workspace: Workspace, office: Office) -> None:
    office.register(identity())
    workspace.inbox.revoke(identity().public, "lost on the bus")
    with pytest.raises(RevokedDevice, match="Restore it"):
        office.register(identity())


def test_what_comes_is_taken_in_receipted_and_let_go_of(
    workspace: Workspace, office: Office, clock: Clock, tmp_path: Path
) -> None:
    given = package.write_package(workspace, campaign(), clock)
    store = KioskStore.create_or_open(
        tmp_path / "kiosk", name="A", clock=clock, random=known_random("kiosk")
    )
    try:
        store.install(given)
        office.register(store.identity)
        for rating in (1, 3, 5):
            journal = store.journal()
            journal.prepare()
            journal.draft(encode(response(rating)))
            journal.finish(encode(response(rating)))
        assert office.take_in() is None
        (name,) = courier.exchange(store, office.transport, clock).names
        report = office.take_in()
        assert report is not None
        assert (report.new, report.bundles) == (3, 1)
        assert office.take_in() is None
        assert office.clear().names == ()
        (tmp_path / "backups").mkdir()
        workspace.backup(tmp_path / "backups", "test")
        assert office.put_out().receipts.records == 3
        assert office.clear().names == (name,)
        assert courier.exchange(store, office.transport, clock).receipts_applied == 1
        assert office.take_in() is None
    finally:
        store.close()


def test_each_start_vouches_for_its_own_certificate(
    workspace: Workspace, keeping: MemoryMailbox, office: Office
) -> None:
    us = workspace.signer_public
    first, second = office.vouch(server_key()), office.vouch(server_key("another"))
    read = [read_statement(host.statement, us) for host in (first, second)]
    assert [said.version for said in read] == [1, 2]
    assert [said.certificate for said in read] == [
        server_key().hash, server_key("another").hash
    ]
    assert {said.role for said in read} == {LAN}
    newest = keeping.posted(us, "server")
    assert newest is not None
    assert newest.raw == second.statement


def test_a_statement_for_a_mailbox_elsewhere_follows_the_one_before(
    workspace: Workspace, clock: Clock
) -> None:
    first = notices.server(workspace, b"c" * 32, REMOTE, None, clock)
    second = notices.server(workspace, b"d" * 32, REMOTE, first.raw, clock)
    assert (first.version, second.version) == (1, 2)
    assert read_statement(second.raw, workspace.signer_public).role == REMOTE


def test_tokens_are_put_in_the_place_of_what_was_there_and_nothing_else(
    workspace: Workspace
) -> None:
    tokens, us, who = workspace.tokens, workspace.signer_public, identity().public
    first = Token(confirmed=b"a" * 32, issued=b"b" * 32, refused=None)
    assert tokens.token(us, who) is None
    assert not tokens.keep_token(us, who, None, first)  # not a device of ours
    workspace.register_device(identity())
    assert tokens.keep_token(us, who, None, first)
    assert not tokens.keep_token(us, who, None, first)
    assert tokens.token(us, who) == first
    refused = Token(confirmed=b"a" * 32, issued=None, refused=MOMENT)
    assert tokens.keep_token(us, who, first, refused)
    assert tokens.refused(us) == (who,)
    assert let_in(tokens, who)
    assert not let_in(tokens, who)
    assert (tokens.token(us, who), tokens.refused(us)) == (None, ())


def test_a_local_mailbox_keeps_what_a_transport_promises(
    workspace: Workspace, keeping: MemoryMailbox
) -> None:
    from sync.errors import FileGone, NameTaken

    here = LocalTransport(keeping, workspace.signer_public)
    name = "0011223344556677-000001.vbundle"
    big = bytes(range(256)) * 2_000
    here.put(name, big)
    here.put(name, big)
    assert (here.list(".vbundle"), here.get(name)) == ((name,), big)
    with pytest.raises(NameTaken):
        here.put(name, b"other")
    here.put("a.vpackage", b"")
    assert here.get("a.vpackage") == b""
    assert here.remove(name)
    with pytest.raises(FileGone):
        here.get(name)
    for bad in ("../x.vbundle", "A.vbundle"):
        with pytest.raises(ValueError, match="name"):
            here.put(bad, b"x")


def test_a_servers_key_is_read_back_from_its_file_and_nothing_else_is() -> None:
    from storage.errors import Damaged

    key = make(MOMENT, known_random("key"))
    file = to_file(key)
    assert from_file(file, known_random("again")).hash == key.hash
    assert b"BEGIN PRIVATE KEY" not in key.key
    other = to_file(make(MOMENT, known_random("other")))
    mixed = file[: file.index(b"-----BEGIN PRIVATE")] + other[other.index(b"-----BEGIN PRIVATE") :]
    for bad in (b"", file[:200], key.certificate, mixed):
        with pytest.raises(Damaged):
            from_file(bad, known_random("bad"))

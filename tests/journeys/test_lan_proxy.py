"""A machine between kiosk and administrator, in networks of their own: sees and changes nothing.

Needs root and ``ip`` (package iproute2); where namespaces cannot be made there is nothing to
test with. The long form is ``bench/lan_proxy.py``.
"""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench.network import namespaces
from bench.network.namespaces import BETWEEN_TO_KIOSK, Town
from storage.values import DeviceIdentity
from sync import bundle, enrolment, package
from sync.errors import PlaceRefuses
from sync.mailbox import kiosk_side
from sync.mailbox.address import Address
from sync.mailbox.channel import Channel
from sync.mailbox.discovery import announced, find
from sync.mailbox.knocking import search
from sync.mailbox.pairing import Device, Joining
from sync.mailbox.refusals import ServerUnknown
from sync.mailbox.serving import Server, tls
from tests.journeys.lan_scene import NAME, TITLE, Entered, Scene, door_of
from tests.sync.between import flipping
from tests.sync.mailbox_builders import Machines, device, server_key
from tests.sync.sync_builders import CAMPAIGN, clock, known_random

pytestmark = pytest.mark.skipif(
    not namespaces.possible(), reason="network namespaces need root and iproute2"
)


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    with namespaces.town() as made:
        yield made


@pytest.fixture
def scene(town: Town, tmp_path: Path) -> Iterator[Scene]:
    with ExitStack() as stack:
        yield Scene(town, tmp_path, stack)


def secrets(scene: Scene) -> dict[str, bytes]:
    """What nobody on the way may see of a pairing, a package and a bundle."""
    us, them = scene.machines.us.public, scene.store.identity.public
    files = [data for _, data in scene.machines.keeping.files.values()]
    return {
        "a first line": b"vardera-", "the campaign": CAMPAIGN.bytes,
        "the campaign's name": CAMPAIGN.hex[:12].encode(), "the title": TITLE.encode(),
        "the device's name": NAME.encode(), "the organisation's name": b"Exempelkommun",
        "the device's key": them, "the device's key in letters": them.hex().encode(),
        "the organisation's key": us, "it in letters": us.hex().encode(),
        "a path": b"/v1/", "a session": b"Bearer", "a kind of file": b".vbundle",
        **{f"file {at}": data[len(data) // 2 :][:16] for at, data in enumerate(files)},
    }


def test_a_listener_between_passes_everything_on_and_reads_nothing(scene: Scene) -> None:
    listener = scene.between(scene.serving())
    here, there = scene.pair(listener.address)
    assert here == there
    assert scene.carry(listener.address).packages == 1
    scene.answer()
    done = scene.carry(listener.address)
    assert (done.bundles, done.problems) == (1, ())
    assert {name for _, name in scene.machines.keeping.files} == {
        package.file_name(scene.package), enrolment.file_name(scene.store.identity), *done.names,
    }
    seen = bytes(listener.seen)
    sent = scene.machines.keeping.files[scene.machines.us.public, done.names[0]][1]
    assert len(seen) > len(scene.package.raw) + len(sent)
    assert {what for what, secret in secrets(scene).items() if secret in seen} == set()


def trusted(scene: Scene) -> Address:
    """The server's address, once the kiosk is paired and has its package."""
    server = scene.serving()
    passing_on = scene.between(server)
    scene.pair(passing_on.address)
    assert scene.carry(passing_on.address).packages == 1
    return server


def test_a_pretender_with_a_certificate_of_its_own_is_told_nothing(scene: Scene) -> None:
    server = trusted(scene)
    scene.answer()
    before = dict(scene.machines.keeping.files)
    pretender = scene.between(server, pretend=tls(server_key("pretender")))
    with pytest.raises(ServerUnknown, match="Nothing was sent"):
        mailbox = kiosk_side.mailbox(scene.store, str(pretender.address), scene.means)
        try:
            scene.at_kiosk(lambda: mailbox.list(bundle.SUFFIX))
        finally:
            mailbox.close()
    told = scene.carry(pretender.address)
    assert [problem.code for problem in told.problems] == ["server-unknown"]
    assert scene.store.waiting() == 3
    assert scene.machines.keeping.files == before
    # it reads what it passes on: one question whose server this is, and the public answer
    read = bytes(pretender.seen)
    assert read.count(b"HTTP/1.1\r\n") == read.count(b"GET /v1/server/") > 0
    known = {"a path", "a first line", "the organisation's key", "it in letters"}
    assert {what for what, secret in secrets(scene).items() if secret in read} <= known


def test_bits_flipped_on_the_way_break_off_and_the_file_arrives_whole(scene: Scene) -> None:
    server = trusted(scene)
    scene.answer(times=40, size=4_000)
    vandal = scene.between(server, touch=flipping(20_000, 3))
    done = scene.carry(vandal.address)
    assert (done.bundles, done.problems) == (1, ())
    assert vandal.connections >= 4
    name = done.names[0]
    kept = scene.machines.keeping.files[scene.machines.us.public, name][1]
    read = bundle.read_bundle(kept)
    assert (read.device, len(read.records)) == (scene.store.identity.public, 40)


def test_a_pretender_at_the_pairing_gets_no_words(scene: Scene) -> None:
    pretender = scene.between(scene.serving(), pretend=tls(server_key("pretender")))
    with pytest.raises(ServerUnknown):
        scene.pair(pretender.address)
    assert scene.shown == []
    assert (scene.registered, scene.store.trusted_organisation) == ([], None)


def test_a_machine_that_pairs_with_both_sides_gives_them_different_words(scene: Scene) -> None:
    server = scene.serving()
    theirs = Machines()  # the same name, and keys of its own
    theirs.us, theirs.key = device("two-faced"), server_key("two-faced")
    theirs.keeping = type(theirs.keeping)(theirs.us.public, clock=clock)
    theirs.vouch(theirs.key)
    caught: list[DeviceIdentity] = []
    theirs.pairing = door = door_of(theirs, caught.append)
    false = scene.stack.enter_context(Entered(scene.town, scene.town.between, lambda: Server(
        theirs.app, theirs.key, host=BETWEEN_TO_KIOSK, port=0
    )))
    # towards the administrator it is a kiosk of that name
    who = device("as a kiosk")
    as_kiosk = Joining(Device(
        identity=DeviceIdentity(public=who.public, name=NAME), sign=who.sign, clock=clock,
        random=known_random("as a kiosk"),
    ))

    def towards_the_administrator() -> None:
        channel = Channel(server, None, scene.means)
        offer = channel.patiently("POST", "/v1/pair/begin", as_kiosk.begin()).body
        channel.patiently("POST", "/v1/pair/reveal", as_kiosk.offered(offer, channel.certificate))
        channel.close()

    scene.town.inside(scene.town.between, towards_the_administrator)
    with pytest.raises(PlaceRefuses, match="nothing was paired"):
        scene.pair(Address(BETWEEN_TO_KIOSK, false.port))
    at_kiosk, at_administrator = scene.shown
    assert len(at_kiosk) == len(at_administrator) == 4
    assert at_kiosk != at_administrator
    seen = door.seen()
    assert seen is not None
    assert (at_kiosk, at_administrator) == (seen.words, as_kiosk.words)
    assert (scene.registered, caught, scene.store.trusted_organisation) == ([], [], None)


def test_a_mailbox_is_found_without_a_route_or_a_name_server(scene: Scene) -> None:
    """On one wire: multicast does not cross the machine between, so the server is on it."""
    routes = subprocess.run(
        ["ip", "-n", scene.town.kiosk, "route", "show", "default"], capture_output=True,
        check=True,
    )
    assert routes.stdout == b""
    with pytest.raises(OSError):
        scene.at_kiosk(lambda: socket.getaddrinfo("example.org", 443))
    us = scene.machines.us.public
    server = scene.stack.enter_context(Entered(scene.town, scene.town.between, lambda: Server(
        scene.machines.app, scene.machines.key, host="0.0.0.0", port=0  # noqa: S104
    )))
    scene.stack.enter_context(Entered(
        scene.town, scene.town.between,
        lambda: announced(us, Address("0.0.0.0", server.port)),  # noqa: S104
    ))
    found = scene.at_kiosk(lambda: search(us, clock))
    assert found.port == server.port
    assert scene.at_kiosk(lambda: find(device("another").public, 0.2)) == ()
    reached = Address(BETWEEN_TO_KIOSK, found.port)
    here, there = scene.pair(reached)
    assert here == there
    assert scene.carry(reached).packages == 1

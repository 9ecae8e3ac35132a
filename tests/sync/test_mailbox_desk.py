"""What a visitor may do in a mailbox, how transfers go on after a break, and who is cut off."""

from __future__ import annotations

import asyncio
import hashlib
import http.client
import logging
import socket
import ssl
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import Damaged, TooNew
from sync.errors import FileGone, NameTaken, PlaceFull, PlaceGone, PlaceRefuses, TransportError
from sync.mailbox import wire
from sync.mailbox.address import Address, read_address
from sync.mailbox.client import MailboxTransport
from sync.mailbox.keeping import PAGE
from sync.mailbox.refusals import Busy, Refusal
from sync.mailbox.serving import Patience
from tests.fakes_mailbox import MemoryMailbox
from tests.sync.between import Between, cutting, flipping
from tests.sync.mailbox_builders import Machines, MemoryTokens, device
from tests.sync.sync_builders import clock

BUNDLE = "0011223344556677-000001.vbundle"
PACKAGE = "5f0c2f3a6c1e-v1.vpackage"
RECEIPT = "0011223344556677-000001.vreceipt"
BIG = hashlib.shake_256(b"big").digest(5 * wire.CHUNK + 77)


@pytest.fixture
def machines() -> Machines:
    made = Machines()
    made.pair(device("A"), device("B"))
    return made


@pytest.fixture
def address(machines: Machines) -> Iterator[Address]:
    with machines.serving() as where:
        yield where


@pytest.fixture
def us(machines: Machines, address: Address) -> MailboxTransport:
    return machines.transport(address)


@pytest.fixture
def one(machines: Machines, address: Address) -> MailboxTransport:
    return machines.transport(address, device("A"))


@pytest.fixture
def other(machines: Machines, address: Address) -> MailboxTransport:
    return machines.transport(address, device("B"))


def test_a_device_sees_its_own_bundles_and_no_others(
    us: MailboxTransport, one: MailboxTransport, other: MailboxTransport
) -> None:
    one.put(BUNDLE, b"sealed")
    assert one.list(".vbundle") == us.list(".vbundle") == (BUNDLE,)
    assert (one.get(BUNDLE), us.get(BUNDLE)) == (b"sealed", b"sealed")
    assert other.list(".vbundle") == ()
    with pytest.raises(FileGone):
        other.get(BUNDLE)


def test_every_device_reads_packages_and_receipts(
    us: MailboxTransport, one: MailboxTransport
) -> None:
    us.put(PACKAGE, b"signed")
    us.put(RECEIPT, b"signed too")
    assert one.list(".vpackage") == (PACKAGE,)
    assert one.get(RECEIPT) == b"signed too"


@pytest.mark.parametrize("name", [
    PACKAGE, RECEIPT, "a.vregistry", "a.vserver", "0000000000000000.vdevice",
])
def test_a_device_puts_only_bundles_and_its_own_card(
    machines: Machines, one: MailboxTransport, name: str
) -> None:
    with pytest.raises(PlaceRefuses, match="does not let"):
        one.put(name, b"forged")
    card = device("A").public.hex()[:16] + ".vdevice"
    one.put(card, b"signed")
    assert [name for _, name in machines.keeping.files] == [card]


def test_a_device_cannot_take_the_name_of_anothers_file(
    one: MailboxTransport, other: MailboxTransport
) -> None:
    one.put(BUNDLE, b"sealed")
    with pytest.raises(NameTaken):
        other.put(BUNDLE, b"squatted")
    assert one.get(BUNDLE) == b"sealed"


def test_only_the_organisation_removes_posts_and_decides(
    machines: Machines, us: MailboxTransport, one: MailboxTransport
) -> None:
    one.put(BUNDLE, b"sealed")
    for act in (
        lambda: one.remove(BUNDLE), lambda: one.refused(), lambda: one.let_in(device("B").public),
        lambda: one.post("registry", b""), lambda: one.posted("registry"),
    ):
        with pytest.raises(PlaceRefuses, match="does not let"):
            act()
    assert us.remove(BUNDLE)
    assert not us.remove(BUNDLE)
    assert machines.keeping.files == {}


def test_a_registry_of_an_older_version_or_anothers_is_not_taken(
    machines: Machines, us: MailboxTransport
) -> None:
    old = us.posted("registry")
    machines.pair(device("C"))
    newer = us.posted("registry")
    for raw in (old, old[:-1], b"", newer.replace(b"registry/1", b"registry/2")):
        with pytest.raises(TransportError):
            us.post("registry", raw)
    assert us.posted("registry") == newer


def test_a_long_list_comes_in_pages(machines: Machines, us: MailboxTransport) -> None:
    names = [f"0011223344556677-{number:06}.vbundle" for number in range(1, PAGE + 120)]
    us.put(names[0], b"x")
    file, data = machines.keeping.files[machines.us.public, names[0]]
    for name in names[1:]:
        listed = type(file)(name=name, size=1, sha256=file.sha256, sender=file.sender,
                            came=file.came)
        machines.keeping.files[machines.us.public, name] = (listed, data)
    assert us.list(".vbundle") == tuple(names)


class Counting(MemoryMailbox):
    """Notes at which offsets parts came and were read."""

    def __init__(self, machines: Machines) -> None:
        super().__init__(machines.us.public, clock=clock)
        self.came: list[int] = []
        self.reads: list[int] = []

    def append(self, upload: Any, offset: int, data: bytes) -> int:
        done = super().append(upload, offset, data)
        self.came.append(offset)
        return done

    def read(self, organisation: bytes, name: str, offset: int, length: int) -> bytes:
        self.reads.append(offset)
        return super().read(organisation, name, offset, length)


EVERY_PART = [part * wire.CHUNK for part in range(6)]


def counted(machines: Machines) -> tuple[Machines, Counting]:
    keeping = Counting(machines)
    machines.keeping = keeping
    return again(machines), keeping


def test_an_upload_over_a_network_that_breaks_off_goes_on_where_it_was(
    machines: Machines
) -> None:
    machines, keeping = counted(machines)
    with machines.serving() as address, Between(address, touch=cutting(300_000)) as between:
        transport = machines.transport(between.address, device("A"))
        transport.put(BUNDLE, BIG)
        assert transport.get(BUNDLE) == BIG
    assert keeping.came == EVERY_PART
    assert between.connections > 2


def test_an_upload_that_was_given_up_goes_on_another_day(machines: Machines) -> None:
    machines, keeping = counted(machines)
    with machines.serving() as address:
        tokens = MemoryTokens()
        with Between(address, touch=cutting(300_000)) as between:
            transport = machines.transport(between.address, device("A"), tokens, tries=1)
            with pytest.raises(PlaceGone, match="nothing was lost"):
                transport.put(BUNDLE, BIG)
        assert keeping.came == EVERY_PART[:2]
        assert machines.transport(address).list(".vbundle") == ()
        machines.transport(address, device("A"), tokens).put(BUNDLE, BIG)
    assert keeping.came == EVERY_PART
    assert keeping.files[machines.us.public, BUNDLE][1] == BIG


def test_a_download_over_a_network_that_breaks_off_goes_on_where_it_was(
    machines: Machines
) -> None:
    machines, keeping = counted(machines)
    with machines.serving() as address:
        machines.transport(address).put(PACKAGE, BIG)
        with Between(address, touch=cutting(2_000)) as between:
            assert machines.transport(between.address, device("A")).get(PACKAGE) == BIG
    assert sorted(set(keeping.reads)) == EVERY_PART
    assert between.connections > 1


@pytest.mark.parametrize("at", [600, 150_000])
def test_a_flipped_bit_breaks_the_connection_and_changes_nothing(
    machines: Machines, at: int
) -> None:
    with machines.serving() as address, Between(address, touch=flipping(at, 2)) as between:
        transport = machines.transport(between.address, device("A"))
        transport.put(BUNDLE, BIG)
        assert transport.get(BUNDLE) == BIG
    assert machines.keeping.files[machines.us.public, BUNDLE][1] == BIG
    assert between.connections > 2


def test_a_full_mailbox_takes_nothing_and_says_so(machines: Machines) -> None:
    machines.keeping = MemoryMailbox(machines.us.public, clock=clock, quota=1_000)
    machines = again(machines)
    with machines.serving() as address:
        transport = machines.transport(address, device("A"))
        with pytest.raises(PlaceFull, match="Nothing was lost"):
            transport.put(BUNDLE, bytes(1_001))
        assert transport.list(".vbundle") == ()


def again(machines: Machines) -> Machines:
    made = Machines()
    keeping, made.keeping = made.keeping, machines.keeping
    made.keeping.notices = keeping.notices
    made.sessions._keeping = made.sessions._tokens = made.keeping
    made.pair(device("A"), device("B"))
    return made


def test_what_does_not_come_as_it_was_sent_is_not_kept(
    machines: Machines, one: MailboxTransport
) -> None:
    one.list(".vbundle")
    false = hashlib.sha256(b"other").hexdigest()
    with pytest.raises(TransportError):
        one._number("PUT", f"files/{BUNDLE}?size=6&sha256={false}&offset=0", BUNDLE, b"sealed")
    assert not machines.keeping.files
    assert not machines.keeping.going


def raw(address: Address, method: str, path: str, **more: Any) -> tuple[int, bytes]:
    """One request without any of the client's care."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection(*address, context=context, timeout=10)
    try:
        connection.request(method, path, **more)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize(("method", "path"), [
    ("GET", "/"), ("GET", "/v1/"), ("GET", "/v1/files"), ("PUT", f"/v1/files/{BUNDLE}?size=1"),
    ("DELETE", f"/v1/files/{BUNDLE}"), ("GET", "/v1/notices/registry"), ("GET", "/v1/refused"),
    ("GET", "/v2/files"), ("POST", "/v1/kept"), ("GET", "/v1/uploads/x"),
    ("POST", "/v1/pair/begin"),
    ("GET", "/v1/files/../../etc/passwd"), ("GET", f"/v1/server/{'0' * 63}"), ("OPTIONS", "*"),
])
def test_without_a_session_nothing_is_told(address: Address, method: str, path: str) -> None:
    status, body = raw(address, method, path, body=b"x" if method in ("PUT", "POST") else None)
    code, _ = wire.read_refused(body)
    assert status in (400, 401)
    assert code in ("bad-request", "no-session")


def test_a_body_larger_than_allowed_is_not_read(address: Address) -> None:
    for path in ("/v1/hello", "/v1/session"):
        status, body = raw(address, "POST", path, body=bytes(wire.SMALL + 1))
        assert (status, wire.read_refused(body)[0]) == (413, "too-large")
        status, body = raw(address, "POST", path, headers={"Transfer-Encoding": "chunked"},
                           body=iter([bytes(3_000), bytes(3_000)]), encode_chunked=True)
        assert (status, wire.read_refused(body)[0]) == (413, "too-large")


@pytest.mark.parametrize("query", [
    "", "size=1", "size=-1&sha256=00&offset=0", f"size=1&sha256={'g' * 64}&offset=0",
    f"size={'9' * 19}&sha256={'0' * 64}&offset=0", f"size=1&sha256={'0' * 64}&offset=x",
    f"size={2**31}&sha256={'0' * 64}&offset=0",
])
def test_a_part_without_sound_numbers_is_refused(
    machines: Machines, one: MailboxTransport, query: str
) -> None:
    one.list(".vbundle")
    with pytest.raises(TransportError):
        one._number("PUT", f"files/{BUNDLE}?{query}", BUNDLE, b"x")
    assert not machines.keeping.going


def test_a_device_that_asks_too_often_is_asked_to_wait_and_waits(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.mailbox.desk.BURST", 5)
    with machines.serving() as address:
        one = machines.transport(address, device("A"))
        for _ in range(60):
            one.list(".vpackage")
    assert machines.ticks.waited
    assert set(machines.ticks.waited) == {1}


def test_a_mailbox_that_always_says_wait_is_left(
    machines: Machines, one: MailboxTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.list(".vpackage")

    def busy(*_: object) -> None:
        raise Refusal("wait", 3_600)

    monkeypatch.setattr("sync.mailbox.desk.Desk.names", busy)
    with pytest.raises(Busy, match="nothing was lost"):
        one.list(".vpackage")


def connected(address: Address) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(socket.create_connection(address, timeout=10))


def ends(connection: ssl.SSLSocket) -> bool:
    """Whether the other side hangs up; a silence of ten seconds is an error."""
    try:
        return connection.recv(1) == b""
    except (ConnectionResetError, ssl.SSLError):
        return True
    finally:
        connection.close()


@pytest.mark.parametrize("said", [
    b"", b"GET /v1/files HTTP/1.1\r\n", b"GET /v1/files HTTP/1.1\r\nHost: x\r\nX: ",
    b"POST /v1/hello HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nabc",
], ids=["nothing", "half a line", "half a head", "half a body"])
def test_who_keeps_the_server_waiting_is_cut_off(machines: Machines, said: bytes) -> None:
    with machines.serving(Patience(head=0.1, exchange=0.1, idle=0.1)) as address:
        connection = connected(address)
        connection.sendall(said)
        assert ends(connection)


def test_who_says_nothing_after_an_answer_is_cut_off(machines: Machines) -> None:
    with machines.serving(Patience(idle=0.1)) as address:
        connection = connected(address)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        while connection.recv(4096):
            pass
        connection.close()


def test_a_handshake_that_never_ends_is_cut_off(machines: Machines) -> None:
    with machines.serving(Patience(handshake=0.1)) as address:
        connection = socket.create_connection(address, timeout=10)
        connection.sendall(b"\x16\x03\x01")
        assert connection.recv(1) == b""
        connection.close()


def test_one_address_has_only_so_many_connections(machines: Machines) -> None:
    with machines.serving(Patience(from_one=2)) as address:
        first, second, third = connected(address), connected(address), connected(address)
        assert ends(first)  # it had shown no session, so it makes way
        for kept in (second, third):
            kept.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert kept.recv(12) == b"HTTP/1.1 400"
        for done in (second, third):
            done.close()


def test_connections_that_never_begin_tls_count_too(machines: Machines) -> None:
    with machines.serving(Patience(from_one=2)) as address:
        silent = [socket.create_connection(address, timeout=10) for _ in range(3)]
        assert silent[0].recv(1) == b""  # the oldest makes way
        for one in silent:
            one.close()


def test_who_left_makes_room(machines: Machines) -> None:
    with machines.serving(Patience(from_one=1, handshake=0.3, head=0.1)) as address:
        silent = socket.create_connection(address, timeout=10)
        assert silent.recv(1) == b""  # its handshake took too long
        silent.close()
        for _ in range(50):  # the count follows the cut a moment later
            try:
                let_in = connected(address)
            except OSError:
                continue
            break
        assert ends(let_in)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2])
def test_nothing_older_than_tls_1_3_is_spoken(address: Address, version: ssl.TLSVersion) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = version
    plain = socket.create_connection(address, timeout=10)
    with plain, pytest.raises((ssl.SSLError, ConnectionError)):
        context.wrap_socket(plain)


def test_nothing_of_a_file_or_a_secret_is_logged(
    machines: Machines, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with machines.serving() as address:
        transport = machines.transport(address, device("A"))
        transport.put(BUNDLE, b"sealed")
        with pytest.raises(FileGone):
            transport.get(RECEIPT)
        raw(address, "GET", "/nonsense")
    told = caplog.text
    assert BUNDLE[:16] not in told
    assert "Bearer" not in told
    assert "sealed" not in told


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_odd_bodies_raise_only_our_own_errors(body: bytes) -> None:
    for read in (
        wire.read_hello, wire.read_challenge, wire.read_proof, wire.read_granted,
        wire.read_refused, wire.read_number, wire.read_names, wire.read_part, wire.read_keys,
    ):
        try:
            read(body)
        except (Damaged, TooNew):
            continue


def answers(machines: Machines, scope: dict[str, Any], *messages: dict[str, Any]) -> int:
    """The status the application answers, without any server."""
    sent: list[dict[str, Any]] = []
    waiting = list(messages)

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(machines.app(scope, receive, send))
    return int(sent[0]["status"])


@settings(max_examples=25, deadline=None)
@given(
    method=st.sampled_from(["GET", "PUT", "POST", "DELETE", "X"]), path=st.text(max_size=60),
    query=st.binary(max_size=60), body=st.binary(max_size=200),
)
def test_odd_requests_are_answered_with_a_refusal(
    method: str, path: str, query: bytes, body: bytes
) -> None:
    scope = {
        "type": "http", "method": method, "path": f"/v1/{path}", "query_string": query,
        "headers": [(b"authorization", b"Bearer " + b"0" * 64)], "client": ("192.0.2.1", 1),
    }
    message = {"type": "http.request", "body": body, "more_body": False}
    assert 400 <= answers(MACHINES, scope, message) < 500


MACHINES = Machines()


@pytest.mark.parametrize(("text", "host", "port"), [
    ("192.168.1.20", "192.168.1.20", 8347), ("192.168.1.20:99", "192.168.1.20", 99),
    ("https://post.example.se", "post.example.se", 8347), (" dator:1/ ", "dator", 1),
    ("[fe80::1]:5", "fe80::1", 5), ("https://[::1]/", "::1", 8347),
])
def test_an_address_is_read_as_people_write_it(text: str, host: str, port: int) -> None:
    assert read_address(text) == Address(host, port)
    assert read_address(str(read_address(text))) == Address(host, port)


@pytest.mark.parametrize("text", [
    "", ":1", "a b", "user@host", "http://host", "host:99999", "host:x", "host/path", "a:1:2",
    "[::zz]", "-host", "host?x",
])
def test_what_is_no_address_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"address|port|octet|hex|'"):
        read_address(text)

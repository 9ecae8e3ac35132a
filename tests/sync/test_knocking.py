"""Finding the mailbox among strangers: only what the organisation vouches for is remembered."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from storage.kiosk import KioskStore
from sync.errors import PlaceGone
from sync.mailbox import discovery, kiosk_side, knocking
from sync.mailbox.address import Address
from sync.mailbox.channel import Means
from sync.mailbox.discovery import Found, short
from sync.mailbox.refusals import NoSpace, ServerExpired, ServerUnknown
from sync.mailbox.registry import Entry
from sync.mailbox.serving import tls
from tests.sync.mailbox_builders import Machines, server_key
from tests.sync.sync_builders import MOMENT, Organisation, clock, known_random

US = Machines().us.public
GONE = Address("127.0.0.1", 9)


@contextmanager
def stranger(answer: bytes | None) -> Iterator[Address]:
    """A machine with a certificate of its own; it answers so, or never (None)."""
    context, listening = tls(server_key("a stranger")), socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError), ExitStack() as held:
            while True:
                came = held.enter_context(listening.accept()[0])
                if answer is not None:
                    came = held.enter_context(context.wrap_socket(came, server_side=True))
                    came.recv(4_000)
                    came.sendall(answer)
                    came.close()

    thread = Thread(target=serve)
    thread.start()
    try:
        yield Address("127.0.0.1", listening.getsockname()[1])
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
        listening.close()


def http(status: str, body: bytes) -> bytes:
    return b"HTTP/1.1 %s\r\ncontent-length: %d\r\n\r\n%s" % (status.encode(), len(body), body)


NOT_FOUND = http("404 Not Found", b"no.")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Says who answers on the network, in order."""
    def tell(*addresses: Address) -> None:
        found = [Found(address=address, organisation=short(US)) for address in addresses]
        monkeypatch.setattr(discovery, "answers", lambda _: (one for one in found))
    return tell


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KioskStore]:
    made = KioskStore.create_or_open(
        tmp_path / "kiosk", name="Surfplatta 1", clock=clock, random=known_random("store")
    )
    made.peers.pin(US, str(GONE), bytes(32))
    yield made
    made.close()


def visit(store: KioskStore, machines: Machines) -> str:
    """Carry once to wherever the mailbox is; where that is remembered to be."""
    machines.register(Entry(device=store.identity.public))
    means = Means(clock=clock, random=known_random("visit"), wait=machines.ticks.wait, tries=1)
    with_it = kiosk_side.mailbox(store, "", means)
    try:
        assert with_it.list(".vpackage") == ()
    finally:
        with_it.close()
    known = store.peers.find(US)
    assert known is not None
    return known.address


def test_a_stranger_who_answers_first_keeps_no_kiosk_from_its_mailbox(
    store: KioskStore, told: Callable[..., None]
) -> None:
    machines = Machines()
    with machines.serving() as right, stranger(NOT_FOUND) as wrong:
        told(wrong, wrong, right)
        assert visit(store, machines) == str(right)


def test_a_stranger_who_answers_alone_is_not_remembered(
    store: KioskStore, told: Callable[..., None]
) -> None:
    machines = Machines()
    with machines.serving() as right:
        with stranger(NOT_FOUND) as wrong:
            told(wrong)
            with pytest.raises(PlaceGone):
                visit(store, machines)
        known = store.peers.find(US)
        assert known is not None and known.address == str(GONE)
        told(right)
        assert visit(store, machines) == str(right)
        told()  # and from then on nobody has to be looked for
        assert visit(store, machines) == str(right)


def test_a_kiosk_that_remembers_a_stranger_looks_again(
    store: KioskStore, told: Callable[..., None]
) -> None:
    machines = Machines()
    with machines.serving() as right, stranger(http("200 OK", b"welcome")) as wrong:
        store.peers.met_at(US, str(wrong))
        told()
        with pytest.raises(ServerUnknown, match="no word of the organisation"):
            visit(store, machines)
        told(right)
        assert visit(store, machines) == str(right)


def test_strangers_who_let_us_wait_are_not_waited_for(told: Callable[..., None]) -> None:
    machines = Machines()
    with machines.serving() as right, stranger(None) as slow:
        told(GONE, slow, right)
        assert knocking.search(US, clock) == right
        told(slow)
        with pytest.raises(PlaceGone):
            knocking.search(US, clock, seconds=0.05)
        with pytest.raises(PlaceGone, match="cannot be reached"):
            knocking.knock(slow, US, clock, seconds=0.05)


def test_what_the_right_machine_lacks_is_told(told: Callable[..., None]) -> None:
    machines = Machines()
    with machines.serving() as right, stranger(NOT_FOUND) as wrong:
        knocking.knock(right, US, clock)
        with pytest.raises(NoSpace):
            knocking.knock(right, Organisation("Grannkommun").signer_public, clock)
        told(wrong, right)
        with pytest.raises(ServerExpired):
            knocking.search(US, lambda: MOMENT + timedelta(days=365))


def test_a_statement_shown_by_another_machine_is_worth_nothing() -> None:
    said: Any = Machines().keeping.posted(US, "server")
    with stranger(http("200 OK", said.raw)) as wrong, pytest.raises(ServerUnknown, match="between"):
        knocking.knock(wrong, US, clock)


@pytest.mark.parametrize("answer", [b"", b"\x00" * 300, b"HTTP/1.1 200 OK\r\n" + b"a" * 40_000])
def test_what_is_no_answer_is_nobody(answer: bytes) -> None:
    with stranger(answer) as wrong, pytest.raises((PlaceGone, ServerUnknown)):
        knocking.knock(wrong, US, clock)


def test_no_answer_sends_a_kiosk_out_into_the_world() -> None:
    assert all(discovery.near(host) for host in ("192.168.1.20", "10.1.2.3", "169.254.9.9"))
    assert all(discovery.near(host) for host in discovery.own_addresses())
    far = ("8.8.8.8", "2001:4860:4860::8888", "224.0.0.251", "0.0.0.0")  # noqa: S104
    assert not any(discovery.near(host) for host in far)

"""Requests that are none: whoever sends them is cut off, and nobody else notices or reads of it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from threading import Event
from typing import Any

import pytest

from sync.mailbox.address import Address
from sync.mailbox.serving import Patience, Server
from tests.sync.mailbox_builders import server_key

HEAD = b"PUT /v1/files/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
BAD_CHUNK = b"3\r\nabcXX\r\n"


@pytest.fixture(autouse=True)
def as_debian_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.11.2: whoever breaks off a TLS connection that was closed twice has a fault."""

    def abort(self: Any) -> None:
        self._closed = True
        self._ssl_protocol._abort()

    monkeypatch.setattr("asyncio.sslproto._SSLProtocolTransport.abort", abort)


@contextmanager
def connected(address: Address) -> Iterator[ssl.SSLSocket]:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    plain = socket.create_connection(address, timeout=5)
    with context.wrap_socket(plain, suppress_ragged_eofs=True) as made:
        yield made


def heard(connection: ssl.SSLSocket) -> bytes:
    """All that comes until the other side ends it."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except (ConnectionResetError, ssl.SSLError):
        pass
    return b"".join(parts)


class Hasty:
    """An application that answers before the body has come, and says when it has."""

    def __init__(self) -> None:
        self.done = Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await send({"type": "http.response.start", "status": 401, "headers": []})
            await send({"type": "http.response.body", "body": b"no"})
        finally:
            self.done.set()


def test_who_spoils_its_own_answer_shuts_the_door_for_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    hasty = Hasty()
    with (
        Server(hasty, server_key(), host="127.0.0.1", port=0, patience=Patience(from_one=1)) as at,
        ExitStack() as stack,
    ):
        address = Address("127.0.0.1", at.port)
        spoiler = stack.enter_context(connected(address))
        spoiler.sendall(HEAD + BAD_CHUNK)
        assert hasty.done.wait(5)
        for _ in range(2):  # each makes the one before make way
            hasty.done.clear()
            honest = stack.enter_context(connected(address))
            honest.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert honest.recv(12) == b"HTTP/1.1 401"
    assert not caplog.records


CHUNKED = HEAD[:-2]
MALFORMED = (
    HEAD + b"3;" + b"x" * 20_000, HEAD + b"F" * 30 + b"\r\n", HEAD + b"-3\r\nabc\r\n",
    CHUNKED + b"Content-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\nmore",
    CHUNKED + CHUNKED[-28:] + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 300_000, b"GET / HTTP/9.9\r\n\r\n", b"\0" * 99,
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n\0\0\r\n\r\n", b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n\0",
    b"GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n\0\0",
)


@pytest.mark.parametrize("said", MALFORMED, ids=range(len(MALFORMED)))
def test_what_is_no_request_is_cut_off_without_a_line_in_any_log(
    said: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    quick = Patience(head=0.2, exchange=0.2, idle=0.2)
    with Server(Hasty(), server_key(), host="127.0.0.1", port=0, patience=quick) as at:
        with connected(Address("127.0.0.1", at.port)) as spoiler:
            with suppress(OSError):
                spoiler.sendall(said)
            heard(spoiler)
        with connected(Address("127.0.0.1", at.port)) as honest:
            honest.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert honest.recv(12) == b"HTTP/1.1 401"
    assert not caplog.records

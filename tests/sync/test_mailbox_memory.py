"""Who is gone is forgotten, and nothing is kept of what comes before its turn."""

from __future__ import annotations

import asyncio
import gc
import socket
import ssl
import struct
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Semaphore
from typing import Any

import pytest

from sync import watched
from sync.mailbox.address import Address
from sync.mailbox.serving import Server
from tests.sync.mailbox_builders import server_key

GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
RESET = struct.pack("ii", 1, 0)
ANSWER = b"HTTP/1.1 400"
SAID = (
    GET + b"\r\n", GET.replace(b"1.1", b"1.0") + b"\r\n", (GET + b"\r\n") * 50,
    GET + b"X: " + b"y" * 20_000, GET + b"\r\n\0\0\r\n\r\n",
)


class Patient:
    """An application that takes a whole request, says so, and answers when it may."""

    def __init__(self) -> None:
        self.asked, self.may = Semaphore(0), Event()
        self.may.set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        self.asked.release()
        assert await asyncio.to_thread(self.may.wait, 5)
        headers = [(b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 400, "headers": headers})
        await send({"type": "http.response.body", "body": b"no"})


class Gone:
    """All connections that the server has lost, as long as anything remembers them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._seen: list[weakref.ref[Any]] = []
        self._lost = Semaphore(0)
        ends = watched.Connection.connection_lost

        def lost(connection: Any, exc: Exception | None) -> None:
            ends(connection, exc)
            self._seen.append(weakref.ref(connection))
            self._lost.release()

        monkeypatch.setattr(watched.Connection, "connection_lost", lost)

    def remembered(self, number: int) -> int:
        """Wait until ``number`` more are lost, and count those that are not forgotten."""
        for _ in range(number):
            assert self._lost.acquire(timeout=5)
        gc.collect()
        return sum(one() is not None for one in self._seen)


@contextmanager
def connected(server: Server) -> Iterator[ssl.SSLSocket]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    plain = socket.create_connection(Address("127.0.0.1", server.port), timeout=5)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with context.wrap_socket(plain, suppress_ragged_eofs=True) as made:
        yield made


def heard(connection: ssl.SSLSocket) -> bytes:
    """All that comes until the other side ends it."""
    parts = []
    with suppress(ConnectionResetError, ssl.SSLError):
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts)


def test_who_leaves_after_an_answer_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Gone(monkeypatch)
    hostile = [(said, reset) for said in SAID for reset in (True, False) for _ in range(3)]
    with Server(Patient(), server_key(), host="127.0.0.1", port=0) as at:
        for said, reset in hostile:
            with connected(at) as one:
                with suppress(OSError):
                    one.sendall(said)
                    assert one.recv(12)
                if reset:
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        with connected(at) as honest:  # by its answer all is done that was due before
            honest.sendall(GET + b"Connection: close\r\n\r\n")
            assert heard(honest).startswith(ANSWER)
        assert gone.remembered(len(hostile) + 1) <= 1  # perhaps the last, on its way out


def test_of_requests_sent_at_once_the_first_is_answered() -> None:
    with (
        Server(Patient(), server_key(), host="127.0.0.1", port=0) as at,
        connected(at) as hasty,
    ):
        hasty.sendall((GET + b"\r\n") * 100)
        assert heard(hasty).count(ANSWER) == 1


def test_what_comes_before_an_answer_is_not_kept() -> None:
    app = Patient()
    app.may.clear()
    with (
        Server(app, server_key(), host="127.0.0.1", port=0) as at,
        connected(at) as hasty,
    ):
        hasty.sendall(GET + b"\r\n")
        assert app.asked.acquire(timeout=5)
        hasty.sendall((GET + b"\r\n") * 100)
        with connected(at) as honest:  # the server has read what came before this
            app.may.set()
            honest.sendall(GET + b"\r\n")
            assert honest.recv(12) == ANSWER
        assert heard(hasty).count(ANSWER) == 1


def test_one_request_after_another_is_answered_on_one_connection() -> None:
    with (
        Server(Patient(), server_key(), host="127.0.0.1", port=0) as at,
        connected(at) as honest,
    ):
        for _ in range(3):
            honest.sendall(GET + b"\r\n")
            with honest.makefile("rb") as answer:
                assert answer.readline().startswith(ANSWER)
                assert list(iter(answer.readline, b"\r\n"))
                assert answer.read(2) == b"no"

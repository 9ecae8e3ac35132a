"""A machine between a client and a server: listens, records, cuts, flips bits, or pretends."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread

from sync.mailbox.address import Address

Touch = Callable[[bytes, int], bytes | None]
"""Given bytes on their way to the server and how many went before on this connection: what
goes on instead, or None to cut the connection off."""


class Between:
    """Stands at ``address`` before ``server``; everything that passes is in ``seen``.

    With ``pretend`` it ends TLS itself with that context and speaks TLS to the server: then
    ``seen`` holds what it could read.
    """

    def __init__(
        self, server: Address, *, host: str = "127.0.0.1", touch: Touch | None = None,
        pretend: ssl.SSLContext | None = None,
    ) -> None:
        self._server = server
        self._touch = touch
        self._pretend = pretend
        self._listening = socket.create_server((host, 0))
        self.address = Address(host, self._listening.getsockname()[1])
        self.seen = bytearray()
        self.connections = 0
        self._guard = Lock()
        self._open: list[socket.socket] = []
        self._threads = [Thread(target=self._accept)]

    def __enter__(self) -> Between:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._threads[0].join()
        for end in self._open:
            _hang_up(end)
        for thread in self._threads[1:]:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            thread = Thread(target=self._connect, args=(here,))
            self._threads.append(thread)
            thread.start()

    def _connect(self, here: socket.socket) -> None:
        try:
            there = socket.create_connection(self._server)
        except OSError:
            here.close()
            return
        if self._pretend is not None:
            blind = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
            try:
                there = blind.wrap_socket(there)
                here = self._pretend.wrap_socket(here, server_side=True)
            except (OSError, ssl.SSLError):
                _hang_up(here)
                _hang_up(there)
                return
        self._open += (here, there)
        back = Thread(target=self._carry, args=(there, here, None))
        back.start()
        self._carry(here, there, self._touch)
        back.join()

    def _carry(self, source: socket.socket, target: socket.socket, touch: Touch | None) -> None:
        passed = 0
        while True:
            try:
                data = source.recv(16 * 1024)
            except (OSError, ssl.SSLError):
                data = b""
            with self._guard:
                self.seen += data
            on = data if touch is None or not data else touch(data, passed)
            passed += len(data)
            if not on:
                _hang_up(source)
                _hang_up(target)
                return
            try:
                target.sendall(on)
            except (OSError, ssl.SSLError):
                _hang_up(source)
                return


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def cutting(every: int) -> Touch:
    """Cuts each connection once ``every`` bytes have gone to the server."""
    return lambda data, passed: data if passed + len(data) <= every else None


def flipping(at: int, times: int) -> Touch:
    """Flips one bit of byte ``at`` of the first ``times`` connections that come so far."""
    left = [times]

    def touch(data: bytes, passed: int) -> bytes:
        if passed <= at < passed + len(data) and left[0]:
            left[0] -= 1
            changed = bytearray(data)
            changed[at - passed] ^= 0x10
            return bytes(changed)
        return data

    return touch

"""Stands between a client and a store, and does something when so many bytes have gone by."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress


class Between:
    """Forwards ``port`` (0: a free one) to ``behind`` until ``after`` bytes went there."""

    def __init__(self, behind: int, after: int, then: Callable[[], None]) -> None:
        self._behind = behind
        self._left = after
        self._then = then
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._threads = [threading.Thread(target=self._serve)]
        self._open: list[socket.socket] = []
        self._threads[0].start()

    def close(self) -> None:
        """Cut every connection and end."""
        for end in (self._listening, *self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        for thread in self._threads:
            thread.join(10)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                self._open.append(client)
                try:
                    server = socket.create_connection(("127.0.0.1", self._behind))
                except OSError:
                    client.close()  # as the dead store itself would
                    continue
                self._open.append(server)
                for way in ((client, server, True), (server, client, False)):
                    self._threads.append(threading.Thread(target=self._carry, args=way))
                    self._threads[-1].start()

    def _carry(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if counted:
                    self._left -= len(data)
                    if self._left < 0:
                        self._then()
                        break
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

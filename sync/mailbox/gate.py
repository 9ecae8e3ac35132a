"""Who may stand at the door: connections are counted from the moment they are accepted.

So one that never begins TLS counts too, and nobody takes all descriptors of the program.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

RESERVE = 128
"""Descriptors that are left to the rest of the program: databases, files, answers."""
SHUTDOWN_SECONDS = 5
PAUSE_SECONDS = 0.5
"""How long nobody is let in after the system refused to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Tells the gate, once, that a connection is over."""

    gate: Gate
    address: str

    def __call__(self) -> None:
        self.gate.left(self.address)


class Gate:
    """Counts at most ``from_one`` connections of an address and ``in_all`` of everybody."""

    def __init__(self, from_one: int, in_all: int) -> None:
        self._from_one = from_one
        self._in_all = min(in_all, descriptors())
        self._there: Counter[str] = Counter()

    def enter(self, address: str) -> Leaving | None:
        """Count a connection; None when it is one too many."""
        if self._there[address] >= self._from_one or self._there.total() >= self._in_all:
            if not self._there[address]:
                del self._there[address]
            return None
        self._there[address] += 1
        return Leaving(gate=self, address=address)

    def left(self, address: str) -> None:
        """Count a connection of ``address`` no more."""
        self._there[address] -= 1
        if self._there[address] <= 0:
            del self._there[address]


class Accepting:
    """Takes connections from ``listening`` and gives those that may stay to ``protocol``."""

    def __init__(
        self, listening: socket.socket, gate: Gate, protocol: Callable[[Leaving], Any],
        context: ssl.SSLContext, handshake: float,
    ) -> None:
        self._listening = listening
        self._gate = gate
        self._protocol = protocol
        self._context = context
        self._handshake = handshake
        self._greeting: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until it is cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, address = await loop.sock_accept(self._listening)
            except OSError:  # no descriptor is left, or who came is gone again
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            leaving = self._gate.enter(address[0])
            if leaving is None:
                connection.close()
                continue
            task = loop.create_task(self._greet(connection, leaving))
            self._greeting.add(task)
            task.add_done_callback(self._greeting.discard)

    async def stop(self) -> None:
        """Break off every handshake."""
        for task in tuple(self._greeting):
            task.cancel()
        await asyncio.gather(*self._greeting, return_exceptions=True)

    async def _greet(self, connection: socket.socket, leaving: Leaving) -> None:
        begun = False

        def made() -> Any:
            protocol = self._protocol(leaving)
            protocols.append(protocol)
            return protocol

        protocols: list[Any] = []
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await asyncio.get_running_loop().connect_accepted_socket(
                made, connection, ssl=self._context, ssl_handshake_timeout=self._handshake,
                ssl_shutdown_timeout=SHUTDOWN_SECONDS,
            )
            begun = True
        except OSError:  # no TLS, or too slow: nobody is told, or anybody could fill a log
            connection.close()
        finally:
            if not begun and not any(one.transport for one in protocols):
                leaving()


def descriptors() -> int:
    """How many connections the system's limit on open files leaves room for; at least 16."""
    if sys.platform == "win32":
        return 512
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 1 << 20 if soft == resource.RLIM_INFINITY else max(16, soft - RESERVE)

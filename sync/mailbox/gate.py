"""Who may stand at the door: connections are counted from the moment they are accepted.

So one that never begins TLS counts too, and nobody takes all descriptors of the program.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sync.mailbox.address import group
from sync.mailbox.pace import Pace

RESERVE = 128
"""Descriptors that are left to the rest of the program: databases, files, answers."""
SHUTDOWN_SECONDS = 5
STRANGERS = 0.75
"""The share of all connections that those without a session may have: the rest is kept for
visitors."""

FROM_VISITOR = 8
"""Connections of one visitor that need not make way; a device needs one."""

PAUSE_SECONDS = 0.5
"""How long nobody is let in after the system refused to."""


class Guest:
    """One connection: the ``group`` of addresses that it is counted with, and whose it is.

    ``visitor`` is None until a session was shown on it. ``drop`` breaks it off.
    """

    def __init__(self, gate: Gate, address: str) -> None:
        self.group = group(address)
        self.visitor: object = None
        self.drop: Callable[[], object] = lambda: None
        self._gate = gate

    def proven(self, visitor: object) -> None:
        """Count it as ``visitor``'s from now on: a session was shown."""
        self._gate.proven(self, visitor)

    def wait(self) -> float:
        """Seconds until its handshake may begin; 0 when it may now, and that is counted."""
        return self._gate.wait(self)

    def left(self) -> None:
        """Count it no more; again does nothing."""
        self._gate.left(self)


class Gate:
    """Counts connections: ``in_all`` of everybody, and of those that have shown no session at
    most ``from_one`` of a group and STRANGERS of all.

    One too many takes the place of the oldest that has shown none, of the group that has most:
    who lets us wait makes way, and so nobody is shut out by those who do.
    """

    def __init__(self, from_one: int, in_all: int, pace: Pace | None = None) -> None:
        self._from_one = from_one
        self._in_all = min(in_all, descriptors())
        self._strangers = max(1, int(self._in_all * STRANGERS))
        self._pace = pace
        self._there: dict[Guest, None] = {}

    def enter(self, address: str) -> Guest | None:
        """Count a connection; None when it is one too many and nobody makes way for it."""
        guest = Guest(self, address)
        strangers = [one for one in self._there if one.visitor is None]
        crowd = Counter(one.group for one in strangers)
        if crowd[guest.group] >= self._from_one:
            self._out(one for one in strangers if one.group == guest.group)
        elif len(strangers) >= self._strangers or len(self._there) >= self._in_all:
            if not strangers:
                return None
            most = max(crowd.values())
            self._out(one for one in strangers if crowd[one.group] == most)
        self._there[guest] = None
        return guest

    def wait(self, guest: Guest) -> float:
        """Seconds until this handshake may begin; 0 when it may now."""
        return 0.0 if self._pace is None else self._pace.wait(guest.group)

    def proven(self, guest: Guest, visitor: object) -> None:
        """Count ``guest`` as the visitor's; as a stranger still when it has FROM_VISITOR."""
        if guest.visitor != visitor:
            same = sum(one.visitor == visitor for one in self._there)
            guest.visitor = visitor if same < FROM_VISITOR else None

    def left(self, guest: Guest) -> None:
        """Count ``guest`` no more."""
        self._there.pop(guest, None)

    def _out(self, some: Iterator[Guest]) -> None:
        oldest = next(some)
        self.left(oldest)
        oldest.drop()


class Accepting:
    """Takes connections from ``listening`` and gives those that may stay to ``protocol``.

    Without a ``context`` there is no TLS.
    """

    def __init__(
        self, listening: socket.socket, gate: Gate, protocol: Callable[[Guest], Any],
        context: ssl.SSLContext | None, handshake: float,
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
            guest = self._gate.enter(address[0])
            if guest is None:
                connection.close()
                continue
            task = loop.create_task(self._greet(connection, guest))
            guest.drop = task.cancel
            self._greeting.add(task)
            task.add_done_callback(partial(self._greeted, connection))

    def _greeted(self, connection: socket.socket, task: asyncio.Task[None]) -> None:
        self._greeting.discard(task)
        if task.cancelled():  # perhaps before it began
            connection.close()

    async def stop(self) -> None:
        """Break off every handshake."""
        for task in tuple(self._greeting):
            task.cancel()
        await asyncio.gather(*self._greeting, return_exceptions=True)

    def _secured(self) -> dict[str, Any]:
        if self._context is None:
            return {}
        return {"ssl": self._context, "ssl_handshake_timeout": self._handshake,
                "ssl_shutdown_timeout": SHUTDOWN_SECONDS}

    async def _greet(self, connection: socket.socket, guest: Guest) -> None:
        begun = False

        def made() -> Any:
            protocol = self._protocol(guest)
            protocols.append(protocol)
            return protocol

        protocols: list[Any] = []
        try:
            while seconds := guest.wait():
                await asyncio.sleep(seconds)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await asyncio.get_running_loop().connect_accepted_socket(
                made, connection, **self._secured()
            )
            begun = True
        except OSError:  # no TLS, or too slow: nobody is told, or anybody could fill a log
            connection.close()
        finally:
            if not begun and not any(one.transport for one in protocols):
                guest.left()


def descriptors() -> int:
    """How many connections the system's limit on open files leaves room for; at least 16."""
    if sys.platform == "win32":
        return 512
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 1 << 20 if soft == resource.RLIM_INFINITY else max(16, soft - RESERVE)

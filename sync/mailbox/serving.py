"""The network in front of the application: TLS 1.3, and nobody may keep it waiting.

A connection has so long for its handshake, for a request's head, for a request with its answer
and for the silence between two; whoever takes longer is cut off. So many connections at once are
taken from one address, and in all.
"""

from __future__ import annotations

import asyncio
import ssl
import tempfile
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

from uvicorn.server import ServerState

from storage.seal.certificates import ServerKey
from sync.errors import PlaceRefuses
from sync.mailbox.address import Address
from sync.mailbox.app import MailboxApp, Pairing
from sync.mailbox.desk import Desk
from sync.mailbox.gate import Accepting, Gate, Guest
from sync.mailbox.keeping import Keeping, Tokens
from sync.mailbox.pace import Pace
from sync.mailbox.sessions import Around, Sessions
from sync.watched import Connection, bind, config
from sync.watched import Patience as Patience

BACKLOG = 128
STOP_SECONDS = 5


class Server:
    """Serves ``app`` on ``host``:``port`` (0: any free one) from a thread of its own.

    Made by entering it (``with Server(...) as server``); ``server.port`` is where it listens.
    Raises PlaceRefuses when the address cannot be had.
    """

    def __init__(
        self, app: Any, key: ServerKey, *, host: str, port: int, patience: Patience | None = None
    ) -> None:
        self._app = app
        self._key = key
        self._patience = patience or Patience()
        self._socket = bind(host, port)
        self.port: int = self._socket.getsockname()[1]
        self._started: Future[None] = Future()
        self._thread = Thread(target=self._run, name="vardera-mailbox")
        self._stop: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None

    def __enter__(self) -> Server:
        self._thread.start()
        self._started.result()
        return self

    def __exit__(self, *_: object) -> None:
        if self._stop is not None:
            loop, stop = self._stop
            with suppress(RuntimeError):  # the loop is closed: it has ended by itself
                loop.call_soon_threadsafe(stop.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            self._socket.close()
            if not self._started.done():
                self._started.set_exception(PlaceRefuses("the mailbox's server did not start"))

    async def _serve(self) -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        self._stop = (loop, stop)
        settings, state = config(self._app), ServerState()
        kind = type("Connection", (Connection,), {"patience": self._patience})

        def connection(guest: Guest) -> Connection:
            made: Connection = kind(settings, state, {"guest": guest}, loop)
            made.guest = guest
            return made

        self._socket.setblocking(False)
        self._socket.listen(BACKLOG)
        pace = Pace(self._patience.rate, self._patience.burst, loop.time)
        gate = Gate(self._patience.from_one, self._patience.in_all, pace)
        accepting = Accepting(
            self._socket, gate, connection, tls(self._key), self._patience.handshake
        )
        task = loop.create_task(accepting.run())
        self._started.set_result(None)
        await stop.wait()
        task.cancel()
        await accepting.stop()
        for one in tuple(state.connections):
            one.shutdown()
        if state.tasks:
            await asyncio.wait(tuple(state.tasks), timeout=STOP_SECONDS)
        for one in tuple(state.connections):
            one.transport.abort()


def server(
    keeping: Keeping, tokens: Tokens, key: ServerKey, address: Address, *, around: Around,
    pairing: Pairing | None = None,
) -> Server:
    """A mailbox's server over this storage, to be entered. ``address`` is where to listen."""
    sessions = Sessions(keeping, tokens, key.hash, around)
    desk = Desk(keeping, tokens, around.ticks, sessions.end)
    app = MailboxApp(desk, sessions, pairing)
    return Server(app, key, host=address.host, port=address.port)


def tls(key: ServerKey) -> ssl.SSLContext:
    """TLS 1.3 and nothing older, with ``key``. The key touches no disk but encrypted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.num_tickets = 0  # every connection proves the server's key anew
    with tempfile.TemporaryDirectory(prefix="vardera-") as folder:
        certificate, private = Path(folder, "certificate"), Path(folder, "key")
        certificate.write_bytes(key.certificate)
        private.write_bytes(key.key)
        context.load_cert_chain(certificate, private, key.password)
    return context

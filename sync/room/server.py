"""The room's server: a thread of its own with its own event loop, started and stopped from outside.

Loaded when a meeting asks for phones, never before.
"""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread

from uvicorn.server import ServerState

from storage.seal.phones import RoomKey
from storage.values import RandomBytes
from sync.errors import PlaceRefuses
from sync.mailbox.address import Address
from sync.mailbox.gate import Accepting, Gate, Guest
from sync.mailbox.pace import Pace
from sync.room.app import RoomApp
from sync.room.limits import Limits
from sync.room.page_files import PageFiles
from sync.room.port import RoomPort
from sync.room.room import Room
from sync.watched import Connection, Patience, bind, config

PORT = 8350
"""Where a room listens unless told otherwise."""

BACKLOG = 256
STOP_SECONDS = 3
"""Most seconds that whoever calls waits for the room's thread."""

LAST_SECONDS = 0.3
"""How long answers may still be on their way when a room is stopped: a window waits for that."""
PATIENCE = Patience(head=10, exchange=60, idle=60, from_one=64, in_all=512, rate=40, burst=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where and how a room is served. ``languages``: tag → what its speakers call it."""

    address: Address
    languages: Mapping[str, str]
    limits: Limits = field(default_factory=Limits)
    patience: Patience = PATIENCE


class RunningRoom:
    """A room that phones reach at ``address``, until it is stopped. Made by :func:`serve`."""

    def __init__(
        self, port: RoomPort, place: Place, key: RoomKey, random: RandomBytes
    ) -> None:
        self._made = (port, key, random)
        self._place = place
        self._socket = bind(*place.address)
        self.address = Address(place.address.host, self._socket.getsockname()[1])
        self._started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event, Room]] = Future()
        self._thread = Thread(target=self._run, name="vardera-room")
        self._thread.start()
        self._loop, self._stop, self._room = self._started.result()

    @property
    def url(self) -> str:
        """What the code on the screen says; after ``#`` is what browsers never send."""
        code = urlsafe_b64encode(self._room.code).decode("ascii")
        return f"http://{self.address}/#1{code}"

    @property
    def count(self) -> int:
        """How many phones have joined."""
        return self._room.phones

    def changed(self) -> None:
        """Something in the meeting is another: tell those who wait. From any thread."""
        self._call(self._room.changed)

    def new_code(self) -> str:
        """Let nobody in by the code so far; the new ``url``. Who has joined stays."""
        done: Future[None] = Future()

        def anew() -> None:
            self._room.new_code()
            done.set_result(None)

        if self._call(anew):
            with suppress(TimeoutError):  # it has just ended
                done.result(STOP_SECONDS)
        return self.url

    def stop(self) -> None:
        """Serve nobody any more; again does nothing. What came is answered first."""
        self._call(self._stop.set)
        self._thread.join()

    def _call(self, work: Callable[[], object]) -> bool:
        with suppress(RuntimeError):  # the loop is closed: it has ended
            self._loop.call_soon_threadsafe(work)
            return True
        return False

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            self._socket.close()
            if not self._started.done():
                self._started.set_exception(PlaceRefuses("the room's server did not start"))

    async def _serve(self) -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        port, key, random = self._made
        place = self._place
        files = PageFiles(place.languages)
        room = Room(port, key, random, place.limits, set(place.languages))
        settings, state = config(RoomApp(room, files, place.limits)), ServerState()
        kind = type("RoomConnection", (Connection,), {"patience": place.patience})

        def connection(guest: Guest) -> Connection:
            made: Connection = kind(settings, state, {"guest": guest}, loop)
            made.guest = guest
            return made

        self._socket.setblocking(False)
        self._socket.listen(BACKLOG)
        patience = place.patience
        gate = Gate(
            patience.from_one, patience.in_all, Pace(patience.rate, patience.burst, loop.time)
        )
        accepting = Accepting(self._socket, gate, connection, None, patience.handshake)
        task = loop.create_task(accepting.run())
        self._started.set_result((loop, stop, room))
        await stop.wait()
        task.cancel()
        await accepting.stop()
        room.close()
        await _end(state)


async def _end(state: ServerState) -> None:
    """Answer what has come whole; then break off, by which everything that waits for more ends."""
    for one in tuple(state.connections):
        one.shutdown()
    await _wait(state, LAST_SECONDS)
    for one in tuple(state.connections):
        one.transport.abort()
    await _wait(state, STOP_SECONDS)


async def _wait(state: ServerState, seconds: float) -> None:
    if state.tasks:
        await asyncio.wait(tuple(state.tasks), timeout=seconds)


def serve(
    port: RoomPort, place: Place, *, secret: bytes, random: RandomBytes
) -> RunningRoom:
    """Open a room. ``secret``: 32 bytes of the meeting's own; the same gives the same room back.

    Raises PlaceRefuses when the address cannot be had.
    """
    return RunningRoom(port, place, RoomKey(secret), random)

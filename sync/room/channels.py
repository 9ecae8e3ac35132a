"""Who talks with the room: channels that phones have opened, each message taken once.

Nothing here is kept on disk; a phone whose channel is forgotten opens another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from storage.seal.phones import Channel

ID_BYTES = 8
LANES = 2
"""Two lines of messages in a channel: what waits for news, and what must not wait."""

OF_ONE = 2
"""Channels of one participant: the newest, and one that may still be ending."""


@dataclass(slots=True, eq=False)
class Line:
    """One open channel. ``participant`` is 0 until they have joined.

    It is ``proven`` by the first message that opens: whoever only repeats somebody's greeting
    cannot make one, and takes nobody's place.
    """

    channel: Channel
    participant: int
    proven: bool = False
    last: list[int] = field(default_factory=lambda: [0] * LANES)
    ended: bool = False
    waits: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_someones(self) -> bool:
        """Whether a participant has spoken in it."""
        return self.proven and self.participant > 0

    def wait_anew(self) -> asyncio.Event:
        """What ends a wait for news in this line: the next such wait, or the line's end. Whoever
        asks again has given up the one before."""
        self.waits.set()
        if not self.ended:
            self.waits = asyncio.Event()
        return self.waits

    def open(self, n: int, sealed: bytes) -> bytes:
        """Message ``n``. Replayed where it or a later one of its lane came before; Damaged."""
        lane, number = n >> 32, n & 0xFFFFFFFF
        if not (0 <= lane < LANES and self.last[lane] < number):
            raise Replayed
        text = self.channel.open(n, sealed)
        self.last[lane] = number  # only once it is known to be theirs
        self.proven = True
        return text


class Replayed(Exception):
    """The message has a number that is behind."""


class Channels:
    """At most ``most`` lines: the one that was silent longest goes, those of nobody who has joined
    and spoken in them first. One participant has OF_ONE. ``random`` names them.
    """

    def __init__(self, most: int, random: Callable[[int], bytes]) -> None:
        self._most = most
        self._random = random
        self._lines: dict[bytes, Line] = {}

    def add(self, channel: Channel, participant: int) -> bytes:
        """The new line's name, 8 random bytes."""
        if len(self._lines) >= self._most:  # before the new one is there, which is nobody's either
            strangers = (one for one, line in self._lines.items() if not line.is_someones)
            self._end(next(strangers, next(iter(self._lines))))
        name = self._random(ID_BYTES)
        self._lines[name] = Line(channel, participant)
        return name

    def find(self, name: bytes) -> Line | None:
        """The line, which by this is the last to go."""
        line = self._lines.pop(name, None)
        if line is not None:
            self._lines[name] = line
        return line

    def settle(self, participant: int) -> None:
        """End all but the last used of this participant's lines."""
        own = [
            name for name, line in self._lines.items()
            if line.participant == participant and line.is_someones
        ]
        for name in own[:-OF_ONE]:
            self._end(name)

    def end_strangers(self) -> None:
        """End every line that nobody has joined by."""
        for name in [name for name, line in self._lines.items() if not line.participant]:
            self._end(name)

    def end_all(self) -> None:
        """Nobody waits any more."""
        for name in tuple(self._lines):
            self._end(name)

    def _end(self, name: bytes) -> None:
        line = self._lines.pop(name)
        line.ended = True
        line.waits.set()

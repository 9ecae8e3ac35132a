"""A phone without a browser: the page's side of the protocol over asyncio's streams."""

from __future__ import annotations

import asyncio
import json
import os
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from storage.seal.phones import Calling, Channel
from storage.values import RandomBytes

SEALED = "application/octet-stream"


class Answered(Exception):
    """A status that is not 200."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class Wire:
    """One connection, kept while it can be. ``source``: the address to come from.

    ``loses`` answers: so many requests go out and the network is gone before they are answered.
    """

    def __init__(self, host: str, port: int, source: str | None = None) -> None:
        self._to = (host, port)
        self._source = (source, 0) if source else None
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.loses = 0

    async def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """One request and its answer; a connection that ended meanwhile is made anew."""
        fresh = self._streams is None
        try:
            return await self._ask(method, path, body, headers or {})
        except (OSError, asyncio.IncompleteReadError):
            self.cut()
            if fresh or self.loses:
                self.loses = max(0, self.loses - 1)
                raise
        return await self._ask(method, path, body, headers or {})

    async def _ask(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(*self._to, local_addr=self._source)
        reader, writer = self._streams
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._to[0]}:{self._to[1]}"]
        if method == "POST":
            lines += [f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        if self.loses:
            await writer.drain()
            await reader.readexactly(1)
            raise ConnectionResetError("the network is gone")
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        told = {k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:]) if k}
        answer = await reader.readexactly(int(told.get("content-length", "0")))
        if told.get("connection") == "close":
            self.cut()
        return int(head[0].split()[1]), told, answer

    def cut(self) -> None:
        """Break the connection off."""
        if self._streams is not None:
            with suppress(RuntimeError):
                self._streams[1].transport.abort()
            self._streams = None


class Phone:
    """Joins by a room's ``url`` and comes back by its credential.

    Three connections: one for each lane, and one to open channels on while those are in use.
    """

    def __init__(
        self, url: str, *, random: RandomBytes = os.urandom, source: str | None = None
    ) -> None:
        parts = urlsplit(url)
        assert parts.hostname and parts.port and parts.fragment[0] == "1"
        code = urlsafe_b64decode(parts.fragment[1:])
        self.token, self.tablet = code[:16], code[16:]
        self.name = random(16).hex()
        self.participant = 0
        self.credential = b""
        self.mark = ""
        self.joined: dict[str, Any] | None = None
        self.wires = tuple(Wire(parts.hostname, parts.port, source) for _ in range(3))
        self.channel: Channel | None = None
        self.line = b""
        self._random = random
        self._sent = [0, 0]

    async def hello(self) -> None:
        """A new channel, by credential where there is one."""
        said = b"\x02" + self.credential if self.credential else b"\x01" + self.token
        calling = Calling(self.tablet, self._random)
        answer = await self.post(2, "/hello", calling.first(said.ljust(64, b"\0")))
        text, self.channel = calling.second(answer[8:])
        self.line, self._sent = answer[:8], [0, 0]
        assert int.from_bytes(text, "big") == self.participant

    async def join(self, language: str = "") -> int:
        """Take part; this phone's number. With a language, ``joined`` has what is asked now."""
        if self.channel is None:
            await self.hello()
        told = await self.say({"do": "join", "phone": self.name, "language": language})
        if "participant" not in told:
            raise Answered(403)
        self.participant = told["participant"]
        self.credential = bytes.fromhex(told["credential"])
        self.mark, self.joined = told.get("mark", ""), told.get("view")
        return self.participant

    async def look(self, *, wait: bool = False, language: str = "sv") -> dict[str, Any] | None:
        """What is shown now; None when it is what was shown before."""
        told = await self.say(
            {"do": "look", "language": language, "have": self.mark, "wait": wait}, lane=0
        )
        self.mark = told["mark"]
        shown: dict[str, Any] | None = told["view"]
        return shown

    async def give(self, reply: Mapping[str, Any], id: str = "") -> dict[str, Any]:
        """A reply."""
        return await self.say({"do": "give", "id": id or os.urandom(8).hex(), "reply": reply})

    async def numbers(
        self, view: Mapping[str, Any], numbers: Mapping[str, int], id: str = ""
    ) -> Any:
        """All of one's points, pins or grades."""
        phase, round = view["turn"]
        return await self.give(
            {"sort": "numbers", "phase": phase, "round": round, "numbers": dict(numbers)}, id
        )

    async def say(self, message: Mapping[str, Any], lane: int = 1) -> Any:
        """A message in the channel and what is answered."""
        assert self.channel is not None
        sealed, n = self.sealed(message, lane)
        return json.loads(self.channel.open(n, await self.post(lane, "/say", sealed)))

    def sealed(self, message: Mapping[str, Any], lane: int = 1) -> tuple[bytes, int]:
        """The body of the next request in a lane, and its number."""
        assert self.channel is not None
        self._sent[lane] += 1
        n = lane << 32 | self._sent[lane]
        text = json.dumps(message, ensure_ascii=False).encode()
        return self.line + n.to_bytes(8, "big") + self.channel.seal(n, text), n

    async def post(self, lane: int, path: str, body: bytes) -> bytes:
        """The answer's body. Answered when its status is another than 200."""
        status, _, answer = await self.wires[lane].ask(
            "POST", path, body, {"Content-Type": SEALED}
        )
        if status != 200:
            raise Answered(status)
        return answer

    def cut(self) -> None:
        """Lose the network."""
        for wire in self.wires:
            wire.cut()

"""The room as an ASGI application: two addresses for sealed messages, and the page's files.

Nothing is logged, nobody is told why more than a number says, and no other site is let in: what
is not sealed for this room leads to nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from storage.errors import Damaged, StorageError
from sync.mailbox.address import group
from sync.mailbox.pace import Pace
from sync.room.answers import Answer
from sync.room.channels import ID_BYTES, Replayed
from sync.room.limits import BODY, FIRST, Limits
from sync.room.messages import NotUnderstood
from sync.room.page_files import PageFiles
from sync.room.port import MeetingGone
from sync.room.room import Refused, Room, TooMany

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

BODY_SECONDS = 20
_SEALED = b"application/octet-stream"


class RoomApp:
    """One room's application."""

    def __init__(self, room: Room, files: PageFiles, limits: Limits) -> None:
        self._room = room
        self._files = files
        ticks = asyncio.get_running_loop().time
        self._greets = Pace(limits.greet_rate, limits.greets, ticks)
        self._messages = Pace(limits.message_rate, limits.messages, ticks)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """ASGI 3."""
        if scope["type"] != "http":
            return
        try:
            answer = await self._answer(scope, receive)
        except Refused:
            answer = Answer(status=403)
        except TooMany as many:
            answer = _too_fast(many.seconds)
        except Replayed:
            answer = Answer(status=409)
        except (Damaged, NotUnderstood):
            answer = Answer(status=400)
        except (StorageError, MeetingGone, TimeoutError):
            answer = Answer(status=503)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.head})
        body = b"" if scope["method"] == "HEAD" else answer.body
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Message, receive: Receive) -> Answer:
        headers = dict(scope["headers"])
        method, path = scope["method"], scope["path"]
        if method in ("GET", "HEAD"):
            packs = b"gzip" in headers.get(b"accept-encoding", b"")
            return self._files.answer(path, packs) or Answer(status=404)
        if path not in ("/hello", "/say"):
            return Answer(status=404)
        if method != "POST":
            return Answer(status=405)
        if headers.get(b"content-type") != _SEALED:  # which no other site's page may send
            return Answer(status=415)
        if path == "/hello":
            return await self._hello(scope, receive, headers)
        return await self._say(scope, receive, headers)

    async def _hello(
        self, scope: Message, receive: Receive, headers: dict[bytes, bytes]
    ) -> Answer:
        wait = self._greets.wait(_address(scope))
        if wait:
            return _too_fast(wait)
        body = await _body(receive, headers, FIRST)
        if isinstance(body, Answer):
            return body
        return Answer(self._room.hello(body))

    async def _say(self, scope: Message, receive: Receive, headers: dict[bytes, bytes]) -> Answer:
        body = await _body(receive, headers, BODY)
        if isinstance(body, Answer):
            return body
        name = body[:ID_BYTES]
        line = self._room.channels.find(name)
        if line is None:
            return Answer(status=410)
        address = _address(scope)
        wait = self._messages.wait((name, address))  # a name alone is heard by anybody
        if wait:
            return _too_fast(wait)
        answer = await self._room.say(body, address)
        guest = scope.get("state", {}).get("guest")
        if guest is not None and line.participant:  # it opened: the connection is theirs
            guest.proven(line.participant)
        return Answer(status=410) if answer is None else Answer(answer)


def _address(scope: Message) -> str:
    client = scope.get("client")
    return group(client[0]) if client else ""


def _too_fast(wait: float) -> Answer:
    seconds = str(max(1, round(wait))).encode("ascii")
    return Answer(status=429, headers=((b"retry-after", seconds),))


async def _body(
    receive: Receive, headers: dict[bytes, bytes], limit: int
) -> bytes | Answer:
    """The whole body, whose length must have been said beforehand and is held to."""
    said = headers.get(b"content-length", b"")
    if not said.isdigit() or b"transfer-encoding" in headers:  # which would count for more
        return Answer(status=411)
    if len(said) > 9 or int(said) > limit:
        return Answer(status=413)
    body = bytearray()
    async with asyncio.timeout(BODY_SECONDS):
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return Answer(status=400)
            body += message.get("body", b"")
            if len(body) > limit:
                return Answer(status=413)
            if not message.get("more_body", False):
                return bytes(body)

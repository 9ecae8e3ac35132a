"""The mailbox as an ASGI application: routes, who may do what, and limits.

Nothing of a file but its name, size and hash is looked at, and nothing of it is logged.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, Protocol
from weakref import WeakValueDictionary

from storage.errors import Damaged, StorageError, TooNew
from sync.mailbox import wire
from sync.mailbox.address import group
from sync.mailbox.desk import Desk
from sync.mailbox.refusals import STATUS, Refusal
from sync.mailbox.registry import LIMIT as NOTICE_LIMIT
from sync.mailbox.requests import Answer, Request, number_in
from sync.mailbox.sessions import Sessions, Visitor

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

BODY_SECONDS = 60
"""In how long a request's body must have come."""

_BEARER = re.compile(r"Bearer ([0-9a-f]{64})")
_KEY = re.compile(r"[0-9a-f]{64}")
_WITH_SESSION = {
    "files": wire.CHUNK, "notices": NOTICE_LIMIT, "uploads": wire.SMALL, "refused": wire.SMALL,
}


class Pairing(Protocol):
    """What answers under ``/v1/pair/``; see :mod:`sync.mailbox.door`."""

    def answer(self, step: str, body: bytes) -> bytes: ...


class MailboxApp:
    """One server's application. ``pairing`` is None where nobody can be paired."""

    def __init__(self, desk: Desk, sessions: Sessions, pairing: Pairing | None = None) -> None:
        self._desk = desk
        self._sessions = sessions
        self._pairing = pairing
        # a lock is here for as long as somebody has it or waits for it
        self._writing: WeakValueDictionary[tuple[bytes, bytes], asyncio.Lock] = (
            WeakValueDictionary()
        )

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """ASGI 3."""
        if scope["type"] != "http":
            return
        try:
            request = _head(scope)
            limit, visitor = await asyncio.to_thread(self._admit, request)
            if visitor is not None:
                _tell(scope, visitor)
            async with asyncio.timeout(BODY_SECONDS):
                request = await _with_body(request, receive, limit)
            async with self._turn(request, visitor):
                answer = await asyncio.to_thread(self.answer, request)
        except Refusal as refusal:
            answer = refused(refusal)
        except (Damaged, TooNew):
            answer = refused(Refusal("bad-request"))
        except StorageError:
            answer = refused(Refusal("trouble"))
        except TimeoutError:
            answer = refused(Refusal("too-late"))
        await _give(answer, send)

    def _turn(self, request: Request, visitor: Visitor | None) -> AbstractAsyncContextManager[None]:
        """A visitor writes one thing at a time, so that nobody else waits for many of its."""
        if visitor is None or request.method == "GET":
            return nullcontext()
        whose = (visitor.organisation, visitor.public)
        return self._writing.setdefault(whose, asyncio.Lock())

    def _admit(self, request: Request) -> tuple[int, Visitor | None]:
        """How many bytes of body may come, and whose: asked before any is read."""
        limit = _WITH_SESSION.get(request.path[0])
        if limit is None:
            return wire.SMALL, None
        return limit, self._sessions.visitor(request.bearer)

    def answer(self, request: Request) -> Answer:
        """What a whole request is answered. Raises Refusal, or Damaged for a bad body."""
        match request.method, *request.path:
            case "GET", "server", key if _KEY.fullmatch(key):
                self._sessions.hold_back(request.address)
                return self._desk.statement(bytes.fromhex(key))
            case "POST", "hello":
                return Answer(self._sessions.hello(request.body, request.address))
            case "POST", "session":
                return Answer(self._sessions.prove(request.body, request.address))
            case "POST", "kept":
                self._sessions.kept(request.bearer)
                return Answer(wire.pack())
            case "POST", "pair", step if self._pairing is not None:
                self._sessions.hold_back(request.address)
                return Answer(self._pairing.answer(step, request.body))
        return self._with_session(request)

    def _with_session(self, request: Request) -> Answer:
        visitor = self._sessions.visitor(request.bearer)
        desk = self._desk
        match request.method, *request.path:
            case "GET", "files":
                return desk.names(visitor, request)
            case "GET", "files", name:
                return desk.part(visitor, name, request)
            case "GET", "uploads", name:
                return desk.come(visitor, name, request)
            case "PUT", "files", name:
                return desk.append(visitor, name, request)
            case "DELETE", "files", name:
                return desk.remove(visitor, name)
            case "GET", "notices", kind:
                return desk.notice(visitor, kind)
            case "PUT", "notices", kind:
                return desk.post(visitor, kind, request.body)
            case "GET", "refused":
                return desk.refused(visitor)
            case "DELETE", "refused", key if _KEY.fullmatch(key):
                return desk.let_in(visitor, bytes.fromhex(key))
        raise Refusal("bad-request")


def refused(refusal: Refusal) -> Answer:
    """A refusal as an answer."""
    return Answer(wire.pack(refusal.code, refusal.number), STATUS.get(refusal.code, 500))


def _tell(scope: Message, visitor: Visitor) -> None:
    """Tell the gate whose this connection is, where a gate stands in front."""
    guest = scope.get("state", {}).get("guest")
    if guest is not None:
        guest.proven((visitor.organisation, visitor.public))


def _head(scope: Message) -> Request:
    headers: dict[str, str] = {}
    for key, value in scope["headers"]:
        headers[key.decode("latin-1")] = value.decode("latin-1")
    path = str(scope["path"]).split("/")
    if path[:2] != ["", "v1"] or not 3 <= len(path) <= 4 or not all(path[2:]):
        raise Refusal("bad-request")
    bearer = _BEARER.fullmatch(headers.get("authorization", ""))
    client = scope.get("client")
    return Request(
        method=scope["method"], path=tuple(path[2:]), query=_query(scope["query_string"]),
        bearer=bytes.fromhex(bearer[1]) if bearer else b"",
        address=group(client[0]) if client else "", length=number_in(headers, "content-length"),
    )


def _query(raw: bytes) -> dict[str, str]:
    """``a=1&b=2``; values hold nothing that would need another way of writing."""
    try:
        parts = (pair.partition("=") for pair in raw.decode("ascii").split("&"))
        return {key: value for key, _, value in parts if key}
    except UnicodeDecodeError:
        raise Refusal("bad-request") from None


async def _with_body(request: Request, receive: Receive, limit: int) -> Request:
    if (request.length or 0) > limit:
        raise Refusal("too-large")
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Refusal("too-late")
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise Refusal("too-large")
        parts.append(part)
        if not message.get("more_body", False):
            return request.with_body(b"".join(parts))


async def _give(answer: Answer, send: Send) -> None:
    headers = [
        (b"content-type", b"application/octet-stream"),
        (b"content-length", str(len(answer.body)).encode("ascii")),
        (b"cache-control", b"no-store"),
    ]
    if answer.status in (STATUS["too-large"], STATUS["no-session"], STATUS["too-late"]):
        # a body may still be on its way: it is not waited for
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})

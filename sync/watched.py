"""Connections of a small HTTP server: nobody may keep it waiting, and nothing is logged.

A connection has so long for a request's head, for a request with its answer and for the silence
between two; whoever takes longer is cut off.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from sync.errors import PlaceRefuses
from sync.mailbox.gate import Guest

BEFORE_ITS_END = (h11.IDLE, h11.SEND_BODY, h11.ERROR)
"""What a guest's side is in until a whole request has come; after that an answer is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds a connection may take, and how many there may be.

    ``rate`` connections a second from one address, ``burst`` at once.
    """

    handshake: float = 10
    head: float = 15
    exchange: float = 90
    idle: float = 30
    from_one: int = 32
    in_all: int = 512
    rate: float = 10
    burst: float = 120


class _Wire:
    """A TLS transport that may be closed twice, as uvicorn does where both sides end at once.

    asyncio's own has lost its TLS after the second: whatever is asked of it then raises
    AttributeError, up to Python 3.11.2 also ``abort``.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def close(self) -> None:
        if not self._transport.is_closing():
            self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Connection(H11Protocol):
    """uvicorn's connection with a watch on it."""

    patience = Patience()
    guest: Guest

    def connection_made(  # type: ignore[override]
        self, transport: asyncio.Transport
    ) -> None:
        wire = _Wire(transport)
        super().connection_made(cast(asyncio.Transport, wire))
        # by way of the loop: what is wrong with one guest must not reach who lets in the next
        self.guest.drop = partial(self.loop.call_soon, wire.abort)
        self._watch: asyncio.TimerHandle | None = None
        self._cut_off_in(self.patience.head)

    def connection_lost(self, exc: Exception | None) -> None:
        self._cut_off_in(None)
        self.guest.left()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():  # asyncio still hands over what comes meanwhile
            return
        if self.conn.their_state in BEFORE_ITS_END:
            super().data_received(data)
        else:
            self._answer_no_more()

    def send_400_response(self, msg: str) -> None:
        if self.conn.our_state is h11.IDLE:
            super().send_400_response(msg)
        else:  # in the middle of another answer: two would be told as a fault, at length
            self.transport.abort()

    def handle_events(self) -> None:
        before = self.cycle
        super().handle_events()
        if self.cycle is not before and not self.cycle.response_complete:
            self._cut_off_in(self.patience.exchange)
        if self.conn.their_state not in BEFORE_ITS_END and self.conn.trailing_data[0]:
            self._answer_no_more()

    def on_response_complete(self) -> None:
        self._cut_off_in(self.patience.idle)
        super().on_response_complete()
        # the watch does that; uvicorn's would keep who is gone in memory until it rings
        self._unset_keepalive_if_required()

    def _answer_no_more(self) -> None:
        """End with the answer that is due: more came before it, which nobody honest sends.

        uvicorn reads on as often as it answers, and would keep all that comes.
        """
        self.cycle.keep_alive = False

    def _cut_off_in(self, seconds: float | None) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        if seconds is not None:
            self._watch = self.loop.call_later(seconds, self.transport.abort)


def config(app: Any) -> uvicorn.Config:
    """How ``app`` is served: HTTP/1.1 alone, no log of who came, no banner."""
    made = uvicorn.Config(
        app, http=H11Protocol, ws="none", lifespan="off", log_config=None, access_log=False,
        log_level="error",  # a line for each bad request would let anybody fill a log
        server_header=False, date_header=False, proxy_headers=False,
        timeout_keep_alive=3_600,
        h11_max_incomplete_event_size=16 * 1024,
    )
    made.load()
    return made


def bind(host: str, port: int) -> socket.socket:
    """A socket at ``host``:``port`` (0: any free one). Raises PlaceRefuses."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # said in full, or asyncio would not know it for TCP and let answers wait for each other
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":  # there the other option would let anybody share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as fault:
        listening.close()
        reason = fault.strerror or "no reason given"
        raise PlaceRefuses(f"nothing can listen on {host}:{port} ({reason})") from None
    return listening

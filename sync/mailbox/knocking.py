"""Asking who answers at an address, before anything else is said there or it is remembered.

Whoever stands there may be a stranger who lets us wait: every knock has its end, and those
that are not the first are made all at once.
"""

from __future__ import annotations

import asyncio
import io
import socket
from collections.abc import Iterator, Sequence
from contextlib import closing
from http.client import HTTPException, HTTPResponse
from typing import cast

from storage.errors import StorageError
from storage.seal.certificates import certificate_hash
from storage.values import Clock
from sync.errors import PlaceGone, TransportError
from sync.mailbox import discovery
from sync.mailbox.address import Address
from sync.mailbox.channel import Reply, client_context, told
from sync.mailbox.refusals import Busy, ServerExpired, ServerUnknown, error
from sync.mailbox.statement import LIMIT, expect, read_statement

SECONDS = 6.0
"""How long one knock takes at most, waiting included."""

_ANSWER = LIMIT + 4 * 1024


def knock(
    address: Address, organisation: bytes, clock: Clock, seconds: float = SECONDS
) -> None:
    """Return when ``organisation`` vouches for the machine at ``address``.

    PlaceGone, ServerUnknown, ServerExpired, NoSpace, Busy or another TransportError otherwise.
    """
    found = asyncio.run(_first((address,), organisation, clock, seconds))
    if isinstance(found, TransportError):
        raise found


def search(organisation: bytes, clock: Clock, seconds: float = SECONDS) -> Address:
    """Where on this network the organisation's mailbox is: it has proved to be that.

    Raises what :func:`sync.mailbox.discovery.answers` does; PlaceGone when nobody proves it,
    ServerExpired or Busy when the right one would but for the clock or its load.
    """
    fault: TransportError = PlaceGone()
    with closing(discovery.answers(organisation)) as heard:
        for addresses in _in_turn(heard):
            found = asyncio.run(_first(addresses, organisation, clock, seconds))
            if isinstance(found, Address):
                return found
            fault = min(fault, found, key=_weight)
    if _weight(fault):
        raise PlaceGone(
            "no mailbox of this organisation answers on this network. Start vardera listen, or "
            "give its address, HOST:PORT"
        )
    raise fault


def _in_turn(heard: Iterator[discovery.Found]) -> Iterator[tuple[Address, ...]]:
    """The first that is heard, which is mostly the right one; then all the others."""
    for first in heard:
        yield (first.address,)
        yield tuple(dict.fromkeys(found.address for found in heard))


def _weight(fault: TransportError) -> int:
    """0 for what only the right machine can be the cause of."""
    return 0 if isinstance(fault, ServerExpired | Busy) else 1


async def _first(
    addresses: Sequence[Address], organisation: bytes, clock: Clock, seconds: float
) -> Address | TransportError:
    """The first that proves itself, the rest hung up on; else what was wrong."""
    asked = [
        asyncio.create_task(_within(address, organisation, clock, seconds))
        for address in addresses
    ]
    fault: TransportError = PlaceGone()
    try:
        for answer in asyncio.as_completed(asked):
            found = await answer
            if isinstance(found, Address):
                return found
            fault = min(found, fault, key=_weight)
    finally:
        for one in asked:
            one.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
    return fault


async def _within(
    address: Address, organisation: bytes, clock: Clock, seconds: float
) -> Address | TransportError:
    try:
        async with asyncio.timeout(seconds):
            await _prove(address, organisation, clock)
    except TransportError as fault:
        return fault
    except (OSError, EOFError, HTTPException) as fault:  # a TimeoutError is an OSError
        reason = getattr(fault, "strerror", None) or type(fault).__name__
        return PlaceGone(f"the mailbox at {address} cannot be reached ({reason}). Try again later")
    return address


async def _prove(address: Address, organisation: bytes, clock: Clock) -> None:
    while True:
        certificate, reply = await _asked(address, f"/v1/server/{organisation.hex()}")
        code, number = told(reply)
        if reply.status == 200 or code != "wait":
            break
        await asyncio.sleep(max(1, number))
    if reply.status != 200:
        raise error(code)
    try:
        statement = read_statement(reply.body, organisation)
    except StorageError:
        raise ServerUnknown(
            f"the machine at {address} has no word of the organisation that it is its server. "
            "Nothing was sent"
        ) from None
    expect(statement, certificate, clock())


async def _asked(address: Address, path: str) -> tuple[bytes, Reply]:
    """The hash of the certificate that was shown there, and what was answered."""
    reader, writer = await asyncio.open_connection(
        address.host, address.port, ssl=client_context(), server_hostname="", limit=_ANSWER
    )
    try:
        shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        if not shown:
            raise ServerUnknown("the machine that answers has shown no certificate")
        head = (f"GET {path} HTTP/1.1", f"Host: {address}", "Connection: close", "", "")
        writer.write("\r\n".join(head).encode())
        raw = b""
        while len(raw) <= _ANSWER and (more := await reader.read(_ANSWER)):
            raw += more
    finally:
        writer.transport.abort()
    return certificate_hash(shown), _read(raw)


class _Arrived:
    """Bytes that have come, as the library wants a socket."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self._raw)


def _read(raw: bytes) -> Reply:
    response = HTTPResponse(cast(socket.socket, _Arrived(raw)))
    response.begin()
    return Reply(response.status, response.read(_ANSWER))

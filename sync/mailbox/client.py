"""A mailbox on the network as a place to carry through; ``docs/formats/mailbox.md``."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Protocol, TypeVar

from storage.errors import Damaged, TooNew
from sync.envelope import FILE_LIMIT, Sign
from sync.errors import PlaceGone, TransportError
from sync.mailbox import wire
from sync.mailbox.address import Address, read_address
from sync.mailbox.channel import BROKEN, HOLD_MOST, TRIES, Channel, Means, Reply, told
from sync.mailbox.refusals import Busy, error
from sync.transport import plain_name, sound_name

T = TypeVar("T")

PROOFS = 3
"""How often we prove ourselves for one question, at most."""


class TokenKeeper(Protocol):
    """Where a device keeps its rolling secret; a kiosk's store is such."""

    def token(self) -> bytes:
        """The secret last kept, 32 bytes, or nothing before the first session."""
        ...

    def keep_token(self, token: bytes) -> None:
        """Keep the next secret: durable when this returns."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls: a device with ``tokens``, or the organisation itself (both keys the same)."""

    organisation: bytes
    public: bytes
    sign: Sign
    tokens: TokenKeeper | None = None


def open_mailbox(place: str, caller: Caller, means: Means | None = None) -> MailboxTransport:
    """The mailbox that a person named as ``https://host:port``, ``lan://host:port`` or
    ``host:port``; ``lan:`` alone looks for it on the network.

    ValueError when it names nothing, PlaceGone when ``lan:`` finds none of the organisation's.
    """
    means = means or ordinary_means()
    for scheme in ("https:", "lan:"):
        if place.startswith(scheme):
            place = place.removeprefix(scheme).strip("/")
            break
    if place:
        return MailboxTransport(read_address(place), caller, means)
    from sync.mailbox.knocking import search

    return MailboxTransport(search(caller.organisation, means.clock), caller, means)


def ordinary_means() -> Means:
    """The system's clock and randomness, and true waiting."""
    return Means(clock=lambda: datetime.now(UTC), random=os.urandom, wait=time.sleep)


class MailboxTransport:
    """Files in the organisation's space of the mailbox at ``address``; see
    :class:`sync.transport.Transport`.

    Connects when first asked. Raises, beside the transports' own errors, those of
    :mod:`sync.mailbox.refusals`.
    """

    def __init__(self, address: Address, caller: Caller, means: Means) -> None:
        self._channel = Channel(address, caller.organisation, means)
        self._caller = caller
        self._means = means
        self._bearer = b""

    def list(self, suffix: str) -> tuple[str, ...]:
        """See :class:`sync.transport.Transport`. A device sees what it may read."""
        names: tuple[str, ...] = ()
        more = True
        while more:
            after = f"&after={names[-1]}" if names else ""
            page = _read(wire.read_names, self._asked("GET", f"files?suffix={suffix}{after}"))
            # names rise, or a mailbox that repeats itself would hold us for ever
            sound = all(sound_name(name) and name.endswith(suffix) for name in page.names)
            rising = (*names[-1:], *page.names)
            if not sound or list(rising) != sorted(set(rising)) or (page.more and not page.names):
                raise TransportError("the mailbox's list is not one this program can follow")
            names, more = names + page.names, page.more
        return names

    def bad_names(self, suffix: str) -> tuple[str, ...]:
        """See :class:`sync.transport.Transport`; a mailbox takes only sound names."""
        return ()

    def get(self, name: str, limit: int = FILE_LIMIT) -> bytes:
        """See :class:`sync.transport.Transport`."""
        if not plain_name(name):
            raise ValueError(f"{name!r} is not a name in a mailbox")
        if not sound_name(name):
            raise error("not-there", name)
        whole = bytearray()
        first = self._part(name, 0)
        if first.size > limit:
            raise Damaged(f"{name}: more than the {limit} bytes allowed")
        whole += first.data
        while len(whole) < first.size:
            part = self._part(name, len(whole))
            if (part.size, part.sha256) != (first.size, first.sha256) or not part.data:
                raise error("not-there", name)  # taken away, and another came, meanwhile
            whole += part.data
        if len(whole) != first.size or sha256(whole).digest() != first.sha256:
            raise Damaged(f"{name}: the mailbox no longer has it as it was put")
        return bytes(whole)

    def put(self, name: str, data: bytes) -> None:
        """See :class:`sync.transport.Transport`. Goes on where an earlier attempt broke off."""
        if not sound_name(name):
            raise ValueError(f"{name!r} is not a name that may be carried")
        what = f"{name}?size={len(data)}&sha256={sha256(data).hexdigest()}"
        come: int | None = None
        attempt = 0
        while True:
            try:
                if come is None:
                    come = self._number("GET", f"uploads/{what}", name)
                    if data and come == len(data):
                        return
                part = data[come : come + wire.CHUNK]
                now = self._number("PUT", f"files/{what}&offset={come}", name, part)
            except BROKEN as fault:
                # whether the part came is for the mailbox to say
                attempt, come = attempt + 1, None
                self._channel.broken(fault, attempt)
                continue
            if now == len(data):
                return
            attempt = 0 if now > come else attempt + 1
            if now > len(data) or attempt >= TRIES:
                raise TransportError(f"{name}: the mailbox does not keep what it is given")
            come = now

    def remove(self, name: str) -> bool:
        """Take a file away; only the organisation may. False when it was not there."""
        return _read(wire.read_number, self._asked("DELETE", f"files/{name}", name=name)) == 1

    def post(self, kind: str, raw: bytes) -> None:
        """Post a signed notice (``registry`` or ``server``); only the organisation may."""
        self._asked("PUT", f"notices/{kind}", raw)

    def posted(self, kind: str) -> bytes:
        """The newest notice of a kind. FileGone when there is none."""
        return self._asked("GET", f"notices/{kind}").body

    def refused(self) -> tuple[bytes, ...]:
        """Keys of the devices of which there seem to be two; only the organisation may ask."""
        return _read(wire.read_keys, self._asked("GET", "refused"))

    def let_in(self, device: bytes) -> bool:
        """A person has decided that the next one with this key is the right one."""
        return _read(wire.read_number, self._asked("DELETE", f"refused/{device.hex()}")) == 1

    def close(self) -> None:
        """See :class:`sync.transport.Transport`."""
        self._channel.close()

    def _part(self, name: str, offset: int) -> wire.Part:
        path = f"files/{name}?offset={offset}&length={wire.CHUNK}"
        return _read(wire.read_part, self._asked("GET", path, name=name))

    def _number(self, method: str, path: str, name: str, body: bytes = b"") -> int:
        """One try: BROKEN is the caller's to judge."""
        reply = self._proven(lambda: self._channel.ask(method, f"/v1/{path}", body, self._bearer))
        if reply.status != 200:
            code, number = told(reply)
            if code == "wrong-offset":
                return number
            raise error(code, name)
        return _read(wire.read_number, reply)

    def _asked(self, method: str, path: str, body: bytes = b"", name: str = "") -> Reply:
        """What may be asked any number of times, until it is answered."""
        reply = self._proven(
            lambda: self._channel.patiently(method, f"/v1/{path}", body, self._bearer)
        )
        if reply.status != 200:
            raise error(told(reply)[0], name)
        return reply

    def _proven(self, ask: Callable[[], Reply]) -> Reply:
        """Ask with a session, a new one where the old has run out; wait when told to."""
        waited = proofs = 0
        while True:
            if not self._bearer:
                proofs += 1
                self._prove()
            reply = ask()
            if reply.status == 200:
                return reply
            code, seconds = told(reply)
            if code == "no-session" and proofs < PROOFS:
                self._bearer = b""
            elif code == "wait":
                waited += self._hold(seconds, waited)
            else:
                return reply

    def _prove(self) -> None:
        """Say who we are; see :mod:`sync.mailbox.sessions`."""
        caller, channel = self._caller, self._channel
        waited = 0
        for attempt in range(1, PROOFS + 1):
            hello = wire.Hello(caller.organisation, caller.public, self._means.random(wire.NONCE))
            reply = channel.patiently("POST", "/v1/hello", wire.pack(*hello))
            if reply.status == 200:
                reply = self._answer(hello, _read(wire.read_challenge, reply))
            if reply.status == 200:
                self._settle(_read(wire.read_granted, reply))
                return
            code, seconds = told(reply)
            if code == "wait":
                waited += self._hold(seconds, waited)
            elif code != "too-late" or attempt == PROOFS:
                raise error(code)
        raise error("too-late")

    def _answer(self, hello: wire.Hello, nonce: bytes) -> Reply:
        caller, channel = self._caller, self._channel
        token = b"" if caller.tokens is None else caller.tokens.token()
        parts = wire.session_parts(hello, nonce, channel.certificate, token)
        proof = wire.pack(nonce, caller.sign(wire.SESSION_DOMAIN, *parts), token)
        try:
            reply = channel.ask("POST", "/v1/session", proof)
            if told(reply)[0] == "wait":  # before it was looked at: it is still good
                self._hold(told(reply)[1], 0)
                reply = channel.ask("POST", "/v1/session", proof)
            return reply
        except BROKEN as fault:
            channel.broken(fault, 1)
            # one proof is good for one answer: whatever became of it, begin anew
            return Reply(408, wire.pack("too-late", 0))

    def _settle(self, granted: wire.Granted) -> None:
        tokens = self._caller.tokens
        if granted.token and tokens is not None:
            tokens.keep_token(granted.token)
            reply = self._channel.patiently("POST", "/v1/kept", wire.pack(), granted.bearer)
            if reply.status != 200:
                raise error(told(reply)[0])
        self._bearer = granted.bearer

    def _hold(self, seconds: int, waited: int) -> int:
        seconds = max(1, seconds)
        if waited + seconds > HOLD_MOST:
            raise Busy(
                f"the mailbox at {self._channel.address} has too much to do. Try again later; "
                "nothing was lost"
            )
        self._means.wait(seconds)
        return seconds


def _read(reader: Callable[[bytes], T], reply: Reply) -> T:
    try:
        return reader(reply.body)
    except TooNew:
        raise TransportError("the mailbox speaks a newer language; update this program") from None
    except Damaged:
        raise PlaceGone("what answers there is not a mailbox this program knows") from None

"""Who is let into a mailbox: challenge, proof, and a rolling secret that copies betray.

Nothing here speaks a network: bytes in, bytes out, and a Refusal for whoever is not let in.
See ``docs/formats/mailbox.md`` for what is signed and why a copied device shows.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from math import ceil
from threading import RLock

from storage.errors import WrongSigner
from storage.mailbox.values import Token
from storage.seal import keys
from storage.values import Clock, RandomBytes
from sync.mailbox import wire
from sync.mailbox.keeping import Keeping, Tokens
from sync.mailbox.pace import Pace
from sync.mailbox.refusals import Refusal
from sync.mailbox.registry import Registries

SECONDS = 300
"""A session's length: a device that is revoked meanwhile is out after it, or at once when the
registry comes through this very server."""

RATE, BURST = 10, 120
"""Questions a second from one address without a session, and at once; a visit begins with three."""

CHALLENGE_SECONDS = 30
CHALLENGES = 512
SESSIONS = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is injected: the time of day, seconds that only rise, and randomness."""

    clock: Clock
    ticks: Callable[[], float]
    random: RandomBytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who holds a session. ``settled`` once the device has said that it keeps its new secret."""

    organisation: bytes
    public: bytes
    until: float
    token: bytes = b""
    settled: bool = True

    @property
    def owner(self) -> bool:
        """Whether it is the organisation itself."""
        return self.public == self.organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class _Challenge:
    hello: wire.Hello
    number: int
    until: float


class Sessions:
    """All sessions of one server; any thread may ask."""

    def __init__(
        self, keeping: Keeping, tokens: Tokens, certificate: bytes, around: Around
    ) -> None:
        self._keeping = keeping
        self._tokens = tokens
        self._certificate = certificate
        self._around = around
        self._guard = RLock()
        self._registries = Registries()
        self._numbers = count(1)
        self._challenges: OrderedDict[bytes, _Challenge] = OrderedDict()
        self._last: OrderedDict[tuple[bytes, bytes], int] = OrderedDict()
        self._visitors: OrderedDict[bytes, Visitor] = OrderedDict()
        # strangers by address, so that nobody makes the server check signatures all day
        self._strangers = Pace(RATE, BURST, around.ticks)

    def hello(self, body: bytes, address: str) -> bytes:
        """Answer a Hello with a challenge."""
        self.hold_back(address)
        hello = wire.read_hello(body)
        if not self._keeping.knows(hello.organisation):
            raise Refusal("no-space")
        nonce = self._around.random(wire.NONCE)
        with self._guard:
            self._challenges[nonce] = _Challenge(
                hello=hello, number=next(self._numbers),
                until=self._around.ticks() + CHALLENGE_SECONDS,
            )
            while len(self._challenges) > CHALLENGES:
                self._challenges.popitem(last=False)
        return wire.pack(nonce)

    def prove(self, body: bytes, address: str) -> bytes:
        """Answer a Proof with a session, or refuse: the visitor, not only the message."""
        self.hold_back(address)
        proof = wire.read_proof(body)
        with self._guard:
            challenge = self._challenges.pop(proof.nonce, None)
        if challenge is None or self._around.ticks() >= challenge.until:
            raise Refusal("too-late")
        hello = challenge.hello
        parts = wire.session_parts(hello, proof.nonce, self._certificate, proof.token)
        try:
            keys.verify(hello.public, proof.signature, wire.SESSION_DOMAIN, *parts)
        except WrongSigner:
            raise Refusal("unpaired") from None
        if hello.public == hello.organisation:
            return self._grant(hello, b"")
        return self._device(challenge, proof.token)

    def kept(self, bearer: bytes) -> None:
        """The device has stored its next secret durably: the one before it is worth nothing."""
        visitor = self._held(bearer)
        if visitor.settled:
            return
        space, hashed = (visitor.organisation, visitor.public), wire.token_hash(visitor.token)
        with self._guard:
            token = self._tokens.token(*space)
            if token is None or token.refused is not None or token.issued != hashed:
                raise Refusal("no-session")
            after = Token(confirmed=hashed, issued=None, refused=None)
            if not self._tokens.keep_token(*space, token, after):
                raise Refusal("no-session")
            self._visitors[keys.digest("mailbox-bearer", bearer)] = replace(
                visitor, token=b"", settled=True
            )

    def visitor(self, bearer: bytes) -> Visitor:
        """Whose session this is. Refusal ``no-session`` when there is none, or none yet."""
        visitor = self._held(bearer)
        if not visitor.settled:
            raise Refusal("no-session")
        return visitor

    def hold_back(self, address: str) -> None:
        """Refusal ``wait`` when this address has asked too often without a session."""
        seconds = self._strangers.wait(address)
        if seconds:
            raise Refusal("wait", ceil(seconds))

    def end(self, organisation: bytes, device: bytes | None = None) -> None:
        """End the sessions of a device, or of all devices: they have to prove themselves anew."""
        with self._guard:
            for held, visitor in tuple(self._visitors.items()):
                if visitor.organisation == organisation and not visitor.owner and (
                    device in (None, visitor.public)
                ):
                    del self._visitors[held]

    def _held(self, bearer: bytes) -> Visitor:
        with self._guard:
            found = self._visitors.get(keys.digest("mailbox-bearer", bearer))
        if found is None or self._around.ticks() >= found.until:
            raise Refusal("no-session")
        return found

    def _device(self, challenge: _Challenge, shown: bytes) -> bytes:
        hello = challenge.hello
        posted = self._keeping.posted(hello.organisation, "registry")
        if posted is None:
            raise Refusal("unpaired")
        listed = self._registries.read(posted.raw, hello.organisation)
        listed.admit(hello.public, self._around.clock())
        space = (hello.organisation, hello.public)
        with self._guard:
            # an older attempt of the same device, held up on the way, must not undo a newer one
            if challenge.number < self._last.get(space, 0):
                raise Refusal("too-late")
            self._last[space] = challenge.number
            self._last.move_to_end(space)
            while len(self._last) > SESSIONS:
                self._last.popitem(last=False)
            return self._grant(hello, self._roll(space, shown))

    def _roll(self, space: tuple[bytes, bytes], shown: bytes) -> bytes:
        """The next secret of a device that showed the right one. Refusal ``cloned`` otherwise."""
        before = self._tokens.token(*space)
        hashed = wire.token_hash(shown)
        following = self._around.random(wire.TOKEN)
        issued = wire.token_hash(following)
        if before is None:
            after = Token(confirmed=hashed, issued=issued, refused=None)
        elif before.refused is not None:
            raise Refusal("cloned")
        elif hashed not in (before.confirmed, before.issued):
            self.end(*space)
            if not self._tokens.keep_token(
                *space, before, replace(before, refused=self._around.clock())
            ):
                raise Refusal("too-late")
            raise Refusal("cloned")
        else:
            after = Token(confirmed=hashed, issued=issued, refused=None)
        if not self._tokens.keep_token(*space, before, after):
            raise Refusal("too-late")
        return following

    def _grant(self, hello: wire.Hello, token: bytes) -> bytes:
        bearer = self._around.random(wire.BEARER)
        visitor = Visitor(
            organisation=hello.organisation, public=hello.public, token=token,
            until=self._around.ticks() + SECONDS, settled=not token,
        )
        with self._guard:
            if not visitor.owner:
                self.end(hello.organisation, hello.public)
            self._visitors[keys.digest("mailbox-bearer", bearer)] = visitor
            while len(self._visitors) > SESSIONS:
                self._visitors.popitem(last=False)
        return wire.pack(bearer, SECONDS, token)

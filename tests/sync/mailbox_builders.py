"""A whole mailbox on this machine, with an organisation and its devices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.mailbox.values import Posted
from storage.seal.certificates import ServerKey, make
from storage.seal.keys import Signer
from sync.mailbox.address import Address
from sync.mailbox.app import MailboxApp, Pairing
from sync.mailbox.channel import TRIES, Means
from sync.mailbox.client import Caller, MailboxTransport
from sync.mailbox.desk import Desk
from sync.mailbox.registry import Entry, registry, write_registry
from sync.mailbox.serving import Patience, Server
from sync.mailbox.sessions import Around, Sessions
from sync.mailbox.statement import LAN, Statement, write_statement
from tests.fakes_mailbox import MemoryMailbox
from tests.sync.sync_builders import MOMENT, clock, known_random, seed

_keys: dict[str, ServerKey] = {}


def server_key(name: str = "server") -> ServerKey:
    """A server's key, made once for all tests."""
    if name not in _keys:
        _keys[name] = make(MOMENT, known_random(f"certificate {name}"))
    return _keys[name]


@dataclass
class Ticks:
    """Seconds that pass when somebody says so, or waits."""

    now: float = 1_000.0
    waited: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


@dataclass
class MemoryTokens:
    """A device's rolling secret, kept in memory; ``kept`` are all it ever had."""

    kept: list[bytes] = field(default_factory=list)

    def token(self) -> bytes:
        return self.kept[-1] if self.kept else b""

    def keep_token(self, token: bytes) -> None:
        self.kept.append(token)


class Machines:
    """An organisation with a mailbox (in memory), its server and as many devices as wanted."""

    def __init__(self) -> None:
        self.us = Signer(seed("organisation Exempelkommun"))
        self.ticks = Ticks()
        self.keeping = MemoryMailbox(self.us.public, clock=clock)
        self.key = server_key()
        around = Around(clock=clock, ticks=self.ticks, random=known_random("mailbox server"))
        self.sessions = Sessions(self.keeping, self.keeping, self.key.hash, around)
        self.pairing: Pairing | None = None
        self.version = 0
        self.made: list[MailboxTransport] = []
        self.vouch(self.key)
        self.register()

    @property
    def app(self) -> MailboxApp:
        desk = Desk(self.keeping, self.keeping, self.ticks, self.sessions.end)
        return MailboxApp(desk, self.sessions, self.pairing)

    def vouch(self, key: ServerKey, begins: datetime = MOMENT, days: int = 30) -> None:
        """Say of the server that ``key`` is its own."""
        self.version += 1
        said = Statement(
            version=self.version, role=LAN, certificate=key.hash, begins=begins,
            ends=begins + timedelta(days=days),
        )
        raw = write_statement(said, self.us.public, self.us.sign)
        assert self.keeping.post(self.us.public, "server", Posted(version=self.version, raw=raw))

    def register(self, *entries: Entry, until: datetime | None = None) -> bytes:
        """Post a registry of these devices and no others; its bytes."""
        self.version += 1
        made = registry(
            self.version, entries, issued=MOMENT, until=until or MOMENT + timedelta(days=400)
        )
        raw = write_registry(made, self.us.public, self.us.sign)
        assert self.keeping.post(self.us.public, "registry", Posted(version=self.version, raw=raw))
        return raw

    def pair(self, *devices: Signer) -> None:
        """Register devices by their keys alone."""
        self.register(*(Entry(device=device.public) for device in devices))

    @contextmanager
    def serving(self, patience: Patience | None = None) -> Iterator[Address]:
        """The server on a free port of this machine; transports made inside are closed."""
        with Server(self.app, self.key, host="127.0.0.1", port=0, patience=patience) as server:
            try:
                yield Address("127.0.0.1", server.port)
            finally:
                for transport in self.made:
                    transport.close()

    def caller(self, device: Signer | None, tokens: MemoryTokens | None = None) -> Caller:
        """A device, or the organisation itself when None."""
        who = device or self.us
        return Caller(
            organisation=self.us.public, public=who.public, sign=who.sign,
            tokens=None if device is None else tokens or MemoryTokens(),
        )

    def transport(
        self, address: Address, device: Signer | None = None, tokens: MemoryTokens | None = None,
        tries: int = TRIES,
    ) -> MailboxTransport:
        """A device's transport (the organisation's own when None)."""
        means = Means(
            clock=clock, random=known_random(f"client {len(self.made)}"),
            wait=self.ticks.wait, timeout=5, tries=tries,
        )
        self.made.append(MailboxTransport(address, self.caller(device, tokens), means))
        return self.made[-1]


def device(name: str = "Surfplatta 1") -> Signer:
    """A device's key."""
    return Signer(seed(f"device {name}"))


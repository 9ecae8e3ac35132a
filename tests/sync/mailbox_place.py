"""A mailbox over its real storage as one of the places that keep the transports' contract."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from storage.mailbox.store import MailboxStore
from storage.mailbox.values import Posted, Quota
from storage.seal.keys import Signer
from sync.mailbox.address import Address
from sync.mailbox.channel import Means
from sync.mailbox.client import Caller, MailboxTransport
from sync.mailbox.registry import registry, write_registry
from sync.mailbox.serving import server
from sync.mailbox.sessions import Around
from sync.mailbox.statement import REMOTE, Statement, write_statement
from sync.transport import Transport
from tests.sync.mailbox_builders import server_key
from tests.sync.sync_builders import MOMENT, clock, seed

_US = Signer(seed("organisation of the contract"))
_NOBODY = Address("127.0.0.1", 1)


class Collected:
    """The organisation's own visits to a mailbox that keeps its files in ``folder``."""

    def __init__(self, address: Address, store: MailboxStore) -> None:
        self._address = address
        self._store = store

    def open(self) -> Transport:
        return self._at(self._address)

    def nowhere(self) -> Transport:
        return self._at(_NOBODY)

    def take_away(self, name: str) -> None:
        assert self._store.remove(_US.public, name)

    def _at(self, address: Address) -> Transport:
        us = Caller(organisation=_US.public, public=_US.public, sign=_US.sign)
        return MailboxTransport(address, us, Means(
            clock=clock, random=os.urandom, wait=lambda _: None, timeout=10
        ))


@contextmanager
def served(folder: Path) -> Iterator[Collected]:
    """A mailbox on a free port of this machine."""
    key = server_key()
    with ExitStack() as stack:
        store = MailboxStore.open(f"sqlite:///{folder / 'mailbox.db'}", clock=clock, create=True)
        stack.callback(store.close)
        store.open_space(_US.public, Quota())
        ends = MOMENT + timedelta(days=30)
        statement = write_statement(Statement(
            version=1, role=REMOTE, certificate=key.hash, begins=MOMENT, ends=ends,
        ), _US.public, _US.sign)
        known = registry(1, (), issued=MOMENT, until=ends)
        for kind, raw in (
            ("server", statement), ("registry", write_registry(known, _US.public, _US.sign)),
        ):
            store.post(_US.public, kind, Posted(version=1, raw=raw))
        around = Around(clock=clock, ticks=time.monotonic, random=os.urandom)
        running = stack.enter_context(server(
            store, store, key, Address("127.0.0.1", 0), around=around
        ))
        yield Collected(Address("127.0.0.1", running.port), store)
